package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
)

// Tick is an empty box that says "done" when it is pressed.
type Tick struct {
	widget.BaseWidget
	ground *kit.Panel
	mark   fyne.CanvasObject
	says   string
	tapped func()
}

var (
	_ fyne.Tappable      = (*Tick)(nil)
	_ fyne.Focusable     = (*Tick)(nil)
	_ desktop.Hoverable  = (*Tick)(nil)
	_ desktop.Cursorable = (*Tick)(nil)
)

const tickSide float32 = 20

// NewTick returns a box; says is what a screen reader says of it.
func NewTick(says string, tapped func()) *Tick {
	t := &Tick{says: says, tapped: tapped, mark: kit.Picture(look.IconCheck, 14, look.ColorGood)}
	t.mark.Hide()
	t.ground = kit.NewPanel(look.ColorCard, look.ColorMuted, 6, kit.Pad(3, 3, 3, 3, t.mark))
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer draws the box.
func (t *Tick) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(kit.Box(tickSide, tickSide, t.ground))
}

// Tapped is called by the toolkit.
func (t *Tick) Tapped(*fyne.PointEvent) { t.tapped() }

// Cursor is called by the toolkit.
func (t *Tick) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MouseIn is called by the toolkit.
func (t *Tick) MouseIn(*desktop.MouseEvent) { t.show(true) }

// MouseOut is called by the toolkit.
func (t *Tick) MouseOut() { t.show(false) }

// MouseMoved is called by the toolkit.
func (t *Tick) MouseMoved(*desktop.MouseEvent) {}

// FocusGained is called by the toolkit.
func (t *Tick) FocusGained() { t.show(true) }

// FocusLost is called by the toolkit.
func (t *Tick) FocusLost() { t.show(false) }

// show previews the mark, so that it is plain what a press does.
func (t *Tick) show(on bool) {
	t.ground.Stroke = look.ColorMuted
	if on {
		t.ground.Stroke = look.ColorPrimary
	}
	if on {
		t.mark.Show()
	} else {
		t.mark.Hide()
	}
	t.ground.Refresh()
}

// TypedRune is called by the toolkit.
func (t *Tick) TypedRune(rune) {}

// TypedKey is called by the toolkit.
func (t *Tick) TypedKey(k *fyne.KeyEvent) { kit.Press(t, k, t.tapped) }

// AccessibilityLabel is what a screen reader says.
func (t *Tick) AccessibilityLabel() string { return t.says }
