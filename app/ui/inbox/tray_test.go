package inbox

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// heldMail is what the fake holds back of strangers.
type heldMail struct {
	senders []data.HeldSender
	decided []string
	fetched []map[string]string
}

func (h *heldMail) HeldSenders(context.Context) ([]data.HeldSender, error) {
	return slices.Clone(h.senders), nil
}

func (h *heldMail) HeldOf(_ context.Context, email string) ([]data.Held, error) {
	var out []data.Held
	for _, s := range h.senders {
		for _, subject := range s.Subjects {
			if s.With.Email == email {
				out = append(out, data.Held{With: s.With, Subject: subject, At: s.Newest, Size: 4096, Outgoing: s.Outgoing > 0})
			}
		}
	}
	return out, nil
}

func (h *heldMail) decide(what, whom string) {
	h.decided = append(h.decided, what+" "+whom)
	h.senders = slices.DeleteFunc(slices.Clone(h.senders), func(s data.HeldSender) bool { return s.With.Email == whom && what != "add" })
}

func (h *heldMail) AdmitContact(_ context.Context, email string) (int64, error) {
	h.decide("add", email)
	return 5, nil
}

func (h *heldMail) AdmitOnce(_ context.Context, email string) error {
	h.decide("once", email)
	return nil
}

func (h *heldMail) SetSenderRule(_ context.Context, sender string, v data.Verdict) (data.SenderRule, error) {
	h.decide(string(v), sender)
	return data.SenderRule{}, nil
}

func (h *heldMail) FetchHeld(_ context.Context, passwords map[string]string) error {
	h.fetched = append(h.fetched, passwords)
	h.senders = slices.DeleteFunc(slices.Clone(h.senders), func(s data.HeldSender) bool {
		return slices.Contains(h.decided, "add "+s.With.Email)
	})
	return nil
}

func withStrangers() *fakeService {
	f := newFake()
	f.accounts[0].Policy = data.PolicyKnown
	f.senders = []data.HeldSender{
		{With: data.Address{Name: "Oferta Dnia", Email: "news@oferty.example"}, Count: 12, Newest: at(24, 9, 0), Subjects: []string{"Rabat 20%", "Ostatni dzień"}, Machine: true},
		{With: data.Address{Name: "Józef Łęcki", Email: "jozef@lecki.example"}, Count: 2, Newest: at(24, 8, 30), Subjects: []string{"Zapytanie o bramę", "Wymiary bramy"}},
		{With: data.Address{Email: "ktos@obcy.example"}, Count: 1, Newest: at(23, 8, 30), Subjects: []string{""}, Outgoing: 1},
		{With: data.Address{Name: "Spamer", Email: "a@spam.example"}, Count: 1, Newest: at(22, 8, 30), Subjects: []string{"!!!"}},
	}
	return f
}

func openTray(t *testing.T, f *fakeService, lang string, mode look.Mode) (*kittest.Stage, *Screen) {
	t.Helper()
	st := kittest.New(t, lang, mode)
	s := New(st.Env, f, func() {})
	s.Passwords(func() map[string]string { return map[string]string{"biuro": "tajne"} })
	st.Show(s.Content())
	s.Show(0)
	s.ShowSenders()
	return st, s
}

func TestTheTrayIsDrawn(t *testing.T) {
	kittest.EveryLook(func(lang string, mode look.Mode, size fyne.Size, name string) {
		st, s := openTray(t, withStrangers(), lang, mode)
		st.Resize(size.Width, size.Height)
		kittest.Fits(t, "tray"+name, s.Content())
		st.Picture(t, "tray"+name)
	})
}

// offers reports whether a button says the words.
func offers(st *kittest.Stage, words string) bool {
	return slices.ContainsFunc(kittest.All[*kit.Button](st), func(b *kit.Button) bool { return b.Text == words })
}

func TestAKeyDecidesOnASender(t *testing.T) {
	f := withStrangers()
	st, s := openTray(t, f, "pl", look.ModeLight)
	if !offers(st, "Nowi nadawcy (4)") || !st.Says("Rabat 20%") || !st.Says("4 nowych nadawców") {
		t.Error("the tray does not say who waits")
	}
	st.Key("N")
	if s.tray.open != "jozef@lecki.example" || !st.Says("Zapytanie o bramę") {
		t.Errorf("in front is %q now", s.tray.open)
	}
	st.Key("D", "T", "M")
	want := []string{"never news@oferty.example", "add jozef@lecki.example", "once ktos@obcy.example", "never @spam.example"}
	if !slices.Equal(f.decided, want) {
		t.Errorf("decided %q, want %q", f.decided, want)
	}
	if len(f.fetched) != 2 || f.fetched[0]["biuro"] != "tajne" {
		t.Errorf("fetched %v: what is admitted comes at once, what is not never does", f.fetched)
	}
}

func TestAnEmptyTraySaysWhatItIsFor(t *testing.T) {
	f := withStrangers()
	f.senders = nil
	st, _ := openTray(t, f, "pl", look.ModeLight)
	if !st.Says("Nikt nowy nie czeka") {
		t.Error("the empty tray says nothing")
	}
	st.Key("D", "N")
	if len(f.decided) > 0 {
		t.Errorf("decided %q on nobody", f.decided)
	}
}

func TestWhereAllMailIsStoredThereIsNoTray(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	s := New(st.Env, newFake(), func() {})
	st.Show(s.Content())
	s.Show(0)
	if offers(st, "Nowi nadawcy") {
		t.Error("a tray is offered though nobody ever waits")
	}
}
