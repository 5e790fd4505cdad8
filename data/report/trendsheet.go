package report

import "kartoteka/data/stats"

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

func (t *trend) sheet() Sheet {
	s := Sheet{Key: SheetTrend, Notes: t.notes()}
	table := t.table()
	s.Tables = []*Table{table, t.tests()}
	s.Charts = []*Chart{t.runChart(table), t.rateChart(table)}
	return s
}

func (t *trend) table() *Table {
	table := &Table{Key: "trend", Signals: t.signals(), Columns: []Column{
		{Key: "month", Kind: Month, Width: 12},
		{Key: "orders", Kind: Int, Width: 12},
		{Key: "complaints", Kind: Int, Width: 12},
		{Key: "rate", Kind: Decimal, Width: 13},
		{Key: "positive", Kind: Int, Width: 12},
		{Key: "suggestions", Kind: Int, Width: 11},
		{Key: "centre", Kind: Decimal, Width: 11},
		{Key: "low", Kind: Int, Width: 11},
		{Key: "high", Kind: Int, Width: 11},
		{Key: "signal", Kind: Word, Width: 30},
		{Key: "marked", Kind: Int, Width: 11},
	}}
	for i := range t.months {
		m := &t.months[i]
		row := []Value{
			InMonth(m.start), Count(m.orders), Count(m.complaints), m.rate(),
			Count(m.positive), Count(m.suggestions),
			{},
			{},
			{},
			m.verdict.Value(),
			{},
		}
		if p := m.point; p != nil {
			row[colCentre] = Number(p.Expected, 1)
			if p.Limits.Low > 0 {
				row[colLow] = Count(p.Limits.Low)
			}
			row[colHigh] = Count(p.Limits.High)
		}
		if m.verdict.Signal() {
			row[colMarked] = Count(m.complaints)
		}
		table.rows = append(table.rows, row)
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

func (t *trend) chart(table *Table, key string, kind ChartKind, series []Series) *Chart {
	first, n := t.charted()
	c := &Chart{Key: key, Title: "report.chart." + key, Kind: kind, Table: table.Key, LabelCol: colMonth, FirstRow: first}
	for i := first; i < first+n; i++ {
		c.Labels = append(c.Labels, table.rows[i][colMonth])
	}
	for _, s := range series {
		known := false
		s.Key = table.Columns[s.Col].Key
		for i := first; i < first+n; i++ {
			v := table.rows[i][s.Col]
			known = known || v.Kind != None
			s.Values = append(s.Values, v)
		}
		if known {
			c.Series = append(c.Series, s)
		}
	}
	return c
}

func (t *trend) runChart(table *Table) *Chart {
	c := t.chart(table, "run", LineChart, []Series{
		{Col: colComplaints, Role: RoleMain},
		{Col: colCentre, Role: RoleCentre},
		{Col: colHigh, Role: RoleLimit},
		{Col: colLow, Role: RoleLimit},
		{Col: colMarked, Role: RoleSignal},
	})
	alt := "report.alt.run"
	if !t.limits {
		c.Title += ".bare"
		alt += ".bare"
	}
	c.Alt = Counted(alt, len(c.Labels), Arg{"Signals", Count(len(table.Signals))})
	return c
}

func (t *trend) rateChart(table *Table) *Chart {
	c := t.chart(table, "rate", ColumnChart, []Series{{Col: colRate, Role: RoleMain}})
	c.Alt = Counted("report.alt.rate", len(c.Labels))
	return c
}

// summaryCharts is the small run chart of the first page.
func (t *trend) summaryCharts() []*Chart {
	c := t.runChart(t.table())
	c.Key = "run-small"
	return []*Chart{c}
}

// tests lists what was tested, on what, with how many months and what came out.
func (t *trend) tests() *Table {
	table := &Table{Key: "tests", Loose: true, Columns: []Column{
		{Key: "test", Kind: Word, Width: 26, Wrap: true},
		{Key: "series", Kind: Word, Width: 23},
		{Key: "months", Kind: Int, Width: 12},
		{Key: "p", Kind: Decimal, Width: 11},
		{Key: "statistic", Kind: Phrase, Width: 36, Wrap: true},
		{Key: "verdict", Kind: Word, Width: 38, Wrap: true},
	}}
	n := Count(len(t.full))
	counts, rates := Key("report.series.counts"), Key("report.series.counts")
	if t.byOrders {
		rates = Key("report.series.rates")
	}
	limits := []Value{Key("report.test.limits"), counts, n, {}, {}, TooLittle.Value()}
	runs := []Value{Key("report.test.runs"), counts, n, {}, {}, TooLittle.Value()}
	if t.limits {
		beyond, run := t.signalCounts()
		limits[4] = Say(NewSentence("report.stat.limits", Arg{"D", Number(t.control.Dispersion, 2)},
			Arg{"Beyond", Count(beyond)}))
		limits[5] = found(beyond, t.trial)
		runs[4] = Say(NewSentence("report.stat.runs", Arg{"Run", Count(run)}))
		runs[5] = found(run, t.trial)
	}
	trend := []Value{Key("report.test.trend"), rates, n, {}, {}, t.verdict.Value()}
	slope := []Value{Key("report.test.slope"), rates, n, {}, {}, {}}
	if t.test.N > 0 {
		trend[4] = Say(NewSentence("report.stat.trend", Arg{"S", Count(t.test.S)}, Arg{"How", t.how()}))
		trend[3] = Number(t.test.P, 3)
		slope[4] = Say(t.slopeText())
	}
	last := []Value{Key("report.test.last"), counts, Count(t.lastBefore.Months), {}, {}, TooLittle.Value()}
	if t.last >= 0 && t.lastBefore.Months > 0 {
		last[4] = Say(NewSentence("report.stat.last",
			Arg{"Count", Count(t.months[t.last].complaints)}, Arg{"Mean", Number(t.lastBefore.Mean, 1)}))
		last[3] = Number(t.lastBefore.P, 3)
		last[5] = t.lastCall.Value()
	}
	table.rows = [][]Value{limits, runs, trend, slope, last}
	return table
}

func (t *trend) how() Value {
	if t.test.Exact {
		return Key("report.stat.exact")
	}
	return Key("report.stat.normal")
}

func (t *trend) slopeText() Sentence {
	return NewSentence("report.stat.slope", Arg{"Per", signed(t.slope.Per)},
		Arg{"Low", signed(t.slope.Low)}, Arg{"High", signed(t.slope.High)})
}

func signed(v float64) Value {
	if v > 0 {
		return Say(NewSentence("report.plus", Arg{"V", Number(v, 2)}))
	}
	return Number(v, 2)
}

func found(n int, trial bool) Value {
	switch {
	case n > 0:
		return Say(Counted("report.found", n))
	case trial:
		return UsualTrial.Value()
	}
	return Usual.Value()
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
func (t *trend) notes() []Sentence {
	var out []Sentence
	if len(t.full) < len(t.months) {
		out = append(out, NewSentence("report.note.partial"))
	}
	if !t.limits {
		return append(out, Counted("report.note.no-limits", len(t.full), Arg{"Need", Count(minLimits)}))
	}
	key := "report.note.months"
	if t.byOrders {
		key = "report.note.orders"
	}
	counts, _ := t.series()
	mean := float64(sum(counts)) / float64(len(counts))
	out = append(out, Counted(key, len(t.full), Arg{"Mean", Number(mean, 1)}))
	if t.trial {
		out = append(out, NewSentence("report.note.trial", Arg{"Need", Count(minFirm)}))
	}
	if mean < rareMean {
		out = append(out, NewSentence("report.note.rare"))
	}
	if t.control.Widened {
		out = append(out, NewSentence("report.note.widened", Arg{"D", Number(t.control.Dispersion, 1)}))
	}
	if t.lastBefore.Months >= minUsual {
		k := stats.SmallestDifferent(t.baseSum, t.lastBefore.Months)
		out = append(out, Counted("report.note.power", k, Arg{"Mean", Number(t.lastBefore.Mean, 1)}))
	}
	if len(t.full) < 24 {
		out = append(out, NewSentence("report.note.season"))
	}
	return out
}
