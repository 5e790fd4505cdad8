package datatest

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// Texts writes pseudo-Polish texts in which words are as unevenly frequent as
// in real ones. Equal seeds write equal texts.
type Texts struct {
	rnd   *rand.Rand
	words []string
	sum   []float64 // cumulated frequency of the words
}

// NewTexts makes a writer with a vocabulary of n words.
func NewTexts(seed uint64, n int) *Texts {
	w := &Texts{rnd: rand.New(rand.NewPCG(seed, 1))}
	seen := map[string]bool{}
	total := 0.0
	for len(w.words) < n {
		s := w.newWord()
		if seen[s] {
			continue
		}
		seen[s] = true
		w.words = append(w.words, s)
		total += 1 / math.Pow(float64(len(w.words)+2), 1.05) // Zipf
		w.sum = append(w.sum, total)
	}
	return w
}

func (w *Texts) newWord() string {
	const onset, vowel, coda = "b c ch cz d dz g k l ł m n p pr prz r rz s sz t w z ż st tr kr za po", "a e i o u y ó ą ę", "    ć k l ł m n r s ść t w ń j ch"
	pick := func(s string) string {
		parts := strings.Split(s, " ")
		return parts[w.rnd.IntN(len(parts))]
	}
	var b strings.Builder
	for range 1 + w.rnd.IntN(4) {
		b.WriteString(pick(onset))
		b.WriteString(pick(vowel))
	}
	b.WriteString(pick(coda))
	return b.String()
}

// Word draws a word by its frequency.
func (w *Texts) Word() string {
	i, _ := slices.BinarySearch(w.sum, w.rnd.Float64()*w.sum[len(w.sum)-1])
	return w.words[min(i, len(w.words)-1)]
}

// Text writes about n letters.
func (w *Texts) Text(n int) string {
	var b strings.Builder
	for b.Len() < n {
		b.WriteString(w.Word())
		if w.rnd.IntN(12) == 0 {
			b.WriteString(".\n")
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// Number draws from low to high, both included.
func (w *Texts) Number(low, high int) int { return low + w.rnd.IntN(high-low+1) }
