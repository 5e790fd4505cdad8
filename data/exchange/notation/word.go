package notation

import (
	_ "embed" // the lists of words
	"strings"
	"sync"
	"unicode"

	"kartoteka/data/match"
)

//go:embed words.txt
var wordList string

// lexicon is list → plain word → code.
var lexicon = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for line := range strings.Lines(wordList) {
		head, list, ok := strings.Cut(strings.TrimSpace(line), ": ")
		name, code, two := strings.Cut(head, " ")
		if !ok || !two || strings.HasPrefix(line, "#") {
			continue
		}
		if all[name] == nil {
			all[name] = map[string]string{}
		}
		words := all[name]
		words[Plain(code)] = code
		for w := range strings.SplitSeq(list, " | ") {
			if w = Plain(w); w != "" && words[w] == "" {
				words[w] = code
			}
		}
	}
	return all
})

// Word returns the code of what a cell says, "" for what is not in the list.
func Word(list, s string) string { return lexicon()[list][Plain(s)] }

// YesNo reads a yes or a no of either language; ok is false for neither.
func YesNo(s string) (yes, ok bool) {
	w := Word("yesno", s)
	if w == "" && strings.ContainsAny(s, "✓✔☑") {
		w = "yes"
	}
	return w == "yes", w != ""
}

// Label returns the code of a common label ("work" for "Praca", "Business"),
// or the label as it was written. Programs put a star before the first.
func Label(s string) string {
	s = Unstarred(Text(s))
	for strings.HasPrefix(s, "_$!<") && strings.HasSuffix(s, ">!$_") && len(s) >= 8 { // Apple's own
		s = strings.TrimSpace(s[4 : len(s)-4])
	}
	if code := Word("label", s); code != "" {
		return code
	}
	return s
}

// Labels lists the codes of the common labels; "label.<code>" names them in the
// catalogue.
func Labels() []string {
	return []string{"work", "home", "mobile", "fax", "main", "other", "billing", "delivery"}
}

// Language returns the code of a language that is written as a word or as a tag
// ("pl-PL"), or what was written.
func Language(s string) string {
	s = Text(s)
	if code := Word("language", s); code != "" {
		return code
	}
	if i := strings.IndexAny(s, "-_"); i == 2 || i == 3 {
		s = strings.ToLower(s[:i])
		if code := Word("language", s); code != "" {
			return code
		}
	}
	return s
}

// companyWords are the words of the list, longest first so that a name is
// looked through once for each.
var companyWords = sync.OnceValue(func() []string {
	var all []string
	for w := range lexicon()["company"] {
		all = append(all, " "+w+" ")
	}
	return all
})

// LooksLikeCompany reports whether a name has a word that only companies have.
func LooksLikeCompany(name string) bool {
	plain := " " + Plain(name) + " "
	if strings.ContainsAny(name, "&\"„”") {
		return true
	}
	for _, w := range companyWords() {
		if strings.Contains(plain, w) {
			return true
		}
	}
	return false
}

// Plain leaves lower-case words without diacritics, a space between.
func Plain(s string) string {
	var b strings.Builder
	space := false
	for _, r := range match.Fold(s) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '#', r > 0x2000 && r < 0x3000:
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			b.WriteRune(r)
		default:
			space = true
		}
	}
	return b.String()
}

// Unstarred takes off the stars that Google puts before a label or a group, all
// of them and whatever blanks are between: what was read once reads the same
// again.
func Unstarred(s string) string {
	for {
		rest, ok := strings.CutPrefix(s, "*")
		if !ok {
			return s
		}
		s = strings.TrimSpace(rest)
	}
}
