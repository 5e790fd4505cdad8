package likeness

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/match"
)

// Pair is two of the scanned profiles, by their places, and how alike they are.
type Pair struct{ A, B, Score int }

// Found is what a scan came to.
type Found struct {
	Pairs  []Pair  // the most alike first
	Crowds []Crowd // the largest first
}

// Crowd is a group too large to be compared each with each; each of it was
// compared with its next neighbours only.
type Crowd struct {
	First int // place of one of them
	N     int
}

// Bounds of a scan, so that its time grows with the number of contacts and not
// with its square.
const (
	blockMost = 64 // a group up to this size is compared each with each
	window    = 12 // in a larger one each is compared with so many next to it
	crossMost = 2048
)

// Scan finds all pairs worth a look among many contacts. It compares those that
// share a number, an address, a name's beginning or all but a letter of it, and
// leaves out pairs of which skip says so. It tells progress from time to time
// and stops when the context ends.
func Scan(ctx context.Context, all []*Profile, skip func(a, b int64) bool, progress func(done, total int)) (Found, error) {
	s := &scan{ctx: ctx, all: all, skip: skip, found: map[[2]int32]int{}}
	blocks := s.blocks()
	for i, b := range blocks {
		if i%512 == 0 {
			if err := ctx.Err(); err != nil {
				return Found{}, err
			}
			progress(i, len(blocks))
		}
		s.split(b.members, b.by)
	}
	for i, c := range s.nearNames() {
		if i%512 == 0 && ctx.Err() != nil {
			return Found{}, ctx.Err()
		}
		s.cross(c[0], c[1])
	}
	progress(len(blocks), len(blocks))
	return s.result(), ctx.Err()
}

type scan struct {
	ctx    context.Context
	all    []*Profile
	skip   func(a, b int64) bool
	found  map[[2]int32]int
	crowds []Crowd

	families map[string]map[string][]int32 // family name, full given name
	firms    map[string][]int32
}

// block is a group of contacts that may be alike, and by what it is split when
// it is too large.
type block struct {
	members []int32
	by      []func(*Profile) []string
}

// keys gathers groups in the order in which their keys first came.
type keys struct {
	at  map[string]int
	all [][]int32
}

func (k *keys) add(key string, i int32) {
	if k.at == nil {
		k.at = map[string]int{}
	}
	n, ok := k.at[key]
	if !ok {
		n = len(k.all)
		k.at[key] = n
		k.all = append(k.all, nil)
	}
	if m := k.all[n]; len(m) == 0 || m[len(m)-1] != i {
		k.all[n] = append(k.all[n], i)
	}
}

func byCity(p *Profile) []string   { return []string{p.city} }
func byStreet(p *Profile) []string { return []string{p.street} }

func byGiven(p *Profile) []string {
	if len(p.given) == 0 {
		return []string{""}
	}
	return p.given[0].full
}

func byName(p *Profile) []string {
	if p.company {
		return []string{p.name.joined}
	}
	return []string{p.family.joined}
}

// blocks groups the contacts by all that two cards of one client have in common.
func (s *scan) blocks() []block {
	var sure, people, firms keys
	s.families, s.firms = map[string]map[string][]int32{}, map[string][]int32{}
	for n, p := range s.all {
		i := int32(n)
		for _, e := range p.emails {
			sure.add("e"+e, i)
		}
		for _, e := range p.phones {
			sure.add("p"+e, i)
		}
		for _, e := range p.domains {
			sure.add("d"+e, i)
		}
		if p.nip != "" {
			sure.add("n"+p.nip, i)
		}
		if p.regon != "" {
			sure.add("r"+p.regon, i)
		}
		if p.company {
			s.addFirm(&firms, p, i)
		} else {
			s.addPerson(&people, p, i)
		}
	}
	var out []block
	add := func(k *keys, by ...func(*Profile) []string) {
		for _, m := range k.all {
			if len(m) > 1 {
				out = append(out, block{m, by})
			}
		}
	}
	add(&sure, byName, byGiven, byCity)
	add(&people, byGiven, byCity, byStreet)
	add(&firms, byName, byCity, byStreet)
	return out
}

func (s *scan) addFirm(k *keys, p *Profile, i int32) {
	if p.name.joined == "" {
		return
	}
	s.firms[p.name.joined] = append(s.firms[p.name.joined], i)
	k.add("="+p.name.joined, i)
	for _, w := range p.name.words {
		if len(w) > 2 && !commonWords[w] {
			k.add(w, i) // of which the one name may be the other's part
			return
		}
	}
}

func (s *scan) addPerson(k *keys, p *Profile, i int32) {
	for _, w := range p.family.parts {
		for _, initial := range initials(p.given) {
			k.add(w+" "+initial, i)
		}
	}
	if len(p.family.parts) > 0 && len(p.given) > 0 {
		given := s.families[p.family.joined]
		if given == nil {
			given = map[string][]int32{}
			s.families[p.family.joined] = given
		}
		for _, f := range p.given[0].full {
			given[f] = append(given[f], i)
		}
		if !match.KnownGiven(p.given[0].word) || match.KnownGiven(p.family.parts[0]) {
			s.addTurned(k, p, i)
		}
	}
}

// addTurned puts a person whose names seem to have changed places where they
// would stand with the names put right.
func (s *scan) addTurned(k *keys, p *Profile, i int32) {
	given, fam := p.turned()
	for _, w := range fam.parts {
		for _, initial := range initials(given) {
			k.add(w+" "+initial, i)
		}
	}
}

// initials returns the first letters of all names for which the first given
// name may stand.
func initials(given []givenName) []string {
	if len(given) == 0 {
		return []string{""}
	}
	var out []string
	for _, f := range given[0].full {
		if !slices.Contains(out, f[:1]) {
			out = append(out, f[:1])
		}
	}
	return out
}

// split compares a group each with each, or breaks it up when it is too large.
func (s *scan) split(members []int32, by []func(*Profile) []string) {
	switch {
	case len(members) < 2:
	case len(members) <= blockMost:
		for i, a := range members {
			for _, b := range members[i+1:] {
				s.compare(a, b)
			}
		}
	case len(by) > 0:
		var k keys
		for _, m := range members {
			for _, key := range by[0](s.all[m]) {
				k.add(key, m)
			}
		}
		for _, m := range k.all {
			s.split(m, by[1:])
		}
	default:
		s.crowd(members)
	}
}

// crowd compares each of a large group with those that come next to it when they
// are put in order by all that tells them apart.
func (s *scan) crowd(members []int32) {
	s.crowds = append(s.crowds, Crowd{First: int(members[0]), N: len(members)})
	sorted := slices.Clone(members)
	slices.SortStableFunc(sorted, func(x, y int32) int {
		a, b := s.all[x], s.all[y]
		return cmp.Or(strings.Compare(a.street, b.street), cmp.Compare(a.rest.birth, b.rest.birth),
			strings.Compare(a.name.joined, b.name.joined))
	})
	for i, a := range sorted {
		for _, b := range sorted[i+1 : min(len(sorted), i+1+window)] {
			s.compare(a, b)
		}
	}
}

// cross compares every one of a group with every one of another.
func (s *scan) cross(a, b []int32) {
	if len(a)*len(b) <= crossMost {
		for _, x := range a {
			for _, y := range b {
				s.compare(x, y)
			}
		}
		return
	}
	var k keys
	for _, m := range b {
		k.add(s.all[m].city, m)
	}
	for _, x := range a {
		if n, ok := k.at[s.all[x].city]; ok {
			for _, y := range k.all[n][:min(len(k.all[n]), blockMost)] {
				s.compare(x, y)
			}
		}
	}
}

func (s *scan) compare(x, y int32) {
	if x == y {
		return
	}
	if x > y {
		x, y = y, x
	}
	a, b := s.all[x], s.all[y]
	score := Score(a, b)
	if score < data.ScoreLook {
		return
	}
	pair := [2]int32{x, y}
	if _, known := s.found[pair]; known || s.skip(a.ID, b.ID) {
		return
	}
	s.found[pair] = score
}

func (s *scan) result() Found {
	f := Found{Pairs: make([]Pair, 0, len(s.found)), Crowds: s.crowds}
	for p, score := range s.found {
		f.Pairs = append(f.Pairs, Pair{int(p[0]), int(p[1]), score})
	}
	slices.SortFunc(f.Pairs, func(x, y Pair) int {
		return cmp.Or(cmp.Compare(y.Score, x.Score), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	slices.SortStableFunc(f.Crowds, func(x, y Crowd) int { return cmp.Compare(y.N, x.N) })
	return f
}
