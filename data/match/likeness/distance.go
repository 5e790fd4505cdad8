package likeness

// near reports whether two folded words differ by no more than a slip of the
// hand: one letter too many, too few, wrong, or two changed places; twice in a
// word of nine letters or more, never in one below five.
func near(a, b string) bool {
	most := slips(a, b)
	return most > 0 && distance(a, b, most) <= most
}

// Slip reports whether two folded words are one but for a slip of the hand: a
// letter too many, too few, wrong, or two changed places.
func Slip(a, b string) bool { return near(a, b) }

// slips is how many slips two words may be apart.
func slips(a, b string) int {
	switch n := min(len(a), len(b)); {
	case n < 4 || n+len(a)+len(b) < 13: // the shorter has four letters and the longer no fifth
		return 0
	case n < 9:
		return 1
	}
	return 2
}

// distance is the least number of insertions, deletions, substitutions and swaps
// of neighbours that make b of a (optimal string alignment); anything above most
// is returned as most+1. It compares bytes: folded Polish has one a letter.
func distance(a, b string, most int) int {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > most {
		return most + 1
	}
	if len(b) >= widest {
		a, b = a[:min(len(a), widest-1)], b[:widest-1]
	}
	var rows [3][widest]uint8
	before, last, now := &rows[0], &rows[1], &rows[2]
	for j := range len(a) + 1 {
		last[j] = uint8(j)
	}
	for i := 1; i <= len(b); i++ {
		now[0] = uint8(i)
		least := now[0]
		for j := 1; j <= len(a); j++ {
			cost := uint8(1)
			if a[j-1] == b[i-1] {
				cost = 0
			}
			now[j] = min(last[j]+1, now[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[j-1] == b[i-2] && a[j-2] == b[i-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
			least = min(least, now[j])
		}
		if int(least) > most {
			return most + 1
		}
		before, last, now = last, now, before
	}
	return min(int(last[len(a)]), most+1)
}

// widest is how many bytes of a word are compared; names end long before.
const widest = 96
