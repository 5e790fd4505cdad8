package report_test

import (
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/report"
	"kartoteka/data/report/reporttest"
)

var today = data.NewDate(2026, time.November, 22)

func TestValuesAreWrittenInTheLanguage(t *testing.T) {
	day := data.NewDate(2026, time.March, 5)
	for name, c := range map[string]struct {
		v      report.Value
		pl, en string
	}{
		"nothing":        {report.Value{}, "", ""},
		"count":          {report.Count(7), "7", "7"},
		"number":         {report.Number(3.14159, 2), "3,14", "3.14"},
		"share":          {report.Percent(0.125), "12,5%", "12.5%"},
		"money":          {report.Zloty(data.PLN(123456)), "1234,56 zł", "PLN 1234.56"},
		"day":            {report.OnDay(day), "05.03.2026", "05.03.2026"},
		"no day":         {report.OnDay(data.Date{}), "", ""},
		"month":          {report.InMonth(day), "03.2026", "03.2026"},
		"word":           {report.Key("cause.defect"), "wada produktu", "product defect"},
		"foreign text":   {report.Plain("{{.N}} = 1"), "{{.N}} = 1", "{{.N}} = 1"},
		"no text":        {report.Plain(""), "", ""},
		"nested":         {report.Say(report.Counted("report.entries", 2)), "2 wpisy", "2 entries"},
		"signal verdict": {report.More.Value(), "sygnał: więcej niż zwykle", "signal: more than usual"},
		"no verdict":     {report.NoVerdict.Value(), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.v.In(words(t, "pl")); got != c.pl {
				t.Errorf("Polish: %q, want %q", got, c.pl)
			}
			if got := c.v.In(words(t, "en")); got != c.en {
				t.Errorf("English: %q, want %q", got, c.en)
			}
		})
	}
}

func TestOnlyNumbersAreNumeric(t *testing.T) {
	for _, v := range []report.Value{report.Count(1), report.Number(1, 1), report.Percent(1), report.Zloty(data.PLN(1))} {
		if !v.Numeric() {
			t.Errorf("%+v is a number", v)
		}
	}
	for _, v := range []report.Value{{}, report.Plain("1"), report.Key("k"), report.OnDay(today), report.InMonth(today)} {
		if v.Numeric() {
			t.Errorf("%+v is no number", v)
		}
	}
}

// Polish has three forms for whole numbers, and 12 to 14 take the third.
func TestPolishCountsComplaintsRightly(t *testing.T) {
	w := words(t, "pl")
	for n, want := range map[int]string{
		1: "wpłynęła 1 reklamacja", 2: "wpłynęły 2 reklamacje", 4: "wpłynęły 4 reklamacje",
		5: "wpłynęło 5 reklamacji", 12: "wpłynęło 12 reklamacji", 22: "wpłynęły 22 reklamacje",
		112: "wpłynęło 112 reklamacji",
	} {
		s := report.Counted("report.find.complaints", n,
			report.Arg{Name: "From", Value: report.OnDay(today)}, report.Arg{Name: "To", Value: report.OnDay(today)}).In(w)
		if s != "Od 22.11.2026 do 22.11.2026 "+want+"." {
			t.Errorf("%d: %q", n, s)
		}
	}
}

func words(t *testing.T, lang string) *reporttest.Words {
	t.Helper()
	w, err := reporttest.NewWords(lang)
	if err != nil {
		t.Fatal(err)
	}
	return w
}
