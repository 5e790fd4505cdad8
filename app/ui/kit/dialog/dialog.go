// Package dialog is what opens over the window: questions, failures, forms, and the
// choice of a file. It must not know what is asked or written down there.
package dialog

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
)

// Dialog is a window over the window. Escape closes it.
type Dialog struct {
	env    *kit.Env
	pop    *widget.PopUp
	layer  fyne.CanvasObject // the pop-up as it lies over the window
	before func(*fyne.KeyEvent)
	enter  func() // what Enter does when no field has taken it; nil: nothing
	leave  func() // what Escape does; nil: the dialog closes
	closed bool
	// OnClosed is called once when it closed, however it did.
	OnClosed func()
}

// dialogWidth fits a form of one column and a sentence of two lines.
const dialogWidth float32 = 460

// Show opens a dialog of any content; buttons stand at its right below.
// The dialog's own cancel button is not added.
func Show(env *kit.Env, title string, body fyne.CanvasObject, buttons ...fyne.CanvasObject) *Dialog {
	return showDialog(env, title, dialogWidth, body, atRight(buttons))
}

// ShowWide is Show at a width of one's own.
func ShowWide(env *kit.Env, title string, width float32, body fyne.CanvasObject, buttons ...fyne.CanvasObject) *Dialog {
	return showDialog(env, title, width, body, atRight(buttons))
}

func showDialog(env *kit.Env, title string, width float32, body fyne.CanvasObject, buttons []fyne.CanvasObject) *Dialog {
	d := &Dialog{env: env}
	foot := kit.HBox(kit.GapSmall, buttons...)
	inside := kit.VBox(kit.GapCards, kit.NewText(title, 17, look.ColorText, true).Cut(), body, foot)
	frame := container.New(&fixedWidth{width - 2*theme.Padding()}, kit.Pad(16, 18, 14, 18, inside))
	c := env.Window.Canvas()
	d.pop = widget.NewModalPopUp(frame, c)
	d.before = c.OnTypedKey()
	c.SetOnTypedKey(d.key)
	d.pop.Show()
	d.layer = c.Overlays().Top()
	layers = append(layers, d.layer)
	for _, v := range covers {
		if v.env.Window == env.Window {
			v.above = append(v.above, d)
		}
	}
	return d
}

func atRight(buttons []fyne.CanvasObject) []fyne.CanvasObject {
	return append([]fyne.CanvasObject{kit.Spacer()}, buttons...)
}

func (d *Dialog) key(e *fyne.KeyEvent) {
	if d.closed { // by itself, under another dialog that gave the keys back
		if d.before != nil {
			d.before(e)
		}
		return
	}
	switch e.Name {
	case fyne.KeyEscape:
		if d.leave != nil {
			d.leave()
			return
		}
		d.Close()
	case fyne.KeyReturn, fyne.KeyEnter:
		if d.enter != nil {
			d.enter()
		}
	}
}

// focus moves the keyboard into the dialog at once, so that nothing typed ahead
// is lost on a slow screen. The letter of the key that opened the dialog comes
// in the same turn of the event loop, without a key of its own before it: a
// field drops it.
func (d *Dialog) focus(o fyne.Focusable) {
	if e, ok := o.(*input.Entry); ok {
		e.DropStray(true)
		d.env.Post(func() { e.DropStray(false) })
	}
	kit.FocusNow(d.env.Window.Canvas(), o)
}

// Focus moves the keyboard to something in the dialog.
func (d *Dialog) Focus(o fyne.Focusable) {
	if !d.closed {
		kit.FocusNow(d.env.Window.Canvas(), o)
	}
}

// Close closes it.
func (d *Dialog) Close() {
	if d.closed {
		return
	}
	d.closed = true
	if takeOff(d.env.Window.Canvas(), d.layer, d.pop.Hide) {
		d.env.Window.Canvas().SetOnTypedKey(d.before)
	}
	if d.OnClosed != nil {
		d.OnClosed()
	}
	uncovered(d)
}

// Closed reports whether it was closed.
func (d *Dialog) Closed() bool { return d.closed }

// Confirm asks before something that can't be taken back. deed is the word on
// the button and names what will happen ("Usuń konto").
func Confirm(env *kit.Env, title, sentence, deed string, do func()) *Dialog {
	var d *Dialog
	cancel := kit.Secondary(env.Tr.T("ui.cancel"), "", func() { d.Close() })
	d = Show(env, title, kit.Sentence(sentence), cancel, kit.Danger(deed, func() {
		d.Close()
		do()
	}))
	d.focus(cancel)
	return d
}

// ShowError tells what went wrong, in a translated sentence and never with the
// raw cause.
func ShowError(env *kit.Env, err error) *Dialog {
	var d *Dialog
	ok := kit.Primary(env.Tr.T("ui.understood"), "", func() { d.Close() })
	body := kit.TopBox(kit.GapRows, kit.Picture(look.IconAlert, 24, look.ColorBad), kit.Grow(kit.Sentence(env.Tr.Error(err))))
	d = Show(env, env.Tr.T("ui.did-not-work"), body, ok)
	d.focus(ok)
	return d
}

type fixedWidth struct{ width float32 }

// MinSize is the fixed width and the height that the content needs at it.
func (f *fixedWidth) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(f.width, kit.HeightAt(o[0], f.width))
}

// Layout gives the content the room.
func (f *fixedWidth) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(s)
}
