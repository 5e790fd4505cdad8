package notation

import (
	"strings"
	"unicode"
)

// particles begin a family name of several words.
var particles = map[string]bool{
	"von": true, "van": true, "de": true, "der": true, "den": true, "da": true, "di": true, "del": true, "della": true,
	"la": true, "le": true, "du": true, "dos": true, "ten": true, "ter": true, "zu": true, "bin": true, "el": true,
	"al": true, "af": true, "van't": true, "mac": true, "st.": true,
}

// courtesy are words before a name that are no part of it.
var courtesy = map[string]bool{
	"pan": true, "pani": true, "p.": true, "mr": true, "mr.": true, "mrs": true, "mrs.": true, "ms": true, "ms.": true,
	"herr": true, "frau": true, "państwo": true, "sz.p.": true, "sz.": true,
}

// SplitName takes a person's full name apart: "Jan Maria Kowalski", "Kowalski,
// Jan", "KOWALSKI Jan", "Ludwig van Beethoven". One word is a given name.
func SplitName(full string) (given, family string) {
	full = strings.TrimSpace(full)
	if family, given, ok := strings.Cut(full, ","); ok && strings.TrimSpace(given) != "" {
		return oneSpace(withoutCourtesy(strings.Fields(given))), oneSpace(strings.Fields(family))
	}
	words := withoutCourtesy(strings.Fields(strings.TrimRight(full, ", ")))
	if len(words) < 2 {
		return oneSpace(words), ""
	}
	if shouted(words[0]) && !shouted(words[len(words)-1]) {
		return oneSpace(words[1:]), words[0]
	}
	cut := len(words) - 1
	for i := 1; i < len(words)-1; i++ {
		if particles[strings.ToLower(words[i])] {
			cut = i
			break
		}
	}
	return oneSpace(words[:cut]), oneSpace(words[cut:])
}

// SplitFamilyFirst takes a name apart of a column that says so: "Kowalski Jan".
func SplitFamilyFirst(full string) (given, family string) {
	if strings.Contains(full, ",") {
		return SplitName(full)
	}
	words := strings.Fields(full)
	cut := 1
	for cut < len(words)-1 && particles[strings.ToLower(words[cut-1])] {
		cut++
	}
	if len(words) < 2 {
		return "", oneSpace(words)
	}
	return oneSpace(words[cut:]), oneSpace(words[:cut])
}

// Titled puts what stands before and after a name (dr inż., Jr.) to its parts,
// once however often it is read. Nothing is put to no name, and of Mr. and Pani
// nothing is kept.
func Titled(given, family, prefix, suffix string) (string, string) {
	if given == "" && family == "" {
		return given, family
	}
	prefix = oneSpace(withoutCourtesy(strings.Fields(prefix)))
	if prefix != "" && !Courtesy(prefix) && given != prefix && !strings.HasPrefix(given, prefix+" ") {
		given = JoinStreet(prefix, " ", given)
	}
	if suffix = oneSpace(strings.Fields(suffix)); suffix == "" {
		return given, family
	}
	last := &family
	if family == "" {
		last = &given
	}
	if !strings.HasSuffix(*last, " "+suffix) {
		*last = JoinStreet(*last, " ", suffix)
	}
	return given, family
}

func withoutCourtesy(words []string) []string {
	for len(words) > 1 && Courtesy(words[0]) {
		words = words[1:]
	}
	return words
}

// Courtesy reports whether a word stands before a name and is no part of it: Pani, Mr.
func Courtesy(word string) bool { return courtesy[strings.ToLower(word)] }

func oneSpace(words []string) string { return strings.Join(words, " ") }

// shouted reports whether a word of three letters or more is all capitals.
func shouted(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n >= 3
}

// Personal reports whether a name has the look of a person's: two or three
// words, each a capital and small letters.
func Personal(name string) bool {
	words := withoutCourtesy(strings.Fields(name))
	if len(words) < 2 || len(words) > 3 {
		return false
	}
	for _, w := range words {
		for i, r := range w {
			if i == 0 && !unicode.IsUpper(r) || i > 0 && !unicode.IsLetter(r) && r != '-' {
				return false
			}
		}
	}
	return true
}
