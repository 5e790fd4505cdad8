package kit

import (
	"runtime"
	"slices"
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

// Press does what a button does for the keys that press one, and hands any other
// to the window.
func Press(from fyne.CanvasObject, e *fyne.KeyEvent, do func()) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		do()
	default:
		PassKey(from, e)
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

// FocusNow moves the keyboard to an object that is in the window already.
func FocusNow(c fyne.Canvas, o fyne.Focusable) {
	focusWish++
	c.Focus(o)
}

// focusWish counts the calls of both; it is touched on the UI thread only.
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

// Revealer scrolls an object of its own that has the keyboard into sight.
type Revealer interface{ Reveal(o fyne.CanvasObject) }

// revealers are what is open, the newest last; touched on the UI thread only.
var revealers []Revealer

// Reveals has r asked, while it is the newest, whenever something gets the
// keyboard.
func Reveals(r Revealer) { revealers = append(revealers, r) }

// RevealsNoMore ends that.
func RevealsNoMore(r Revealer) {
	revealers = slices.DeleteFunc(revealers, func(old Revealer) bool { return old == r })
}

// Reveal scrolls so that what has got the keyboard is in sight.
func Reveal(o fyne.CanvasObject) {
	if len(revealers) > 0 {
		revealers[len(revealers)-1].Reveal(o)
	}
}
