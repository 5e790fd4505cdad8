package card

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
)

// entryFace is what an entry of the timeline shows.
type entryFace struct {
	icon     look.IconName
	tone     kit.Tone
	title    string
	about    string
	verbatim string // the client's words
	own      string // the owner's
	chip     string
	ink      kit.Tone
	when     string
	pinned   string          // the word for it, "" when it is not
	keys     map[rune]func() // what a letter does while the entry has the keyboard
	open     func()          // nil: it leads nowhere
	menu     func(under fyne.CanvasObject)
}

// entryView is an entry of the timeline. Tab reaches it, Enter opens it.
type entryView struct {
	widget.BaseWidget
	face   entryFace
	ground *kit.Panel
	lit    bool
	hover  bool
}

var (
	_ fyne.Tappable          = (*entryView)(nil)
	_ fyne.SecondaryTappable = (*entryView)(nil)
	_ fyne.Focusable         = (*entryView)(nil)
	_ desktop.Hoverable      = (*entryView)(nil)
	_ desktop.Cursorable     = (*entryView)(nil)
)

func newEntryView(f entryFace) *entryView {
	v := &entryView{face: f}
	v.ground = kit.NewPanel("", "", 8, kit.Pad(7, 6, 7, 8, v.inside()))
	v.ExtendBaseWidget(v)
	return v
}

func (v *entryView) inside() fyne.CanvasObject {
	f := &v.face
	top := []fyne.CanvasObject{kit.Grow(kit.Strong(f.title).Cut())}
	if f.pinned != "" {
		top = append(top, kit.Chip(f.pinned, kit.ToneInfo))
	}
	if f.chip != "" {
		top = append(top, kit.Chip(f.chip, f.ink))
	}
	top = append(top, kit.Caption(f.when))
	rows := []fyne.CanvasObject{kit.HBox(kit.GapSmall, top...)}
	if f.about != "" {
		rows = append(rows, kit.NewText(f.about, look.SizeCaption, look.ColorMuted, false).Cut())
	}
	if f.verbatim != "" {
		rows = append(rows, quote(f.verbatim))
	}
	if f.own != "" {
		rows = append(rows, kit.TopBox(6, kit.Pad(3, 0, 0, 0, kit.Picture(look.IconEdit, 12, look.ColorMuted)),
			kit.Grow(kit.NewPara(f.own, 12, look.ColorMuted))))
	}
	body := []fyne.CanvasObject{parts.IconDisc(f.icon, f.tone, 30), kit.Grow(kit.VBox(3, rows...))}
	if f.menu != nil {
		more := newDots(f.menu)
		body = append(body, more)
	}
	return kit.TopBox(kit.GapRows, body...)
}

// quote sets the client's own words apart: a bar at the left, upright letters
// in the full colour of text.
func quote(text string) fyne.CanvasObject {
	return container.New(quoted{}, kit.NewPanel(look.ColorAccent, "", 1.5, nil), kit.NewPara(text, 12.5, look.ColorText))
}

// quoted puts a bar at the left of a text that wraps, as high as the text.
type quoted struct{}

const (
	barWidth float32 = 3
	barGap   float32 = 9
)

// MinSize is called by the toolkit.
func (quoted) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[1].MinSize()
	return fyne.NewSize(m.Width+barWidth+barGap, m.Height)
}

// Layout is called by the toolkit.
func (quoted) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(0, 2))
	o[0].Resize(fyne.NewSize(barWidth, s.Height-3))
	o[1].Move(fyne.NewPos(barWidth+barGap, 0))
	o[1].Resize(fyne.NewSize(s.Width-barWidth-barGap, s.Height))
}

// CreateRenderer draws the entry.
func (v *entryView) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(v.ground) }

// Text is the entry's title.
func (v *entryView) Text() string { return v.face.title }

// Tapped is called by the toolkit.
func (v *entryView) Tapped(*fyne.PointEvent) {
	if v.face.open != nil {
		v.face.open()
	}
}

// TappedSecondary is called by the toolkit.
func (v *entryView) TappedSecondary(*fyne.PointEvent) {
	if v.face.menu != nil {
		v.face.menu(v)
	}
}

// Cursor is called by the toolkit.
func (v *entryView) Cursor() desktop.Cursor {
	if v.face.open == nil {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// MouseIn is called by the toolkit.
func (v *entryView) MouseIn(*desktop.MouseEvent) { v.hover = true; v.paint() }

// MouseOut is called by the toolkit.
func (v *entryView) MouseOut() { v.hover = false; v.paint() }

// MouseMoved is called by the toolkit.
func (v *entryView) MouseMoved(*desktop.MouseEvent) {}

// FocusGained is called by the toolkit.
func (v *entryView) FocusGained() { v.lit = true; v.paint() }

// FocusLost is called by the toolkit.
func (v *entryView) FocusLost() { v.lit = false; v.paint() }

// TypedRune is called by the toolkit.
func (v *entryView) TypedRune(rune) {}

// TypedKey is called by the toolkit.
func (v *entryView) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if v.face.open != nil {
			v.face.open()
			return
		}
	case fyne.KeySpace:
		if v.face.menu != nil {
			v.face.menu(v)
			return
		}
	case fyne.KeyDelete:
		if do := v.face.keys['-']; do != nil {
			do()
			return
		}
	case fyne.KeyP:
		if do := v.face.keys['p']; do != nil {
			do()
			return
		}
	}
	kit.PassKey(v, k)
}

// AccessibilityLabel is what a screen reader says.
func (v *entryView) AccessibilityLabel() string {
	f := &v.face
	return f.title + ", " + f.chip + ", " + f.when + ". " + f.about + ". " + f.verbatim + " " + f.own
}

func (v *entryView) paint() {
	v.ground.Fill = ""
	switch {
	case v.lit:
		v.ground.Fill = theme.ColorNameSelection
	case v.hover && v.face.open != nil:
		v.ground.Fill = theme.ColorNameHover
	}
	v.ground.Refresh()
}

// dots is the small button that opens an entry's menu; Tab passes it by, since
// Space on the entry does the same.
type dots struct {
	widget.BaseWidget
	ground *kit.Panel
	open   func(under fyne.CanvasObject)
}

var _ desktop.Hoverable = (*dots)(nil)

func newDots(open func(under fyne.CanvasObject)) *dots {
	d := &dots{open: open}
	d.ground = kit.NewPanel("", "", 6, kit.Pad(3, 4, 3, 4, kit.Picture(look.IconMore, 16, look.ColorMuted)))
	d.ExtendBaseWidget(d)
	return d
}

// CreateRenderer draws the dots.
func (d *dots) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(d.ground) }

// Tapped is called by the toolkit.
func (d *dots) Tapped(*fyne.PointEvent) { d.open(d) }

// MouseIn is called by the toolkit.
func (d *dots) MouseIn(*desktop.MouseEvent) { d.paint(theme.ColorNameHover) }

// MouseOut is called by the toolkit.
func (d *dots) MouseOut() { d.paint("") }

// MouseMoved is called by the toolkit.
func (d *dots) MouseMoved(*desktop.MouseEvent) {}

func (d *dots) paint(c fyne.ThemeColorName) {
	d.ground.Fill = c
	d.ground.Refresh()
}
