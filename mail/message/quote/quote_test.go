package quote_test

import (
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/mail/message/quote"
)

// shown is what is in sight at first.
func shown(text string, h quote.Hints) string {
	var b strings.Builder
	for _, p := range quote.Split(text, h) {
		if !p.Folded {
			b.WriteString(p.Text)
		}
	}
	return strings.TrimSpace(b.String())
}

// firstLines are the first lines of quotes as mail programs write them.
var firstLines = map[string]string{
	"Gmail, long":             "W dniu 7 stycznia 2015 15:24 użytkownik Jan Nowak <jan@nowak.example> napisał:",
	"Gmail, she":              "W dniu 7 stycznia 2015 15:24 użytkownik Ewa Nowak <ewa@nowak.example> napisała:",
	"Gmail, short":            "pt., 5 sty 2024 o 10:15 Jan Nowak <jan@nowak.example> napisał(a):",
	"Gmail, wrapped":          "pt., 5 sty 2024 o 10:15 Jan Nowak z Działu Zamówień <\njan.nowak@nowak.example> napisał(a):",
	"Gmail, weekday":          "śr., 14 lut 2024, 08:05 użytkownik Jan Nowak <jan@nowak.example> napisał:",
	"Thunderbird":             "W dniu 2015-01-07 14:23, jan@nowak.example pisze:",
	"Thunderbird, dots":       "W dniu 07.01.2015 o 14:23, Jan Nowak pisze:",
	"WP and O2":               "Dnia 27 grudnia 2016 12:08 Jan Nowak <jan@nowak.example> napisał(a):",
	"Interia":                 "Od: Jan Nowak <jan@nowak.example>\nDo: ewa@firma.example\nWysłane: 12:08 Wtorek 2016-12-27\nTemat: Wycena",
	"Onet":                    "W dniu 2017-01-09 11:59:39 użytkownik Jan Nowak <jan@nowak.example> napisał:",
	"Apple, date first":       "23 mar 2017 21:25 \"Jan Nowak\" <jan@nowak.example> napisał(a):",
	"Apple, at":               "5 sty 2024, o godz. 10:15, Jan Nowak <jan@nowak.example> napisał(a):",
	"Apple":                   "Wiadomość napisana przez Jan Nowak <jan@nowak.example> w dniu 05.01.2024, o godz. 10:15:",
	"Apple, wrapped":          "Wiadomość napisana przez Jan Nowak <jan@nowak.example>\nw dniu 05.01.2024, o godz. 10:15:",
	"Yahoo":                   "W dniu wtorek, 5 marca 2024 10:15:00 CET użytkownik Jan Nowak <jan@nowak.example> napisał:",
	"name first":              "Jan Nowak <jan@nowak.example> napisał(a):",
	"user":                    "Użytkownik Jan Nowak napisał:",
	"a quote's dashes":        "-----Wiadomość oryginalna-----",
	"dashes with blanks":      "----- Oryginalna wiadomość -----",
	"Samsung":                 "-------- Oryginalna wiadomość --------\nOd: Jan Nowak <jan@nowak.example>\nData: 27.12.2016 12:08 (GMT+01:00)\nDo: ewa@firma.example\nTemat: Wycena",
	"Outlook":                 "Od: Jan Nowak [mailto:jan@nowak.example]\nWysłano: 27 grudnia 2016 12:08\nDo: Ewa Kowal\nTemat: Wycena",
	"Outlook, newer":          "________________________________\nOd: Jan Nowak <jan@nowak.example>\nWysłane: wtorek, 27 grudnia 2016 12:08\nDo: Ewa Kowal <ewa@firma.example>\nDW: biuro@firma.example\nTemat: Wycena",
	"Outlook, bold":           "*Od:* Jan Nowak <jan@nowak.example>\n*Wysłano:* 27 grudnia 2016 12:08\n*Do:* Ewa Kowal\n*Temat:* Wycena",
	"Outlook, wrapped":        "Od: Jan Nowak \n<jan.nowak.z.dlugim.adresem@nowak.example>\nWysłano: 27 grudnia 2016 12:08\nDo: Ewa Kowal\nTemat: Wycena",
	"Outlook, blank lines":    "Od: Jan Nowak\n\nWysłano: 27 grudnia 2016 12:08\n\nDo: Ewa Kowal",
	"English Gmail":           "On Fri, Jan 5, 2024 at 10:15 AM Jan Nowak <jan@nowak.example> wrote:",
	"English, wrapped":        "On Fri, Jan 5, 2024 at 10:15 AM Jan Nowak <\njan@nowak.example>\nwrote:",
	"English Outlook":         "From: Jan Nowak <jan@nowak.example>\nSent: Friday, January 5, 2024 10:15 AM\nTo: Ewa\nSubject: Quote",
	"English dashes":          "-----Original Message-----",
	"German":                  "Am 05.01.2024 um 10:15 schrieb Jan Nowak <jan@nowak.example>:",
	"German, without address": "Am 05.01.24 um 10:15 schrieb Jan Nowak:",
	"German Outlook":          "Von: Jan Nowak <jan@nowak.example>\nGesendet: Freitag, 5. Januar 2024 10:15\nAn: Ewa\nBetreff: AW: Angebot",
	"German dashes":           "-----Ursprüngliche Nachricht-----",
	"French":                  "Le 5 janv. 2024 à 10:15, Jan Nowak <jan@nowak.example> a écrit :",
	"Spanish":                 "El vie, 5 ene 2024 a las 10:15, Jan Nowak (<jan@nowak.example>) escribió:",
	"Italian":                 "Il giorno ven 5 gen 2024 alle ore 10:15 Jan Nowak <jan@nowak.example> ha scritto:",
	"Dutch":                   "Op vr 5 jan 2024 om 10:15 schreef Jan Nowak <jan@nowak.example>:",
	"Zoho":                    "---- On Fri, 05 Jan 2024 10:15:00 +0100 jan@nowak.example wrote ----",
	"another language":        "ср, 30 апр. 2025 г. в 15:19, Jan Nowak <jan@nowak.example>:",
	"old Gmail":               "2024-01-05 10:15 GMT+01:00 Jan Nowak <jan@nowak.example>:",
}

func TestQuotesAreFolded(t *testing.T) {
	const own = "Dzień dobry,\nproszę o wycenę do piątku."
	for name, first := range firstLines {
		for form, quoted := range map[string]string{
			"marked":   "\n> Kiedy Pani potrzebuje wyceny?\n> \n> Jan",
			"unmarked": "\n\nKiedy Pani potrzebuje wyceny?\n\nJan",
		} {
			text := own + "\n\n" + first + quoted
			if got := shown(text, quote.Hints{}); got != own {
				t.Errorf("%s, %s: %q", name, form, got)
			}
			if got := strings.TrimSpace(quote.Said(text, quote.Hints{})); got != own {
				t.Errorf("%s, %s: said %q", name, form, got)
			}
		}
	}
}

func TestSignaturesAreFolded(t *testing.T) {
	const own = "Proszę o wycenę."
	for name, below := range map[string]string{
		"delimiter":         "-- \nJan Nowak\ntel. 600 100 200",
		"bare delimiter":    "--\nJan Nowak",
		"iPhone":            "Wysłane z iPhone'a",
		"iPhone, curly":     "Wysłane z iPhone’a",
		"iPad":              "Wysłano z iPada",
		"Outlook":           "Pobierz aplikację Outlook dla systemu iOS",
		"Outlook, Android":  "Pobierz aplikację Outlook dla systemu Android<https://aka.ms/x>",
		"Samsung":           "Wysłano z mojego smartfona Galaxy",
		"Samsung, other":    "Wysłane z mojego urządzenia Galaxy",
		"WP":                "Wysłano z aplikacji mobilnej Poczta WP",
		"mail for Windows":  "Wysłane z programu Poczta dla systemu Windows",
		"English":           "Sent from my iPhone",
		"English Outlook":   "Get Outlook for Android",
		"German":            "Von meinem iPhone gesendet",
		"closing":           "Pozdrawiam\nJan Nowak\nNowak sp. z o.o.\nNIP 521-000-00-00",
		"closing, formal":   "Z poważaniem,\n\nJan Nowak\ntel. 600 100 200",
		"closing, English":  "Best regards,\nJan Nowak\nNowak Ltd",
		"closing, German":   "Mit freundlichen Grüßen\nJan Nowak\nNowak GmbH",
		"list's footer":     "_______________________________________________\nlista dyskusyjna\nhttps://lista.example",
		"closing and phone": "Pozdrawiam,\nJan Nowak\n\nWysłane z iPhone'a",
	} {
		if got := shown(own+"\n\n"+below, quote.Hints{}); got != own && name != "closing and phone" {
			t.Errorf("%s: %q", name, got)
		}
		text := own + "\n\n" + below + "\n\nW dniu 2015-01-07 14:23, a@b.example pisze:\n> Kiedy?"
		if got := shown(text, quote.Hints{}); got != own && name != "closing and phone" {
			t.Errorf("%s above a quote: %q", name, got)
		}
	}
}

func TestWhatOnlyLooksLikeAQuoteStays(t *testing.T) {
	for _, text := range []string{
		"Od wtorku czekam na telefon.\nDo dziś nikt nie zadzwonił.",
		"Od: jutra\nbędziemy zamknięci.",
		"W dniu wczorajszym dzwoniłem i pan Marek napisał: przyjadę jutro.",
		"W dniu 5 maja klient napisał:\nproszę o fakturę.",
		"Dnia 12 marca 2026 napisałem do Państwa w tej sprawie:\nbez odpowiedzi.",
		"On Monday I wrote:\nplease call me.",
		"On the other hand, it works.\nOn average it is fine.",
		"Godziny: 8:00-16:00\nTermin: 12.03.2026\nAdres: ul. Długa 5",
		"Temat: remont\nproszę o kontakt",
		"Spotkanie 12.03.2026 o 10:15:\n1. wycena\n2. termin",
		"Proszę pisać na jan@nowak.example:\nodpowiem tego samego dnia.",
		"Faktura została wysłana z mojego konta bankowego do Państwa, proszę sprawdzić.",
		"Paczka wysłana z iPhone'em doszła uszkodzona.",
		"Sent from my desk, is much easier than my mobile phone.",
		"Pozdrawiam i czekam na odpowiedź.",
		"Pozdrawiam, Jan",
		"Oferta\n----\n1. drzwi\n2. okna\n----\nRazem 500 zł",
		"Z poważaniem traktuję każdą uwagę.\nProszę o więcej.",
	} {
		if got := shown(text, quote.Hints{}); got != text {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func TestAnswersBetweenQuotesKeepAll(t *testing.T) {
	const head = "W dniu 2015-01-07 14:23, jan@nowak.example pisze:\n"
	between := head + "> Kiedy?\n\nW piątek.\n\n> Za ile?\n\nZa 200 zł."
	if got := shown(between, quote.Hints{}); got != between {
		t.Errorf("between: %q", got)
	}
	if got := strings.Join(strings.Fields(quote.Said(between, quote.Hints{})), " "); got != "W piątek. Za 200 zł." {
		t.Errorf("said %q", got)
	}
	below := head + "> Kiedy?\n> Jan\n\nW piątek."
	if got := shown(below, quote.Hints{}); got != "W piątek." {
		t.Errorf("an answer below: %q", got)
	}
	broken := "Tak.\n\n> To jest bardzo długi cytowany wiersz, który program pocztowy złamał w tym\nmiejscu bez znaku\n> i dalej."
	if got := shown(broken, quote.Hints{}); got != "Tak." {
		t.Errorf("a broken line: %q", got)
	}
}

func TestForwardsKeepAll(t *testing.T) {
	block := "Od: Jan Nowak\nWysłano: 27 grudnia 2016\nDo: Ewa\nTemat: Wycena\n\nReklamuję."
	for name, c := range map[string]struct {
		text    string
		forward bool
	}{
		"Gmail":                 {"Do wiadomości.\n\n---------- Forwarded message ---------\nFrom: Jan <j@x.example>\nSubject: Wycena\n\nReklamuję.", false},
		"Polish dashes":         {"FYI\n\n-------- Przekazana wiadomość --------\nOd: Jan\n\nReklamuję.", false},
		"Polish, passed on":     {"FYI\n\n-------- Wiadomość przekazana dalej --------\nOd: Jan\n\nReklamuję.", false},
		"Apple":                 {"FYI\n\nPoczątek przekazywanej wiadomości:\n\n> Od: Jan\n> Reklamuję.", false},
		"Apple, English":        {"FYI\n\nBegin forwarded message:\n\n> From: Jan\n> Reklamuję.", false},
		"Apple, below a phone":  {"FYI\n\nBegin forwarded message:\n\nFrom: Jan\n\nReklamuję.", false},
		"Outlook":               {"Proszę o zajęcie się.\n\n" + block, true},
		"nothing but a message": {block, false},
	} {
		h := quote.Hints{Forward: c.forward}
		if got := shown(c.text, h); got != c.text {
			t.Errorf("%s: %q", name, got)
		}
		if !strings.Contains(quote.Said(c.text, h), "Reklamuję") {
			t.Errorf("%s: what is passed on was not said", name)
		}
	}
	if got := quote.Said("Proszę się tym zająć jeszcze dziś, bo klient czeka od tygodnia.\n\n"+block, quote.Hints{Forward: true}); strings.Contains(got, "Reklamuję") {
		t.Error("the words of him who passes it on are drowned")
	}
}

func TestQuotesThatHTMLDeclares(t *testing.T) {
	text := "Tak, w piątek.\n\nJan, 5.01:\nKiedy?\n\nJeszcze jedno."
	at := strings.Index(text, "Jan,")
	end := strings.Index(text, "Jeszcze")
	if got := shown(text, quote.Hints{Marks: []quote.Mark{{Start: at, End: -1}}}); got != "Tak, w piątek." {
		t.Errorf("to the end: %q", got)
	}
	ps := quote.Split(text, quote.Hints{Marks: []quote.Mark{{Start: at, End: end}}})
	if len(ps) != 3 || ps[1].Kind != data.PassageQuoted || ps[1].Text != text[at:end] {
		t.Errorf("a stretch: %+v", ps)
	}
	passed := "FYI\n\n---------- Forwarded message ---------\nOd: Jan\nReklamuję."
	if got := shown(passed, quote.Hints{Marks: []quote.Mark{{Start: 5, End: -1}}}); got != passed {
		t.Errorf("a forward in a quote's place: %q", got)
	}
}

// FuzzSplit holds that nothing is lost, added or hidden altogether.
func FuzzSplit(f *testing.F) {
	for _, first := range firstLines {
		f.Add("Tak.\n\n"+first+"\n> Kiedy?\n\nPozdrawiam\nJan\n-- \nx", 4, -1, false)
	}
	f.Add(strings.Repeat("> a\nb\n", 20)+"Wysłane z iPhone'a\n\nOd: x\nDo: y\nTemat: z", 3, 10, true)
	f.Fuzz(func(t *testing.T, text string, start, end int, forward bool) {
		h := quote.Hints{Forward: forward, Marks: []quote.Mark{{Start: start, End: end}}}
		var all strings.Builder
		seen := false
		ps := quote.Split(text, h)
		for _, p := range ps {
			all.WriteString(p.Text)
			seen = seen || !p.Folded
		}
		if all.String() != text {
			t.Errorf("passages say %q, the text is %q", all.String(), text)
		}
		if !seen && len(ps) > 0 {
			t.Errorf("nothing of %q is in sight", text)
		}
		if strings.TrimSpace(text) != "" && quote.Said(text, h) == "" {
			t.Errorf("%q says nothing", text)
		}
	})
}

func TestItTakesTimeByTheLengthOnly(t *testing.T) {
	// What would take hours if it went by the square ends at once.
	for _, s := range []string{"W dniu 2015 a@b ", "wrote:\n", "> a\nb\n", "Od: x\n", "On 10:15 @\n", "--\n", "________\n", "*", "Pozdrawiam\n"} {
		text := strings.Repeat(s, (256<<10)/len(s))
		if got := quote.Split(text, quote.Hints{}); len(got) == 0 {
			t.Errorf("%q: no passages", s)
		}
	}
}

func BenchmarkSplit(b *testing.B) {
	text := strings.Repeat("Dzień dobry, proszę o wycenę zamka wielopunktowego w drzwiach.\nCzekam do piątku.\n\n", 10) +
		firstLines["Gmail, short"] + "\n" + strings.Repeat("> Dzień dobry, kiedy Pani potrzebuje wyceny?\n", 20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		quote.Split(text, quote.Hints{})
	}
}
