package likeness

import "slices"

// nearNames returns the groups whose names are a letter apart: people of one
// given name with alike family names, and companies. Names are found by what is
// left of them when one letter is taken out, so that not every name is compared
// with every other.
func (s *scan) nearNames() [][2][]int32 {
	var out [][2][]int32
	for _, p := range slipPairs(sortedKeys(s.families)) {
		for _, given := range sortedKeys(s.families[p[0]]) {
			if b := s.families[p[1]][given]; len(b) > 0 {
				out = append(out, [2][]int32{s.families[p[0]][given], b})
			}
		}
	}
	for _, p := range slipPairs(sortedKeys(s.firms)) {
		out = append(out, [2][]int32{s.firms[p[0]], s.firms[p[1]]})
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// sharing is how many names may share what is left of them with one letter out;
// more than that are not names but numbered things.
const sharing = 40

// slipPairs returns the pairs of different names that are one slip apart.
func slipPairs(names []string) [][2]string {
	left := map[string][]int32{}
	for i, n := range names {
		if len(n) < 4 || len(n) >= widest {
			continue
		}
		left[n] = append(left[n], int32(i))
		for j := range len(n) {
			if j > 0 && n[j] == n[j-1] {
				continue // the same is left
			}
			k := n[:j] + n[j+1:]
			left[k] = append(left[k], int32(i))
		}
	}
	seen := map[[2]int32]bool{}
	var out [][2]string
	for _, k := range sortedKeys(left) {
		group := left[k]
		if len(group) > sharing {
			continue
		}
		for i, a := range group {
			for _, b := range group[i+1:] {
				pair := [2]int32{min(a, b), max(a, b)}
				if a == b || seen[pair] {
					continue
				}
				seen[pair] = true
				if near(names[pair[0]], names[pair[1]]) {
					out = append(out, [2]string{names[pair[0]], names[pair[1]]})
				}
			}
		}
	}
	return out
}
