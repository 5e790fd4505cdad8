package xlsx

import (
	"github.com/xuri/excelize/v2"

	"kartoteka/data"
	"kartoteka/data/report"
)

// maxRows is how many rows a sheet has.
const maxRows = 1048576

// details streams the sheet with one row per entry.
func (b *book) details(s *report.Sheet) {
	name, t := b.names[s.Key], s.Tables[0]
	last := 1 + max(1, t.Len())
	if last > maxRows {
		b.try("write details", data.NewError(data.CodeInvalid, "report-too-long", "Rows", t.Len()))
	}
	b.a4(name, "landscape", 0)
	b.define("_xlnm.Print_Titles", name, "$1:$1", name)
	b.markLate(name, t, last)
	// A streamed sheet keeps only what it is told before it is closed.
	b.try("set dimension", b.f.SetSheetDimension(name, "A1:"+at(len(t.Columns), last)))
	if b.err != nil {
		return
	}
	sw, err := b.f.NewStreamWriter(name)
	b.try("begin details", err)
	if b.err != nil {
		return
	}
	b.try("write details", b.stream(sw, t))
	b.try("add table", sw.AddTable(b.tableOf(t, 1, len(t.Columns), last)))
	b.try("end details", sw.Flush()) // always: without it the sheet is broken
	b.places[t.Key] = place{sheet: name, row: 1, rows: t.Len()}
}

func (b *book) stream(sw *excelize.StreamWriter, t *report.Table) error {
	if err := arrange(sw, t.Columns); err != nil {
		return err
	}
	head := make([]any, len(t.Columns))
	for i, s := range b.headers(t) {
		head[i] = excelize.Cell{Value: s, StyleID: b.header(t.Columns[i])}
	}
	if err := sw.SetRow("A1", head, excelize.RowOpts{Height: 30}); err != nil {
		return err
	}
	styles := b.detailStyles(t.Columns)
	var cells []report.Value
	row := make([]any, len(t.Columns))
	for i := 0; i < t.Len(); i++ {
		cells = t.Row(i, cells)
		for j, v := range cells {
			row[j] = nil // most cells of an order are empty
			if v.Kind != report.None {
				row[j] = excelize.Cell{Value: b.cell(v), StyleID: styles[j]}
			}
		}
		if err := sw.SetRow(at(1, i+2), row); err != nil {
			return err
		}
	}
	return b.err
}

// arrange sets the columns up, which must be done before the first row.
func arrange(sw *excelize.StreamWriter, columns []report.Column) error {
	for i, c := range columns {
		if err := sw.SetColWidth(i+1, i+1, c.Width); err != nil {
			return err
		}
		if !c.Code {
			continue
		}
		// Codes are for pivot tables and scripts: folded away, one click to see.
		if err := sw.SetColOutlineLevel(i+1, 1); err != nil {
			return err
		}
		if err := sw.SetColVisible(i+1, i+1, false); err != nil {
			return err
		}
	}
	return sw.SetPanes(frozen(3, 1))
}

func (b *book) detailStyles(columns []report.Column) []int {
	styles := make([]int, len(columns))
	for i, c := range columns {
		side := align(c.Kind)
		l := look{size: 10, align: side, indent: beside(side), format: b.detailFormat(c.Kind)}
		if c.Kind == report.Int {
			l.format = "0" // years and ids have no thousands
		}
		if c.Code {
			l.color = grey
		}
		styles[i] = b.style(l)
	}
	return styles
}

// detailFormat is that of format, but for dates that sort and read the same
// everywhere.
func (b *book) detailFormat(k report.ValueKind) string {
	if k == report.Day {
		return "yyyy-mm-dd"
	}
	return b.format(k, 2)
}

// markLate colours the cell of a case that missed its legal term.
func (b *book) markLate(name string, t *report.Table, last int) {
	label, code := t.Column("in-time"), t.Column("in-time-code")
	if label < 0 || code < 0 || b.err != nil {
		return
	}
	col, err := excelize.ColumnNumberToName(code + 1)
	b.try("name column", err)
	style, err := b.f.NewConditionalStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true, Color: dark},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{pale}},
	})
	b.try("make style", err)
	area := at(label+1, 2) + ":" + at(label+1, last)
	b.try("mark late cases", b.f.SetConditionalFormat(name, area, []excelize.ConditionalFormatOptions{
		{Type: "formula", Criteria: "$" + col + `2="no"`, Format: &style},
	}))
}
