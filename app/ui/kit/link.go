package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// LinkText is a word that leads somewhere. Tab reaches it, Enter presses it.
type LinkText struct {
	widget.BaseWidget
	Text   *Text
	tapped func()
	ground *Panel
}

var (
	_ fyne.Focusable     = (*LinkText)(nil)
	_ fyne.Tappable      = (*LinkText)(nil)
	_ desktop.Cursorable = (*LinkText)(nil)
)

// CreateRenderer draws the word and a ground that shows the focus.
func (l *LinkText) CreateRenderer() fyne.WidgetRenderer {
	l.ground = NewPanel("", "", 6, Pad(2, 4, 2, 4, l.Text))
	return widget.NewSimpleRenderer(l.ground)
}

// Tapped is called by the toolkit.
func (l *LinkText) Tapped(*fyne.PointEvent) {
	if l.tapped != nil {
		l.tapped()
	}
}

// Cursor is called by the toolkit.
func (l *LinkText) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained is called by the toolkit.
func (l *LinkText) FocusGained() {
	l.lit("focus")
	Reveal(l)
}

// FocusLost is called by the toolkit.
func (l *LinkText) FocusLost() { l.lit("") }

func (l *LinkText) lit(c fyne.ThemeColorName) {
	if l.ground != nil {
		l.ground.Fill = c
		l.ground.Refresh()
	}
}

// TypedRune is called by the toolkit.
func (l *LinkText) TypedRune(rune) {}

// TypedKey is called by the toolkit.
func (l *LinkText) TypedKey(k *fyne.KeyEvent) { Press(l, k, func() { l.Tapped(nil) }) }

// TapText is a word that is pressed with the mouse. Tab passes it by: it is for
// what comes and goes by itself and has a key of its own.
type TapText struct {
	widget.BaseWidget
	Text   *Text
	tapped func()
}

var (
	_ fyne.Tappable      = (*TapText)(nil)
	_ desktop.Cursorable = (*TapText)(nil)
)

// NewTapText returns a word; tapped is called when it is pressed.
func NewTapText(text *Text, tapped func()) *TapText {
	t := &TapText{Text: text, tapped: tapped}
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer draws the word.
func (t *TapText) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(Pad(2, 4, 2, 4, t.Text))
}

// Tapped is called by the toolkit.
func (t *TapText) Tapped(*fyne.PointEvent) { t.tapped() }

// Cursor is called by the toolkit.
func (t *TapText) Cursor() desktop.Cursor { return desktop.PointerCursor }

// AccessibilityLabel is what a screen reader says.
func (t *TapText) AccessibilityLabel() string { return t.Text.Text() }
