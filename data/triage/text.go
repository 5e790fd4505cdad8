package triage

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"kartoteka/data/match"
)

// word is one word of a text and where it stands.
type word struct {
	folded     string
	start, end int  // bytes of the text
	first      bool // begins a clause
}

// split cuts a text into words. A word is letters and digits, with apostrophes
// and masking asterisks inside ("don't", "k***a"); question marks are words of
// their own. first is set where a clause begins.
func split(text string) []word {
	var out []word
	start, fresh := -1, true
	flush := func(end int) {
		if start >= 0 {
			out = append(out, word{match.Fold(text[start:end]), start, end, fresh})
			start, fresh = -1, false
		}
	}
	for i, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r):
			if start < 0 {
				start = i
			}
		case start >= 0 && (r == '*' || r == '\'' || r == '’') && wordGoesOn(text[i:]):
		default:
			flush(i)
			if r == '?' {
				out = append(out, word{"?", i, i + 1, true})
			}
			if strings.ContainsRune(".,;:!?\n()–—\"„”", r) {
				fresh = true
			}
		}
	}
	flush(len(text))
	return out
}

// wordGoesOn reports whether a letter follows the asterisks or the apostrophe
// with which rest begins, or whether they mask a word's end.
func wordGoesOn(rest string) bool {
	if strings.HasPrefix(rest, "*") {
		return true
	}
	_, n := utf8.DecodeRuneInString(rest)
	r, _ := utf8.DecodeRuneInString(rest[n:])
	return unicode.IsLetter(r)
}

// headers are the lines with which mail programs begin what they quote.
var headers = []*regexp.Regexp{
	regexp.MustCompile(`(?i)^\s*(w )?dni[au]\s.{4,80}(pisze|napisał|napisała|napisał\(a\)|napisano)\b?.*:\s*$`),
	regexp.MustCompile(`(?i)^\s*(pon|wt|śr|czw|pt|sob|niedz)\.?,?\s.{4,120}(napisał|pisze).*:?\s*$`),
	regexp.MustCompile(`(?i)^\s*on\s.{6,120}\bwrote:\s*$`),
	regexp.MustCompile(`(?i)^\s*-{2,}\s*(oryginalna wiadomość|wiadomość oryginalna|original message|pierwotna wiadomość|odpowiedź)\s*-{2,}`),
	regexp.MustCompile(`(?i)^\s*_{10,}\s*$`),
	regexp.MustCompile(`(?i)^\s*(od|from):\s.*@`),
	regexp.MustCompile(`(?i)^\s*\*?(od|from):\*?\s.{2,60}\n\s*\*?(wysłano|data|sent|date):`),
}

var forwarded = regexp.MustCompile(`(?i)^\s*-{2,}\s*(przekazana wiadomość|wiadomość przekazana|forwarded message|treść przekazanej wiadomości)|^\s*begin forwarded message:`)

// own returns what the sender wrote himself: without quoted lines, what stands
// below a quote's header, and a signature after "-- ". A message that only
// passes another on, or has nothing but a quote, is returned with it.
func own(text string) string {
	lines := strings.SplitAfter(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	var b strings.Builder
	for i, line := range lines {
		if forwarded.MatchString(line) {
			if countWords(b.String()) < 8 {
				return text
			}
			break
		}
		if quoteBegins(lines, i) || strings.TrimRight(line, "\r\n") == "-- " {
			break
		}
		if !strings.HasPrefix(strings.TrimSpace(line), ">") {
			b.WriteString(line)
		}
	}
	if countWords(b.String()) == 0 {
		return text
	}
	return b.String()
}

func quoteBegins(lines []string, i int) bool {
	one := strings.TrimRight(lines[i], "\r\n")
	if strings.TrimSpace(one) == "" {
		return false
	}
	two := one
	if i+1 < len(lines) {
		two = one + "\n" + strings.TrimRight(lines[i+1], "\r\n")
	}
	for _, h := range headers {
		if h.MatchString(one) || h.MatchString(two) || h.MatchString(strings.Replace(two, "\n", " ", 1)) {
			return true
		}
	}
	return false
}

func countWords(s string) int { return len(strings.Fields(s)) }
