package xlsx

import (
	"fmt"

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
	if !aside && len(s.Charts) > 0 { // drawn when the table that they show has its place
		row = b.room(name, row, chartRows)
	}
	for i, t := range s.Tables {
		if i > 0 || !aside {
			b.set(name, row, 1, b.t("report.table."+t.Key), look{size: 12, bold: true, color: ink})
			b.height(name, row, 20)
			row++
		}
		end := b.table(name, t, row, grid)
		if aside && i < len(s.Charts) {
			b.chart(name, at(len(grid)+2, row), s.Charts[i], size{690, rowPixels*chartRows - 8})
			end = max(end, b.room(name, end, row+chartRows-end))
		}
		row = end + 1
	}
	if !aside {
		b.chartsAbove(name, s, above, grid)
	}
	row = b.notes(name, row, s.Notes, grid)
	b.printed(name, len(grid), row, s)
}

// widths are those of the columns of the sheet's first table, at which all
// others are aligned.
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

// chartsAbove lets the charts share the width, 7 to 4 as their contents ask.
func (b *book) chartsAbove(name string, s *report.Sheet, row int, grid []float64) {
	total := pixels(grid)
	x := 0
	for i, c := range s.Charts {
		w := total * 7 / 11
		if i > 0 {
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
	if t.Loose {
		return b.loose(name, t, row, grid)
	}
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
		b.row(name, row+1+i, t, t.Row(i, nil), grid, signal[i] && t.Key != "trend")
	}
	b.places[t.Key] = place{sheet: name, row: row, col: 1, rows: t.Len()}
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
		base := b.t("report.col." + c.Key)
		s := base
		for n := 2; taken[s]; n++ {
			s = fmt.Sprintf("%s %d", base, n)
		}
		taken[s] = true
		out[i] = s
	}
	return out
}

func (b *book) row(name string, row int, t *report.Table, cells []report.Value, grid []float64, signal bool) {
	deep := 1
	for i, v := range cells {
		l := b.body(t.Columns[i], v)
		if signal {
			l.fill, l.bold = pale, i == 0
		}
		cell := b.cell(v)
		b.value(name, row, i+1, cell, b.style(l))
		if s, ok := cell.(string); ok && t.Columns[i].Wrap {
			deep = max(deep, lines(s, grid[i]*1.1))
		}
	}
	b.height(name, row, rowHeight+13*float64(deep-1))
}

// native makes the range a table of Excel's own. A table needs a row, so that
// one without any has an empty one.
func (b *book) native(name string, t *report.Table, row, columns int) {
	last := row + max(1, t.Len())
	b.try("add table", b.f.AddTable(name, b.tableOf(t, row, columns, last)))
}

func (b *book) tableOf(t *report.Table, row, columns, last int) *excelize.Table {
	stripes := false
	return &excelize.Table{
		Range: at(1, row) + ":" + at(columns, last), Name: ascii(b.t("report.table."+t.Key+".name"), "tbl"),
		StyleName: "TableStyleLight1", ShowRowStripes: &stripes,
	}
}

// loose writes a list for reading: its columns span those of the sheet's grid.
func (b *book) loose(name string, t *report.Table, row int, grid []float64) int {
	spans, wide := share(t, grid)
	for i, c := range t.Columns {
		b.merged(name, row, spans[i], b.t("report.col."+c.Key), b.header(c))
	}
	b.height(name, row, 19.5)
	for r := 0; r < t.Len(); r++ {
		row++
		deep := 1
		for i, v := range t.Row(r, nil) {
			c := t.Columns[i]
			l := b.body(c, v)
			l.wrap, l.vertical = true, "top"
			if i == 0 {
				l.bold = true
			}
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

// span is a range of columns, both ends included, from 1.
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
