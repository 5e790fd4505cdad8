package today

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

// Service is what the screen needs from the program.
type Service interface {
	Today(ctx context.Context) (data.Today, error)
	DoneFollowUp(ctx context.Context, id int64, done bool) error
	SnoozeFollowUp(ctx context.Context, id int64, until data.Date) error
}

// Screen is the first screen.
type Screen struct {
	env   *kit.Env
	svc   Service
	scope *kit.Scope
	page  *kit.Page
	now   data.Today
	ready bool

	tasks     *widget.RowList
	deadlines *widget.RowList
	mail      *widget.RowList
	body      *fyne.Container
	snooze    *kit.Button
}

var _ kit.Screen = (*Screen)(nil)

// New returns the screen; it loads when it is shown.
func New(env *kit.Env, svc Service) *Screen {
	s := &Screen{env: env, svc: svc, scope: kit.NewScope(env)}
	s.page = kit.NewPage(env.Tr.T(greeting(env.Now())), env.Tr.LongDate(env.Today()))
	s.buildTasks()
	s.buildDeadlines()
	s.buildMail()
	s.body = container.NewStack(kit.Loading(5))
	s.page.SetBody(s.body)
	return s
}

// Content is the screen.
func (s *Screen) Content() fyne.CanvasObject { return s.page }

// Show loads the screen.
func (s *Screen) Show(int64) { s.load() }

// Changed loads the screen anew when something on it changed.
func (s *Screen) Changed(c data.Change) {
	if c.Has(data.TopicFollowUps, data.TopicCases, data.TopicMail, data.TopicAccounts, data.TopicContacts) {
		s.load()
	}
}

// Focus is the list that has something in it.
func (s *Screen) Focus() fyne.Focusable {
	switch {
	case len(s.now.FollowUps) > 0:
		return s.tasks.Focusable()
	case len(s.now.Deadlines) > 0:
		return s.deadlines.Focusable()
	case len(s.now.Newest) > 0:
		return s.mail.Focusable()
	}
	return nil
}

// Close ends the screen's work.
func (s *Screen) Close() { s.scope.Close() }

func (s *Screen) load() {
	kit.Go(s.scope, "load", s.svc.Today, func(t data.Today, err error) {
		if err != nil {
			s.body.Objects = []fyne.CanvasObject{kit.Trouble(s.env, err, s.load)}
			s.body.Refresh()
			return
		}
		s.show(t)
	})
}

func (s *Screen) show(t data.Today) {
	first := !s.ready
	s.now, s.ready = t, true
	s.page.SetTitle(s.env.Tr.T(greeting(s.env.Now())))
	s.page.SetSubtitle(s.env.Tr.LongDate(t.On))
	if b := s.stepButton(); b != nil {
		s.page.SetActions(b)
	} else {
		s.page.SetActions()
	}
	s.body.Objects = []fyne.CanvasObject{s.cards()}
	s.body.Refresh()
	s.tasks.Refresh()
	s.deadlines.Refresh()
	s.mail.Refresh()
	if len(t.FollowUps) > 0 && s.tasks.Selected() < 0 {
		s.tasks.Mark(0)
	}
	s.showSnooze()
	if f := s.Focus(); first && f != nil && s.env.Window.Canvas().Focused() == nil && s.env.Window.Canvas().Overlays().Top() == nil {
		kit.Focus(f)
	}
}

// stepButton is the one thing to do first, nil when there is nothing.
func (s *Screen) stepButton() fyne.CanvasObject {
	tr, t := s.env.Tr, &s.now
	switch next(t) {
	case stepAnswer, stepDeadline:
		k := t.Deadlines[0]
		return kit.Primary(tr.T("today.step-answer", "Number", k.Number), look.IconCases, func() { s.open(kit.ScreenCases, k.ID) })
	case stepDo:
		return kit.Primary(tr.T("today.step-do"), look.IconCheck, func() {
			s.tasks.Select(0)
			kit.Focus(s.tasks.Focusable())
		})
	case stepMail:
		return kit.Primary(tr.N("today.step-mail", t.Waiting), look.IconMail, func() { s.open(kit.ScreenMail, 0) })
	case stepAccount:
		return kit.Primary(tr.T("today.step-account"), look.IconPlug, func() { s.open(kit.ScreenSettings, 0) })
	}
	return nil
}

func (s *Screen) cards() fyne.CanvasObject {
	below := []fyne.CanvasObject{kit.Grow(s.tasksCard())}
	if s.now.Unanswered > 0 {
		below = append(below, s.unansweredCard())
	}
	left := kit.VBox(kit.GapCards, append(below, s.monthCard())...)
	right := kit.VBox(kit.GapCards, kit.Grow(s.deadlinesCard()), kit.Grow(s.mailCard()))
	cards := kit.Columns(kit.GapCards, left, right)
	bad := troubled(s.now.Accounts)
	if len(bad) == 0 {
		return cards
	}
	return kit.VBox(kit.GapCards, s.trouble(bad[0]), kit.Grow(cards))
}

// trouble tells that a mailbox could not be pulled for some time.
func (s *Screen) trouble(a data.Account) fyne.CanvasObject {
	tr := s.env.Tr
	since := tr.T("today.mailbox-never", "Account", a.Name)
	if !a.LastOK.IsZero() {
		since = tr.T("today.mailbox-since", "Account", a.Name, "Since", a.LastOK)
	}
	p := kit.NewPanel(look.ColorWarn, "", 10, kit.Pad(8, 12, 8, 12, kit.HBox(kit.GapSmall,
		kit.Picture(look.IconAlert, 18, look.ColorWarn), kit.Grow(kit.Sentence(since)),
		kit.Link(tr.T("today.mailbox-look"), func() { s.open(kit.ScreenSettings, 0) }))))
	p.Alpha = 0x1E
	return p
}

// unansweredCard says how much nobody has answered yet.
func (s *Screen) unansweredCard() fyne.CanvasObject {
	tr, t := s.env.Tr, &s.now
	text := tr.T("today.unanswered-today")
	if t.Oldest > 0 {
		text = tr.N("today.unanswered-oldest", t.Oldest)
	}
	link := kit.Link(tr.T("today.to-unanswered"), func() { s.open(kit.ScreenMail, kit.UnansweredMail) })
	return kit.Section(tr.T("today.unanswered"), link,
		kit.HBox(kit.GapCards, kit.Figure(tr.Int(t.Unanswered)), kit.Grow(kit.NewPara(text, look.SizeBody, look.ColorMuted))))
}

func (s *Screen) monthCard() fyne.CanvasObject {
	tr, t := s.env.Tr, &s.now
	sentence := tr.N(monthKey(t), t.UsualOf, "Usual", tr.Number(t.UsualMonth, 1))
	return kit.Section(tr.T("today.month"), kit.Link(tr.T("today.to-reports"), func() { s.open(kit.ScreenReports, 0) }),
		kit.HBox(kit.GapCards, kit.Figure(strconv.Itoa(t.ThisMonth)), kit.Grow(kit.NewPara(sentence, look.SizeBody, look.ColorMuted))))
}

func (s *Screen) open(name kit.ScreenName, id int64) {
	s.env.Navigate(kit.Route{Screen: name, ID: id})
}
