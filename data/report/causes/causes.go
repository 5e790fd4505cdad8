// Package causes is the sheet of what complaints were about and what caused
// them: each by count, share and cost, in Pareto order.
package causes

import (
	"sort"

	"kartoteka/data"
	"kartoteka/data/report"
	"kartoteka/data/stats"
)

// Causes is the complaints by cause, category and product.
type Causes struct {
	ByCause  Breakdown
	byClass  Breakdown
	products Breakdown
	label    Label
}

// Label returns the word for a code of one of the owner's lists.
type Label func(list, code string) report.Value

// Breakdown is complaints by one code, in Pareto order.
type Breakdown struct {
	codes  []string
	counts []int
	cost   []int64 // grosze
	rows   []stats.Ranked
	Vital  int // how many of the most frequent make up four fifths; 0: too few complaints to say
	Total  int // complaints
}

// BreakDown counts complaints by a code.
func BreakDown(cs []report.CaseRow, code func(*report.CaseRow) string) Breakdown {
	index := map[string]int{}
	var b Breakdown
	for i := range cs {
		k := code(&cs[i])
		j, ok := index[k]
		if !ok {
			j = len(b.codes)
			index[k] = j
			b.codes = append(b.codes, k)
			b.counts = append(b.counts, 0)
			b.cost = append(b.cost, 0)
		}
		b.counts[j]++
		b.cost[j] += cs[i].Grosze()
		b.Total++
	}
	sort.Sort(byCode{&b}) // equal counts stand in a fixed order
	b.rows, b.Vital = stats.Pareto(b.counts)
	return b
}

type byCode struct{ *Breakdown }

func (b byCode) Len() int           { return len(b.codes) }
func (b byCode) Less(i, j int) bool { return b.codes[i] < b.codes[j] }
func (b byCode) Swap(i, j int) {
	b.codes[i], b.codes[j] = b.codes[j], b.codes[i]
	b.counts[i], b.counts[j] = b.counts[j], b.counts[i]
	b.cost[i], b.cost[j] = b.cost[j], b.cost[i]
}

// New sorts complaints by what they are about and what caused them.
func New(complaints []report.CaseRow, label Label) *Causes {
	return &Causes{
		ByCause:  BreakDown(complaints, func(c *report.CaseRow) string { return c.Cause }),
		byClass:  BreakDown(complaints, func(c *report.CaseRow) string { return c.Category }),
		products: BreakDown(complaints, func(c *report.CaseRow) string { return c.Product }),
		label:    label,
	}
}

// Count returns how many complaints have the code.
func (b *Breakdown) Count(code string) int {
	for i, c := range b.codes {
		if c == code {
			return b.counts[i]
		}
	}
	return 0
}

// Leader returns the most frequent known code; ok is false when there is none.
func (b *Breakdown) Leader() (code string, count int, ok bool) {
	for _, r := range b.rows {
		if b.codes[r.Index] != "" {
			return b.codes[r.Index], r.Count, true
		}
	}
	return "", 0, false
}

// Columns of a breakdown's table.
const (
	colLabel = iota
	colCount
	colShare
	colCum
	colCost
	colCode
)

func (b *Breakdown) table(key string, label func(code string) report.Value) *report.Table {
	t := &report.Table{Key: key, Columns: []report.Column{
		{Key: key + "-label", Kind: report.Text, Width: 34},
		{Key: "count", Kind: report.Int, Width: 12},
		{Key: "share", Kind: report.Share, Width: 12},
		{Key: "cum", Kind: report.Share, Width: 13},
		{Key: "cost", Kind: report.Money, Width: 15},
		{Key: "code", Kind: report.Text, Width: 18, Code: true},
	}}
	for i, r := range b.rows {
		code := b.codes[r.Index]
		row := []report.Value{
			label(code), report.Count(r.Count),
			{},
			{},
			report.Zloty(data.PLN(b.cost[r.Index])), report.Plain(code),
		}
		if b.Total >= stats.MinPareto {
			row[colShare], row[colCum] = report.Percent(r.Share), report.Percent(r.Cum)
		}
		if i < b.Vital && code != "" {
			t.Signals = append(t.Signals, i)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// Sheet is the page of causes.
func (c *Causes) Sheet() report.Sheet {
	s := report.Sheet{Key: report.SheetCauses}
	if c.ByCause.Total == 0 {
		s.Notes = []report.Sentence{report.NewSentence("report.note.no-causes")}
	} else if c.ByCause.Total < stats.MinPareto {
		s.Notes = []report.Sentence{report.Counted("report.note.few-causes", c.ByCause.Total, report.With("Need", report.Count(stats.MinPareto)))}
	} else {
		s.Notes = []report.Sentence{report.Counted("report.note.vital", c.ByCause.Vital, report.With("Total", report.Count(c.ByCause.Total)))}
	}
	if n := c.ByCause.Count(""); n > 0 {
		s.Notes = append(s.Notes, report.Counted("report.note.unknown-cause", n, report.With("Total", report.Count(c.ByCause.Total))))
	}
	byCause := c.ByCause.table("causes", func(code string) report.Value { return c.label(data.ListCauses, code) })
	byClass := c.byClass.table("categories", func(code string) report.Value { return c.label(data.ListCategories, code) })
	s.Tables = []*report.Table{byCause, byClass}
	if _, _, ok := c.products.Leader(); ok {
		t := c.products.table("products", func(code string) report.Value {
			if code == "" {
				return report.Key("report.no-product")
			}
			return report.Plain(code)
		})
		t.Columns = t.Columns[:colCode]
		for i, r := range t.Rows {
			t.Rows[i] = r[:colCode]
		}
		s.Tables = append(s.Tables, t)
	}
	s.Charts = []*report.Chart{barsOf(byCause, "pareto", report.ParetoChart), barsOf(byClass, "categories", report.BarChart)}
	return s
}

// maxBars is how many bars a chart shows; the table has them all.
const maxBars = 12

// barsOf makes the chart of a breakdown's table; the cumulated line is there
// only when the table has cumulated shares.
func barsOf(t *report.Table, key string, kind report.ChartKind) *report.Chart {
	c := &report.Chart{Key: key, Title: "report.chart." + key + ".bare", Kind: kind, Table: t.Key, LabelCol: colLabel}
	bars := report.Series{Col: colCount, Key: "count", Role: report.RoleMain}
	line := report.Series{Col: colCum, Key: "cum", Role: report.RoleCumulative}
	for i, row := range t.Rows {
		if i == maxBars {
			break
		}
		c.Labels = append(c.Labels, row[colLabel])
		bars.Values = append(bars.Values, row[colCount])
		line.Values = append(line.Values, row[colCum])
	}
	if len(c.Labels) == 0 {
		return c
	}
	c.Series = []report.Series{bars}
	if kind == report.ParetoChart && line.Values[0].Kind != report.None {
		c.Series = append(c.Series, line)
		c.Title = "report.chart." + key
	}
	c.Alt = report.Counted("report.alt."+key, len(c.Labels))
	return c
}

// Finding is the sentence on the most frequent cause; false where none is known.
func (c *Causes) Finding() (report.Sentence, bool) {
	b := &c.ByCause
	code, n, ok := b.Leader()
	if !ok {
		return report.Sentence{}, false
	}
	args := []report.Arg{
		report.With("Cause", c.label(data.ListCauses, code)),
		report.With("Count", report.Count(n)),
		report.With("Total", report.Count(b.Total)),
		report.With("Share", report.Percent(float64(n)/float64(b.Total))),
	}
	if b.Total < stats.MinPareto {
		return report.NewSentence("report.find.cause-few", args...), true
	}
	return report.Counted("report.find.cause", b.Vital, args...), true
}
