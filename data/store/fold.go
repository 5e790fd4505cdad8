package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The index folds letters by unicode61 (remove_diacritics 2) after ł became l.
// What is typed and what is verified goes through the same fold here, letter
// by letter, so that a place in the folded text is a place in the original.

// folded holds the fold of the letters below its length; the rest is rare.
var folded = func() (t [0x250]rune) {
	for r := range t {
		t[r] = foldSlowly(rune(r))
	}
	return t
}()

func foldSlowly(r rune) rune {
	r = unicode.ToLower(r)
	if r == 'ł' {
		return 'l'
	}
	if r < utf8.RuneSelf {
		return r
	}
	d := []rune(norm.NFD.String(string(r)))
	for _, m := range d[1:] {
		if !unicode.Is(unicode.Mn, m) {
			return r
		}
	}
	return unicode.ToLower(d[0])
}

// foldRune returns the letter in lower case and without its mark.
func foldRune(r rune) rune {
	if r >= 0 && int(r) < len(folded) {
		return folded[r]
	}
	return foldSlowly(r)
}

// inWord reports whether r belongs to a word, as unicode61 sees it. A combining
// mark continues a word and does not count.
func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Co, r)
}

func mark(r rune) bool { return r >= 0x300 && unicode.Is(unicode.Mn, r) }

// foldWords splits a text into folded words.
func foldWords(s string) []string {
	var out []string
	var b strings.Builder
	for _, r := range s {
		switch {
		case inWord(r):
			b.WriteRune(foldRune(r))
		case mark(r):
		case b.Len() > 0:
			out = append(out, b.String())
			b.Reset()
		}
	}
	if b.Len() > 0 {
		out = append(out, b.String())
	}
	return out
}

// findWord returns where in s the first word stands that is the folded word w,
// or begins with it when prefix is set; start is -1 when there is none.
func findWord(s, w string, prefix bool) (start, end int) {
	for i := 0; i < len(s); {
		r, n := letterAt(s, i)
		if !inWord(r) {
			i += n
			continue
		}
		matched, stop := matchWord(s[i:], w, prefix)
		if matched {
			return i, i + stop
		}
		i += stop
	}
	return -1, -1
}

// letterAt decodes the letter at i; a plain byte is by far the commonest.
func letterAt(s string, i int) (rune, int) {
	if c := s[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s[i:])
}

// matchWord compares the word at the beginning of s with w and returns where
// the word ends.
func matchWord(s, w string, prefix bool) (matched bool, end int) {
	alike, rest := true, w
	for end < len(s) {
		r, n := letterAt(s, end)
		switch {
		case inWord(r):
			if !alike || rest == "" {
				alike = alike && prefix
			} else {
				want, k := letterAt(rest, 0)
				alike = foldRune(r) == want
				rest = rest[k:]
			}
		case !mark(r):
			return alike && rest == "", end
		}
		end += n
	}
	return alike && rest == "", end
}

// foldSQL is the part of the fold that the index itself does not do.
func foldSQL(expr string) string {
	return `replace(replace(` + expr + `, 'ł', 'l'), 'Ł', 'L')`
}
