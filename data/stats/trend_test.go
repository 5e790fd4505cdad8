package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

func TestMannKendallCountsPairs(t *testing.T) {
	for _, c := range []struct {
		x []float64
		s int
		p float64
	}{
		{[]float64{1, 2, 3, 4, 5}, 10, 2.0 / 120},      // one of 120 orders, and its reverse
		{[]float64{5, 4, 3, 2, 1}, -10, 2.0 / 120},     //
		{[]float64{1, 2, 3, 4}, 6, 2.0 / 24},           //
		{[]float64{10, 22, 21, 30, 32}, 8, 10.0 / 120}, // S = ±8 or ±10: 2·(4+1) of 120
		{[]float64{7, 7, 7, 7}, 0, 1},                  //
		{nil, 0, 1},                                    //
	} {
		got := MannKendall(c.x)
		if got.S != c.s || !got.Exact || got.N != len(c.x) {
			t.Errorf("%v: %+v, want S = %d, exact", c.x, got, c.s)
		}
		near(t, "p", got.P, c.p, 1e-12)
	}
}

// The distribution by counting must be that of all orders tried one by one.
func TestExactDistributionWithTies(t *testing.T) {
	for _, x := range [][]float64{
		{1, 1, 2, 3, 3, 4},
		{2, 2, 2, 5, 1, 1},
		{0, 0, 1, 3, 3, 3, 7},
		{1, 2, 3, 4, 5, 6, 7},
	} {
		want := 0
		all := 0
		s := MannKendall(x).S
		permute(append([]float64(nil), x...), 0, func(y []float64) {
			all++
			if abs(score(y)) >= abs(s) {
				want++
			}
		})
		near(t, "p by trying all orders", MannKendall(x).P, float64(want)/float64(all), 1e-12)
	}
}

func score(x []float64) int {
	s := 0
	for i := range x {
		for j := i + 1; j < len(x); j++ {
			s += sign(x[j] - x[i])
		}
	}
	return s
}

func permute(x []float64, k int, do func([]float64)) {
	if k == len(x) {
		do(x)
		return
	}
	for i := k; i < len(x); i++ {
		x[k], x[i] = x[i], x[k]
		permute(x, k+1, do)
		x[k], x[i] = x[i], x[k]
	}
}

func TestLongerSeriesUseTheNormalDistribution(t *testing.T) {
	x := make([]float64, 12)
	for i := range x {
		x[i] = float64(i)
	}
	got := MannKendall(x)
	// S = 66, Var = 12·11·29/18 = 212.67, Z = 65/14.583 = 4.457.
	near(t, "p", got.P, 8.3e-6, 1e-7)
	if got.Exact || got.S != 66 {
		t.Errorf("%+v", got)
	}
	if eq := MannKendall(make([]float64, 15)); eq.P != 1 || eq.S != 0 {
		t.Errorf("fifteen equal months: %+v", eq)
	}
}

// DOMAIN §2.8 and §2.9: on stable firms the test is wrong in about 5 % of the
// cases, and a rise from 10 to 20 within 12 months is found in 63 %.
func TestLevelAndPower(t *testing.T) {
	const firms = 3000
	src := rand.NewPCG(3, 14)
	rejected := func(months int, mean func(i int) float64) float64 {
		n := 0
		for range firms {
			x := make([]float64, months)
			for i := range x {
				x[i] = distuv.Poisson{Lambda: mean(i), Src: src}.Rand()
			}
			if MannKendall(x).P < 0.05 {
				n++
			}
		}
		return 100 * float64(n) / firms
	}
	near(t, "stable, 24 months", rejected(24, func(int) float64 { return 5 }), 4.4, 1.2)
	near(t, "stable, 12 months", rejected(12, func(int) float64 { return 2 }), 4.0, 1.4)
	if p := rejected(8, func(int) float64 { return 5 }); p > 6 {
		t.Errorf("stable, 8 months: %v %% false trends", p)
	}
	near(t, "10 to 20 in 12 months", rejected(12, func(i int) float64 { return 10 + 10*float64(i)/11 }), 63, 3)
	near(t, "5 to 10 in 24 months", rejected(24, func(i int) float64 { return 5 + 5*float64(i)/23 }), 70, 3)
}

func TestSenSlope(t *testing.T) {
	line := make([]float64, 12)
	for i := range line {
		line[i] = 3 + 0.5*float64(i)
	}
	s, ok := SenSlope(line)
	if !ok || s.Per != 0.5 || s.Low != 0.5 || s.High != 0.5 {
		t.Errorf("a straight line: %+v", s)
	}
	// One wild month changes a mean, not the median of the slopes.
	line[5] = 90
	if s, _ := SenSlope(line); math.Abs(s.Per-0.5) > 1e-9 {
		t.Errorf("with one wild month: %v, want 0.5", s.Per)
	}
	// Gilbert 1987, §16.5: pairs 10, 22, 21, 30, 32 have the median slope
	// of 11, 5.5, 6.67, 5.5; -1, 4, 3.33; 9, 5.5; 2.
	s, _ = SenSlope([]float64{10, 22, 21, 30, 32})
	near(t, "median of ten slopes", s.Per, 5.5, 1e-12)
	if s.Low > s.Per || s.High < s.Per {
		t.Errorf("slope outside its interval: %+v", s)
	}
	if _, ok := SenSlope([]float64{4}); ok {
		t.Error("one month has no slope")
	}
}

// On stable series the interval must hold the true slope, 0, about 95 times in 100
// (equal counts make it wider, never narrower).
func TestSenIntervalHolds(t *testing.T) {
	const firms = 2000
	draw := distuv.Normal{Mu: 10, Sigma: 3, Src: rand.NewPCG(8, 8)}
	held := 0
	for range firms {
		x := make([]float64, 18)
		for i := range x {
			x[i] = draw.Rand()
		}
		if s, _ := SenSlope(x); s.Contains(0) {
			held++
		}
	}
	near(t, "per cent of intervals that hold 0", 100*float64(held)/firms, 95, 1.5)
}

// Turning a series round turns the trend round; shifting and stretching it
// changes neither the statistic nor its p-value.
func TestMannKendallSeesOnlyTheOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	for range 200 {
		x := make([]float64, 4+r.IntN(20))
		back := make([]float64, len(x))
		moved := make([]float64, len(x))
		for i := range x {
			x[i] = float64(r.IntN(9))
			back[len(x)-1-i] = x[i]
			moved[i] = 3*x[i] + 100
		}
		a, b, c := MannKendall(x), MannKendall(back), MannKendall(moved)
		if a.S != -b.S || a.S != c.S {
			t.Fatalf("%v: S = %d, reversed %d, moved %d", x, a.S, b.S, c.S)
		}
		near(t, "reversed", a.P, b.P, 1e-12)
		near(t, "moved", a.P, c.P, 1e-12)
		if a.P <= 0 || a.P > 1 {
			t.Fatalf("%v: p = %v", x, a.P)
		}
	}
}
