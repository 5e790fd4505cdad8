package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Form is a dialog in which something is written down. Enter saves, Escape
// leaves it, the first field has the keyboard.
type Form struct {
	Title  string
	Intro  string // a sentence under the title, "" for none
	Deed   string // the word on the button: "Zapisz", "Dodaj konto"
	Fields []Field
	Width  float32 // 0: the usual one
	// Submit is called on the UI thread. It checks and saves (off the thread),
	// and then calls done: with nil the form closes, with an error the sentence
	// is shown in the form, which stays as it is.
	Submit func(done func(error))
	// Extra is a button at the left of the foot, nil for none.
	Extra fyne.CanvasObject
}

// Field is a row of a form: a word above the input, and a small hint under it.
type Field struct {
	Label string
	Hint  string
	Input fyne.CanvasObject
}

// FormDialog is an open form.
type FormDialog struct {
	*Dialog
	form   Form
	save   *Button
	errors *Para
	busy   bool
}

// ShowForm opens a form.
func ShowForm(env *Env, f Form) *FormDialog {
	fd := &FormDialog{form: f, errors: NewPara("", SizeBody, ColorBad)}
	fd.errors.Hide()
	fd.save = Primary(f.Deed, "", fd.submit)
	cancel := Secondary(env.Tr.T("ui.cancel"), "", func() { fd.Close() })
	rows := make([]fyne.CanvasObject, 0, len(f.Fields)+2)
	if f.Intro != "" {
		rows = append(rows, NewPara(f.Intro, SizeBody, ColorMuted))
	}
	for _, field := range f.Fields {
		rows = append(rows, fieldRow(field))
	}
	rows = append(rows, fd.errors)
	width := f.Width
	if width == 0 {
		width = dialogWidth
	}
	buttons := []fyne.CanvasObject{Spacer(), cancel, fd.save}
	if f.Extra != nil {
		buttons = append([]fyne.CanvasObject{f.Extra}, buttons...)
	}
	fd.Dialog = showDialog(env, f.Title, width, VBox(GapRows, rows...), buttons)
	fd.enter = fd.submit
	var first fyne.Focusable
	for _, field := range f.Fields {
		first = fd.wire(field.Input, first)
	}
	if first != nil {
		fd.focus(first)
	}
	return fd
}

// Labelled is an input with a word above it, as forms have them.
func Labelled(label string, input fyne.CanvasObject) fyne.CanvasObject {
	return fieldRow(Field{Label: label, Input: input})
}

func fieldRow(f Field) fyne.CanvasObject {
	parts := []fyne.CanvasObject{}
	if f.Label != "" {
		parts = append(parts, NewText(f.Label, 12, ColorMuted, true))
	}
	parts = append(parts, f.Input)
	if f.Hint != "" {
		parts = append(parts, Note(f.Hint))
	}
	return VBox(GapTiny, parts...)
}

// Submitter is an input in which Enter, when it has no other use there, saves
// the form. First is where its keyboard focus goes.
type Submitter interface {
	WireSubmit(save func())
	First() fyne.Focusable
}

// wire makes Enter in a field save, and finds the first field.
func (fd *FormDialog) wire(o fyne.CanvasObject, first fyne.Focusable) fyne.Focusable {
	switch w := o.(type) {
	case Submitter:
		w.WireSubmit(fd.submit)
		if first == nil {
			return w.First()
		}
	case *fyne.Container:
		for _, child := range w.Objects {
			first = fd.wire(child, first)
		}
	case *container.Scroll:
		return fd.wire(w.Content, first)
	case fyne.Focusable:
		if first == nil {
			return w
		}
	}
	return first
}

// submit asks the form's owner to save; a second press while that runs does
// nothing.
func (fd *FormDialog) submit() {
	if fd.busy || fd.closed {
		return
	}
	fd.busy = true
	fd.save.Disable()
	fd.Tell(nil)
	fd.form.Submit(func(err error) {
		fd.busy = false
		if fd.closed {
			return
		}
		if err == nil {
			fd.Close()
			return
		}
		fd.save.Enable()
		fd.Tell(err)
	})
}

// Tell shows an error's sentence in the form; nil takes it away.
func (fd *FormDialog) Tell(err error) {
	if err == nil {
		fd.errors.Hide()
		return
	}
	fd.say(fd.env.Tr.Error(err), ColorBad)
}

// Say shows a sentence in the form that is no error, such as the good result
// of a test.
func (fd *FormDialog) Say(sentence string, tone Tone) { fd.say(sentence, tone.Color()) }

func (fd *FormDialog) say(sentence string, c fyne.ThemeColorName) {
	fd.errors.Tint(c).SetText(sentence)
	fd.errors.Show()
	fd.pop.Resize(fd.pop.MinSize())
	fd.pop.Refresh()
}
