package compose_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"kartoteka/data"
	"kartoteka/mail/compose"
	"kartoteka/mail/message/quote"
)

const wrote = "W dniu 24 listopada 2026 r. o 09:58 Żaneta Dąbrowska <z.dabrowska@poczta.example> napisał(a):"

func split(text string) []data.Passage { return quote.Split(text, quote.Hints{}) }

func TestALetterIsQuotedWithoutItsSignature(t *testing.T) {
	got := compose.Quote(wrote, split("Dzień dobry,\r\n\r\n\r\nzamek się zaciął.\r\n\r\n-- \r\nŻaneta\r\ntel. 600 100 200\r\n"))
	if want := wrote + "\n> Dzień dobry,\n>\n> zamek się zaciął.\n"; got != want {
		t.Errorf("quoted as\n%s\nwant\n%s", got, want)
	}
}

func TestTheHistoryUnderALetterIsNotRepeated(t *testing.T) {
	got := compose.Quote(wrote, split("Tak, proszę.\n\nW dniu 3.11.2026 o 9:00 Biuro pisze:\n> Czy środa pasuje?\n> Pozdrawiamy\n"))
	if strings.Contains(got, "środa") || !strings.Contains(got, "\n> Tak, proszę.\n") {
		t.Errorf("quoted as\n%s", got)
	}
}

func TestAnswersBetweenQuotesKeepWhatTheyAnswer(t *testing.T) {
	got := compose.Quote(wrote, split("> Czy środa pasuje?\n\nTak.\n\n> A o której?\n\nPo 16.\n"))
	if want := wrote + "\n>> Czy środa pasuje?\n>\n> Tak.\n>\n>> A o której?\n>\n> Po 16.\n"; got != want {
		t.Errorf("quoted as\n%s\nwant\n%s", got, want)
	}
}

func TestLongLinesAreWrappedAndLongLettersEnd(t *testing.T) {
	address := "https://sklep.example/" + strings.Repeat("a", 120)
	got := compose.Quote(wrote, split(strings.Repeat("żółty zamek ", 40)+"\n"+address+"\n"+strings.Repeat("linia\n", 200)))
	lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")[1:]
	for _, l := range lines {
		if !strings.HasPrefix(l, ">") || utf8.RuneCountInString(l) > 76 && !strings.Contains(l, address) {
			t.Errorf("line %q", l)
		}
	}
	if len(lines) != 61 || lines[60] != "> […]" || !strings.Contains(got, "> "+address+"\n") {
		t.Errorf("%d lines, the last %q", len(lines), lines[len(lines)-1])
	}
}

func TestAQuoteMisleadsNobody(t *testing.T) {
	got := compose.Quote("On\r\nBcc: x@y.example wrote:", split("a\x00b\u202ec\r\rd\u2028From e"))
	if got != "On Bcc: x@y.example wrote:\n> abc\n>\n> d\n> From e\n" {
		t.Errorf("quoted as %q", got)
	}
	if got := compose.Quote(wrote, nil); got != "" {
		t.Errorf("nothing is quoted as %q", got)
	}
	if got := compose.Quote(wrote, split(" \n\t\n")); got != "" {
		t.Errorf("blanks are quoted as %q", got)
	}
}

func TestWhatIsQuotedIsKnownForAQuote(t *testing.T) {
	for name, intro := range map[string]string{
		"pl": wrote, "en": "On 24 November 2026 at 09:58, John Smith <john@smith.example> wrote:",
	} {
		text := "Naprawimy jutro.\n\n" + compose.Quote(intro, split("Zamek się zaciął.\n\nProszę o pomoc.\n"))
		if got := strings.TrimSpace(quote.Said(text, quote.Hints{})); got != "Naprawimy jutro." {
			t.Errorf("%s: said is %q", name, got)
		}
	}
}
