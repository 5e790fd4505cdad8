package fulltext

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The index folds letters by unicode61 (remove_diacritics 2) after ł became l.
// What is typed and what is verified goes through the same fold here, letter
// by letter, so that a place in the folded text is a place in the original.

// What a sign is when it is no letter.
const (
	Gap  rune = 0  // it parts words
	Mark rune = -1 // it belongs to the letter before and does not count
)

// letters holds the fold of the signs below its length; the rest is rare.
var letters = func() (t [0x250]rune) {
	for r := range t {
		t[r] = classify(rune(r))
	}
	return t
}()

// classify returns the folded letter or digit, or says that r is none, by what
// unicode61 takes for parts of words.
func classify(r rune) rune {
	switch {
	case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Co, r):
		return foldSlowly(r)
	case unicode.Is(unicode.Mn, r):
		return Mark
	}
	return Gap
}

// keepMark are letters whose mark unicode61 leaves though Unicode takes it off.
const keepMark = "ǡǣǯǽǿ"

func foldSlowly(r rune) rune {
	r = unicode.ToLower(r)
	if r == 'ł' {
		return 'l'
	}
	if r < utf8.RuneSelf || strings.ContainsRune(keepMark, r) {
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

// LetterAt returns the folded letter at i, or that there is none, and how many
// bytes it takes; a plain byte is by far the commonest.
func LetterAt(s string, i int) (r rune, size int) {
	if c := s[i]; c < utf8.RuneSelf {
		return letters[c], 1
	}
	r, size = utf8.DecodeRuneInString(s[i:])
	if int(r) < len(letters) {
		return letters[r], size
	}
	return classify(r), size
}

// Fold splits a text into folded words.
func Fold(s string) []string {
	var out []string
	var b strings.Builder
	end := func() {
		if b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	for i := 0; i < len(s); {
		r, n := LetterAt(s, i)
		switch r {
		case Gap:
			end()
		case Mark:
		default:
			b.WriteRune(r)
		}
		i += n
	}
	end()
	return out
}

// Same reports whether two names are the same apart from case, accents and what
// is no letter.
func Same(a, b string) bool { return slices.Equal(Fold(a), Fold(b)) }

// Find returns where in s the first word stands that is the folded word w,
// or begins with it when prefix is set; start is -1 when there is none.
func Find(s, w string, prefix bool) (start, end int) {
	want := []rune(w)
	for i := 0; i < len(s); {
		r, n := LetterAt(s, i)
		if r == Gap || r == Mark {
			i += n
			continue
		}
		matched, stop := matchWord(s, i, want, prefix)
		if matched {
			return i, stop
		}
		i = stop
	}
	return -1, -1
}

// matchWord compares the word that begins at i with the wanted letters and
// returns where it ends.
func matchWord(s string, i int, want []rune, prefix bool) (matched bool, end int) {
	matched = true
	for i < len(s) {
		r, n := LetterAt(s, i)
		switch {
		case r == Gap:
			return matched && len(want) == 0, i
		case r == Mark || !matched:
		case len(want) == 0:
			matched = prefix
		default:
			matched = r == want[0]
			want = want[1:]
		}
		i += n
	}
	return matched && len(want) == 0, i
}

// foldSQL is the part of the fold that the index itself does not do.
func foldSQL(expr string) string {
	return `replace(replace(` + expr + `, 'ł', 'l'), 'Ł', 'L')`
}
