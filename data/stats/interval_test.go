package stats

import (
	"math"
	"testing"
)

// near fails unless got agrees with want to the decimals that were printed.
func near(t *testing.T, what string, got, want, half float64) {
	t.Helper()
	if math.Abs(got-want) > half {
		t.Errorf("%s = %v, want %v ± %v", what, got, want, half)
	}
}

// DOMAIN §2.11 prints Wilson's interval for a CSAT of 80 %.
func TestWilsonOfEightyPerCent(t *testing.T) {
	for _, c := range []struct {
		n         int
		low, high float64
	}{
		{5, 38, 96},
		{10, 49, 94},
		{20, 58, 92},
		{30, 63, 90},
		{50, 67, 89},
		{100, 71, 87},
		{200, 74, 85},
	} {
		iv := Wilson(c.n*4/5, c.n)
		near(t, "low", 100*iv.Low, c.low, 0.5)
		near(t, "high", 100*iv.High, c.high, 0.5)
	}
}

func TestWilsonStaysWithinTheScale(t *testing.T) {
	for n := 1; n <= 60; n++ {
		for k := 0; k <= n; k++ {
			iv := Wilson(k, n)
			if iv.Low < 0 || iv.High > 1 || !iv.Contains(float64(k)/float64(n)) {
				t.Fatalf("Wilson(%d, %d) = %v", k, n, iv)
			}
			// The mirror image: failures have the mirrored interval.
			m := Wilson(n-k, n)
			near(t, "mirror", iv.Low, 1-m.High, 1e-12)
		}
	}
	if iv := Wilson(0, 0); iv != (Interval{0, 1}) {
		t.Errorf("nothing asked: %v, want everything possible", iv)
	}
	if Wilson(0, 8).Low != 0 || Wilson(8, 8).High != 1 {
		t.Error("none and all must reach the ends of the scale exactly")
	}
}

// DOMAIN §2.7 prints Garwood's interval of small counts.
func TestGarwood(t *testing.T) {
	for _, c := range []struct {
		k               int
		low, high, half float64
	}{
		{0, 0, 3.7, 0.05},
		{1, 0.03, 5.6, 0.05},
		{3, 0.6, 8.8, 0.05},
		{5, 1.6, 11.7, 0.05},
		{10, 4.8, 18.4, 0.05},
		{20, 12.2, 30.9, 0.05},
		{50, 37.1, 65.9, 0.05},
	} {
		iv := Garwood(c.k)
		near(t, "low", iv.Low, c.low, c.half)
		near(t, "high", iv.High, c.high, c.half)
	}
}

func TestIntervalOfARate(t *testing.T) {
	// 20 complaints on 250 orders, per 100 orders.
	iv := Garwood(20).Over(2.5)
	near(t, "low", iv.Low, 12.22/2.5, 0.01)
	near(t, "high", iv.High, 30.89/2.5, 0.01)
}

// Newcombe 1998, table II, method 10: 56/70 − 48/80 and 9/10 − 3/10.
func TestNewcombe(t *testing.T) {
	a := Newcombe(56, 70, 48, 80)
	near(t, "low", a.Low, 0.0524, 0.0001)
	near(t, "high", a.High, 0.3339, 0.0001)
	b := Newcombe(9, 10, 3, 10)
	near(t, "low", b.Low, 0.1705, 0.0001)
	near(t, "high", b.High, 0.8090, 0.0001)
	if d := Newcombe(1, 2, 0, 0); d != (Interval{-1, 1}) {
		t.Errorf("against nothing: %v, want everything possible", d)
	}
}
