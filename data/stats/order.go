package stats

import (
	"math"
	"sort"
)

// MinP90 is the number of values from which a 90th percentile is given.
const MinP90 = 10

// Quantile returns the p-quantile by nearest rank: value number ⌈p·n⌉ of the
// sorted values (definition 1 of Hyndman and Fan 1996, "Sample quantiles in
// statistical packages"). ok is false for no values.
func Quantile(values []float64, p float64) (q float64, ok bool) {
	n := len(values)
	if n == 0 {
		return 0, false
	}
	s := append([]float64(nil), values...)
	sort.Float64s(s)
	// The tiny step back keeps 0.9·10 at rank 9 whatever the product's dust.
	rank := int(math.Ceil(p*float64(n) - 1e-9))
	return s[clamp(rank-1, n)], true
}

// Median returns the median by nearest rank.
func Median(values []float64) (float64, bool) { return Quantile(values, 0.5) }

// P90 returns the 90th percentile by nearest rank; ok is false for fewer than
// MinP90 values, of which it would be but the largest.
func P90(values []float64) (float64, bool) {
	if len(values) < MinP90 {
		return 0, false
	}
	return Quantile(values, 0.9)
}

// MinPareto is the number of cases from which cumulated shares and the vital
// few are given.
const MinPareto = 20

// Ranked is one bar of a Pareto chart.
type Ranked struct {
	Index int     // into the counts given
	Count int     //
	Share float64 // of all
	Cum   float64 // share of this and all larger ones
}

// Pareto sorts counts in falling order (equal ones stay in the order given)
// with shares and cumulated shares; empty classes are left out. Vital is the
// smallest number of classes that hold at least 80 % of the cases, 0 when
// there are fewer than MinPareto cases (Juran, "Quality control handbook").
func Pareto(counts []int) (rows []Ranked, vital int) {
	total := 0
	for i, c := range counts {
		if c > 0 {
			rows = append(rows, Ranked{Index: i, Count: c})
			total += c
		}
	}
	sort.SliceStable(rows, func(i, j int) bool { return rows[i].Count > rows[j].Count })
	sum := 0
	for i := range rows {
		sum += rows[i].Count
		rows[i].Share = float64(rows[i].Count) / float64(total)
		rows[i].Cum = float64(sum) / float64(total)
		// Whole numbers decide: 4/5 of the cases, without rounding.
		if vital == 0 && 5*sum >= 4*total && total >= MinPareto {
			vital = i + 1
		}
	}
	return rows, vital
}
