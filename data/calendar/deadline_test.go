package calendar_test

import (
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/calendar"
)

func TestConsumerDeadlines(t *testing.T) {
	for _, c := range []struct{ name, received, safe, latest string }{
		{"Christmas Eve still a working day", "2024-12-10", "2024-12-24", "2024-12-24"},
		{"three free days and a weekend", "2025-12-10", "2025-12-24", "2025-12-29"},
		{"Easter", "2026-03-22", "2026-04-05", "2026-04-07"},
		{"Corpus Christi", "2026-05-21", "2026-06-04", "2026-06-05"},
		{"the day between", "2025-04-18", "2025-05-02", "2025-05-02"},
		{"ordinary Monday", "2026-04-20", "2026-05-04", "2026-05-04"},
		{"Christmas on a weekend", "2026-12-11", "2026-12-25", "2026-12-28"},
		{"Friday the 24th", "2027-12-10", "2027-12-24", "2027-12-27"},
		{"Saturday", "2026-11-07", "2026-11-21", "2026-11-23"},
		{"Sunday", "2026-11-08", "2026-11-22", "2026-11-23"},
		{"leap day inside", "2028-02-20", "2028-03-05", "2028-03-06"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := calendar.Deadline(day(t, c.received), data.Consumer)
			want := data.Deadline{Rule: "upk-7a-14", Safe: day(t, c.safe), Latest: day(t, c.latest)}
			if got != want {
				t.Errorf("received %s: %+v, want %+v", c.received, got, want)
			}
		})
	}
}

func TestTheRuleOfTheDayOfReceiptApplies(t *testing.T) {
	for _, c := range []struct {
		received string
		legal    data.LegalType
		rule     string
		days     int
	}{
		{"2022-12-31", data.Consumer, "upk-7a-30", 30},
		{"2023-01-01", data.Consumer, "upk-7a-14", 14},
		{"2017-01-10", data.Consumer, "upk-7a-30", 30},
		{"2017-01-09", data.Consumer, "", 0},
		{"2026-11-22", data.SoleTrader, "upk-7a-14-sole", 14},
		{"2021-06-01", data.SoleTrader, "upk-7a-30-sole", 30},
		{"2020-06-01", data.SoleTrader, "", 0},
		{"2026-11-22", data.Business, "", 0},
		{"2026-11-22", "", "", 0},
	} {
		got := calendar.Deadline(day(t, c.received), c.legal)
		if got.Rule != c.rule {
			t.Errorf("%s, %s: rule %q, want %q", c.received, c.legal, got.Rule, c.rule)
			continue
		}
		if c.rule == "" {
			if !got.Safe.IsZero() || !got.Latest.IsZero() {
				t.Errorf("%s, %s: dates without a rule: %+v", c.received, c.legal, got)
			}
			continue
		}
		if n := got.Safe.Sub(day(t, c.received)); n != c.days {
			t.Errorf("%s, %s: safe after %d days, want %d", c.received, c.legal, n, c.days)
		}
	}
}

func TestNoReceiptNoDeadline(t *testing.T) {
	if got := calendar.Deadline(data.Date{}, data.Consumer); got != (data.Deadline{}) {
		t.Errorf("got %+v", got)
	}
}

func TestDeadlinesOfTenYears(t *testing.T) {
	for d := day(t, "2023-01-01"); d.Year < 2033; d = d.AddDays(1) {
		got := calendar.Deadline(d, data.Consumer)
		if got.Safe.Sub(d) != 14 {
			t.Fatalf("%v: safe %v", d, got.Safe)
		}
		if got.Latest.Before(got.Safe) || calendar.FreeDay(got.Latest) {
			t.Fatalf("%v: latest %v is before safe %v, or free", d, got.Latest, got.Safe)
		}
		for x := got.Safe; x.Before(got.Latest); x = x.AddDays(1) {
			if !calendar.FreeDay(x) {
				t.Fatalf("%v: shifted over the working day %v", d, x)
			}
		}
	}
}

func TestSaturdaysMoveTermsSince2017(t *testing.T) {
	for end, want := range map[string]string{
		"2016-12-10": "2016-12-10", // a Saturday under the old wording
		"2016-12-31": "2016-12-31", // likewise
		"2016-12-11": "2016-12-12", // a Sunday
		"2017-01-07": "2017-01-09", // the first Saturday under the new one
		"2026-11-21": "2026-11-23",
		"2026-11-20": "2026-11-20",
	} {
		if got := calendar.Shift(day(t, end)); got.String() != want {
			t.Errorf("Shift(%s) = %v, want %s", end, got, want)
		}
	}
}

func TestRulesAreWellFormed(t *testing.T) {
	seen := map[string]bool{}
	list := calendar.Rules()
	for i, r := range list {
		if r.Code == "" || seen[r.Code] || r.Source == "" || r.Days <= 0 || len(r.Legal) == 0 {
			t.Errorf("rule %d: %+v", i, r)
		}
		seen[r.Code] = true
		for _, n := range r.Remind {
			if n <= 0 || n >= r.Days {
				t.Errorf("%s reminds on day %d of %d", r.Code, n, r.Days)
			}
		}
		if i > 0 && r.From.Before(list[i-1].From) {
			t.Errorf("%s out of order", r.Code)
		}
	}
	for d := data.NewDate(2015, time.January, 1); d.Year < 2030; d = d.AddDays(1) {
		for _, legal := range data.LegalTypes() {
			n := 0
			for _, r := range list {
				if r.Holds(d, legal) {
					n++
				}
			}
			if n > 1 {
				t.Fatalf("%v, %s: %d rules at once", d, legal, n)
			}
		}
	}
}

func TestRulesCanNotBeChangedFromOutside(t *testing.T) {
	calendar.Rules()[2].Legal[0] = data.Business
	calendar.Rules()[2].Days = 99
	if got := calendar.Deadline(day(t, "2026-11-02"), data.Consumer); got.Safe != day(t, "2026-11-16") {
		t.Errorf("the table was changed through its copy: %+v", got)
	}
}
