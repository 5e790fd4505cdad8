package contacts

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Sort keys order texts as collate.Polish does, in a fifth of its bytes: every
// order of the list is an index that holds them, and those are most of what an
// import writes. As in UTS #10 a key is its letters, then their marks, then
// their case; what says nothing is left out.
//
//   - A letter of Polish text is one even byte, by its place among them. Any other
//     is the odd byte of the gap where it belongs, and its weight.
//   - A mark's or case's usual weight is also the least, so that it is left out at
//     the end; before another weight its run is one byte, the less the longer.

// polishLetters are the signs that have a byte of their own.
const polishLetters = ` !"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_` + "`" +
	`abcdefghijklmnopqrstuvwxyz{|}~ĄĆĘŁŃÓŚŹŻąćęłńóśźż`

// The usual weights of marks and case, and the bytes of the last level.
const (
	usualMark  = 0x20
	usualCase  = 0x02
	anyCase    = 0xe0 // and the weight, one that is not usual
	rareCase   = 0xff // before a weight that has no room beside anyCase
	endOfRun   = 0xc0 // less the length of a run of usual weights
	longestRun = 0x40
)

// letterKey is how a letter is sorted: by its byte, then by its case.
type letterKey struct{ letter, caseOf byte }

// alphabet is what the sort keys of Polish text are made of.
type alphabet struct {
	keys    ['ż' + 1]letterKey // letter 0: none of its own
	weights []int              // of the letters that have a byte, ascending
}

var polishAlphabet = sync.OnceValue(func() *alphabet {
	a, names := &alphabet{}, collate.New(language.Polish)
	var levels sortLevels
	for _, r := range polishLetters {
		levels.read(names, string(r))
		a.weights = append(a.weights, levels.letters...)
	}
	slices.Sort(a.weights)
	a.weights = slices.Compact(a.weights)
	for _, r := range polishLetters {
		levels.read(names, string(r))
		i, _ := slices.BinarySearch(a.weights, levels.letters[0])
		a.keys[r] = letterKey{byte(2*i + 2), levels.cases[0]}
	}
	return a
})

// sortLevels are the weights of a text, as the collator gives them.
type sortLevels struct {
	buf     collate.Buffer
	letters []int
	marks   []int
	cases   []byte
}

// read takes the collator's key apart: letters of two bytes, or three when the
// first has its highest bit set, 0 0, marks of two bytes, 0 0, cases of one.
func (l *sortLevels) read(names *collate.Collator, s string) {
	l.buf.Reset()
	l.letters, l.marks, l.cases = l.letters[:0], l.marks[:0], l.cases[:0]
	key := names.KeyFromString(&l.buf, s)
	for key[0] != 0 || key[1] != 0 {
		if key[0] < 0x80 {
			l.letters, key = append(l.letters, int(key[0])<<8|int(key[1])), key[2:]
		} else {
			l.letters, key = append(l.letters, int(key[0])<<16|int(key[1])<<8|int(key[2])), key[3:]
		}
	}
	for key = key[2:]; key[0] != 0 || key[1] != 0; key = key[2:] {
		l.marks = append(l.marks, int(key[0])<<8|int(key[1]))
	}
	l.cases = append(l.cases, key[2:]...)
}

// sortKeys makes sort keys. One goroutine uses it at a time.
type sortKeys struct {
	names  *collate.Collator
	levels sortLevels
}

func newSortKeys() *sortKeys { return &sortKeys{names: collate.New(language.Polish)} }

// of returns bytes that sort as a Polish reader sorts the text.
func (k *sortKeys) of(s string) []byte {
	a := polishAlphabet()
	key := make([]byte, 0, len(s)+8)
	k.levels.cases = k.levels.cases[:0]
	for _, r := range s {
		if int(r) >= len(a.keys) || a.keys[r].letter == 0 {
			return k.rare(s)
		}
		key = append(key, a.keys[r].letter)
		k.levels.cases = append(k.levels.cases, a.keys[r].caseOf)
	}
	return appendCases(append(key, 0, 0), k.levels.cases)
}

// rare is of for a text with other letters.
func (k *sortKeys) rare(s string) []byte {
	a, l := polishAlphabet(), &k.levels
	l.read(k.names, strings.ToValidUTF8(s, "\uFFFD"))
	var key []byte
	for _, w := range l.letters {
		i, own := slices.BinarySearch(a.weights, w)
		switch {
		case own:
			key = append(key, byte(2*i+2))
		case w < 0x8000:
			key = append(key, byte(2*i+1), byte(w>>8), byte(w))
		default:
			key = append(key, byte(2*i+1), byte(w>>16), byte(w>>8), byte(w))
		}
	}
	key = append(key, 0)
	for len(l.marks) > 0 && l.marks[len(l.marks)-1] == usualMark {
		l.marks = l.marks[:len(l.marks)-1]
	}
	for _, w := range l.marks {
		if w < 0xff {
			key = append(key, byte(w))
		} else {
			key = append(key, 0xff, byte(w>>8), byte(w))
		}
	}
	return appendCases(append(key, 0), l.cases)
}

func appendCases(key, cases []byte) []byte {
	run := 0
	for _, w := range cases {
		if w == usualCase {
			run++
			continue
		}
		for ; run >= longestRun; run -= longestRun {
			key = append(key, endOfRun-longestRun)
		}
		if run > 0 {
			key = append(key, byte(endOfRun-run))
		}
		if run = 0; w < rareCase-anyCase {
			key = append(key, anyCase+w)
		} else {
			key = append(key, rareCase, w)
		}
	}
	return key
}
