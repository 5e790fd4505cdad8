package cases

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
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

// silent fails when one of the texts can be read on the screen.
func silent(t *testing.T, st *kittest.Stage, unwanted ...string) {
	t.Helper()
	for _, w := range unwanted {
		if st.Says(w) {
			t.Errorf("%q is on the screen", w)
		}
	}
}

func buttons(st *kittest.Stage) []string {
	var out []string
	for _, b := range kittest.All[*kit.Button](st) {
		if b.Text != "" {
			out = append(out, b.Text)
		}
	}
	return out
}

func TestTheDeadlineWithItsRiskAndSource(t *testing.T) {
	st, s := open(t, newFake())
	s.Show(3)
	says(t, st, "Odpowiedz do", "niedziela, 6 grudnia 2026", "zostało 12 dni",
		"Najpóźniej poniedziałek, 7 grudnia 2026 (art. 115 k.c.), z ryzykiem prawnym.",
		"art. 7a ustawy z 30.05.2014 o prawach konsumenta", "To nie jest porada prawna.")
	s.Show(2) // its term ends on a working day: there is nothing to shift
	silent(t, st, "z ryzykiem prawnym")
	says(t, st, "To nie jest porada prawna.")
}

func TestABusinessIsToldThatThereIsNoTerm(t *testing.T) {
	st, s := open(t, newFake())
	s.Show(4)
	says(t, st, "Ustawa nie wyznacza terminu", "To nie jest porada prawna.")
	silent(t, st, "Odpowiedz do", "art. 7a")
}

func TestARequestHasNoDeadlineAtAll(t *testing.T) {
	f := newFake()
	f.find(4).Kind = data.CaseRequest
	st, s := open(t, f)
	s.Show(4)
	silent(t, st, "Odpowiedz do", "Termin odpowiedzi", "porada prawna")
	if got := s.row(3).Icon; got != look.IconQuestion {
		t.Errorf("its icon is %s", got)
	}
}

func TestTheReceiptShowsFactsAndWords(t *testing.T) {
	st, s := open(t, newFake())
	s.Show(3)
	says(t, st, "niedziela, 22 listopada 2026 · e-mail", "Żaneta Dąbrowska", "konsument", "Reklamuję wykonanie usługi",
		"Obejrzeć zamek na miejscu", "na dziś")
	st.Tap(t, "Otwórz wiadomość")
	st.Tap(t, "Żaneta Dąbrowska")
	want := []kit.Route{{Screen: kit.ScreenMail, ID: 41}, {Screen: kit.ScreenContacts, ID: 3}}
	if !slices.Equal(st.Routes, want) {
		t.Errorf("went to %+v", st.Routes)
	}
	s.Show(2)
	says(t, st, "Nie zapisano słów klienta.", "Nic nie zaplanowano.")
	silent(t, st, "Otwórz wiadomość")
}

func TestTheStepsFollowTheState(t *testing.T) {
	for name, c := range map[string]struct {
		id   int64
		want []string
	}{
		"new":      {3, []string{"Potwierdź przyjęcie", "Odpowiedź wysłana", "Klient wycofał zgłoszenie"}},
		"in work":  {1, []string{"Odpowiedź wysłana", "Czekamy na klienta", "Czekamy na dostawcę", "Klient wycofał zgłoszenie"}},
		"answered": {5, []string{"Zamknij sprawę", "Otwórz ponownie"}},
	} {
		t.Run(name, func(t *testing.T) {
			st, s := open(t, newFake())
			s.Show(c.id)
			if got := buttons(st); len(got) < len(c.want) || !slices.Equal(got[:len(c.want)], c.want) {
				t.Errorf("steps: %q", got)
			}
		})
	}
}

func TestAStepByATap(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	s.Show(3)
	st.Tap(t, "Potwierdź przyjęcie")
	if got := f.find(3).State; got != data.CaseAcknowledged {
		t.Fatalf("state: %s", got)
	}
	if got := buttons(st)[0]; got != "Zacznij ocenę" {
		t.Errorf("the next step is %q", got)
	}
}

func TestAnAnswerWithoutADecisionIsReminded(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	s.Show(5)
	silent(t, st, "a decyzja nie jest wpisana")
	says(t, st, "Odpowiedź: 12.11.2026, 14:15", "uznana częściowo")
	none := data.DecisionNone
	s.change(data.CaseChange{Decision: &none})
	says(t, st, "a decyzja nie jest wpisana")
}

func TestFieldsShowWhatIsKept(t *testing.T) {
	st, s := open(t, newFake())
	s.Show(3)
	var got []string
	for _, c := range kittest.All[*input.Choice](st) {
		got = append(got, c.Selected)
	}
	want := []string{"nowa", "bez decyzji", "naprawa", "wykonanie usługi", "nieustalona", "średnia"}
	if !slices.Equal(got, want) {
		t.Errorf("fields: %q", got)
	}
}

// Each drop-down changes its own field and nothing else.
func TestEachFieldChangesItself(t *testing.T) {
	for i, check := range []func(c *data.CaseChange) bool{
		func(c *data.CaseChange) bool { return c.State != nil && *c.State == data.CaseWithdrawn },
		func(c *data.CaseChange) bool { return c.Decision != nil && *c.Decision == data.DecisionLapsed },
		func(c *data.CaseChange) bool { return c.Demand != nil && *c.Demand == data.DemandOther },
		func(c *data.CaseChange) bool { return c.Category != nil && *c.Category == "delivery" },
		func(c *data.CaseChange) bool { return c.Cause != nil && *c.Cause == "supplier" },
		func(c *data.CaseChange) bool { return c.Severity != nil && *c.Severity == 4 },
	} {
		f := newFake()
		st, s := open(t, f)
		s.Show(3)
		field := kittest.All[*input.Choice](st)[i]
		field.SetSelectedIndex(len(field.Options) - 1)
		if len(f.changes) != 1 || !check(&f.changes[0]) {
			t.Errorf("field %d changed %+v", i, f.changes)
		}
		s.Close()
	}
}

func TestATextFieldShowsThatItIsNotKeptYet(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	s.Show(3)
	var product *input.Entry
	for _, e := range kittest.All[*input.Entry](st) {
		if e.Text == "zamek wielopunktowy" {
			product = e
		}
	}
	if product == nil {
		t.Fatal("the product is not shown")
	}
	before := len(kittest.All[*kit.Button](st))
	kit.Focus(product)
	st.Type("nowy ")
	if got := len(kittest.All[*kit.Button](st)); got != before+1 {
		t.Errorf("%d buttons, then %d", before, got)
	}
	if len(f.changes) != 0 {
		t.Error("half a word was kept")
	}
	product.OnSubmitted(product.Text)
	if got := f.find(3).Product; got != "nowy zamek wielopunktowy" {
		t.Errorf("kept: %q", got)
	}
}

func TestInEnglish(t *testing.T) {
	st := kittest.New(t, "en", look.ModeDark)
	s := New(st.Env, newFake())
	t.Cleanup(s.Close)
	st.Show(s.Content())
	s.Show(0)
	says(t, st, "4 open cases · 1 overdue")
	s.Show(3)
	says(t, st, "Answer by", "Sunday, 6 December 2026", "with legal risk", "This is not legal advice.", "12 days left")
}

func TestEmptyListsSaySo(t *testing.T) {
	f := newFake()
	f.rows = nil
	st, _ := open(t, f)
	says(t, st, "Żadna sprawa nie czeka na odpowiedź")
	st.Tap(t, "Wszystkie")
	says(t, st, "Nie ma jeszcze żadnej sprawy.")
}

func TestANumberThatHadBetterNotBeKeptIsToldOnTheCase(t *testing.T) {
	st, _ := open(t, newFake())
	st.Env.Risky = func(text string) string {
		if strings.Contains(text, "44051401359") {
			return "To wygląda na numer PESEL."
		}
		return ""
	}
	st.Key(fyne.KeyReturn)
	var last *input.Entry
	for _, e := range kittest.All[*input.Entry](st) {
		last = e
	}
	last.SetText("klient 44051401359")
	says(t, st, "To wygląda na numer PESEL.")
	last.SetText("klient")
	silent(t, st, "PESEL")
}
