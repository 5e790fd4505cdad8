package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
)

// Line is an entry of a short list that is shown whole. Tab reaches it and
// Enter opens it when it has somewhere to lead to.
type Line struct {
	Icon  look.IconName // "" for none
	Tone  kit.Tone      // of the icon
	Title string
	Sub   string // "" for none
	Wrap  bool   // the second line may take several
	Chip  string // "" for none
	Ink   kit.Tone
	Right string // small, at the end of the title
	Lead  fyne.CanvasObject
	OnTap func() // nil: it leads nowhere
}

// LineView is a Line on the screen.
type LineView struct {
	widget.BaseWidget
	line   Line
	ground *kit.Panel
	lit    bool
	hover  bool
}

var (
	_ fyne.Tappable      = (*LineView)(nil)
	_ fyne.Focusable     = (*LineView)(nil)
	_ desktop.Hoverable  = (*LineView)(nil)
	_ desktop.Cursorable = (*LineView)(nil)
)

// NewLine returns the view of a line.
func NewLine(l Line) *LineView {
	v := &LineView{line: l}
	v.ground = kit.NewPanel("", "", 8, kit.Pad(7, 8, 7, 8, v.inside()))
	v.ExtendBaseWidget(v)
	return v
}

const lineIcon float32 = 30

func (v *LineView) inside() fyne.CanvasObject {
	l := &v.line
	top := []fyne.CanvasObject{kit.Grow(kit.Strong(l.Title).Cut())}
	if l.Chip != "" {
		top = append(top, kit.Chip(l.Chip, l.Ink))
	}
	if l.Right != "" {
		top = append(top, kit.Caption(l.Right))
	}
	rows := []fyne.CanvasObject{kit.HBox(kit.GapSmall, top...)}
	switch {
	case l.Sub == "":
	case l.Wrap:
		rows = append(rows, kit.NewPara(l.Sub, 12, look.ColorMuted))
	default:
		rows = append(rows, kit.NewText(l.Sub, 12, look.ColorMuted, false).Cut())
	}
	var parts []fyne.CanvasObject
	if l.Lead != nil {
		parts = append(parts, l.Lead)
	}
	if l.Icon != "" {
		parts = append(parts, IconDisc(l.Icon, l.Tone, lineIcon))
	}
	parts = append(parts, kit.Grow(kit.VBox(2, rows...)))
	if l.Wrap {
		return kit.TopBox(kit.GapRows, parts...)
	}
	return kit.HBox(kit.GapRows, parts...)
}

// IconDisc is an icon on a disc in its tone's soft colour.
func IconDisc(name look.IconName, tone kit.Tone, side float32) fyne.CanvasObject {
	p := kit.NewPanel(tone.Color(), "", side/2,
		kit.Pad(side/4, side/4, side/4, side/4, kit.Picture(name, side/2, tone.Color())))
	p.Alpha = 0x22
	return kit.Box(side, side, p)
}

// CreateRenderer draws the line.
func (v *LineView) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(v.ground) }

// Title returns the line's first text.
func (v *LineView) Title() string { return v.line.Title }

// Tapped is called by the toolkit.
func (v *LineView) Tapped(*fyne.PointEvent) {
	if v.line.OnTap != nil {
		v.line.OnTap()
	}
}

// Cursor is called by the toolkit.
func (v *LineView) Cursor() desktop.Cursor {
	if v.line.OnTap == nil {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// MouseIn is called by the toolkit.
func (v *LineView) MouseIn(*desktop.MouseEvent) { v.hover = true; v.paint() }

// MouseOut is called by the toolkit.
func (v *LineView) MouseOut() { v.hover = false; v.paint() }

// MouseMoved is called by the toolkit.
func (v *LineView) MouseMoved(*desktop.MouseEvent) {}

// FocusGained is called by the toolkit.
func (v *LineView) FocusGained() { v.lit = true; v.paint() }

// FocusLost is called by the toolkit.
func (v *LineView) FocusLost() { v.lit = false; v.paint() }

// TypedRune is called by the toolkit.
func (v *LineView) TypedRune(rune) {}

// TypedKey is called by the toolkit.
func (v *LineView) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if v.line.OnTap != nil {
			v.line.OnTap()
			return
		}
	}
	kit.PassKey(v, k)
}

// AccessibilityLabel is what a screen reader says.
func (v *LineView) AccessibilityLabel() string {
	return v.line.Title + ", " + v.line.Chip + ", " + v.line.Right + ". " + v.line.Sub
}

func (v *LineView) paint() {
	v.ground.Fill = ""
	switch {
	case v.lit:
		v.ground.Fill = theme.ColorNameSelection
	case v.hover && v.line.OnTap != nil:
		v.ground.Fill = theme.ColorNameHover
	}
	v.ground.Refresh()
}
