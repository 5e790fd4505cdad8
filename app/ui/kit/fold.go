package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit/look"
)

// Fold is a section whose body is shown when its heading is pressed. Folded,
// it says in a few words what is in it.
type Fold struct {
	widget.BaseWidget
	// OnFold is called when the person opened or folded it.
	OnFold func(open bool)
	head   *foldHead
	body   fyne.CanvasObject
	box    *fyne.Container
}

// NewFold returns a section, open or folded.
func NewFold(heading, summary string, open bool, body fyne.CanvasObject) *Fold {
	f := &Fold{body: body}
	f.head = newFoldHead(heading, summary, func() { f.turn(!f.Open()) })
	f.box = VBox(GapSmall, f.head, body)
	f.ExtendBaseWidget(f)
	f.SetOpen(open)
	return f
}

// Open reports whether the body is in sight.
func (f *Fold) Open() bool { return f.head.open }

// SetOpen shows or hides the body without calling OnFold.
func (f *Fold) SetOpen(open bool) {
	f.head.open = open
	if open {
		f.body.Show()
	} else {
		f.body.Hide()
	}
	f.head.paint()
	f.box.Refresh()
}

// Body is what is shown when it is open.
func (f *Fold) Body() fyne.CanvasObject { return f.body }

// Head is where the keyboard goes to open it.
func (f *Fold) Head() fyne.Focusable { return f.head }

func (f *Fold) turn(open bool) {
	f.SetOpen(open)
	f.Refresh()
	if f.OnFold != nil {
		f.OnFold(open)
	}
}

// CreateRenderer draws the section.
func (f *Fold) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.box) }

// foldHead is the heading of a Fold.
type foldHead struct {
	widget.BaseWidget
	open    bool
	focused bool
	hover   bool
	ground  *Panel
	arrow   *fyne.Container
	words   *Text
	short   *Text
	tapped  func()
}

var (
	_ fyne.Focusable     = (*foldHead)(nil)
	_ fyne.Tappable      = (*foldHead)(nil)
	_ desktop.Hoverable  = (*foldHead)(nil)
	_ desktop.Cursorable = (*foldHead)(nil)
)

func newFoldHead(heading, summary string, tapped func()) *foldHead {
	h := &foldHead{tapped: tapped, words: Strong(heading), short: NewText(summary, 12, look.ColorMuted, false).Cut()}
	h.arrow = Box(16, 16, Picture(look.IconRight, 16, look.ColorMuted))
	h.ground = NewPanel("", "", 8, Pad(7, 8, 7, 6, HBox(GapSmall, h.arrow, h.words, Grow(h.short))))
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer draws the heading.
func (h *foldHead) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(h.ground) }

// Text is what the heading says.
func (h *foldHead) Text() string { return h.words.Text() }

// Tapped is called by the toolkit.
func (h *foldHead) Tapped(*fyne.PointEvent) { h.tapped() }

// Cursor is called by the toolkit.
func (h *foldHead) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MouseIn is called by the toolkit.
func (h *foldHead) MouseIn(*desktop.MouseEvent) { h.hover = true; h.paint() }

// MouseOut is called by the toolkit.
func (h *foldHead) MouseOut() { h.hover = false; h.paint() }

// MouseMoved is called by the toolkit.
func (h *foldHead) MouseMoved(*desktop.MouseEvent) {}

// FocusGained is called by the toolkit.
func (h *foldHead) FocusGained() {
	h.focused = true
	h.paint()
	Reveal(h)
}

// FocusLost is called by the toolkit.
func (h *foldHead) FocusLost() { h.focused = false; h.paint() }

// TypedRune is called by the toolkit.
func (h *foldHead) TypedRune(rune) {}

// TypedKey is called by the toolkit.
func (h *foldHead) TypedKey(k *fyne.KeyEvent) { Press(h, k, h.tapped) }

func (h *foldHead) paint() {
	icon := look.IconRight
	if h.open {
		icon = look.IconDown
	}
	h.arrow.Objects = []fyne.CanvasObject{Picture(icon, 16, look.ColorMuted)}
	h.short.Hidden = h.open
	h.ground.Fill, h.ground.Alpha = look.ColorMuted, 0x12
	switch {
	case h.focused:
		h.ground.Fill, h.ground.Alpha = theme.ColorNameSelection, 0
	case h.hover:
		h.ground.Alpha = 0x1E
	}
	h.arrow.Refresh()
	h.ground.Refresh()
}
