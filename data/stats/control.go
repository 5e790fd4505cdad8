package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Tail is the chance beyond a 3-sigma limit of the normal distribution on one
// side. Exact Poisson limits are set to the same chance.
const Tail = 0.00135

// Limits are the smallest and the largest count that are no signal.
type Limits struct{ Low, High int }

// Signal returns 1 for a count above the limits, -1 below them, 0 within.
func (l Limits) Signal(count int) int {
	switch {
	case count > l.High:
		return 1
	case count < l.Low:
		return -1
	}
	return 0
}

// PoissonLimits returns the exact control limits of a Poisson count with that
// mean: a count k is a signal when P(X ≥ k) < Tail or P(X ≤ k) < Tail
// ("probability limits" in SAS SHEWHART's words). The usual c̄ ± 3√c̄ cries
// wolf two to four times as often at means below 10 and can never fire below
// its lower limit there (DOMAIN §2.8).
func PoissonLimits(mean float64) Limits {
	if mean <= 0 {
		return Limits{0, 0}
	}
	d := distuv.Poisson{Lambda: mean}
	// The search begins ten standard deviations below, where nothing is left.
	low := int(math.Max(0, mean-10*math.Sqrt(mean)))
	for d.CDF(float64(low)) < Tail {
		low++
	}
	high := int(mean)
	for 1-d.CDF(float64(high)) >= Tail { // P(X ≥ high+1)
		high++
	}
	return Limits{low, high}
}

// Widen moves the limits away from the mean by the factor √D of an
// overdispersed series (the idea of Laney's u' chart, 2002).
func (l Limits) Widen(mean, dispersion float64) Limits {
	if dispersion <= 1 {
		return l
	}
	f := math.Sqrt(dispersion)
	low := int(math.Ceil(mean - (mean-float64(l.Low))*f))
	high := int(math.Floor(mean + (float64(l.High)-mean)*f))
	if l.Low == 0 || low < 0 {
		low = 0
	}
	return Limits{low, high}
}

// Dispersion returns D = Σ (cᵢ−eᵢ)²/eᵢ / (m−1), Pearson's index: about 1 for
// Poisson counts, above about 2 when cases come in clumps. It is 1 for fewer
// than two points with an expectation.
func Dispersion(counts []int, expected []float64) float64 {
	var sum float64
	m := 0
	for i, c := range counts {
		if expected[i] <= 0 {
			continue
		}
		d := float64(c) - expected[i]
		sum += d * d / expected[i]
		m++
	}
	if m < 2 {
		return 1
	}
	return sum / float64(m-1)
}

// RunLength is how many points in a row on one side of the centre are a signal
// (Western Electric rule 4).
const RunLength = 8

// Runs returns for each point 1 when it ends or prolongs a run of RunLength
// points above its expectation, -1 below, 0 otherwise. A point that lies
// exactly on the centre ends a run.
func Runs(counts []int, expected []float64) []int {
	out := make([]int, len(counts))
	side, length := 0, 0
	for i, c := range counts {
		s := 0
		switch {
		case float64(c) > expected[i]:
			s = 1
		case float64(c) < expected[i]:
			s = -1
		}
		if s != 0 && s == side {
			length++
		} else {
			side, length = s, 1
		}
		if s != 0 && length >= RunLength {
			out[i] = s
		}
	}
	return out
}

// Control is a control chart of counts with exposures (a u chart drawn in
// counts; with equal exposures a c chart).
type Control struct {
	Rate       float64 // centre: Σ counts / Σ exposure
	Dispersion float64 // of the points that are no signal by the exact limits
	Widened    bool    // the limits were widened by √Dispersion
	Points     []ControlPoint
}

// ControlPoint is one point of the chart.
type ControlPoint struct {
	Expected float64
	Limits   Limits
	Beyond   int // 1 above the upper limit, -1 below the lower, 0 within
	Run      int // see Runs
}

// MinDispersed is the number of points from which overdispersion is judged.
const MinDispersed = 12

// NewControl computes the chart: centre Σc/Σn over all points, per point the
// expectation rate·nᵢ and exact Poisson limits around it, and runs. From
// MinDispersed points on, a dispersion above 2 widens the limits by its root.
// Points that are signals already are left out of the dispersion and of the
// expectation behind it: one bad batch must not widen the limits until it
// hides itself.
func NewControl(counts []int, exposure []float64) Control {
	c := Control{Dispersion: 1, Points: make([]ControlPoint, len(counts))}
	c.Rate = rateOf(counts, exposure, nil)
	expected := make([]float64, len(counts))
	for i := range counts {
		e := c.Rate * exposure[i]
		expected[i] = e
		l := PoissonLimits(e)
		c.Points[i] = ControlPoint{Expected: e, Limits: l, Beyond: l.Signal(counts[i])}
	}
	c.widen(counts, exposure)
	for i, r := range Runs(counts, expected) {
		c.Points[i].Run = r
	}
	return c
}

func (c *Control) widen(counts []int, exposure []float64) {
	calm := func(i int) bool { return c.Points[i].Beyond == 0 }
	rate := rateOf(counts, exposure, calm)
	var cs []int
	var es []float64
	for i := range counts {
		if calm(i) {
			cs = append(cs, counts[i])
			es = append(es, rate*exposure[i])
		}
	}
	if len(cs) < MinDispersed {
		return
	}
	c.Dispersion = Dispersion(cs, es)
	if c.Dispersion <= 2 {
		return
	}
	c.Widened = true
	for i := range c.Points {
		p := &c.Points[i]
		p.Limits = p.Limits.Widen(p.Expected, c.Dispersion)
		p.Beyond = p.Limits.Signal(counts[i])
	}
}

func rateOf(counts []int, exposure []float64, use func(int) bool) float64 {
	var k, n float64
	for i := range counts {
		if use == nil || use(i) {
			k += float64(counts[i])
			n += exposure[i]
		}
	}
	if n == 0 {
		return 0
	}
	return k / n
}
