package chart

import (
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
)

// Bar is one column of a chart.
type Bar struct {
	Label string
	Value float64
	Tone  kit.Tone // ToneNeutral draws it in the primary colour
	Faint bool     // it stands back behind the others
}

// Columns shows one column for each of a few things.
type Columns struct {
	Chart
	bars []Bar
}

// NewColumns returns a chart of bars.
func NewColumns(bars []Bar) *Columns {
	c := &Columns{bars: bars}
	c.setUp(c, c.paint, func() string { return c.say(split(c.bars)) })
	c.count = len(bars)
	return c
}

func (c *Columns) paint(p *pen) {
	names, values := split(c.bars)
	top, steps := scale(largest(values...))
	p.axis(top, steps)
	p.labels(names)
	for i, b := range c.bars {
		p.bar(i, b, top)
	}
}

// bar draws a column with its value in it, or above it when it is low.
func (p *pen) bar(i int, b Bar, top float64) {
	mid, w := p.x(i)
	width := fyne.Min(w*0.62, 56)
	y, floor := p.y(b.Value/top), p.y(0)
	name := look.ColorPrimary
	if b.Tone != kit.ToneNeutral {
		name = b.Tone.Color()
	}
	ink, on := look.Color(name), theme.ColorNameForegroundOnPrimary
	now := p.chart.current()
	away := b.Faint
	if now >= 0 {
		away = now != i
	}
	if away {
		ink, on = look.Faint(name, 0x80), look.ColorText
	}
	r, radius := p.rect(fyne.NewPos(mid-width/2, y), fyne.NewSize(width, floor-y), 0, ink), fyne.Min(5, (floor-y)/2)
	r.TopLeftCornerRadius, r.TopRightCornerRadius = radius, radius
	text := p.chart.Number(b.Value)
	wide := widest([]string{text}, sizeAxis, false)
	switch {
	case b.Value <= 0 || wide > w: // the tip has it
	case wide <= width && floor-y >= 30: // inside, below the place of a line's dot
		p.text(text, fyne.NewPos(mid-width/2, y+7), width, fyne.TextAlignCenter, on)
	default:
		p.text(text, fyne.NewPos(mid-w/2, y-16), w, fyne.TextAlignCenter, look.ColorMuted)
	}
}

const (
	mostLines         = 3
	nameLine  float32 = 13
)

// Pareto shows columns, largest first, and the line of their sum so far.
type Pareto struct {
	Chart
	bars  []Bar
	total float64
}

// NewPareto returns a chart of bars, which come in their order.
func NewPareto(bars []Bar) *Pareto {
	c := &Pareto{bars: bars}
	c.setUp(c, c.paint, func() string { return c.say(split(c.bars)) })
	c.count, c.bottom = len(bars), 10+mostLines*nameLine
	for _, b := range bars {
		c.total += b.Value
	}
	return c
}

func (c *Pareto) paint(p *pen) {
	names, values := split(c.bars)
	top, steps := scale(math.Max(c.total, largest(values...)))
	p.axis(top, steps)
	for i, n := range names {
		mid, w := p.x(i)
		for j, line := range lines(n, w-4) {
			p.text(line, fyne.NewPos(mid-w/2+2, p.size.Height-c.bottom+5+float32(j)*nameLine), w-4, fyne.TextAlignCenter, look.ColorMuted)
		}
	}
	var before fyne.Position
	sum := 0.0
	for i, b := range c.bars {
		p.bar(i, b, top)
		sum += b.Value
		mid, _ := p.x(i)
		at := fyne.NewPos(mid, p.y(sum/top))
		if i > 0 {
			p.line(before, at, 2, look.Color(look.ColorAccent))
		}
		before = at
	}
	sum = 0
	for i, b := range c.bars {
		sum += b.Value
		mid, _ := p.x(i)
		p.dot(fyne.NewPos(mid, p.y(sum/top)), 4, look.Color(look.ColorCard), look.Color(look.ColorAccent))
	}
}

// lines breaks a name between its words into as few lines as its width asks for,
// and no more than three.
func lines(name string, width float32) []string {
	var out []string
	for _, word := range strings.Fields(name) {
		last := len(out) - 1
		if last >= 0 && (last == mostLines-1 || widest([]string{out[last] + " " + word}, sizeAxis, false) <= width) {
			out[last] += " " + word
			continue
		}
		out = append(out, word)
	}
	return out
}

func split(bars []Bar) (names []string, values []float64) {
	for _, b := range bars {
		names, values = append(names, b.Label), append(values, b.Value)
	}
	return names, values
}
