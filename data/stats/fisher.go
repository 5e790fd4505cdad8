package stats

import (
	"math"
	"slices"
)

// Fisher returns the exact two-sided p-value for k1 of n1 and k2 of n2 having
// the same share: the sum of the chances of all tables with the same margins
// that are no likelier than the one seen (Fisher 1935, "The logic of inductive
// inference"). Without cases on a side it is 1.
func Fisher(k1, n1, k2, n2 int) float64 {
	if n1 <= 0 || n2 <= 0 {
		return 1
	}
	k := k1 + k2
	chance := func(i int) float64 { return choose(n1, i) + choose(n2, k-i) - choose(n1+n2, k) }
	seen, p := chance(k1), 0.0
	for i := max(0, k-n2); i <= min(n1, k); i++ {
		if c := chance(i); c <= seen+1e-7 {
			p += math.Exp(c)
		}
	}
	return math.Min(1, p)
}

// choose is the logarithm of n over k.
func choose(n, k int) float64 {
	log := func(n int) float64 { v, _ := math.Lgamma(float64(n + 1)); return v }
	return log(n) - log(k) - log(n-k)
}

// Holm returns the p-values as they are when all of them are asked at once, in
// the same order (Holm 1979, "A simple sequentially rejective multiple test
// procedure").
func Holm(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case p[a] < p[b]:
			return -1
		case p[a] > p[b]:
			return 1
		}
		return a - b
	})
	out := make([]float64, len(p))
	highest := 0.0
	for rank, i := range order {
		highest = math.Max(highest, math.Min(1, p[i]*float64(len(p)-rank)))
		out[i] = highest
	}
	return out
}

// HHI is the concentration of counts on few of them (Herfindahl–Hirschman): the
// sum of the squared shares, from 1/k where k of them are alike to 1 where one
// has all. Without any it is 0.
func HHI(counts []int) float64 {
	total, squares := 0, 0 // whole numbers, so that the order of counts changes nothing
	for _, n := range counts {
		total += n
		squares += n * n
	}
	return float64(squares) / float64(max(1, total*total))
}
