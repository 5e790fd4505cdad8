package match_test

import (
	"testing"
	"unicode/utf8"

	"kartoteka/data/match"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Łódź":                    "lodz",
		"ZAŻÓŁĆ GĘŚLĄ JAŹŃ":       "zazolc gesla jazn",
		"lodz":                    "lodz",
		"Müller & Söhne, Straße":  "muller & sohne, strasse",
		"Dvořák":                  "dvorak",
		"Ærø":                     "aero",
		"n\u0301o":                "no", // ń as letter and combining mark
		"Kraków 2026":             "krakow 2026",
		"Київ":                    "київ",
		"":                        "",
		"ĄĆĘŁŃÓŚŹŻ ąćęłńóśźż":     "acelnoszz acelnoszz",
		"İstanbul ıçŞ":            "istanbul ics",
		"„cytat” – i wykrzyknik!": "„cytat” – i wykrzyknik!",
	} {
		if got := match.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Łódź", "ß", "\xff\xfe", "ﬁǅ", "K", "n\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := match.Fold(s)
		if again := match.Fold(got); again != got {
			t.Errorf("Fold(%q) = %q, folded again %q", s, got, again)
		}
		if utf8.ValidString(s) && !utf8.ValidString(got) {
			t.Errorf("Fold(%q) broke the text: %q", s, got)
		}
	})
}
