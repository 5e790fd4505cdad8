package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
)

// KeyCap is a key as it lies on the keyboard.
func KeyCap(key string) fyne.CanvasObject {
	return kit.NewPanel(look.ColorCard, look.ColorBorder, 5,
		kit.Pad(1, 5, 1, 5, kit.NewText(key, look.SizeCaption, look.ColorMuted, true).Center()))
}

// KeyButton is a deed with the one key that does it.
type KeyButton struct {
	widget.BaseWidget
	ground  *kit.Panel
	label   string
	best    bool // the one to be expected
	tone    kit.Tone
	hover   bool
	focused bool
	tapped  func()
}

var (
	_ fyne.Tappable     = (*KeyButton)(nil)
	_ fyne.Focusable    = (*KeyButton)(nil)
	_ desktop.Hoverable = (*KeyButton)(nil)
)

const (
	keyButtonHeight float32 = 34
	keyButtonText   float32 = 12.5
	keyButtonRoom   float32 = 36 // beside the label: cap, gap and margins
)

// NewKeyButton returns a button that stands back.
func NewKeyButton(key, label string, tapped func()) *KeyButton {
	return newKeyButton(key, label, false, kit.ToneNeutral, tapped)
}

// NewBestButton returns the button that is to be expected, in a tone's colour.
func NewBestButton(key, label string, tone kit.Tone, tapped func()) *KeyButton {
	return newKeyButton(key, label, true, tone, tapped)
}

func newKeyButton(key, label string, best bool, tone kit.Tone, tapped func()) *KeyButton {
	ink := look.ColorText
	if best {
		ink = tone.Color()
	}
	b := &KeyButton{label: label, best: best, tone: tone, tapped: tapped}
	b.ground = kit.NewPanel("", theme.ColorNameInputBorder, 8, kit.Pad(0, 5, 0, 4, kit.HBox(5,
		kit.Box(20, 20, KeyCap(key)), kit.Grow(kit.NewText(label, keyButtonText, ink, best).Cut()))))
	b.ExtendBaseWidget(b)
	b.paint()
	return b
}

// Label is what the button says.
func (b *KeyButton) Label() string { return b.label }

// Natural is the width at which nothing of the label is cut.
func (b *KeyButton) Natural() float32 {
	return fyne.MeasureText(b.label, keyButtonText, fyne.TextStyle{Bold: b.best}).Width + keyButtonRoom
}

// CreateRenderer draws the button.
func (b *KeyButton) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(kit.Box(0, keyButtonHeight, b.ground))
}

// Tapped is called by the toolkit.
func (b *KeyButton) Tapped(*fyne.PointEvent) { b.tapped() }

// MouseIn is called by the toolkit.
func (b *KeyButton) MouseIn(*desktop.MouseEvent) { b.hover = true; b.paint() }

// MouseOut is called by the toolkit.
func (b *KeyButton) MouseOut() { b.hover = false; b.paint() }

// MouseMoved is called by the toolkit.
func (b *KeyButton) MouseMoved(*desktop.MouseEvent) {}

// FocusGained is called by the toolkit.
func (b *KeyButton) FocusGained() { b.focused = true; b.paint() }

// FocusLost is called by the toolkit.
func (b *KeyButton) FocusLost() { b.focused = false; b.paint() }

// TypedRune is called by the toolkit.
func (b *KeyButton) TypedRune(rune) {}

// TypedKey is called by the toolkit.
func (b *KeyButton) TypedKey(k *fyne.KeyEvent) { kit.Press(b, k, b.tapped) }

// AccessibilityLabel is what a screen reader says.
func (b *KeyButton) AccessibilityLabel() string { return b.label }

func (b *KeyButton) paint() {
	b.ground.Fill, b.ground.Alpha, b.ground.Stroke = "", 0, theme.ColorNameInputBorder
	switch {
	case b.focused:
		b.ground.Fill, b.ground.Stroke = theme.ColorNameSelection, look.ColorPrimary
	case b.best:
		b.ground.Fill, b.ground.Alpha, b.ground.Stroke = b.tone.Color(), 0x1C, b.tone.Color()
	case b.hover:
		b.ground.Fill = theme.ColorNameHover
	}
	b.ground.Refresh()
}

// KeyGrid lays buttons out in rows of so many whose columns are as wide as
// their words ask.
func KeyGrid(across int, buttons []*KeyButton) fyne.CanvasObject {
	shares := make([]float32, across)
	var rows []fyne.CanvasObject
	for i, b := range buttons {
		shares[i%across] = fyne.Max(shares[i%across], b.Natural())
	}
	for ; len(buttons) > 0; buttons = buttons[min(across, len(buttons)):] {
		row := make([]fyne.CanvasObject, min(across, len(buttons)))
		for i := range row {
			row[i] = buttons[i]
		}
		rows = append(rows, kit.Weighted(6, shares, row...))
	}
	return kit.VBox(6, rows...)
}

// KeyRow puts buttons side by side, each as wide as its words ask.
func KeyRow(buttons ...*KeyButton) fyne.CanvasObject {
	objs := make([]fyne.CanvasObject, len(buttons))
	for i, b := range buttons {
		objs[i] = kit.Box(b.Natural()+8, 0, b)
	}
	return Flow(kit.GapSmall, objs...)
}
