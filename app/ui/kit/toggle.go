package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit/look"
)

// Toggle is a word that is switched on and off, such as a filter. Switched on
// it has a ground and bold letters: never a colour alone.
type Toggle struct {
	widget.BaseWidget
	// OnPick is called when the person switches it.
	OnPick func(on bool)

	word           string
	on             bool
	hover, focused bool
	text           *Text
	ground         *Panel
}

var (
	_ fyne.Focusable     = (*Toggle)(nil)
	_ fyne.Tappable      = (*Toggle)(nil)
	_ desktop.Hoverable  = (*Toggle)(nil)
	_ desktop.Cursorable = (*Toggle)(nil)
)

// NewToggle returns a word, switched on or off.
func NewToggle(word string, on bool, picked func(on bool)) *Toggle {
	t := &Toggle{word: word, on: on, OnPick: picked, text: NewText(word, 12, look.ColorMuted, on)}
	t.ground = NewPanel("", theme.ColorNameInputBorder, 13, Pad(4, 11, 4, 11, t.text))
	t.ExtendBaseWidget(t)
	t.paint()
	return t
}

// Word is what it says.
func (t *Toggle) Word() string { return t.word }

// On reports whether it is switched on.
func (t *Toggle) On() bool { return t.on }

// SetOn switches it without calling OnPick.
func (t *Toggle) SetOn(on bool) {
	t.on = on
	t.paint()
}

// CreateRenderer draws the word.
func (t *Toggle) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.ground) }

// MinSize leaves room for bold letters, so that nothing moves when it is switched.
func (t *Toggle) MinSize() fyne.Size {
	m := t.ground.MinSize()
	bold := fyne.MeasureText(t.word, 12, fyne.TextStyle{Bold: true}).Width
	return fyne.NewSize(fyne.Max(m.Width, bold+22), m.Height)
}

// Tapped is called by the toolkit.
func (t *Toggle) Tapped(*fyne.PointEvent) {
	t.SetOn(!t.on)
	if t.OnPick != nil {
		t.OnPick(t.on)
	}
}

// Cursor is called by the toolkit.
func (t *Toggle) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MouseIn is called by the toolkit.
func (t *Toggle) MouseIn(*desktop.MouseEvent) { t.hover = true; t.paint() }

// MouseOut is called by the toolkit.
func (t *Toggle) MouseOut() { t.hover = false; t.paint() }

// MouseMoved is called by the toolkit.
func (t *Toggle) MouseMoved(*desktop.MouseEvent) {}

// FocusGained is called by the toolkit.
func (t *Toggle) FocusGained() {
	t.focused = true
	t.paint()
	Reveal(t)
}

// FocusLost is called by the toolkit.
func (t *Toggle) FocusLost() { t.focused = false; t.paint() }

// TypedRune is called by the toolkit.
func (t *Toggle) TypedRune(rune) {}

// TypedKey is called by the toolkit.
func (t *Toggle) TypedKey(k *fyne.KeyEvent) { Press(t, k, func() { t.Tapped(nil) }) }

// AccessibilityLabel is what a screen reader says.
func (t *Toggle) AccessibilityLabel() string { return t.word }

func (t *Toggle) paint() {
	t.ground.Fill, t.ground.Alpha, t.ground.Stroke = "", 0, theme.ColorNameInputBorder
	ink := look.ColorMuted
	switch {
	case t.on:
		t.ground.Fill, t.ground.Alpha, t.ground.Stroke, ink = look.ColorPrimary, 0x1C, look.ColorPrimary, look.ColorPrimary
	case t.hover:
		t.ground.Fill = theme.ColorNameHover
	}
	if t.focused {
		t.ground.Fill, t.ground.Alpha, t.ground.Stroke = theme.ColorNameSelection, 0, look.ColorPrimary
	}
	t.text.style.Bold, t.text.color = t.on, ink
	t.text.Center()
	t.text.Refresh()
	t.ground.Refresh()
}
