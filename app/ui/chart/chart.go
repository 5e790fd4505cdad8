package chart

import (
	"math"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
)

// Chart is what all charts share: the mark under the mouse or the keyboard with
// its tip. Colours come from the theme each time it is drawn.
type Chart struct {
	widget.BaseWidget
	// Alt says what the chart shows, for those who do not see it; its figures
	// follow by themselves.
	Alt string
	// Tip returns the lines of the tip for a mark; nil shows none.
	Tip func(i int) []string
	// OnFocus is called when the keyboard comes to the chart.
	OnFocus func(c fyne.CanvasObject)
	// Number writes the values.
	Number func(v float64) string

	self    fyne.Widget
	count   int                         // marks
	across  int                         // marks in a row, 0 for all
	draw    func(p *pen)                // draws the marks
	read    func() string               // reads the figures out
	spot    func(i int) box             // where a mark is
	height  func(width float32) float32 // the least one; nil for small's
	small   fyne.Size
	bottom  float32 // room under the plot
	hover   int     // mark under the mouse, -1 for none
	cursor  int     // mark of the keyboard
	focused bool
}

var (
	_ desktop.Hoverable = (*Chart)(nil)
	_ fyne.Focusable    = (*Chart)(nil)
	_ fyne.Tappable     = (*Chart)(nil)
)

// box is a place in a chart.
type box struct {
	at   fyne.Position
	size fyne.Size
}

func (b box) holds(p fyne.Position) bool {
	return p.X >= b.at.X && p.Y >= b.at.Y && p.X < b.at.X+b.size.Width && p.Y < b.at.Y+b.size.Height
}

func (c *Chart) setUp(self fyne.Widget, draw func(p *pen), read func() string) {
	c.self, c.draw, c.read, c.hover = self, draw, read, -1
	c.small, c.bottom = fyne.NewSize(280, 180), plotBottom
	if c.spot == nil {
		c.spot = c.column
	}
	if c.Number == nil {
		c.Number = plainNumber
	}
	c.ExtendBaseWidget(self)
}

// AccessibilityLabel is what a screen reader says: what the chart shows, then
// its figures.
func (c *Chart) AccessibilityLabel() string { return strings.TrimSpace(c.Alt + " " + c.read()) }

// MouseIn is called by the toolkit.
func (c *Chart) MouseIn(e *desktop.MouseEvent) { c.MouseMoved(e) }

// MouseMoved is called by the toolkit.
func (c *Chart) MouseMoved(e *desktop.MouseEvent) { c.setHover(c.markAt(e.Position)) }

// MouseOut is called by the toolkit.
func (c *Chart) MouseOut() { c.setHover(-1) }

// Tapped brings the keyboard to the mark.
func (c *Chart) Tapped(e *fyne.PointEvent) {
	if i := c.markAt(e.Position); i >= 0 {
		c.cursor = i
	}
	if f, ok := c.self.(fyne.Focusable); ok {
		kit.Focus(f)
	}
}

// FocusGained is called by the toolkit.
func (c *Chart) FocusGained() {
	c.focused = true
	c.Refresh()
	if c.OnFocus != nil {
		c.OnFocus(c.self)
	}
}

// FocusLost is called by the toolkit.
func (c *Chart) FocusLost() {
	c.focused = false
	c.Refresh()
}

// TypedRune is called by the toolkit.
func (c *Chart) TypedRune(rune) {}

// TypedKey walks from mark to mark; other keys are the window's.
func (c *Chart) TypedKey(e *fyne.KeyEvent) {
	to, ok := c.target(e.Name)
	if !ok {
		kit.PassKey(c.self, e)
		return
	}
	c.cursor, c.hover = to, -1
	c.Refresh()
}

// target is the mark to which a key leads.
func (c *Chart) target(key fyne.KeyName) (int, bool) {
	if c.count == 0 {
		return 0, false
	}
	row, step := c.count, 0
	if c.across > 0 {
		row = c.across
	}
	first := c.cursor - c.cursor%row
	switch key {
	case fyne.KeyLeft:
		return max(c.cursor-1, first), true
	case fyne.KeyRight:
		return min(c.cursor+1, first+row-1), true
	case fyne.KeyHome:
		return first, true
	case fyne.KeyEnd:
		return first + row - 1, true
	case fyne.KeyUp:
		step = -row
	case fyne.KeyDown:
		step = row
	}
	if step == 0 || c.across == 0 { // there is nothing above or below
		return 0, false
	}
	if to := c.cursor + step; to >= 0 && to < c.count {
		return to, true
	}
	return c.cursor, true
}

// current is the mark that is told about, -1 for none.
func (c *Chart) current() int {
	if c.hover < 0 && c.focused && c.cursor < c.count {
		return c.cursor
	}
	return c.hover
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

// column is where a mark is when they stand side by side.
func (c *Chart) column(i int) box {
	s := c.Size()
	width := (s.Width - plotLeft - plotRight) / float32(c.count)
	return box{fyne.NewPos(plotLeft+width*float32(i), plotTop), fyne.NewSize(width, s.Height-plotTop-c.bottom)}
}

// markAt is the mark at a place, -1 for none.
func (c *Chart) markAt(p fyne.Position) int {
	for i := range c.count {
		if c.spot(i).holds(p) {
			return i
		}
	}
	return -1
}

// CreateRenderer draws the chart.
func (c *Chart) CreateRenderer() fyne.WidgetRenderer {
	return &chartRenderer{c: c, pen: &pen{chart: c}}
}

type chartRenderer struct {
	c   *Chart
	pen *pen
}

// Destroy has nothing to let go of.
func (r *chartRenderer) Destroy() {}

// Objects are what is drawn.
func (r *chartRenderer) Objects() []fyne.CanvasObject { return r.pen.objs }

// MinSize is the least in which the chart can be read.
func (r *chartRenderer) MinSize() fyne.Size {
	s := r.c.small
	if r.c.height != nil && r.c.count > 0 {
		s.Height = r.c.height(fyne.Max(s.Width, r.c.Size().Width))
	}
	return s
}

// Layout places what is drawn.
func (r *chartRenderer) Layout(s fyne.Size) {
	r.pen.start(s)
	if r.c.count == 0 || s.Width < plotLeft+plotRight+20 || s.Height < plotTop+r.c.bottom+20 {
		return
	}
	r.c.draw(r.pen)
	r.pen.ring()
	r.pen.tip()
}

// Refresh draws what has changed.
func (r *chartRenderer) Refresh() {
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}

func largest(values ...float64) float64 {
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

// say reads a row of figures out.
func (c *Chart) say(names []string, values []float64) string {
	var b strings.Builder
	for i, n := range names {
		if i < len(values) && !math.IsNaN(values[i]) {
			b.WriteString(n + " " + c.Number(values[i]) + ". ")
		}
	}
	return b.String()
}
