package match_test

import (
	"slices"
	"strings"
	"testing"

	"kartoteka/data/match"
)

func TestFullNames(t *testing.T) {
	for in, want := range map[string]string{
		"Kasia":    "katarzyna",
		"Kaśka":    "katarzyna",
		"KASKA":    "katarzyna",
		"Janek":    "jan",
		"Jaś":      "jan",
		"Gosia":    "malgorzata",
		"Małgosia": "malgorzata",
		"Zbyszek":  "zbigniew",
		"Jędrek":   "andrzej jedrzej",
		"Ola":      "aleksandra oleksandra olga oliwia",
		"Zośka":    "zofia",
		"Staszek":  "stanislaw",
		"Mietek":   "mieczyslaw",
		"Bożenka":  "bozena",
		"Bill":     "william",
		"Sasza":    "aleksander aleksandra oleksandr oleksandra",
		"Grażyna":  "grazyna",
		"Xyz":      "xyz",
		" Ewa ":    "ewa",
		"":         "",
	} {
		if got := strings.Join(match.FullNames(in), " "); got != want {
			t.Errorf("FullNames(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestShortNames(t *testing.T) {
	got := match.ShortNames("Kasia")
	for _, want := range []string{"kasia", "kaska", "katarzyna", "kate"} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is missing: %v", want, got)
		}
	}
	if slices.Contains(got, "kinga") || !slices.IsSorted(got) {
		t.Errorf("got %v", got)
	}
	if got := match.ShortNames("Xyz"); !slices.Equal(got, []string{"xyz"}) {
		t.Errorf("an unknown name: %v", got)
	}
}

// Names that sound alike but are two people's are not one.
func TestNamesThatAreNotOne(t *testing.T) {
	for _, p := range [][2]string{
		{"Marek", "Marta"},
		{"Aleksandra", "Olga"},
		{"Jan", "Janusz"},
		{"Julia", "Julianna"},
		{"Anna", "Hanna"},
		{"Adam", "Ada"},
		{"Olek", "Olka"},
		{"Karol", "Karolina"},
		{"Maksym", "Maksymilian"},
		{"Ewa", "Ewelina"},
		{"Elżbieta", "Eliza"},
		{"Joanna", "Jolanta"},
		{"Maria", "Mariola"},
		{"Bogdan", "Bogusław"},
	} {
		a, b := match.FullNames(p[0]), match.FullNames(p[1])
		for _, n := range a {
			if slices.Contains(b, n) {
				t.Errorf("%s and %s both stand for %s", p[0], p[1], n)
			}
		}
	}
}
