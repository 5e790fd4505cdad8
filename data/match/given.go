package match

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed names.txt
var namesFile string

// formal maps a folded given name, in full or short, to the folded full names it
// stands for: "ola" to "aleksandra", "olga" and "oliwia". Few commands ask.
var formal = sync.OnceValue(func() map[string][]string { return readNames(namesFile) })

func readNames(file string) map[string][]string {
	m := map[string][]string{}
	add := func(short, full string) {
		if !slices.Contains(m[short], full) {
			m[short] = append(m[short], full)
		}
	}
	for line := range strings.Lines(file) {
		full, shorts, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		full = Fold(full)
		add(full, full)
		for _, s := range strings.Fields(shorts) {
			add(Fold(s), full)
		}
	}
	for _, all := range m {
		slices.Sort(all)
	}
	return m
}

// FullNames returns the folded full names for which a given name may stand:
// Kasia is Katarzyna, Ola is Aleksandra, Olga or Oliwia. A name that is not
// known stands for itself.
func FullNames(given string) []string {
	f := Fold(strings.TrimSpace(given))
	if f == "" {
		return nil
	}
	if all := formal()[f]; all != nil {
		return slices.Clone(all)
	}
	return []string{f}
}

// ShortNames returns the folded ways in which somebody may be called who is
// called so here: all short forms of all the names for which it may stand, and
// those names themselves. They are sorted.
func ShortNames(given string) []string {
	full := FullNames(given)
	out := slices.Clone(full)
	for _, f := range full {
		out = append(out, shorts()[f]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// shorts maps a folded full name to all that stands for it.
var shorts = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for short, fulls := range formal() {
		for _, f := range fulls {
			m[f] = append(m[f], short)
		}
	}
	return m
})

// knownGiven reports whether a folded word is a given name.
func knownGiven(folded string) bool { return formal()[folded] != nil }

// likeness of two given names.
type givenLike int

const (
	givenOther givenLike = iota
	givenMissing
	givenInitial
	givenTypo
	givenShort
	givenSame
)

// givenName is one folded given name with the full names it may stand for.
type givenName struct {
	word string
	full []string
}

// compareGiven compares all given names of two people. One who has two may be
// called by the second, which is taken for no more than a slip.
func compareGiven(a, b []givenName) givenLike {
	if len(a) == 0 || len(b) == 0 {
		return givenMissing
	}
	best := compareOne(&a[0], &b[0])
	if best != givenOther {
		return best
	}
	if hasGiven(b[1:], &a[0]) || hasGiven(a[1:], &b[0]) {
		return givenTypo
	}
	return givenOther
}

func hasGiven(all []givenName, one *givenName) bool {
	return slices.ContainsFunc(all, func(g givenName) bool { return compareOne(&g, one) >= givenShort })
}

func compareOne(a, b *givenName) givenLike {
	switch {
	case a.word == b.word && len(a.word) > 1:
		return givenSame
	case len(a.word) == 1 || len(b.word) == 1:
		if initialOf(a, b) || initialOf(b, a) {
			return givenInitial
		}
		return givenOther
	case overlap(a.full, b.full):
		return givenShort
	case knownGiven(a.word) && knownGiven(b.word):
		return givenOther // Marek and Marta are one letter apart and two people
	case near(a.word, b.word):
		return givenTypo
	}
	return givenOther
}

// initialOf reports whether the one letter a begins the name b or one that it
// stands for.
func initialOf(a, b *givenName) bool {
	if len(a.word) != 1 {
		return false
	}
	return strings.HasPrefix(b.word, a.word) ||
		slices.ContainsFunc(b.full, func(f string) bool { return strings.HasPrefix(f, a.word) })
}

// overlap reports whether two short lists have an element in common.
func overlap(a, b []string) bool {
	for _, x := range a {
		if slices.Contains(b, x) {
			return true
		}
	}
	return false
}
