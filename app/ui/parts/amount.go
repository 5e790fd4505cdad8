package parts

import (
	"strconv"
	"strings"

	"kartoteka/data"
)

// Amount writes money as it is typed: 1234,50; nothing for none.
func Amount(m data.Money) string {
	if m.IsZero() {
		return ""
	}
	if m.Minor%100 == 0 {
		return strconv.FormatInt(m.Minor/100, 10)
	}
	return strings.Replace(strconv.FormatFloat(float64(m.Minor)/100, 'f', 2, 64), ".", ",", 1)
}

// ReadAmount reads an amount of złoty as people type it: "1 234,50 zł", "89", "12.5".
func ReadAmount(s string) (data.Money, error) {
	clean := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00a0', '\u202f':
			return -1
		case ',':
			return '.'
		}
		return r
	}, strings.ToLower(s))
	clean = strings.TrimSuffix(strings.TrimSuffix(clean, "pln"), "zł")
	if clean == "" {
		return data.Money{}, nil
	}
	whole, part, _ := strings.Cut(clean, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || n < 0 || n > 1e10 || len(part) > 2 {
		return data.Money{}, data.NewError(data.CodeInvalid, "not-an-amount", "Text", s)
	}
	cents := int64(0)
	if part != "" {
		cents, err = strconv.ParseInt((part + "0")[:2], 10, 64)
		if err != nil || cents < 0 {
			return data.Money{}, data.NewError(data.CodeInvalid, "not-an-amount", "Text", s)
		}
	}
	return data.PLN(n*100 + cents), nil
}
