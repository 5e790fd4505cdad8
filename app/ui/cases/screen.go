package cases

import (
	"context"
	"reflect"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

// Service is what the screen needs of the program.
type Service interface {
	Cases(ctx context.Context, f data.CaseFilter) ([]data.CaseRow, error)
	Case(ctx context.Context, id int64) (data.CaseRow, error)
	ChangeCase(ctx context.Context, c data.CaseChange) error
	DeleteCase(ctx context.Context, id int64) error
	RedirectCase(ctx context.Context, id int64, redirected bool) error
	Categories(ctx context.Context, list string) ([]data.Category, error)
	FollowUps(ctx context.Context, f data.FollowUpFilter) ([]data.FollowUpRow, error)
	AddFollowUp(ctx context.Context, f data.FollowUp) (int64, error)
	DoneFollowUp(ctx context.Context, id int64, done bool) error
	ExportList(ctx context.Context, o data.ExportOptions, progress func(done, total int)) (int, error)
}

// Screen is the Cases screen.
type Screen struct {
	env   *kit.Env
	svc   Service
	scope *kit.Scope

	listing         // of the list in front
	all     bool    // closed ones too
	open    int64   // case in front or on its way, 0: the list
	file    *record // nil: the list is in front
	drawn   drawn

	root    *parts.Keys
	place   *parts.Slot
	page    *kit.Page
	openBtn *kit.Button
	allBtn  *kit.Button
	list    *widget.RowList
	body    *parts.Slot
	answers parts.Answers
}

// listing are the cases of the list, and the owner's lists that name them.
type listing struct {
	rows               []data.CaseRow
	categories, causes []data.Category
	loaded             bool
}

// drawn is the case that was drawn last, with what scrolls of it.
type drawn struct {
	id          int64
	left, right *fyne.Container
}

// record is one case with what belongs to it.
type record struct {
	row       data.CaseRow
	followUps []data.FollowUpRow
	standing  data.ReplyStanding // of the answers in it
}

var _ kit.Screen = (*Screen)(nil)

// New returns the screen; it loads nothing before Show.
func New(env *kit.Env, svc Service) *Screen {
	s := &Screen{env: env, svc: svc, scope: kit.NewScope(env), place: parts.NewSlot(), body: parts.NewSlot()}
	s.root = parts.NewKeys(s.place.Box, s.Key)
	s.build()
	return s
}

func (s *Screen) build() {
	tr := s.env.Tr
	s.openBtn = kit.Quiet(tr.T("cases.open"), "", func() { s.filter(false) })
	s.allBtn = kit.Quiet(tr.T("cases.all"), "", func() { s.filter(true) })
	s.page = kit.NewPage(tr.T("cases.title"), " ", s.openBtn, s.allBtn,
		kit.Secondary(tr.T("contacts.export"), look.IconDownload, s.askExport))
	s.list = widget.NewRowList(func() int { return len(s.rows) }, s.row)
	s.list.OnOpen = func(i int) {
		s.env.Navigate(kit.Route{Screen: kit.ScreenCases, ID: s.rows[i].ID})
	}
	s.page.SetBody(kit.FlatCard(s.body.Box))
	s.body.Set(kit.Loading(8))
	s.place.Set(s.page)
	s.showFilter()
}

// Content is the screen.
func (s *Screen) Content() fyne.CanvasObject { return s.root }

// Focus is the list, or the ground of the case.
func (s *Screen) Focus() fyne.Focusable {
	if s.open != 0 {
		return s.root
	}
	return s.list.Focusable()
}

// Close ends the screen's work.
func (s *Screen) Close() { s.scope.Close() }

// Show brings the list in front, or a case.
func (s *Screen) Show(id int64) {
	if id != 0 {
		s.openCase(id)
		return
	}
	s.open, s.file = 0, nil
	s.scope.Cancel("case")
	s.place.Set(s.page)
	s.load()
}

// Changed loads anew what a change touches.
func (s *Screen) Changed(c data.Change) {
	if !c.Has(data.TopicCases, data.TopicFollowUps, data.TopicContacts, data.TopicMail) {
		return
	}
	s.load()
	if s.open != 0 {
		s.loadCase(s.open)
	}
}

// Key is a key that no field wanted. It reports whether it was used.
func (s *Screen) Key(e *fyne.KeyEvent) bool {
	if s.open == 0 {
		return false
	}
	switch {
	case e.Name == fyne.KeyEscape:
		s.back()
	case e.Name == fyne.KeyT && s.file != nil:
		s.askFollowUp()
	case s.file != nil && s.answers.Key(s.env.Tr, e):
		s.answer()
	case e.Name == fyne.KeyDelete && s.file != nil:
		s.delete()
	default:
		return false
	}
	return true
}

func (s *Screen) filter(all bool) {
	s.all = all
	s.showFilter()
	s.list.Unselect()
	s.load()
	kit.Focus(s.list.Focusable())
}

func (s *Screen) showFilter() {
	parts.Choose(s.openBtn, s.openBtn.Text, !s.all)
	parts.Choose(s.allBtn, s.allBtn.Text, s.all)
}

// load reads the list. The open cases are few; all of them is what the filter
// "all" asks for.
func (s *Screen) load() {
	openOnly := !s.all
	kit.Go(s.scope, "list", func(ctx context.Context) (listing, error) {
		var l listing
		var err error
		if l.rows, err = s.svc.Cases(ctx, data.CaseFilter{OpenOnly: openOnly}); err != nil {
			return l, err
		}
		if l.categories, err = s.svc.Categories(ctx, data.ListCategories); err != nil {
			return l, err
		}
		l.causes, err = s.svc.Categories(ctx, data.ListCauses)
		return l, err
	}, func(l listing, err error) {
		if err != nil {
			s.body.Set(kit.Trouble(s.env, err, s.load))
			return
		}
		l.rows, l.loaded = sorted(l.rows), true
		s.listing = l
		s.showList()
	})
}

func (s *Screen) showList() {
	tr := s.env.Tr
	s.page.SetSubtitle(s.summary())
	switch {
	case len(s.rows) > 0:
		s.body.Set(kit.Pad(4, 4, 4, 4, s.list))
	case s.all:
		s.body.Set(kit.Empty(look.IconCases, tr.T("cases.none"), nil))
	default:
		s.body.Set(kit.Empty(look.IconCheck, tr.T("cases.none-open"), nil))
	}
	if s.list.Selected() < 0 && len(s.rows) > 0 {
		s.list.Mark(0)
	}
	s.list.Refresh()
}

// summary is the line under the title.
func (s *Screen) summary() string {
	tr := s.env.Tr
	n, late := openCount(s.rows), overdue(s.rows)
	switch {
	case s.all:
		return tr.N("cases.count-all", len(s.rows), "Open", tr.Int(n))
	case late > 0:
		return tr.N("cases.count", n) + " · " + tr.N("cases.late", late)
	case n == 0:
		return tr.T("cases.none-open")
	}
	return tr.N("cases.count", n)
}

func (s *Screen) row(i int) widget.Row {
	tr, c := s.env.Tr, &s.rows[i]
	chip, tone := parts.CaseChip(tr, c)
	row := widget.Row{
		Icon: look.IconAlert, Title: subjectOf(tr, &c.Case), Chip: chip, Tone: tone,
		Subtitle: secondLine(tr, c, parts.CategoryWord(tr, data.ListCategories, c.Category, s.categories)),
		Right:    tr.T("state." + string(c.State)),
	}
	if c.Kind == data.CaseRequest {
		row.Icon = look.IconQuestion
	}
	if row.Right == chip { // no deadline to count down to
		row.Right = tr.When(c.Received, s.env.Now())
	}
	return row
}

// openCase brings a case in front.
func (s *Screen) openCase(id int64) {
	if s.open != id || s.file == nil {
		s.open, s.file = id, nil
		s.place.Set(parts.DetailPage(kit.HBox(0, s.backButton(), kit.Spacer()), kit.Loading(6)))
	}
	kit.Focus(s.root)
	s.loadCase(id)
}

// back leads to the list. It is a step of its own, so that the window's way
// back leads to the case again.
func (s *Screen) back() { s.env.Navigate(kit.Route{Screen: kit.ScreenCases}) }

func (s *Screen) backButton() *kit.Button { return kit.Quiet("", look.IconBack, s.back) }

// loadCase reads a case with what belongs to it.
func (s *Screen) loadCase(id int64) {
	type loaded struct {
		record
		listing
	}
	known := s.loaded
	kit.Go(s.scope, "case", func(ctx context.Context) (loaded, error) {
		var l loaded
		var err error
		if l.row, err = s.svc.Case(ctx, id); err != nil {
			return l, err
		}
		if l.standing, err = s.answers.Standing(ctx, data.DraftFilter{CaseID: id}); err != nil {
			return l, err
		}
		if l.followUps, err = s.svc.FollowUps(ctx, data.FollowUpFilter{CaseID: id}); err != nil || known {
			return l, err
		}
		if l.categories, err = s.svc.Categories(ctx, data.ListCategories); err != nil {
			return l, err
		}
		l.causes, err = s.svc.Categories(ctx, data.ListCauses)
		return l, err
	}, func(l loaded, err error) {
		switch {
		case s.open != id:
		case err != nil:
			s.place.Set(parts.DetailPage(kit.HBox(0, s.backButton(), kit.Spacer()),
				kit.Trouble(s.env, err, func() { s.loadCase(id) })))
		default:
			if !known {
				s.categories, s.causes = l.categories, l.causes
			}
			if s.file == nil || !reflect.DeepEqual(*s.file, l.record) {
				s.file = &l.record
				s.showCase()
			}
		}
	})
}
