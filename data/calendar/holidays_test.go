package calendar_test

import (
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/calendar"
)

func day(t *testing.T, s string) data.Date {
	t.Helper()
	d, err := data.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestMovableFeastsAndCounts(t *testing.T) {
	for _, c := range []struct {
		easter, monday, pentecost, corpus string
		statutory, working                int
	}{
		{"2024-03-31", "2024-04-01", "2024-05-19", "2024-05-30", 13, 252},
		{"2025-04-20", "2025-04-21", "2025-06-08", "2025-06-19", 14, 251},
		{"2026-04-05", "2026-04-06", "2026-05-24", "2026-06-04", 14, 253},
		{"2027-03-28", "2027-03-29", "2027-05-16", "2027-05-27", 14, 253},
		{"2028-04-16", "2028-04-17", "2028-06-04", "2028-06-15", 14, 251},
	} {
		year := day(t, c.easter).Year
		t.Run(c.easter[:4], func(t *testing.T) {
			if got := calendar.Easter(year); got != day(t, c.easter) {
				t.Errorf("Easter is %v, want %v", got, c.easter)
			}
			want := map[string]string{
				"easter": c.easter, "easter-monday": c.monday,
				"pentecost": c.pentecost, "corpus-christi": c.corpus,
			}
			for code, on := range want {
				if got := calendar.HolidayCode(day(t, on)); got != code {
					t.Errorf("%s is %q, want %q", on, got, code)
				}
			}
			whole, n := data.Period{From: data.NewDate(year, 1, 1), To: data.NewDate(year, 12, 31)}, 0
			for d := whole.From; !whole.To.Before(d); d = d.AddDays(1) {
				if calendar.Holiday(d) {
					n++
				}
			}
			if n != c.statutory {
				t.Errorf("%d holidays, want %d", n, c.statutory)
			}
			if n := calendar.WorkingDays(whole); n != c.working {
				t.Errorf("%d working days, want %d", n, c.working)
			}
		})
	}
}

func TestEasterOfOtherCenturies(t *testing.T) {
	// Dates from the tables of the US Naval Observatory; 1943 and 2038 are the
	// latest possible Easters, 1818 the earliest.
	for _, want := range []string{"1818-03-22", "1943-04-25", "1961-04-02", "2000-04-23", "2011-04-24", "2019-04-21", "2038-04-25", "2100-03-28"} {
		if got := calendar.Easter(day(t, want).Year); got.String() != want {
			t.Errorf("Easter %v, want %v", got, want)
		}
	}
	for y := 1900; y <= 2200; y++ {
		if e := calendar.Easter(y); e.Weekday() != time.Sunday {
			t.Errorf("Easter %v is a %v", e, e.Weekday())
		}
	}
}

func TestChristmasEveIsFreeOnlySince2025(t *testing.T) {
	for s, want := range map[string]bool{
		"2023-12-24": false, "2024-12-24": false, "2025-12-24": true, "2026-12-24": true,
		"2024-12-25": true, "2024-12-26": true, "2024-12-27": false,
		"2010-01-06": false, "2011-01-06": true,
	} {
		if got := calendar.Holiday(day(t, s)); got != want {
			t.Errorf("Holiday(%s) = %v, want %v", s, got, want)
		}
	}
}

func TestFreeDays(t *testing.T) {
	for s, want := range map[string]struct{ holiday, statutory, free bool }{
		"2026-11-20": {false, false, false}, // Friday
		"2026-11-21": {false, false, true},  // Saturday
		"2026-11-22": {false, true, true},   // Sunday
		"2026-11-11": {true, true, true},    // Wednesday, Independence Day
		"2026-06-04": {true, true, true},    // Corpus Christi
		"2026-06-05": {false, false, false}, // the Friday after it
	} {
		d := day(t, s)
		if got := calendar.Holiday(d); got != want.holiday {
			t.Errorf("Holiday(%s) = %v", s, got)
		}
		if got := calendar.Statutory(d); got != want.statutory {
			t.Errorf("Statutory(%s) = %v", s, got)
		}
		if got := calendar.FreeDay(d); got != want.free {
			t.Errorf("FreeDay(%s) = %v", s, got)
		}
	}
}

func TestWorkingDaysOfShortAndOpenPeriods(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     int
	}{
		{"2026-11-09", "2026-11-15", 4}, // the week of 11 November
		{"2026-11-21", "2026-11-22", 0},
		{"2026-11-20", "2026-11-20", 1},
		{"2026-11-21", "2026-11-20", 0},
	} {
		p := data.Period{From: day(t, c.from), To: day(t, c.to)}
		if got := calendar.WorkingDays(p); got != c.want {
			t.Errorf("%s to %s: %d, want %d", c.from, c.to, got, c.want)
		}
	}
	if got := calendar.WorkingDays(data.Period{From: day(t, "2026-01-01")}); got != 0 {
		t.Errorf("an open period has %d working days", got)
	}
}
