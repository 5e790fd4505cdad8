package widget

import (
	"fyne.io/fyne/v2"
	fyneui "fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit/input"
)

// Suggest is a text field that offers what matches while the person types.
// What was picked has an id; as soon as the text is changed it has none again.
type Suggest struct {
	fyneui.BaseWidget
	Entry *input.Entry // the field itself
	// Find is asked for matches on the UI thread; it answers with show, at once
	// or later, on the UI thread. An answer that comes late is dropped.
	Find func(text string, show func([]Match))
	// OnPick is called when a match was picked.
	OnPick func(Match)
	// Must tells that only what is picked counts: Enter waits for matches that are
	// on their way.
	Must bool

	drop   *Dropdown
	id     int64
	asked  int
	silent bool
}

// NewSuggest returns an empty field.
func NewSuggest(placeholder string) *Suggest {
	s := &Suggest{Entry: input.NewEntry(placeholder)}
	s.ExtendBaseWidget(s)
	s.drop = NewDropdown(s.Entry)
	s.drop.OnPick = func(m Match) {
		s.Set(m.ID, m.Title)
		if s.OnPick != nil {
			s.OnPick(m)
		}
	}
	s.Entry.OnChanged = s.changed
	s.Entry.OnKey = func(e *fyne.KeyEvent) bool {
		if !s.drop.Open() {
			return s.drop.Awaits(e)
		}
		return s.drop.key(e)
	}
	return s
}

// Set puts a text with its id into the field, without offering anything.
func (s *Suggest) Set(id int64, text string) {
	s.silent = true
	s.Entry.SetText(text)
	s.Entry.CursorColumn = len([]rune(text))
	s.silent = false
	s.id = id
	s.asked++
	s.Entry.Refresh()
}

// ID returns the id of what was picked, 0 when the text was typed.
func (s *Suggest) ID() int64 { return s.id }

// Text returns what the field says.
func (s *Suggest) Text() string { return s.Entry.Text }

// CreateRenderer draws the field.
func (s *Suggest) CreateRenderer() fyne.WidgetRenderer { return fyneui.NewSimpleRenderer(s.Entry) }

// WireSubmit makes Enter in the field call save while no list is open.
func (s *Suggest) WireSubmit(save func()) { s.Entry.WireSubmit(save) }

// First is the field in which is typed.
func (s *Suggest) First() fyne.Focusable { return s.Entry }

// Dropdown is the list of matches.
func (s *Suggest) Dropdown() *Dropdown { return s.drop }

func (s *Suggest) changed(text string) {
	if s.silent {
		return
	}
	s.id = 0
	s.asked++
	if text == "" || s.Find == nil {
		s.drop.Show(nil)
		return
	}
	if s.Must {
		s.drop.Expect()
	}
	mine := s.asked
	s.Find(text, func(m []Match) {
		if mine == s.asked {
			s.drop.Show(m)
		}
	})
}
