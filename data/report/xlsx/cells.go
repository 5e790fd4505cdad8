package xlsx

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"kartoteka/data/report"
)

// at names a cell.
func at(col, row int) string {
	s, err := excelize.CoordinatesToCellName(col, row)
	if err != nil {
		return "A1" // columns and rows here are counted from 1
	}
	return s
}

func (b *book) set(sheet string, row, col int, v any, l look) {
	b.value(sheet, row, col, v, b.style(l))
}

// value writes a cell; text is typed text whatever it begins with.
func (b *book) value(sheet string, row, col int, v any, style int) {
	if b.err != nil {
		return
	}
	cell := at(col, row)
	switch v := v.(type) {
	case nil:
	case string:
		b.try("set text", b.f.SetCellStr(sheet, cell, v))
	default:
		b.try("set number", b.f.SetCellValue(sheet, cell, v))
	}
	b.try("set style", b.f.SetCellStyle(sheet, cell, cell, style))
}

// merged writes a value into a span of columns.
func (b *book) merged(sheet string, row int, s span, v any, style int) {
	b.value(sheet, row, s.from, v, style)
	if b.err != nil || s.to <= s.from {
		return
	}
	b.try("set style", b.f.SetCellStyle(sheet, at(s.from, row), at(s.to, row), style))
	b.try("merge cells", b.f.MergeCell(sheet, at(s.from, row), at(s.to, row)))
}

// paragraph writes running text over a span of columns, as high as it needs.
func (b *book) paragraph(sheet string, row int, s span, width float64, text string, l look) {
	l.wrap, l.vertical = true, "top"
	b.merged(sheet, row, s, text, b.style(l))
	per := l.size * 1.32
	b.height(sheet, row, 4+per*float64(lines(text, width*11/max(l.size, 1)*1.1)))
}

func (b *book) height(sheet string, row int, points float64) {
	if b.err == nil {
		b.try("set height", b.f.SetRowHeight(sheet, row, min(points, 409)))
	}
}

func (b *book) width(sheet string, from, to int, chars float64) {
	if b.err != nil {
		return
	}
	a, err := excelize.ColumnNumberToName(from)
	b.try("name column", err)
	z, err := excelize.ColumnNumberToName(to)
	b.try("name column", err)
	b.try("set width", b.f.SetColWidth(sheet, a, z, chars))
}

func (b *book) gridOff(sheet string) {
	off := false
	b.try("hide grid", b.f.SetSheetView(sheet, 0, &excelize.ViewOptions{ShowGridLines: &off}))
}

// name gives cells a name that formulas of the reader can use.
func (b *book) define(name, sheet, refers, scope string) {
	b.try("define name", b.f.SetDefinedName(&excelize.DefinedName{
		Name: name, RefersTo: quoted(sheet) + "!" + refers, Scope: scope,
	}))
}

func quoted(sheet string) string { return "'" + strings.ReplaceAll(sheet, "'", "''") + "'" }

func absolute(col, row int) string {
	c, err := excelize.ColumnNumberToName(col)
	if err != nil {
		c = "A"
	}
	return fmt.Sprintf("$%s$%d", c, row)
}

// a4 sets the page up: A4, one page wide, a footer with firm, period and page.
// The pages in height are pages, or as many as it takes when that is 0.
func (b *book) a4(sheet, orientation string, pages int) {
	paper, wide, high := 9, 1, pages
	b.try("set page", b.f.SetPageLayout(sheet, &excelize.PageLayoutOptions{
		Size: &paper, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high,
	}))
	fit := true
	b.try("set page", b.f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	side, top, foot := 0.6, 0.7, 0.35
	yes := true
	b.try("set margins", b.f.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &top, Bottom: &top, Header: &foot, Footer: &foot, Horizontally: &yes,
	}))
	page := b.w.T("report.page", "Page", "&P", "Pages", "&N")
	b.try("set footer", b.f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{
		OddFooter: "&L&8" + footer(b.r.Firm) + "&C&8" + footer(b.span()) + "&R&8" + page,
	}))
}

// footer makes text safe for a footer, where & begins a code, and short
// enough: the three parts together may have 255 characters.
func footer(s string) string {
	s = cut(clean(s), 90)
	// A digit would be read as part of the size before it.
	return " " + strings.ReplaceAll(s, "&", "&&")
}

// onePage is how many rows are still legible when they are fitted on one page.
const onePage = 52

// rowsOnFirst is how many rows of the first table fit on the first page of a
// sheet lying on its side, which may begin with charts.
func rowsOnFirst(s *report.Sheet) int {
	if len(s.Charts) > 0 {
		return 14
	}
	return 28
}

// printed sets up the printing of a page of tables.
func (b *book) printed(name string, columns, last int, s *report.Sheet) {
	pages := 0
	if s.Key == report.SheetCauses && last <= onePage {
		pages = 1
	}
	b.a4(name, "landscape", pages)
	wide := columns
	if s.Key == report.SheetCauses && len(s.Charts) > 0 {
		wide += 11 // the charts stand beside the tables
	}
	b.define("_xlnm.Print_Area", name, "$A$1:"+absolute(wide, last), name)
	from, to := 1, 2
	if s.Key == report.SheetChannels {
		to = 3 // its pages begin with the title of a table, which wants room above
	}
	if p, ok := b.places["trend"]; ok && p.sheet == name && p.rows > rowsOnFirst(s) {
		from, to = p.row, p.row // the table goes on overleaf
	}
	b.define("_xlnm.Print_Titles", name, fmt.Sprintf("$%d:$%d", from, to), name)
}

// frozen keeps the first columns and rows in sight.
func frozen(columns, rows int) *excelize.Panes {
	p := &excelize.Panes{
		Freeze: true, XSplit: columns, YSplit: rows,
		TopLeftCell: at(columns+1, rows+1), ActivePane: "bottomLeft",
	}
	if columns > 0 {
		p.ActivePane = "bottomRight"
	}
	return p
}
