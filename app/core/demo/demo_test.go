package demo

import (
	"slices"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/sample"
)

func TestStepsOfACase(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 11, n, 12, 0, 0, 0, time.UTC) }
	for name, c := range map[string]struct {
		k    sample.Case
		want []data.CaseState
	}{
		"untouched": {sample.Case{State: data.CaseNew}, nil},
		"confirmed": {sample.Case{State: data.CaseAcknowledged, Acknowledged: day(1)}, []data.CaseState{data.CaseAcknowledged}},
		"being looked at": {
			sample.Case{State: data.CaseInvestigated, Acknowledged: day(1)},
			[]data.CaseState{data.CaseAcknowledged, data.CaseInvestigated},
		},
		"closed": {
			sample.Case{State: data.CaseClosed, Acknowledged: day(1), Answered: day(2), Closed: day(3)},
			[]data.CaseState{data.CaseAcknowledged, data.CaseAnswered, data.CaseClosed},
		},
		"withdrawn": {
			sample.Case{State: data.CaseWithdrawn, Acknowledged: day(1), Closed: day(3)},
			[]data.CaseState{data.CaseAcknowledged, data.CaseWithdrawn},
		},
	} {
		var got []data.CaseState
		for _, s := range stepsOf(&c.k) {
			if s.at.IsZero() {
				t.Errorf("%s: %s at no time", name, s.state)
			}
			got = append(got, s.state)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		if !slices.IsSortedFunc(got, func(a, b data.CaseState) int { return rank(a) - rank(b) }) {
			t.Errorf("%s goes back: %v", name, got)
		}
	}
}

func TestReadDemo(t *testing.T) {
	anchor := time.Date(2026, 11, 16, 11, 0, 0, 0, time.UTC)
	for text, played := range map[string]bool{
		anchor.Format(time.RFC3339):              false,
		anchor.Format(time.RFC3339) + playedMark: true,
	} {
		got, p, err := read(text)
		if err != nil || p != played || !got.Equal(anchor) {
			t.Errorf("%q: %v, %v, %v", text, got, p, err)
		}
	}
	if _, _, err := read("wczoraj"); data.CodeOf(err) != data.CodeCorrupt {
		t.Errorf("no moment: %v", err)
	}
}
