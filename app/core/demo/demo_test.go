package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
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
	for text, want := range map[string]mark{
		"2026-11-16T11:00:00Z":           {anchor, 1, false},
		"2026-11-16T11:00:00Z played":    {anchor, 1, true},
		"2026-11-16T11:00:00Z v7":        {anchor, 7, false},
		mark{anchor, 12, true}.String():  {anchor, 12, true},
		mark{anchor, 12, false}.String(): {anchor, 12, false},
	} {
		if got, err := read(text); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	if _, err := read("wczoraj"); data.CodeOf(err) != data.CodeCorrupt {
		t.Errorf("no moment: %v", err)
	}
}

// TestOtherLettersAreAnotherVersion: a folder of the same version is pulled by the
// numbers of its letters, which must mean the same bytes.
func TestOtherLettersAreAnotherVersion(t *testing.T) {
	const versionOfLetters, letters = 2, "0c0ad383c805c7a6c2d8b2f1897a844317c4a009f9c9c3ea6bb838c75e192e15"
	firm := firmAt(time.Date(2026, 11, 16, 11, 0, 0, 0, time.UTC), time.UTC)
	sum := sha256.New()
	for _, f := range foldersOf(firm) {
		for _, m := range f.Messages {
			fmt.Fprintf(sum, "%s %d %d\n%s\n", f.Name, f.UIDValidity, m.UID, m.Raw)
		}
	}
	if got := hex.EncodeToString(sum.Sum(nil)); version != versionOfLetters || got != letters {
		t.Errorf("version %d has the letters %s; a version that was released must go on to have those it had: raise it, then note both here",
			version, got)
	}
}
