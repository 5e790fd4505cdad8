package stats

import (
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// DOMAIN §2.8 prints from which counts on a month is a signal.
func TestPoissonThresholds(t *testing.T) {
	for _, c := range []struct {
		mean      float64
		high, low int // signal from high on, and from low down; -1: never
	}{
		{2, 8, -1},
		{3, 10, -1},
		{5, 14, -1},
		{8, 19, 0},
		{10, 22, 1},
		{20, 36, 7},
		{50, 73, 29},
	} {
		l := PoissonLimits(c.mean)
		if l.High+1 != c.high || l.Low-1 != c.low {
			t.Errorf("mean %v: signal from %d on and from %d down, want %d and %d",
				c.mean, l.High+1, l.Low-1, c.high, c.low)
		}
		if l.Signal(c.high) != 1 || l.Signal(c.high-1) != 0 || l.Signal(c.low) != -1 && c.low >= 0 {
			t.Errorf("mean %v: limits %v judge their own ends wrongly", c.mean, l)
		}
	}
}

func TestLimitsHoldTheirChance(t *testing.T) {
	for mean := 0.05; mean < 400; mean *= 1.37 {
		l, d := PoissonLimits(mean), distuv.Poisson{Lambda: mean}
		if p := 1 - d.CDF(float64(l.High)); p >= Tail {
			t.Errorf("mean %v: P(above %d) = %v", mean, l.High, p)
		}
		if p := 1 - d.CDF(float64(l.High-1)); l.High > int(mean) && p < Tail {
			t.Errorf("mean %v: the upper limit %d could be lower", mean, l.High)
		}
		if l.Low > 0 && d.CDF(float64(l.Low-1)) >= Tail {
			t.Errorf("mean %v: P(below %d) is too large", mean, l.Low)
		}
	}
	if l := PoissonLimits(0); l != (Limits{}) {
		t.Errorf("no complaints ever: %v", l)
	}
}

func TestEightInARow(t *testing.T) {
	level := func(n int) []float64 {
		e := make([]float64, n)
		for i := range e {
			e[i] = 4
		}
		return e
	}
	counts := []int{3, 5, 5, 6, 7, 5, 5, 9, 5, 5, 3}
	want := []int{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0}
	for i, r := range Runs(counts, level(len(counts))) {
		if r != want[i] {
			t.Errorf("point %d: %d, want %d", i, r, want[i])
		}
	}
	for i, r := range Runs([]int{5, 5, 5, 5, 4, 5, 5, 5, 5}, level(9)) {
		if r != 0 {
			t.Errorf("point %d: a count on the level must end the run", i)
		}
	}
	if r := Runs([]int{1, 1, 1, 1, 1, 1, 1, 1}, level(8)); r[7] != -1 {
		t.Error("eight months below the level are a run too")
	}
}

func TestDispersion(t *testing.T) {
	near(t, "equal counts", Dispersion([]int{4, 4, 4}, []float64{4, 4, 4}), 0, 0)
	near(t, "by hand", Dispersion([]int{2, 6}, []float64{4, 4}), 2, 1e-12)
	near(t, "too few", Dispersion([]int{9, 1}, []float64{4, 0}), 1, 0)
}

func ones(n int) []float64 {
	e := make([]float64, n)
	for i := range e {
		e[i] = 1
	}
	return e
}

func TestABadBatchDoesNotHideItself(t *testing.T) {
	counts := []int{3, 4, 2, 5, 3, 4, 21, 3, 2, 4, 5, 3, 4, 2}
	c := NewControl(counts, ones(len(counts)))
	if c.Points[6].Beyond != 1 {
		t.Errorf("21 complaints within %v", c.Points[6].Limits)
	}
	if c.Widened {
		t.Errorf("limits widened (D = %v) by the very month that they should show", c.Dispersion)
	}
}

func TestClumpsWidenTheLimits(t *testing.T) {
	// Clumps that stay just within the limits of a Poisson series.
	counts := []int{0, 10, 0, 9, 1, 10, 0, 9, 0, 10, 1, 9, 0, 10}
	c := NewControl(counts, ones(len(counts)))
	if !c.Widened || c.Dispersion <= 2 {
		t.Fatalf("D = %v, widened %v", c.Dispersion, c.Widened)
	}
	narrow := PoissonLimits(c.Points[0].Expected)
	if c.Points[0].Limits.High <= narrow.High {
		t.Errorf("limits %v are no wider than %v", c.Points[0].Limits, narrow)
	}
	short := NewControl(counts[:8], ones(8))
	if short.Widened {
		t.Error("eight months are too few to judge the dispersion")
	}
	if l := (Limits{2, 21}).Widen(10, 0.8); l != (Limits{2, 21}) {
		t.Errorf("underdispersion must not narrow the limits: %v", l)
	}
	if l := (Limits{7, 35}).Widen(20, 9); l != (Limits{0, 65}) {
		t.Errorf("widened threefold: %v, want {0 65}", l)
	}
}

func TestExpectationsFollowTheOrders(t *testing.T) {
	c := NewControl([]int{2, 4, 6}, []float64{100, 200, 300})
	for i, want := range []float64{2, 4, 6} {
		near(t, "expected", c.Points[i].Expected, want, 1e-12)
		if c.Points[i].Beyond != 0 {
			t.Errorf("month %d: more work is no signal", i)
		}
	}
	if e := NewControl(nil, nil); len(e.Points) != 0 || e.Rate != 0 {
		t.Errorf("no months: %+v", e)
	}
}

// DOMAIN §2.8 prints how many stable firms get a false alarm within 24 months:
// a few by the exact limits, many more by 3 sigma.
func TestFalseAlarmsOfStableFirms(t *testing.T) {
	const firms, months = 3000, 24
	for _, c := range []struct{ mean, exact, run float64 }{
		{2, 1.1, 7.4}, {5, 1.5, 4.7}, {20, 3.6, 3.8},
	} {
		draw := distuv.Poisson{Lambda: c.mean, Src: rand.NewPCG(11, 5)}
		beyond, runs := 0, 0
		for range firms {
			counts := make([]int, months)
			for i := range counts {
				counts[i] = int(draw.Rand())
			}
			b, r := alarms(NewControl(counts, ones(months)))
			beyond += b
			runs += r
		}
		near(t, "exact limits, per cent of firms", 100*float64(beyond)/firms, c.exact, 1.1)
		near(t, "8 in a row, per cent of firms", 100*float64(runs)/firms, c.run, 1.6)
	}
}

func alarms(c Control) (beyond, run int) {
	for _, p := range c.Points {
		if p.Beyond != 0 {
			beyond = 1
		}
		if p.Run != 0 {
			run = 1
		}
	}
	return beyond, run
}

// A limit may never move the wrong way when the mean grows, else a month with
// more orders could become a signal by having them.
func TestLimitsGrowWithTheMean(t *testing.T) {
	before := PoissonLimits(0.1)
	for mean := 0.2; mean < 120; mean += 0.1 {
		l := PoissonLimits(mean)
		if l.Low < before.Low || l.High < before.High {
			t.Fatalf("mean %v: %v after %v", mean, l, before)
		}
		if float64(l.Low) > mean || float64(l.High) < mean {
			t.Fatalf("mean %v lies outside its own limits %v", mean, l)
		}
		before = l
	}
}
