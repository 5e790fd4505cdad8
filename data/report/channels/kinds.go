package channels

import (
	"kartoteka/data"
	"kartoteka/data/report"
	"kartoteka/data/stats"
)

// kinds counts what was said by channel and kind; a kind of which there is
// nothing has no column.
func (c *Channels) kinds() *report.Table {
	counts := map[data.Channel]map[report.SaidKind]int{}
	total := map[report.SaidKind]int{}
	for i := range c.rows {
		r := &c.rows[i]
		if counts[r.Channel] == nil {
			counts[r.Channel] = map[report.SaidKind]int{}
		}
		counts[r.Channel][r.Kind]++
		total[r.Kind]++
	}
	t := &report.Table{Key: "channel-kinds", Totals: true, Columns: []report.Column{{Key: "channel", Kind: report.Text, Width: 26}}}
	var some []report.SaidKind
	for _, k := range report.SaidKinds() {
		if total[k] > 0 {
			some = append(some, k)
			t.Columns = append(t.Columns, report.Column{Key: "said-" + string(k), Kind: report.Int, Width: 10.5})
		}
	}
	t.Columns = append(t.Columns, report.Column{Key: "total", Kind: report.Int, Width: 9.5}, report.Column{Key: "share", Kind: report.Share, Width: 9.5})
	row := func(label report.Value, of map[report.SaidKind]int) []report.Value {
		cells, sum := []report.Value{label}, 0
		for _, k := range some {
			cells = append(cells, report.Count(of[k]))
			sum += of[k]
		}
		return append(cells, report.Count(sum), shareOf(sum, len(c.rows)))
	}
	for _, ch := range c.used {
		t.Rows = append(t.Rows, row(c.name(ch), counts[ch]))
	}
	t.Rows = append(t.Rows, row(report.Key("report.total"), total))
	return t
}

// shareOf is a share of a whole that is large enough for per cent.
func shareOf(k, n int) report.Value {
	if n < report.MinPercent {
		return report.Value{}
	}
	return report.Percent(float64(k) / float64(n))
}

// stacked is the chart of that table: a bar for each channel, a part for each kind.
func stacked(t *report.Table) *report.Chart {
	c := &report.Chart{Key: "channel-kinds", Title: "report.chart.channel-kinds", Kind: report.StackedChart, Table: t.Key}
	rows := t.Rows[:len(t.Rows)-1]
	for _, r := range rows {
		c.Labels = append(c.Labels, r[0])
	}
	for col := 1; col < len(t.Columns)-2; col++ {
		s := report.Series{Col: col, Key: t.Columns[col].Key, Role: report.RolePart}
		for _, r := range rows {
			s.Values = append(s.Values, r[col])
		}
		c.Series = append(c.Series, s)
	}
	c.Alt = report.Counted("report.alt.channel-kinds", len(c.Labels))
	return c
}

// concentration is the HHI of the channels of some rows, none of too few.
func concentration(rows []*report.SaidRow) report.Value {
	if len(rows) < report.MinPercent {
		return report.Value{}
	}
	counts := map[data.Channel]int{}
	for _, r := range rows {
		counts[r.Channel]++
	}
	list := make([]int, 0, len(counts))
	for _, n := range counts {
		list = append(list, n)
	}
	return report.Number(stats.HHI(list), 2)
}

// pointers are the rows, to be sorted into groups.
func pointers(rows []report.SaidRow) []*report.SaidRow {
	out := make([]*report.SaidRow, len(rows))
	for i := range rows {
		out[i] = &rows[i]
	}
	return out
}
