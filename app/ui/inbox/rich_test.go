package inbox

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	fyneui "fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/data"
)

func words(s string) []data.RichSpan { return []data.RichSpan{{Text: s}} }

// withPage is the fake mailbox whose first message has an HTML form with all
// that one can have.
func withPage() *fakeService {
	f := newFake()
	shop := &data.RichLink{Target: "https://sklep.example/oferta", Host: "sklep.example"}
	trap := &data.RichLink{Target: "https://zly.example/login", Host: "zly.example", Warning: data.LinkElsewhere}
	dead := &data.RichLink{Host: "javascript:alert(1)", Warning: data.LinkKind}
	f.readings[1] = data.Reading{
		Passages: []data.Passage{
			{Kind: data.PassageSaid, Text: "Reklamuję zamek.\n\n"},
			{Kind: data.PassageSignature, Text: "-- \nŻaneta\n\n", Folded: true},
			{Kind: data.PassageQuoted, Text: "W dniu 3.11.2026 o 9:00, Wrzos pisze:\n> montujemy w środę\n", Folded: true},
		},
		Rich: &data.Rich{
			Remote:   3,
			Pictures: []data.RichPicture{{Alt: "zamek z bliska", ID: "1@x"}, {Data: "data:,x"}},
			Blocks: []data.RichBlock{
				{Kind: data.RichHeading, Level: 1, Spans: words("Reklamacja zamka")},
				{Kind: data.RichPara, Spans: []data.RichSpan{
					{Text: "Zamek od Państwa: "},
					{Text: "oferta", Link: shop},
					{Text: ", a tu "},
					{Text: "bank.pl", Link: trap},
					{Text: " i "},
					{Text: "tam", Link: dead},
					{Text: " pilne", Bold: true},
					{Text: " drobne", Faint: true},
				}},
				{Kind: data.RichItem, Level: 1, Mark: "1.", Spans: words("zacina się")},
				{Kind: data.RichItem, Level: 2, Mark: "•", Spans: words("od wtorku")},
				{Kind: data.RichRow, Cells: [][]data.RichSpan{words("Montaż"), words("200 zł")}},
				{Kind: data.RichRule},
				{Kind: data.RichCode, Spans: []data.RichSpan{{Text: "kod: 12\nkod: 13", Mono: true}}},
				{Kind: data.RichPicked, Picture: 0, Spans: words("zamek z bliska")},
				{Kind: data.RichPara, Quote: 1, Passage: data.PassageQuoted, Folded: true, Spans: words("montujemy w środę")},
			},
		},
		Files: []data.FileSign{{Part: 1, Kind: data.FileProgram, Doubled: true}, {Part: 2}},
	}
	return f
}

// tapLink taps the link that says the word.
func tapLink(t *testing.T, st *kittest.Stage, word string) {
	t.Helper()
	for _, l := range kittest.All[*fyneui.Hyperlink](st) {
		if strings.TrimSpace(l.Text) == word {
			l.OnTapped()
			return
		}
	}
	t.Fatalf("no link says %q", word)
}

// toggle turns the switch that says the word.
func toggle(t *testing.T, st *kittest.Stage, word string) {
	t.Helper()
	for _, o := range kittest.All[*kit.Toggle](st) {
		if o.Word() == word {
			test.Tap(o)
			return
		}
	}
	t.Fatalf("no switch says %q", word)
}

func TestAPageIsReadWithoutActingOrLoading(t *testing.T) {
	st, s := open(t, withPage())
	st.Resize(1280, 1300)
	says(t, st, "3 obrazy zdalne zablokowane", "Reklamacja zamka", "oferta (sklep.example)", "bank.pl (uwaga: zly.example)", "tam (odnośnik wyłączony)",
		"1. zacina się", "• od wtorku", "Montaż\t200 zł", "kod: 13", "Pokaż obraz: zamek z bliska", "Pokaż cytowany tekst")
	if st.Says("montujemy w środę") {
		t.Error("the quote is not folded")
	}
	st.Picture(t, "inbox-rich")
	st.Tap(t, "Pokaż cytowany tekst")
	says(t, st, "montujemy w środę", "Ukryj cytowany tekst")
	st.Tap(t, "Pokaż obraz: zamek z bliska")
	if st.Says("Pokaż obraz: zamek z bliska") || s.detail.images[0] == nil {
		t.Error("the picture that came with the message is not shown")
	}
	toggle(t, st, "Sam tekst")
	says(t, st, "Reklamuję zamek.", "Pokaż podpis", "Pokaż cytowany tekst")
	if st.Says("oferta (sklep.example)") || st.Says("Wrzos pisze") {
		t.Error("the text is not the text alone")
	}
	st.Tap(t, "Pokaż podpis")
	says(t, st, "Żaneta", "Ukryj podpis")
	st.Tap(t, "Ukryj podpis")
	says(t, st, "Pokaż podpis")
	toggle(t, st, "Z formatowaniem")
	says(t, st, "oferta (sklep.example)")
}

func TestALinkIsShownWholeBeforeItOpens(t *testing.T) {
	st, s := open(t, withPage())
	var went []string
	s.browse = func(u *url.URL) error {
		went = append(went, u.String())
		return nil
	}
	tapLink(t, st, "oferta")
	says(t, st, "Otworzyć ten adres?", "Prowadzi do: sklep.example", "https://sklep.example/oferta")
	if len(went) > 0 {
		t.Fatal("it opened before it was asked")
	}
	st.Tap(t, "Otwórz w przeglądarce")
	tapLink(t, st, "bank.pl")
	says(t, st, "Napis wskazuje inne miejsce, a odnośnik prowadzi do zly.example")
	st.Tap(t, "Anuluj")
	tapLink(t, st, "tam")
	says(t, st, "Ten odnośnik jest wyłączony")
	if slices.Contains(buttons(st), "Otwórz w przeglądarce") {
		t.Error("a dead link can be opened")
	}
	st.Tap(t, "Anuluj")
	if !slices.Equal(went, []string{"https://sklep.example/oferta"}) {
		t.Errorf("went to %q", went)
	}
}

func TestADangerousFileAsksOnceMore(t *testing.T) {
	f := withPage()
	st, s := open(t, f)
	var opened []string
	s.browse = func(u *url.URL) error {
		opened = append(opened, u.String())
		return nil
	}
	says(t, st, "program")
	st.Tap(t, "zamek.jpg · 1,8\u00a0MB")
	says(t, st, "Ten plik może zaszkodzić", "to program", "dwie końcówki")
	if len(f.saved) > 0 {
		t.Fatal("it was saved without a second tap")
	}
	st.Tap(t, "Zapisz mimo to")
	st.Tap(t, "Podgląd")
	st.Tap(t, "Anuluj")
	if len(f.saved) != 1 || len(f.viewed) != 0 || len(opened) != 0 {
		t.Errorf("saved %q, viewed %q, opened %q", f.saved, f.viewed, opened)
	}
	s.look(1, 2)
	if len(opened) != 1 || opened[0] != "file:///home/ewa/.kartoteka/viewed/1/faktura-118-2026.pdf" {
		t.Errorf("opened %q", opened)
	}
}

func TestAReportSaysWhatCameBack(t *testing.T) {
	f := newFake()
	f.readings[8] = data.Reading{
		Passages: []data.Passage{{Kind: data.PassageSaid, Text: "Could not deliver."}}, Original: 90,
		Failed: []data.Undelivered{{Address: "jan@nowak.example", Status: "5.1.1", Reason: "User unknown"}},
	}
	st, s := open(t, f)
	s.Show(8)
	says(t, st, "Nie doręczono do jan@nowak.example: User unknown")
	st.Tap(t, "Pokaż zwróconą wiadomość")
	if len(st.Routes) != 1 || st.Routes[0] != (kit.Route{Screen: kit.ScreenMail, ID: 90}) {
		t.Errorf("went to %+v", st.Routes)
	}
}

func TestTheOwnerKnowsBetterWhoWrote(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	st.Tap(t, "To automat")
	if f.judged[1] != data.AutoBulk || len(st.Toasts) != 1 || st.Deeds[0] == nil {
		t.Errorf("judged %v, told %q", f.judged, st.Toasts)
	}
	s.Show(7)
	st.Tap(t, "To napisał człowiek")
	if kind, ok := f.judged[7]; !ok || kind != data.ByPerson || f.find(7).Automatic != data.ByPerson {
		t.Errorf("judged %v", f.judged)
	}
}

func TestWhatMayBelongToTheConversationIsOnlySuggested(t *testing.T) {
	f := newFake()
	f.readings[2] = data.Reading{Similar: []int64{5}}
	st, s := open(t, f)
	s.Show(2)
	says(t, st, "Być może z tej rozmowy", "Zamawiam cztery wkładki")
	s.Show(90)
	says(t, st, "wcześniejsze: 1, późniejsze: 1")
}
