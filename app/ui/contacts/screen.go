package contacts

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

// Service is what the screen needs of the program.
type Service interface {
	Contacts(ctx context.Context, f data.ContactFilter) ([]data.ContactRow, error)
	ContactCount(ctx context.Context, f data.ContactFilter) (int, error)
	Contact(ctx context.Context, id int64) (data.Contact, error)
	AddContact(ctx context.Context, c data.Contact) (int64, error)
	ChangeContact(ctx context.Context, c data.Contact) error
	Timeline(ctx context.Context, id int64, from data.TimelineCursor, limit int) ([]data.TimelineRow, error)
	LogInteraction(ctx context.Context, i data.Interaction) (int64, error)
	Cases(ctx context.Context, f data.CaseFilter) ([]data.CaseRow, error)
	AddCase(ctx context.Context, c data.Case) (data.Case, error)
	Categories(ctx context.Context, list string) ([]data.Category, error)
	FollowUps(ctx context.Context, f data.FollowUpFilter) ([]data.FollowUpRow, error)
	AddFollowUp(ctx context.Context, f data.FollowUp) (int64, error)
	DoneFollowUp(ctx context.Context, id int64, done bool) error
}

// Screen is the Contacts screen.
type Screen struct {
	env    *kit.Env
	svc    Service
	scope  *kit.Scope
	roster *roster
	card   *card // nil: the list is in front
	open   int64 // contact whose card is in front or on its way, 0: the list

	root   *parts.Keys
	place  *parts.Slot
	page   *kit.Page
	search *kit.Entry
	list   *widget.RowList
	rows   *parts.Slot

	drawn         int64 // contact whose card was drawn last
	history, side *fyne.Container
}

var _ kit.Screen = (*Screen)(nil)

// New returns the screen; it loads nothing before Show.
func New(env *kit.Env, svc Service) *Screen {
	s := &Screen{env: env, svc: svc, scope: kit.NewScope(env), roster: newRoster()}
	s.place, s.rows = parts.NewSlot(), parts.NewSlot()
	s.root = parts.NewKeys(s.place.Box, s.Key)
	s.build()
	return s
}

func (s *Screen) build() {
	tr := s.env.Tr
	s.list = widget.NewRowList(func() int { return s.roster.count }, s.row)
	s.list.OnOpen = func(i int) { s.openRow(i) }
	s.list.OnKey = s.listKey
	s.search = kit.NewEntry(tr.T("contacts.find"))
	s.search.OnChanged = func(text string) {
		s.roster.filter.Words = text
		s.reload()
	}
	s.search.OnSubmitted = func(string) { s.openRow(0) }
	s.search.OnKey = s.searchKey
	statuses := append([]data.ContactStatus{""}, data.ContactStatuses()...)
	options := parts.Options(tr, "status.", statuses)
	options[0].Text = tr.T("contacts.any-status")
	status := kit.NewChoice(options, "", func(code string) {
		s.roster.filter.Status = data.ContactStatus(code)
		s.reload()
	}).Width(170)
	order := kit.NewChoice(parts.Options(tr, "contacts.order.", []data.ContactOrder{data.OrderLastContact, data.OrderName}),
		string(s.roster.filter.Order), func(code string) {
			s.roster.filter.Order = data.ContactOrder(code)
			s.reload()
		}).Width(170)
	s.page = kit.NewPage(tr.T("contacts.title"), " ", kit.Primary(tr.T("contacts.new"), kit.IconAdd, s.askNew))
	filters := kit.HBox(kit.GapSmall, kit.Grow(s.search), status, order)
	s.page.SetBody(kit.VBox(kit.GapRows, filters, kit.Grow(kit.FlatCard(s.rows.Box))))
	s.rows.Set(kit.Loading(8))
	s.place.Set(s.page)
}

// Content is the screen.
func (s *Screen) Content() fyne.CanvasObject { return s.root }

// Focus is the list, or the ground of the card.
func (s *Screen) Focus() fyne.Focusable {
	if s.open != 0 {
		return s.root
	}
	return s.list.Focusable()
}

// Close ends the screen's work.
func (s *Screen) Close() { s.scope.Close() }

// Show brings the list in front, or a contact's card.
func (s *Screen) Show(id int64) {
	if id != 0 {
		s.openCard(id)
		return
	}
	s.open, s.card = 0, nil
	s.scope.Cancel("card")
	s.place.Set(s.page)
	s.reload()
}

// Changed loads anew what a change touches.
func (s *Screen) Changed(c data.Change) {
	if !c.Has(data.TopicContacts, data.TopicMail, data.TopicCases, data.TopicFollowUps) {
		return
	}
	s.reload()
	if s.open != 0 {
		s.loadCard(s.open)
	}
}

// Key is a key that no field wanted. It reports whether it was used.
func (s *Screen) Key(e *fyne.KeyEvent) bool {
	if s.open == 0 {
		return s.listKey(e)
	}
	if e.Name == fyne.KeyEscape {
		s.back()
		return true
	}
	if s.card == nil {
		return false
	}
	switch e.Name {
	case fyne.KeyL:
		s.askLog()
	case fyne.KeyT:
		s.askFollowUp()
	case fyne.KeyS:
		s.askCase()
	case fyne.KeyE:
		s.askEdit()
	default:
		return false
	}
	return true
}

func (s *Screen) listKey(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyN:
		s.askNew()
	case fyne.KeySlash:
		kit.Focus(s.search)
	case fyne.KeyUp:
		if s.list.Selected() > 0 {
			return false
		}
		kit.Focus(s.search)
	default:
		return false
	}
	return true
}

// searchKey lets the arrow go down from the field into the list, and Escape
// empty it.
func (s *Screen) searchKey(e *fyne.KeyEvent) bool {
	switch {
	case e.Name == fyne.KeyDown && s.roster.count > 0:
		kit.Focus(s.list.Focusable())
		s.list.Select(max(0, s.list.Selected()))
		return true
	case e.Name == fyne.KeyEscape && s.search.Text != "":
		s.search.SetText("")
		return true
	}
	return false
}

type counts struct {
	total, found int
	first        []data.ContactRow
}

// reload reads the counts and the first page anew; rows in sight stay until
// they are here.
func (s *Screen) reload() {
	filter := s.roster.pageFilter(0)
	kit.Go(s.scope, "list", func(ctx context.Context) (counts, error) {
		var c counts
		var err error
		if c.total, err = s.svc.ContactCount(ctx, data.ContactFilter{}); err != nil {
			return c, err
		}
		if c.found, err = s.svc.ContactCount(ctx, filter); err != nil {
			return c, err
		}
		c.first, err = s.svc.Contacts(ctx, filter)
		return c, err
	}, func(c counts, err error) {
		if err != nil {
			s.rows.Set(kit.Trouble(s.env, err, s.reload))
			return
		}
		s.roster.forget()
		s.roster.total, s.roster.count, s.roster.loaded = c.total, c.found, true
		s.roster.pages[0] = c.first
		s.showRows()
	})
}

func (s *Screen) showRows() {
	tr := s.env.Tr
	s.page.SetSubtitle(s.roster.summary(tr))
	switch {
	case s.roster.count > 0:
		s.rows.Set(kit.Pad(4, 4, 4, 4, s.list))
	case s.roster.filtered():
		s.rows.Set(kit.Empty(kit.IconSearch, tr.T("contacts.none-found"), nil))
	default:
		s.rows.Set(kit.Empty(kit.IconContacts, tr.T("contacts.none"), nil))
	}
	s.list.Refresh()
}

// row shows a contact, or its place while its page is on its way.
func (s *Screen) row(i int) widget.Row {
	r, known, ask := s.roster.row(i)
	if ask >= 0 {
		s.loadPage(ask)
		r, known, _ = s.roster.row(i)
	}
	if !known {
		return widget.Row{Title: "…"}
	}
	tr := s.env.Tr
	row := widget.Row{
		Avatar: r.DisplayName, Title: r.DisplayName, Subtitle: secondLine(&r.Contact),
		Chip: tr.T("status." + string(r.Status)), Tone: parts.StatusTone(r.Status),
		Right: tr.When(r.LastContact, s.env.Now()),
	}
	if r.OpenCases > 0 {
		row.Chip, row.Tone = tr.N("contacts.open-cases", r.OpenCases), kit.ToneWarn
	}
	return row
}

func (s *Screen) loadPage(page int) {
	filter := s.roster.pageFilter(page)
	asked := s.roster.asked
	kit.Go(s.scope, "page"+strconv.Itoa(page), func(ctx context.Context) ([]data.ContactRow, error) {
		return s.svc.Contacts(ctx, filter)
	}, func(rows []data.ContactRow, err error) {
		if err != nil {
			delete(asked, page) // asked for again when it next comes into sight
			return
		}
		if s.roster.filter.Same(filter) {
			s.roster.pages[page] = rows
			s.list.Refresh()
		}
	})
}

func (s *Screen) openRow(i int) {
	if i < 0 || i >= s.roster.count {
		return
	}
	if r, known, _ := s.roster.row(i); known {
		s.env.Navigate(kit.Route{Screen: kit.ScreenContacts, ID: r.ID})
	}
}
