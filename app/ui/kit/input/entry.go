// Package input is where something is typed or picked: text fields, days, choices,
// ticks, the letters that work while a field has the keyboard, and the sentence
// about what had better not be written down. It must not know what the fields are
// for, nor the form that they stand in.
package input

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
)

// Entry is a text field that lets the window's shortcuts, function keys and
// Escape through while it has focus.
type Entry struct {
	widget.Entry
	// OnKey sees keys first; true means used.
	OnKey func(*fyne.KeyEvent) bool
	// OnCommit is Ctrl+Enter, for fields of many lines.
	OnCommit func()
	// OnLetter is called with a letter or digit pressed with Alt (see Letter).
	OnLetter func(key string)
	// OnLeave is called when the keyboard goes elsewhere.
	OnLeave func()
	// OnRune sees letters first; true: it used it.
	OnRune    func(rune) bool
	width     float32
	dropStray bool // the next letter without a key before it is not text
}

// NewEntry returns a field of one line.
func NewEntry(placeholder string) *Entry {
	e := &Entry{}
	e.ExtendBaseWidget(e)
	e.PlaceHolder = placeholder
	return e
}

// NewPassword returns a field that hides what is typed.
func NewPassword() *Entry {
	e := NewEntry("")
	e.Password = true
	return e
}

// NewTextArea returns a wrapping field of several lines. Tab leaves it.
func NewTextArea(placeholder string, rows int) *Entry {
	e := NewEntry(placeholder)
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.SetMinRowsVisible(rows)
	return e
}

// Width gives the field a least width. It returns the field itself.
func (e *Entry) Width(w float32) *Entry {
	e.width = w
	return e
}

// DropStray says whether the next letter that comes without a key before it is
// dropped: the letter of the key that opened the dialog around the field.
func (e *Entry) DropStray(drop bool) { e.dropStray = drop }

// MinSize is at least the width that was asked for, and as high as a button.
func (e *Entry) MinSize() fyne.Size {
	m := e.Entry.MinSize()
	m.Width = fyne.Max(m.Width, e.width)
	m.Height = fyne.Max(m.Height, kit.ButtonHeight)
	return m
}

// AcceptsTab is false: Tab always moves on to the next field.
func (e *Entry) AcceptsTab() bool { return false }

// FocusGained is called by the toolkit.
func (e *Entry) FocusGained() {
	e.Entry.FocusGained()
	kit.Reveal(e)
}

// FocusLost is called by the toolkit.
func (e *Entry) FocusLost() {
	e.Entry.FocusLost()
	if e.OnLeave != nil {
		e.OnLeave()
	}
}

// TypedRune is called by the toolkit.
func (e *Entry) TypedRune(r rune) {
	if e.dropStray {
		e.dropStray = false
		return
	}
	if e.OnRune != nil && e.OnRune(r) {
		return
	}
	e.Entry.TypedRune(r)
}

// TypedKey is called by the toolkit.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	e.dropStray = false
	if e.OnKey != nil && e.OnKey(k) {
		return
	}
	if forWindowKey(k.Name) {
		kit.PassKey(e, k)
		return
	}
	e.Entry.TypedKey(k)
}

// TypedShortcut is called by the toolkit.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if c, ok := s.(*desktop.CustomShortcut); ok && e.OnCommit != nil &&
		(c.KeyName == fyne.KeyReturn || c.KeyName == fyne.KeyEnter) {
		e.OnCommit()
		return
	}
	if c, ok := s.(*desktop.CustomShortcut); ok && e.OnLetter != nil && c.Modifier == letterModifier() && len(c.KeyName) == 1 {
		e.OnLetter(string(c.KeyName))
		return
	}
	if forWindow(s) {
		kit.PassShortcut(e, s)
		return
	}
	e.Entry.TypedShortcut(s)
}

// WireSubmit makes Enter (Ctrl+Enter in a field of many lines) call save,
// unless the field has a use for it already.
func (e *Entry) WireSubmit(save func()) {
	if e.OnSubmitted == nil && !e.MultiLine {
		e.OnSubmitted = func(string) { save() }
	}
	if e.OnCommit == nil {
		e.OnCommit = save
	}
}

// First is the field itself.
func (e *Entry) First() fyne.Focusable { return e }
