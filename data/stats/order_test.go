package stats

import "testing"

func TestQuantileIsTheNearestRank(t *testing.T) {
	ten := []float64{9, 1, 8, 2, 7, 3, 6, 4, 5, 10}
	for _, c := range []struct{ p, want float64 }{{0.5, 5}, {0.9, 9}, {0.91, 10}, {0, 1}, {1, 10}} {
		if got, ok := Quantile(ten, c.p); !ok || got != c.want {
			t.Errorf("quantile %v of 1 to 10: %v, want %v", c.p, got, c.want)
		}
	}
	if ten[0] != 9 {
		t.Error("the caller's values were sorted")
	}
	if m, _ := Median([]float64{3, 1, 2}); m != 2 {
		t.Errorf("median of 1, 2, 3: %v", m)
	}
	if _, ok := Median(nil); ok {
		t.Error("no values have no median")
	}
}

func TestNoP90BelowTen(t *testing.T) {
	if _, ok := P90(make([]float64, 9)); ok {
		t.Error("nine values were given a 90th percentile")
	}
	if v, ok := P90([]float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 99}); !ok || v != 9 {
		t.Errorf("90th percentile of ten: %v, %v", v, ok)
	}
}

func TestPareto(t *testing.T) {
	rows, vital := Pareto([]int{3, 0, 10, 3, 4})
	want := []Ranked{
		{Index: 2, Count: 10, Share: 0.5, Cum: 0.5},
		{Index: 4, Count: 4, Share: 0.2, Cum: 0.7},
		{Index: 0, Count: 3, Share: 0.15, Cum: 0.85},
		{Index: 3, Count: 3, Share: 0.15, Cum: 1},
	}
	if len(rows) != len(want) || vital != 3 {
		t.Fatalf("rows %v, vital %d; want %v and 3", rows, vital, want)
	}
	for i := range want {
		if rows[i] != want[i] {
			t.Errorf("row %d: %+v, want %+v", i, rows[i], want[i])
		}
	}
}

func TestTheVitalFewNeedTwentyCases(t *testing.T) {
	if _, vital := Pareto([]int{18, 1}); vital != 0 {
		t.Errorf("19 cases: %d vital, want none", vital)
	}
	if _, vital := Pareto([]int{16, 4}); vital != 1 {
		t.Errorf("exactly 80 %% of 20 cases: %d vital, want 1", vital)
	}
	if rows, vital := Pareto(nil); rows != nil || vital != 0 {
		t.Errorf("no causes: %v, %d", rows, vital)
	}
}
