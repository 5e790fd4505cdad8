package dialog

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
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
	// Tall lets the fields scroll where the window is too low for them.
	Tall bool
	// Changed reports whether something would be lost by leaving; then Escape
	// asks first. nil: nothing would.
	Changed func() bool
	// First has the keyboard at first; nil: the first field.
	First fyne.Focusable
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
	save   *kit.Button
	errors *kit.Para
	risk   *input.Risk
	busy   bool
	asked  *Dialog           // whether to leave, nil: never
	body   *container.Scroll // nil unless the form is tall
	foot   []fyne.CanvasObject
}

// ShowForm opens a form.
func ShowForm(env *kit.Env, f Form) *FormDialog {
	fd := &FormDialog{form: f, errors: kit.NewPara("", look.SizeBody, look.ColorBad)}
	fd.errors.Hide()
	fd.risk = input.NewRisk(env, func() {
		if fd.Dialog != nil && !fd.closed {
			fd.Fit()
		}
	})
	fd.save = kit.Primary(f.Deed, "", fd.submit)
	fd.foot = []fyne.CanvasObject{kit.Spacer(), kit.Secondary(env.Tr.T("ui.cancel"), "", fd.askLeave), fd.save}
	if f.Extra != nil {
		fd.foot = append([]fyne.CanvasObject{f.Extra}, fd.foot...)
	}
	width := f.Width
	if width == 0 {
		width = dialogWidth
	}
	fd.Dialog = showDialog(env, f.Title, width, fd.build(env), fd.foot)
	fd.enter, fd.leave = fd.submit, fd.askLeave
	openForms = append(openForms, fd)
	kit.Reveals(fd)
	for _, k := range commitKeys {
		env.Window.Canvas().AddShortcut(k, func(fyne.Shortcut) { CommitForm(env.Window) })
	}
	first := f.First
	for _, field := range f.Fields {
		found := fd.wire(field.Input, first)
		if first == nil {
			first = found
		}
	}
	if first != nil {
		fd.focus(first)
	}
	return fd
}

// build stacks the fields, in a scrolling place if the form is tall.
func (fd *FormDialog) build(env *kit.Env) fyne.CanvasObject {
	rows := make([]fyne.CanvasObject, 0, len(fd.form.Fields)+1)
	if fd.form.Intro != "" {
		rows = append(rows, kit.NewPara(fd.form.Intro, look.SizeBody, look.ColorMuted))
	}
	for _, field := range fd.form.Fields {
		rows = append(rows, input.Row(field.Label, field.Hint, field.Input))
	}
	if !fd.form.Tall {
		return kit.VBox(kit.GapRows, append(rows, fd.risk, fd.errors)...)
	}
	fd.body = container.NewVScroll(kit.Pad(0, 12, 4, 0, kit.VBox(kit.GapRows, rows...)))
	return kit.VBox(kit.GapRows, container.New(&bounded{env, []fyne.CanvasObject{fd.risk, fd.errors}}, fd.body), fd.risk, fd.errors)
}

// Wire makes Enter in a field that was added later save the form.
func (fd *FormDialog) Wire(o fyne.CanvasObject) { fd.wire(o, nil) }

// Fit gives the form the height that its fields need now.
func (fd *FormDialog) Fit() {
	fd.pop.Resize(fd.pop.MinSize())
	fd.pop.Refresh()
}

// askLeave closes the form, after a question if something would be lost.
func (fd *FormDialog) askLeave() {
	if fd.form.Changed == nil || !fd.form.Changed() {
		fd.Close()
		return
	}
	tr := fd.env.Tr
	fd.asked = Confirm(fd.env, tr.T("ui.leave-title"), tr.T("ui.leave-question"), tr.T("ui.leave-deed"), fd.Close)
}

// Close closes the form.
func (fd *FormDialog) Close() {
	if fd.closed {
		return
	}
	if fd.asked != nil { // it was saved meanwhile, and there is nothing to ask any more
		fd.asked.Close()
	}
	fd.Dialog.Close()
	openForms = slices.DeleteFunc(openForms, func(o *FormDialog) bool { return o == fd })
	kit.RevealsNoMore(fd)
	if formIn(fd.env.Window) != nil {
		return
	}
	for _, k := range commitKeys {
		fd.env.Window.Canvas().RemoveShortcut(k)
	}
}

// openForms are the forms in sight, the newest last; touched on the UI thread only.
var openForms []*FormDialog

func formIn(w fyne.Window) *FormDialog {
	for _, fd := range slices.Backward(openForms) {
		if fd.env.Window == w {
			return fd
		}
	}
	return nil
}

var commitKeys = []fyne.Shortcut{
	&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault},
	&desktop.CustomShortcut{KeyName: fyne.KeyEnter, Modifier: fyne.KeyModifierShortcutDefault},
}

// CommitForm is Ctrl+Enter, wherever the keyboard is in a form: on a button or
// a drop-down, too. It saves the newest form of a window.
func CommitForm(w fyne.Window) {
	if fd := formIn(w); fd != nil {
		fd.submit()
	}
}

// bounded is as high as what scrolls in it, but no higher than the window lets
// a dialog be.
type bounded struct {
	env   *kit.Env
	below []fyne.CanvasObject // what is said under it takes room as well
}

// dialogRest is the height of a dialog without its body, with room around it.
const dialogRest float32 = 190

// MinSize is what the content needs, but no higher than the window has room beside what stands below.
func (b *bounded) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[0].MinSize()
	if s, ok := o[0].(*container.Scroll); ok {
		m = s.Content.MinSize()
	}
	room := b.env.Window.Canvas().Size().Height - dialogRest
	for _, o := range b.below {
		if o.Visible() {
			room -= o.MinSize().Height + kit.GapRows
		}
	}
	return fyne.NewSize(m.Width, fyne.Min(m.Height, fyne.Max(160, room)))
}

// Layout gives the content the room, and what is scrolled its width.
func (b *bounded) Layout(o []fyne.CanvasObject, size fyne.Size) {
	if s, ok := o[0].(*container.Scroll); ok {
		kit.HeightAt(s.Content, size.Width)
	}
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(size)
}

// Reveal scrolls a tall form so that what has the keyboard is in sight.
func (fd *FormDialog) Reveal(o fyne.CanvasObject) {
	if fd.body == nil || slices.Contains(fd.foot, o) || fyne.CurrentApp() == nil {
		return
	}
	d := fyne.CurrentApp().Driver()
	top := d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(fd.body).Y
	bottom := top + o.Size().Height
	const edge = 24 // the word above a field is seen with it
	switch {
	case top < edge:
		fd.body.ScrollToOffset(fyne.NewPos(0, fyne.Max(0, fd.body.Offset.Y+top-edge)))
	case bottom > fd.body.Size().Height:
		fd.body.ScrollToOffset(fyne.NewPos(0, fd.body.Offset.Y+bottom-fd.body.Size().Height+8))
	}
}

// Submitter is an input in which Enter, when it has no other use there, saves
// the form. First is where its keyboard focus goes.
type Submitter interface {
	WireSubmit(save func())
	First() fyne.Focusable
}

// wire makes Enter in a field save, has its text looked at, and finds the first
// field.
func (fd *FormDialog) wire(o fyne.CanvasObject, first fyne.Focusable) fyne.Focusable {
	if e, ok := o.(*input.Entry); ok {
		fd.risk.Watch(e)
	}
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
	case *kit.Fold:
		return fd.wire(w.Body(), first)
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
		if fd.errors.Visible() {
			fd.errors.Hide()
			fd.Fit()
		}
		return
	}
	fd.say(fd.env.Tr.Error(err), look.ColorBad)
}

// Say shows a sentence in the form that is no error, such as the good result
// of a test.
func (fd *FormDialog) Say(sentence string, tone kit.Tone) { fd.say(sentence, tone.Color()) }

func (fd *FormDialog) say(sentence string, c fyne.ThemeColorName) {
	fd.errors.Tint(c).SetText(sentence)
	fd.errors.Show()
	fd.Fit()
	fd.Fit() // the words are wrapped by now, and their height is known
}
