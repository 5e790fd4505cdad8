package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
)

// Keys is a ground under a screen that takes the keyboard while none of the
// screen's fields and lists has it, so that the screen's letters work there
// too. What the screen has no use for goes to the window.
type Keys struct {
	widget.BaseWidget
	inside fyne.CanvasObject
	key    func(*fyne.KeyEvent) bool
}

var (
	_ fyne.Focusable = (*Keys)(nil)
	_ fyne.Tappable  = (*Keys)(nil)
)

// NewKeys returns a ground for an object; key reports whether it used a key.
func NewKeys(inside fyne.CanvasObject, key func(*fyne.KeyEvent) bool) *Keys {
	k := &Keys{inside: inside, key: key}
	k.ExtendBaseWidget(k)
	return k
}

// CreateRenderer draws what stands on the ground.
func (k *Keys) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(k.inside) }

// Tapped is called by the toolkit.
func (k *Keys) Tapped(*fyne.PointEvent) { kit.Focus(k) }

// FocusGained is called by the toolkit.
func (k *Keys) FocusGained() {}

// FocusLost is called by the toolkit.
func (k *Keys) FocusLost() {}

// TypedRune is called by the toolkit.
func (k *Keys) TypedRune(rune) {}

// TypedKey is called by the toolkit.
func (k *Keys) TypedKey(e *fyne.KeyEvent) {
	if !k.key(e) {
		kit.PassKey(k, e)
	}
}
