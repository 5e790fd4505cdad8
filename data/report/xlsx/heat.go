package xlsx

import (
	"github.com/xuri/excelize/v2"

	"kartoteka/data/report"
)

// heat colours the cells of a table by their numbers: white for none up to a blue
// that dark figures can still be read on, and a printer without colours makes
// greys of. A zero is a point, so that the eye finds what there is.
func (b *book) heat(c *report.Chart) {
	p, ok := b.places[c.Table]
	if b.err != nil || !ok || len(c.Labels) == 0 || len(c.Series) == 0 {
		return
	}
	top, bottom := p.row+1+c.FirstRow, p.row+c.FirstRow+len(c.Labels)
	left, right := p.cols[c.Series[0].Col], p.cols[c.Series[len(c.Series)-1].Col]
	b.try("colour hours", b.f.SetConditionalFormat(p.sheet, at(left, top)+":"+at(right, bottom), []excelize.ConditionalFormatOptions{{
		Type: "2_color_scale", Criteria: "=", MinType: "num", MinValue: "0", MinColor: "#" + white, MaxType: "max", MaxColor: "#" + hot,
	}}))
	t := b.r.Table(c.Table)
	for i := 0; i < t.Len(); i++ {
		row := t.Row(i, nil)
		l := markOf(t, i, false).on(look{size: 9, align: "center", under: line, format: `#,##0;-#,##0;"·"`}, false)
		for _, s := range c.Series {
			b.set(p.sheet, p.row+1+i, p.cols[s.Col], b.cell(row[s.Col]), l)
		}
	}
}
