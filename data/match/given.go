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

// KnownGiven reports whether a folded word is a given name.
func KnownGiven(folded string) bool { return formal()[folded] != nil }
