package build_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kartoteka/data"
	"kartoteka/data/report"
	"kartoteka/data/report/build"
	"kartoteka/data/report/reporttest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// today is a Sunday in the middle of a month.
var today = data.NewDate(2026, time.November, 22)

func made(t *testing.T, f *reporttest.Firm, p data.Period) *report.Report {
	t.Helper()
	r, err := build.Report(context.Background(), f, report.Options{Period: p, Today: today, Firm: "Ślusarnia"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func words(t *testing.T, lang string) *reporttest.Words {
	t.Helper()
	w, err := reporttest.NewWords(lang)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// young is the same workshop, but it began to record in June.
func young() *reporttest.Firm {
	p := reporttest.Workshop()
	p.From = data.NewDate(2026, time.June, 3)
	p.BadCount = 0
	return reporttest.New(p)
}

func workshop() *reporttest.Firm { return reporttest.New(reporttest.Workshop()) }

func TestReportsReadAsBefore(t *testing.T) {
	for name, f := range map[string]*reporttest.Firm{
		"workshop": workshop(), "young": young(), "empty": {},
	} {
		for _, lang := range []string{"pl", "en"} {
			t.Run(name+"."+lang, func(t *testing.T) {
				got := inWords(made(t, f, data.Period{}), words(t, lang))
				path := filepath.Join("testdata", name+"."+lang+".golden")
				if *update {
					if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(string(want), got); d != "" {
					t.Errorf("the report changed (-before +now):\n%s", d)
				}
			})
		}
	}
}

// inWords writes a report as text, without the rows of the sheet Data.
func inWords(r *report.Report, w report.Words) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# %s: %s, %s – %s", r.Firm, r.Title.In(w), r.Period.From, r.Period.To)
	for _, k := range r.KPIs {
		line("%s | %s | %s | %s..%s | %s (%s) | %s | %v", w.T("report.kpi."+k.Key), k.Value.In(w), k.Of.In(w),
			k.Low.In(w), k.High.In(w), k.Previous.In(w), k.Before.From, k.Verdict.Value().In(w), k.Alert)
	}
	for _, s := range r.Sentences {
		line("- %s", s.In(w))
	}
	for _, s := range r.Advice {
		line("! %s", s.In(w))
	}
	for _, s := range r.Quality {
		line("? %s", s.In(w))
	}
	for _, s := range r.Sheets {
		line("## %s", w.T("report.sheet."+s.Key))
		for _, c := range s.Charts {
			line("[%s: %s, %d points, %d series: %s]", c.Kind, w.T(c.Title), len(c.Labels), len(c.Series), c.Alt.In(w))
		}
		for _, t := range s.Tables {
			tableInWords(&b, t, w)
		}
		for _, n := range s.Notes {
			line("* %s", n.In(w))
		}
	}
	return b.String()
}

func tableInWords(b *strings.Builder, t *report.Table, w report.Words) {
	if t.Key == "data" {
		fmt.Fprintf(b, "(%d rows)\n", t.Len())
		return
	}
	var cells []string
	for _, c := range t.Columns {
		cells = append(cells, w.T("report.col."+c.Key))
	}
	fmt.Fprintln(b, strings.Join(cells, " | "))
	for i := 0; i < t.Len(); i++ {
		cells = cells[:0]
		for _, v := range t.Row(i, nil) {
			cells = append(cells, v.In(w))
		}
		fmt.Fprintln(b, strings.Join(cells, " | "))
	}
}

func TestEveryWordIsInBothCatalogues(t *testing.T) {
	asked := map[string]bool{}
	for _, lang := range []string{"pl", "en"} {
		w := words(t, lang)
		for _, f := range []*reporttest.Firm{workshop(), young(), {}, nightmare(), quiet(), rising(14), rising(9), falling()} {
			for _, p := range []data.Period{{}, {From: data.NewDate(2026, 1, 1), To: data.NewDate(2026, 6, 30)}} {
				r := made(t, f, p)
				inWords(r, w)
				d := r.Table("data")
				for i := 0; i < d.Len(); i++ {
					for _, v := range d.Row(i, nil) {
						v.In(w)
					}
				}
			}
		}
		for key := range w.Lost {
			t.Errorf("%s: %q is not in the catalogue, or has a blank that nothing fills", lang, key)
		}
		for key := range w.Asked {
			asked[key] = true
		}
	}
	pl, en := words(t, "pl").Keys(), words(t, "en").Keys()
	for key := range pl {
		if en[key] == nil {
			t.Errorf("%q is Polish only", key)
		}
	}
	for key, forms := range en {
		if pl[key] == nil {
			t.Errorf("%q is English only", key)
		} else if len(forms) > 1 && len(pl[key]) != 4 {
			t.Errorf("%q has %d Polish plural forms, want 4", key, len(pl[key]))
		}
	}
}

func TestASourceThatFailsIsReported(t *testing.T) {
	broken := errors.New("disk on fire")
	_, err := build.Report(context.Background(), &reporttest.Firm{Err: broken}, report.Options{Today: today})
	if !errors.Is(err, broken) {
		t.Errorf("error %v, want the source's", err)
	}
}

func TestAPeriodThatEndsBeforeItBeginsIsRefused(t *testing.T) {
	for _, p := range []data.Period{
		{From: data.NewDate(2026, 5, 1), To: data.NewDate(2026, 4, 30)},
		{From: data.NewDate(2027, 1, 1)}, // not yet
	} {
		_, err := build.Report(context.Background(), workshop(), report.Options{Period: p, Today: today})
		if data.CodeOf(err) != data.CodeInvalid {
			t.Errorf("period %v: %v, want it refused as invalid", p, err)
		}
	}
}

func TestThePeriod(t *testing.T) {
	day := data.NewDate
	for name, c := range map[string]struct {
		asked, got, before data.Period
	}{
		"open: two years, as far as there are records": {
			data.Period{}, data.Period{From: day(2024, 11, 25), To: today}, data.Period{},
		},
		"never before the first entry": {
			data.Period{From: day(2020, 1, 1)}, data.Period{From: day(2024, 11, 25), To: today}, data.Period{},
		},
		"never after today": {
			data.Period{From: day(2026, 10, 1), To: day(2030, 1, 1)},
			data.Period{From: day(2026, 10, 1), To: today},
			data.Period{From: day(2026, 8, 9), To: day(2026, 9, 30)},
		},
		"whole months are compared with whole months": {
			data.Period{From: day(2026, 2, 1), To: day(2026, 2, 28)},
			data.Period{From: day(2026, 2, 1), To: day(2026, 2, 28)},
			data.Period{From: day(2026, 1, 1), To: day(2026, 1, 31)},
		},
		"a quarter with the quarter before": {
			data.Period{From: day(2026, 1, 1), To: day(2026, 3, 31)},
			data.Period{From: day(2026, 1, 1), To: day(2026, 3, 31)},
			data.Period{From: day(2025, 10, 1), To: day(2025, 12, 31)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := made(t, workshop(), c.asked)
			if r.Period != c.got {
				t.Errorf("period %v, want %v", r.Period, c.got)
			}
			if b := r.KPI("complaints").Before; b != c.before {
				t.Errorf("compared with %v, want %v", b, c.before)
			}
		})
	}
}

func TestAnOpenPeriodHas24FullMonths(t *testing.T) {
	f := monthly(make([]int, 40)...)
	for _, to := range []data.Date{{}, data.NewDate(2026, 10, 31), data.NewDate(2026, 9, 30), data.NewDate(2026, 9, 29)} {
		full := 0
		for _, v := range cellsOf(t, made(t, f, data.Period{To: to}).Table("trend"), "signal") {
			if v != report.Partial.Value() {
				full++
			}
		}
		if full != 24 {
			t.Errorf("up to %q: %d full months, want 24", to, full)
		}
	}
}

func TestAskingTwiceGivesTheSame(t *testing.T) {
	w := words(t, "pl")
	a, b := inWords(made(t, workshop(), data.Period{}), w), inWords(made(t, workshop(), data.Period{}), w)
	if a != b {
		t.Error("the same firm was reported in two ways")
	}
}
