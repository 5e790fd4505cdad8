package contacts

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/data"
)

// open shows the screen in a window whose navigation leads back to it, as the
// shell's does.
func open(t *testing.T, f *fakeService) (*kittest.Stage, *Screen) {
	t.Helper()
	st := kittest.New(t, "pl", kit.ModeLight)
	note := st.Env.Navigate
	var s *Screen
	st.Env.Navigate = func(r kit.Route) {
		note(r)
		if r.Screen == kit.ScreenContacts {
			s.Show(r.ID)
			kit.Focus(s.Focus())
		}
	}
	s = New(st.Env, f)
	t.Cleanup(s.Close)
	st.Show(s.Content())
	s.Show(0)
	kit.Focus(s.Focus())
	return st, s
}

func lastToast(st *kittest.Stage) string {
	if len(st.Toasts) == 0 {
		return ""
	}
	return st.Toasts[len(st.Toasts)-1]
}

func lastRoute(st *kittest.Stage) kit.Route {
	if len(st.Routes) == 0 {
		return kit.Route{}
	}
	return st.Routes[len(st.Routes)-1]
}

func TestWordsFilterAsTyped(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	kit.Focus(s.search)
	st.Type("nowak")
	if s.roster.count != 1 || s.roster.total != 8 {
		t.Errorf("%d of %d", s.roster.count, s.roster.total)
	}
	if got := f.filters[len(f.filters)-1].Words; got != "nowak" {
		t.Errorf("asked for %q", got)
	}
	st.Key(fyne.KeyReturn)
	if s.open != 8 || s.card == nil || s.card.contact.FamilyName != "Nowak" {
		t.Errorf("Enter opened %d", s.open)
	}
}

func TestEscapeEmptiesTheField(t *testing.T) {
	st, s := open(t, newFake())
	kit.Focus(s.search)
	st.Type("xyz")
	if s.roster.count != 0 {
		t.Fatalf("%d found", s.roster.count)
	}
	st.Key(fyne.KeyEscape)
	if s.search.Text != "" || s.roster.count != 8 {
		t.Errorf("%q, %d found", s.search.Text, s.roster.count)
	}
	st.Key(fyne.KeyDown)
	if st.Window.Canvas().Focused() != s.list.Focusable() || s.list.Selected() != 0 {
		t.Error("the arrow does not lead into the list")
	}
}

func TestListOpensTheCardAndEscapeLeadsBack(t *testing.T) {
	st, s := open(t, newFake())
	st.Key(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	if s.open != 2 || lastRoute(st) != (kit.Route{Screen: kit.ScreenContacts, ID: 2}) {
		t.Fatalf("open %d, went to %+v", s.open, lastRoute(st))
	}
	st.Key(fyne.KeyEscape)
	if s.open != 0 || st.Window.Canvas().Focused() != s.list.Focusable() {
		t.Errorf("open %d after Escape", s.open)
	}
	if s.list.Selected() != 1 {
		t.Errorf("the list forgot its place: row %d", s.list.Selected())
	}
}

func TestOlderEntriesComeByPages(t *testing.T) {
	_, s := open(t, newFake())
	s.Show(1)
	if len(s.card.timeline) != timelinePage || !s.card.more {
		t.Fatalf("%d entries, more %v", len(s.card.timeline), s.card.more)
	}
	s.loadOlder()
	if len(s.card.timeline) != 45 || s.card.more {
		t.Errorf("%d entries, more %v", len(s.card.timeline), s.card.more)
	}
	seen := map[int64]bool{}
	for _, r := range s.card.timeline {
		if seen[r.ID] {
			t.Fatalf("entry %d is there twice", r.ID)
		}
		seen[r.ID] = true
	}
	s.refreshCard()
	if len(s.card.timeline) != 45 {
		t.Errorf("a refresh shows %d entries", len(s.card.timeline))
	}
}

func TestACallIsLoggedByKeyboard(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	s.Show(1)
	st.Key(fyne.KeyL)
	st.Type("Pyta o cenę")
	st.Window.Canvas().Focused().(*kit.Entry).OnCommit()
	if len(f.logged) != 1 {
		t.Fatalf("logged: %+v", f.logged)
	}
	i := f.logged[0]
	if i.Note != "Pyta o cenę" || i.Channel != data.ChannelPhone || i.Direction != data.Inbound || i.ContactID != 1 || !i.At.Equal(st.Clock) {
		t.Errorf("logged: %+v", i)
	}
	if lastToast(st) != "Zanotowano" || st.Window.Canvas().Overlays().Top() != nil {
		t.Errorf("toast %q; the form is still open", lastToast(st))
	}
}

func TestAFollowUpIsAddedAndTickedOff(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	s.Show(1)
	st.Key(fyne.KeyT)
	st.Type("Wysłać ofertę")
	st.Key(fyne.KeyReturn)
	if n := len(s.card.followUps); n != 3 || s.card.followUps[2].What != "Wysłać ofertę" || s.card.followUps[2].Due != data.NewDate(2026, 11, 25) {
		t.Fatalf("follow-ups: %+v", s.card.followUps)
	}
	s.done(&s.card.followUps[0])
	if len(s.card.followUps) != 2 || lastToast(st) != "Zrobione: Oddzwonić z ceną wkładki" {
		t.Errorf("%d left, toast %q", len(s.card.followUps), lastToast(st))
	}
	st.UndoLast(t)
	s.Changed(data.Change{Topics: []data.Topic{data.TopicFollowUps}})
	if len(s.card.followUps) != 3 {
		t.Errorf("%d after undo", len(s.card.followUps))
	}
}

func TestANewContactIsOpened(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	st.Key(fyne.KeyN)
	st.Type("Ewa")
	st.Key(fyne.KeyReturn)
	if len(f.added) != 1 || f.added[0].GivenName != "Ewa" || f.added[0].LegalType != data.Consumer {
		t.Fatalf("added: %+v", f.added)
	}
	if s.open != 9 || s.card == nil {
		t.Errorf("open: %d", s.open)
	}
}

func TestAConflictIsSaidInTheForm(t *testing.T) {
	f := newFake()
	f.fail = data.NewError(data.CodeConflict, "handle-taken", "Handle", "a@b.example", "Name", "Anna")
	st, s := open(t, f)
	s.askNew()
	st.Type("Ewa")
	st.Key(fyne.KeyReturn)
	if st.Window.Canvas().Overlays().Top() == nil || len(st.Toasts) != 0 || s.open != 0 {
		t.Error("the form closed over a failure")
	}
}

func TestEditingIsTakenBack(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	s.Show(1)
	st.Key(fyne.KeyE)
	st.Type("X")
	st.Key(fyne.KeyReturn)
	if len(f.changed) != 1 || s.card.contact.GivenName != "XŻaneta" {
		t.Fatalf("changed: %q", s.card.contact.GivenName)
	}
	st.UndoLast(t)
	s.Changed(data.Change{Topics: []data.Topic{data.TopicContacts}})
	if s.card.contact.GivenName != "Żaneta" {
		t.Errorf("after undo: %q", s.card.contact.GivenName)
	}
}

func TestANewCaseIsOpened(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	s.Show(1)
	st.Key(fyne.KeyS)
	st.Key(fyne.KeyReturn)
	if len(f.addedCase) != 0 {
		t.Fatal("a case without a subject was opened")
	}
	st.Type("Zamek nie działa")
	st.Key(fyne.KeyReturn)
	if len(f.addedCase) != 1 || f.addedCase[0].Subject != "Zamek nie działa" || f.addedCase[0].Severity != 2 {
		t.Fatalf("opened: %+v", f.addedCase)
	}
	if lastToast(st) != "Założono sprawę R/2026/0013, odpowiedz do 08.12.2026" {
		t.Errorf("toast: %q", lastToast(st))
	}
	if lastRoute(st) != (kit.Route{Screen: kit.ScreenCases, ID: 77}) {
		t.Errorf("went to %+v", lastRoute(st))
	}
}

func TestEntriesLeadToTheirMailOrCase(t *testing.T) {
	st, s := open(t, newFake())
	s.Show(1)
	for name, c := range map[string]struct {
		row  data.TimelineRow
		want kit.Route
	}{
		"mail": {data.TimelineRow{Interaction: data.Interaction{MessageID: 5, CaseID: 6}}, kit.Route{Screen: kit.ScreenMail, ID: 5}},
		"case": {data.TimelineRow{Interaction: data.Interaction{CaseID: 6}}, kit.Route{Screen: kit.ScreenCases, ID: 6}},
	} {
		t.Run(name, func(t *testing.T) {
			s.way(&c.row)()
			if lastRoute(st) != c.want {
				t.Errorf("went to %+v", lastRoute(st))
			}
		})
	}
	if s.way(&data.TimelineRow{}) != nil {
		t.Error("a call leads somewhere")
	}
}

func TestAnAddressIsCopied(t *testing.T) {
	st, s := open(t, newFake())
	s.Show(1)
	s.copyText("600 100 001")
	if got := fyne.CurrentApp().Clipboard().Content(); got != "600 100 001" {
		t.Errorf("clipboard: %q", got)
	}
	if lastToast(st) != "Skopiowano: 600 100 001" {
		t.Errorf("toast: %q", lastToast(st))
	}
}

func TestALostContactIsSaid(t *testing.T) {
	_, s := open(t, newFake())
	s.Show(404)
	if s.card != nil || s.open != 404 {
		t.Errorf("card %v, open %d", s.card, s.open)
	}
	test.Tap(s.backButton())
	if s.open != 0 {
		t.Error("there is no way back")
	}
}

// With slow answers only the last filter's rows are shown.
func TestTheLastFilterWins(t *testing.T) {
	st := kittest.New(t, "pl", kit.ModeLight)
	var later []func()
	st.Env.Spawn = func(f func()) { later = append(later, f) }
	s := New(st.Env, newFake())
	st.Show(s.Content())
	s.Show(0)
	s.search.SetText("nowak")
	s.search.SetText("wiśniewski")
	for i := len(later) - 1; i >= 0; i-- { // answers come in the wrong order
		later[i]()
	}
	if row, known, _ := s.roster.row(0); s.roster.count != 1 || !known || row.FamilyName != "Wiśniewski" {
		t.Errorf("%d rows, first %q", s.roster.count, row.DisplayName)
	}
}

func TestLongListsLoadPageByPage(t *testing.T) {
	f := newFake()
	for i := range 400 {
		f.contacts = append(f.contacts, row(int64(100+i), "Jan", "Kolejny", "", "Kraków", data.StatusActive, time.Time{}))
	}
	_, s := open(t, f)
	asked := len(f.filters)
	s.list.Select(350)
	if got := s.row(350); got.Title == "…" {
		t.Error("the row did not come")
	}
	if n := len(f.filters) - asked; n < 1 || n > 2 {
		t.Errorf("%d pages were read for one jump", n)
	}
}
