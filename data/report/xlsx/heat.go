package xlsx

import (
	"github.com/xuri/excelize/v2"

	"kartoteka/data/report"
)

// heat colours the cells of a table by their numbers: white for none up to a blue
// that dark figures can still be read on, and a printer without colours makes
// greys of. A zero is a point, so that the eye finds what there is. The table
// lies across the map: a column for each label, a row for each series.
func (b *book) heat(c *report.Chart) {
	p, ok := b.places[c.Table]
	if b.err != nil || !ok || len(c.Labels) == 0 || len(c.Series) == 0 {
		return
	}
	top, bottom := p.row+1+c.FirstRow, p.row+c.FirstRow+len(c.Series)
	left, right := c.LabelCol+1, c.LabelCol+len(c.Labels)
	b.try("colour hours", b.f.SetConditionalFormat(p.sheet, at(left, top)+":"+at(right, bottom), []excelize.ConditionalFormatOptions{{
		Type: "2_color_scale", Criteria: "=", MinType: "num", MinValue: "0", MinColor: "#" + white, MaxType: "max", MaxColor: "#" + hot,
	}}))
	t := b.r.Table(c.Table)
	for i := 0; i < t.Len(); i++ {
		row := t.Row(i, nil)
		l := markOf(t, i, false).on(look{size: 10, align: "center", under: line, format: `#,##0;-#,##0;"·"`}, false)
		for col := left; col <= right; col++ {
			b.set(p.sheet, p.row+1+i, col, b.cell(row[col-1]), l)
		}
	}
}
