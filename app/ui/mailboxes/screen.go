// Package mailboxes is the page on which the owner sees that no mail is missing:
// per mailbox how its last run went, per folder how many messages the server has
// and what became of each; what can't be read or had, and why; and on which he
// chooses the folders and whose mail is stored.
//
// It shows and asks; how mail is pulled is its Service's business.
package mailboxes

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// Service is what the page needs of the program.
type Service interface {
	Accounts(ctx context.Context) ([]data.Account, error)
	FolderFigures(ctx context.Context, account data.Account) ([]data.FolderFigures, error)
	FolderChoices(ctx context.Context, account, password string) ([]data.FolderChoice, error)
	ChooseFolders(ctx context.Context, account, password string, names []string) error
	SetMailChoice(ctx context.Context, account string, p data.Policy, folders []string) error
	SenderRules(ctx context.Context) ([]data.SenderRule, error)
	SetSenderRule(ctx context.Context, sender string, v data.Verdict) (data.SenderRule, error)
	RemoveSenderRule(ctx context.Context, id int64) error
	Quarantine(ctx context.Context) ([]data.Unread, error)
	RawMessage(ctx context.Context, id int64) (data.RawView, error)
	SaveRaw(ctx context.Context, id int64, path string) error
	RetryMessage(ctx context.Context, u data.Unread, password string) error
}

// Hooks are what the window knows and the program does not.
type Hooks struct {
	Password func(account string) string    // given in this session; "": the keyring has it, or nobody
	Next     func(account string) time.Time // when it is pulled next; zero: not known
	Pull     func()                         // pulls now
	Connect  func()                         // asks for a mailbox
	Tray     func()                         // opens the new senders
}

// Screen is the page.
type Screen struct {
	env   *kit.Env
	svc   Service
	hooks Hooks
	scope *kit.Scope
	slot  *parts.Slot
	first fyne.Focusable
	old   *fyne.Container // what was drawn last, for its place
	state loaded
}

var _ kit.Screen = (*Screen)(nil)

// New returns the page; it loads when it is shown.
func New(env *kit.Env, svc Service, hooks Hooks) *Screen {
	s := &Screen{env: env, svc: svc, hooks: hooks, scope: kit.NewScope(env), slot: parts.NewSlot()}
	s.slot.Set(kit.Loading(5))
	return s
}

// Content is the page.
func (s *Screen) Content() fyne.CanvasObject { return s.slot.Box }

// Show loads the page.
func (s *Screen) Show(int64) { s.load() }

// Changed loads the page anew when a mailbox was pulled or changed.
func (s *Screen) Changed(c data.Change) {
	if c.Has(data.TopicAccounts, data.TopicMail) {
		s.load()
	}
}

// Focus is the button that pulls.
func (s *Screen) Focus() fyne.Focusable { return s.first }

// Close ends the page's work.
func (s *Screen) Close() { s.scope.Close() }

// mailbox is an account with its folders.
type mailbox struct {
	data.Account
	folders []data.FolderFigures
}

type loaded struct {
	boxes  []mailbox
	unread []data.Unread
	rules  []data.SenderRule
}

func (s *Screen) load() {
	kit.Go(s.scope, "load", func(ctx context.Context) (l loaded, err error) {
		accounts, err := s.svc.Accounts(ctx)
		if err != nil {
			return l, err
		}
		for _, a := range accounts {
			folders, err := s.svc.FolderFigures(ctx, a)
			if err != nil {
				return l, err
			}
			l.boxes = append(l.boxes, mailbox{a, folders})
		}
		if l.unread, err = s.svc.Quarantine(ctx); err != nil {
			return l, err
		}
		l.rules, err = s.svc.SenderRules(ctx)
		return l, err
	}, func(l loaded, err error) {
		if err != nil {
			s.slot.Set(kit.Trouble(s.env, err, s.load))
			return
		}
		s.state = l
		s.show()
	})
}

func (s *Screen) show() {
	tr := s.env.Tr
	if len(s.state.boxes) == 0 {
		connect := kit.Primary(tr.T("mailboxes.connect"), look.IconPlug, s.hooks.Connect)
		s.first = connect
		s.slot.Set(kit.Card(kit.Empty(look.IconMail, tr.T("mailboxes.none"), connect)))
		return
	}
	page := kit.VBox(kit.GapCards)
	for i := range s.state.boxes {
		page.Add(s.boxCard(&s.state.boxes[i], i == 0))
	}
	page.Add(s.unreadCard())
	page.Add(s.rulesCard())
	fresh := kit.PageScroll(page)
	parts.KeepScroll(s.old, fresh)
	s.old = fresh
	s.slot.Set(fresh)
}

// did tells how a choice was kept and loads the page anew; a failure is told.
func (s *Screen) did(text string, deed kit.Deed) func(error) {
	return func(err error) {
		if err != nil {
			dialog.ShowError(s.env, err)
		} else if text != "" {
			s.env.Toast(text, deed)
		}
		s.load()
	}
}
