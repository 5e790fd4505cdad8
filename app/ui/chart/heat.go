package chart

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"kartoteka/app/ui/kit/look"
)

// HeatData is a grid of counts: Values[row][column], none below 0.
type HeatData struct {
	Rows, Columns []string
	Values        [][]float64
	// ColumnsAre says what the columns are, in a word before their names.
	ColumnsAre string
}

// Heat shows HeatData as a grid of cells, the darker the more (in the dark look,
// the lighter): one hue in at most five steps, so that it reads in grey as well
// and each step can be told from its legend. Mark i is the cell i / columns,
// i % columns.
type Heat struct {
	Chart
	data  HeatData
	left  float32   // width of the rows' names
	steps []float64 // most that a step holds, rising
	most  float64
}

// NewHeat returns a chart of d.
func NewHeat(d HeatData) *Heat {
	c := &Heat{data: d}
	for _, row := range d.Values {
		c.most = math.Max(c.most, largest(row...))
	}
	c.steps = stepsTo(c.most)
	c.spot = c.cell
	c.setUp(c, c.paint, c.sayRows)
	c.count, c.across = len(d.Rows)*len(d.Columns), len(d.Columns)
	c.left = widest(append([]string{d.ColumnsAre}, d.Rows...), heatText, true) + 12
	c.small = fyne.NewSize(280, heatTop+heatRow*float32(len(d.Rows))+heatLegend)
	return c
}

const (
	heatText   float32 = 12
	heatTop    float32 = 24
	heatRow    float32 = 27
	heatLegend float32 = 32
	heatSteps          = 5
)

// stepsTo cuts 1…most into at most five steps of whole numbers, all as wide but
// the last.
func stepsTo(most float64) []float64 {
	if most < 1 {
		return nil
	}
	wide := math.Ceil(most / heatSteps)
	var out []float64
	for top := wide; ; top += wide {
		out = append(out, math.Min(top, most))
		if top >= most {
			return out
		}
	}
}

// shade is the colour of a step and the colour of what is written on it.
func (c *Heat) shade(step int) (ground, ink color.Color) {
	const first = 0.16 // a step that is seen beside an empty cell
	share := 1.0
	if n := len(c.steps); n > 1 {
		share = first + (1-first)*float64(step)/float64(n-1)
	}
	ground = mix(look.Color(look.ColorCard), look.Color(look.ColorPrimary), share)
	ink = look.Color(look.ColorText)
	if on := look.Color(theme.ColorNameForegroundOnPrimary); look.Contrast(on, ground) > look.Contrast(ink, ground) {
		ink = on
	}
	return ground, ink
}

// nothing is the colour of a cell of none: calm, but seen as a cell.
func nothing() color.Color { return mix(look.Color(look.ColorCard), look.Color(look.ColorMuted), 0.06) }

func (c *Heat) cell(i int) box {
	s := c.Size()
	width := (s.Width - c.left) / float32(c.across)
	height := (s.Height - heatTop - heatLegend) / float32(len(c.data.Rows))
	return box{
		fyne.NewPos(c.left+width*float32(i%c.across), heatTop+height*float32(i/c.across)), fyne.NewSize(width, height),
	}
}

func (c *Heat) paint(p *pen) {
	c.names(p)
	written := c.numbers()
	room := c.cell(0).size.Width - 2
	legible := widest(written, heatText, false)+2 <= room
	for i, text := range written {
		at, v := c.cell(i), c.value(i)
		middle := fyne.NewPos(at.at.X+1, at.at.Y+at.size.Height/2-9)
		inner := at.size.SubtractWidthHeight(2, 2)
		if v <= 0 {
			p.rect(at.at.AddXY(1, 1), inner, 3, nothing())
			continue
		}
		ground, ink := c.shade(c.step(v))
		p.rect(at.at.AddXY(1, 1), inner, 3, ground)
		if legible {
			p.ink(text, middle, room, heatText, fyne.TextAlignCenter, ink, false)
		}
	}
	c.legend(p)
}

func (c *Heat) value(i int) float64 { return c.data.Values[i/c.across][i%c.across] }

func (c *Heat) step(v float64) int {
	return slices.IndexFunc(c.steps, func(top float64) bool { return v <= top })
}

// numbers is what is written in the cells.
func (c *Heat) numbers() []string {
	out := make([]string, c.count)
	for i := range out {
		out[i] = c.Number(c.value(i))
	}
	return out
}

// names writes the rows and as many of the columns as have room; those of the
// current mark are always there, and bold.
func (c *Heat) names(p *pen) {
	row, column := -1, -1
	if now := c.current(); now >= 0 {
		row, column = now/c.across, now%c.across
	}
	for i, name := range c.data.Rows {
		at := c.cell(i * c.across)
		c.name(p, name, fyne.NewPos(0, at.at.Y+at.size.Height/2-9), c.left-8, fyne.TextAlignLeading, i == row)
	}
	c.name(p, c.data.ColumnsAre, fyne.NewPos(0, 2), c.left-8, fyne.TextAlignLeading, false)
	every := thinned(widest(c.data.Columns, heatText, true)+8, c.cell(0).size.Width)
	for i, name := range c.data.Columns {
		near := column >= 0 && i != column && every > 1 && max(i-column, column-i) < every
		if i != column && (i%every != 0 || near) {
			continue
		}
		at := c.cell(i)
		room := at.size.Width * float32(every)
		left := fyne.Min(at.at.X+at.size.Width/2-room/2, p.size.Width-room)
		c.name(p, name, fyne.NewPos(left, 2), room, fyne.TextAlignCenter, i == column)
	}
}

func (c *Heat) name(p *pen, text string, at fyne.Position, room float32, align fyne.TextAlign, current bool) {
	ink := look.ColorMuted
	if current {
		ink = look.ColorText
	}
	p.ink(text, at, room, heatText, align, look.Color(ink), current)
}

// thinned is how many columns share one name: a number that a reader counts by.
func thinned(name, column float32) int {
	for _, every := range []int{1, 2, 3, 4, 6, 12} {
		if name <= column*float32(every) {
			return every
		}
	}
	return 24
}

// legend says what the steps are.
func (c *Heat) legend(p *pen) {
	const mark, gap = 25, 14
	texts, room := []string{c.Number(0)}, float32(0)
	from := 1.0
	for _, top := range c.steps {
		text := c.Number(top)
		if from < top {
			text = fmt.Sprintf("%s–%s", c.Number(from), text)
		}
		texts, from = append(texts, text), top+1
	}
	for _, t := range texts {
		room += mark + gap + widest([]string{t}, 11, false) + 2
	}
	x, y := fyne.Max(0, fyne.Min(c.left, p.size.Width-room)), p.size.Height-heatLegend+12
	for i, t := range texts {
		ground := nothing()
		if i > 0 {
			ground, _ = c.shade(i - 1)
		}
		p.rect(fyne.NewPos(x+1, y+1), fyne.NewSize(18, 14), 3, ground)
		width := widest([]string{t}, 11, false) + 2
		p.ink(t, fyne.NewPos(x+mark, y), width, 11, fyne.TextAlignLeading, look.Color(look.ColorMuted), false)
		x += mark + width + gap
	}
}

// sayRows reads out what is not zero.
func (c *Heat) sayRows() string {
	var b strings.Builder
	for i, row := range c.data.Rows {
		var cells []string
		for j, v := range c.data.Values[i] {
			if v > 0 {
				cells = append(cells, c.data.Columns[j]+": "+c.Number(v))
			}
		}
		if len(cells) > 0 {
			b.WriteString(row + " " + strings.Join(cells, ", ") + ". ")
		}
	}
	return b.String()
}
