package privacy_test

import (
	"strings"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/calendar"
	"kartoteka/data/privacy"
)

func day(t *testing.T, s string) data.Date {
	t.Helper()
	d, err := data.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestRequestsAreDueInAMonth(t *testing.T) {
	for _, c := range []struct{ name, received, due, extended string }{
		{"same date of the next month", "2026-09-07", "2026-10-07", "2026-12-07"},
		{"no such date: the last day", "2026-08-31", "2026-09-30", "2026-11-30"},
		{"end of January", "2027-01-31", "2027-03-01", "2027-04-30"},           // 28 Feb is a Sunday
		{"leap year", "2028-01-31", "2028-02-29", "2028-05-02"},                // 30 April is a Sunday, 1 May free
		{"Saturday moves to Monday", "2026-10-21", "2026-11-23", "2027-01-21"}, // 21 November
		{"Christmas", "2026-11-25", "2026-12-28", "2027-02-25"},                // Friday 25, then the weekend
		{"Independence Day", "2026-10-11", "2026-11-12", "2027-01-11"},
		{"over the turn of the year", "2026-12-15", "2027-01-15", "2027-03-15"},
		{"New Year", "2025-12-01", "2026-01-02", "2026-03-02"}, // 1 January; 1 March is a Sunday
	} {
		if got := privacy.RequestDue(day(t, c.received)); got != day(t, c.due) {
			t.Errorf("%s: received %s, due %v, want %s", c.name, c.received, got, c.due)
		}
		if got := privacy.ExtendedDue(day(t, c.received)); got != day(t, c.extended) {
			t.Errorf("%s: received %s, extended %v, want %s", c.name, c.received, got, c.extended)
		}
	}
	if got := privacy.RequestDue(data.Date{}); !got.IsZero() {
		t.Errorf("no receipt is due %v", got)
	}
}

func TestARequestIsDueOnAWorkingDayWithinReason(t *testing.T) {
	for d := day(t, "2020-01-01"); d.Year < 2032; d = d.AddDays(1) {
		due := privacy.RequestDue(d)
		if n := due.Sub(d); calendar.FreeDay(due) || n < 28 || n > 36 {
			t.Fatalf("%v is due %v, after %d days", d, due, n)
		}
	}
}

func TestABreachIsReportedWithin72Hours(t *testing.T) {
	warsaw, err := time.LoadLocation("Europe/Warsaw")
	if err != nil {
		t.Fatal(err)
	}
	// A night on which the clocks are put back has an hour more, and hours are counted.
	found := time.Date(2026, 10, 24, 12, 0, 0, 0, warsaw)
	if got := privacy.BreachDue(found); !got.Equal(time.Date(2026, 10, 27, 11, 0, 0, 0, warsaw)) {
		t.Errorf("due %v", got.In(warsaw))
	}
	if got := privacy.BreachDue(time.Time{}); !got.IsZero() {
		t.Errorf("no breach is due %v", got)
	}
}

func TestTaxDocumentsAreKeptToTheEndOfTheSixthYear(t *testing.T) {
	for sold, want := range map[string]string{"2020-01-01": "2026-12-31", "2020-12-31": "2026-12-31", "2026-06-15": "2032-12-31"} {
		if got := privacy.TaxUntil(day(t, sold)); got != day(t, want) {
			t.Errorf("sold %s: kept until %v, want %s", sold, got, want)
		}
	}
	if got := privacy.TaxUntil(data.Date{}); !got.IsZero() {
		t.Errorf("no sale is kept until %v", got)
	}
}

func rule(t *testing.T, code string) data.RetentionRule {
	t.Helper()
	for _, r := range privacy.RetentionRules() {
		if r.Code == code {
			return r
		}
	}
	t.Fatalf("no rule %s", code)
	return data.RetentionRule{}
}

func TestKeptUntil(t *testing.T) {
	for _, c := range []struct{ code, ended, until string }{
		{privacy.KeepCases, "2020-03-10", "2026-12-31"},
		{privacy.KeepClients, "2020-12-31", "2026-12-31"},
		{privacy.KeepOrders, "2020-03-10", "2026-12-31"},
		{privacy.KeepLeads, "2024-11-22", "2026-11-22"},
		{privacy.KeepMisconduct, "2024-02-29", "2027-02-28"},
		{privacy.KeepTrash, "2026-10-31", "2026-11-30"},
	} {
		if got := privacy.KeptUntil(rule(t, c.code), day(t, c.ended)); got != day(t, c.until) {
			t.Errorf("%s ended %s: kept until %v, want %s", c.code, c.ended, got, c.until)
		}
	}
	if got := privacy.KeptUntil(rule(t, privacy.KeepMarketing), day(t, "2000-01-01")); !got.IsZero() {
		t.Errorf("a consent is kept until %v", got)
	}
	if got := privacy.KeptUntil(rule(t, privacy.KeepOrders), day(t, "2020-03-10")); got != privacy.TaxUntil(day(t, "2020-03-10")) {
		t.Errorf("orders are kept until %v, tax documents until another day", got)
	}
}

// TestCutoff: what ended by the cutoff is over, what ended a day later is not.
func TestCutoff(t *testing.T) {
	for _, r := range privacy.RetentionRules() {
		for d := day(t, "2026-01-01"); d.Year < 2028; d = d.AddDays(1) {
			by, ok := privacy.Cutoff(r, d)
			if r.Months == 0 {
				if ok {
					t.Errorf("%s has a cutoff", r.Code)
				}
				continue
			}
			if !ok || !privacy.KeptUntil(r, by).Before(d) || privacy.KeptUntil(r, by.AddDays(1)).Before(d) {
				t.Fatalf("%s on %v: cutoff %v, kept until %v, next day until %v", r.Code, d, by,
					privacy.KeptUntil(r, by), privacy.KeptUntil(r, by.AddDays(1)))
			}
		}
	}
}

func TestTheDefaultsAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range privacy.RetentionRules() {
		if seen[r.Code] || r.Basis != "" || r.From.IsZero() || r.Own {
			t.Errorf("rule %+v", r)
		}
		seen[r.Code] = true
		if !strings.HasSuffix(r.BasisKey(), "."+r.Code) {
			t.Errorf("the ground of %s is looked up as %s", r.Code, r.BasisKey())
		}
	}
	privacy.RetentionRules()[0].Months = 1
	if rule(t, privacy.KeepClients).Months != 72 {
		t.Error("the table was changed through its copy")
	}
	asked := map[string]bool{}
	record := privacy.Record(func(key string) string { asked[key] = true; return "[" + key + "]" })
	if len(record) != len(privacy.Activities()) {
		t.Fatalf("%d activities", len(record))
	}
	for i, p := range record {
		if p.Rank != i+1 || p.Name == "" || p.Purpose == "" || p.Basis == "" || p.People == "" || p.Data == "" ||
			p.Recipients == "" || p.Transfers == "" || p.Retention == "" || p.Security == "" {
			t.Errorf("activity %+v", p)
		}
	}
	if len(privacy.Checklist()) < 10 || len(asked) < 6*len(record) {
		t.Error("the checklist or the record is short")
	}
}
