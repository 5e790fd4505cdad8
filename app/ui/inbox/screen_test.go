package inbox

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

func open(t *testing.T, f *fakeService) (*kittest.Stage, *Screen) {
	t.Helper()
	st := kittest.New(t, "pl", look.ModeLight)
	s := New(st.Env, f, func() {})
	t.Cleanup(s.Close)
	s.folder = func() string { return "/home/ewa/Pobrane" }
	st.Show(s.Content())
	s.Show(0)
	kit.Focus(s.Focus())
	return st, s
}

func subject(s *Screen) string {
	if s.detail.message == nil {
		return ""
	}
	return s.detail.message.Subject
}

func lastToast(st *kittest.Stage) string {
	if len(st.Toasts) == 0 {
		return ""
	}
	return st.Toasts[len(st.Toasts)-1]
}

func TestTheNewestWaitingMessageIsOpen(t *testing.T) {
	st, s := open(t, newFake())
	if got := subject(s); got != "Reklamacja zamka w drzwiach wejściowych" {
		t.Errorf("open: %q", got)
	}
	if !strings.Contains(s.detail.body.Text(), "zacina się przy przekręcaniu klucza") {
		t.Error("the text is not shown")
	}
	if got := s.filters[viewAutomatic].Text; got != "Automatyczne (2)" {
		t.Errorf("filter says %q", got)
	}
	if st.Window.Canvas().Focused() != s.list.Focusable() {
		t.Error("the list has not the keyboard")
	}
}

func TestOneKeyFilesAndGoesOn(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	st.Key(fyne.KeyR)
	if len(f.filed) != 1 || f.filed[0].Kind != data.KindComplaint || f.filed[0].MessageID != 1 {
		t.Fatalf("filed: %+v", f.filed)
	}
	if got := lastToast(st); got != "Zapisano jako reklamację R/2026/0012, odpowiedz do 8 grudnia" {
		t.Errorf("toast: %q", got)
	}
	if got := subject(s); got != "Dorobienie kluczy do magazynu" {
		t.Errorf("next: %q", got)
	}
	st.Key(fyne.KeyY, fyne.KeyP)
	if len(f.filed) != 3 || f.filed[1].Kind != data.KindQuestion || f.filed[2].Kind != data.KindPraise {
		t.Errorf("filed: %+v", f.filed)
	}
}

func TestEnterAcceptsTheSuggestion(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	st.Key(fyne.KeyDown, fyne.KeyReturn)
	if len(f.filed) != 1 || f.filed[0].MessageID != 2 || f.filed[0].Kind != data.KindQuestion {
		t.Fatalf("filed: %+v", f.filed)
	}
	s.Show(6) // nothing is suggested for it
	kit.Focus(s.Focus())
	st.Key(fyne.KeyReturn)
	if len(f.filed) != 1 {
		t.Errorf("without a suggestion Enter filed %+v", f.filed[1:])
	}
}

func TestUndoBringsTheMessageBack(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	st.Key(fyne.KeyN)
	f.find(1).Kind = data.KindNone
	st.UndoLast(t)
	if got := subject(s); got != "Reklamacja zamka w drzwiach wejściowych" {
		t.Errorf("open after undo: %q", got)
	}
	if s.model.count(viewWaiting) != 6 {
		t.Errorf("%d wait", s.model.count(viewWaiting))
	}
}

func TestAFailureBringsTheMessageBackAndSaysWhy(t *testing.T) {
	f := newFake()
	f.fail = data.NewError(data.CodeNoSpace, "no-space")
	st, s := open(t, f)
	st.Key(fyne.KeyR)
	if s.model.index(1) != 0 || s.model.open != 1 {
		t.Errorf("the message is at %d, open is %d", s.model.index(1), s.model.open)
	}
	if st.Window.Canvas().Overlays().Top() == nil {
		t.Error("nothing is said")
	}
	if len(st.Toasts) != 0 {
		t.Errorf("toast: %v", st.Toasts)
	}
}

func TestAFollowUpAsksForTheDay(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	st.Key(fyne.KeyT)
	if len(f.filed) != 0 {
		t.Fatal("filed before it was asked")
	}
	st.Type("+3")
	st.Key(fyne.KeyReturn)
	if len(f.filed) != 1 || f.filed[0].Due != data.NewDate(2026, 11, 27) || f.filed[0].What != "Reklamacja zamka w drzwiach wejściowych" {
		t.Fatalf("filed: %+v", f.filed)
	}
	if got := subject(s); got != "Dorobienie kluczy do magazynu" {
		t.Errorf("next: %q", got)
	}
	if got := lastToast(st); got != "Dodano do zrobienia na 27 listopada" {
		t.Errorf("toast: %q", got)
	}
}

func TestFiltersShowAutomaticAndDecided(t *testing.T) {
	st, s := open(t, newFake())
	test.Tap(s.filters[viewAutomatic])
	if got := subject(s); got != "Listopadowe promocje na zamki" {
		t.Errorf("automatic: %q", got)
	}
	test.Tap(s.filters[viewDecided])
	if got := subject(s); got != "Dziękuję za naprawę" {
		t.Errorf("decided: %q", got)
	}
	st.Key(fyne.KeyR)
	if len(st.Toasts) != 0 {
		t.Error("a decided message was filed again by a key")
	}
}

func TestADecisionCanBeTakenBackLater(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	test.Tap(s.filters[viewDecided])
	s.unfile(s.detail.message.ID)
	if len(f.unfiled) != 1 || s.model.view != viewWaiting || subject(s) != "Dziękuję za naprawę" {
		t.Errorf("taken back %v, view %s, open %q", f.unfiled, s.model.view, subject(s))
	}
	if got := lastToast(st); got != "Wiadomość znów czeka na decyzję" {
		t.Errorf("toast: %q", got)
	}
}

func TestAllDone(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	for range 6 {
		st.Key(fyne.KeyI)
	}
	if len(f.filed) != 6 || s.model.open != 0 || s.detail.message != nil {
		t.Errorf("filed %d, open %d", len(f.filed), s.model.open)
	}
	st.Key(fyne.KeyI)
	if len(f.filed) != 6 {
		t.Error("a key filed what is not there")
	}
}

func TestAnAttachmentIsSavedWhereTheOwnerLooks(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	s.save(1, 2)
	if len(f.saved) != 1 || f.saved[0] != "/home/ewa/Pobrane/faktura-118-2026.pdf" {
		t.Fatalf("saved: %v", f.saved)
	}
	if got := lastToast(st); got != "Zapisano: /home/ewa/Pobrane/faktura-118-2026.pdf" {
		t.Errorf("toast: %q", got)
	}
}

func TestAMessageFromElsewhereIsShownThoughNoRowIsIt(t *testing.T) {
	f := newFake()
	_, s := open(t, f)
	s.Show(90)
	if got := subject(s); got != "Montaż zamka: potwierdzenie terminu" {
		t.Errorf("open: %q", got)
	}
	if s.list.Selected() != -1 {
		t.Errorf("row %d is marked", s.list.Selected())
	}
	s.Changed(data.Change{Topics: []data.Topic{data.TopicMail}})
	if got := subject(s); got != "Montaż zamka: potwierdzenie terminu" {
		t.Errorf("after a change: %q", got)
	}
	s.Show(0)
	if got := subject(s); got != "Reklamacja zamka w drzwiach wejściowych" {
		t.Errorf("back to what waits: %q", got)
	}
}

func TestAChangeKeepsTheOpenMessage(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	st.Key(fyne.KeyDown)
	f.messages = append(f.messages, data.Message{ID: 200, Thread: 200, Direction: data.Inbound, Date: at(24, 10, 30), Subject: "Nowa", From: data.Address{Email: "nowy@poczta.example"}})
	s.Changed(data.Change{Topics: []data.Topic{data.TopicMail}})
	if got := subject(s); got != "Dorobienie kluczy do magazynu" {
		t.Errorf("open: %q", got)
	}
	if s.list.Selected() != 2 {
		t.Errorf("row %d is marked", s.list.Selected())
	}
}

func TestTroubleCanBeTriedAgain(t *testing.T) {
	f := newFake()
	f.broken = data.NewError(data.CodeBusy, "busy")
	_, s := open(t, f)
	if s.model.loaded {
		t.Fatal("loaded in spite of the failure")
	}
	f.broken = nil
	s.load()
	if subject(s) == "" {
		t.Error("nothing is open after the second try")
	}
}

// An answer that comes after the screen was closed touches nothing.
func TestALateAnswerAfterClose(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	var later []func()
	st.Env.Spawn = func(f func()) { later = append(later, f) }
	s := New(st.Env, newFake(), func() {})
	st.Show(s.Content())
	s.Show(0)
	s.Close()
	for _, f := range later {
		f()
	}
	if s.model.loaded {
		t.Error("a closed screen took an answer")
	}
}

func TestUndoAfterTheScreenIsGoneLeavesItAlone(t *testing.T) {
	st, s := open(t, newFake())
	st.Key(fyne.KeyS)
	waiting := s.model.count(viewWaiting)
	s.Close()
	st.UndoLast(t)
	if got := s.model.count(viewWaiting); got != waiting {
		t.Errorf("%d wait on a screen that is gone, %d before", got, waiting)
	}
}

func TestAnEmptyMailSaysOneThing(t *testing.T) {
	f := newFake()
	f.messages, f.accounts = nil, nil
	st := kittest.New(t, "pl", look.ModeLight)
	asked := 0
	s := New(st.Env, f, func() { asked++ })
	t.Cleanup(s.Close)
	s.Show(0)
	st.Show(s.Content())
	if !st.Says("Nie podłączono jeszcze żadnej skrzynki") || st.Says("Wszystko rozpatrzone") {
		t.Error("without a mailbox it does not say why there is no mail")
	}
	st.Tap(t, "Podłącz skrzynkę")
	if asked != 1 {
		t.Errorf("the button asked %d times for a mailbox", asked)
	}
	f.accounts = []data.Account{{ID: 1, Name: "biuro"}}
	s.Changed(data.Change{Topics: []data.Topic{data.TopicAccounts}})
	said := 0
	for _, x := range kittest.All[*kit.Text](st) {
		if x.Text() == "Wszystko rozpatrzone" {
			said++
		}
	}
	for _, x := range kittest.All[*kit.Para](st) {
		if x.Text() == "Wszystko rozpatrzone" {
			said++
		}
	}
	if said != 1 || st.Says("Podłącz skrzynkę") {
		t.Errorf("with a mailbox and no mail it is said %d times that all is done", said)
	}
}
