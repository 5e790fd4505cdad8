package widget

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fyneui "fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
)

// Chart is what all charts share: room for the axes, the mark under the mouse
// with its tip, and the sentence that stands there when there is no data.
// Colours come from the theme each time it is drawn.
type Chart struct {
	fyneui.BaseWidget
	// Empty is shown instead of an empty chart.
	Empty string
	// Tip returns the lines of the tip for a mark; nil shows none.
	Tip func(i int) []string
	// OnTap is called when a mark is tapped.
	OnTap func(i int)
	// Number writes the values of the axis.
	Number func(v float64) string

	count int // marks across
	draw  func(p *pen)
	hover int
	small fyne.Size
	says  string // for screen readers
}

func (c *Chart) setUp(self fyne.Widget, draw func(p *pen)) {
	c.hover, c.draw = -1, draw
	c.small = fyne.NewSize(280, 180)
	if c.Number == nil {
		c.Number = plainNumber
	}
	c.ExtendBaseWidget(self)
}

// SetMinSize sets the least size; 280 by 180 otherwise.
func (c *Chart) SetMinSize(s fyne.Size) { c.small = s }

// AccessibilityLabel is what a screen reader says.
func (c *Chart) AccessibilityLabel() string { return c.says }

// MouseIn is called by the toolkit.
func (c *Chart) MouseIn(e *desktop.MouseEvent) { c.MouseMoved(e) }

// MouseMoved is called by the toolkit.
func (c *Chart) MouseMoved(e *desktop.MouseEvent) { c.setHover(c.at(e.Position.X)) }

// MouseOut is called by the toolkit.
func (c *Chart) MouseOut() { c.setHover(-1) }

// Tapped is called by the toolkit.
func (c *Chart) Tapped(e *fyne.PointEvent) {
	if i := c.at(e.Position.X); i >= 0 && c.OnTap != nil {
		c.OnTap(i)
	}
}

func (c *Chart) setHover(i int) {
	if i != c.hover {
		c.hover = i
		c.Refresh()
	}
}

// Room around the plot for the axes' texts.
const (
	plotLeft   float32 = 40
	plotRight  float32 = 14
	plotTop    float32 = 18
	plotBottom float32 = 26
)

func (c *Chart) at(x float32) int {
	width := c.Size().Width - plotLeft - plotRight
	if c.count == 0 || x < plotLeft || x >= plotLeft+width {
		return -1
	}
	return int((x - plotLeft) / width * float32(c.count))
}

// CreateRenderer draws the chart.
func (c *Chart) CreateRenderer() fyne.WidgetRenderer {
	return &chartRenderer{c: c, pen: &pen{chart: c}}
}

type chartRenderer struct {
	c   *Chart
	pen *pen
}

func (r *chartRenderer) Destroy()                     {}
func (r *chartRenderer) MinSize() fyne.Size           { return r.c.small }
func (r *chartRenderer) Objects() []fyne.CanvasObject { return r.pen.objs }

func (r *chartRenderer) Layout(s fyne.Size) {
	r.pen.start(s)
	if s.Width < plotLeft+plotRight+20 || s.Height < plotTop+plotBottom+20 {
		return
	}
	if r.c.count == 0 {
		r.pen.text(r.c.Empty, fyne.NewPos(0, s.Height/2-9), s.Width, kit.SizeBody, fyne.TextAlignCenter, kit.ColorMuted)
		return
	}
	r.c.draw(r.pen)
	r.pen.tip()
}

func (r *chartRenderer) Refresh() {
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}

// pen draws with objects that it keeps from one drawing to the next.
type pen struct {
	chart  *Chart
	size   fyne.Size
	objs   []fyne.CanvasObject
	lines  []*canvas.Line
	rects  []*canvas.Rectangle
	texts  []*canvas.Text
	dots   []*canvas.Circle
	nLines int
	nRects int
	nTexts int
	nDots  int
}

func (p *pen) start(s fyne.Size) {
	p.size, p.objs = s, p.objs[:0]
	p.nLines, p.nRects, p.nTexts, p.nDots = 0, 0, 0, 0
}

func (p *pen) line(a, b fyne.Position, width float32, c color.Color) {
	if p.nLines == len(p.lines) {
		p.lines = append(p.lines, canvas.NewLine(c))
	}
	l := p.lines[p.nLines]
	p.nLines++
	l.Position1, l.Position2, l.StrokeWidth, l.StrokeColor = a, b, width, c
	p.objs = append(p.objs, l)
}

// dashed draws a broken line across.
func (p *pen) dashed(y float32, c color.Color) {
	for x := plotLeft; x < p.size.Width-plotRight; x += 8 {
		p.line(fyne.NewPos(x, y), fyne.NewPos(fyne.Min(x+4, p.size.Width-plotRight), y), 1, c)
	}
}

func (p *pen) rect(at fyne.Position, s fyne.Size, radius float32, c color.Color) *canvas.Rectangle {
	if p.nRects == len(p.rects) {
		p.rects = append(p.rects, canvas.NewRectangle(c))
	}
	r := p.rects[p.nRects]
	p.nRects++
	*r = canvas.Rectangle{}
	r.FillColor, r.TopLeftCornerRadius, r.TopRightCornerRadius = c, radius, radius
	r.Move(at)
	r.Resize(s)
	p.objs = append(p.objs, r)
	return r
}

func (p *pen) dot(center fyne.Position, radius float32, fill, stroke color.Color) {
	if p.nDots == len(p.dots) {
		p.dots = append(p.dots, canvas.NewCircle(fill))
	}
	d := p.dots[p.nDots]
	p.nDots++
	d.FillColor, d.StrokeColor, d.StrokeWidth = fill, stroke, 2
	d.Move(center.SubtractXY(radius, radius))
	d.Resize(fyne.NewSize(2*radius, 2*radius))
	p.objs = append(p.objs, d)
}

func (p *pen) text(s string, at fyne.Position, width, size float32, align fyne.TextAlign, c fyne.ThemeColorName) {
	p.ink(s, at, width, size, align, kit.Color(c), false)
}

func (p *pen) ink(s string, at fyne.Position, width, size float32, align fyne.TextAlign, c color.Color, bold bool) {
	if p.nTexts == len(p.texts) {
		p.texts = append(p.texts, canvas.NewText("", c))
	}
	t := p.texts[p.nTexts]
	p.nTexts++
	t.TextSize, t.Alignment, t.Color, t.TextStyle.Bold = size, align, c, bold
	t.Text = kit.Fit(s, size, t.TextStyle, width)
	t.Move(at)
	t.Resize(fyne.NewSize(width, size+6))
	p.objs = append(p.objs, t)
}

// plot is the rectangle inside the axes.
func (p *pen) plot() (left, top, width, height float32) {
	return plotLeft, plotTop, p.size.Width - plotLeft - plotRight, p.size.Height - plotTop - plotBottom
}

// y turns a share of the axis (0 at the bottom, 1 at the top) into a place.
func (p *pen) y(share float64) float32 {
	_, top, _, height := p.plot()
	return top + height*float32(1-share)
}

// x returns the middle of a mark's column and the column's width.
func (p *pen) x(i int) (middle, width float32) {
	left, _, w, _ := p.plot()
	width = w / float32(p.chart.count)
	return left + width*(float32(i)+0.5), width
}

// axis draws the lines across with their values, from 0 to top.
func (p *pen) axis(top float64, steps int) {
	for i := 0; i <= steps; i++ {
		share := float64(i) / float64(steps)
		y := p.y(share)
		p.line(fyne.NewPos(plotLeft, y), fyne.NewPos(p.size.Width-plotRight, y), 1, kit.Color(kit.ColorGrid))
		p.text(p.chart.Number(top*share), fyne.NewPos(0, y-8), plotLeft-8, 10, fyne.TextAlignTrailing, kit.ColorMuted)
	}
}

// labels writes what stands under the marks, leaving some out when they would
// touch.
func (p *pen) labels(names []string) {
	widest := float32(0)
	for _, n := range names {
		widest = fyne.Max(widest, fyne.MeasureText(n, 10, fyne.TextStyle{}).Width)
	}
	_, w := p.x(0)
	every := max(1, int(math.Ceil(float64((widest+8)/w))))
	for i, n := range names {
		if (len(names)-1-i)%every != 0 {
			continue
		}
		mid, _ := p.x(i)
		room := w * float32(every)
		left := fyne.Min(mid-room/2, p.size.Width-room)
		p.text(n, fyne.NewPos(left, p.size.Height-plotBottom+7), room, 10, fyne.TextAlignCenter, kit.ColorMuted)
	}
}

// tip draws the lines about the mark under the mouse.
func (p *pen) tip() {
	c := p.chart
	if c.hover < 0 || c.hover >= c.count || c.Tip == nil {
		return
	}
	lines := c.Tip(c.hover)
	if len(lines) == 0 {
		return
	}
	width := float32(0)
	for i, l := range lines {
		width = fyne.Max(width, fyne.MeasureText(l, 11, fyne.TextStyle{Bold: i == 0}).Width)
	}
	size := fyne.NewSize(width+20, float32(len(lines))*16+12)
	mid, w := p.x(c.hover)
	x := mid + w/2 + 4
	if x+size.Width > p.size.Width {
		x = fyne.Max(0, mid-w/2-size.Width-4)
	}
	r := p.rect(fyne.NewPos(x, plotTop), size, 0, kit.Color(kit.ColorToast))
	r.CornerRadius = 8
	for i, l := range lines {
		p.ink(l, fyne.NewPos(x+10, plotTop+6+float32(i)*16), width+2, 11, fyne.TextAlignLeading, kit.Color(kit.ColorOnToast), i == 0)
	}
}
