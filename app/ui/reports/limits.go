package reports

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fyneui "fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
)

// limitsChart is a run of monthly values with the band of what is usual. Unlike
// the run chart of package widget its limits may differ from month to month, as
// they do when they follow the number of orders.
type limitsChart struct {
	fyneui.BaseWidget
	line  line
	write func(v float64) string
	tip   func(i int) []string
	hover int
}

var _ desktop.Hoverable = (*limitsChart)(nil)

func newLimitsChart(l line, write func(float64) string, tip func(int) []string) *limitsChart {
	c := &limitsChart{line: l, write: write, tip: tip, hover: -1}
	c.ExtendBaseWidget(c)
	return c
}

// Room around the plot for the axes' texts.
const (
	chartLeft   float32 = 34
	chartRight  float32 = 12
	chartTop    float32 = 12
	chartBottom float32 = 24
)

// MinSize keeps the months apart.
func (c *limitsChart) MinSize() fyne.Size { return fyne.NewSize(280, 190) }

// AccessibilityLabel is what a screen reader says.
func (c *limitsChart) AccessibilityLabel() string {
	text := c.line.name + ". "
	for i, name := range c.line.labels {
		if !math.IsNaN(c.line.values[i]) {
			text += name + " " + c.write(c.line.values[i]) + ". "
		}
	}
	return text
}

// MouseIn is called by the toolkit.
func (c *limitsChart) MouseIn(e *desktop.MouseEvent) { c.MouseMoved(e) }

// MouseMoved is called by the toolkit.
func (c *limitsChart) MouseMoved(e *desktop.MouseEvent) {
	width := c.Size().Width - chartLeft - chartRight
	i := int((e.Position.X - chartLeft) / width * float32(len(c.line.values)))
	if e.Position.X < chartLeft || i >= len(c.line.values) {
		i = -1
	}
	c.setHover(i)
}

// MouseOut is called by the toolkit.
func (c *limitsChart) MouseOut() { c.setHover(-1) }

func (c *limitsChart) setHover(i int) {
	if i != c.hover {
		c.hover = i
		c.Refresh()
	}
}

// CreateRenderer draws the chart.
func (c *limitsChart) CreateRenderer() fyne.WidgetRenderer { return &limitsRenderer{c: c} }

type limitsRenderer struct {
	c    *limitsChart
	size fyne.Size
	top  float64
	objs []fyne.CanvasObject
}

func (r *limitsRenderer) Destroy()                     {}
func (r *limitsRenderer) MinSize() fyne.Size           { return fyne.NewSize(280, 190) }
func (r *limitsRenderer) Objects() []fyne.CanvasObject { return r.objs }

func (r *limitsRenderer) Refresh() {
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}

// Layout draws everything anew: a chart of two years is some two hundred
// objects.
func (r *limitsRenderer) Layout(s fyne.Size) {
	r.size, r.objs = s, r.objs[:0]
	l := &r.c.line
	if len(l.values) == 0 || s.Width < 120 {
		return
	}
	steps := r.scale()
	r.band()
	for i := 0; i <= steps; i++ {
		v := r.top * float64(i) / float64(steps)
		r.rule(r.y(v), kit.Color(kit.ColorGrid))
		r.text(r.c.write(v), fyne.NewPos(0, r.y(v)-7), chartLeft-8, fyne.TextAlignTrailing, kit.ColorMuted, false)
	}
	r.stepped(l.high, kit.Faint(kit.ColorWarn, 0xB0), true)
	r.stepped(l.low, kit.Faint(kit.ColorWarn, 0xB0), true)
	r.stepped(l.centre, kit.Faint(kit.ColorMuted, 0xC0), false)
	r.run()
	r.months()
	r.drawTip()
}

// scale chooses the top of the axis and how many lines go across.
func (r *limitsRenderer) scale() int {
	most := 1.0
	for _, vs := range [][]float64{r.c.line.values, r.c.line.high, r.c.line.centre} {
		for _, v := range vs {
			if !math.IsNaN(v) {
				most = math.Max(most, v)
			}
		}
	}
	for _, step := range []float64{1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000} {
		if n := math.Ceil(most / step); n <= 5 {
			r.top = n * step
			return int(n)
		}
	}
	r.top = most
	return 4
}

func (r *limitsRenderer) y(v float64) float32 {
	h := r.size.Height - chartTop - chartBottom
	return chartTop + h*float32(1-v/r.top)
}

func (r *limitsRenderer) column() float32 {
	return (r.size.Width - chartLeft - chartRight) / float32(len(r.c.line.values))
}

func (r *limitsRenderer) middle(i int) float32 { return chartLeft + r.column()*(float32(i)+0.5) }

func (r *limitsRenderer) add(o fyne.CanvasObject) { r.objs = append(r.objs, o) }

func (r *limitsRenderer) rule(y float32, c color.Color) {
	r.segment(fyne.NewPos(chartLeft, y), fyne.NewPos(r.size.Width-chartRight, y), 1, c)
}

func (r *limitsRenderer) segment(a, b fyne.Position, width float32, c color.Color) {
	l := canvas.NewLine(c)
	l.StrokeWidth, l.Position1, l.Position2 = width, a, b
	r.add(l)
}

func (r *limitsRenderer) text(s string, at fyne.Position, width float32, align fyne.TextAlign, c fyne.ThemeColorName, bold bool) {
	t := canvas.NewText(s, kit.Color(c))
	t.TextSize, t.Alignment, t.TextStyle.Bold = 10, align, bold
	t.Move(at)
	t.Resize(fyne.NewSize(width, 14))
	r.add(t)
}

// band fills what lies within the limits, so that a point outside is seen at once.
func (r *limitsRenderer) band() {
	for i, high := range r.c.line.high {
		if math.IsNaN(high) {
			continue
		}
		low := 0.0
		if i < len(r.c.line.low) && !math.IsNaN(r.c.line.low[i]) {
			low = r.c.line.low[i]
		}
		rect := canvas.NewRectangle(kit.Faint(kit.ColorPrimary, 0x10))
		rect.Move(fyne.NewPos(r.middle(i)-r.column()/2, r.y(high)))
		rect.Resize(fyne.NewSize(r.column(), r.y(low)-r.y(high)))
		r.add(rect)
	}
}

// stepped draws a level that may change from month to month.
func (r *limitsRenderer) stepped(values []float64, c color.Color, broken bool) {
	before := math.NaN()
	for i, v := range values {
		if math.IsNaN(v) {
			before = v
			continue
		}
		left, right := r.middle(i)-r.column()/2, r.middle(i)+r.column()/2
		if !math.IsNaN(before) && before != v && !broken {
			r.segment(fyne.NewPos(left, r.y(before)), fyne.NewPos(left, r.y(v)), 1, c)
		}
		if !broken {
			r.segment(fyne.NewPos(left, r.y(v)), fyne.NewPos(right, r.y(v)), 1, c)
		}
		for x := left; broken && x < right; x += 8 {
			r.segment(fyne.NewPos(x, r.y(v)), fyne.NewPos(fyne.Min(x+4, right), r.y(v)), 1, c)
		}
		before = v
	}
}

// run draws the values; a signal is larger and amber.
func (r *limitsRenderer) run() {
	l := &r.c.line
	for i := 1; i < len(l.values); i++ {
		if math.IsNaN(l.values[i-1]) || math.IsNaN(l.values[i]) {
			continue
		}
		r.segment(fyne.NewPos(r.middle(i-1), r.y(l.values[i-1])), fyne.NewPos(r.middle(i), r.y(l.values[i])), 2,
			kit.Color(kit.ColorPrimary))
	}
	for i, v := range l.values {
		if math.IsNaN(v) {
			continue
		}
		dot := canvas.NewCircle(kit.Color(kit.ColorPrimary))
		radius := float32(3)
		if l.marked[i] {
			dot.FillColor, dot.StrokeColor, dot.StrokeWidth = kit.Color(kit.ColorAccent), kit.Color(kit.ColorWarn), 2
			radius = 5.5
		}
		if i == r.c.hover {
			radius += 1.5
		}
		dot.Move(fyne.NewPos(r.middle(i)-radius, r.y(v)-radius))
		dot.Resize(fyne.NewSize(2*radius, 2*radius))
		r.add(dot)
	}
}

// months writes the labels, leaving some out when they would touch.
func (r *limitsRenderer) months() {
	names := r.c.line.labels
	widest := float32(0)
	for _, n := range names {
		widest = fyne.Max(widest, fyne.MeasureText(n, 10, fyne.TextStyle{}).Width)
	}
	every := max(1, int(math.Ceil(float64((widest+10)/r.column()))))
	for i, n := range names {
		if (len(names)-1-i)%every == 0 {
			left := fyne.Min(r.middle(i)-widest/2-2, r.size.Width-widest-4)
			r.text(n, fyne.NewPos(left, r.size.Height-chartBottom+8), widest+4, fyne.TextAlignCenter, kit.ColorMuted, false)
		}
	}
}

// drawTip says what stands behind the month under the mouse.
func (r *limitsRenderer) drawTip() {
	i := r.c.hover
	if i < 0 || i >= len(r.c.line.values) {
		return
	}
	lines := r.c.tip(i)
	width := float32(0)
	for j, t := range lines {
		width = fyne.Max(width, fyne.MeasureText(t, 10, fyne.TextStyle{Bold: j == 0}).Width)
	}
	x := r.middle(i) + 10
	if x+width+20 > r.size.Width {
		x = fyne.Max(0, r.middle(i)-width-30)
	}
	ground := canvas.NewRectangle(kit.Color(kit.ColorToast))
	ground.CornerRadius = 8
	ground.Move(fyne.NewPos(x, chartTop))
	ground.Resize(fyne.NewSize(width+20, float32(len(lines))*15+12))
	r.add(ground)
	for j, t := range lines {
		r.text(t, fyne.NewPos(x+10, chartTop+6+float32(j)*15), width+2, fyne.TextAlignLeading, kit.ColorOnToast, j == 0)
	}
}
