package xlsx

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"kartoteka/data/report"
)

// first is the row of the first table of a page, below title and subtitle.
const first = 4

// rowHeight is the height of a row of one line, in points.
const rowHeight = 15.75

// chartRows is how many rows a chart covers.
const chartRows = 14

// room keeps n rows at the height that a chart over them was measured by, and
// returns the row after them.
func (b *book) room(name string, row, n int) int {
	for i := 0; i < n; i++ {
		b.height(name, row+i, 15)
	}
	return row + max(n, 0)
}

// page writes a sheet of tables and charts.
func (b *book) page(s *report.Sheet) {
	name := b.names[s.Key]
	b.gridOff(name)
	b.set(name, 1, 1, b.t("report.sheet."+s.Key), look{size: 16, bold: true, color: ink})
	b.height(name, 1, 26)
	b.set(name, 2, 1, b.subtitle(), look{size: 10, color: grey})
	grid := widths(s)
	for i, w := range grid {
		b.width(name, i+1, i+1, w)
	}
	b.width(name, len(grid)+1, len(grid)+1, 2) // between tables and charts
	row := first
	aside := s.Key == report.SheetCauses
	above := row
	if !aside && drawn(s.Charts) > 0 { // drawn when the table that they show has its place
		row = b.room(name, row, chartRows)
	}
	begun := 1 // where what has not been put on a page yet begins
	for i, t := range s.Tables {
		title := row
		if i > 0 || !aside {
			b.set(name, row, 1, b.t("report.table."+t.Key), look{size: 12, bold: true, color: ink})
			b.height(name, row, 20)
			row++
		}
		end := 0
		if t.Loose {
			end = b.spread(name, t, row, grid)
		} else {
			end = b.table(name, t, row, grid)
		}
		if aside && i < len(s.Charts) {
			b.chart(name, at(len(grid)+2, row), s.Charts[i], size{690, rowPixels*chartRows - 8})
			end = max(end, b.room(name, end, row+chartRows-end))
		}
		if s.Key == report.SheetChannels && i > 0 {
			begun = b.together(name, begun, span{title, end}, grid)
		}
		row = end + 1
	}
	if !aside {
		b.chartsAbove(name, s, above, grid)
	}
	row = b.notes(name, row, s.Notes, grid)
	b.printed(name, len(grid), row, s)
}

// widths are those of the sheet's columns, at which all its tables are aligned:
// each as wide as the table that asks for most.
func widths(s *report.Sheet) []float64 {
	var out []float64
	for _, t := range s.Tables {
		if t.Loose {
			continue
		}
		for i, c := range t.Columns {
			if i >= len(out) {
				out = append(out, c.Width)
			}
			out[i] = max(out[i], c.Width)
		}
	}
	return out
}

// together keeps rows on one page: where they don't fit on the page that begins
// with a row, they begin one. It returns the row with which the page begins then.
func (b *book) together(name string, begun int, rows span, grid []float64) int {
	if b.tall(name, begun, rows.to) <= sheetOf(grid) {
		return begun
	}
	b.try("break page", b.f.InsertPageBreak(name, at(1, rows.from)))
	return rows.from
}

// tall is the height of the rows from one up to another, in points.
func (b *book) tall(name string, from, to int) float64 {
	sum := 0.0
	for row := from; row < to && b.err == nil; row++ {
		h, err := b.f.GetRowHeight(name, row)
		b.try("measure rows", err)
		sum += h
	}
	if from > 1 {
		sum += b.tall(name, 1, first) // the title is repeated
	}
	return sum
}

// sheetOf is how many points of rows a lying A4 page has, fitted to the width of
// the columns, less some for printers that measure otherwise.
func sheetOf(grid []float64) float64 {
	const wide, high, reserve = 755, 494, 0.97
	columns := 0.0
	for _, w := range grid {
		columns += (w*7 + 5) * 0.75
	}
	return high * max(1, columns/wide) * reserve
}

// drawn is how many of the charts are drawings.
func drawn(charts []*report.Chart) int {
	n := 0
	for _, c := range charts {
		if c.Kind != report.HeatChart {
			n++
		}
	}
	return n
}

// chartsAbove lets the charts share the width, 7 to 4 as their contents ask.
func (b *book) chartsAbove(name string, s *report.Sheet, row int, grid []float64) {
	total := pixels(grid)
	x := 0
	for i, c := range s.Charts {
		if c.Kind == report.HeatChart {
			b.heat(c)
			continue
		}
		w := total * 7 / 11
		if i > 0 || drawn(s.Charts) == 1 {
			w = total - x
		}
		b.chart(name, b.columnAt(x, row, grid), c, size{w - 12, rowPixels*chartRows - 8})
		x += w
	}
}

// columnAt is the cell nearest to x pixels from the left.
func (b *book) columnAt(x, row int, grid []float64) string {
	sum := 0
	for i, w := range grid {
		if sum+pixels([]float64{w})/2 >= x {
			return at(i+1, row)
		}
		sum += pixels([]float64{w})
	}
	return at(len(grid), row)
}

// pixels is the width of columns as excelize measures them when it turns a
// chart's size into the cell of its lower right corner.
func pixels(grid []float64) int {
	sum := 0
	for _, w := range grid {
		sum += int(w*8 + 0.5)
	}
	return sum
}

// rowPixels is the height of a row of 15 points by that measure.
const rowPixels = 18

func (b *book) subtitle() string {
	s := b.span()
	if b.r.Firm != "" {
		s = clean(b.r.Firm) + " · " + s
	}
	return s
}

// table writes a table with its header at row and returns the row after it.
func (b *book) table(name string, t *report.Table, row int, grid []float64) int {
	n := len(t.Columns)
	headers := b.headers(t)
	deep := 1
	for i, c := range t.Columns {
		b.value(name, row, i+1, headers[i], b.header(c))
		deep = max(deep, lines(headers[i], grid[i]-2))
	}
	b.height(name, row, 6+13.5*float64(deep))
	signal := map[int]bool{}
	for _, i := range t.Signals {
		signal[i] = true
	}
	for i := 0; i < t.Len(); i++ {
		b.row(name, row+1+i, t, t.Row(i, nil), grid, markOf(t, i, signal[i] && t.Key != "trend"))
	}
	b.places[t.Key] = place{sheet: name, row: row, rows: t.Len()}
	b.native(name, t, row, n)
	if t.Key == "trend" && t.Len() > 0 {
		b.markSignals(name, t, row)
	}
	return row + max(1, t.Len()) + 1
}

// headers are the columns' names, made unique as a native table needs them.
func (b *book) headers(t *report.Table) []string {
	out := make([]string, len(t.Columns))
	taken := map[string]bool{}
	for i, c := range t.Columns {
		base := clean(c.Name(b.w))
		s := base
		for n := 2; taken[strings.ToLower(s)]; n++ {
			s = fmt.Sprintf("%s %d", base, n)
		}
		taken[strings.ToLower(s)] = true
		out[i] = s
	}
	return out
}

func (b *book) row(name string, row int, t *report.Table, cells []report.Value, grid []float64, m mark) {
	deep := 1
	for i, v := range cells {
		l := m.on(b.body(t.Columns[i], v), i == 0)
		cell := b.cell(v)
		b.value(name, row, i+1, cell, b.style(l))
		if s, ok := cell.(string); ok && t.Columns[i].Wrap {
			deep = max(deep, lines(s, grid[i]*1.1))
		}
	}
	b.height(name, row, rowHeight+13*float64(deep-1))
}

// mark is what sets a row off from the others.
type mark struct{ signal, total bool }

func markOf(t *report.Table, i int, signal bool) mark {
	return mark{signal, t.Totals && i == t.Len()-1}
}

// on returns the look of one of the row's cells.
func (m mark) on(l look, first bool) look {
	switch {
	case m.signal:
		l.fill, l.bold = pale, first
	case m.total:
		l.fill, l.bold = mist, true
	}
	return l
}

// native makes the range a table of Excel's own. A table needs a row, so that
// one without any has an empty one. Sums stand below it: who filters or sorts
// the table must not count them.
func (b *book) native(name string, t *report.Table, row, columns int) {
	rows := t.Len()
	if t.Totals {
		rows--
	}
	last := row + max(1, rows)
	b.try("add table", b.f.AddTable(name, b.tableOf(t, row, columns, last)))
}

func (b *book) tableOf(t *report.Table, row, columns, last int) *excelize.Table {
	stripes := false
	return &excelize.Table{
		Range: at(1, row) + ":" + at(columns, last), Name: ascii(b.t("report.table."+t.Key+".name"), "tbl"),
		StyleName: "TableStyleLight1", ShowRowStripes: &stripes,
	}
}

// spread writes a list for reading: its columns span those of the sheet's.
func (b *book) spread(name string, t *report.Table, row int, grid []float64) int {
	spans, wide := share(t, grid)
	deep := 1
	for i, c := range t.Columns {
		header := clean(c.Name(b.w))
		b.merged(name, row, spans[i], header, b.header(c))
		deep = max(deep, lines(header, wide[i]-1))
	}
	b.height(name, row, 6+13.5*float64(deep))
	for r := 0; r < t.Len(); r++ {
		row++
		deep := 1
		for i, v := range t.Row(r, nil) {
			l := b.body(t.Columns[i], v)
			l.wrap, l.vertical, l.bold = true, "top", i == 0
			cell := b.cell(v)
			b.merged(name, row, spans[i], cell, b.style(l))
			if s, ok := cell.(string); ok {
				deep = max(deep, lines(s, wide[i]*1.1))
			}
		}
		b.height(name, row, rowHeight+13*float64(deep-1))
	}
	return row + 1
}

// span is a range of columns or rows, both ends included, from 1.
type span struct{ from, to int }

// share gives each column of a list some columns of the grid, by its width.
func share(t *report.Table, grid []float64) ([]span, []float64) {
	var want, have float64
	for _, c := range t.Columns {
		want += c.Width
	}
	for _, w := range grid {
		have += w
	}
	spans := make([]span, len(t.Columns))
	wide := make([]float64, len(t.Columns))
	col, used, asked := 0, 0.0, 0.0
	for i, c := range t.Columns {
		asked += c.Width / want * have
		left := len(t.Columns) - i - 1 // each of the rest needs one
		spans[i].from = col + 1
		for col < len(grid)-left {
			near := used+grid[col]/2 <= asked
			if col >= spans[i].from && !near && left > 0 {
				break
			}
			used += grid[col]
			wide[i] += grid[col]
			col++
		}
		spans[i].to = col
	}
	return spans, wide
}

func (b *book) notes(name string, row int, notes []report.Sentence, grid []float64) int {
	if len(notes) == 0 {
		return row
	}
	total := 0.0
	for _, w := range grid {
		total += w
	}
	b.set(name, row, 1, b.t("report.notes"), look{size: 12, bold: true, color: ink})
	b.height(name, row, 20)
	for _, n := range notes {
		row++
		b.paragraph(name, row, span{1, len(grid)}, total, clean(n.In(b.w)), look{size: 10})
	}
	return row + 1
}

// markSignals colours the rows of the trend whose mark is filled.
func (b *book) markSignals(name string, t *report.Table, row int) {
	mark := t.Column("marked")
	if mark < 0 {
		return
	}
	col, err := excelize.ColumnNumberToName(mark + 1)
	b.try("name column", err)
	style, err := b.f.NewConditionalStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true, Color: dark},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{pale}},
	})
	b.try("make style", err)
	area := at(1, row+1) + ":" + at(len(t.Columns), row+t.Len())
	b.try("mark signals", b.f.SetConditionalFormat(name, area, []excelize.ConditionalFormatOptions{
		{Type: "formula", Criteria: fmt.Sprintf(`$%s%d<>""`, col, row+1), Format: &style},
	}))
}
