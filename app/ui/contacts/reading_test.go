package contacts

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
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

func TestRowsTellStatusOrOpenCases(t *testing.T) {
	_, s := open(t, newFake())
	if r := s.row(0); r.Title != "Żaneta Dąbrowska" || r.Chip != "1 otwarta sprawa" || r.Tone != kit.ToneWarn || r.Right != "09:15" {
		t.Errorf("first: %+v", r)
	}
	if r := s.row(2); r.Title != "Hotel Źródło sp. z o.o." || r.Chip != "aktywny" || r.Subtitle != "Krynica-Zdrój · biuro@firma.example · 600 100 003" {
		t.Errorf("third: %+v", r)
	}
	if r := s.row(7); r.Right != "" || r.Tone != kit.ToneBad {
		t.Errorf("never in touch: %+v", r)
	}
}

func TestTheCardShowsTheWholeClient(t *testing.T) {
	st, s := open(t, newFake())
	s.Show(1)
	says(t, st, "Żaneta Dąbrowska", "Zielarnia · Kraków · ostatni kontakt: 09:15", "aktywny", "konsument", "woli: telefon",
		"600 100 001", "R/2026/0012", "zostało 14 dni", "Oddzwonić z ceną wkładki", "zaległe", "piątek, 20 listopada 2026",
		"Dzwonić po 15. Klucz zapasowy u sąsiadki.")
	says(t, st, "Reklamacja zamka w drzwiach wejściowych", "Telefon od klienta",
		"od klienta · 6 minut · Pyta, czy wkładkę można wymienić bez wymiany zamka. Obiecałem oddzwonić z ceną.",
		"do klienta · Montaż bez uwag")
}

func TestACardWithoutAnything(t *testing.T) {
	f := newFake()
	f.contacts[7].Handles = nil
	st, s := open(t, f)
	s.Show(8)
	says(t, st, "Marek Nowak", "zakończył współpracę", "Nic się jeszcze nie wydarzyło.", "Brak telefonu i adresu.")
}

func TestACompanysDomainAndNIP(t *testing.T) {
	f := newFake()
	f.contacts[2].NIP = "5260250274"
	f.contacts[2].Handles = append(f.contacts[2].Handles, data.Handle{Kind: data.HandleDomain, Value: "hotelzrodlo.example"})
	st, s := open(t, f)
	s.Show(3)
	says(t, st, "Hotel Źródło sp. z o.o.", "cała poczta z hotelzrodlo.example", "5260250274")
}

func TestFiltersByStatusAndOrder(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	choices := kittest.All[*kit.Choice](st)
	if len(choices) != 2 {
		t.Fatalf("%d choices", len(choices))
	}
	if got := choices[0].Options; got[0] != "Każdy status" || !slices.Contains(got, "uśpiony") {
		t.Errorf("statuses: %q", got)
	}
	choices[0].SetSelected("uśpiony")
	if s.roster.count != 1 || s.row(0).Title != "Wojciech Zieliński" {
		t.Errorf("%d dormant", s.roster.count)
	}
	says(t, st, "1 z 8 kontaktów")
	choices[0].SetSelected("Każdy status")
	choices[1].SetSelected("Nazwisko lub nazwa")
	if got := f.filters[len(f.filters)-1]; got.Order != data.OrderName || got.Status != "" {
		t.Errorf("asked for %+v", got)
	}
}

func TestEmptyListsSaySo(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	s.search.SetText("nikt taki")
	says(t, st, "Nikt nie pasuje do tych słów.", "0 z 8 kontaktów")
	f.contacts = nil
	s.search.SetText("")
	says(t, st, "Nie ma jeszcze kontaktów.")
}

func TestTheMailOfAnEntryIsOneTapAway(t *testing.T) {
	st, s := open(t, newFake())
	s.Show(1)
	for _, l := range kittest.All[*parts.LineView](st) {
		if l.Title() == "Reklamacja zamka w drzwiach wejściowych" || l.Title() == "R/2026/0012" {
			test.Tap(l)
		}
	}
	want := []kit.Route{{Screen: kit.ScreenMail, ID: 500}, {Screen: kit.ScreenCases, ID: 12}}
	if !slices.Equal(st.Routes, want) {
		t.Errorf("went to %+v", st.Routes)
	}
}

func TestOlderEntriesAreOneTapAway(t *testing.T) {
	st, s := open(t, newFake())
	s.Show(1)
	st.Tap(t, "Pokaż starsze")
	if len(s.card.timeline) != 45 || st.Says("Pokaż starsze") {
		t.Errorf("%d entries", len(s.card.timeline))
	}
}

// A company is a business, a person a consumer, until the owner says otherwise.
func TestTheFormKnowsWhoIsAConsumer(t *testing.T) {
	st, _ := open(t, newFake())
	f := newContactForm(st.Env, newDraft())
	f.kind.SetSelected("firma")
	if got := f.draft().legal; got != string(data.Business) {
		t.Errorf("a company is %q", got)
	}
	f.kind.SetSelected("osoba")
	if got := f.draft().legal; got != string(data.Consumer) {
		t.Errorf("a person is %q", got)
	}
	f.legal.SetCode(string(data.SoleTrader))
	f.kind.SetSelected("firma")
	if got := f.draft().legal; got != string(data.SoleTrader) {
		t.Errorf("what the owner said became %q", got)
	}
}

func TestALoggedContactOfAnotherDayAndChannel(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	s.Show(1)
	s.askLog()
	entries, choices := kittest.All[*kit.Entry](st), kittest.All[*kit.Choice](st)
	if len(entries) != 3 || len(choices) != 3 {
		t.Fatalf("%d fields, %d choices", len(entries), len(choices))
	}
	entries[0].SetText(" Była w sklepie ")
	choices[0].SetSelected("osobiście")
	choices[1].SetSelected("do klienta")
	choices[2].SetSelected("pochwała")
	entries[1].SetText("dużo")
	st.Tap(t, "Zapisz")
	if len(f.logged) != 0 || !st.Says("„dużo” to nie jest liczba minut.") {
		t.Fatalf("logged: %+v", f.logged)
	}
	entries[1].SetText("15")
	entries[2].SetText("20.11.2026")
	st.Tap(t, "Zapisz")
	want := data.Interaction{
		ContactID: 1, At: time.Date(2026, 11, 20, 12, 0, 0, 0, st.Clock.Location()), Channel: data.ChannelInPerson,
		Direction: data.Outbound, Kind: data.KindPraise, Note: "Była w sklepie", Minutes: 15,
	}
	if len(f.logged) != 1 || f.logged[0] != want {
		t.Errorf("logged: %+v", f.logged)
	}
}

func TestTheFailureOfAReadIsShownWithAWayOut(t *testing.T) {
	f := newFake()
	f.broken = data.NewError(data.CodeBusy, "busy")
	st, s := open(t, f)
	says(t, st, "Bazy danych używa teraz inny program.")
	f.broken = nil
	st.Tap(t, "Spróbuj ponownie")
	if s.roster.count != 8 {
		t.Errorf("%d contacts after the second try", s.roster.count)
	}
}
