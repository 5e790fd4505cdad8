package widget

import (
	"math"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"kartoteka/app/ui/kit"
)

// RunData is a value over time with what is usual for it.
type RunData struct {
	Labels []string
	Values []float64 // NaN leaves a gap
	// Center, Upper and Lower are drawn across when they are not NaN.
	Center, Upper, Lower float64
	// Marked points stand out (beyond a limit, part of a run); may be nil.
	Marked []bool
	// Open tells that the last value is of a period not over yet: it is drawn
	// hollow and its line broken.
	Open bool
	// Words at the right end of the lines across.
	CenterWord, UpperWord, LowerWord string
}

// RunChart shows RunData as a line with its centre and limits.
type RunChart struct {
	Chart
	data RunData
}

// NewRunChart returns a chart of d.
func NewRunChart(d RunData) *RunChart {
	c := &RunChart{}
	c.setUp(c, c.paint)
	c.SetData(d)
	return c
}

// SetData shows other values.
func (c *RunChart) SetData(d RunData) {
	c.data, c.count = d, len(d.Values)
	c.says = say(d.Labels, d.Values)
	c.Refresh()
}

func (c *RunChart) paint(p *pen) {
	d := c.data
	top, steps := scale(largest(append([]float64{d.Center, d.Upper}, d.Values...)))
	p.axis(top, steps)
	p.labels(d.Labels)
	c.across(p, d.Upper, top, d.UpperWord, true)
	c.across(p, d.Lower, top, d.LowerWord, true)
	c.across(p, d.Center, top, d.CenterWord, false)
	var before fyne.Position
	has := false
	for i, v := range d.Values {
		if math.IsNaN(v) {
			has = false
			continue
		}
		mid, _ := p.x(i)
		at := fyne.NewPos(mid, p.y(v/top))
		if has && !(d.Open && i == len(d.Values)-1) {
			p.line(before, at, 2, kit.Color(kit.ColorPrimary))
		} else if has {
			p.line(before, at, 1, kit.Color(kit.ColorMuted))
		}
		before, has = at, true
	}
	for i, v := range d.Values {
		if !math.IsNaN(v) {
			c.point(p, i, v/top)
		}
	}
}

func (c *RunChart) point(p *pen, i int, share float64) {
	mid, _ := p.x(i)
	fill, stroke, radius := kit.Color(kit.ColorPrimary), kit.Color(kit.ColorPrimary), float32(3)
	switch {
	case i < len(c.data.Marked) && c.data.Marked[i]:
		fill, stroke, radius = kit.Color(kit.ColorAccent), kit.Color(kit.ColorWarn), 5
	case c.data.Open && i == len(c.data.Values)-1:
		fill, stroke, radius = kit.Color(kit.ColorCard), kit.Color(kit.ColorMuted), 4
	}
	if i == c.hover {
		radius += 2
	}
	p.dot(fyne.NewPos(mid, p.y(share)), radius, fill, stroke)
}

func (c *RunChart) across(p *pen, v, top float64, word string, broken bool) {
	if math.IsNaN(v) || v < 0 {
		return
	}
	y := p.y(v / top)
	ink := kit.Faint(kit.ColorWarn, 0xB0)
	if broken {
		p.dashed(y, ink)
	} else {
		ink = kit.Faint(kit.ColorMuted, 0xC0)
		p.line(fyne.NewPos(plotLeft, y), fyne.NewPos(p.size.Width-plotRight, y), 1, ink)
	}
	if word != "" {
		w := fyne.MeasureText(word, 10, fyne.TextStyle{}).Width + 4
		p.text(word, fyne.NewPos(p.size.Width-plotRight-w, y-16), w, 10, fyne.TextAlignTrailing, kit.ColorMuted)
	}
}

// Bar is one column of a chart.
type Bar struct {
	Label string
	Value float64
	Tone  kit.Tone // ToneNeutral draws it in the primary colour
}

// ColumnChart shows one column for each of a few things.
type ColumnChart struct {
	Chart
	bars []Bar
}

// NewColumnChart returns a chart of bars.
func NewColumnChart(bars []Bar) *ColumnChart {
	c := &ColumnChart{}
	c.setUp(c, c.paint)
	c.SetBars(bars)
	return c
}

// SetBars shows other values.
func (c *ColumnChart) SetBars(bars []Bar) {
	c.bars, c.count = bars, len(bars)
	c.says = say(split(bars))
	c.Refresh()
}

func (c *ColumnChart) paint(p *pen) {
	names, values := split(c.bars)
	top, steps := scale(largest(values))
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
	name := kit.ColorPrimary
	if b.Tone != kit.ToneNeutral {
		name = b.Tone.Color()
	}
	ink := kit.Color(name)
	if p.chart.hover >= 0 && p.chart.hover != i {
		ink = kit.Faint(name, 0x80)
	}
	p.rect(fyne.NewPos(mid-width/2, y), fyne.NewSize(width, floor-y), fyne.Min(5, (floor-y)/2), ink)
	switch {
	case b.Value <= 0 || w < 18:
	case floor-y >= 30: // inside, below the place of a line's dot
		p.text(p.chart.Number(b.Value), fyne.NewPos(mid-width/2, y+7), width, 10, fyne.TextAlignCenter, theme.ColorNameForegroundOnPrimary)
	default:
		p.text(p.chart.Number(b.Value), fyne.NewPos(mid-w/2, y-16), w, 10, fyne.TextAlignCenter, kit.ColorMuted)
	}
}

// ParetoChart shows columns, largest first, and the line of their sum so far.
type ParetoChart struct {
	Chart
	bars  []Bar
	total float64
}

// NewParetoChart returns a chart of bars, which come in their order.
func NewParetoChart(bars []Bar) *ParetoChart {
	c := &ParetoChart{}
	c.setUp(c, c.paint)
	c.SetBars(bars)
	return c
}

// SetBars shows other values.
func (c *ParetoChart) SetBars(bars []Bar) {
	c.bars, c.count, c.total = bars, len(bars), 0
	for _, b := range bars {
		c.total += b.Value
	}
	c.says = say(split(bars))
	c.Refresh()
}

func (c *ParetoChart) paint(p *pen) {
	names, values := split(c.bars)
	top, steps := scale(math.Max(c.total, largest(values)))
	p.axis(top, steps)
	for i, n := range names {
		mid, w := p.x(i)
		p.text(n, fyne.NewPos(mid-w/2+2, p.size.Height-plotBottom+7), w-4, 10, fyne.TextAlignCenter, kit.ColorMuted)
	}
	var before fyne.Position
	sum := 0.0
	for i, b := range c.bars {
		p.bar(i, b, top)
		sum += b.Value
		mid, _ := p.x(i)
		at := fyne.NewPos(mid, p.y(sum/top))
		if i > 0 {
			p.line(before, at, 2, kit.Color(kit.ColorAccent))
		}
		before = at
	}
	sum = 0
	for i, b := range c.bars {
		sum += b.Value
		mid, _ := p.x(i)
		p.dot(fyne.NewPos(mid, p.y(sum/top)), 4, kit.Color(kit.ColorCard), kit.Color(kit.ColorAccent))
	}
}

func split(bars []Bar) (names []string, values []float64) {
	for _, b := range bars {
		names, values = append(names, b.Label), append(values, b.Value)
	}
	return names, values
}

func largest(values []float64) float64 {
	m := 0.0
	for _, v := range values {
		if !math.IsNaN(v) && v > m {
			m = v
		}
	}
	return m
}

// scale returns the top of an axis from 0 that is easy to read, and the number
// of lines across.
func scale(most float64) (top float64, steps int) {
	if most <= 0 {
		return 1, 1
	}
	if most <= 4 && most == math.Trunc(most) {
		return most, int(most)
	}
	raw := most / 4
	unit := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range []float64{1, 2, 2.5, 5, 10} {
		step := m * unit
		if m == 2.5 && unit <= 1 {
			continue // counts have no halves
		}
		if n := math.Ceil(most / step); n <= 5 {
			return n * step, int(n)
		}
	}
	return most, 4
}

func plainNumber(v float64) string { return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64) }

// say reads a chart out.
func say(names []string, values []float64) string {
	var b strings.Builder
	for i, n := range names {
		if i < len(values) && !math.IsNaN(values[i]) {
			b.WriteString(n + " " + plainNumber(values[i]) + ". ")
		}
	}
	return b.String()
}
