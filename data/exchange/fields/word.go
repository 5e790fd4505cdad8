package fields

import (
	_ "embed" // the lists of words
	"strings"
	"sync"
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
		words[plainHeading(code)] = code
		for w := range strings.SplitSeq(list, " | ") {
			if w = plainHeading(w); w != "" && words[w] == "" {
				words[w] = code
			}
		}
	}
	return all
})

// word returns the code of what a cell says, "" for what is not in the list.
func word(list, s string) string { return lexicon()[list][plainHeading(s)] }

// yesNo reads a yes or a no of either language; ok is false for neither.
func yesNo(s string) (yes, ok bool) {
	w := word("yesno", s)
	if w == "" && strings.ContainsAny(s, "✓✔☑") {
		w = "yes"
	}
	return w == "yes", w != ""
}

// Label returns the code of a common label ("work" for "Praca", "Business"),
// or the label as it was written. Programs put a star before the first.
func Label(s string) string {
	s = unstarred(Text(s))
	for strings.HasPrefix(s, "_$!<") && strings.HasSuffix(s, ">!$_") && len(s) >= 8 { // Apple's own
		s = strings.TrimSpace(s[4 : len(s)-4])
	}
	if code := word("label", s); code != "" {
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
	if code := word("language", s); code != "" {
		return code
	}
	if i := strings.IndexAny(s, "-_"); i == 2 || i == 3 {
		s = strings.ToLower(s[:i])
		if code := word("language", s); code != "" {
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
	plain := " " + plainHeading(name) + " "
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
