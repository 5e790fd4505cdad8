package report

import (
	"sort"

	"kartoteka/data"
	"kartoteka/data/stats"
)

// causes is the complaints by cause, category and product.
type causes struct {
	f        *facts
	byCause  breakdown
	byClass  breakdown
	products breakdown
}

// breakdown is complaints by one code, in Pareto order.
type breakdown struct {
	codes  []string
	counts []int
	cost   []int64 // grosze
	rows   []stats.Ranked
	vital  int
	total  int
}

func breakDown(cs []CaseRow, code func(*CaseRow) string) breakdown {
	index := map[string]int{}
	var b breakdown
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
		b.cost[j] += cs[i].grosze()
		b.total++
	}
	sort.Sort(byCode{&b}) // equal counts stand in a fixed order
	b.rows, b.vital = stats.Pareto(b.counts)
	return b
}

type byCode struct{ *breakdown }

func (b byCode) Len() int           { return len(b.codes) }
func (b byCode) Less(i, j int) bool { return b.codes[i] < b.codes[j] }
func (b byCode) Swap(i, j int) {
	b.codes[i], b.codes[j] = b.codes[j], b.codes[i]
	b.counts[i], b.counts[j] = b.counts[j], b.counts[i]
	b.cost[i], b.cost[j] = b.cost[j], b.cost[i]
}

func newCauses(f *facts) *causes {
	return &causes{
		f:        f,
		byCause:  breakDown(f.complaints, func(c *CaseRow) string { return c.Cause }),
		byClass:  breakDown(f.complaints, func(c *CaseRow) string { return c.Category }),
		products: breakDown(f.complaints, func(c *CaseRow) string { return c.Product }),
	}
}

// count returns how many complaints have the code.
func (b *breakdown) count(code string) int {
	for i, c := range b.codes {
		if c == code {
			return b.counts[i]
		}
	}
	return 0
}

// leader returns the most frequent known code; ok is false when there is none.
func (b *breakdown) leader() (code string, count int, ok bool) {
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

func (b *breakdown) table(key string, label func(code string) Value) *Table {
	t := &Table{Key: key, Columns: []Column{
		{Key: key + "-label", Kind: Text, Width: 34},
		{Key: "count", Kind: Int, Width: 12},
		{Key: "share", Kind: Share, Width: 12},
		{Key: "cum", Kind: Share, Width: 13},
		{Key: "cost", Kind: Money, Width: 15},
		{Key: "code", Kind: Text, Width: 18, Code: true},
	}}
	for i, r := range b.rows {
		code := b.codes[r.Index]
		row := []Value{
			label(code), Count(r.Count),
			{},
			{},
			Zloty(data.PLN(b.cost[r.Index])), Plain(code),
		}
		if b.total >= stats.MinPareto {
			row[colShare], row[colCum] = Percent(r.Share), Percent(r.Cum)
		}
		if i < b.vital && code != "" {
			t.Signals = append(t.Signals, i)
		}
		t.rows = append(t.rows, row)
	}
	return t
}

func (c *causes) sheet() Sheet {
	s := Sheet{Key: SheetCauses}
	if c.byCause.total == 0 {
		s.Notes = []Sentence{NewSentence("report.note.no-causes")}
	} else if c.byCause.total < stats.MinPareto {
		s.Notes = []Sentence{Counted("report.note.few-causes", c.byCause.total, Arg{"Need", Count(stats.MinPareto)})}
	} else {
		s.Notes = []Sentence{Counted("report.note.vital", c.byCause.vital, Arg{"Total", Count(c.byCause.total)})}
	}
	if n := c.byCause.count(""); n > 0 {
		s.Notes = append(s.Notes, Counted("report.note.unknown-cause", n, Arg{"Total", Count(c.byCause.total)}))
	}
	byCause := c.byCause.table("causes", func(code string) Value { return c.f.label(data.ListCauses, code) })
	byClass := c.byClass.table("categories", func(code string) Value { return c.f.label(data.ListCategories, code) })
	s.Tables = []*Table{byCause, byClass}
	if _, _, ok := c.products.leader(); ok {
		t := c.products.table("products", func(code string) Value {
			if code == "" {
				return Key("report.no-product")
			}
			return Plain(code)
		})
		t.Columns = t.Columns[:colCode]
		for i, r := range t.rows {
			t.rows[i] = r[:colCode]
		}
		s.Tables = append(s.Tables, t)
	}
	s.Charts = []*Chart{barsOf(byCause, "pareto", ParetoChart), barsOf(byClass, "categories", BarChart)}
	return s
}

// maxBars is how many bars a chart shows; the table has them all.
const maxBars = 12

// barsOf makes the chart of a breakdown's table; the cumulated line is there
// only when the table has cumulated shares.
func barsOf(t *Table, key string, kind ChartKind) *Chart {
	c := &Chart{Key: key, Title: "report.chart." + key + ".bare", Kind: kind, Table: t.Key, LabelCol: colLabel}
	bars := Series{Col: colCount, Key: "count", Role: RoleMain}
	line := Series{Col: colCum, Key: "cum", Role: RoleCumulative}
	for i, row := range t.rows {
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
	c.Series = []Series{bars}
	if kind == ParetoChart && line.Values[0].Kind != None {
		c.Series = append(c.Series, line)
		c.Title = "report.chart." + key
	}
	c.Alt = Counted("report.alt."+key, len(c.Labels))
	return c
}
