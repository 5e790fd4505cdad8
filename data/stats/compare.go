package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// ComparePoisson returns the exact two-sided p-value for two Poisson counts k1
// and k2 with exposures n1 and n2 having the same rate: under that assumption
// k1 is binomial given the sum, k1 | k1+k2 ~ Bin(k1+k2, n1/(n1+n2)), and the
// smaller tail is doubled and capped at 1 (Przyborowski and Wilenski 1940,
// "Homogeneity of results in testing samples from Poisson series").
func ComparePoisson(k1, k2 int, n1, n2 float64) float64 {
	sum := k1 + k2
	if sum == 0 || n1 <= 0 || n2 <= 0 {
		return 1
	}
	b := distuv.Binomial{N: float64(sum), P: n1 / (n1 + n2)}
	below := b.CDF(float64(k1))
	above := 1.0
	if k1 > 0 {
		above = 1 - b.CDF(float64(k1-1))
	}
	return math.Min(1, 2*math.Min(below, above))
}

// Comparison is one month beside the mean of those before it.
type Comparison struct {
	Mean   float64 // of the months before
	Months int     // how many they are
	P      float64 // two-sided, see ComparePoisson
}

// MonthAgainstMean compares the count of one month with those of the months
// before it, of which the last twelve are used: the exact test of
// ComparePoisson with exposures of 1 and the number of months. The month
// before alone is a poor base: from 5 it takes 15 to differ (DOMAIN §2.9).
func MonthAgainstMean(month int, before []int) Comparison {
	if len(before) > 12 {
		before = before[len(before)-12:]
	}
	if len(before) == 0 {
		return Comparison{P: 1}
	}
	sum := 0
	for _, k := range before {
		sum += k
	}
	m := float64(len(before))
	return Comparison{
		Mean: float64(sum) / m, Months: len(before),
		P: ComparePoisson(month, sum, 1, m),
	}
}

// SmallestDifferent returns the smallest count of one month above the mean of
// the base that differs from it with p < 0.05 by ComparePoisson, where sum is
// the count of the base's months together.
func SmallestDifferent(sum, months int) int {
	if months <= 0 {
		return 0
	}
	k := int(math.Ceil(float64(sum) / float64(months)))
	for ComparePoisson(k, sum, 1, float64(months)) >= 0.05 {
		k++
	}
	return k
}
