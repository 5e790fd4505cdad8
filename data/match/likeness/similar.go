// Package likeness says how likely two contacts are one client, by what reasons, and
// which of many are. Like match, on whose normal forms it stands, it is pure and must
// not know the store.
package likeness

import (
	"cmp"
	"slices"
	"strings"

	"kartoteka/data"
)

// Compare says how likely two contacts are one client: 0 to 100, with the
// reasons for and against, the strongest first. From data.ScoreSame on they are
// almost surely one; from data.ScoreLook on they are worth a look. It does not
// matter which of them is named first.
//
// The scores are the program's own rule of thumb, printed in the tests: a name
// alone is worth a look, and needs a personal e-mail address, a phone number, a
// tax number or a street address beside it to be almost sure. What a household
// or an office shares (a landline, info@, a family name) never makes one of two
// people whose names differ.
func Compare(a, b *Profile) (int, []data.Reason) {
	t := compare(a, b)
	return t.result()
}

// Score is Compare without the reasons.
func Score(a, b *Profile) int {
	t := compare(a, b)
	return t.score()
}

// tally gathers what speaks for and against.
type tally struct {
	sum    int
	limit  int // the score can't be higher
	strong bool
	n      int
	why    [16]weighed
}

type weighed struct {
	code   data.Likeness
	value  string
	weight int
}

// add notes a reason with its weight.
func (t *tally) add(code data.Likeness, value string, weight int) {
	t.sum += weight
	if t.n < len(t.why) {
		t.why[t.n] = weighed{code, value, weight}
		t.n++
	}
}

// proof is add for what, beside a name, makes it almost sure.
func (t *tally) proof(code data.Likeness, value string, weight int) {
	t.strong = true
	t.add(code, value, weight)
}

// atMost lowers the highest score that can be reached.
func (t *tally) atMost(n int) { t.limit = min(t.limit, n) }

func (t *tally) score() int {
	if !t.strong {
		t.atMost(data.ScoreSame - 1)
	}
	return max(0, min(t.sum, t.limit))
}

func (t *tally) result() (int, []data.Reason) {
	why := t.why[:t.n]
	slices.SortStableFunc(why, func(a, b weighed) int {
		return cmp.Or(cmp.Compare(abs(b.weight), abs(a.weight)), strings.Compare(string(a.code), string(b.code)),
			strings.Compare(a.value, b.value))
	})
	out := make([]data.Reason, len(why))
	for i, w := range why {
		out[i] = data.Reason{Code: w.code, Value: w.value}
	}
	return t.score(), out
}

func abs(n int) int { return max(n, -n) }

// sure is the highest score but for one and the same card.
const sure = 99

func compare(a, b *Profile) tally {
	t := tally{limit: sure}
	switch {
	case a.rest.erased || b.rest.erased:
		t.atMost(0)
		return t
	case a.rest.uid != "" && a.rest.uid == b.rest.uid:
		t.limit = 100
		t.proof(data.SameUID, "", 100)
		return t
	}
	switch {
	case a.company && b.company:
		companies(&t, a, b)
	case a.company:
		personAndCompany(&t, b, a)
	case b.company:
		personAndCompany(&t, a, b)
	default:
		people(&t, a, b)
	}
	return t
}

// common returns the first element of a, in sorted order, that b has too.
func common(a, b []string) string {
	found := ""
	for _, x := range a {
		if slices.Contains(b, x) && (found == "" || x < found) {
			found = x
		}
	}
	return found
}

// place weighs town and street.
func place(t *tally, a, b *Profile) {
	if a.city == "" || b.city == "" {
		return
	}
	switch {
	case a.city != b.city:
		t.add(data.OtherCity, "", -8)
	case a.street != "" && a.street == b.street:
		t.proof(data.SameAddress, earlier(a.rest.street, b.rest.street), 24)
	default:
		t.add(data.SameCity, earlier(a.rest.city, b.rest.city), 14)
	}
}

// earlier is the same of the two, whichever way round they are named.
func earlier(a, b string) string { return min(a, b) }
