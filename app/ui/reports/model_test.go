package reports

import (
	"math"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kartoteka/app/i18n"
	"kartoteka/data"
	"kartoteka/data/report"
)

func TestPeriods(t *testing.T) {
	custom := data.Period{From: data.NewDate(2026, 3, 1), To: data.NewDate(2026, 3, 31)}
	for s, want := range map[span]data.Period{
		spanYear:     {From: data.NewDate(2025, 11, 1), To: today},
		spanTwoYears: {From: data.NewDate(2024, 11, 1), To: today},
		spanThisYear: {From: data.NewDate(2026, 1, 1), To: today},
		spanLastYear: {From: data.NewDate(2025, 1, 1), To: data.NewDate(2025, 12, 31)},
		spanCustom:   custom,
	} {
		if got := s.period(today, custom); got != want {
			t.Errorf("%s: %v to %v", s, got.From, got.To)
		}
	}
}

// Firm control limits need twelve full months: the default has them.
func TestTheDefaultHasTwelveFullMonths(t *testing.T) {
	p := spanYear.period(today, data.Period{})
	full := 0
	for _, m := range p.Months() {
		if data.NewDate(m.Year, m.Month+1, 0).Before(today) {
			full++
		}
	}
	if full != 12 {
		t.Errorf("%d full months", full)
	}
}

func TestFileNames(t *testing.T) {
	p := data.Period{From: data.NewDate(2025, 11, 1), To: data.NewDate(2026, 11, 24)}
	if got := fileName(i18n.New("pl", nil), p); got != "Kartoteka-trendy-2026-11.xlsx" {
		t.Errorf("pl: %q", got)
	}
	if got := fileName(i18n.New("en", nil), p); got != "Kartoteka-trends-2026-11.xlsx" {
		t.Errorf("en: %q", got)
	}
}

func TestAReportThatWasSentIsNeverReplaced(t *testing.T) {
	dir := t.TempDir()
	there := map[string]bool{filepath.Join(dir, "a.xlsx"): true, filepath.Join(dir, "a-2.xlsx"): true}
	got := freeName(dir, "a.xlsx", func(path string) bool { return there[path] })
	if got != filepath.Join(dir, "a-3.xlsx") {
		t.Errorf("%q", got)
	}
	if exists(got) || !exists(dir) {
		t.Error("exists does not look at the disk")
	}
}

func built(t *testing.T) *report.Report {
	t.Helper()
	r, err := newFake().Report(t.Context(), spanYear.period(today, data.Period{}))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheRunHasItsLimitsAndSignals(t *testing.T) {
	r := built(t)
	l := runLine(i18n.New("pl", warsaw), r.Chart("run"))
	if len(l.values) != 12 || len(l.high) != 12 || len(l.centre) != 12 {
		t.Fatalf("%d values, %d limits", len(l.values), len(l.high))
	}
	sep := slices.Index(l.labels, "wrz 2026")
	if sep < 0 || l.values[sep] != 12 || !l.marked[sep] || l.high[sep] >= 12 {
		t.Errorf("September: %v at %d, marked %v, limit %v", l.values[sep], sep, l.marked[sep], l.high[sep])
	}
	for i, on := range l.marked {
		if on && i != sep {
			t.Errorf("%s is marked", l.labels[i])
		}
	}
	if l.name != "Reklamacje" || l.hiName != "Granica górna" {
		t.Errorf("names: %q, %q", l.name, l.hiName)
	}
}

func TestGapsStayGaps(t *testing.T) {
	got := numbers([]report.Value{report.Count(3), {}, report.Percent(0.5)})
	if got[0] != 3 || !math.IsNaN(got[1]) || got[2] != 0.5 {
		t.Errorf("%v", got)
	}
	if zero(got[1]) != 0 || zero(got[0]) != 3 {
		t.Error("a bar of a gap has a height")
	}
}

func TestTableShowsTheNewestMonthFirst(t *testing.T) {
	titles, right, rows := tableRows(i18n.New("pl", warsaw), built(t).Table("trend"))
	want := []string{"Miesiąc", "Zamówienia", "Reklamacje", "Na 100 zam.", "Zwykle", "Granica", "Ocena"}
	if diff := cmp.Diff(want, titles); diff != "" {
		t.Errorf("titles (-want +got):\n%s", diff)
	}
	if right[0] || !right[2] {
		t.Errorf("aligned: %v", right)
	}
	if len(rows) != 13 || rows[0][0] != "lis 2026" || rows[0][4] != "–" || rows[12][0] != "lis 2025" {
		t.Errorf("%d rows, first %v", len(rows), rows[0])
	}
}

func TestBarsAreTheMainSeries(t *testing.T) {
	if got := bars(built(t).Chart("pareto")); len(got) == 0 || !slices.IsSortedFunc(got, func(a, b float64) int { return int(b - a) }) {
		t.Errorf("pareto: %v", got)
	}
	if got := bars(&report.Chart{}); got != nil {
		t.Errorf("an empty chart has bars: %v", got)
	}
}

func TestSentencesAreSaidInTheWindowsLanguage(t *testing.T) {
	r := built(t)
	pl, en := said(i18n.New("pl", warsaw), r.Sentences), said(i18n.New("en", warsaw), r.Sentences)
	if len(pl) == 0 || len(pl) != len(en) || pl[0] == en[0] {
		t.Errorf("pl %d, en %d sentences", len(pl), len(en))
	}
}

func TestWhatAFigureIsSetBeside(t *testing.T) {
	pl := i18n.New("pl", warsaw)
	for want, k := range map[string]report.KPI{
		"":               {Key: "open"},
		"poprzednio: 35": {Key: "complaints", Previous: report.Count(35)},
		"średnio: 4,1":   {Key: "last-month", Previous: report.Number(4.1, 1)},
	} {
		if got := before(pl, &k); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
