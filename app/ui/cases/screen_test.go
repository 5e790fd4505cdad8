package cases

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// open shows the screen in a window whose navigation leads back to it, as the
// shell's does.
func open(t *testing.T, f *fakeService) (*kittest.Stage, *Screen) {
	t.Helper()
	st := kittest.New(t, "pl", look.ModeLight)
	note := st.Env.Navigate
	var s *Screen
	st.Env.Navigate = func(r kit.Route) {
		note(r)
		if r.Screen == kit.ScreenCases {
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

func TestTheListCountsDown(t *testing.T) {
	_, s := open(t, newFake())
	for i, want := range []string{"2 dni po terminie", "zostały 3 dni", "zostało 12 dni", "czeka na dostawcę"} {
		if got := s.row(i).Chip; got != want {
			t.Errorf("row %d says %q, want %q", i, got, want)
		}
	}
	if got := s.summary(); got != "4 otwarte sprawy · 1 po terminie" {
		t.Errorf("summary: %q", got)
	}
}

func TestAllShowsClosedOnesToo(t *testing.T) {
	_, s := open(t, newFake())
	test.Tap(s.allBtn)
	if len(s.rows) != 5 || s.summary() != "5 spraw, w tym otwarte: 4" {
		t.Errorf("%d rows, %q", len(s.rows), s.summary())
	}
	if got := s.row(4).Chip; got != "odpowiedź wysłana" {
		t.Errorf("an answered case says %q", got)
	}
	test.Tap(s.openBtn)
	if len(s.rows) != 4 {
		t.Errorf("%d rows", len(s.rows))
	}
}

func TestEnterOpensAndEscapeLeadsBack(t *testing.T) {
	st, s := open(t, newFake())
	st.Key(fyne.KeyDown, fyne.KeyReturn)
	if s.open != 2 || s.file == nil {
		t.Fatalf("open: %d", s.open)
	}
	st.Key(fyne.KeyEscape)
	if s.open != 0 || st.Window.Canvas().Focused() != s.list.Focusable() {
		t.Errorf("open %d after Escape", s.open)
	}
}

func TestAStepIsTakenAndTakenBack(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	s.Show(3)
	s.move(data.CaseAcknowledged)
	if s.file.row.State != data.CaseAcknowledged || lastToast(st) != "R/2026/0012: potwierdzona" {
		t.Fatalf("%s, toast %q", s.file.row.State, lastToast(st))
	}
	st.UndoLast(t)
	f.find(3).State = data.CaseNew
	s.Changed(data.Change{Topics: []data.Topic{data.TopicCases}})
	if s.file.row.State != data.CaseNew {
		t.Errorf("after undo: %s", s.file.row.State)
	}
}

func TestSendingTheClientElsewhereAnswersNothing(t *testing.T) {
	st, s := open(t, newFake())
	s.Show(3)
	st.Tap(t, "Tylko odesłano gdzie indziej")
	if s.file.row.Redirected.IsZero() || !s.file.row.State.Open() || !st.Says("odesłano gdzie indziej") {
		t.Fatalf("the case is %s, sent elsewhere at %v", s.file.row.State, s.file.row.Redirected)
	}
	if lastToast(st) != "Zapisano odesłanie. To nie odpowiedź: sprawa dalej czeka." {
		t.Errorf("told %q", lastToast(st))
	}
	st.Tap(t, "Cofnij odesłanie")
	if !s.file.row.Redirected.IsZero() {
		t.Error("it is not taken back")
	}
}

func TestWhatIsExportedIsWhatIsShown(t *testing.T) {
	f := newFake()
	st, _ := open(t, f)
	for i, tab := range []string{"", "Wszystkie"} {
		if tab != "" {
			st.Tap(t, tab)
		}
		st.Tap(t, "Eksportuj")
		if len(st.Files) != i+1 || st.Files[i].Name != "sprawy-2026-11-24.xlsx" {
			t.Fatalf("asked for %+v", st.Files)
		}
		st.PickFile(t, "/home/anna/sprawy.csv")
	}
	if len(f.exported) != 2 || !f.exported[0].Cases.OpenOnly || f.exported[1].Cases.OpenOnly || f.exported[0].List != "cases" {
		t.Errorf("exported %+v", f.exported)
	}
}

func TestACaseGoesToTheTrashAndComesBack(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	s.Show(3)
	if !s.Key(&fyne.KeyEvent{Name: fyne.KeyDelete}) || !slices.Equal(f.deleted, []int64{3}) || lastToast(st) != "Sprawa R/2026/0012 jest w koszu" {
		t.Fatalf("deleted %v, told %q", f.deleted, lastToast(st))
	}
	if n := len(st.Routes); n == 0 || st.Routes[n-1] != (kit.Route{Screen: kit.ScreenCases}) {
		t.Errorf("went to %+v", st.Routes)
	}
	st.UndoLast(t) // fails where nothing could be undone
	f.broken = nil
	s.Show(2)
	st.Tap(t, "Usuń sprawę")
	if !slices.Equal(f.deleted, []int64{3, 2}) {
		t.Errorf("deleted %v", f.deleted)
	}
}

func TestAFieldIsKeptAtOnceAndCanBeTakenBack(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	s.Show(3)
	category := "quality"
	s.change(data.CaseChange{Category: &category})
	if got := f.find(3).Category; got != "quality" {
		t.Fatalf("category: %q", got)
	}
	st.UndoLast(t)
}

func TestCostIsReadWhenItIsTyped(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	s.Show(3)
	field := s.textField("", func(text string) (data.CaseChange, error) {
		m, err := parts.ReadAmount(text)
		return data.CaseChange{Cost: &m}, err
	})
	entry := entryOf(t, field)
	entry.SetText("1 234,50 zł")
	entry.OnSubmitted(entry.Text)
	if got := f.find(3).Cost.Minor; got != 123450 {
		t.Errorf("cost: %d", got)
	}
	entry.SetText("dużo")
	entry.OnSubmitted(entry.Text)
	if got := f.find(3).Cost.Minor; got != 123450 || st.Window.Canvas().Overlays().Top() == nil {
		t.Errorf("nonsense was kept: %d", got)
	}
}

// entryOf finds the entry of a field.
func entryOf(t *testing.T, o fyne.CanvasObject) *input.Entry {
	t.Helper()
	if e, ok := o.(*input.Entry); ok {
		return e
	}
	if c, ok := o.(*fyne.Container); ok {
		for _, child := range c.Objects {
			if _, button := child.(*kit.Button); !button {
				return entryOf(t, child)
			}
		}
	}
	t.Fatal("there is no entry")
	return nil
}

func TestAFailedChangeIsSaidAndShownAsItWas(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	s.Show(3)
	f.fail = data.NewError(data.CodeReadOnly, "read-only")
	s.move(data.CaseClosed)
	if s.file.row.State != data.CaseNew || len(st.Toasts) != 0 || st.Window.Canvas().Overlays().Top() == nil {
		t.Errorf("state %s, toasts %v", s.file.row.State, st.Toasts)
	}
}

func TestAFollowUpOfTheCase(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	s.Show(3)
	st.Key(fyne.KeyT)
	st.Type("Zamówić wkładkę")
	st.Key(fyne.KeyReturn)
	if n := len(s.file.followUps); n != 2 || s.file.followUps[1].CaseID != 3 || s.file.followUps[1].ContactID != 3 {
		t.Fatalf("follow-ups: %+v", s.file.followUps)
	}
	s.done(&s.file.followUps[0])
	if len(s.file.followUps) != 1 || lastToast(st) != "Zrobione: Obejrzeć zamek na miejscu" {
		t.Errorf("%d left, toast %q", len(s.file.followUps), lastToast(st))
	}
	st.UndoLast(t)
}

// A notice that changes nothing on the case leaves what is being typed alone.
func TestAnUnrelatedChangeDoesNotRedraw(t *testing.T) {
	_, s := open(t, newFake())
	s.Show(3)
	before := s.drawn.right
	s.Changed(data.Change{Topics: []data.Topic{data.TopicContacts}})
	if s.drawn.right != before {
		t.Error("the fields were drawn anew")
	}
}

func TestBetweenFirmsThereIsNoTerm(t *testing.T) {
	_, s := open(t, newFake())
	s.Show(4)
	if s.file == nil || !s.file.row.Deadline.Safe.IsZero() {
		t.Fatalf("file: %+v", s.file)
	}
	if s.row(3).Right == s.row(3).Chip {
		t.Error("the list says the state twice")
	}
}

func TestTroubleAndALostCase(t *testing.T) {
	f := newFake()
	f.broken = data.NewError(data.CodeBusy, "busy")
	_, s := open(t, f)
	if s.loaded {
		t.Error("loaded in spite of the failure")
	}
	f.broken = nil
	s.Show(404)
	if s.file != nil {
		t.Error("a lost case is shown")
	}
	test.Tap(s.backButton())
	if s.open != 0 || len(s.rows) != 4 {
		t.Errorf("open %d, %d rows", s.open, len(s.rows))
	}
}

func TestNothingWaits(t *testing.T) {
	f := newFake()
	f.rows = nil
	_, s := open(t, f)
	if got := s.summary(); got != "Żadna sprawa nie czeka na odpowiedź" {
		t.Errorf("summary: %q", got)
	}
}
