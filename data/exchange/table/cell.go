package table

import (
	"strconv"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/exchange/fields"
	"kartoteka/data/exchange/notation"
)

// Plain writes a value as text: dates as yyyy-mm-dd, times with their hour and
// minute, numbers with that decimal sign. Several values are joined.
func Plain(v any, decimal byte) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return notation.Text(v)
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return pointed(strconv.FormatFloat(v, 'f', -1, 64), decimal)
	case fields.Number:
		return pointed(string(v), decimal)
	case data.Money:
		return pointed(Amount(v), decimal)
	case data.Date:
		return v.String()
	case time.Time:
		if v.IsZero() {
			return ""
		}
		return v.Format("2006-01-02 15:04")
	case bool:
		if v {
			return "1"
		}
		return "0"
	}
	return listed(v)
}

// listed writes several values as one text.
func listed(v any) string {
	switch v := v.(type) {
	case []string:
		return notation.JoinList(v)
	case []fields.Labelled:
		return notation.JoinList(labelledTexts(v))
	case []data.PostalAddress:
		return notation.JoinList(postalTexts(v))
	}
	return ""
}

func pointed(s string, decimal byte) string {
	if decimal == '.' {
		return s
	}
	return strings.Replace(s, ".", string(decimal), 1)
}

// Amount writes money with its two decimals, without the currency.
func Amount(m data.Money) string {
	sign, n := "", m.Minor
	if n < 0 {
		sign, n = "-", -n
	}
	s := strconv.FormatInt(n/100, 10)
	return sign + s + "." + strconv.FormatInt(100+n%100, 10)[1:]
}

func labelledTexts(all []fields.Labelled) []string {
	out := make([]string, len(all))
	for i, l := range all {
		out[i] = l.Value
		if l.Label != "" {
			out[i] = l.Label + ": " + l.Value
		}
	}
	return out
}

func postalTexts(all []data.PostalAddress) []string {
	out := make([]string, len(all))
	for i, a := range all {
		var parts []string
		for _, s := range []string{a.Street, strings.TrimSpace(a.PostCode + " " + a.City), a.Region, a.Country} {
			if s != "" {
				parts = append(parts, s)
			}
		}
		out[i] = strings.Join(parts, ", ")
	}
	return out
}
