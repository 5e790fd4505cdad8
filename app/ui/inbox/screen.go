package inbox

import (
	"context"
	"image"
	"net/url"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

// Service is what the screen needs of the program.
type Service interface {
	Inbox(ctx context.Context, f data.InboxFilter) ([]data.InboxRow, error)
	Message(ctx context.Context, id int64) (data.Message, error)
	ThreadOf(ctx context.Context, id int64) ([]data.Message, error)
	Contact(ctx context.Context, id int64) (data.Contact, error)
	File(ctx context.Context, f data.Filing) (data.Filed, error)
	Unfile(ctx context.Context, messageID int64) error
	DeleteMessage(ctx context.Context, id int64) error
	Accounts(ctx context.Context) ([]data.Account, error)
	SenderService
	UnansweredService
	SaveAttachment(ctx context.Context, messageID int64, part int, dir string) (string, error)
	ViewAttachment(ctx context.Context, messageID int64, part int) (string, error)
	Reading(ctx context.Context, id int64) (data.Reading, error)
	Picture(ctx context.Context, id int64, p data.RichPicture) (image.Image, error)
	SetAutomatic(ctx context.Context, id int64, kind data.Automatic) error
}

// Screen is the Mail screen.
type Screen struct {
	env   *kit.Env
	svc   Service
	scope *kit.Scope
	model *model
	// connect asks for a mailbox, where there is none.
	connect func()
	folder  func() string // where attachments are saved
	browse  func(*url.URL) error
	plain   bool // HTML is shown as text

	root    *parts.Keys
	page    *kit.Page
	filters map[view]*kit.Button
	chips   []fyne.CanvasObject // the filters in their order
	list    *widget.RowList
	older   *kit.Button
	rows    *fyne.Container // the list with the way to older ones
	left    *parts.Slot
	detail  *detail
	missed  *data.Message // an open message that is in no list
	answers parts.Answers
	tray    *tray
	waits   *unanswered
	// passwords are those that were given in this session; nil: none.
	passwords func() map[string]string
}

var _ kit.Screen = (*Screen)(nil)

// New returns the screen; it loads nothing before Show. connect asks for a
// mailbox; it is offered where there is none.
func New(env *kit.Env, svc Service, connect func()) *Screen {
	s := &Screen{
		env: env, svc: svc, connect: connect, scope: kit.NewScope(env), model: newModel(), folder: parts.Downloads,
		filters: map[view]*kit.Button{}, browse: browse,
	}
	s.build()
	return s
}

func (s *Screen) build() {
	tr := s.env.Tr
	for _, v := range views() {
		b := kit.Quiet(tr.T("inbox.view."+string(v)), "", func() { s.show(v) })
		s.filters[v] = b
		s.chips = append(s.chips, b)
	}
	s.page = kit.NewPage(tr.T("inbox.title"), " ", s.chips...)
	s.list = widget.NewRowList(func() int { return len(s.model.rows()) }, s.row)
	s.list.OnSelect = func(i int) { s.openRow(i) }
	s.list.OnKey = func(e *fyne.KeyEvent) bool { return s.Key(e) }
	s.older = kit.Quiet(tr.T("inbox.older"), look.IconDown, s.loadOlder)
	s.rows = listBox(s.list, s.older)
	s.left = parts.NewSlot()
	s.detail = newDetail(s)
	s.tray = newTray(s)
	s.waits = newUnanswered(s)
	s.page.SetBody(split(kit.FlatCard(s.left.Box), kit.Card(s.detail.place.Box)))
	s.root = parts.NewKeys(s.page, s.Key)
	s.left.Set(kit.Loading(7))
	s.refreshFilters()
}

// Content is the screen.
func (s *Screen) Content() fyne.CanvasObject { return s.root }

// Focus is the list, so that a letter files at once.
func (s *Screen) Focus() fyne.Focusable {
	switch s.model.view {
	case viewSenders:
		return s.tray.list.Focusable()
	case viewUnanswered:
		return s.waits.list.Focusable()
	}
	return s.list.Focusable()
}

// ShowSenders brings the tray of new senders in front.
func (s *Screen) ShowSenders() { s.show(viewSenders) }

// Passwords tells the screen how to learn the passwords of this session.
func (s *Screen) Passwords(known func() map[string]string) { s.passwords = known }

// Close ends the screen's work.
func (s *Screen) Close() { s.scope.Close() }

// Show loads what waits; an id opens that message, wherever it stands, and
// kit.UnansweredMail the list of what nobody has answered.
func (s *Screen) Show(id int64) {
	if id == kit.UnansweredMail {
		s.show(viewUnanswered)
		return
	}
	if id != 0 {
		if s.model.view == viewUnanswered { // the message may be in no list of that view
			s.model.view = viewWaiting
		}
		s.model.open, s.missed = id, nil
	} else if s.missed != nil {
		s.model.open, s.missed = 0, nil
	}
	s.load()
}

// Changed loads anew when mail or contacts changed.
func (s *Screen) Changed(c data.Change) {
	if c.Has(data.TopicMail, data.TopicContacts, data.TopicCases, data.TopicAccounts, data.TopicFollowUps) {
		s.load()
	}
}

// Key is a key that no field wanted. It reports whether it was used.
func (s *Screen) Key(e *fyne.KeyEvent) bool {
	if s.model.view == viewSenders {
		return s.tray.key(e)
	}
	if s.model.view == viewUnanswered && s.waits.key(e) {
		return true
	}
	m := s.detail.message
	if m == nil {
		return false
	}
	if e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
		if m.Kind != data.KindNone || !fileable(m.Suggested) {
			return false
		}
		s.file(m.Suggested)
		return true
	}
	if e.Name == fyne.KeyDelete && deletable(m) {
		s.remove(m)
		return true
	}
	if s.answers.Key(s.env.Tr, e) {
		s.answer()
		return true
	}
	kind, ok := kindOf(string(e.Name))
	if !ok || m.Kind != data.KindNone {
		return false
	}
	s.file(kind)
	return true
}

type lists struct {
	waiting, decided []data.InboxRow
	settled          []int64
	accounts         int
	selective        bool
	senders          []data.HeldSender
	unanswered       unansweredPart
}

func (s *Screen) load() {
	settled, decided := s.model.filed(), max(decidedPage, len(s.model.decided))
	both, waits, most := s.model.view == viewDecided, s.model.view == viewUnanswered, len(s.waits.rows)
	kit.Go(s.scope, "lists", func(ctx context.Context) (lists, error) {
		l := lists{settled: settled}
		accounts, err := s.svc.Accounts(ctx)
		if err != nil {
			return l, err
		}
		l.accounts = len(accounts)
		l.selective = slices.ContainsFunc(accounts, func(a data.Account) bool { return a.Policy == data.PolicyKnown })
		if l.senders, err = s.svc.HeldSenders(ctx); err != nil {
			return l, err
		}
		if l.unanswered, err = s.waits.read(ctx, waits, most); err != nil {
			return l, err
		}
		if l.waiting, err = s.svc.Inbox(ctx, data.InboxFilter{Automatic: true, Limit: waitingLimit}); err != nil || !both {
			return l, err
		}
		l.decided, err = s.svc.Inbox(ctx, data.InboxFilter{Decided: true, Automatic: true, Limit: decided})
		return l, err
	}, func(l lists, err error) {
		if err != nil {
			s.left.Set(kit.Trouble(s.env, err, s.load))
			return
		}
		s.model.setWaiting(l.waiting, l.settled)
		s.model.unconnected, s.model.selective = l.accounts == 0, l.selective
		s.tray.set(l.senders)
		s.waits.set(l.unanswered, waits)
		if both {
			s.model.setDecided(l.decided, 0)
		}
		s.refresh()
	})
}

func (s *Screen) loadOlder() {
	offset := len(s.model.decided)
	kit.Go(s.scope, "older", func(ctx context.Context) ([]data.InboxRow, error) {
		return s.svc.Inbox(ctx, data.InboxFilter{Decided: true, Automatic: true, Offset: offset, Limit: decidedPage})
	}, func(rows []data.InboxRow, err error) {
		if err != nil {
			dialog.ShowError(s.env, err)
			return
		}
		s.model.setDecided(rows, offset)
		s.refresh()
	})
}

// show brings another view in front.
func (s *Screen) show(v view) {
	if s.model.view != v {
		s.model.view, s.model.open, s.missed = v, 0, nil
		s.list.Unselect()
		s.list.ScrollToTop()
	}
	s.refreshFilters()
	if v == viewDecided && len(s.model.decided) == 0 || v == viewUnanswered && len(s.waits.rows) == 0 {
		s.left.Set(kit.Loading(7))
		s.detail.clear()
	} else {
		s.refresh()
	}
	s.load()
	kit.Focus(s.Focus())
}

// refresh shows the model: list, counts, and the message that is open.
func (s *Screen) refresh() {
	s.refreshFilters()
	if s.model.view == viewSenders {
		s.tray.refresh()
		return
	}
	if s.model.view == viewUnanswered {
		s.waits.refresh()
		return
	}
	rows := s.model.rows()
	if len(rows) == 0 {
		s.left.Set(s.nothing())
	} else {
		s.older.Hidden = s.model.view != viewDecided || !s.model.more
		s.left.Set(s.rows)
		s.rows.Refresh()
	}
	s.list.Refresh()
	i := s.model.index(s.model.open)
	if i < 0 && s.missed == nil && !s.asked() && len(rows) > 0 {
		i = max(0, min(s.list.Selected(), len(rows)-1))
	}
	if i >= 0 {
		s.model.open = rows[i].ID
	}
	s.list.Mark(i)
	if s.model.open == 0 {
		s.detail.clear()
		return
	}
	s.openMessage(s.model.open)
}

// asked reports whether the message to open was asked for from elsewhere: then
// it is shown even though no row of the list is it.
func (s *Screen) asked() bool {
	m := s.detail.message
	return s.model.open != 0 && (m == nil || m.ID != s.model.open)
}

func (s *Screen) nothing() fyne.CanvasObject {
	tr := s.env.Tr
	if s.model.unconnected {
		return kit.Empty(look.IconMail, tr.T("inbox.unconnected"),
			kit.Primary(tr.T("inbox.connect"), look.IconPlug, s.connect))
	}
	switch s.model.view {
	case viewAutomatic:
		return kit.Empty(look.IconMail, tr.T("inbox.no-automatic"), nil)
	case viewDecided:
		return kit.Empty(look.IconMail, tr.T("inbox.no-decided"), nil)
	}
	return kit.Empty(look.IconCheck, tr.T("inbox.all-done"), nil)
}

func (s *Screen) refreshFilters() {
	tr := s.env.Tr
	for v, b := range s.filters {
		text := tr.T("inbox.view." + string(v))
		n := s.model.count(v)
		if v == viewUnanswered {
			n = s.waits.count
		}
		if v != viewDecided && n > 0 {
			text = tr.T("inbox.view-count", "View", text, "Count", counted(tr.Int(n), n))
		}
		parts.Choose(b, text, v == s.model.view)
	}
	chips := slices.Clone(s.chips)
	if !s.model.selective && s.model.senders == 0 && s.model.view != viewSenders {
		chips = slices.Delete(chips, 3, 4) // nobody waits where all mail is stored
	}
	s.page.SetActions(chips...) // their widths may have changed
	s.page.SetSubtitle(s.subtitle())
}

// subtitle says how much waits; a list that is empty says so itself.
func (s *Screen) subtitle() string {
	tr := s.env.Tr
	switch n := s.model.count(viewWaiting); {
	case s.model.view == viewSenders && s.model.senders > 0:
		return tr.N("tray.waiting", s.model.senders)
	case s.model.view == viewUnanswered && s.waits.count > 0:
		return tr.N("unanswered.count", s.waits.count)
	case !s.model.loaded, s.model.view == viewSenders, n == 0 && s.model.view == viewWaiting, n == 0 && s.model.unconnected:
		return " "
	case n == 0:
		return tr.T("inbox.all-done")
	default:
		return tr.N("inbox.waiting", n)
	}
}

// counted says when there are more than were read.
func counted(text string, n int) string {
	if n >= waitingLimit {
		return text + "+"
	}
	return text
}

func (s *Screen) row(i int) widget.Row {
	r := s.model.rows()[i]
	tr := s.env.Tr
	row := widget.Row{
		Avatar: sender(&r), Title: sender(&r), Right: tr.When(r.Date, s.env.Now()),
		Subtitle: r.Subject,
	}
	if r.Subject == "" {
		row.Subtitle = tr.T("inbox.no-subject")
	}
	if r.Excerpt != "" {
		row.Subtitle += " · " + r.Excerpt
	}
	kind := r.Suggested
	switch {
	case r.Kind != data.KindNone:
		kind = r.Kind
	case r.Automatic != data.ByPerson:
		row.Avatar, row.Icon = "", look.IconSettings
		row.Chip = tr.T("automatic." + string(r.Automatic))
		return row
	}
	if kind != data.KindNone {
		row.Chip, row.Tone = tr.T("kind."+string(kind)), parts.KindTone(kind)
	}
	return row
}

func (s *Screen) openRow(i int) {
	s.model.open, s.missed = s.model.rows()[i].ID, nil
	s.openMessage(s.model.open)
}

// openRef names a scope's work about one message.
func openRef(what string, id int64) string { return what + strconv.FormatInt(id, 10) }
