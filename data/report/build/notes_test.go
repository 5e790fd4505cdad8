package build_test

import (
	"strings"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/report"
	"kartoteka/data/report/build"
	"kartoteka/data/report/reporttest"
)

// What the Trend sheet says of its limits, case by case.
func TestNotesOnTheLimits(t *testing.T) {
	steady := []int{4, 5, 3, 4, 6, 4, 5, 3, 4, 4, 5, 4}
	clumps := []int{0, 10, 0, 9, 1, 10, 0, 9, 0, 10, 1, 9, 0, 10}
	for name, c := range map[string]struct {
		f    *reporttest.Firm
		says []string
		not  []string
	}{
		"a year with orders": {
			monthly(steady...),
			[]string{"report.note.orders", "report.note.power", "report.note.season"},
			[]string{"report.note.trial", "report.note.widened", "report.note.rare", "report.note.months"},
		},
		"a year without orders": {withoutOrders(monthly(steady...)), []string{"report.note.months"}, []string{"report.note.orders"}},
		"half a year":           {monthly(steady[:6]...), []string{"report.note.trial"}, []string{"report.note.no-limits"}},
		"five months":           {monthly(steady[:5]...), []string{"report.note.no-limits"}, []string{"report.note.trial"}},
		"one complaint a month": {monthly(1, 1, 0, 2, 1, 1, 0, 1, 2, 1, 1, 1), []string{"report.note.rare"}, nil},
		"clumps":                {monthly(clumps...), []string{"report.note.widened"}, nil},
		"two years":             {monthly(append(steady[:12:12], steady...)...), []string{"report.note.orders"}, []string{"report.note.season"}},
	} {
		t.Run(name, func(t *testing.T) {
			notes := made(t, c.f, data.Period{}).Sheet(report.SheetTrend).Notes
			for _, key := range c.says {
				if !says(notes, key) {
					t.Errorf("%s is not said", key)
				}
			}
			for _, key := range c.not {
				if says(notes, key) {
					t.Errorf("%s is said", key)
				}
			}
		})
	}
}

func TestAFallIsASignalToo(t *testing.T) {
	// 25 a month, then two: the lower limit of a mean of 23 is well above.
	counts := []int{25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25, 2}
	r := made(t, monthly(counts...), data.Period{})
	if !says(r.Sentences, "report.find.less") {
		t.Error("a month far below the lower limit is not told")
	}
	s := cellsOf(t, r.Table("trend"), "signal")
	if s[12] != report.Less.Value() {
		t.Errorf("the month of two: %q", s[12].Text)
	}
	if r.KPI("last-month").Verdict != report.Less || r.KPI("last-month").Alert {
		t.Error("fewer complaints are a signal, but no alarm")
	}
}

func TestEightMonthsInARowAreToldOnce(t *testing.T) {
	counts := []int{2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6}
	r := made(t, monthly(counts...), data.Period{})
	n := 0
	for _, s := range r.Sentences {
		if s.Key == "report.find.run-above" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("a run of ten months is told %d times", n)
	}
	if got := cellsOf(t, r.Table("trend"), "signal")[17]; got != report.RunAbove.Value() {
		t.Errorf("the eighth month of the run: %q", got.Text)
	}
}

func TestALongListOfCasesIsCut(t *testing.T) {
	counts := []int{3, 4, 3, 4, 3, 5, 3, 4, 3, 4, 3, 40}
	for _, s := range made(t, monthly(counts...), data.Period{}).Sentences {
		if s.Key != "report.find.more" {
			continue
		}
		text := s.In(words(t, "pl"))
		if n := strings.Count(text, "R/2026/"); n != 12 || !strings.Contains(text, "i 28 innych") {
			t.Errorf("%d numbers in %q", n, text)
		}
		return
	}
	t.Error("forty complaints in a month are not told")
}

func TestATinyPIsNotZero(t *testing.T) {
	for _, s := range made(t, rising(14), data.Period{}).Sentences {
		if s.Key == "report.find.trend" {
			if text := s.In(words(t, "en")); !strings.Contains(text, "p<0.001") || strings.Contains(text, "p=0.000") {
				t.Errorf("%q", text)
			}
			return
		}
	}
	t.Error("the rise is not told")
}

func TestNoPercentageChangesAnywhere(t *testing.T) {
	for _, lang := range []string{"pl", "en"} {
		w := words(t, lang)
		p := data.Period{From: data.NewDate(2026, 10, 1), To: data.NewDate(2026, 10, 31)}
		text, _, _ := strings.Cut(inWords(made(t, monthly(4, 5, 10), p), w), "## ")
		for _, claim := range []string{"+100", "wzrost o", "spadek o", "doubled"} {
			if strings.Contains(text, claim) {
				t.Errorf("%s: the report says %q", lang, claim)
			}
		}
	}
}

func TestQualityNamesWhatIsMissing(t *testing.T) {
	f := monthly(4, 4, 4)
	f.CaseRows[0].Category, f.CaseRows[1].Cause, f.CaseRows[2].Deadline = "", "", data.Deadline{}
	r := made(t, f, data.Period{})
	for _, key := range []string{"report.quality.category", "report.quality.cause", "report.quality.term", "report.quality.recorded"} {
		if !says(r.Quality, key) {
			t.Errorf("%s is not said", key)
		}
	}
	for _, s := range r.Quality {
		if s.Plural && s.N != 1 && s.Key != "report.quality.orders" {
			t.Errorf("%s: %d, want 1", s.Key, s.N)
		}
	}
	whole := made(t, monthly(4, 4, 4), data.Period{})
	if says(whole.Quality, "report.quality.category") {
		t.Error("something is called missing that is there")
	}
}

func TestAdviceFitsTheFirm(t *testing.T) {
	calm := made(t, withoutOrders(monthly(4, 4, 4)), data.Period{})
	if !says(calm.Advice, "report.do.orders") {
		// One order is left, so that the rate is known, if badly.
		if len(calm.Advice) > 3 {
			t.Errorf("%d recommendations", len(calm.Advice))
		}
	}
	bare := monthly(4, 4, 4)
	bare.OrderRows = nil
	if r := made(t, bare, data.Period{}); !says(r.Advice, "report.do.orders") || r.KPI("rate").Value.Kind != report.None {
		t.Error("without orders there is no rate, and the owner should be told why")
	}
	for i := range bare.CaseRows {
		if i%2 == 0 {
			bare.CaseRows[i].Cause = ""
		}
	}
	if r := made(t, bare, data.Period{}); !says(r.Advice, "report.do.causes") {
		t.Error("half of the causes are missing, and nobody is told")
	}
	due := monthly(4)
	due.CaseRows = append(due.CaseRows, complaint(today.AddDays(-3), -1), complaint(today.AddDays(-9), -1))
	number(due)
	for _, s := range made(t, due, data.Period{}).Advice {
		if s.Key == "report.do.pending" {
			if text := s.In(words(t, "pl")); !strings.Contains(text, "R/2026/0006, R/2026/0005") {
				t.Errorf("the nearest date must come first: %q", text)
			}
			return
		}
	}
	t.Error("open cases before their date are not named")
}

func TestRequestsAreNoComplaints(t *testing.T) {
	f := monthly(6)
	for i := range 3 {
		f.CaseRows[i].Kind = data.CaseRequest
	}
	r := made(t, f, data.Period{})
	if n := int(r.KPI("complaints").Value.Num); n != 3 {
		t.Errorf("%d complaints, want the 3 that are not requests", n)
	}
	if n := count(t, r, map[string]string{"kind-code": "request"}); n != 3 {
		t.Errorf("Data has %d requests, want 3", n)
	}
}

// Complaints stand first in Data, each kind by day: what the owner opens the
// sheet for is in its first rows.
func TestDataBeginsWithComplaints(t *testing.T) {
	table := made(t, workshop(), data.Period{}).Table("data")
	kind, day := table.Column("kind-code"), table.Column("date")
	order := map[string]int{"complaint": 1, "request": 2, "opinion-positive": 3, "opinion-neutral": 4, "opinion-negative": 5, "suggestion": 6, "order": 7}
	seen := map[string]bool{}
	for i := 1; i < table.Len(); i++ {
		a, b := table.Row(i-1, nil), table.Row(i, nil)
		switch ka, kb := order[a[kind].Text], order[b[kind].Text]; {
		case ka > kb:
			t.Fatalf("row %d: %s after %s", i, b[kind].Text, a[kind].Text)
		case ka == kb && b[day].Date.Before(a[day].Date):
			t.Fatalf("row %d is earlier than the one before", i)
		}
		id := b[table.Column("id")].Text
		if seen[id] {
			t.Fatalf("two rows are called %s", id)
		}
		seen[id] = true
	}
}

// Names, addresses and words of clients have no place in a sheet that goes to
// the accountant.
func TestDataHoldsIdsNotNames(t *testing.T) {
	table := made(t, workshop(), data.Period{}).Table("data")
	allowed := map[string]bool{"id": true, "number": true, "source": true, "product": true, "category": true, "cause": true}
	for _, c := range table.Columns {
		if c.Kind == report.Text && !c.Code && !allowed[c.Key] {
			t.Errorf("column %s holds free text", c.Key)
		}
	}
	if v := cellsOf(t, table, "contact")[0]; v.Kind != report.Int {
		t.Errorf("the client stands as %+v, want a number", v)
	}
}

func TestAnOpinionFallsOnItsDayInTheFirmsZone(t *testing.T) {
	zone := time.FixedZone("CEST", 2*3600)
	f := monthly(4, 4, 4)
	f.OpinionRows = []report.OpinionRow{{ID: 1, Tone: data.Positive, At: time.Date(2026, 8, 31, 22, 30, 0, 0, time.UTC)}}
	r, err := build.Report(t.Context(), f, report.Options{Today: today, Zone: zone})
	if err != nil {
		t.Fatal(err)
	}
	trend := r.Table("trend")
	for i := 0; i < trend.Len(); i++ {
		row := trend.Row(i, nil)
		want := 0.0
		if row[0].Date.Month == time.September {
			want = 1
		}
		if got := row[trend.Column("positive")].Num; got != want {
			t.Errorf("%v: %v opinions, want %v", row[0].Date, got, want)
		}
	}
}
