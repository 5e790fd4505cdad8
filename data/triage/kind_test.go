package triage_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kartoteka/assets"
	"kartoteka/data"
	"kartoteka/data/sample"
	"kartoteka/data/triage"
	"kartoteka/mail/message/quote"
)

func suggester(t testing.TB) *triage.Suggester {
	t.Helper()
	rules, err := triage.ReadRules(assets.Words, "words")
	if err != nil {
		t.Fatal(err)
	}
	return triage.New(rules)
}

func TestWordsAreThoseOfTheText(t *testing.T) {
	s := suggester(t)
	kind, words := s.Kind("Zamek", "Zamek NIE DZIAŁA, jestem Niezadowolony i żądam zwrotu pieniędzy.", "")
	if kind != data.KindComplaint {
		t.Fatalf("got %q by %q", kind, words)
	}
	for _, want := range []string{"NIE DZIAŁA", "Niezadowolony", "żądam"} {
		if !slices.Contains(words, want) {
			t.Errorf("%q does not name %q", words, want)
		}
	}
}

func TestNegation(t *testing.T) {
	s := suggester(t)
	for _, c := range []struct {
		text string
		want data.Kind
		word string
	}{
		{"Polecam ten zakład.", data.KindPraise, "Polecam"},
		{"Nie polecam tego zakładu.", data.KindComplaint, "Nie polecam"},
		{"Nie jestem zadowolona z montażu.", data.KindComplaint, "Nie jestem zadowolona"},
		{"Jestem niezadowolona z montażu.", data.KindComplaint, "niezadowolona"},
		{"Wyjątkowo niesympatyczny pracownik.", data.KindComplaint, "niesympatyczny"},
		{"Nie tylko fachowo, ale i tanio.", data.KindPraise, "fachowo"},
		{"Wszystko działa bez zarzutu.", data.KindPraise, "działa bez zarzutu"},
		{"Zamek nie działa.", data.KindComplaint, "nie działa"},
		{"Nie zawiedli, polecam.", data.KindPraise, "polecam"},
		{"I was not satisfied with the repair.", data.KindComplaint, "not satisfied"},
		{"I don’t recommend this place.", data.KindComplaint, "don’t recommend"},
	} {
		got, words := s.Kind("", c.text, "")
		if got != c.want || !slices.Contains(words, c.word) {
			t.Errorf("%q: %q by %q, want %q by %q", c.text, got, words, c.want, c.word)
		}
	}
}

func TestANegatedFaultIsNoComplaint(t *testing.T) {
	s := suggester(t)
	for _, text := range []string{
		"Zamek nie jest zepsuty, dziękuję za sprawdzenie.",
		"Nie było żadnych problemów.",
		"Nie ma problemu, poczekam.",
		"Bez problemu dojadę.",
	} {
		if got, words := s.Kind("", text, ""); got == data.KindComplaint {
			t.Errorf("%q: %q by %q", text, got, words)
		}
	}
}

func TestWithoutDiacriticsItIsTheSame(t *testing.T) {
	s := suggester(t)
	with, _ := s.Kind("", "Żądam zwrotu pieniędzy, wkładka się zacięła", "")
	without, _ := s.Kind("", "ZADAM ZWROTU PIENIEDZY, wkladka sie zaciela", "")
	if with != data.KindComplaint || without != with {
		t.Errorf("with %q, without %q", with, without)
	}
}

func TestAutomaticMailIsNotForUs(t *testing.T) {
	s := suggester(t)
	for _, a := range []data.Automatic{data.AutoBulk, data.AutoBounce, data.AutoReply} {
		if got, words := s.Kind("Reklamacja", "Żądam zwrotu pieniędzy", a); got != data.KindNotForUs || words != nil {
			t.Errorf("%q: %q by %q", a, got, words)
		}
	}
}

func TestNothingSaidNothingSuggested(t *testing.T) {
	s := suggester(t)
	for _, text := range []string{"", "Abc def.", "12345", "???", "\xff\xfe"} {
		if got, words := s.Kind("", text, ""); got != data.KindNone || words != nil {
			t.Errorf("%q: %q by %q", text, got, words)
		}
	}
}

func TestWhatIsQuotedDoesNotCount(t *testing.T) {
	s := suggester(t)
	const thanks = "Dziękuję za szybką pomoc, świetna robota.\n\n"
	const old = "Reklamuję zamek, nie działa. Żądam zwrotu pieniędzy, jestem oburzony."
	for name, text := range map[string]string{
		"marks":       thanks + "> " + old,
		"Thunderbird": thanks + "W dniu 12.03.2026 o 10:15, Jan Nowak pisze:\n" + old,
		"Gmail":       thanks + "pt., 13 mar 2026 o 10:15 Jan Nowak <jan@poczta.example> napisał(a):\n\n" + old,
		"folded":      thanks + "pt., 13 mar 2026 o 10:15 Zakład Usług Ślusarskich\n<jan@poczta.example> napisał(a):\n\n" + old,
		"Outlook":     thanks + "From: Jan <jan@poczta.example>\nSent: 13.03.2026 10:15\nTo: a@b.example\nSubject: x\n\n" + old,
		"Outlook pl":  thanks + "-----Oryginalna wiadomość-----\n" + old,
		"English":     thanks + "On Fri, 13 Mar 2026 at 10:15, Jan <jan@poczta.example> wrote:\n" + old,
		"signature":   thanks + "-- \n" + old,
		"CRLF":        strings.ReplaceAll(thanks+"> "+old, "\n", "\r\n"),
	} {
		if got, words := s.Kind("Re: Reklamacja zamka", quote.Said(text, quote.Hints{}), ""); got != data.KindPraise {
			t.Errorf("%s: %q by %q", name, got, words)
		}
	}
}

func TestAForwardedMailIsReadWhole(t *testing.T) {
	s := suggester(t)
	text := "Przesyłam dalej.\n\n---------- Przekazana wiadomość ---------\nOd: Jan <jan@poczta.example>\n\nReklamuję zamek, nie działa."
	if got, words := s.Kind("Fwd: zamek", quote.Said(text, quote.Hints{}), ""); got != data.KindComplaint {
		t.Errorf("%q by %q", got, words)
	}
	if got, _ := s.Kind("Re: x", quote.Said("> Reklamuję zamek, nie działa, żądam naprawy.", quote.Hints{}), ""); got != data.KindComplaint {
		t.Errorf("a mail of nothing but a quote: %q", got)
	}
}

func TestASubjectCountsUnlessAReplyInheritsIt(t *testing.T) {
	s := suggester(t)
	if got, _ := s.Kind("Reklamacja", "Proszę o kontakt.", ""); got != data.KindComplaint {
		t.Errorf("new mail: %q", got)
	}
	if got, words := s.Kind("ODP: Re: Reklamacja", "Potwierdzam, do zobaczenia jutro.", ""); got != data.KindOther {
		t.Errorf("reply: %q by %q", got, words)
	}
}

func TestInsultsWinOverWhateverElseItIs(t *testing.T) {
	s := suggester(t)
	for _, text := range []string{
		"Reklamuję zamek, nie działa, żądam zwrotu pieniędzy, idioto!",
		"Oddajcie pieniądze, k***a, bo inaczej porozmawiamy.",
		"Nie działa. Ch*j z taką gwarancją.",
	} {
		if got, words := s.Kind("", text, ""); got != data.KindMisconduct {
			t.Errorf("%q: %q by %q", text, got, words)
		}
	}
	if got, _ := s.Kind("", "Przyszedł złodziej i wyłamał zamek, ile kosztuje wymiana?", ""); got == data.KindMisconduct {
		t.Error("a thief in the story made the writer abusive")
	}
}

func TestWordRulesAreWellFormed(t *testing.T) {
	rules, err := triage.ReadRules(assets.Words, "words")
	if err != nil {
		t.Fatal(err)
	}
	type key struct {
		stem string
		kind data.Kind
	}
	seen, perKind := map[key]bool{}, map[data.Kind]int{}
	for _, r := range rules {
		k := key{r.Stem, r.Kind}
		if seen[k] {
			t.Errorf("%q speaks for %q twice", r.Stem, r.Kind)
		}
		seen[k] = true
		perKind[r.Kind]++
		if r.Kind == data.KindNone && r.Weight != 0 {
			t.Errorf("%q: none with a weight", r.Stem)
		}
	}
	for _, k := range append(data.FilingKinds(), data.KindMisconduct) {
		if perKind[k] < 20 {
			t.Errorf("%d rules for %q", perKind[k], k)
		}
	}
}

// The sample firm's mails were at hand while the words were chosen, so this
// guards against steps back and proves nothing about other firms.
func TestTheSampleFirmsMail(t *testing.T) {
	s := suggester(t)
	for _, seed := range []uint64{1, 2026} {
		f := sample.New(seed, time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC))
		right, n, firstRight, first := 0, 0, 0, 0
		for _, m := range f.Messages {
			if m.Direction != data.Inbound || m.Automatic != data.ByPerson {
				continue
			}
			got, _ := s.Kind(m.Subject, quote.Said(m.Body, quote.Hints{}), m.Automatic)
			n++
			if got == m.Truth.Kind {
				right++
			}
			if m.MessageID == m.Thread {
				first++
				if got == m.Truth.Kind {
					firstRight++
				}
			}
		}
		all, opening := float64(right)/float64(n), float64(firstRight)/float64(first)
		t.Logf("seed %d: %d of %d (%.3f), first of a talk %d of %d (%.3f)", seed, right, n, all, firstRight, first, opening)
		if all < 0.90 || opening < 0.95 {
			t.Errorf("seed %d: %.3f of %d, first mails %.3f of %d", seed, all, n, opening, first)
		}
	}
}

func FuzzKind(f *testing.F) {
	s := suggester(f)
	f.Add("Re: Reklamacja", "Nie działa.\n> cytat\n-- \npodpis")
	f.Add("", "k***a ? ' ’ ** * nie nie nie")
	f.Add("Re[2]: x", "On 1 wrote:\n\n-----Original Message-----")
	f.Fuzz(func(t *testing.T, subject, text string) {
		kind, words := s.Kind(subject, text, "")
		again, _ := s.Kind(subject, text, "")
		if kind != again {
			t.Errorf("%q, then %q", kind, again)
		}
		if len(words) > 5 || (kind == data.KindNone && words != nil) {
			t.Errorf("%q by %q", kind, words)
		}
		flat := strings.Join(strings.Fields(strings.ReplaceAll(subject+" "+text, "\r\n", "\n")), " ")
		for _, w := range words {
			if !strings.Contains(flat, w) {
				t.Errorf("%q is not in the message", w)
			}
		}
	})
}
