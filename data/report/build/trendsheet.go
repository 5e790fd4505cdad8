package build

import (
	"kartoteka/data/report"
	"kartoteka/data/stats"
)

// Columns of the trend table.
const (
	colMonth = iota
	colOrders
	colComplaints
	colRate
	colPositive
	colSuggestions
	colCentre
	colLow
	colHigh
	colSignal
	colMarked
)

func (t *trend) sheet() report.Sheet {
	s := report.Sheet{Key: report.SheetTrend, Notes: t.notes()}
	table := t.table()
	s.Tables = []*report.Table{table, t.tests()}
	s.Charts = []*report.Chart{t.runChart(table), t.rateChart(table)}
	return s
}

func (t *trend) table() *report.Table {
	table := &report.Table{Key: "trend", Signals: t.signals(), Columns: []report.Column{
		{Key: "month", Kind: report.Month, Width: 12},
		{Key: "orders", Kind: report.Int, Width: 12},
		{Key: "complaints", Kind: report.Int, Width: 12},
		{Key: "rate", Kind: report.Decimal, Width: 13},
		{Key: "positive", Kind: report.Int, Width: 12},
		{Key: "suggestions", Kind: report.Int, Width: 11},
		{Key: "centre", Kind: report.Decimal, Width: 11},
		{Key: "low", Kind: report.Int, Width: 11},
		{Key: "high", Kind: report.Int, Width: 11},
		{Key: "signal", Kind: report.Word, Width: 30},
		{Key: "marked", Kind: report.Int, Width: 11},
	}}
	for i := range t.months {
		m := &t.months[i]
		row := []report.Value{
			report.InMonth(m.start), report.Count(m.orders), report.Count(m.complaints), m.rate(),
			report.Count(m.positive), report.Count(m.suggestions),
			{},
			{},
			{},
			m.verdict.Value(),
			{},
		}
		if p := m.point; p != nil {
			row[colCentre] = report.Number(p.Expected, 1)
			if p.Limits.Low > 0 {
				row[colLow] = report.Count(p.Limits.Low)
			}
			row[colHigh] = report.Count(p.Limits.High)
		}
		if m.verdict.Signal() {
			row[colMarked] = report.Count(m.complaints)
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// charted returns the range of rows that the charts show: the full months, or
// all of them while there is none.
func (t *trend) charted() (first, count int) {
	if len(t.full) == 0 {
		return 0, len(t.months)
	}
	return t.full[0], len(t.full)
}

func (t *trend) chart(table *report.Table, key string, kind report.ChartKind, series []report.Series) *report.Chart {
	first, n := t.charted()
	c := &report.Chart{Key: key, Title: "report.chart." + key, Kind: kind, Table: table.Key, LabelCol: colMonth, FirstRow: first}
	for i := first; i < first+n; i++ {
		c.Labels = append(c.Labels, table.Rows[i][colMonth])
	}
	for _, s := range series {
		known := false
		s.Key = table.Columns[s.Col].Key
		for i := first; i < first+n; i++ {
			v := table.Rows[i][s.Col]
			known = known || v.Kind != report.None
			s.Values = append(s.Values, v)
		}
		if known {
			c.Series = append(c.Series, s)
		}
	}
	return c
}

func (t *trend) runChart(table *report.Table) *report.Chart {
	c := t.chart(table, "run", report.LineChart, []report.Series{
		{Col: colComplaints, Role: report.RoleMain},
		{Col: colCentre, Role: report.RoleCentre},
		{Col: colHigh, Role: report.RoleLimit},
		{Col: colLow, Role: report.RoleLimit},
		{Col: colMarked, Role: report.RoleSignal},
	})
	alt := "report.alt.run"
	if !t.limits {
		c.Title += ".bare"
		alt += ".bare"
	}
	c.Alt = report.Counted(alt, len(c.Labels), report.With("Signals", report.Count(len(table.Signals))))
	return c
}

func (t *trend) rateChart(table *report.Table) *report.Chart {
	c := t.chart(table, "rate", report.ColumnChart, []report.Series{{Col: colRate, Role: report.RoleMain}})
	c.Alt = report.Counted("report.alt.rate", len(c.Labels))
	return c
}

// summaryCharts is the small run chart of the first page.
func (t *trend) summaryCharts() []*report.Chart {
	c := t.runChart(t.table())
	c.Key = "run-small"
	return []*report.Chart{c}
}

// tests lists what was tested, on what, with how many months and what came out.
func (t *trend) tests() *report.Table {
	table := &report.Table{Key: "tests", Loose: true, Columns: []report.Column{
		{Key: "test", Kind: report.Word, Width: 26, Wrap: true},
		{Key: "series", Kind: report.Word, Width: 23},
		{Key: "months", Kind: report.Int, Width: 12},
		{Key: "p", Kind: report.Decimal, Width: 11},
		{Key: "statistic", Kind: report.Phrase, Width: 36, Wrap: true},
		{Key: "verdict", Kind: report.Word, Width: 38, Wrap: true},
	}}
	n := report.Count(len(t.full))
	counts, rates := report.Key("report.series.counts"), report.Key("report.series.counts")
	if t.byOrders {
		rates = report.Key("report.series.rates")
	}
	limits := []report.Value{report.Key("report.test.limits"), counts, n, {}, {}, report.TooLittle.Value()}
	runs := []report.Value{report.Key("report.test.runs"), counts, n, {}, {}, report.TooLittle.Value()}
	if t.limits {
		beyond, run := t.signalCounts()
		limits[4] = report.Say(report.NewSentence("report.stat.limits", report.With("D", report.Number(t.control.Dispersion, 2)),
			report.With("Beyond", report.Count(beyond))))
		limits[5] = found(beyond, t.trial)
		runs[4] = report.Say(report.NewSentence("report.stat.runs", report.With("Run", report.Count(run))))
		runs[5] = found(run, t.trial)
	}
	trend := []report.Value{report.Key("report.test.trend"), rates, n, {}, {}, t.verdict.Value()}
	slope := []report.Value{report.Key("report.test.slope"), rates, n, {}, {}, {}}
	if t.test.N > 0 {
		trend[4] = report.Say(report.NewSentence("report.stat.trend", report.With("S", report.Count(t.test.S)), report.With("How", t.how())))
		trend[3] = report.Number(t.test.P, 3)
		slope[4] = report.Say(t.slopeText())
	}
	last := []report.Value{report.Key("report.test.last"), counts, report.Count(t.lastBefore.Months), {}, {}, report.TooLittle.Value()}
	if t.last >= 0 && t.lastBefore.Months > 0 {
		last[4] = report.Say(report.NewSentence("report.stat.last",
			report.With("Count", report.Count(t.months[t.last].complaints)), report.With("Mean", report.Number(t.lastBefore.Mean, 1))))
		last[3] = report.Number(t.lastBefore.P, 3)
		last[5] = t.lastCall.Value()
	}
	table.Rows = [][]report.Value{limits, runs, trend, slope, last}
	return table
}

func (t *trend) how() report.Value {
	if t.test.Exact {
		return report.Key("report.stat.exact")
	}
	return report.Key("report.stat.normal")
}

func (t *trend) slopeText() report.Sentence {
	return report.NewSentence("report.stat.slope", report.With("Per", signed(t.slope.Per)),
		report.With("Low", signed(t.slope.Low)), report.With("High", signed(t.slope.High)))
}

func signed(v float64) report.Value {
	if v > 0 {
		return report.Say(report.NewSentence("report.plus", report.With("V", report.Number(v, 2))))
	}
	return report.Number(v, 2)
}

func found(n int, trial bool) report.Value {
	switch {
	case n > 0:
		return report.Say(report.Counted("report.found", n))
	case trial:
		return report.UsualTrial.Value()
	}
	return report.Usual.Value()
}

func (t *trend) signalCounts() (beyond, run int) {
	for _, p := range t.control.Points {
		if p.Beyond != 0 {
			beyond++
		}
		if p.Run != 0 {
			run++
		}
	}
	return beyond, run
}

// rareMean is the mean below which a month of zero says nothing.
const rareMean = 2

// notes say how the limits came about and what they are worth.
func (t *trend) notes() []report.Sentence {
	var out []report.Sentence
	if len(t.full) < len(t.months) {
		out = append(out, report.NewSentence("report.note.partial"))
	}
	if !t.limits {
		return append(out, report.Counted("report.note.no-limits", len(t.full), report.With("Need", report.Count(minLimits))))
	}
	key := "report.note.months"
	if t.byOrders {
		key = "report.note.orders"
	}
	counts, _ := t.series()
	mean := float64(sum(counts)) / float64(len(counts))
	out = append(out, report.Counted(key, len(t.full), report.With("Mean", report.Number(mean, 1))))
	if t.trial {
		out = append(out, report.NewSentence("report.note.trial", report.With("Need", report.Count(minFirm))))
	}
	if mean < rareMean {
		out = append(out, report.NewSentence("report.note.rare"))
	}
	if t.control.Widened {
		out = append(out, report.NewSentence("report.note.widened", report.With("D", report.Number(t.control.Dispersion, 1))))
	}
	if t.lastBefore.Months >= minUsual {
		k := stats.SmallestDifferent(t.baseSum, t.lastBefore.Months)
		out = append(out, report.Counted("report.note.power", k, report.With("Mean", report.Number(t.lastBefore.Mean, 1))))
	}
	if len(t.full) < 24 {
		out = append(out, report.NewSentence("report.note.season"))
	}
	return out
}
