package inbox

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

// SenderService is what the tray of new senders needs of the program.
type SenderService interface {
	HeldSenders(ctx context.Context) ([]data.HeldSender, error)
	HeldOf(ctx context.Context, email string) ([]data.Held, error)
	AdmitContact(ctx context.Context, email string) (int64, error)
	AdmitOnce(ctx context.Context, email string) error
	SetSenderRule(ctx context.Context, sender string, v data.Verdict) (data.SenderRule, error)
	FetchHeld(ctx context.Context, passwords map[string]string) error
}

// tray is the view of senders whose mail was left on the server until somebody
// decides on them. Only headers are known of it.
type tray struct {
	s       *Screen
	list    *widget.RowList
	box     *fyne.Container
	senders []data.HeldSender
	open    string // whose mail is shown at the right
	held    []data.Held
	away    map[string]bool // decided on, and not out of the list that was read yet
}

func newTray(s *Screen) *tray {
	t := &tray{s: s, away: map[string]bool{}}
	t.list = widget.NewRowList(func() int { return len(t.senders) }, t.row)
	t.list.OnSelect = func(i int) { t.show(t.senders[i].With.Email) }
	t.list.OnKey = func(e *fyne.KeyEvent) bool { return s.Key(e) }
	t.box = kit.Pad(4, 4, 4, 4, t.list)
	return t
}

// set takes over who waits.
func (t *tray) set(all []data.HeldSender) {
	waits := map[string]bool{}
	for i := range all {
		waits[all[i].With.Email] = true
	}
	for email := range t.away {
		if !waits[email] {
			delete(t.away, email) // kept by now; what comes later of theirs waits anew
		}
	}
	t.senders = all
	t.drop()
}

// drop takes those out of the list that were decided on.
func (t *tray) drop() {
	t.senders = slices.DeleteFunc(slices.Clone(t.senders), func(h data.HeldSender) bool { return t.away[h.With.Email] })
	t.s.model.senders = len(t.senders)
}

func (t *tray) row(i int) widget.Row {
	tr, h := t.s.env.Tr, t.senders[i]
	subjects := slices.Clone(h.Subjects)
	for j := range subjects {
		if subjects[j] == "" {
			subjects[j] = tr.T("inbox.no-subject")
		}
	}
	row := widget.Row{
		Avatar: called(&h), Title: called(&h), Right: tr.When(h.Newest, t.s.env.Now()),
		Subtitle: strings.Join(subjects, " · "),
	}
	if h.Count > 1 {
		row.Chip = tr.N("tray.count", h.Count)
	}
	if h.Machine {
		row.Avatar, row.Icon = "", look.IconSettings
	}
	return row
}

// called is what a sender is called in the list.
func called(h *data.HeldSender) string {
	switch {
	case h.With.Name != "":
		return h.With.Name
	case h.With.Email != "":
		return h.With.Email
	}
	return "?"
}

// at is where the sender that is open stands, -1 where none is.
func (t *tray) at() int {
	for i := range t.senders {
		if t.senders[i].With.Email == t.open {
			return i
		}
	}
	return -1
}

// refresh shows the tray in the screen's places.
func (t *tray) refresh() {
	s, tr := t.s, t.s.env.Tr
	if len(t.senders) == 0 {
		s.left.Set(kit.Empty(look.IconCheck, tr.T("tray.empty"), nil))
		t.open, t.held = "", nil
		s.detail.clear()
		return
	}
	s.left.Set(t.box)
	t.list.Refresh()
	i := t.at()
	if i < 0 {
		i = max(0, min(t.list.Selected(), len(t.senders)-1))
	}
	t.list.Mark(i)
	t.show(t.senders[i].With.Email)
}

// show loads what is held of a sender.
func (t *tray) show(email string) {
	t.open = email
	s := t.s
	s.detail.message = nil
	kit.Go(s.scope, "held", func(ctx context.Context) ([]data.Held, error) {
		return s.svc.HeldOf(ctx, email)
	}, func(held []data.Held, err error) {
		switch {
		case t.open != email || s.model.view != viewSenders:
		case err != nil:
			s.detail.place.Set(kit.Trouble(s.env, err, func() { t.show(email) }))
		default:
			t.held = held
			s.detail.place.Set(t.detail())
		}
	})
}

// detail shows the headers that are known, and what can be decided.
func (t *tray) detail() fyne.CanvasObject {
	tr, i := t.s.env.Tr, t.at()
	if i < 0 {
		return t.s.detail.none
	}
	h := &t.senders[i]
	head := kit.HBox(kit.GapRows, kit.Avatar(called(h), 36), kit.Grow(kit.VBox(3,
		kit.NewText(called(h), 17, look.ColorText, true).Cut(), kit.Caption(h.With.Email).Cut())))
	lines := kit.VBox(0)
	for j := range t.held {
		m := &t.held[j]
		subject := m.Subject
		if subject == "" {
			subject = tr.T("inbox.no-subject")
		}
		line := kit.HBox(kit.GapSmall, kit.Grow(kit.Body(subject).Cut()))
		if m.Outgoing {
			line.Add(kit.Chip(tr.T("tray.outgoing"), kit.ToneInfo))
		}
		if m.Automatic != data.ByPerson {
			line.Add(kit.Chip(tr.T("automatic."+string(m.Automatic)), kit.ToneNeutral))
		}
		line.Add(kit.Caption(tr.T("tray.size-when", "Size", tr.Size(m.Size), "When", tr.When(m.At, t.s.env.Now()))))
		lines.Add(kit.Pad(6, 0, 6, 0, line))
		lines.Add(kit.Rule())
	}
	var deeds []*parts.KeyButton
	for _, d := range t.deeds() {
		if d.key == "add" {
			deeds = append(deeds, parts.NewBestButton(tr.T("tray.key-"+d.key), tr.T("tray.do-"+d.key), kit.ToneGood, d.do))
		} else {
			deeds = append(deeds, parts.NewKeyButton(tr.T("tray.key-"+d.key), tr.T("tray.do-"+d.key), d.do))
		}
	}
	return kit.VBox(kit.GapRows, head, hintBand(look.IconInfo, kit.ToneInfo, tr.T("tray.hint"), ""),
		kit.Grow(kit.Scroll(lines)), kit.Rule(), parts.KeyGrid(2, deeds))
}

// trayDeed is one of the decisions.
type trayDeed struct {
	key string // "tray.do-<key>" names it
	do  func()
}

func (t *tray) deeds() []trayDeed {
	email := t.open
	domain := email[strings.LastIndex(email, "@")+1:]
	svc := t.s.svc
	all := []trayDeed{
		{"add", t.decide("add", email, true, func(ctx context.Context) error {
			_, err := svc.AdmitContact(ctx, email)
			return err
		})},
		{"once", t.decide("once", email, true, func(ctx context.Context) error { return svc.AdmitOnce(ctx, email) })},
		{"never", t.decide("never", email, false, func(ctx context.Context) error {
			_, err := svc.SetSenderRule(ctx, email, data.VerdictNever)
			return err
		})},
		{"domain", t.decide("domain", domain, false, func(ctx context.Context) error {
			_, err := svc.SetSenderRule(ctx, "@"+domain, data.VerdictNever)
			return err
		})},
	}
	if email == "" { // nobody to make a contact or a rule of
		return all[1:2]
	}
	return all
}

// decide does a deed, tells it, and has what was admitted fetched at once.
func (t *tray) decide(key, whom string, fetch bool, do func(context.Context) error) func() {
	email := t.open
	return func() {
		s := t.s
		if t.at() < 0 {
			return
		}
		kit.Do(s.scope, "decide "+email, do, func(err error) {
			if err != nil {
				dialog.ShowError(s.env, err)
				s.load()
				return
			}
			t.away[email] = true
			s.env.Toast(s.env.Tr.T("tray.done-"+key, "Sender", whom), func() {
				delete(t.away, email)
				s.load()
			})
			t.next()
			if fetch {
				t.fetch()
			}
		})
	}
}

// next goes on to the sender after the one that was decided on.
func (t *tray) next() {
	i := t.at()
	t.drop()
	if len(t.senders) > 0 {
		t.open = t.senders[max(0, min(i, len(t.senders)-1))].With.Email
	}
	t.s.refresh()
	kit.Focus(t.list.Focusable())
}

// fetch has what is wanted by now fetched. While mail is being pulled anyway it
// comes with that.
func (t *tray) fetch() {
	s := t.s
	passwords := map[string]string{}
	if s.passwords != nil {
		passwords = s.passwords()
	}
	kit.Do(s.scope, "fetch held", func(ctx context.Context) error { return s.svc.FetchHeld(ctx, passwords) }, func(err error) {
		serious := serious(err)
		if err == nil || serious != nil { // of other mailboxes it may have come
			s.load()
		}
		if serious != nil {
			dialog.ShowError(s.env, serious)
		}
	})
}

// serious returns what is to be told of mailboxes that failed: a busy one is
// fetched anyway, and one that was stopped is what somebody wanted.
func serious(err error) error {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range several.Unwrap() {
			if one := serious(one); one != nil {
				return one
			}
		}
		return nil
	}
	switch data.CodeOf(err) {
	case "", data.CodeBusy, data.CodeCancelled:
		return nil
	}
	return err
}

// trayKeys are the letters that decide; those of both languages always work.
var trayKeys = map[fyne.KeyName]string{
	"D": "add", "A": "add", "T": "once", "O": "once", "N": "never", "M": "domain",
}

// key is a key that no field wanted, while the tray is in front.
func (t *tray) key(e *fyne.KeyEvent) bool {
	want, ok := trayKeys[e.Name]
	if !ok || t.at() < 0 {
		return false
	}
	for _, d := range t.deeds() {
		if d.key == want {
			d.do()
			return true
		}
	}
	return false
}
