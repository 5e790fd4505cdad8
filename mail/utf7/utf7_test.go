package utf7_test

import (
	"strings"
	"testing"

	"kartoteka/mail/utf7"
)

func TestRead(t *testing.T) {
	for name, want := range map[string]struct {
		text  string
		whole bool
	}{
		"INBOX":            {"INBOX", true},
		"Wys&AUI-ane":      {"Wysłane", true},
		"R&-D":             {"R&D", true},
		"&2D3eAA-":         {"😀", true},
		"&AGE-":            {"a", false}, // ASCII is never to be encoded
		"&AUI-&AUI-":       {"łł", false},
		"Stare &AUI":       {"Stare &AUI", false},
		"Tom & Jerry":      {"Tom & Jerry", false},
		"&2D0-":            {"&2D0-", false},
		"a\tb":             {"a\tb", false},
		"":                 {"", true},
		"&AUI-" + "a&QQ-b": {"ła&QQ-b", false},
	} {
		if text, whole := utf7.Read(name); text != want.text || whole != want.whole {
			t.Errorf("%q: %q %v, want %q %v", name, text, whole, want.text, want.whole)
		}
	}
}

// FuzzRead holds that no name makes more of itself, and that plain ones stay.
func FuzzRead(f *testing.F) {
	f.Add("Kosz.Stare &AUI-")
	f.Add("&-&&AUI-&")
	f.Fuzz(func(t *testing.T, name string) {
		text, _ := utf7.Read(name)
		if len(text) > 2*len(name) || !strings.Contains(name, "&") && text != name {
			t.Errorf("%q became %q", name, text)
		}
	})
}
