package reports

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"kartoteka/app/ui/chart"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
	"kartoteka/data/report"
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

func TestTheReportIsReadFromTopToBottom(t *testing.T) {
	st, _ := open(t, newFake())
	says(t, st, "Od 01.11.2025 do 24.11.2026", "Reklamacje na 100 zamówień", "Odpowiedzi w terminie", "Opinie pozytywne",
		"Co widać", "Co zrobić", "Sygnał, wrz 2026: 12 reklamacji", "wada produktu",
		"granice zwykłej zmienności", "Przyczyny reklamacji", "Miesiąc po miesiącu", "lis 2026", "miesiąc niepełny",
		"Jak to policzono i czego brakuje")
	if n := len(kittest.All[*chart.Run](st)); n != 1 {
		t.Errorf("%d run charts", n)
	}
	if n := len(kittest.All[*chart.Columns](st)); n != 1 {
		t.Errorf("%d column charts", n)
	}
	if n := len(kittest.All[*chart.Pareto](st)); n != 1 {
		t.Errorf("%d Pareto charts", n)
	}
}

// What the screen shows is what the report says: the figures are not counted
// a second time.
func TestFiguresAreTheReports(t *testing.T) {
	st, s := open(t, newFake())
	for _, k := range s.report.KPIs {
		if k.Value.Kind != report.None && !st.Says(figure(st.Env.Tr, k.Value)) {
			t.Errorf("%s is not on the screen: %s", k.Key, figure(st.Env.Tr, k.Value))
		}
	}
	for _, sentence := range s.report.Sentences {
		says(t, st, sentence.In(st.Env.Tr))
	}
}

func TestInEnglish(t *testing.T) {
	st := kittest.New(t, "en", look.ModeDark)
	f := newFake()
	s := New(st.Env, f)
	t.Cleanup(s.Close)
	s.disk.folder = func() string { return "/home/ewa/Documents" }
	st.Show(s.Content())
	s.Show(0)
	says(t, st, "What the figures say", "Month by month", "product defect", "limits of usual variation")
	st.Tap(t, "Save Excel workbook")
	if len(f.written) != 1 || f.langs[0] != "en" {
		t.Errorf("written: %v in %v", f.written, f.langs)
	}
}

func TestTooLittleIsSaidAndNotDrawn(t *testing.T) {
	f := newFake()
	f.first = data.Date{}
	st, _ := open(t, f)
	says(t, st, "Za mało danych")
	if n := len(kittest.All[*chart.Run](st)); n != 0 {
		t.Errorf("%d charts of nothing", n)
	}
}

// Of a firm that has just begun the figures that say nothing yet are called so.
func TestAYoungFirmsFiguresAreCalledTooLittle(t *testing.T) {
	f := newFake()
	f.first = data.NewDate(2026, 11, 1)
	st, s := open(t, f)
	s.choose(string(spanThisYear))
	says(t, st, "za mało danych", "Reklamacje")
}

func TestWhatWasSavedCanBePutAway(t *testing.T) {
	st, s := open(t, newFake())
	st.Tap(t, "Zapisz skoroszyt Excela")
	says(t, st, "Zapisano: /home/ewa/Dokumenty/Kartoteka-trendy-2026-11.xlsx")
	buttons := kittest.All[*kit.Button](st)
	for _, b := range buttons {
		if b.Text == "" {
			b.OnTapped()
		}
	}
	if s.saved.Box.Visible() {
		t.Error("the note stays")
	}
}

func TestASecondWorkbookOfTheMonthGetsANumber(t *testing.T) {
	f := newFake()
	_, s := open(t, f)
	s.disk.taken = func(path string) bool { return len(f.written) > 0 && path == f.written[0] }
	s.write()
	s.write()
	if len(f.written) != 2 || f.written[1] != "/home/ewa/Dokumenty/Kartoteka-trendy-2026-11-2.xlsx" {
		t.Errorf("written: %v", f.written)
	}
}

// How clients reach the firm: shares of what they come with, the week's hours,
// and the tables in short; the workbook, one press away, has the rest.
func TestTheChannelsAreDrawn(t *testing.T) {
	f := newFake()
	f.channels = true
	st, s := open(t, f)
	says(t, st, "Z czym i którędy przychodzą klienci", "Kiedy odzywają się klienci", "Jak szybko odpowiadamy", "telefon", "78", "–",
		"Pokolenia klientów")
	if st.Says("Kanał (kod)") {
		t.Error("a code is on the screen")
	}
	bars, heat := kittest.All[*chart.Stacked](st)[0], kittest.All[*chart.Heat](st)[0]
	if tip := bars.Tip(3); len(tip) != 2 || tip[0] != "telefon" || tip[1] != "Reklamacje: 33 z 44" {
		t.Errorf("of complaints by phone: %q", tip)
	}
	if tip := heat.Tip(24 + 10); len(tip) != 2 || tip[0] != "wtorek, 10:00–11:00" || tip[1] != "10 razy" {
		t.Errorf("of Tuesday at ten: %q", tip)
	}
	st.Window.Canvas().Focus(heat)
	place := scroll(t, s)
	if place.Offset.Y == 0 {
		t.Error("the heat map with the keyboard is out of sight")
	}
	links := kittest.All[*kit.LinkText](st)
	test.Tap(links[len(links)-1])
	if len(f.written) != 1 {
		t.Error("the link writes no workbook")
	}
}

func TestNoChannelsNoEmptyCards(t *testing.T) {
	st, _ := open(t, newFake())
	if len(kittest.All[*chart.Heat](st)) != 0 || st.Says("Kiedy odzywają się klienci") {
		t.Error("there is a heat map of nothing")
	}
}
