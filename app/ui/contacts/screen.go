package contacts

import (
	"context"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/card"
	"kartoteka/app/ui/contactform"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

// Service is what the screen needs of the program.
type Service interface {
	card.Service
	ContactCount(ctx context.Context, f data.ContactFilter) (int, error)
	ContactIDs(ctx context.Context, f data.ContactFilter) ([]int64, error)
	Tags(ctx context.Context) ([]string, error)
	Cities(ctx context.Context) ([]string, error)
	Views(ctx context.Context) ([]data.SavedView, error)
	SaveView(ctx context.Context, v data.SavedView) (int64, error)
	DeleteView(ctx context.Context, id int64) error
	BulkChange(ctx context.Context, ids []int64, b data.BulkChange) (int, error)
	DeleteContacts(ctx context.Context, ids []int64) error
}

// Hooks are what others do for the screen.
type Hooks struct {
	Card card.Hooks // Back is the screen's own
	Form contactform.Hooks
	// Import goes to where clients are read from a file; nil: not offered.
	Import func()
	// Export writes exactly what is shown to a file, in the form that its ending
	// names, and returns how many; nil: nothing is exported from here.
	Export func(ctx context.Context, o data.ExportOptions) (int, error)
	// Twins is the place where cards that may be one client's are found; nil: none.
	Twins func(back func()) Twins
	// Merge lays two cards side by side; merged is called when they are one. nil:
	// two chosen ones can't be merged from here.
	Merge func(a, b int64, merged func())
}

// Twins is the view of cards that may be one client's.
type Twins interface {
	Content() fyne.CanvasObject
	Focus() fyne.Focusable
	Start()
	Close()
}

// Screen is the Contacts screen.
type Screen struct {
	env    *kit.Env
	svc    Service
	hooks  Hooks
	scope  *kit.Scope
	card   *card.Card
	roster *roster
	marks  *marks
	table  *table

	root  *parts.Keys
	place *parts.Slot
	page  *kit.Page
	board
	twins Twins // nil while the list or a card is in front
}

// board is the list with what stands around it.
type board struct {
	rows    *parts.Slot
	grid    *widget.Grid
	drawn   *widget.Grid      // the table that has a place
	box     fyne.CanvasObject // its place
	bulk    *parts.Slot
	filters *filterBar
	views   *viewPicker
}

var _ kit.Screen = (*Screen)(nil)

// New returns the screen; it loads nothing before Show.
func New(env *kit.Env, svc Service, hooks Hooks) *Screen {
	s := &Screen{env: env, svc: svc, hooks: hooks, scope: kit.NewScope(env), roster: newRoster(), marks: newMarks()}
	s.table = &table{tr: env.Tr, now: env.Now}
	s.table.show(usualColumns())
	s.place, s.rows, s.bulk = parts.NewSlot(), parts.NewSlot(), parts.NewSlot()
	s.bulk.Box.Hide()
	hooks.Card.Back = s.back
	s.card = card.New(env, svc, hooks.Card)
	s.root = parts.NewKeys(s.place.Box, s.Key)
	s.build()
	return s
}

func (s *Screen) build() {
	tr := s.env.Tr
	s.makeGrid()
	s.filters = newFilterBar(s)
	s.views = newViewPicker(s)
	actions := []fyne.CanvasObject{kit.Primary(tr.T("contacts.new"), look.IconAdd, s.askNew)}
	if s.hooks.Export != nil {
		actions = append([]fyne.CanvasObject{kit.Secondary(tr.T("contacts.export"), look.IconDownload, s.askExport)}, actions...)
	}
	s.page = kit.NewPage(tr.T("contacts.title"), " ", actions...)
	s.page.SetBody(kit.VBox(kit.GapRows, s.filters.object(s.views.object()), s.bulk.Box, kit.Grow(kit.FlatCard(s.rows.Box))))
	s.rows.Set(kit.Loading(8))
	s.place.Set(s.page)
}

// Content is the screen.
func (s *Screen) Content() fyne.CanvasObject { return s.root }

// Focus is the list, or the ground of the card.
func (s *Screen) Focus() fyne.Focusable {
	if s.twins != nil {
		return s.twins.Focus()
	}
	if s.card.ID() != 0 {
		return s.card.Focus()
	}
	return s.grid.Focusable()
}

// Close ends the screen's work.
func (s *Screen) Close() {
	s.leaveTwins()
	s.card.Close()
	s.scope.Close()
}

// Show brings the list in front, or a contact's card.
func (s *Screen) Show(id int64) {
	s.leaveTwins()
	s.unmark() // whoever comes back does not know any more who was chosen
	s.card.Show(id)
	if id != 0 {
		s.place.Set(s.card.Object())
		kit.Focus(s.card.Focus())
		return
	}
	s.place.Set(s.page)
	s.loadWords()
	s.reload()
}

// Changed loads anew what a change touches.
func (s *Screen) Changed(c data.Change) {
	if !c.Has(data.TopicContacts, data.TopicMail, data.TopicCases, data.TopicFollowUps, data.TopicSettings) {
		return
	}
	if s.twins != nil {
		return
	}
	if s.card.ID() != 0 {
		s.card.Changed()
		return // the list is read when it is gone back to
	}
	if c.Has(data.TopicContacts, data.TopicSettings) {
		s.loadWords()
	}
	s.reload()
}

// back leads to the list. It is a step of its own, so that the window's way
// back leads to the card again.
func (s *Screen) back() { s.env.Navigate(kit.Route{Screen: kit.ScreenContacts}) }

// ShowTwins is what the entry of the menu does.
func (s *Screen) ShowTwins() {
	if s.hooks.Twins != nil && s.twins == nil {
		s.showTwins()
	}
}

// showTwins looks through the whole base for cards that may be one client's.
func (s *Screen) showTwins() {
	s.twins = s.hooks.Twins(func() {
		s.Show(0)
		kit.Focus(s.Focus())
	})
	s.place.Set(s.twins.Content())
	s.twins.Start()
	kit.Focus(s.twins.Focus())
}

func (s *Screen) leaveTwins() {
	if s.twins != nil {
		s.twins.Close()
		s.twins = nil
	}
}

// Key is a key that no field wanted. It reports whether it was used.
func (s *Screen) Key(e *fyne.KeyEvent) bool {
	if s.twins != nil {
		return false
	}
	if s.card.ID() != 0 {
		return s.card.Key(e)
	}
	return s.listKey(e)
}

func (s *Screen) listKey(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyN:
		s.askNew()
	case fyne.KeySlash:
		kit.Focus(s.filters.search)
	case fyne.KeyF:
		s.filters.turn()
	case fyne.KeyC:
		s.askColumns()
	case fyne.KeyEscape:
		return s.unmark()
	case fyne.KeyDelete:
		s.bulkDelete()
	case fyne.KeyUp:
		if s.grid.Lead() > 0 {
			return false
		}
		kit.Focus(s.filters.search)
	default:
		return false
	}
	return true
}

// askNew opens the form of a new contact.
func (s *Screen) askNew() {
	hooks := s.hooks.Form
	hooks.Saved = func(id int64) {
		s.env.Toast(s.env.Tr.T("contacts.added"), kit.Did)
		s.env.Navigate(kit.Route{Screen: kit.ScreenContacts, ID: id})
	}
	hooks.Found = func(id int64) { s.env.Navigate(kit.Route{Screen: kit.ScreenContacts, ID: id}) }
	contactform.New(s.env, s.svc, hooks, s.filters.words())
}
