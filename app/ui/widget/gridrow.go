package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	fyneui "fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
)

const (
	gridRowHeight float32 = 36
	gridInset     float32 = 12 // at both ends of a row
	cellGap       float32 = 14 // between two columns
)

type gridRow struct {
	fyneui.BaseWidget
	g      *Grid
	id     int
	ground *canvas.Rectangle
	texts  []*canvas.Text
	full   []string
	hover  bool
}

func newGridRow(g *Grid) *gridRow {
	r := &gridRow{g: g, id: -1, ground: canvas.NewRectangle(color.Transparent), full: make([]string, len(g.Columns))}
	r.ground.CornerRadius = 8
	for _, c := range g.Columns {
		t := canvas.NewText("", color.Black)
		t.TextSize, t.TextStyle.Bold = kit.SizeBody, c.Bold
		if c.Right {
			t.Alignment = fyne.TextAlignTrailing
		}
		r.texts = append(r.texts, t)
	}
	r.ExtendBaseWidget(r)
	return r
}

func (r *gridRow) set(id int) {
	r.id = id
	for i := range r.texts {
		r.full[i] = r.g.Cell(id, i)
	}
	r.Refresh()
}

// Tapped is called by the toolkit.
func (r *gridRow) Tapped(*fyne.PointEvent) { r.g.tapped(r.id) }

// TappedSecondary is called by the toolkit.
func (r *gridRow) TappedSecondary(e *fyne.PointEvent) {
	if !r.g.sel[r.id] {
		r.g.click(r.id)
	}
	if r.g.OnMenu != nil {
		r.g.OnMenu(r.g.Selected(), e.AbsolutePosition)
	}
}

// MouseIn is called by the toolkit.
func (r *gridRow) MouseIn(*desktop.MouseEvent) { r.setHover(true) }

// MouseOut is called by the toolkit.
func (r *gridRow) MouseOut() { r.setHover(false) }

// MouseMoved is called by the toolkit.
func (r *gridRow) MouseMoved(*desktop.MouseEvent) {}

func (r *gridRow) setHover(on bool) {
	r.hover = on
	r.paintGround()
	canvas.Refresh(r.ground)
}

func (r *gridRow) paintGround() {
	r.ground.FillColor = color.Transparent
	switch {
	case r.g.sel[r.id] && r.g.list.focused:
		r.ground.FillColor = kit.Color(theme.ColorNameSelection)
	case r.g.sel[r.id]:
		r.ground.FillColor = kit.Faint(kit.ColorMuted, 0x1E)
	case r.hover:
		r.ground.FillColor = kit.Color(theme.ColorNameHover)
	}
}

// CreateRenderer draws the row.
func (r *gridRow) CreateRenderer() fyne.WidgetRenderer {
	objs := []fyne.CanvasObject{r.ground}
	for _, t := range r.texts {
		objs = append(objs, t)
	}
	return &gridRowRenderer{r, objs}
}

type gridRowRenderer struct {
	r    *gridRow
	objs []fyne.CanvasObject
}

func (x *gridRowRenderer) Destroy()                     {}
func (x *gridRowRenderer) Objects() []fyne.CanvasObject { return x.objs }
func (x *gridRowRenderer) MinSize() fyne.Size           { return fyne.NewSize(100, gridRowHeight) }

func (x *gridRowRenderer) Layout(s fyne.Size) {
	x.r.ground.Resize(s)
	left := gridInset
	for i, w := range x.r.g.widths(s.Width) {
		t := x.r.texts[i]
		room := w - cellGap
		t.Text = kit.Fit(x.r.full[i], t.TextSize, t.TextStyle, room)
		t.Move(fyne.NewPos(left, 0))
		t.Resize(fyne.NewSize(room, s.Height))
		left += w
	}
}

func (x *gridRowRenderer) Refresh() {
	x.r.paintGround()
	for i, t := range x.r.texts {
		c := x.r.g.Columns[i]
		name := kit.ColorText
		if c.Muted {
			name = kit.ColorMuted
		}
		if c.Ink != nil && x.r.id >= 0 && x.r.id < x.r.g.Length() {
			if ink := c.Ink(x.r.id); ink != "" {
				name = ink
			}
		}
		t.Color = kit.Color(name)
	}
	x.Layout(x.r.Size())
	canvas.Refresh(x.r)
}
