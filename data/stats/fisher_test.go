package stats_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"kartoteka/data/stats"
)

func TestFisher(t *testing.T) {
	for name, c := range map[string]struct {
		k1, n1, k2, n2 int
		want           float64
	}{
		"the lady who tastes tea":    {3, 4, 1, 4, 34.0 / 70},
		"all against none":           {4, 4, 0, 4, 2.0 / 70},
		"R's fisher.test 1/10, 9/14": {1, 10, 9, 14, 0.0131},
		"alike":                      {5, 10, 5, 10, 1},
		"nobody on one side":         {0, 0, 3, 9, 1},
	} {
		if got := stats.Fisher(c.k1, c.n1, c.k2, c.n2); math.Abs(got-c.want) > 5e-4 {
			t.Errorf("%s: p = %v, want %v", name, got, c.want)
		}
	}
}

func TestFisherIsTheSameFromBothSides(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n1, n2 := rapid.IntRange(1, 60).Draw(r, "n1"), rapid.IntRange(1, 60).Draw(r, "n2")
		k1, k2 := rapid.IntRange(0, n1).Draw(r, "k1"), rapid.IntRange(0, n2).Draw(r, "k2")
		p := stats.Fisher(k1, n1, k2, n2)
		if q := stats.Fisher(k2, n2, k1, n1); p < 0 || p > 1 || math.Abs(p-q) > 1e-9 {
			r.Fatalf("p is %v from one side, %v from the other", p, q)
		}
		if q := stats.Fisher(n1-k1, n1, n2-k2, n2); math.Abs(p-q) > 1e-6 {
			r.Fatalf("p is %v for the hits, %v for the misses", p, q)
		}
	})
}

func TestHolm(t *testing.T) {
	got := stats.Holm([]float64{0.01, 0.04, 0.03, 0.005})
	for i, want := range []float64{0.03, 0.06, 0.06, 0.02} {
		if math.Abs(got[i]-want) > 1e-12 {
			t.Errorf("value %d is %v, want %v", i, got[i], want)
		}
	}
	if len(stats.Holm(nil)) != 0 {
		t.Error("of nothing came something")
	}
}

func TestHHI(t *testing.T) {
	for _, c := range []struct {
		counts []int
		want   float64
	}{{nil, 0}, {[]int{7}, 1}, {[]int{0, 0}, 0}, {[]int{5, 5, 5, 5}, 0.25}, {[]int{6, 3, 1}, 0.46}} {
		if got := stats.HHI(c.counts); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%v: %v, want %v", c.counts, got, c.want)
		}
	}
}
