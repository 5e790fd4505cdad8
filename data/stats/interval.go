package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// z95 is the 97.5 % quantile of the normal distribution.
const z95 = 1.959963984540054

// Interval is a 95 % interval.
type Interval struct{ Low, High float64 }

// Over divides both ends by an exposure, so that an interval for a count
// becomes one for a rate.
func (i Interval) Over(exposure float64) Interval {
	return Interval{i.Low / exposure, i.High / exposure}
}

// Contains reports whether v lies in the interval.
func (i Interval) Contains(v float64) bool { return i.Low <= v && v <= i.High }

// Wilson returns the 95 % score interval of the proportion k/n:
//
//	(p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)
//
// (Wilson 1927; recommended for small n by Brown, Cai and DasGupta 2001,
// "Interval estimation for a binomial proportion"). For n = 0 it is [0, 1].
func Wilson(k, n int) Interval {
	if n <= 0 {
		return Interval{0, 1}
	}
	m := float64(n)
	p := float64(k) / m
	z2 := z95 * z95
	centre := p + z2/(2*m)
	half := z95 * math.Sqrt(p*(1-p)/m+z2/(4*m*m))
	d := 1 + z2/m
	low, high := (centre-half)/d, (centre+half)/d
	if k == 0 {
		low = 0 // exactly; the difference above leaves rounding dust
	}
	if k == n {
		high = 1
	}
	return Interval{low, high}
}

// Garwood returns the exact 95 % interval of a Poisson count k:
//
//	low = ½·χ²(0.025; 2k), high = ½·χ²(0.975; 2k+2), low = 0 for k = 0
//
// (Garwood 1936, "Fiducial limits for the Poisson distribution").
func Garwood(k int) Interval {
	var low float64
	if k > 0 {
		low = distuv.ChiSquared{K: float64(2 * k)}.Quantile(0.025) / 2
	}
	return Interval{low, distuv.ChiSquared{K: float64(2*k + 2)}.Quantile(0.975) / 2}
}

// Newcombe returns the 95 % interval of the difference k1/n1 − k2/n2 from the
// Wilson intervals (l, u) of both (Newcombe 1998, "Interval estimation for the
// difference between independent proportions", method 10):
//
//	d − √((p1−l1)² + (u2−p2)²), d + √((u1−p1)² + (p2−l2)²)
func Newcombe(k1, n1, k2, n2 int) Interval {
	if n1 <= 0 || n2 <= 0 {
		return Interval{-1, 1}
	}
	a, b := Wilson(k1, n1), Wilson(k2, n2)
	p1, p2 := float64(k1)/float64(n1), float64(k2)/float64(n2)
	return Interval{
		p1 - p2 - math.Hypot(p1-a.Low, b.High-p2),
		p1 - p2 + math.Hypot(a.High-p1, p2-b.Low),
	}
}
