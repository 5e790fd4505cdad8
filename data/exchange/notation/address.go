package notation

import (
	"regexp"
	"strings"

	"kartoteka/data"
	"kartoteka/data/match"
)

// postal is a Polish postcode with the town after it.
var postal = regexp.MustCompile(`(?:^|[\s,;])(\d{2}[-–]\d{3})[\s,]+([^,;\n]+)`)

// ParseAddress takes an address in one piece apart: "ul. Długa 5/2, 90-001
// Łódź". What has no Polish postcode is kept whole as the street.
func ParseAddress(s string) data.PostalAddress {
	s = Text(s)
	m := postal.FindStringSubmatchIndex(s)
	if m == nil {
		return data.PostalAddress{Street: strings.ReplaceAll(s, "\n", ", ")}
	}
	a := data.PostalAddress{City: strings.TrimSpace(s[m[4]:m[5]])}
	a.PostCode, _ = match.PostCode(s[m[2]:m[3]])
	a.Street = tidy(s[:m[0]])
	a.Country = tidy(s[m[1]:])
	if a.Street == "" && a.Country != "" { // the town came first
		a.Street, a.Country = a.Country, ""
	}
	return a
}

// SplitPostCity takes "90-001 Łódź" apart.
func SplitPostCity(s string) (code, city string) {
	first, rest, _ := strings.Cut(Text(s), " ")
	if c, ok := match.PostCode(first); ok {
		return c, strings.Trim(rest, " ,")
	}
	return "", Text(s)
}

func tidy(s string) string {
	return strings.ReplaceAll(strings.Trim(s, " ,;\n\t"), "\n", ", ")
}

// PostCode writes a Polish postcode with its dash, which a spreadsheet may have
// lost with a leading zero; another is kept as it is.
func PostCode(s string) string {
	if c, ok := match.PostCode(s); ok {
		return c
	}
	return s
}

// JoinStreet puts two parts of a street together.
func JoinStreet(a, sep, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + sep + b
}
