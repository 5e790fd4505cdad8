package input_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	_ "kartoteka/data/datatest/steady" // the same cases each time

	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit/input"
	"kartoteka/data"
)

func TestParseDay(t *testing.T) {
	today := data.NewDate(2026, time.November, 24) // a Tuesday
	for text, want := range map[string]string{
		"24.11.2026": "2026-11-24", "1.2.2027": "2027-02-01", "01.02.27": "2027-02-01",
		"2026-12-31": "2026-12-31", "31/12/2026": "2026-12-31", "5 12 2026": "2026-12-05",
		"24.11": "2026-11-24", "23.11": "2027-11-23", "25.12": "2026-12-25", "25.12.": "2026-12-25",
		"24": "2026-11-24", "23": "2026-12-23", "31": "2026-12-31",
		"24 Nov 2026": "2026-11-24", "1 february 2027": "2027-02-01", "nov 30, 2026": "2026-11-30", "25 Dec": "2026-12-25", "2-may-27": "2027-05-02",
		"24 listopada 2026": "2026-11-24", "1 paź. 2027": "2027-10-01", "23 lis": "2027-11-23",
		"dziś": "2026-11-24", "Dzis": "2026-11-24", "today": "2026-11-24",
		"jutro": "2026-11-25", "tomorrow": "2026-11-25", "pojutrze": "2026-11-26", "wczoraj": "2026-11-23",
		"+3": "2026-11-27", "+0": "2026-11-24", "+2t": "2026-12-08", "+2w": "2026-12-08", "+1m": "2026-12-24", "+10d": "2026-12-04",
		"pt": "2026-11-27", "wt": "2026-12-01", "śr": "2026-11-25", "niedziela": "2026-11-29", "mon": "2026-11-30",
		"  jutro ": "2026-11-25",
	} {
		got, ok := input.ParseDay(text, today)
		if !ok || got.String() != want {
			t.Errorf("%q is %s (%v), want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"", "x", "31.4.2026", "29.2.2027", "32", "0", "1.2.3.4", "+", "+x", "+99999", "-3", "1.13.2026", "12.1.1800", "jutro rano",
		"nov", "31 Apr 2027", "nov 2026", "nov dec 2026", "2026 nov 24 1", "24 11 nov",
	} {
		if got, ok := input.ParseDay(text, today); ok {
			t.Errorf("%q was read as %s", text, got)
		}
	}
}

func TestMonthsKeepTheDayOrTakeTheLast(t *testing.T) {
	got, ok := input.ParseDay("+1m", data.NewDate(2027, time.January, 31))
	if !ok || got.String() != "2027-02-28" {
		t.Errorf("a month after 31 January is %s", got)
	}
	got, ok = input.ParseDay("+13m", data.NewDate(2027, time.January, 31))
	if !ok || got.String() != "2028-02-29" {
		t.Errorf("thirteen months after 31 January 2027 is %s", got)
	}
}

// Whatever is typed, nothing is read that is not in the calendar, and what a
// date field writes is read back as the same day.
func TestParseDayNeverInvents(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		today := data.NewDate(2026, time.Month(rapid.IntRange(1, 12).Draw(r, "month")), rapid.IntRange(1, 28).Draw(r, "day"))
		if d, ok := input.ParseDay(rapid.StringMatching(`[0-9+.\-/ tmdw]{0,12}`).Draw(r, "text"), today); ok {
			if back, err := data.ParseDate(d.String()); err != nil || back != d {
				r.Fatalf("read %v, which is no day", d)
			}
		}
		later := today.AddDays(rapid.IntRange(0, 3000).Draw(r, "later"))
		for _, lang := range []string{"pl", "en"} {
			text := i18n.New(lang, time.UTC).Date(later)
			if d, ok := input.ParseDay(text, today); !ok || d != later {
				r.Fatalf("%q is read back as %v", text, d)
			}
		}
	})
}
