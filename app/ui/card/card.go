package card

import (
	"context"
	"reflect"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/contactform"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/quicklog"
	"kartoteka/data"
)

// Service is what the card needs of the program.
type Service interface {
	contactform.Service
	quicklog.Service
	Entries(ctx context.Context, contact int64, f data.EntryFilter, from data.EntryCursor, limit int) ([]data.Entry, error)
	PinInteraction(ctx context.Context, id int64, pinned bool) error
	SetOutcome(ctx context.Context, interactionID int64, o data.EntryOutcome) error
	DeleteInteraction(ctx context.Context, id int64) error
	Contacts(ctx context.Context, f data.ContactFilter) ([]data.ContactRow, error)
	Referrals(ctx context.Context, contact int64) ([]data.ContactRow, error)
	DeleteContact(ctx context.Context, id int64) error
	History(ctx context.Context, contact int64, limit int) ([]data.FieldChange, error)
	RevertAction(ctx context.Context, id int64) (data.Reverted, error)
	Cases(ctx context.Context, f data.CaseFilter) ([]data.CaseRow, error)
	DeleteCase(ctx context.Context, id int64) error
	DeleteOpinion(ctx context.Context, id int64) error
	AddCase(ctx context.Context, c data.Case) (data.Case, error)
	FollowUps(ctx context.Context, f data.FollowUpFilter) ([]data.FollowUpRow, error)
	DoneFollowUp(ctx context.Context, id int64, done bool) error
	ChangeFollowUp(ctx context.Context, f data.FollowUp) error
	AddFollowUp(ctx context.Context, f data.FollowUp) (int64, error)
	DeleteFollowUp(ctx context.Context, id int64) error
	Unanswered(ctx context.Context, f data.UnansweredFilter) ([]data.Unanswered, error)
	OrdersOf(ctx context.Context, contact int64) ([]data.Order, error)
	AddOrder(ctx context.Context, o data.Order) (int64, error)
	ChangeOrder(ctx context.Context, o data.Order) error
	DeleteOrder(ctx context.Context, id int64) error
}

// Hooks are what others do for the card.
type Hooks struct {
	Back func() // leads to the list
	// OpenURL hands an address to the system's telephone or mail program; nil:
	// the number or address is copied instead.
	OpenURL func(address string) error
	Log     quicklog.Hooks
	// More are deeds of others in the card's menu, such as merging.
	More []Deed
}

// Deed is an entry of the card's menu.
type Deed struct {
	Text string
	Do   func(c data.Contact)
}

// Card is the card of one client at a time.
type Card struct {
	env   *kit.Env
	svc   Service
	hooks Hooks
	scope *kit.Scope
	id    int64 // contact in front or on its way, 0: none
	file  *file // nil: on its way
	lens  lens
	stale bool // what is drawn is seen through another lens

	root          *parts.Keys
	place         *parts.Slot
	drawn         int64 // contact that was drawn last
	history, side *fyne.Container
}

// New returns a card on which nobody is yet.
func New(env *kit.Env, svc Service, hooks Hooks) *Card {
	c := &Card{env: env, svc: svc, hooks: hooks, scope: kit.NewScope(env), place: parts.NewSlot(), lens: lensAll}
	c.root = parts.NewKeys(c.place.Box, c.Key)
	return c
}

// Object is the card on the screen.
func (c *Card) Object() fyne.CanvasObject { return c.root }

// Focus is the ground of the card, where its letters work.
func (c *Card) Focus() fyne.Focusable { return c.root }

// ID is the client whose card is in front or on its way, 0 for none.
func (c *Card) ID() int64 { return c.id }

// Close ends the card's work.
func (c *Card) Close() { c.scope.Close() }

// Show brings a client's card; 0 leaves the card.
func (c *Card) Show(id int64) {
	if id != c.id {
		c.scope.Cancel("history")
		c.scope.Cancel("begin")
	}
	if id == 0 {
		c.id, c.file = 0, nil
		c.scope.Cancel("card")
		return
	}
	if c.id != id || c.file == nil {
		c.id, c.file, c.lens = id, nil, lensAll
		c.place.Set(parts.DetailPage(kit.HBox(kit.GapRows, c.backButton(), kit.Spacer()), kit.Loading(6)))
	}
	kit.Focus(c.root)
	c.load()
}

// Changed reads anew what the card shows.
func (c *Card) Changed() {
	if c.id != 0 {
		c.load()
	}
}

func (c *Card) backButton() *kit.Button { return kit.Quiet("", look.IconBack, c.hooks.Back) }

// Key is a key that no field wanted. It reports whether it was used.
func (c *Card) Key(e *fyne.KeyEvent) bool {
	if e.Name == fyne.KeyEscape {
		c.hooks.Back()
		return true
	}
	if c.file == nil {
		return false
	}
	do, ok := map[fyne.KeyName]func(){
		fyne.KeyL: c.askLog, fyne.KeyT: c.askFollowUp, fyne.KeyS: c.askCase, fyne.KeyE: c.askEdit, fyne.KeyO: c.askOrder,
		fyne.KeyH: c.showHistory,
	}[e.Name]
	if ok {
		do()
	}
	return ok
}

// load reads all that the card shows. As much of the timeline as was shown
// before is read again.
func (c *Card) load() {
	id, lens, limit := c.id, c.lens, page
	if c.file != nil {
		limit = max(limit, len(c.file.entries))
	}
	kit.Go(c.scope, "card", func(ctx context.Context) (*file, error) {
		return c.read(ctx, id, lens, limit)
	}, func(f *file, err error) {
		if c.id != id {
			return
		}
		if err != nil {
			c.place.Set(parts.DetailPage(kit.HBox(0, c.backButton(), kit.Spacer()), kit.Trouble(c.env, err, c.load)))
			return
		}
		if c.file == nil || c.stale || !reflect.DeepEqual(c.file, f) {
			c.file, c.stale = f, false
			c.draw()
		}
	})
}

func (c *Card) read(ctx context.Context, id int64, l lens, limit int) (*file, error) {
	f := &file{}
	var err error
	if f.contact, err = c.svc.Contact(ctx, id); err != nil {
		return nil, err
	}
	company := f.contact.Kind == data.Company
	steps := []func() error{
		func() error { return c.readTimeline(ctx, f, l, limit) },
		func() error {
			f.warnings, err = c.svc.MayContact(ctx, id, f.contact.PreferredChannel, c.env.Now())
			return err
		},
		func() error {
			f.cases, err = c.svc.Cases(ctx, data.CaseFilter{ContactID: id, OpenOnly: true})
			return err
		},
		func() error { f.followUps, err = c.svc.FollowUps(ctx, data.FollowUpFilter{ContactID: id}); return err },
		func() error { f.waits, err = c.svc.Unanswered(ctx, data.UnansweredFilter{ContactID: id}); return err },
		func() error { f.orders, err = c.svc.OrdersOf(ctx, id); return err },
		func() error { f.sent, err = c.svc.Referrals(ctx, id); return err },
		func() error { f.fields, err = c.svc.CustomFields(ctx); return err },
		func() error { f.channels, err = c.svc.Categories(ctx, data.ListChannels); return err },
		func() error { f.sender, err = c.nameOf(ctx, f.contact.ReferredBy); return err },
	}
	if company {
		steps = append(steps, func() error {
			f.people, err = c.svc.Contacts(ctx, data.ContactFilter{CompanyID: id, Order: data.OrderName, Limit: 200})
			return err
		})
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (c *Card) readTimeline(ctx context.Context, f *file, l lens, limit int) error {
	filter := l.filter(f.contact.Kind == data.Company)
	rows, err := c.svc.Entries(ctx, f.contact.ID, filter, data.EntryCursor{}, limit)
	if err != nil {
		return err
	}
	f.grow(rows, limit)
	if l != lensAll {
		return nil
	}
	filter.Pinned = true
	f.pinned, err = c.svc.Entries(ctx, f.contact.ID, filter, data.EntryCursor{}, page)
	return err
}

// nameOf is what a contact is called; one that is gone has no name.
func (c *Card) nameOf(ctx context.Context, id int64) (string, error) {
	if id == 0 {
		return "", nil
	}
	who, err := c.svc.Contact(ctx, id)
	if data.CodeOf(err) == data.CodeNotFound {
		return "", nil
	}
	return who.Name(), err
}

// older adds a page to the timeline.
func (c *Card) older() {
	f, filter := c.file, c.lens.filter(c.file.contact.Kind == data.Company)
	kit.Go(c.scope, "older", func(ctx context.Context) ([]data.Entry, error) {
		return c.svc.Entries(ctx, f.contact.ID, filter, f.cursor(), page)
	}, func(rows []data.Entry, err error) {
		switch {
		case c.file != f:
		case err != nil:
			dialog.ShowError(c.env, err)
		default:
			f.grow(rows, page)
			c.draw()
		}
	})
}

// look shows the timeline through another lens.
func (c *Card) look(l lens) {
	c.lens, c.stale = l, true
	c.file.entries = nil
	c.load()
}

// draw builds the card anew; what was scrolled stays where it was.
func (c *Card) draw() {
	timeline := c.buildTimeline()
	side, scroll := c.buildSide()
	if c.drawn == c.id {
		parts.KeepScroll(c.history, timeline)
		parts.KeepScroll(c.side, scroll)
	}
	c.history, c.side, c.drawn = timeline, scroll, c.id
	left := kit.Card(kit.VBox(kit.GapRows, c.buildLenses(), kit.Grow(timeline)))
	body := kit.Weighted(kit.GapCards, []float32{0.62, 0.38}, left, side)
	c.place.Set(parts.DetailPage(c.buildHead(), body))
	if c.env.Window.Canvas().Focused() == nil && c.env.Window.Canvas().Overlays().Top() == nil {
		kit.Focus(c.root)
	}
}

// go to another client's card.
func (c *Card) visit(id int64) func() {
	return func() { c.env.Navigate(kit.Route{Screen: kit.ScreenContacts, ID: id}) }
}
