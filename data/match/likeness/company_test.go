package likeness_test

import (
	"strings"
	"testing"

	"kartoteka/data/match/likeness"
)

func TestCompanyWords(t *testing.T) {
	for in, want := range map[string]string{
		"P.H.U. „Młyn” Sp. z o.o.":                        "mlyn",
		"Młyn spółka z ograniczoną odpowiedzialnością":    "mlyn",
		"PPHU Wiatrak s.c. J. Nowak, A. Lis":              "wiatrak j nowak a lis",
		"Kozioł & Syn Sp. j.":                             "koziol syn",
		"Müller GmbH & Co. KG":                            "muller",
		"Firma Handlowo-Usługowa Dąbek":                   "dabek",
		"Młyn S. A.":                                      "mlyn",
		"Młyn Sp. z o. o.":                                "mlyn",
		"S.A.":                                            "sa",
		"Przedsiębiorstwo Produkcyjno-Handlowe ALFA Sp.k": "alfa",
		"Apteka „Pod Orłem”":                              "apteka pod orlem",
		"KG Transport":                                    "kg transport",
		"":                                                "",
	} {
		if got := strings.Join(likeness.CompanyWords(in), " "); got != want {
			t.Errorf("CompanyWords(%q) = %q, want %q", in, got, want)
		}
	}
}
