package kit

import (
	"runtime"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Command writes a key of the window as the system's people know it: "Ctrl+K",
// on a Mac "Cmd+K".
func Command(key string) string {
	if runtime.GOOS == "darwin" {
		return "Cmd+" + key
	}
	return "Ctrl+" + key
}

// PassKey hands a key that a focused widget has no use for to the window, as
// the toolkit does only when nothing has focus.
func PassKey(from fyne.CanvasObject, e *fyne.KeyEvent) {
	c := canvasOf(from)
	if c == nil {
		return
	}
	if f := c.OnTypedKey(); f != nil {
		f(e)
	}
}

// PassShortcut hands a shortcut that a focused widget has no use for to the
// window.
func PassShortcut(from fyne.CanvasObject, s fyne.Shortcut) {
	if c, ok := canvasOf(from).(interface{ TypedShortcut(fyne.Shortcut) }); ok {
		c.TypedShortcut(s)
	}
}

// Focus moves the keyboard to an object. One that was only just put into the
// window can't take it before the next frame, so it is tried again for a
// moment, unless the person or another call moves the keyboard meanwhile.
func Focus(o fyne.Focusable) {
	obj, ok := o.(fyne.CanvasObject)
	if !ok || fyne.CurrentApp() == nil {
		return
	}
	focusWish++
	if _, real := fyne.CurrentApp().Driver().(desktop.Driver); !real {
		if c := canvasOf(obj); c != nil { // in memory, everything is there at once
			c.Focus(o)
		}
		return
	}
	tryFocus(o, obj, focusWish, focusTries)
}

// focusWish counts the calls of Focus; it is touched on the UI thread only.
var focusWish int

const (
	focusTries = 40
	focusPause = 25 * time.Millisecond
)

func tryFocus(o fyne.Focusable, obj fyne.CanvasObject, wish, left int) {
	if wish != focusWish || left == 0 {
		return
	}
	if c := canvasOf(obj); c != nil && inWindow(obj) {
		c.Focus(o)
		return
	}
	time.AfterFunc(focusPause, func() { fyne.Do(func() { tryFocus(o, obj, wish, left-1) }) })
}

// inWindow reports whether an object is somewhere in its window now; the
// toolkit says the zero position for one that is not.
func inWindow(obj fyne.CanvasObject) bool {
	return !fyne.CurrentApp().Driver().AbsolutePositionForObject(obj).IsZero()
}

func canvasOf(o fyne.CanvasObject) fyne.Canvas {
	if o == nil || fyne.CurrentApp() == nil {
		return nil
	}
	return fyne.CurrentApp().Driver().CanvasForObject(o)
}

// forWindow reports whether a shortcut typed in a text field is the window's:
// a command letter, a digit or a function key. Ctrl+Alt is how Windows writes
// Polish letters, so it is never a shortcut; the field keeps its own word moves.
func forWindow(s fyne.Shortcut) bool {
	c, ok := s.(*desktop.CustomShortcut)
	if !ok || c.Modifier&fyne.KeyModifierAlt != 0 && c.Modifier&fyne.KeyModifierControl != 0 {
		return false
	}
	if c.Modifier == fyne.KeyModifierAlt {
		return c.KeyName == fyne.KeyLeft || c.KeyName == fyne.KeyRight
	}
	return len(c.KeyName) == 1 || isFunctionKey(c.KeyName)
}

// letterModifier goes with a letter that does something though a text field has
// the keyboard. On a Mac the Alt key writes letters.
func letterModifier() fyne.KeyModifier {
	if runtime.GOOS == "darwin" {
		return fyne.KeyModifierControl
	}
	return fyne.KeyModifierAlt
}

// Letter is the shortcut of a letter or digit that does something though a text
// field has the keyboard; nil for anything else. LetterKey is how it is written.
func Letter(key string) fyne.Shortcut {
	if len(key) != 1 || !(key[0] >= 'A' && key[0] <= 'Z' || key[0] >= '0' && key[0] <= '9') {
		return nil
	}
	return &desktop.CustomShortcut{KeyName: fyne.KeyName(key), Modifier: letterModifier()}
}

// LetterKey writes the shortcut of Letter as the system's people know it.
func LetterKey(key string) string {
	if runtime.GOOS == "darwin" {
		return "Ctrl+" + key
	}
	return "Alt+" + key
}

func isFunctionKey(k fyne.KeyName) bool {
	return len(k) > 1 && strings.HasPrefix(string(k), "F") && k[1] >= '0' && k[1] <= '9'
}

// forWindowKey reports whether a plain key typed in a text field is the
// window's.
func forWindowKey(k fyne.KeyName) bool { return k == fyne.KeyEscape || isFunctionKey(k) }
