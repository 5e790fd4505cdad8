package stats

import "testing"

// DOMAIN §2.9 prints the smallest count that differs from a month before and
// from the mean of twelve.
func TestSmallestDifferentMonth(t *testing.T) {
	for _, c := range []struct{ base, one, twelve int }{
		{5, 15, 11}, {10, 23, 18}, {20, 36, 31}, {30, 49, 43}, {50, 73, 66},
	} {
		if got := SmallestDifferent(c.base, 1); got != c.one {
			t.Errorf("base %d against one month: %d, want %d", c.base, got, c.one)
		}
		if got := SmallestDifferent(12*c.base, 12); got != c.twelve {
			t.Errorf("base %d against twelve: %d, want %d", c.base, got, c.twelve)
		}
	}
	if got := SmallestDifferent(0, 0); got != 0 {
		t.Errorf("against no months: %d, want 0", got)
	}
}

func TestDoublingFromFiveToTenIsNoise(t *testing.T) {
	if p := ComparePoisson(10, 5, 1, 1); p < 0.05 {
		t.Errorf("10 after 5: p = %v, want no evidence", p)
	}
	near(t, "10 after 5", ComparePoisson(10, 5, 1, 1), 0.3018, 0.0001) // 2·P(Bin(15, ½) ≥ 10)
}

func TestComparePoissonIsFairToBothSides(t *testing.T) {
	for k1 := 0; k1 < 15; k1++ {
		for k2 := 0; k2 < 15; k2++ {
			p, q := ComparePoisson(k1, k2, 3, 7), ComparePoisson(k2, k1, 7, 3)
			near(t, "exchanged", p, q, 1e-9)
			if p < 0 || p > 1 {
				t.Fatalf("p(%d, %d) = %v", k1, k2, p)
			}
		}
	}
	if p := ComparePoisson(0, 0, 1, 12); p != 1 {
		t.Errorf("nothing against nothing: p = %v, want 1", p)
	}
	if p := ComparePoisson(4, 2, 0, 5); p != 1 {
		t.Errorf("no exposure: p = %v, want 1", p)
	}
}

func TestMonthAgainstMean(t *testing.T) {
	before := []int{90, 90, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5} // two too old to count
	c := MonthAgainstMean(11, before)
	if c.Mean != 5 || c.Months != 12 || c.P >= 0.05 {
		t.Errorf("11 against twelve months of 5: %+v, want a difference", c)
	}
	if c := MonthAgainstMean(10, before); c.P < 0.05 {
		t.Errorf("10 against twelve months of 5: p = %v, want none", c.P)
	}
	if c := MonthAgainstMean(3, nil); c.Months != 0 || c.P != 1 {
		t.Errorf("no months before: %+v", c)
	}
}
