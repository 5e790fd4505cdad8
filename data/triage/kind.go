package triage

import (
	"cmp"
	"slices"
	"strings"

	"kartoteka/data"
)

// Suggester suggests a message's kind by word rules. It is read-only once made
// and may be used by several goroutines.
type Suggester struct {
	byStart map[string][]*pattern // by the first two bytes of the first word
}

// pattern is a stem with all that it speaks for.
type pattern struct {
	words  []stem
	size   int // letters, for preferring the longer of two
	speaks []voice
}

type voice struct {
	kind   data.Kind
	weight float64
}

// A suggestion needs so much weight; below it the words are chance.
const enough = 1.0

// insulting is the weight from which misconduct wins over whatever else the
// message is: an abusive complaint must not look like any other.
const insulting = 3.0

// The weights of what stands in a subject: more than in the text when the
// sender chose it for this message, less when a reply inherits it.
const (
	subjectWeight = 1.5
	replyWeight   = 0.25
)

// rank breaks ties: what hurts most to overlook comes first.
var rank = []data.Kind{
	data.KindComplaint, data.KindOrder, data.KindFollowUp, data.KindQuestion,
	data.KindSuggestion, data.KindPraise, data.KindOther, data.KindNotForUs,
}

// New makes a suggester of word rules.
func New(rules WordRules) *Suggester {
	s := &Suggester{byStart: map[string][]*pattern{}}
	known := map[string]*pattern{}
	for _, r := range rules {
		if len(r.words) == 0 {
			continue
		}
		id, size := "", 0
		for _, w := range r.words {
			id += w.text + "|"
			if w.whole {
				id += "="
				size++ // the whole word is a closer fit than its beginning
			}
			size += len(w.text)
		}
		p := known[id]
		if p == nil {
			p = &pattern{words: r.words, size: size}
			known[id] = p
			at := start(r.words[0].text)
			s.byStart[at] = append(s.byStart[at], p)
		}
		p.speaks = append(p.speaks, voice{r.Kind, r.Weight})
	}
	for _, list := range s.byStart {
		slices.SortStableFunc(list, func(a, b *pattern) int {
			return cmp.Or(cmp.Compare(len(b.words), len(a.words)), cmp.Compare(b.size, a.size))
		})
	}
	return s
}

func start(w string) string { return w[:min(2, len(w))] }

// Kind suggests a kind for a message by its subject and by what its sender says
// himself, without what he quotes. It returns the words that led to it, at most
// five, as they stand there. Automatic mail is not for us whatever it says.
// KindNone means that nothing speaks clearly enough.
func (s *Suggester) Kind(subject, said string, automatic data.Automatic) (data.Kind, []string) {
	if automatic != data.ByPerson {
		return data.KindNotForUs, nil
	}
	t := tally{scores: map[data.Kind]float64{}, seen: map[*pattern]bool{}}
	s.read(&t, said, 1)
	bare, reply := withoutPrefix(subject)
	if reply {
		s.read(&t, bare, replyWeight)
	} else {
		s.read(&t, bare, subjectWeight)
	}
	kind := t.best()
	if kind == data.KindNone {
		return data.KindNone, nil
	}
	return kind, t.words(kind)
}

// withoutPrefix drops "Re:", "Odp:" and the like from a subject.
func withoutPrefix(subject string) (bare string, reply bool) {
	bare = strings.TrimSpace(subject)
	for {
		head, rest, ok := strings.Cut(bare, ":")
		if !ok {
			return bare, reply
		}
		head, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(head)), "[") // Re[2]:
		switch head {
		case "re", "odp", "odpowiedź", "aw", "sv":
			reply = true
		case "fw", "fwd", "pd", "przekazano":
		default:
			return bare, reply
		}
		bare = strings.TrimSpace(rest)
	}
}

// read adds what a text's words speak for, each stem once.
func (s *Suggester) read(t *tally, text string, factor float64) {
	words := split(text)
	for i := 0; i < len(words); {
		p, flipped := s.at(words, i)
		if p == nil {
			i++
			continue
		}
		n := len(p.words)
		from := i
		not := negated(words, i) && !negator[words[i].folded]
		if not && !flipped {
			from = negatorBefore(words, i)
		}
		t.add(p, not != flipped, factor, text[words[from].start:words[i+n-1].end])
		i += n
	}
}

// at returns the longest pattern that fits the words from i on. flipped is set
// when a word of praise stands there with "nie" written to it.
func (s *Suggester) at(words []word, i int) (p *pattern, flipped bool) {
	if p := s.longest(words, i); p != nil {
		return p, false
	}
	rest, ok := strings.CutPrefix(words[i].folded, "nie")
	if !ok || len(rest) < 4 {
		return nil, false
	}
	p = s.longest([]word{{folded: rest}}, 0)
	if p == nil || !p.speaksFor(data.KindPraise) {
		return nil, false
	}
	return p, true
}

func (s *Suggester) longest(words []word, i int) *pattern {
	for _, p := range s.byStart[start(words[i].folded)] {
		if p.fits(words[i:]) {
			return p
		}
	}
	return nil
}

func (p *pattern) fits(words []word) bool {
	if len(words) < len(p.words) {
		return false
	}
	for i, st := range p.words {
		if !st.fits(words[i].folded) {
			return false
		}
	}
	return true
}

func (p *pattern) speaksFor(k data.Kind) bool {
	return slices.ContainsFunc(p.speaks, func(v voice) bool { return v.kind == k })
}

var negator = map[string]bool{
	"nie": true, "bez": true, "ani": true, "zadnych": true, "zadnego": true, "zadnej": true,
	"not": true, "no": true, "never": true, "without": true, "isn't": true, "wasn't": true, "don't": true,
	"didn't": true, "doesn't": true, "aren't": true, "weren't": true, "can't": true, "cannot": true,
	"nothing": true,
}

// negatorBefore returns the index of a negating word at most two before i in
// the same clause, or i itself. "Nie tylko" negates nothing.
func negatorBefore(words []word, i int) int {
	for j := i; j > max(0, i-2); j-- {
		if words[j].first {
			break
		}
		w := strings.ReplaceAll(words[j-1].folded, "’", "'")
		if negator[w] && !onlyNext(words, j) {
			return j - 1
		}
	}
	return i
}

func onlyNext(words []word, j int) bool {
	return words[j].folded == "tylko" || words[j].folded == "only"
}

func negated(words []word, i int) bool { return negatorBefore(words, i) != i }
