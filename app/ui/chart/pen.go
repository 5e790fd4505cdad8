package chart

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
)

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
func (p *pen) dashed(left, right, y float32, c color.Color) {
	for x := left; x < right; x += 8 {
		p.line(fyne.NewPos(x, y), fyne.NewPos(fyne.Min(x+4, right), y), 1, c)
	}
}

func (p *pen) rect(at fyne.Position, s fyne.Size, radius float32, c color.Color) *canvas.Rectangle {
	if p.nRects == len(p.rects) {
		p.rects = append(p.rects, canvas.NewRectangle(c))
	}
	r := p.rects[p.nRects]
	p.nRects++
	*r = canvas.Rectangle{}
	r.FillColor, r.CornerRadius = c, radius
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

// sizeAxis is the size of what stands at axes and in columns.
const sizeAxis float32 = 10

func (p *pen) text(s string, at fyne.Position, width float32, align fyne.TextAlign, c fyne.ThemeColorName) {
	p.ink(s, at, width, sizeAxis, align, look.Color(c), false)
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
	return plotLeft, plotTop, p.size.Width - plotLeft - plotRight, p.size.Height - plotTop - p.chart.bottom
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
		p.line(fyne.NewPos(plotLeft, y), fyne.NewPos(p.size.Width-plotRight, y), 1, look.Color(look.ColorGrid))
		p.text(p.chart.Number(top*share), fyne.NewPos(0, y-8), plotLeft-8, fyne.TextAlignTrailing, look.ColorMuted)
	}
}

// labels writes what stands under the marks, leaving some out when they would
// touch.
func (p *pen) labels(names []string) {
	_, w := p.x(0)
	every := max(1, int(math.Ceil(float64((widest(names, sizeAxis, false)+8)/w))))
	for i, n := range names {
		if (len(names)-1-i)%every != 0 {
			continue
		}
		mid, _ := p.x(i)
		room := w * float32(every)
		left := fyne.Min(mid-room/2, p.size.Width-room)
		p.text(n, fyne.NewPos(left, p.size.Height-p.chart.bottom+7), room, fyne.TextAlignCenter, look.ColorMuted)
	}
}

// ring is drawn around the mark at which the keyboard is.
func (p *pen) ring() {
	c := p.chart
	if !c.focused || c.current() < 0 {
		return
	}
	at := c.spot(c.current())
	r := p.rect(at.at.SubtractXY(1, 1), at.size.AddWidthHeight(2, 2), 4, color.Transparent)
	r.StrokeColor, r.StrokeWidth = look.Color(theme.ColorNameHyperlink), 2
}

// tip draws the lines about the current mark, beside it.
func (p *pen) tip() {
	c := p.chart
	i := c.current()
	if i < 0 || i >= c.count || c.Tip == nil {
		return
	}
	lines := c.Tip(i)
	if len(lines) == 0 {
		return
	}
	width := fyne.Max(widest(lines[:1], 11, true), widest(lines[1:], 11, false))
	size := fyne.NewSize(width+20, float32(len(lines))*16+12)
	mark := c.spot(i)
	x := mark.at.X + mark.size.Width + 4
	if x+size.Width > p.size.Width {
		x = fyne.Max(0, mark.at.X-size.Width-4)
	}
	y := fyne.Max(0, fyne.Min(mark.at.Y, p.size.Height-size.Height))
	p.rect(fyne.NewPos(x, y), size, 8, look.Color(look.ColorToast))
	for i, l := range lines {
		p.ink(l, fyne.NewPos(x+10, y+6+float32(i)*16), width+2, 11, fyne.TextAlignLeading, look.Color(look.ColorOnToast), i == 0)
	}
}

// widest is how wide the widest of some texts is.
func widest(texts []string, size float32, bold bool) float32 {
	w := float32(0)
	for _, t := range texts {
		w = fyne.Max(w, fyne.MeasureText(t, size, fyne.TextStyle{Bold: bold}).Width)
	}
	return w
}
