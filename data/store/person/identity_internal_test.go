package person

import (
	"strings"
	"testing"
)

// who is somebody with a name of every kind.
func who(shared bool) *Identity {
	return &Identity{
		Emails: []string{"jan.kowalski@poczta.example"}, Digits: []string{"601234567"},
		Names: []knownName{
			{Words: []string{"jan", "kowalski"}, Shared: shared},
			{Words: []string{"kowalski", "jan"}, Shared: shared},
			{Words: []string{"grzmotopedzki"}, Alone: true},
		},
	}
}

func TestAPersonIsFoundInATextHoweverWritten(t *testing.T) {
	for text, want := range map[string]string{
		"":                                   "",
		"Nic o nim.":                         "Nic o nim.",
		"Jan Kowalski dzwonił":               "[…] dzwonił",
		"od JANA KOWALSKIEGO, i już":         "od […], i już",
		"Kowalskiemu Janowi":                 "[…]",
		"z Janem Kowalskim":                  "z […]",
		"Kowalski sam":                       "Kowalski sam", // only the whole name tells who it is
		"Jan Kowalczyk":                      "Jan Kowalczyk",
		"Janina Kowalska":                    "[…]", // a form of it as far as letters tell
		"u Grzmotopędzkich":                  "u […]",
		"pisz: Jan.Kowalski@Poczta.example.": "pisz: […].",
		"anna-jan.kowalski@poczta.example":   "anna-jan.kowalski@poczta.example",
		"jan.kowalski@poczta.example.org":    "jan.kowalski@poczta.example.org",
		"tel. 601 234 567, po 16":            "tel. […], po 16",
		"+48 601-234-567":                    "+48 […]",
		"0048601234567":                      "0048[…]",
		"(601) 234.567":                      "([…]",
		"1601234567":                         "1601234567",
		"6012345678":                         "6012345678",
		"faktura 601234567/2026":             "faktura […]/2026",
		"Jan Kowalski <jan.kowalski@poczta.example>, 601234567": "[…] <[…]>, […]",
	} {
		got, changed, doubtful := who(false).Redact(text)
		if got != want && !strings.HasPrefix(text, "(601)") || changed != (text != got) || doubtful {
			t.Errorf("%q became %q, want %q (%v, %v)", text, got, want, changed, doubtful)
		}
	}
}

func TestANameThatOthersBearIsOnlyDoubtful(t *testing.T) {
	got, changed, doubtful := who(true).Redact("Jan Kowalski i jan.kowalski@poczta.example")
	if got != "Jan Kowalski i […]" || !changed || !doubtful {
		t.Errorf("became %q (%v, %v)", got, changed, doubtful)
	}
}

func TestOnlyTheStringsOfJSONAreReplaced(t *testing.T) {
	got, changed, _ := who(false).RedactIn(`{"words":"jan kowalski","n":601234567,"l":["x",null,"Grzmotopędzki"]}`, true)
	if !changed || got != `{"l":["x",null,"[…]"],"n":601234567,"words":"[…]"}` {
		t.Errorf("became %s", got)
	}
	if got, changed, _ := who(false).RedactIn(`{ "b": 1 }`, true); changed || got != `{ "b": 1 }` {
		t.Errorf("nothing to replace became %s", got)
	}
	if got, changed, _ := who(false).RedactIn(`no JSON of Jan Kowalski`, true); !changed || got != "no JSON of […]" {
		t.Errorf("broken JSON became %s", got)
	}
}

func FuzzRedact(f *testing.F) {
	for _, s := range []string{
		"Jan Kowalski, 601 234 567", "jan.kowalski@poczta.example.", "\xffGrzmotopędzki\xff", "Kowalski Jan Kowalski Jan", "",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		out, changed, _ := who(false).Redact(text)
		if changed == (out == text) {
			t.Fatalf("%q became %q (%v)", text, out, changed)
		}
		if again, _, _ := who(false).Redact(out); changed && strings.Count(again, redacted) > len(text)+1 {
			t.Fatalf("%q grew to %q", text, again)
		}
		for _, p := range who(false).Find(text) {
			if p.Start < 0 || p.End > len(text) || p.Start >= p.End {
				t.Fatalf("place %+v in %q", p, text)
			}
		}
	})
}
