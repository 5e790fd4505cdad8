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
	rowHeight  float32 = 54
	avatarSide float32 = 34
	tickSide   float32 = 20
	rowInset   float32 = 12
)

// listRow draws one row with plain canvas texts: the toolkit's labels that
// shorten themselves are 30 to 80 times slower.
type listRow struct {
	fyneui.BaseWidget
	list  *RowList
	id    int
	row   Row
	hover bool

	ground, bar       *canvas.Rectangle
	circle, dot       *canvas.Circle
	initials          *canvas.Text
	title, sub, right *canvas.Text
	chipText          *canvas.Text
	chipGround        *canvas.Rectangle
	icon              *canvas.Image
}

func newListRow(l *RowList) *listRow {
	text := func(size float32, bold bool) *canvas.Text {
		t := canvas.NewText("", color.Black)
		t.TextSize, t.TextStyle.Bold = size, bold
		return t
	}
	r := &listRow{
		list: l, id: -1,
		ground: canvas.NewRectangle(color.Transparent), bar: canvas.NewRectangle(color.Transparent),
		circle: canvas.NewCircle(color.Transparent), dot: canvas.NewCircle(color.Transparent),
		initials: text(avatarSide*0.38, true), title: text(look.SizeBody, true), sub: text(look.SizeCaption+1, false),
		right: text(look.SizeCaption, false), chipText: text(look.SizeCaption, true),
		chipGround: canvas.NewRectangle(color.Transparent), icon: &canvas.Image{FillMode: canvas.ImageFillContain},
	}
	r.ground.CornerRadius, r.chipGround.CornerRadius, r.bar.CornerRadius = 8, 10, 2
	r.initials.Alignment, r.chipText.Alignment, r.right.Alignment = fyne.TextAlignCenter, fyne.TextAlignCenter, fyne.TextAlignTrailing
	r.ExtendBaseWidget(r)
	return r
}

func (r *listRow) set(id int) {
	r.id = id
	r.row = r.list.Row(id)
	r.Refresh()
}

// Tapped is called by the toolkit.
func (r *listRow) Tapped(e *fyne.PointEvent) {
	r.list.tapped(r.id, r.row.Check && e.Position.X < rowInset+tickSide+8)
}

// TappedSecondary is called by the toolkit.
func (r *listRow) TappedSecondary(e *fyne.PointEvent) {
	r.list.Select(r.id)
	if r.list.OnMenu != nil {
		r.list.OnMenu(r.id, e.AbsolutePosition)
	}
}

// MouseIn is called by the toolkit.
func (r *listRow) MouseIn(*desktop.MouseEvent) { r.setHover(true) }

// MouseOut is called by the toolkit.
func (r *listRow) MouseOut() { r.setHover(false) }

// MouseMoved is called by the toolkit.
func (r *listRow) MouseMoved(*desktop.MouseEvent) {}

func (r *listRow) setHover(on bool) {
	r.hover = on
	r.paintGround()
	canvas.Refresh(r.ground)
}

// AccessibilityLabel is what a screen reader says.
func (r *listRow) AccessibilityLabel() string { return r.row.Title + ", " + r.row.Subtitle }

// CreateRenderer draws the row.
func (r *listRow) CreateRenderer() fyne.WidgetRenderer { return &listRowRenderer{r} }

type listRowRenderer struct{ r *listRow }

func (x *listRowRenderer) Destroy()           {}
func (x *listRowRenderer) MinSize() fyne.Size { return fyne.NewSize(160, rowHeight) }

func (x *listRowRenderer) Objects() []fyne.CanvasObject {
	r := x.r
	return []fyne.CanvasObject{
		r.ground, r.bar, r.circle, r.initials, r.icon, r.dot, r.title, r.sub, r.right, r.chipGround, r.chipText,
	}
}

func (x *listRowRenderer) Refresh() {
	x.r.paint()
	x.Layout(x.r.Size())
	canvas.Refresh(x.r)
}

func (x *listRowRenderer) Layout(s fyne.Size) {
	r := x.r
	r.ground.Resize(s)
	r.bar.Move(fyne.NewPos(2, 12))
	r.bar.Resize(fyne.NewSize(3, s.Height-24))
	left := rowInset
	if r.row.Avatar != "" || r.row.Icon != "" {
		y := (s.Height - avatarSide) / 2
		r.circle.Move(fyne.NewPos(left, y))
		r.circle.Resize(fyne.NewSize(avatarSide, avatarSide))
		r.initials.Move(fyne.NewPos(left, y))
		r.initials.Resize(fyne.NewSize(avatarSide, avatarSide))
		r.icon.Move(fyne.NewPos(left+8, y+8))
		r.icon.Resize(fyne.NewSize(avatarSide-16, avatarSide-16))
		left += avatarSide + 12
	}
	if r.row.Check {
		r.layoutTick(s)
		left = rowInset + tickSide + 12
	}
	r.layoutLines(s, left)
}

func (r *listRow) layoutTick(s fyne.Size) {
	y := (s.Height - tickSide) / 2
	r.circle.Move(fyne.NewPos(rowInset, y))
	r.circle.Resize(fyne.NewSize(tickSide, tickSide))
	r.icon.Move(fyne.NewPos(rowInset+4, y+4))
	r.icon.Resize(fyne.NewSize(tickSide-8, tickSide-8))
}

// layoutLines puts the title and what stands at its right on the upper line,
// the subtitle and the chip on the lower one.
func (r *listRow) layoutLines(s fyne.Size, left float32) {
	end := s.Width - rowInset
	top, low := s.Height/2-19, s.Height/2+2
	rightWidth := fyne.MeasureText(r.row.Right, r.right.TextSize, r.right.TextStyle).Width
	r.right.Text = r.row.Right
	r.right.Move(fyne.NewPos(end-rightWidth, top+1))
	r.right.Resize(fyne.NewSize(rightWidth, 16))
	titleEnd := end - rightWidth
	if rightWidth > 0 {
		titleEnd -= 8
	}
	subEnd := end
	if r.row.Chip != "" {
		y, room := low-1, &subEnd
		if r.row.ChipUp {
			y, room = top, &titleEnd
		}
		*room = r.layoutChip(*room, y)
	}
	if r.row.Unread {
		r.dot.Move(fyne.NewPos(left, top+6))
		r.dot.Resize(fyne.NewSize(7, 7))
	}
	titleLeft := left
	if r.row.Unread {
		titleLeft += 12
	}
	r.title.Text = kit.Fit(r.row.Title, r.title.TextSize, r.title.TextStyle, titleEnd-titleLeft)
	r.title.Move(fyne.NewPos(titleLeft, top))
	r.title.Resize(fyne.NewSize(titleEnd-titleLeft, 18))
	r.sub.Text = kit.Fit(r.row.Subtitle, r.sub.TextSize, r.sub.TextStyle, subEnd-left)
	r.sub.Move(fyne.NewPos(left, low))
	r.sub.Resize(fyne.NewSize(fyne.Max(0, subEnd-left), 17))
}

// layoutChip puts the chip before end and returns what is left before it.
func (r *listRow) layoutChip(end, y float32) float32 {
	w := fyne.MeasureText(r.row.Chip, r.chipText.TextSize, r.chipText.TextStyle).Width + 16
	for _, o := range []fyne.CanvasObject{r.chipGround, r.chipText} {
		o.Move(fyne.NewPos(end-w, y))
		o.Resize(fyne.NewSize(w, 20))
	}
	return end - w - 8
}

// paint gives everything its colour and hides what the row has not.
func (r *listRow) paint() {
	r.paintGround()
	r.title.Color, r.sub.Color, r.right.Color = look.Color(look.ColorText), look.Color(look.ColorMuted), look.Color(look.ColorMuted)
	r.dot.FillColor = look.Color(look.ColorAccent)
	r.dot.Hidden = !r.row.Unread
	r.chipText.Text, r.chipText.Color = r.row.Chip, look.Color(r.row.Tone.Color())
	r.chipGround.FillColor = look.Faint(r.row.Tone.Color(), 0x22)
	r.chipText.Hidden, r.chipGround.Hidden = r.row.Chip == "", r.row.Chip == ""
	r.circle.Hidden = r.row.Avatar == "" && r.row.Icon == "" && !r.row.Check
	r.circle.StrokeWidth = 0
	r.initials.Hidden = r.row.Avatar == ""
	r.icon.Hidden = r.row.Icon == "" || r.row.Avatar != ""
	switch {
	case r.row.Check:
		r.paintTick()
	case r.row.Avatar != "":
		c := kit.AvatarColor(r.row.Avatar)
		r.circle.FillColor = color.NRGBA{uint8(c >> 16), uint8(c >> 8), uint8(c), 255}
		r.initials.Text, r.initials.Color = kit.Initials(r.row.Avatar), color.White
	case r.row.Icon != "":
		r.circle.FillColor = look.Faint(r.row.Tone.Color(), 0x22)
		r.icon.Resource = look.Icon(r.row.Icon, r.row.Tone.Color())
		r.icon.Refresh()
	}
}

func (r *listRow) paintTick() {
	r.initials.Hidden, r.icon.Hidden = true, !r.row.Checked
	r.circle.StrokeWidth, r.circle.StrokeColor = 2, look.Color(look.ColorMuted)
	r.circle.FillColor = color.Transparent
	if r.row.Checked {
		r.circle.StrokeColor, r.circle.FillColor = look.Color(look.ColorGood), look.Color(look.ColorGood)
		r.icon.Resource = look.Icon(look.IconCheck, theme.ColorNameForegroundOnSuccess)
		r.icon.Refresh()
	}
}

func (r *listRow) paintGround() {
	r.ground.FillColor, r.bar.FillColor = color.Transparent, color.Transparent
	switch {
	case r.id == r.list.selected && r.list.list.focused:
		r.ground.FillColor, r.bar.FillColor = look.Color(theme.ColorNameSelection), look.Color(look.ColorPrimary)
	case r.id == r.list.selected:
		r.ground.FillColor, r.bar.FillColor = look.Faint(look.ColorMuted, 0x1E), look.Color(look.ColorMuted)
	case r.hover:
		r.ground.FillColor = look.Color(theme.ColorNameHover)
	}
}
