package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fyneui "fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
)

const gridHeadHeight float32 = 34

// gridHead draws the titles, sorts on tap and resizes on drag near an edge.
type gridHead struct {
	fyneui.BaseWidget
	g     *Grid
	texts []*canvas.Text
	rule  *canvas.Rectangle
	drag  int
	near  bool
}

func newGridHead(g *Grid) *gridHead {
	h := &gridHead{g: g, drag: -1, rule: canvas.NewRectangle(color.Transparent)}
	for _, c := range g.Columns {
		t := canvas.NewText("", color.Black)
		t.TextStyle.Bold, t.TextSize = true, look.SizeCaption+1
		if c.Right {
			t.Alignment = fyne.TextAlignTrailing
		}
		h.texts = append(h.texts, t)
	}
	h.ExtendBaseWidget(h)
	return h
}

// at returns the column at x, and whether x is on its right edge.
func (h *gridHead) at(x float32) (col int, edge bool) {
	p := h.g.inset()
	for i, w := range h.g.widths(h.Size().Width) {
		if x >= p+w-5 && x <= p+w+5 {
			return i, true
		}
		if x < p+w {
			return i, false
		}
		p += w
	}
	return -1, false
}

// Tapped is called by the toolkit.
func (h *gridHead) Tapped(e *fyne.PointEvent) {
	if c, edge := h.at(e.Position.X); c >= 0 && !edge {
		h.g.sortBy(c)
	}
}

// Dragged is called by the toolkit.
func (h *gridHead) Dragged(e *fyne.DragEvent) {
	if h.drag < 0 {
		c, edge := h.at(e.Position.X - e.Dragged.DX)
		if !edge {
			return
		}
		h.drag = c
	}
	col := &h.g.Columns[h.drag]
	col.Width = fyne.Max(48, col.Width+e.Dragged.DX)
	h.Refresh()
	h.g.list.List.Refresh()
}

// DragEnd is called by the toolkit.
func (h *gridHead) DragEnd() {
	if h.drag >= 0 && h.g.OnResize != nil {
		h.g.OnResize()
	}
	h.drag = -1
}

// MouseIn is called by the toolkit.
func (h *gridHead) MouseIn(e *desktop.MouseEvent) { h.MouseMoved(e) }

// MouseOut is called by the toolkit.
func (h *gridHead) MouseOut() { h.near = false }

// MouseMoved is called by the toolkit.
func (h *gridHead) MouseMoved(e *desktop.MouseEvent) { _, h.near = h.at(e.Position.X) }

// Cursor is called by the toolkit.
func (h *gridHead) Cursor() desktop.Cursor {
	if h.near || h.drag >= 0 {
		return desktop.HResizeCursor
	}
	return desktop.DefaultCursor
}

// CreateRenderer draws the titles.
func (h *gridHead) CreateRenderer() fyne.WidgetRenderer {
	objs := []fyne.CanvasObject{h.rule}
	for _, t := range h.texts {
		objs = append(objs, t)
	}
	r := &gridHeadRenderer{h, objs}
	r.Refresh()
	return r
}

type gridHeadRenderer struct {
	h    *gridHead
	objs []fyne.CanvasObject
}

func (x *gridHeadRenderer) Destroy()                     {}
func (x *gridHeadRenderer) Objects() []fyne.CanvasObject { return x.objs }
func (x *gridHeadRenderer) MinSize() fyne.Size           { return fyne.NewSize(100, gridHeadHeight) }

func (x *gridHeadRenderer) Layout(s fyne.Size) {
	x.h.rule.Move(fyne.NewPos(0, s.Height-1))
	x.h.rule.Resize(fyne.NewSize(s.Width, 1))
	left := x.h.g.inset()
	for i, w := range x.h.g.widths(s.Width) {
		t := x.h.texts[i]
		title := x.h.g.Columns[i].Title
		if i == x.h.g.sortCol {
			title += map[bool]string{false: " ↑", true: " ↓"}[x.h.g.desc]
		}
		t.Text = kit.Fit(title, t.TextSize, t.TextStyle, w-cellGap)
		t.Move(fyne.NewPos(left, 0))
		t.Resize(fyne.NewSize(w-cellGap, s.Height))
		left += w
	}
}

func (x *gridHeadRenderer) Refresh() {
	for _, t := range x.h.texts {
		t.Color = look.Color(look.ColorMuted)
	}
	x.h.rule.FillColor = look.Color(look.ColorBorder)
	x.Layout(x.h.Size())
	canvas.Refresh(x.h)
}
