package mailboxes_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/mailboxes"
	"kartoteka/data"
)

type fakeService struct {
	accounts []data.Account
	figures  []data.FolderFigures
	choices  []data.FolderChoice
	unread   []data.Unread
	rules    []data.SenderRule
	raw      data.RawView
	chosen   []string
	policy   data.Policy
	retried  []data.Unread
	saved    string
	removed  []int64
	fail     error
}

func (f *fakeService) Accounts(context.Context) ([]data.Account, error) { return f.accounts, f.fail }

func (f *fakeService) FolderFigures(context.Context, data.Account) ([]data.FolderFigures, error) {
	return f.figures, nil
}

func (f *fakeService) FolderChoices(context.Context, string, string) ([]data.FolderChoice, error) {
	return slices.Clone(f.choices), f.fail
}

func (f *fakeService) ChooseFolders(_ context.Context, _, password string, names []string) error {
	f.chosen = append([]string{password}, names...)
	return nil
}

func (f *fakeService) SetMailChoice(_ context.Context, _ string, p data.Policy, _ []string) error {
	f.policy = p
	return nil
}

func (f *fakeService) SenderRules(context.Context) ([]data.SenderRule, error) { return f.rules, nil }

func (f *fakeService) SetSenderRule(_ context.Context, sender string, v data.Verdict) (data.SenderRule, error) {
	if sender == "" {
		return data.SenderRule{}, data.NewError(data.CodeInvalid, "sender-pattern", "Sender", sender)
	}
	r := data.SenderRule{ID: 9, Pattern: sender, Verdict: v}
	f.rules = append(f.rules, r)
	return r, nil
}

func (f *fakeService) RemoveSenderRule(_ context.Context, id int64) error {
	f.removed = append(f.removed, id)
	return nil
}

func (f *fakeService) Quarantine(context.Context) ([]data.Unread, error) { return f.unread, nil }

func (f *fakeService) RawMessage(context.Context, int64) (data.RawView, error) { return f.raw, nil }

func (f *fakeService) SaveRaw(_ context.Context, _ int64, path string) error {
	f.saved = path
	return nil
}

func (f *fakeService) RetryMessage(_ context.Context, u data.Unread, _ string) error {
	f.retried = append(f.retried, u)
	return f.fail
}

func at(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 5, 0, 0, time.UTC) }

func firm() *fakeService {
	figures := func(name string, on, kept, out, failed int, chosen bool) data.FolderFigures {
		return data.FolderFigures{
			MailFolder: data.MailFolder{Name: name, OnServer: on, LastOK: at(24, 8)}, Kept: kept, LeftOut: out, Failed: failed, Chosen: chosen,
		}
	}
	return &fakeService{
		accounts: []data.Account{{ID: 1, Name: "biuro@slusarstwo-wrzos.example", LastOK: at(24, 8), Policy: data.PolicyKnown, Chosen: []string{"INBOX", "Wysłane"}}},
		figures: []data.FolderFigures{
			figures("INBOX", 4212, 4190, 20, 2, true), figures("Wysłane", 1200, 1200, 0, 0, true), figures("Stare/2019", 340, 340, 0, 0, false),
		},
		choices: []data.FolderChoice{
			{Name: "INBOX", Role: data.RoleInbox, OnServer: 4212, Usual: true, Chosen: true},
			{Name: "Wysłane", Role: data.RoleSent, OnServer: 1200, Usual: true, Chosen: true},
			{Name: "Stare/2019", OnServer: 340, Usual: true},
			{Name: "Spam", Role: data.RoleJunk, OnServer: -1},
		},
		unread: []data.Unread{
			{MessageID: 7, AccountID: 1, Account: "biuro", Folder: "INBOX", UID: 71, At: at(20, 9), Size: 5120, Reason: "unread-no-mail"},
			{AccountID: 1, Account: "biuro", Folder: "INBOX", UID: 93, At: at(24, 7), Reason: "mail-omitted", Attempts: 3, Next: at(25, 7)},
		},
		rules: []data.SenderRule{{ID: 4, Pattern: "@reklamy.example", Verdict: data.VerdictNever, At: at(2, 9)}},
		raw:   data.RawView{Text: "Subject: ␛[31m\n\ntreść", Size: 900 << 10, Cut: true},
	}
}

func open(t *testing.T, f *fakeService, lang string, mode look.Mode) *kittest.Stage {
	t.Helper()
	return kittest.Open(t, lang, mode, func(env *kit.Env) kit.Screen {
		return mailboxes.New(env, f, mailboxes.Hooks{
			Password: func(string) string { return "tajne" }, Pull: func() {}, Connect: func() {}, Tray: func() {},
			Next: func(string) time.Time { return at(24, 10) },
		})
	})
}

func TestEveryLook(t *testing.T) {
	kittest.EveryLook(func(lang string, mode look.Mode, size fyne.Size, name string) {
		f := firm()
		if mode == look.ModeDark {
			f.accounts[0].LastErr, f.accounts[0].Failed = "mail-login-refused", 3
		}
		st := open(t, f, lang, mode)
		st.Resize(size.Width, size.Height)
		kittest.Fits(t, "mailboxes"+name, st.Window.Content())
		st.Picture(t, "mailboxes"+name)
	})
}

func TestThePageSaysThatNoMailIsMissing(t *testing.T) {
	st := open(t, firm(), "pl", look.ModeLight)
	for _, words := range []string{
		"oprócz 2 wiadomości", "Ostatnie udane pobranie", "Następne", "4190", "niewybrany", "5412", "5390",
		"nie wygląda na wiadomość", "3 próby", "@reklamy.example",
	} {
		if !st.Says(words) && !st.Says(strings.Replace(words, "4190", "4 190", 1)) && !st.Says(spaced(words)) {
			t.Errorf("nowhere does it say %q", words)
		}
	}
	f := firm()
	f.accounts[0].LastErr, f.accounts[0].Failed = "mail-login-refused", 3
	st = open(t, f, "pl", look.ModeLight)
	if !st.Says("3 kolejne pobierania się nie udały") || !st.Says("nie przyjął nazwy użytkownika albo hasła") {
		t.Error("three failures in a row and what to do are not told")
	}
	f.accounts = nil
	if st = open(t, f, "pl", look.ModeLight); !st.Says("Podłącz pocztę") {
		t.Error("without a mailbox nothing is offered")
	}
	f.fail = errors.New("disk")
	st = open(t, f, "pl", look.ModeLight)
	if all := kittest.All[*kit.Button](st); len(all) != 1 || all[0].Text != "Spróbuj ponownie" {
		t.Error("after a failure nothing but another try is to be offered")
	}
}

// spaced is a number as it is written in Polish.
func spaced(s string) string {
	if len(s) == 4 {
		return s[:1] + "\u00a0" + s[1:]
	}
	return s
}

func TestFoldersAreTicked(t *testing.T) {
	f := firm()
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Foldery…")
	for _, c := range kittest.All[*input.Check](st) {
		if strings.HasPrefix(c.Text, "Spam") {
			c.SetChecked(true)
		}
	}
	st.Tap(t, "Zapisz wybór")
	if want := []string{"tajne", "INBOX", "Wysłane", "Spam"}; !slices.Equal(f.chosen, want) {
		t.Errorf("chosen %q, want %q", f.chosen, want)
	}
	st.Tap(t, "Foldery…")
	for _, c := range kittest.All[*input.Check](st) {
		c.SetChecked(strings.HasPrefix(c.Text, "Stare") || c.Checked)
	}
	st.Tap(t, "Zapisz wybór")
	if want := []string{"tajne"}; !slices.Equal(f.chosen, want) {
		t.Errorf("just the usual ones are kept as %q, want no names, so that new folders are pulled, too", f.chosen)
	}
	f.chosen = nil
	st.Tap(t, "Foldery…")
	for _, c := range kittest.All[*input.Check](st) {
		c.SetChecked(false)
	}
	st.Tap(t, "Zapisz wybór")
	if f.chosen != nil || !st.Says("co najmniej jeden folder") {
		t.Errorf("none at all: %q", f.chosen)
	}
}

func TestWhoseMailIsStoredIsChosen(t *testing.T) {
	f := firm()
	st := open(t, f, "pl", look.ModeLight)
	for _, c := range kittest.All[*input.Choice](st) {
		c.SetSelected("całą pocztę")
	}
	if f.policy != data.PolicyAll {
		t.Errorf("the policy is %q", f.policy)
	}
}

func TestWhatFailedIsSeenSavedAndTriedAgain(t *testing.T) {
	f := firm()
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Pokaż")
	if !st.Says("Pierwsze 256 KB") || !st.Says("␛[31m") {
		t.Error("the bytes are not shown")
	}
	st.Tap(t, "Zamknij")
	st.Tap(t, "Zapisz .eml")
	st.PickFile(t, "/tmp/list.eml")
	if f.saved != "/tmp/list.eml" {
		t.Errorf("saved as %q", f.saved)
	}
	st.Tap(t, "Spróbuj ponownie")
	if len(f.retried) != 1 || f.retried[0].MessageID != 7 {
		t.Errorf("tried again %+v", f.retried)
	}
}

func TestRulesComeAndGo(t *testing.T) {
	f := firm()
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Usuń")
	if !slices.Equal(f.removed, []int64{4}) {
		t.Errorf("removed %v", f.removed)
	}
	st.Tap(t, "Dodaj regułę")
	st.Tap(t, "Dodaj")
	if !st.Says("ani adres, ani domena") {
		t.Error("an empty sender is taken")
	}
	kittest.All[*input.Entry](st)[0].SetText("@spam.example")
	st.Tap(t, "Dodaj")
	if len(f.rules) != 2 || f.rules[1].Pattern != "@spam.example" || f.rules[1].Verdict != data.VerdictNever {
		t.Errorf("rules are %+v", f.rules)
	}
}
