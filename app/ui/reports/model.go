// Package reports is the Reports screen: a period, the key figures, what they
// say in plain sentences, charts, the table behind them, and one button that
// writes the same report as a workbook.
//
// It counts nothing itself: what it shows is data/report's value, the one the
// workbook is written from too.
package reports

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kartoteka/app/i18n"
	"kartoteka/data"
	"kartoteka/data/report"
)

// span is a choice of period.
type span string

const (
	spanYear     span = "12-months"
	spanTwoYears span = "24-months"
	spanThisYear span = "this-year"
	spanLastYear span = "last-year"
	spanCustom   span = "custom"
)

func spans() []span { return []span{spanYear, spanThisYear, spanLastYear, spanTwoYears, spanCustom} }

// period returns the days of a choice. The last twelve months are twelve full
// ones, which firm limits need, and the running one.
func (s span) period(today data.Date, custom data.Period) data.Period {
	back := func(months int) data.Period {
		return data.Period{From: data.NewDate(today.Year, today.Month-time.Month(months), 1), To: today}
	}
	switch s {
	case spanTwoYears:
		return back(24)
	case spanThisYear:
		return data.Period{From: data.NewDate(today.Year, 1, 1), To: today}
	case spanLastYear:
		return data.Period{From: data.NewDate(today.Year-1, 1, 1), To: data.NewDate(today.Year-1, 12, 31)}
	case spanCustom:
		return custom
	}
	return back(12)
}

// fileName is the name that is proposed for the workbook.
func fileName(tr *i18n.Translator, p data.Period) string {
	return fmt.Sprintf("%s-%04d-%02d.xlsx", tr.T("reports.file"), p.To.Year, int(p.To.Month))
}

// freeName returns the name in a folder, with a number if it is taken: a report
// that was sent to somebody is never replaced.
func freeName(dir, name string, taken func(string) bool) string {
	ext := filepath.Ext(name)
	base := strings.TrimSuffix(name, ext)
	path := filepath.Join(dir, name)
	for n := 2; taken(path); n++ {
		path = filepath.Join(dir, fmt.Sprintf("%s-%d%s", base, n, ext))
	}
	return path
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// number turns a cell into a figure of a chart; NaN leaves a gap.
func number(v report.Value) float64 {
	if !v.Numeric() {
		return math.NaN()
	}
	return v.Num
}

// line is the run of a measure with what is usual for it, month by month: with
// orders behind them, the limits of each month are its own.
type line struct {
	labels             []string
	values             []float64
	centre, high, low  []float64
	marked             []bool
	name               string
	centreName, hiName string
}

// runLine reads the run chart of a report.
func runLine(tr *i18n.Translator, c *report.Chart) line {
	l := line{labels: words(tr, c.Labels), marked: make([]bool, len(c.Labels))}
	for _, s := range c.Series {
		values := numbers(s.Values)
		switch s.Role {
		case report.RoleMain:
			l.values, l.name = values, tr.T("report.col."+s.Key)
		case report.RoleCentre:
			l.centre, l.centreName = values, tr.T("report.col."+s.Key)
		case report.RoleLimit:
			if s.Key == "low" {
				l.low = values
			} else {
				l.high, l.hiName = values, tr.T("report.col."+s.Key)
			}
		case report.RoleSignal:
			for i, v := range values {
				l.marked[i] = !math.IsNaN(v)
			}
		}
	}
	return l
}

// bars reads the main series of a chart.
func bars(c *report.Chart) []float64 {
	for _, s := range c.Series {
		if s.Role == report.RoleMain {
			return numbers(s.Values)
		}
	}
	return nil
}

func numbers(vs []report.Value) []float64 {
	out := make([]float64, len(vs))
	for i, v := range vs {
		out[i] = number(v)
	}
	return out
}

func words(w report.Words, vs []report.Value) []string {
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = v.In(w)
	}
	return out
}

// said writes sentences in the window's language, leaving out empty ones.
func said(w report.Words, all []report.Sentence) []string {
	var out []string
	for _, s := range all {
		if text := s.In(w); text != "" {
			out = append(out, text)
		}
	}
	return out
}

// before says what a key figure was before: the last month is set beside a mean,
// the others beside the period before.
func before(w report.Words, k *report.KPI) string {
	switch {
	case k.Previous.Kind == report.None:
		return ""
	case k.Key == "last-month":
		return w.T("reports.mean", "Value", k.Previous.In(w))
	}
	return w.T("reports.before", "Value", k.Previous.In(w))
}

// shownColumns are the columns of the trend table that the screen shows; the
// workbook has them all.
var shownColumns = []string{"month", "orders", "complaints", "rate", "centre", "high", "signal"}

// tableRows are the cells of those columns that a table has, newest first.
func tableRows(w report.Words, t *report.Table) (titles []string, right []bool, rows [][]string) {
	var cols []int
	for _, key := range shownColumns {
		i := t.Column(key)
		if i < 0 {
			continue
		}
		cols = append(cols, i)
		titles = append(titles, w.T("reports.col."+key))
		right = append(right, figures(t.Columns[i].Kind))
	}
	for i := t.Len() - 1; i >= 0; i-- {
		rows = append(rows, cellsOf(w, t.Row(i, nil), cols))
	}
	return titles, right, rows
}

// figures tells that cells of a kind stand at the right.
func figures(k report.ValueKind) bool {
	return k == report.Int || k == report.Decimal || k == report.Share || k == report.Money
}

// cellsOf writes some of a row's cells; a dash stands for what is not known.
func cellsOf(w report.Words, row []report.Value, cols []int) []string {
	out := make([]string, len(cols))
	for i, c := range cols {
		if out[i] = row[c].In(w); out[i] == "" {
			out[i] = "–"
		}
	}
	return out
}
