package card_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kartoteka/app/ui/card"
	"kartoteka/app/ui/card/cardtest"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// desk is a card on the screen, with what it asked others to do.
type desk struct {
	*kittest.Stage
	firm   *cardtest.Firm
	card   *card.Card
	opened []string
	back   int
}

func open(t *testing.T, f *cardtest.Firm, id int64) *desk {
	t.Helper()
	d := &desk{Stage: kittest.New(t, "pl", look.ModeLight), firm: f}
	d.card = card.New(d.Env, f, card.Hooks{
		Back: func() { d.back++ }, OpenURL: func(a string) error { d.opened = append(d.opened, a); return nil },
		More: []card.Deed{{Text: "Scal z…", Do: func(c data.Contact) { d.opened = append(d.opened, "merge "+c.Name()) }}},
	})
	t.Cleanup(d.card.Close)
	d.Stage.Show(d.card.Object())
	d.card.Show(id)
	kit.Focus(d.card.Focus())
	return d
}

func (d *desk) says(t *testing.T, want ...string) {
	t.Helper()
	for _, w := range want {
		if !d.Says(w) {
			t.Errorf("%q is not on the screen", w)
		}
	}
}

// choose opens the menu of what says the words and takes an entry of it.
func (d *desk) choose(t *testing.T, button, item string) {
	t.Helper()
	d.Tap(t, button)
	d.TapMenu(t, item)
}

func (d *desk) did(deed string) bool { return slices.Contains(d.firm.Deeds, deed) }

func TestTheHeadTellsWhoItIsAndWhatToMind(t *testing.T) {
	d := open(t, cardtest.New(), 1)
	d.says(t, "Żaneta Dąbrowska", "Zielarnia · Kraków · woli: telefon · najlepiej po 15 · ostatni kontakt: 09:15", "aktywny", "stały klient",
		"Ustalenia z tym klientem: rabat 5%, faktura raz w miesiącu")
	var buttons []string
	for _, b := range kittest.All[*kit.Button](d.Stage) {
		buttons = append(buttons, b.Text)
	}
	for _, want := range []string{"600 100 001", "12 345 67 89 (praca)", "żanetadąbrowska@poczta.example"} {
		if !slices.Contains(buttons, want) {
			t.Errorf("no button says %q: %q", want, buttons)
		}
	}
	d.card.Show(8)
	d.says(t, "zakończył współpracę", "Współpracę zakończył: klient · 01.10.2026 · powód: cena", "Prośba, żeby się nie kontaktować. Prośba z 3 marca.")
}

func TestTheTimelineSetsTheClientsWordsApart(t *testing.T) {
	d := open(t, cardtest.New(), 1)
	d.says(t, "Reklamacja zamka w drzwiach wejściowych", "e-mail · od klienta · R/2026/0012", "Telefon od klienta", "telefon · od klienta · 6 minut",
		"Czy wkładkę można wymienić bez wymiany zamka?", "Obiecałem oddzwonić z ceną.", "Drzwi RC3", "ocena 5 z 5", "Polecam, szybko i czysto.")
	inks := map[string]string{}
	for _, p := range kittest.All[*kit.Para](d.Stage) {
		inks[p.Text()] = string(p.Color())
	}
	if inks["Czy wkładkę można wymienić bez wymiany zamka?"] == inks["Obiecałem oddzwonić z ceną."] {
		t.Error("the client's words look like the owner's")
	}
}

func TestChipsNarrowTheTimeline(t *testing.T) {
	d := open(t, cardtest.New(), 1)
	want := map[string]string{
		"Poczta": "Reklamacja zamka", "Rozmowy": "Obiecałem oddzwonić", "Wizyty": "Kod bramy 1234",
		"Zamówienia": "Drzwi RC3", "Opinie": "Polecam, szybko",
	}
	for word, text := range want {
		d.toggle(t, word)
		d.says(t, text)
		for other, not := range want {
			// Orders stand at the side, too.
			if other != word && other != "Zamówienia" && d.Says(not) {
				t.Errorf("%s shows %q", word, not)
			}
		}
	}
	d.toggle(t, "Sprawy")
	d.says(t, "Niczego takiego tu nie ma.")
	d.toggle(t, "Wszystko")
	d.says(t, "Kod bramy 1234", "Polecam, szybko")
}

func (d *desk) toggle(t *testing.T, word string) {
	t.Helper()
	for _, g := range kittest.All[*kit.Toggle](d.Stage) {
		if g.Word() == word {
			test.Tap(g)
			return
		}
	}
	t.Fatalf("no chip says %q", word)
}

func TestACompanyShowsItsPeoplesEntries(t *testing.T) {
	f := cardtest.New()
	f.Timeline = append(f.Timeline, data.Entry{
		Type: data.EntryInteraction, ID: 5, ContactID: 4, ContactName: "Grażyna Kamińska", At: cardtest.At(1, 1), Channel: data.ChannelPhone,
		Direction: data.Inbound, Text: "Potrzebny serwis.",
	})
	d := open(t, f, 3)
	d.says(t, "Osoby w firmie", "Grażyna Kamińska")
	if !f.Entry.Company {
		t.Error("the company's timeline asks for the company alone")
	}
	d.card.Show(4)
	d.says(t, "Hotel Źródło sp. z o.o.", "Potrzebny serwis.")
}

func TestOlderEntriesComeByPages(t *testing.T) {
	d := open(t, cardtest.New(), 1)
	count := func() (n int) {
		for _, p := range kittest.All[*kit.Para](d.Stage) {
			if p.Text() == "Przypomnienie o przeglądzie drzwi." {
				n++
			}
		}
		return n
	}
	first := count()
	d.Tap(t, "Pokaż starsze")
	if n := count(); n != 40 || first >= n || d.Says("Pokaż starsze") {
		t.Errorf("%d reminders at first, then %d", first, n)
	}
	d.card.Changed()
	if n := count(); n != 40 {
		t.Errorf("a change shows %d", n)
	}
}

func TestPinnedEntriesStandFirstAndOnce(t *testing.T) {
	d := open(t, cardtest.New(), 1)
	n := 0
	for _, p := range kittest.All[*kit.Para](d.Stage) {
		if p.Text() == "Kod bramy 1234, pies w ogrodzie." {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the pinned entry is there %d times", n)
	}
	d.says(t, "przypięte")
}

func TestACallIsBegunAfterItsWarnings(t *testing.T) {
	d := open(t, cardtest.New(), 1)
	d.choose(t, "600 100 001", "Zadzwoń")
	if len(d.opened) != 1 || d.opened[0] != "tel:+48600100001" {
		t.Fatalf("without a warning: %q", d.opened)
	}
	d.firm.Warnings = []data.ContactWarning{{Kind: data.WarnQuietHours, Quiet: data.QuietHours{From: 1200, To: 480}}}
	d.choose(t, "żanetadąbrowska@poczta.example", "Napisz e-mail")
	d.says(t, "Zanim się odezwiesz: Żaneta Dąbrowska", "Prośba o spokój od 20:00 do 8:00; teraz jest ta pora.")
	if len(d.opened) != 1 {
		t.Fatal("the mail was begun before the warning was read")
	}
	d.Key(fyne.KeyReturn) // not now
	if len(d.opened) != 1 || d.Window.Canvas().Overlays().Top() != nil {
		t.Fatal("Enter is not the careful way")
	}
	d.choose(t, "żanetadąbrowska@poczta.example", "Napisz e-mail")
	d.Tap(t, "Mimo to napisz")
	if len(d.opened) != 2 || d.opened[1][:7] != "mailto:" {
		t.Errorf("opened %q", d.opened)
	}
}

func TestANumberIsCopiedAsItIsRead(t *testing.T) {
	d := open(t, cardtest.New(), 1)
	d.choose(t, "600 100 001", "Kopiuj")
	if got := fyne.CurrentApp().Clipboard().Content(); got != "600 100 001" {
		t.Errorf("the clipboard has %q", got)
	}
}

func TestOrdersAreAddedChangedAndDeleted(t *testing.T) {
	d := open(t, cardtest.New(), 1)
	d.says(t, "2 zamówienia, razem 1 339,90 zł")
	d.Key(fyne.KeyO)
	d.Key(fyne.KeyReturn)
	d.says(t, "wpisz, co zamówiono, albo kwotę.")
	d.Type("Samozamykacz")
	d.Window.Canvas().FocusNext()
	d.Type("89,90")
	d.Key(fyne.KeyReturn)
	if !d.did("order Samozamykacz 8990 2026-11-24") {
		t.Errorf("did %q", d.firm.Deeds)
	}
	d.line(t, "Wkładka")
	d.Type("Nowa ")
	d.Key(fyne.KeyReturn)
	d.line(t, "Wkładka")
	d.Tap(t, "Usuń")
	if !d.did("change order 72 Nowa Wkładka 8990") || !d.did("delete order 72") {
		t.Errorf("did %q", d.firm.Deeds)
	}
	d.UndoLast(t)
}

func (d *desk) line(t *testing.T, title string) {
	t.Helper()
	for _, l := range kittest.All[interface {
		fyne.CanvasObject
		fyne.Tappable
		Title() string
	}](d.Stage) {
		if l.Title() == title {
			test.Tap(l)
			return
		}
	}
	t.Fatalf("no line says %q", title)
}

func TestFollowUpsByKeyboard(t *testing.T) {
	d := open(t, cardtest.New(), 1)
	d.says(t, "Oddzwonić z ceną wkładki", "zaległe")
	d.Key(fyne.KeyT)
	d.Type("Wysłać ofertę")
	d.Key(fyne.KeyReturn)
	if !d.did("follow-up Wysłać ofertę 2026-11-25") || !d.Says("Wysłać ofertę") {
		t.Errorf("did %q", d.firm.Deeds)
	}
}

func TestAConsentIsWithdrawnOnTheCard(t *testing.T) {
	d := open(t, cardtest.New(), 1)
	d.says(t, "marketing · e-mail · zgoda", "„Zgadzam się na oferty.”")
	d.Tap(t, "Wycofana…")
	d.Tap(t, "Zapisz wycofanie")
	if n := len(d.firm.Changed); n != 1 || d.firm.Changed[0].Consents[0].Withdrawn.IsZero() {
		t.Fatalf("changed %+v", d.firm.Changed)
	}
	d.says(t, "wycofana 24.11.2026")
}

func TestTheMenuDeletesTellsHistoryAndMore(t *testing.T) {
	f := cardtest.New()
	act := data.Action{ID: 9, At: cardtest.At(20, 12), What: data.ActChangeContact}
	f.Changes = []data.FieldChange{
		{Action: act, Record: "contact", Field: "status", Before: "lead", After: "active"},
		{Action: act, Record: "contact", Field: "sort_key", Before: "a", After: "b"},
		{Action: act, Record: "contact", Field: "city", After: "Kraków"},
	}
	d := open(t, f, 1)
	d.Key(fyne.KeyH)
	d.says(t, "Historia zmian: Żaneta Dąbrowska", "Status: z „potencjalny” na „aktywny”", "Miejscowość: dodano „Kraków”")
	if d.Says("sort_key") {
		t.Error("a column that nobody reads is shown")
	}
	d.Key(fyne.KeyEscape)
	d.dots(t)
	d.TapMenu(t, "Scal z…")
	d.dots(t)
	d.TapMenu(t, "Usuń kontakt")
	if !d.did("delete contact 1") || d.back != 1 || len(d.opened) != 1 || d.opened[0] != "merge Żaneta Dąbrowska" {
		t.Errorf("did %q, opened %q, back %d", f.Deeds, d.opened, d.back)
	}
	d.UndoLast(t)
}

// dots opens the card's menu: the last button of the head without a word.
func (d *desk) dots(t *testing.T) {
	t.Helper()
	var quiet []*kit.Button
	for _, b := range kittest.All[*kit.Button](d.Stage) {
		if b.Text == "" {
			quiet = append(quiet, b)
		}
	}
	test.Tap(quiet[1])
}

func TestACaseIsOpenedFromTheCard(t *testing.T) {
	d := open(t, cardtest.New(), 1)
	d.Key(fyne.KeyS)
	d.Key(fyne.KeyReturn)
	d.says(t, "Sprawa potrzebuje tematu.")
	d.Type("Zamek nie działa")
	d.Key(fyne.KeyReturn)
	if !d.did("case Zamek nie działa") || len(d.Routes) != 1 || d.Routes[0] != (kit.Route{Screen: kit.ScreenCases, ID: 77}) {
		t.Errorf("did %q, went to %+v", d.firm.Deeds, d.Routes)
	}
}

func TestALostClientIsSaid(t *testing.T) {
	d := open(t, cardtest.New(), 404)
	if len(kittest.All[*kit.Button](d.Stage)) != 2 {
		t.Error("nothing offers to try again")
	}
	d.Key(fyne.KeyEscape)
	if d.back != 1 {
		t.Error("there is no way back")
	}
}

func TestTheCardFitsAndIsDrawn(t *testing.T) {
	kittest.EveryLook(func(lang string, mode look.Mode, size fyne.Size, name string) {
		st := kittest.New(t, lang, mode)
		st.Resize(size.Width, size.Height)
		f := cardtest.New()
		f.Changes = []data.FieldChange{{Action: data.Action{ID: 9, At: cardtest.At(20, 12), What: data.ActChangeContact}, Record: "contact", Field: "city", After: "Kraków"}}
		c := card.New(st.Env, f, card.Hooks{Back: func() {}})
		st.Show(c.Object())
		for id, who := range map[int64]string{1: "card", 3: "card-company", 8: "card-ended"} {
			c.Show(id)
			kittest.Fits(t, who+name, c.Object())
			st.Picture(t, who+name)
		}
		c.Show(1)
		for form, key := range map[string]fyne.KeyName{"order": fyne.KeyO, "log": fyne.KeyL, "case": fyne.KeyS, "history": fyne.KeyH} {
			kit.Focus(c.Focus())
			st.Key(key)
			top := st.Window.Canvas().Overlays().Top()
			if top == nil {
				t.Fatalf("%s opens no form", key)
			}
			if size == kittest.Smallest {
				kittest.Fits(t, form+name, top)
			}
			st.Picture(t, "card-"+form+name)
			st.Key(fyne.KeyEscape)
		}
		c.Close()
	})
}

// Who waits for an answer is led to what he said.
func TestTheHeadSaysThatTheClientWaits(t *testing.T) {
	f := cardtest.New()
	d := open(t, f, 1)
	if d.Says("Bez odpowiedzi") {
		t.Error("a client whom everything was answered waits")
	}
	f.Waits = []data.Unanswered{
		{UnansweredKey: data.UnansweredKey{Type: data.UnansweredMessage, ID: 4}, ContactID: 1, MessageID: 9, At: d.Env.Now().AddDate(0, 0, -1)},
		{UnansweredKey: data.UnansweredKey{Type: data.UnansweredOpinion, ID: 5}, ContactID: 1, At: d.Env.Now()},
		{UnansweredKey: data.UnansweredKey{Type: data.UnansweredOpinion, ID: 6}, ContactID: 2, At: d.Env.Now().AddDate(0, 0, -1)},
	}
	d = open(t, f, 1)
	d.Tap(t, "Bez odpowiedzi: 2, najdawniejsze: wczoraj")
	if !slices.Equal(d.Routes, []kit.Route{{Screen: kit.ScreenMail, ID: 9}}) {
		t.Errorf("led to %v, want his letter", d.Routes)
	}
	d = open(t, f, 2)
	d.Tap(t, "Bez odpowiedzi: 1, najdawniejsze: wczoraj")
	if !slices.Equal(d.Routes, []kit.Route{{Screen: kit.ScreenMail, ID: kit.UnansweredMail}}) {
		t.Errorf("led to %v, want the list", d.Routes)
	}
}
