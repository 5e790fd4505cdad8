package chart

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit/look"
)

// StackedData is several wholes made of the same parts: Values[row][part], counts
// none of which is below 0.
type StackedData struct {
	Rows, Parts []string
	Values      [][]float64
	// Total writes how many stand behind a row, at the end of its bar.
	Total func(n float64) string
	// Share writes a part of 1.
	Share func(v float64) string
}

// Stacked shows StackedData as lying bars of 100 %. Parts follow each other in
// the legend's order, differ in lightness and in their hatching, and have their
// share written in them. Mark i is the part i % parts of the row i / parts.
type Stacked struct {
	Chart
	data   StackedData
	totals []float64
	right  float32 // of what stands at the ends
}

// NewStacked returns a chart of d.
func NewStacked(d StackedData) *Stacked {
	c := &Stacked{data: d}
	ends := make([]string, len(d.Rows))
	for i, row := range d.Values {
		sum := 0.0
		for _, v := range row {
			sum += v
		}
		c.totals = append(c.totals, sum)
		ends[i] = d.Total(sum)
	}
	c.spot = c.piece
	c.setUp(c, c.paint, c.sayRows)
	c.count, c.across = len(d.Rows)*len(d.Parts), len(d.Parts)
	c.right = widest(ends, stackText, false) + 12
	c.height = func(width float32) float32 {
		return c.legend(nil, width) + stackRow*float32(len(d.Rows))
	}
	return c
}

const (
	stackText float32 = 12
	stackRow  float32 = 34
	stackBar  float32 = 24
)

// hatch is how a part is filled beside its colour.
type hatch int

const (
	plain hatch = iota
	rising
	falling
	upright
)

// A part's look. The lightness of neighbours differs, so that they are told
// apart in grey too.
var looks = []struct {
	color fyne.ThemeColorName
	share float64 // of the colour over the card
	hatch hatch
}{
	{look.ColorPrimary, 1, plain},
	{look.ColorAccent, 0.85, rising},
	{look.ColorPrimary, 0.45, plain},
	{look.ColorGood, 0.9, falling},
	{look.ColorMuted, 0.25, plain},
	{look.ColorWarn, 0.75, upright},
	{look.ColorPrimary, 0.22, falling},
	{look.ColorMuted, 0.75, plain},
}

// paints returns the colours of a part: its ground, its hatching and what is
// written on it.
func paints(part int) (ground, lines, ink color.Color, h hatch) {
	l := looks[part%len(looks)]
	card := look.Color(look.ColorCard)
	ground = mix(card, look.Color(l.color), l.share)
	ink = color.Black
	if look.Contrast(color.White, ground) > look.Contrast(ink, ground) {
		ink = color.White
	}
	return ground, mix(ground, ink, 0.3), ink, l.hatch
}

// left is the width of the rows' names: a third of the chart at most.
func (c *Stacked) left() float32 {
	return fyne.Min(widest(c.data.Rows, stackText, true)+12, c.Size().Width/3)
}

// piece is where a part of a row is: of no width when it is nothing.
func (c *Stacked) piece(i int) box {
	row, part := i/c.across, i%c.across
	top := c.legend(nil, c.Size().Width) + stackRow*float32(row) + (stackRow-stackBar)/2
	left := c.left()
	room := c.Size().Width - left - c.right
	if c.totals[row] == 0 {
		return box{fyne.NewPos(left, top), fyne.NewSize(0, stackBar)}
	}
	before := 0.0
	for _, v := range c.data.Values[row][:part] {
		before += v
	}
	share := func(v float64) float32 { return room * float32(v/c.totals[row]) }
	return box{fyne.NewPos(left+share(before), top), fyne.NewSize(share(c.data.Values[row][part]), stackBar)}
}

func (c *Stacked) paint(p *pen) {
	c.legend(p, p.size.Width)
	left, now := c.left(), -1
	if i := c.current(); i >= 0 {
		now = i / c.across
	}
	for row, name := range c.data.Rows {
		first := c.piece(row * c.across)
		y := first.at.Y + stackBar/2 - 9
		ink := look.ColorMuted
		if row == now {
			ink = look.ColorText
		}
		p.ink(name, fyne.NewPos(0, y), left-8, stackText, fyne.TextAlignLeading, look.Color(ink), row == now)
		p.ink(c.data.Total(c.totals[row]), fyne.NewPos(p.size.Width-c.right+10, y), c.right-10, stackText,
			fyne.TextAlignTrailing, look.Color(look.ColorMuted), false)
		if c.totals[row] == 0 {
			empty := p.rect(first.at, fyne.NewSize(p.size.Width-left-c.right, stackBar), 3, color.Transparent)
			empty.StrokeColor, empty.StrokeWidth = look.Color(look.ColorGrid), 1
			continue
		}
		for part := range c.data.Parts {
			c.paintPiece(p, row, part)
		}
	}
}

// paintPiece draws a part with its share where there is room for it.
func (c *Stacked) paintPiece(p *pen, row, part int) {
	at := c.piece(row*c.across + part)
	if at.size.Width <= 0 {
		return
	}
	at.size.Width = fyne.Max(at.size.Width-1.5, 1) // a gap to the next part
	ground, _, ink, _ := paints(part)
	c.fill(p, at, part)
	text := c.data.Share(c.data.Values[row][part] / c.totals[row])
	width := widest([]string{text}, 11, true)
	if width+10 > at.size.Width {
		return
	}
	middle := at.at.AddXY((at.size.Width-width)/2, stackBar/2-8.5)
	p.rect(middle.SubtractXY(3, -1), fyne.NewSize(width+6, 16), 3, ground)
	p.ink(text, middle, width+1, 11, fyne.TextAlignLeading, ink, true)
}

// fill paints a place as a part is painted.
func (c *Stacked) fill(p *pen, at box, part int) {
	ground, lines, _, h := paints(part)
	p.rect(at.at, at.size, 2, ground)
	const step = 7
	right, bottom := at.at.X+at.size.Width, at.at.Y+at.size.Height
	switch h {
	case upright:
		for x := at.at.X + step/2; x < right; x += step {
			p.line(fyne.NewPos(x, at.at.Y), fyne.NewPos(x, bottom), 1, lines)
		}
	case rising, falling:
		for x := at.at.X - at.size.Height; x < right; x += step {
			from, to := fyne.Max(x, at.at.X), fyne.Min(x+at.size.Height, right)
			a, b := fyne.NewPos(from, bottom-(from-x)), fyne.NewPos(to, bottom-(to-x))
			if h == falling {
				a.Y, b.Y = at.at.Y+(from-x), at.at.Y+(to-x)
			}
			p.line(a, b, 1, lines)
		}
	}
}

// legend draws which part looks how, over the bars, and returns how high that
// is in a width. Without a pen nothing is drawn.
func (c *Stacked) legend(p *pen, width float32) float32 {
	const line, mark = 22, 16
	x, y := float32(0), float32(0)
	for part, name := range c.data.Parts {
		room := widest([]string{name}, stackText, false) + 2
		if x > 0 && x+mark+7+room > width {
			x, y = 0, y+line
		}
		if p != nil {
			c.fill(p, box{fyne.NewPos(x, y+3), fyne.NewSize(mark, 12)}, part)
			p.ink(name, fyne.NewPos(x+mark+7, y), fyne.Min(room, width), stackText, fyne.TextAlignLeading, look.Color(look.ColorText), false)
		}
		x += mark + 7 + room + 16
	}
	return y + line + 4
}

// sayRows reads out how many of each part a row has.
func (c *Stacked) sayRows() string {
	var b strings.Builder
	for i, row := range c.data.Rows {
		b.WriteString(row + ", " + c.data.Total(c.totals[i]))
		for j, v := range c.data.Values[i] {
			if v > 0 {
				b.WriteString(", " + c.data.Parts[j] + " " + c.data.Share(v/c.totals[i]))
			}
		}
		b.WriteString(". ")
	}
	return b.String()
}
