package input

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"kartoteka/data"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
)

// DateEntry is a field for a day. What is typed is read by ParseDay, and the
// day that was understood stands in words at its right, before anything is
// saved.
type DateEntry struct {
	widget.BaseWidget
	Entry *Entry
	// OnDay is called when another day was understood; zero when none is.
	OnDay func(data.Date)
	env   *kit.Env
	said  *kit.Text
	day   data.Date
	good  bool
}

// NewDateEntry returns a field with a day in it; a zero day leaves it empty.
func NewDateEntry(env *kit.Env, d data.Date) *DateEntry {
	e := &DateEntry{env: env, Entry: NewEntry(env.Tr.T("ui.date-hint")).Width(150), said: kit.Muted("").Cut()}
	e.ExtendBaseWidget(e)
	e.SetDay(d)
	e.Entry.OnChanged = func(s string) { e.read(s) }
	return e
}

// Day returns the day; zero when the field is empty or was not understood.
func (e *DateEntry) Day() data.Date { return e.day }

// Understood reports whether the field is empty or holds a day.
func (e *DateEntry) Understood() bool { return e.good }

// Check returns the error to show when what was typed is no day.
func (e *DateEntry) Check() error {
	if e.good {
		return nil
	}
	return data.NewError(data.CodeInvalid, "not-a-day", "Text", e.Entry.Text)
}

// SetDay puts a day into the field.
func (e *DateEntry) SetDay(d data.Date) {
	text := e.env.Tr.Date(d) // as dates stand elsewhere in the window; ParseDay reads it
	e.Entry.SetText(text)
	e.read(text)
}

func (e *DateEntry) read(s string) {
	if s == "" {
		e.good, e.day = true, data.Date{}
		e.said.SetText("")
		return
	}
	before := e.day
	e.day, e.good = ParseDay(s, e.env.Today())
	if e.good {
		e.said.Tint(look.ColorMuted)
		e.sayDay()
	} else {
		e.day = data.Date{}
		e.said.Tint(look.ColorBad).SetText(e.env.Tr.T("ui.date-unclear"))
	}
	if e.OnDay != nil && e.day != before {
		e.OnDay(e.day)
	}
}

// sayDay says the day in words; only the day of the week where there is no room
// for more.
func (e *DateEntry) sayDay() {
	text := e.env.Tr.LongDate(e.day)
	room := e.Size().Width - e.Entry.MinSize().Width - kit.GapRows
	if room > 0 && e.said.Wide(text) > room {
		text = e.env.Tr.Weekday(e.day.Weekday())
	}
	e.said.SetText(text)
}

// Resize is called by the toolkit.
func (e *DateEntry) Resize(s fyne.Size) {
	e.BaseWidget.Resize(s)
	if e.good && !e.day.IsZero() {
		e.sayDay()
	}
}

// CreateRenderer lays the field out.
func (e *DateEntry) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(kit.HBox(kit.GapRows, e.Entry, kit.Grow(e.said)))
}

// WireSubmit makes Enter in the field call save.
func (e *DateEntry) WireSubmit(save func()) { e.Entry.WireSubmit(save) }

// First is the field in which the day is typed.
func (e *DateEntry) First() fyne.Focusable { return e.Entry }
