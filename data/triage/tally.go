package triage

import (
	"cmp"
	"slices"
	"strings"

	"kartoteka/data"
)

// tally is what the words of one message speak for.
type tally struct {
	scores map[data.Kind]float64
	seen   map[*pattern]bool
	hits   []hit
}

type hit struct {
	kind   data.Kind
	weight float64
	words  string
}

// add counts a pattern. Negated praise is a complaint; anything else negated
// says nothing.
func (t *tally) add(p *pattern, not bool, factor float64, words string) {
	if t.seen[p] {
		return
	}
	t.seen[p] = true
	for _, v := range p.speaks {
		kind := v.kind
		if not {
			if kind != data.KindPraise {
				continue
			}
			kind = data.KindComplaint
		}
		if kind == data.KindNone {
			continue
		}
		t.scores[kind] += v.weight * factor
		t.hits = append(t.hits, hit{kind, v.weight * factor, words})
	}
}

// best returns the kind with the most weight, KindNone when none has enough.
func (t *tally) best() data.Kind {
	if t.scores[data.KindMisconduct] >= insulting {
		return data.KindMisconduct
	}
	kind := data.KindNone
	for _, k := range rank {
		if s := t.scores[k]; s >= enough && s > t.scores[kind] {
			kind = k
		}
	}
	return kind
}

// words returns the five weightiest words of a kind, without punctuation.
func (t *tally) words(kind data.Kind) []string {
	var mine []hit
	for _, h := range t.hits {
		if h.kind == kind && h.words != "?" {
			mine = append(mine, h)
		}
	}
	slices.SortStableFunc(mine, func(a, b hit) int { return cmp.Compare(b.weight, a.weight) })
	var out []string
	for _, h := range mine {
		w := strings.Join(strings.Fields(h.words), " ")
		if len(out) < 5 && !slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, w) }) {
			out = append(out, w)
		}
	}
	return out
}
