package chart

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit/look"
)

// RunData is a measure over time with what is usual for it. The limits may
// differ from month to month, as they do when they follow the number of orders.
// NaN leaves a gap; Center, High and Low may be nil.
type RunData struct {
	Labels            []string
	Values            []float64
	Center, High, Low []float64
	// Marked points stand out: beyond a limit, part of a run.
	Marked []bool
}

// Run shows RunData as a line within the band of what is usual.
type Run struct {
	Chart
	data RunData
	top  float64
}

// NewRun returns a chart of d.
func NewRun(d RunData) *Run {
	c := &Run{data: d}
	c.setUp(c, c.paint, func() string { return c.say(c.data.Labels, c.data.Values) })
	c.count = len(d.Values)
	c.small.Height = 190
	return c
}

func (c *Run) paint(p *pen) {
	d := &c.data
	top, steps := scale(math.Ceil(largest(largest(d.Values...), largest(d.High...), largest(d.Center...))))
	c.top = top
	c.band(p)
	p.axis(top, steps)
	c.stepped(p, d.High, look.Faint(look.ColorWarn, 0xB0), true)
	c.stepped(p, d.Low, look.Faint(look.ColorWarn, 0xB0), true)
	c.stepped(p, d.Center, look.Faint(look.ColorMuted, 0xC0), false)
	c.line(p)
	p.labels(d.Labels)
}

func (c *Run) y(p *pen, v float64) float32 { return p.y(v / c.top) }

// band fills what lies within the limits, so that a point outside is seen at once.
func (c *Run) band(p *pen) {
	for i, high := range c.data.High {
		if math.IsNaN(high) {
			continue
		}
		low := 0.0
		if i < len(c.data.Low) && !math.IsNaN(c.data.Low[i]) {
			low = c.data.Low[i]
		}
		mid, width := p.x(i)
		left, right := whole(mid-width/2), whole(mid+width/2) // neighbours that overlap would draw a line
		at := fyne.NewPos(left, c.y(p, high))
		p.rect(at, fyne.NewSize(right-left, c.y(p, low)-at.Y), 0, look.Faint(look.ColorPrimary, 0x10))
	}
}

func whole(x float32) float32 { return float32(math.Round(float64(x))) }

// stepped draws a level that may change from month to month.
func (c *Run) stepped(p *pen, values []float64, ink color.Color, broken bool) {
	before := math.NaN()
	for i, v := range values {
		if math.IsNaN(v) {
			before = v
			continue
		}
		mid, width := p.x(i)
		left, right, y := mid-width/2, mid+width/2, c.y(p, v)
		if broken {
			p.dashed(left, right, y, ink)
			continue
		}
		if !math.IsNaN(before) && before != v {
			p.line(fyne.NewPos(left, c.y(p, before)), fyne.NewPos(left, y), 1, ink)
		}
		p.line(fyne.NewPos(left, y), fyne.NewPos(right, y), 1, ink)
		before = v
	}
}

// line draws the values; a signal is larger and amber.
func (c *Run) line(p *pen) {
	values := c.data.Values
	point := func(i int) fyne.Position {
		mid, _ := p.x(i)
		return fyne.NewPos(mid, c.y(p, values[i]))
	}
	for i := 1; i < len(values); i++ {
		if !math.IsNaN(values[i-1]) && !math.IsNaN(values[i]) {
			p.line(point(i-1), point(i), 2, look.Color(look.ColorPrimary))
		}
	}
	for i, v := range values {
		if math.IsNaN(v) {
			continue
		}
		fill, stroke, radius := look.Color(look.ColorPrimary), look.Color(look.ColorPrimary), float32(3)
		if i < len(c.data.Marked) && c.data.Marked[i] {
			fill, stroke, radius = look.Color(look.ColorAccent), look.Color(look.ColorWarn), 5.5
		}
		if i == c.current() {
			radius += 1.5
		}
		p.dot(point(i), radius, fill, stroke)
	}
}
