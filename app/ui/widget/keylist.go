package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fyneui "fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
)

// keyList is the toolkit's list with the whole keyboard: PageUp and PageDown,
// Home and End, Enter. What it has no use for goes to its owner, then to the
// window. It draws no highlight of its own: rows do.
type keyList struct {
	fyneui.List
	step    float32                   // height of a row with its gap
	lead    func() int                // row with the cursor, -1 for none
	move    func(to int)              // the cursor moved by key
	open    func()                    // Enter
	all     func()                    // Ctrl+A; may be nil
	onKey   func(*fyne.KeyEvent) bool // may be nil
	onRune  func(rune) bool           // may be nil
	lit     func()                    // focus came or went
	focused bool
	waits   bool // a row is to be revealed as soon as there is a size
}

var _ fyne.Shortcutable = (*keyList)(nil)

// FocusGained is called by the toolkit.
func (k *keyList) FocusGained() { k.setFocused(true) }

// FocusLost is called by the toolkit.
func (k *keyList) FocusLost() { k.setFocused(false) }

func (k *keyList) setFocused(on bool) {
	k.focused = on
	k.lit()
}

// TypedRune is called by the toolkit.
func (k *keyList) TypedRune(r rune) {
	if k.onRune != nil {
		k.onRune(r)
	}
}

// TypedKey is called by the toolkit.
func (k *keyList) TypedKey(e *fyne.KeyEvent) {
	if k.onKey != nil && k.onKey(e) {
		return
	}
	n, lead := k.Length(), k.lead()
	if to, ok := target(e.Name, lead, n, k.page()); ok {
		if n > 0 && to != lead {
			k.move(to)
			k.reveal(to)
		}
		return
	}
	if e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
		if lead >= 0 && lead < n {
			k.open()
		}
		return
	}
	kit.PassKey(k, e)
}

// TypedShortcut is called by the toolkit.
func (k *keyList) TypedShortcut(s fyne.Shortcut) {
	if _, ok := s.(*fyne.ShortcutSelectAll); ok && k.all != nil {
		k.all()
		return
	}
	kit.PassShortcut(k, s)
}

// reveal brings a row into sight. Before the list has a size that would scroll
// to a wrong place, so it waits for one.
func (k *keyList) reveal(i int) {
	if k.Size().Height > k.step {
		k.ScrollTo(i)
		return
	}
	k.waits = true
}

// Resize is called by the toolkit.
func (k *keyList) Resize(s fyne.Size) {
	k.List.Resize(s)
	if k.waits && s.Height > k.step {
		k.waits = false
		k.ScrollTo(k.lead())
	}
}

func (k *keyList) page() int { return max(1, int(k.Size().Height/k.step)-1) }

// target returns the row to which a key moves the cursor.
func target(key fyne.KeyName, lead, n, page int) (int, bool) {
	to := lead
	switch key {
	case fyne.KeyDown:
		to++
	case fyne.KeyUp:
		to--
	case fyne.KeyPageDown:
		to += page
	case fyne.KeyPageUp:
		to -= page
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = n - 1
	default:
		return 0, false
	}
	return min(max(to, 0), max(n-1, 0)), true
}

// modifiers returns the modifier keys held down now.
func modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}
