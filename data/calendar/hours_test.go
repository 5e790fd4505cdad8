package calendar_test

import (
	"testing"
	"time"

	"kartoteka/data/calendar"
)

func TestOpenCountsOnlyTheFirmsHours(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Warsaw")
	if err != nil {
		t.Fatal(err)
	}
	late := calendar.UsualWeek()
	late[time.Saturday] = calendar.Hours{From: 9 * 60, To: 13 * 60}
	night := calendar.Week{time.Sunday: {From: 0, To: 24 * 60}}
	for name, c := range map[string]struct {
		week     calendar.Week
		from, to string
		want     time.Duration
	}{
		"within a day":                  {calendar.UsualWeek(), "2026-11-24 09:00", "2026-11-24 11:30", 150 * time.Minute},
		"over a night":                  {calendar.UsualWeek(), "2026-11-24 15:00", "2026-11-25 09:00", 2 * time.Hour},
		"in the evening until opening":  {calendar.UsualWeek(), "2026-11-24 18:00", "2026-11-25 08:00", 0},
		"over a weekend":                {calendar.UsualWeek(), "2026-11-27 15:00", "2026-11-30 10:00", 3 * time.Hour},
		"over an open Saturday":         {late, "2026-11-27 15:00", "2026-11-30 10:00", 7 * time.Hour},
		"over Independence Day":         {calendar.UsualWeek(), "2026-11-10 15:00", "2026-11-12 09:00", 2 * time.Hour},
		"Christmas Eve of 2025 is free": {calendar.UsualWeek(), "2025-12-23 16:00", "2025-12-24 16:00", 0},
		"it was none in 2024":           {calendar.UsualWeek(), "2024-12-23 16:00", "2024-12-24 16:00", 8 * time.Hour},
		"a day of 25 hours":             {night, "2026-10-24 12:00", "2026-10-26 12:00", 25 * time.Hour},
		"a day of 23 hours":             {night, "2027-03-27 12:00", "2027-03-29 12:00", 0}, // Easter Sunday: 28 March 2027
		"the second before the first":   {calendar.UsualWeek(), "2026-11-25 09:00", "2026-11-24 09:00", 0},
	} {
		t.Run(name, func(t *testing.T) {
			at := func(s string) time.Time {
				v, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
				if err != nil {
					t.Fatal(err)
				}
				return v
			}
			if got := c.week.Open(at(c.from), at(c.to), zone); got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

func TestOpenOverManyYearsIsBounded(t *testing.T) {
	from := time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)
	to := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	short := calendar.UsualWeek().Open(to.AddDate(-3, 0, -3), to, time.UTC)
	if got := calendar.UsualWeek().Open(from, to, time.UTC); got < short-16*time.Hour || got > short+16*time.Hour {
		t.Errorf("%v over 27 years, %v over three", got, short)
	}
}
