package xlsx

import (
	"slices"

	"kartoteka/data/report"
)

// The grid of the first page: four tiles with narrow gaps, a margin before.
const (
	tileWidth = 22.0
	gapWidth  = 1.5
	perRow    = 4
	firstTile = 2
	lastTile  = firstTile + 2*(perRow-1)
	pageWidth = perRow*tileWidth + (perRow-1)*gapWidth
)

// summary writes the first page: title, tiles, chart, findings, advice.
func (b *book) summary(s *report.Sheet) {
	name := b.names[s.Key]
	b.gridOff(name)
	b.width(name, 1, 1, gapWidth)
	for i := 0; i < perRow; i++ {
		b.width(name, firstTile+2*i, firstTile+2*i, tileWidth)
		if i > 0 {
			b.width(name, firstTile+2*i-1, firstTile+2*i-1, gapWidth)
		}
	}
	row := b.masthead(name)
	row = b.tiles(name, row)
	if len(s.Charts) > 0 && b.err == nil {
		b.chart(name, at(firstTile, row), s.Charts[0], size{pixels(b.summaryGrid()), rowPixels*chartRows - 8})
		row = b.room(name, row, chartRows)
	}
	row = b.section(name, row, "report.findings", b.r.Sentences)
	row = b.section(name, row, "report.advice", b.r.Advice)
	row = b.section(name, row, "report.quality", b.r.Quality)
	foot := clean(b.w.T("report.method-short", "Sheet", b.names[report.SheetDictionary]))
	b.paragraph(name, row, span{firstTile, lastTile}, pageWidth, foot, look{size: 9, italic: true, color: grey})
	b.a4(name, "portrait", 1)
	b.define("_xlnm.Print_Area", name, "$A$1:"+absolute(lastTile, row), name)
}

func (b *book) masthead(name string) int {
	all := span{firstTile, lastTile}
	b.height(name, 1, 8)
	b.merged(name, 2, all, clean(b.r.Title.In(b.w)), b.style(look{size: 20, bold: true, color: ink}))
	b.height(name, 2, 32)
	b.merged(name, 3, all, b.subtitle(), b.style(look{size: 12, color: dark}))
	b.height(name, 3, 20)
	made := clean(b.w.T("report.made", "Day", b.w.Date(b.r.Today), "Entries", b.entries()))
	b.merged(name, 4, all, made, b.style(look{size: 9, color: grey, under: amber}))
	b.height(name, 4, 18)
	b.height(name, 5, 8)
	return 6
}

// entries says how many rows stand behind the report.
func (b *book) entries() string {
	n := 0
	if t := b.r.Table("data"); t != nil {
		n = t.Len()
	}
	return b.w.N("report.entries", n)
}

// tileHeights are those of a tile's lines: name, figure, what it is of,
// interval, before, verdict.
var tileHeights = []float64{18, 32, 26, 14, 26, 18}

func (b *book) tiles(name string, row int) int {
	for i := 0; i < len(b.r.KPIs); i += perRow {
		some := b.r.KPIs[i:min(i+perRow, len(b.r.KPIs))]
		for j := range some {
			b.tile(name, row, firstTile+2*j, &some[j])
		}
		for j, h := range b.tileLines(some) {
			b.height(name, row+j, h)
		}
		row += len(tileHeights)
		b.height(name, row, 9)
		row++
	}
	return row
}

// tileLines are the heights of the lines of a row of tiles; lines that are
// empty in all of them take no room.
func (b *book) tileLines(some []report.KPI) []float64 {
	out := slices.Clone(tileHeights)
	used := make([]bool, len(out))
	for i := range some {
		k := &some[i]
		used[3] = used[3] || b.interval(k) != ""
		used[4] = used[4] || b.before(k) != ""
		used[5] = used[5] || k.Verdict != report.NoVerdict
	}
	for i := 3; i < len(out); i++ {
		if !used[i] {
			out[i] = 2
		}
	}
	return out
}

func (b *book) summaryGrid() []float64 {
	grid := []float64{tileWidth}
	for i := 1; i < perRow; i++ {
		grid = append(grid, gapWidth, tileWidth)
	}
	return grid
}

func (b *book) tile(name string, row, col int, k *report.KPI) {
	bar, shade := ink, mist
	if k.Alert || k.Verdict.Signal() {
		bar, shade = amber, pale
	}
	b.set(name, row, col, b.t("report.kpi."+k.Key), look{size: 9, bold: true, color: ink, fill: shade, over: bar, align: "left", indent: 1})
	figure := look{size: 20, bold: true, color: dark, fill: shade, align: "left", indent: 1, format: b.format(k.Value.Kind, k.Value.Decimals)}
	v := b.cell(k.Value)
	if k.Value.Kind == report.Money {
		figure.format = b.t("report.format.money-short")
	}
	if k.Value.Kind == report.None {
		v = b.t("report.unknown")
		figure.color = grey
	}
	b.set(name, row+1, col, v, figure)
	b.define(ascii(b.t("report.kpi."+k.Key+".name"), "kpi_"), name, absolute(col, row+1), "")
	small := look{size: 9, color: dark, fill: shade, align: "left", indent: 1, wrap: true, vertical: "top"}
	b.set(name, row+2, col, clean(k.Of.In(b.w)), small)
	b.set(name, row+3, col, b.interval(k), small)
	b.set(name, row+4, col, b.before(k), small)
	verdict := look{size: 9, bold: true, color: dark, fill: shade, align: "left", indent: 1, wrap: true}
	b.set(name, row+5, col, clean(k.Verdict.Value().In(b.w)), verdict)
}

func (b *book) interval(k *report.KPI) string {
	if k.Low.Kind == report.None {
		return ""
	}
	return clean(b.w.T("report.interval", "Low", k.Low.In(b.w), "High", k.High.In(b.w)))
}

func (b *book) before(k *report.KPI) string {
	if k.Previous.Kind == report.None {
		return ""
	}
	return clean(b.w.T("report.before", "Value", k.Previous.In(b.w),
		"From", b.w.Date(k.Before.From), "To", b.w.Date(k.Before.To)))
}

func (b *book) section(name string, row int, key string, list []report.Sentence) int {
	if len(list) == 0 {
		return row
	}
	b.merged(name, row, span{firstTile, lastTile}, b.t(key), b.style(look{size: 12, bold: true, color: ink}))
	b.height(name, row, 24)
	for _, s := range list {
		row++
		b.paragraph(name, row, span{firstTile, lastTile}, pageWidth, "•  "+clean(s.In(b.w)), look{size: 10.5})
	}
	return row + 1
}
