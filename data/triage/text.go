package triage

import (
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
