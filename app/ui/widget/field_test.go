package widget_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/widget"
)

func newSuggest(t *testing.T) (*kittest.Stage, *widget.Suggest, *[]widget.Match) {
	t.Helper()
	st := kittest.New(t, "pl", look.ModeLight)
	s := widget.NewSuggest("klient")
	all := []widget.Match{
		{ID: 1, Title: "Łukasz Wiśniewski", Subtitle: "Młyn Śrubowy", Icon: look.IconPerson, Group: "Osoby"},
		{ID: 2, Title: "Łucja Dąbrowska", Group: "Osoby"},
		{ID: 3, Title: "Łódzkie Zamki", Group: "Firmy"},
	}
	s.Find = func(text string, show func([]widget.Match)) {
		var hits []widget.Match
		for _, m := range all {
			if strings.Contains(strings.ToLower(m.Title), strings.ToLower(text)) {
				hits = append(hits, m)
			}
		}
		show(hits)
	}
	picked := &[]widget.Match{}
	s.OnPick = func(m widget.Match) { *picked = append(*picked, m) }
	st.Show(kit.Pad(20, 20, 20, 20, kit.VBox(8, s, input.NewEntry("następne pole"))))
	st.Window.Canvas().Focus(s.Entry)
	return st, s, picked
}

func TestSuggestPicksByKeyboard(t *testing.T) {
	st, s, picked := newSuggest(t)
	st.Type("łu")
	if !s.Dropdown().Open() || !st.Says("Łucja Dąbrowska") || st.Says("Łódzkie Zamki") {
		t.Fatal("the matches are not offered")
	}
	st.Picture(t, "widget-suggest")
	st.Key(fyne.KeyDown, fyne.KeyDown, fyne.KeyUp, fyne.KeyDown, fyne.KeyReturn)
	if len(*picked) != 1 || s.ID() != 2 || s.Text() != "Łucja Dąbrowska" || s.Dropdown().Open() {
		t.Errorf("picked %v, id %d, text %q", *picked, s.ID(), s.Text())
	}
}

func TestSuggestKeepsTypingWhileTheListIsOpen(t *testing.T) {
	st, s, _ := newSuggest(t)
	st.Type("łuk")
	st.Key(fyne.KeyBackspace)
	st.Type("c")
	if s.Text() != "łuc" || !s.Dropdown().Open() {
		t.Errorf("text %q, open %v", s.Text(), s.Dropdown().Open())
	}
	st.Type("xyz")
	if s.Dropdown().Open() {
		t.Error("the list stays open with nothing in it")
	}
	if st.Window.Canvas().Focused() != fyne.Focusable(s.Entry) {
		t.Error("the field lost the keyboard when the list closed")
	}
}

func TestSuggestForgetsTheIDWhenTheTextChanges(t *testing.T) {
	st, s, _ := newSuggest(t)
	s.Set(7, "Anna Nowak")
	if s.ID() != 7 || s.Dropdown().Open() {
		t.Fatal("Set must neither ask nor forget")
	}
	st.Type("x")
	if s.ID() != 0 {
		t.Error("a changed text still has the id of what was picked")
	}
}

func TestSuggestDropsLateAnswers(t *testing.T) {
	_, s, _ := newSuggest(t)
	var answers []func([]widget.Match)
	s.Find = func(_ string, show func([]widget.Match)) { answers = append(answers, show) }
	s.Entry.SetText("a")
	s.Entry.SetText("ab")
	answers[0]([]widget.Match{{Title: "stare"}})
	if s.Dropdown().Open() {
		t.Error("the answer to an older question was shown")
	}
	answers[1]([]widget.Match{{Title: "nowe"}})
	if !s.Dropdown().Open() {
		t.Error("the answer to the last question was not shown")
	}
}

func TestDropdownWithoutAMarkKeepsWhatWasTyped(t *testing.T) {
	st, s, picked := newSuggest(t)
	entered := 0
	s.Dropdown().Free = true
	s.Dropdown().OnEnter = func() { entered++ }
	st.Type("łu")
	st.Key(fyne.KeyReturn)
	if entered != 1 || len(*picked) != 0 || s.Text() != "łu" {
		t.Errorf("entered %d, picked %v, text %q", entered, *picked, s.Text())
	}
	st.Type("c")
	st.Key(fyne.KeyTab)
	if s.Dropdown().Open() {
		t.Error("Tab left the list open")
	}
	st.Type("j")
	st.Key(fyne.KeyEscape)
	if s.Dropdown().Open() || s.Text() != "łucj" {
		t.Errorf("Escape: open %v, text %q", s.Dropdown().Open(), s.Text())
	}
}

// TestEnterWaitsForWhatIsOnItsWay: who types three letters, Enter and goes on
// writing is faster than any list.
func TestEnterWaitsForWhatIsOnItsWay(t *testing.T) {
	st, s, picked := newSuggest(t)
	s.Must = true
	next := input.NewEntry("słowa")
	st.Show(kit.VBox(8, s, next))
	st.Window.Canvas().Focus(s.Entry)
	s.OnPick = func(m widget.Match) {
		*picked = append(*picked, m)
		st.Window.Canvas().Focus(next)
	}
	var answer func([]widget.Match)
	s.Find = func(_ string, show func([]widget.Match)) { answer = show }
	st.Type("ko")
	answer([]widget.Match{{ID: 1, Title: "Kos"}, {ID: 2, Title: "Kowal"}})
	st.Type("w")
	st.Key(fyne.KeyReturn)
	for _, r := range "Pyta" {
		st.Key(fyne.KeyName(strings.ToUpper(string(r)))) // as in a window: the key, then its letter
		st.Type(string(r))
	}
	if len(*picked) != 0 {
		t.Fatalf("picked %v from the matches for fewer letters", *picked)
	}
	answer([]widget.Match{{ID: 2, Title: "Kowal"}})
	if len(*picked) != 1 || s.ID() != 2 || next.Text != "Pyta" {
		t.Errorf("picked %v, id %d, the next field has %q", *picked, s.ID(), next.Text)
	}
}

// waits is a field after "kow", Enter and more letters, with its matches still on
// their way.
func waits(t *testing.T, more string) (st *kittest.Stage, s *widget.Suggest, picked *[]widget.Match, answer func([]widget.Match)) {
	t.Helper()
	st, s, picked = newSuggest(t)
	s.Must = true
	s.Find = func(_ string, show func([]widget.Match)) { answer = show }
	st.Type("kow")
	st.Key(fyne.KeyReturn)
	st.Type(more)
	if s.Text() != "kow" {
		t.Fatalf("the field has %q", s.Text())
	}
	return st, s, picked, answer
}

func TestLettersAfterAnEnterThatPicksNothingStayInTheField(t *testing.T) {
	st, s, picked, answer := waits(t, "Py")
	answer(nil)
	st.Type("t")
	if len(*picked) != 0 || s.Text() != "kowPyt" {
		t.Errorf("nothing found: picked %v, the field has %q", *picked, s.Text())
	}
	st, s, picked, answer = waits(t, "Py")
	answer([]widget.Match{{Title: "Nic nie znaleziono", Note: true}})
	st.Type("t")
	if len(*picked) != 0 || s.Text() != "kowPyt" || !st.Says("Nic nie znaleziono") {
		t.Errorf("a note: picked %v, the field has %q", *picked, s.Text())
	}
	_, s, picked, answer = waits(t, "Py")
	answer([]widget.Match{{ID: 2, Title: "Kowal"}})
	if len(*picked) != 1 || s.Text() != "KowalPy" {
		t.Errorf("the keyboard stayed: picked %v, the field has %q", *picked, s.Text())
	}
}

func TestAClickBesideTheListPicksNothingLate(t *testing.T) {
	st, s, picked := newSuggest(t)
	s.Must = true
	var answer func([]widget.Match)
	s.Find = func(_ string, show func([]widget.Match)) { answer = show }
	st.Type("ko")
	kow := []widget.Match{{ID: 2, Title: "Kowal"}}
	answer(kow)
	st.Type("w")
	late := answer
	st.Key(fyne.KeyReturn)
	st.Type("Py")
	list, ok := st.Window.Canvas().Overlays().Top().(fyne.Tappable)
	if !ok {
		t.Fatal("no list is open")
	}
	list.Tapped(&fyne.PointEvent{}) // as the toolkit does it for a click beside the list
	late(kow)
	if len(*picked) != 0 || s.Dropdown().Open() || s.Text() != "kowPy" {
		t.Errorf("picked %v, open %v, the field has %q", *picked, s.Dropdown().Open(), s.Text())
	}
	st.Window.Canvas().Focus(s.Entry)
	st.Type("t")
	answer(kow)
	if !s.Dropdown().Open() || len(*picked) != 0 {
		t.Errorf("typed on: open %v, picked %v", s.Dropdown().Open(), *picked)
	}
}

func TestWhoLeftTheFieldIsNotTakenBack(t *testing.T) {
	st, s, picked, answer := waits(t, "Py")
	st.Window.Canvas().FocusNext()
	next := st.Window.Canvas().Focused()
	if next == fyne.Focusable(s.Entry) || s.Text() != "kowPy" {
		t.Fatalf("left with %q in the field", s.Text())
	}
	answer([]widget.Match{{ID: 2, Title: "Kowal"}})
	if len(*picked) != 0 || s.Dropdown().Open() || st.Window.Canvas().Focused() != next {
		t.Errorf("picked %v, open %v", *picked, s.Dropdown().Open())
	}

	st, s, picked, answer = waits(t, "")
	st.Window.Canvas().FocusNext()
	answer([]widget.Match{{ID: 2, Title: "Kowal"}})
	if len(*picked) != 0 || s.Dropdown().Open() {
		t.Errorf("with nothing typed after Enter: picked %v, open %v", *picked, s.Dropdown().Open())
	}
}
