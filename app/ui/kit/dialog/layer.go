package dialog

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kartoteka/app/ui/kit"
)

// layers are the dialogs and covers over the windows as the toolkit knows them;
// covers are those that stand. Both are touched on the UI thread only.
var (
	layers []fyne.CanvasObject
	covers []*Cover
)

// takeOff takes a layer off its window with what belongs to it, such as an open
// list. The toolkit takes everything above a layer with it: dialogs that stand
// there are put back, with the keyboard where it was, so that none goes unread.
// It reports whether there was no such dialog, and the window's keys are free.
func takeOff(c fyne.Canvas, layer fyne.CanvasObject, remove func()) bool {
	layers = slices.DeleteFunc(layers, func(o fyne.CanvasObject) bool { return o == layer })
	above := slices.Clone(c.Overlays().List())
	at, keyboard := slices.Index(above, layer), c.Focused()
	remove()
	if at < 0 {
		return true
	}
	above = above[at+1:]
	other := slices.IndexFunc(above, func(o fyne.CanvasObject) bool { return slices.Contains(layers, o) })
	if other < 0 {
		return true
	}
	for _, o := range above[other:] {
		c.Overlays().Add(o)
	}
	if keyboard != nil {
		c.Focus(keyboard)
	}
	return false
}

// Cover keeps keys and clicks from a window while something that will open over
// it is prepared. It is not seen.
type Cover struct {
	env    *kit.Env
	layer  *canvas.Rectangle
	before func(*fyne.KeyEvent)
	off    func()
	above  []*Dialog // that opened since, and are not closed
	over   bool      // nothing is prepared any more
	then   func()
}

// Hold covers a window; Escape lifts the cover and then calls off.
func Hold(env *kit.Env, off func()) *Cover {
	c := env.Window.Canvas()
	v := &Cover{env: env, layer: canvas.NewRectangle(color.Transparent), before: c.OnTypedKey(), off: off}
	c.SetOnTypedKey(v.key)
	c.Overlays().Add(v.layer)
	layers, covers = append(layers, v.layer), append(covers, v)
	return v
}

func (v *Cover) key(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape && !v.over {
		v.Lift(nil)
		v.off()
	}
}

// Lift takes the cover off and then does something, nil for nothing. While a
// dialog stands above the cover both wait until that is closed. A second call
// does nothing.
func (v *Cover) Lift(then func()) {
	if v.over {
		return
	}
	v.over, v.then = true, then
	v.settle()
}

// settle takes a cover off that is over, unless a dialog stands above it.
func (v *Cover) settle() {
	if !v.over || len(v.above) > 0 || !slices.Contains(covers, v) {
		return
	}
	covers = slices.DeleteFunc(covers, func(o *Cover) bool { return o == v })
	c := v.env.Window.Canvas()
	if takeOff(c, v.layer, func() { c.Overlays().Remove(v.layer) }) {
		c.SetOnTypedKey(v.before)
	}
	if v.then != nil {
		v.then()
	}
}

// uncovered tells the covers that a dialog is closed. They are taken off once
// what the closing led to is done: that may be another dialog.
func uncovered(d *Dialog) {
	for _, v := range slices.Clone(covers) {
		i := slices.Index(v.above, d)
		if i < 0 {
			continue
		}
		v.above = slices.Delete(v.above, i, i+1)
		v.env.Post(v.settle)
	}
}
