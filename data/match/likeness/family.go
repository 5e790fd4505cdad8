package likeness

import (
	"slices"
	"strings"
)

// family is a family name as it is compared: its parts, each in the form that
// men bear, so that Kowalski and Kowalska are one family.
type family struct {
	parts  []string // sorted
	joined string
	gender byte // 'm' or 'f' where the ending tells, else 0
}

// feminine endings of adjectival family names, with the masculine ones.
var feminine = []struct{ f, m string }{{"ska", "ski"}, {"cka", "cki"}, {"dzka", "dzki"}}

func newFamily(words []string) family {
	f := family{parts: make([]string, len(words))}
	for i, w := range words {
		f.parts[i] = w
		if len(w) < 5 {
			continue
		}
		for _, e := range feminine {
			if stem, ok := strings.CutSuffix(w, e.f); ok {
				f.parts[i], f.gender = stem+e.m, 'f'
			} else if strings.HasSuffix(w, e.m) {
				f.gender = 'm'
			}
		}
	}
	slices.Sort(f.parts)
	f.joined = strings.Join(f.parts, " ")
	return f
}

// familyLike is the likeness of two family names.
type familyLike int

const (
	familyOther familyLike = iota
	familyMissing
	familyDouble  // one is part of the other: Nowak and Nowak-Kowalska
	familyTypo    //
	familyGenders // Kowalski and Kowalska
	familySame
)

func compareFamily(a, b *family) familyLike {
	switch {
	case len(a.parts) == 0 || len(b.parts) == 0:
		return familyMissing
	case a.joined == b.joined:
		if a.gender != b.gender {
			return familyGenders
		}
		return familySame
	case len(a.parts) != len(b.parts) && (within(a.parts, b.parts) || within(b.parts, a.parts)):
		return familyDouble
	case near(a.joined, b.joined):
		return familyTypo
	}
	return familyOther
}

// within reports whether every element of a is one of b.
func within(a, b []string) bool {
	for _, x := range a {
		if !slices.Contains(b, x) {
			return false
		}
	}
	return true
}
