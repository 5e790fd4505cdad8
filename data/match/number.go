package match

import (
	"strings"

	"kartoteka/data"
)

// NIP checks a Polish tax number and returns its ten digits. Spaces, dashes and
// the prefix PL are allowed; the last digit is the sum of the others weighted
// 6 5 7 2 3 4 5 6 7, modulo 11.
func NIP(s string) (string, error) {
	s = strings.TrimSpace(s)
	if len(s) >= 2 && strings.EqualFold(s[:2], "PL") {
		s = s[2:]
	}
	d := Digits(s)
	if len(d) != 10 || weighted(d, 6, 5, 7, 2, 3, 4, 5, 6, 7) != int(d[9]-'0') || d == "0000000000" {
		return "", data.NewError(data.CodeInvalid, "bad-nip", "Text", s)
	}
	return d, nil
}

// REGON checks a Polish register number of 9 or 14 digits and returns its
// digits. A long one begins with the valid short one of the whole firm.
func REGON(s string) (string, error) {
	d := Digits(s)
	ok := false
	switch len(d) {
	case 9:
		ok = shortREGON(d)
	case 14:
		ok = shortREGON(d[:9]) && weighted(d, 2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8)%10 == int(d[13]-'0')
	}
	if !ok {
		return "", data.NewError(data.CodeInvalid, "bad-regon", "Text", s)
	}
	return d, nil
}

func shortREGON(d string) bool {
	return d != "000000000" && weighted(d, 8, 9, 2, 3, 4, 5, 6, 7)%10 == int(d[8]-'0')
}

// FormatNIP writes a valid NIP with dashes, 725-101-21-80; anything else comes
// back as it was.
func FormatNIP(s string) string {
	d, err := NIP(s)
	if err != nil {
		return s
	}
	return d[:3] + "-" + d[3:6] + "-" + d[6:8] + "-" + d[8:]
}

// PostCode returns a Polish postcode as NN-NNN; false for what is none.
func PostCode(s string) (string, bool) {
	d := Digits(s)
	if len(d) != 5 {
		return "", false
	}
	return d[:2] + "-" + d[2:], true
}

// weighted is the sum of digits times weights, modulo 11.
func weighted(digits string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += int(digits[i]-'0') * w
	}
	return sum % 11
}

// Digits returns the digits of a number written with spaces or dashes, ""
// when anything else is in it.
func Digits(s string) string {
	var b []byte
	for _, r := range strings.TrimSpace(s) {
		switch {
		case '0' <= r && r <= '9':
			b = append(b, byte(r))
		case r == ' ' || r == '-' || r == '\u00a0' || r == '\u2013' || r == '\u2011':
		default:
			return ""
		}
	}
	return string(b)
}
