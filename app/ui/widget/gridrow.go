package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	fyneui "fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
)

const (
	gridRowHeight float32 = 36
	gridInset     float32 = 12 // at both ends of a row
	cellGap       float32 = 14 // between two columns
	boxSide       float32 = 16 // the box of a row with marks
	faceSide      float32 = 26 // the circle before a name
)

type gridRow struct {
	fyneui.BaseWidget
	g      *Grid
	id     int
	ground *canvas.Rectangle
	texts  []*canvas.Text
	full   []string
	hover  bool
	box    *canvas.Rectangle // nil in a table without marks
	tick   *canvas.Image
	chips  map[int]*canvas.Rectangle // by column
	circle *canvas.Circle            // nil without a column of names
	face   *canvas.Text
}

func newGridRow(g *Grid) *gridRow {
	r := &gridRow{g: g, id: -1, ground: canvas.NewRectangle(color.Transparent), full: make([]string, len(g.Columns))}
	r.ground.CornerRadius = 8
	for _, c := range g.Columns {
		t := canvas.NewText("", color.Black)
		t.TextSize, t.TextStyle.Bold = look.SizeBody, c.Bold
		if c.Right {
			t.Alignment = fyne.TextAlignTrailing
		}
		r.texts = append(r.texts, t)
	}
	r.addExtras()
	r.ExtendBaseWidget(r)
	return r
}

// addExtras makes what only some tables have: boxes, chips, circles.
func (r *gridRow) addExtras() {
	if r.g.Marked != nil {
		r.box = canvas.NewRectangle(color.Transparent)
		r.box.CornerRadius, r.box.StrokeWidth = 5, 1.5
		r.tick = &canvas.Image{FillMode: canvas.ImageFillContain}
	}
	for i, c := range r.g.Columns {
		if c.Tone != nil {
			if r.chips == nil {
				r.chips = map[int]*canvas.Rectangle{}
			}
			r.chips[i] = canvas.NewRectangle(color.Transparent)
			r.chips[i].CornerRadius = 10
			r.texts[i].TextSize, r.texts[i].TextStyle.Bold = look.SizeCaption, true
		}
		if c.Avatar && r.circle == nil {
			r.circle = canvas.NewCircle(color.Transparent)
			r.face = canvas.NewText("", color.White)
			r.face.TextSize, r.face.TextStyle.Bold, r.face.Alignment = faceSide*0.38, true, fyne.TextAlignCenter
		}
	}
}

func (r *gridRow) set(id int) {
	r.id = id
	for i := range r.texts {
		r.full[i] = r.g.Cell(id, i)
	}
	r.Refresh()
}

// Tapped is called by the toolkit.
func (r *gridRow) Tapped(e *fyne.PointEvent) {
	r.g.tapped(r.id, r.box != nil && e.Position.X < r.g.inset()-4)
}

// TappedSecondary is called by the toolkit.
func (r *gridRow) TappedSecondary(e *fyne.PointEvent) {
	switch {
	case r.g.Marked != nil && r.g.lead != r.id:
		r.g.pick(r.id, false)
	case r.g.Marked == nil && !r.g.sel[r.id]:
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
		r.ground.FillColor = look.Color(theme.ColorNameSelection)
	case r.g.sel[r.id]:
		r.ground.FillColor = look.Faint(look.ColorMuted, 0x1E)
	case r.hover:
		r.ground.FillColor = look.Color(theme.ColorNameHover)
	case r.box != nil && r.id >= 0 && r.id < r.g.Length() && r.g.Marked(r.id):
		r.ground.FillColor = look.Faint(look.ColorPrimary, 0x10)
	}
}

// CreateRenderer draws the row.
func (r *gridRow) CreateRenderer() fyne.WidgetRenderer {
	objs := []fyne.CanvasObject{r.ground}
	if r.box != nil {
		objs = append(objs, r.box, r.tick)
	}
	for _, c := range r.chips {
		objs = append(objs, c)
	}
	if r.circle != nil {
		objs = append(objs, r.circle, r.face)
	}
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
	r := x.r
	r.ground.Resize(s)
	if r.box != nil {
		y := (s.Height - boxSide) / 2
		r.box.Move(fyne.NewPos(gridInset, y))
		r.box.Resize(fyne.NewSize(boxSide, boxSide))
		r.tick.Move(fyne.NewPos(gridInset+2, y+2))
		r.tick.Resize(fyne.NewSize(boxSide-4, boxSide-4))
	}
	left := r.g.inset()
	for i, w := range r.g.widths(s.Width) {
		r.layoutCell(i, left, w-cellGap, s.Height)
		left += w
	}
}

// layoutCell fits a cell's text into its room, with its chip or circle.
func (r *gridRow) layoutCell(i int, left, room, height float32) {
	t := r.texts[i]
	if chip := r.chips[i]; chip != nil {
		t.Text = kit.Fit(r.full[i], t.TextSize, t.TextStyle, room-16)
		chip.Hidden = t.Text == ""
		width := fyne.MeasureText(t.Text, t.TextSize, t.TextStyle).Width + 16
		chip.Move(fyne.NewPos(left, (height-20)/2))
		chip.Resize(fyne.NewSize(width, 20))
		t.Move(fyne.NewPos(left+8, 0))
		t.Resize(fyne.NewSize(room-8, height))
		return
	}
	if r.g.Columns[i].Avatar && r.circle != nil {
		at := fyne.NewPos(left, (height-faceSide)/2)
		for _, o := range []fyne.CanvasObject{r.circle, r.face} {
			o.Move(at)
			o.Resize(fyne.NewSize(faceSide, faceSide))
		}
		left, room = left+faceSide+10, room-faceSide-10
	}
	t.Text = kit.Fit(r.full[i], t.TextSize, t.TextStyle, room)
	t.Move(fyne.NewPos(left, 0))
	t.Resize(fyne.NewSize(room, height))
}

func (x *gridRowRenderer) Refresh() {
	x.r.paintGround()
	x.r.paintBox()
	there := x.r.id >= 0 && x.r.id < x.r.g.Length()
	for i, t := range x.r.texts {
		c := x.r.g.Columns[i]
		name := look.ColorText
		if c.Muted {
			name = look.ColorMuted
		}
		if c.Ink != nil && there {
			if ink := c.Ink(x.r.id); ink != "" {
				name = ink
			}
		}
		if c.Tone != nil && there {
			name = c.Tone(x.r.id).Color()
			x.r.chips[i].FillColor = look.Faint(name, 0x22)
		}
		if c.Avatar {
			x.r.paintFace(x.r.full[i])
		}
		t.Color = look.Color(name)
	}
	x.Layout(x.r.Size())
	canvas.Refresh(x.r)
}

func (r *gridRow) paintFace(name string) {
	c := kit.AvatarColor(name)
	r.circle.FillColor = color.NRGBA{uint8(c >> 16), uint8(c >> 8), uint8(c), 255}
	r.face.Text = kit.Initials(name)
	r.circle.Hidden, r.face.Hidden = name == "", name == ""
}

func (r *gridRow) paintBox() {
	if r.box == nil {
		return
	}
	r.box.FillColor, r.box.StrokeColor = color.Transparent, look.Color(theme.ColorNameInputBorder)
	r.tick.Hidden = true
	if r.id < r.g.Length() && r.g.Marked(r.id) {
		r.box.FillColor, r.box.StrokeColor = look.Color(look.ColorPrimary), look.Color(look.ColorPrimary)
		r.tick.Hidden = false
		r.tick.Resource = look.Icon(look.IconCheck, theme.ColorNameForegroundOnPrimary)
		r.tick.Refresh()
	}
}
