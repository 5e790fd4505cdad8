package inbox

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// says fails unless each of the texts can be read on the screen.
func says(t *testing.T, st *kittest.Stage, want ...string) {
	t.Helper()
	for _, w := range want {
		if !st.Says(w) {
			t.Errorf("%q is not on the screen", w)
		}
	}
}

func labels(st *kittest.Stage) []string {
	var out []string
	for _, b := range kittest.All[*parts.KeyButton](st) {
		out = append(out, b.Label())
	}
	return out
}

func buttons(st *kittest.Stage) []string {
	var out []string
	for _, b := range kittest.All[*kit.Button](st) {
		out = append(out, b.Text)
	}
	return out
}

func TestAMessageShowsAllThatHelpsToDecide(t *testing.T) {
	st, _ := open(t, newFake())
	says(t, st, "Reklamacja zamka w drzwiach wejściowych", "Żaneta Dąbrowska", "z.dabrowska@poczta.example",
		"do: biuro@slusarstwo-wrzos.example", "24.11.2026, 09:58", "Karta klienta",
		"Podpowiedź: reklamacja – „Reklamuję”, „zacina się”", "Od wtorku zacina się",
		"W tej rozmowie są jeszcze 2 wiadomości", "potwierdzamy montaż w środę", "6 wiadomości czeka na decyzję")
	for _, want := range []string{"zamek.jpg · 1,8\u00a0MB", "faktura-118-2026.pdf · 96\u00a0kB"} {
		if !slices.Contains(buttons(st), want) {
			t.Errorf("attachment %q is not among %q", want, buttons(st))
		}
	}
	want := []string{"Reklamacja", "Pochwała", "Sugestia", "Pytanie", "Zamówienie", "Do zrobienia", "Inne", "Nie do nas"}
	if got := labels(st); !slices.Equal(got, want) {
		t.Errorf("kinds: %q", got)
	}
}

func TestInEnglishTheKeysAreEnglish(t *testing.T) {
	st := kittest.New(t, "en", look.ModeDark)
	f := newFake()
	s := New(st.Env, f, func() {})
	t.Cleanup(s.Close)
	st.Show(s.Content())
	s.Show(0)
	kit.Focus(s.Focus())
	says(t, st, "Suggestion: complaint – “Reklamuję”, “zacina się”", "6 messages wait for a decision", "Client card")
	st.Key(fyne.KeyC, fyne.KeyQ)
	if len(f.filed) != 2 || f.filed[0].Kind != data.KindComplaint || f.filed[1].Kind != data.KindQuestion {
		t.Errorf("filed: %+v", f.filed)
	}
}

func TestWhoWrote(t *testing.T) {
	for name, c := range map[string]struct {
		id   int64
		says []string
	}{
		"a client":              {1, []string{"Karta klienta"}},
		"a client's own domain": {3, []string{"prawdopodobnie", "Hotel Źródło sp. z o.o."}},
		"somebody new":          {4, []string{"nowy kontakt", "Grażyna Kamińska"}},
		"an address only":       {6, []string{"nowy kontakt", "nieznany.nadawca@obcy.example", "(bez tematu)"}},
	} {
		t.Run(name, func(t *testing.T) {
			st, s := open(t, newFake())
			s.Show(c.id)
			says(t, st, c.says...)
		})
	}
}

func TestTheClientsCardIsOneTapAway(t *testing.T) {
	st, _ := open(t, newFake())
	st.Tap(t, "Karta klienta")
	if len(st.Routes) != 1 || st.Routes[0] != (kit.Route{Screen: kit.ScreenContacts, ID: 1}) {
		t.Errorf("went to %+v", st.Routes)
	}
}

func TestAnAttachmentIsSavedByATap(t *testing.T) {
	f := newFake()
	st, _ := open(t, f)
	st.Tap(t, "zamek.jpg · 1,8\u00a0MB")
	if !slices.Equal(f.saved, []string{"/home/ewa/Pobrane/zamek.jpg"}) {
		t.Errorf("saved: %v", f.saved)
	}
}

func TestAKindIsFiledByATap(t *testing.T) {
	f := newFake()
	st, _ := open(t, f)
	for _, b := range kittest.All[*parts.KeyButton](st) {
		if b.Label() == "Sugestia" {
			test.Tap(b)
		}
	}
	if len(f.filed) != 1 || f.filed[0].Kind != data.KindSuggestion {
		t.Errorf("filed: %+v", f.filed)
	}
	if f := st.Window.Canvas().Focused(); f == nil {
		t.Error("the keyboard is nowhere after the tap")
	}
}

func TestWhatIsDecidedSaysSo(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	test.Tap(s.filters[viewDecided])
	says(t, st, "Rozpatrzona jako", "pochwała")
	if got := labels(st); len(got) != 0 {
		t.Errorf("a decided message offers %q", got)
	}
	st.Tap(t, "Cofnij decyzję")
	if !slices.Equal(f.unfiled, []int64{9}) {
		t.Errorf("taken back: %v", f.unfiled)
	}
}

func TestOurOwnMailNeedsNoDecision(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	s.Show(90)
	says(t, st, "To nasza wiadomość: nie wymaga decyzji.")
	kit.Focus(s.root)
	st.Key(fyne.KeyR)
	if len(f.filed) != 0 {
		t.Errorf("our own mail was filed: %+v", f.filed)
	}
}

func TestWhatCannotBeReadIsTold(t *testing.T) {
	f := newFake()
	f.find(1).Text, f.find(1).Quarantined = "", true
	f.find(2).Text = ""
	st, s := open(t, f)
	says(t, st, "Tej wiadomości nie da się odczytać.")
	s.Show(2)
	says(t, st, "Ta wiadomość nie ma tekstu.")
}

func TestAutomaticMailSaysWhatItIs(t *testing.T) {
	st, s := open(t, newFake())
	test.Tap(s.filters[viewAutomatic])
	says(t, st, "Wiadomość automatyczna: newsletter")
	if got := s.row(0).Chip; got != "newsletter" {
		t.Errorf("row: %q", got)
	}
}

func TestEmptyViewsSaySo(t *testing.T) {
	f := newFake()
	f.messages = nil
	st, s := open(t, f)
	says(t, st, "Wszystko rozpatrzone", "Tu otworzy się wiadomość wybrana z listy.")
	test.Tap(s.filters[viewAutomatic])
	says(t, st, "Nie ma poczty automatycznej.")
	test.Tap(s.filters[viewDecided])
	says(t, st, "Nic jeszcze nie rozpatrzono.")
}

func TestRowsShowTheSubjectAndTheFirstWords(t *testing.T) {
	_, s := open(t, newFake())
	r := s.row(0)
	if r.Title != "Żaneta Dąbrowska" || r.Chip != "reklamacja" || r.Tone != kit.ToneBad || r.Right != "09:58" {
		t.Errorf("row: %+v", r)
	}
	if got := s.row(5); got.Title != "nieznany.nadawca@obcy.example" || got.Subtitle != "(bez tematu) · Proszę o kontakt w sprawie drzwi." || got.Chip != "" {
		t.Errorf("row: %+v", got)
	}
}

func TestAThreadLineOpensItsMessage(t *testing.T) {
	st, _ := open(t, newFake())
	lines := kittest.All[*threadLine](st)
	if len(lines) != 2 {
		t.Fatalf("%d lines", len(lines))
	}
	kit.Focus(lines[1])
	st.Key(fyne.KeyReturn)
	if len(st.Routes) != 1 || st.Routes[0] != (kit.Route{Screen: kit.ScreenMail, ID: 91}) {
		t.Errorf("went to %+v", st.Routes)
	}
}

// The keyboard works from the ground too, when a tap beside everything took it
// from the list.
func TestKeysWorkWithoutTheList(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	test.Tap(s.root)
	st.Key(fyne.KeyP)
	if len(f.filed) != 1 || f.filed[0].Kind != data.KindPraise {
		t.Errorf("filed: %+v", f.filed)
	}
}

func TestOlderDecisionsComeByPages(t *testing.T) {
	f := newFake()
	for i := range 150 {
		f.messages = append(f.messages, data.Message{
			ID: int64(1000 + i), Thread: int64(1000 + i), Direction: data.Inbound, Date: at(1, 1, 0).AddDate(0, 0, -i),
			From: data.Address{Email: "a@b.example"}, Triage: data.Triage{Kind: data.KindOther, Decided: at(1, 2, 0)},
		})
	}
	st, s := open(t, f)
	test.Tap(s.filters[viewDecided])
	if n := len(s.model.decided); n != decidedPage || !s.older.Visible() {
		t.Fatalf("%d decided, way to older ones %v", n, s.older.Visible())
	}
	st.Tap(t, "Pokaż starsze")
	if n := len(s.model.decided); n != 152 || s.older.Visible() {
		t.Errorf("%d decided, way to older ones %v", n, s.older.Visible())
	}
	s.Changed(data.Change{Topics: []data.Topic{data.TopicMail}})
	if n := len(s.model.decided); n != 152 {
		t.Errorf("after a change %d decided", n)
	}
}
