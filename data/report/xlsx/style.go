package xlsx

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"kartoteka/data/report"
)

// The palette: calm, and told apart in grey print too.
const (
	ink    = "1F4E79"
	amber  = "F2B233"
	pale   = "FFF4DC" // amber's tint, behind signals
	mist   = "F3F6F9" // ink's tint, behind tiles
	line   = "D5DBE1"
	grey   = "6B7280"
	dark   = "1F2933"
	white  = "FFFFFF"
	dashes = "8A94A0"
	hot    = "7FB2DB" // the fullest cell of a map
)

// parts are the colours of the parts of a whole, dark and light in turn, so that
// neighbours are told apart in grey print.
var parts = []string{"1F4E79", "F2B233", "3F7CAC", "CFE0EE", "6B7280", "FFE3A3", "12805C", "D5DBE1", "8A94A0"}

// look is how a cell looks; equal looks share one style of the file.
type look struct {
	size            float64
	bold, italic    bool
	color, fill     string
	align, vertical string
	wrap            bool
	format          string
	under           string // colour of a line below
	over            string // colour of a thick line above
	indent          int
}

// style returns the file's number for a look.
func (b *book) style(l look) int {
	if id, ok := b.looks[l]; ok {
		return id
	}
	if l.size == 0 {
		l.size = 11
	}
	s := &excelize.Style{
		Font: &excelize.Font{Family: "Calibri", Size: l.size, Bold: l.bold, Italic: l.italic, Color: orElse(l.color, dark)},
		Alignment: &excelize.Alignment{
			Horizontal: l.align, Vertical: orElse(l.vertical, "center"), WrapText: l.wrap, Indent: l.indent,
		},
	}
	if l.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	if l.under != "" {
		s.Border = append(s.Border, excelize.Border{Type: "bottom", Color: l.under, Style: 1})
	}
	if l.over != "" {
		s.Border = append(s.Border, excelize.Border{Type: "top", Color: l.over, Style: 5})
	}
	if l.format != "" {
		format := l.format
		s.CustomNumFmt = &format
	}
	id, err := b.f.NewStyle(s)
	b.try("make style", err)
	b.looks[l] = id
	return id
}

// format returns the number format of a kind of value.
func (b *book) format(k report.ValueKind, decimals int8) string {
	switch k {
	case report.Int:
		return "#,##0"
	case report.Decimal:
		if decimals <= 0 {
			return "#,##0"
		}
		return "#,##0." + strings.Repeat("0", int(decimals))
	case report.Share:
		if decimals <= 0 {
			return "0%"
		}
		return "0.0%"
	case report.Money:
		return b.t("report.format.money")
	case report.Day:
		return b.t("report.format.day")
	case report.Month:
		return "mmm yyyy"
	case report.Hour:
		return `0":00"`
	}
	return ""
}

// align returns the side on which a kind of value stands.
func align(k report.ValueKind) string {
	switch k {
	case report.Int, report.Decimal, report.Share, report.Money:
		return "right"
	case report.Day, report.Month:
		return "center"
	}
	return "left"
}

// beside keeps text that stands left off the number before it.
func beside(side string) int {
	if side == "left" {
		return 1
	}
	return 0
}

func (b *book) header(c report.Column) int {
	l := look{size: 10, bold: true, color: white, fill: ink, align: "center", wrap: true, vertical: "center"}
	if align(c.Kind) == "left" {
		l.align, l.indent = "left", 1
	}
	if c.Code {
		l.fill = dashes
	}
	return b.style(l)
}

// body is the look of a column's cell.
func (b *book) body(c report.Column, v report.Value) look {
	side := align(c.Kind)
	l := look{size: 10, align: side, indent: beside(side), under: line, wrap: c.Wrap, format: b.format(v.Kind, v.Decimals)}
	if v.Kind == report.None {
		l.format = b.format(c.Kind, 1)
	}
	if c.Wrap {
		l.vertical = "top"
	}
	if c.Code {
		l.color = grey
	}
	return l
}
