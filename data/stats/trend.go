package stats

import (
	"math"
	"sort"
)

// Trend is the outcome of the Mann–Kendall test.
type Trend struct {
	N     int
	S     int     // concordant minus discordant pairs: positive when values rise
	P     float64 // two-sided
	Exact bool    // from the permutation distribution, not the normal one
}

// exactUpTo is the length up to which the permutation distribution is used.
const exactUpTo = 10

// MannKendall tests for a monotonic trend:
//
//	S = Σ_{i<j} sgn(xⱼ − xᵢ)
//	Var S = [n(n−1)(2n+5) − Σ t(t−1)(2t+5)] / 18 over groups of t equal values
//	Z = (S ∓ 1)/√Var S, 0 if S = 0
//
// (Mann 1945, Kendall 1975; Gilbert 1987, "Statistical methods for
// environmental pollution monitoring", ch. 16). Up to ten values the p-value
// is exact, ties included, from the distribution of S over all orders of the
// values; the normal one is not to be trusted there.
func MannKendall(x []float64) Trend {
	n := len(x)
	t := Trend{N: n, P: 1}
	for i := 0; i < n; i++ {
		for j := i + 1; j < n; j++ {
			t.S += sign(x[j] - x[i])
		}
	}
	ties := tieGroups(x)
	if n <= exactUpTo {
		t.Exact = true
		t.P = exactP(t.S, n, ties)
		return t
	}
	v := kendallVariance(n, ties)
	if t.S == 0 || v == 0 {
		return t
	}
	z := (math.Abs(float64(t.S)) - 1) / math.Sqrt(v)
	t.P = math.Erfc(z / math.Sqrt2)
	return t
}

func kendallVariance(n int, ties []int) float64 {
	v := float64(n * (n - 1) * (2*n + 5))
	for _, t := range ties {
		v -= float64(t * (t - 1) * (2*t + 5))
	}
	return v / 18
}

func sign(v float64) int {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// tieGroups returns the sizes of the groups of equal values.
func tieGroups(x []float64) []int {
	s := append([]float64(nil), x...)
	sort.Float64s(s)
	var out []int
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && s[j] == s[i] {
			j++
		}
		out = append(out, j-i)
		i = j
	}
	return out
}

// exactP returns P(|S| ≥ |s|) over all orders of n values with those ties. The
// number of orders with k inversions is the coefficient of q^k in the
// q-multinomial [n]!/(Π [t]!), [m]! = Π (1+q+…+q^(i−1)) for i ≤ m (MacMahon
// 1916), and S is the number of untied pairs minus twice the inversions.
func exactP(s, n int, ties []int) float64 {
	poly := []int64{1}
	for i := 2; i <= n; i++ {
		poly = timesRun(poly, i)
	}
	pairs := n * (n - 1) / 2
	for _, t := range ties {
		pairs -= t * (t - 1) / 2
		for i := 2; i <= t; i++ {
			poly = overRun(poly, i)
		}
	}
	var all, far int64
	for k, c := range poly {
		all += c
		if abs(pairs-2*k) >= abs(s) {
			far += c
		}
	}
	return float64(far) / float64(all)
}

// timesRun multiplies the polynomial by 1+q+…+q^(m−1).
func timesRun(p []int64, m int) []int64 {
	out := make([]int64, len(p)+m-1)
	for i, c := range p {
		for j := 0; j < m; j++ {
			out[i+j] += c
		}
	}
	return out
}

// overRun divides the polynomial by 1+q+…+q^(m−1), of which it is a multiple.
func overRun(p []int64, m int) []int64 {
	out := make([]int64, len(p)-m+1)
	for i := range out {
		out[i] = p[i]
		for j := 1; j < m && j <= i; j++ {
			out[i] -= out[i-j]
		}
	}
	return out
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}

// Slope is a slope per step with its 95 % interval.
type Slope struct {
	Per float64
	Interval
}

// SenSlope returns the median of (xⱼ−xᵢ)/(j−i) over i < j (Sen 1968), and the
// interval between the slopes of ranks (N ∓ z√Var S)/2 of the N sorted ones
// (Gilbert 1987, §16.5). It needs two values; ok is false otherwise.
func SenSlope(x []float64) (s Slope, ok bool) {
	n := len(x)
	if n < 2 {
		return Slope{}, false
	}
	slopes := make([]float64, 0, n*(n-1)/2)
	for i := 0; i < n; i++ {
		for j := i + 1; j < n; j++ {
			slopes = append(slopes, (x[j]-x[i])/float64(j-i))
		}
	}
	sort.Float64s(slopes)
	m := len(slopes)
	c := z95 * math.Sqrt(kendallVariance(n, tieGroups(x)))
	// Gilbert's ranks are M1 and M2+1, counted from 1.
	low := int(math.Round((float64(m)-c)/2)) - 1
	high := int(math.Round((float64(m) + c) / 2))
	s.Per = (slopes[(m-1)/2] + slopes[m/2]) / 2
	s.Low, s.High = slopes[clamp(low, m)], slopes[clamp(high, m)]
	return s, true
}

func clamp(i, n int) int { return max(0, min(i, n-1)) }
