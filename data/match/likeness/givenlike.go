package likeness

import (
	"slices"
	"strings"

	"kartoteka/data/match"
)

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
	case match.KnownGiven(a.word) && match.KnownGiven(b.word):
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
