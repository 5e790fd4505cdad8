package cases

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	_ "kartoteka/data/datatest/steady" // the same cases each time

	"kartoteka/app/i18n"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

func TestNearestDeadlineComesFirst(t *testing.T) {
	var got []string
	for _, r := range sorted(newFake().rows) {
		got = append(got, r.Number)
	}
	want := []string{"R/2026/0009", "R/2026/0010", "R/2026/0012", "R/2026/0011", "R/2026/0008"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestOnTheSameDayTheGraverCaseComesFirst(t *testing.T) {
	a := complaint(1, "a", "", "", data.CaseNew, 1, 3)
	b := complaint(2, "b", "", "", data.CaseNew, 1, 3)
	b.Severity = 4
	if got := sorted([]data.CaseRow{a, b}); got[0].Number != "b" {
		t.Errorf("first is %s", got[0].Number)
	}
}

func TestSortingLosesNothing(t *testing.T) {
	states := data.CaseStates()
	rapid.Check(t, func(t *rapid.T) {
		rows := make([]data.CaseRow, rapid.IntRange(0, 12).Draw(t, "n"))
		for i := range rows {
			rows[i] = complaint(int64(i), "", "", "", rapid.SampledFrom(states).Draw(t, "state"), 1, rapid.IntRange(-5, 20).Draw(t, "left"))
		}
		out := sorted(rows)
		seen := map[int64]bool{}
		for i, r := range out {
			seen[r.ID] = true
			if i > 0 && rank(&out[i-1]) > rank(&r) {
				t.Fatalf("case %d stands after one that can wait", r.ID)
			}
		}
		if len(seen) != len(rows) {
			t.Fatalf("%d of %d cases are left", len(seen), len(rows))
		}
	})
}

func TestCounts(t *testing.T) {
	rows := newFake().rows
	if n := openCount(rows); n != 4 {
		t.Errorf("open: %d", n)
	}
	if n := overdue(rows); n != 1 {
		t.Errorf("overdue: %d", n)
	}
}

// From every state some step leads on, every step has its word, and an open
// case has one step that stands out.
func TestEveryStateHasItsSteps(t *testing.T) {
	for _, lang := range i18n.Languages() {
		tr := i18n.New(lang, nil)
		for _, state := range data.CaseStates() {
			all := steps(state)
			if len(all) == 0 {
				t.Errorf("no way out of %s", state)
			}
			mains := 0
			for _, st := range all {
				if !tr.Has(st.key) {
					t.Errorf("%s: %s has no word", lang, st.key)
				}
				if st.to == state {
					t.Errorf("%s leads to itself", state)
				}
				if st.main {
					mains++
				}
			}
			if state.Open() && mains != 1 {
				t.Errorf("%s has %d steps that stand out", state, mains)
			}
		}
	}
	if s := steps(data.CaseClosed); s[0].key != "cases.step.reopen" || s[0].main {
		t.Errorf("a closed case offers %+v", s[0])
	}
}

func TestMoneyAsPeopleTypeIt(t *testing.T) {
	for text, want := range map[string]int64{
		"": 0, "120": 12000, "89,90": 8990, "89.9": 8990, "1 234,50 zł": 123450, "1\u00a0000 PLN": 100000, "0,05": 5,
	} {
		got, err := parts.ReadAmount(text)
		if err != nil || got.Minor != want {
			t.Errorf("%q: %d, %v; want %d", text, got.Minor, err, want)
		}
	}
	for _, text := range []string{"dużo", "-5", "1,234", "12,x", "99999999999999999999", "5 euro"} {
		if _, err := parts.ReadAmount(text); data.CodeOf(err) != data.CodeInvalid {
			t.Errorf("%q is taken", text)
		}
	}
}

func TestAnAmountIsReadAsItIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := data.PLN(rapid.Int64Range(0, 1e9).Draw(t, "grosze"))
		got, err := parts.ReadAmount(parts.Amount(m))
		if err != nil || got.Minor != m.Minor {
			t.Fatalf("%q is read as %d, %v", parts.Amount(m), got.Minor, err)
		}
	})
}

func TestSecondLine(t *testing.T) {
	tr := i18n.New("pl", warsaw)
	f := newFake()
	if got := secondLine(tr, f.find(1), "wykonanie usługi"); got != "R/2026/0009 · Wspólnota Świętokrzyska 14 · wykonanie usługi · waga: wysoka" {
		t.Errorf("%q", got)
	}
	if got := secondLine(tr, f.find(4), ""); got != "R/2026/0011 · Młyn Śrubowy" {
		t.Errorf("%q", got)
	}
}

func TestACaseAlwaysHasAName(t *testing.T) {
	tr := i18n.New("pl", warsaw)
	for want, c := range map[string]data.Case{
		"Drzwi": {Subject: "Drzwi", Product: "zamek"}, "zamek": {Product: "zamek"}, "Reklamacja": {Kind: data.CaseComplaint},
	} {
		if got := subjectOf(tr, &c); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestTheClientsWordsAreCutOnlyWhenVeryLong(t *testing.T) {
	if text, cut := verbatim("  Dzień dobry,\r\nzamek. "); cut || text != "Dzień dobry,\nzamek." {
		t.Errorf("%q, cut %v", text, cut)
	}
	text, cut := verbatim(strings.Repeat("ż", shownText+1))
	if letters := []rune(text); !cut || len(letters) != shownText+1 || letters[shownText] != '…' {
		t.Errorf("cut %v, %d letters", cut, len(letters))
	}
}

// Every rule that a deadline can have is explained, in both languages.
func TestRulesAreExplained(t *testing.T) {
	codes := []string{"upk-7a-14", "upk-7a-14-sole", "upk-7a-30", "upk-7a-30-sole"}
	for _, lang := range i18n.Languages() {
		tr := i18n.New(lang, nil)
		if i := slices.IndexFunc(codes, func(c string) bool { return !tr.Has("cases.rule." + c) }); i >= 0 {
			t.Errorf("%s: rule %s is not explained", lang, codes[i])
		}
	}
}
