package i18n

import (
	"math"
	"strconv"
	"strings"

	"kartoteka/data"
)

// noBreak keeps the groups of a number on one line.
const noBreak = "\u00a0"

// Number writes a number with so many decimals: 1 234,5 in Polish, 1,234.5 in English.
func (t *Translator) Number(v float64, decimals int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	s := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, part, _ := strings.Cut(s, ".")
	s = t.grouped(whole)
	if part != "" {
		s += t.T("number.decimal") + part
	}
	if v < 0 && strings.ContainsAny(s, "123456789") {
		return "−" + s
	}
	return s
}

// Int writes a whole number with its thousands set apart.
func (t *Translator) Int(n int) string {
	if n < 0 {
		return "−" + t.grouped(strconv.FormatUint(uint64(-(n+1))+1, 10))
	}
	return t.grouped(strconv.Itoa(n))
}

func (t *Translator) grouped(digits string) string {
	sep := noBreak
	if t.lang == English {
		sep = ","
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + sep + digits[i:]
	}
	return digits
}

// Percent writes a share, 0 to 1, in per cent.
func (t *Translator) Percent(v float64, decimals int) string {
	return t.T("number.percent", "Number", t.Number(v*100, decimals))
}

// Money writes an amount with its currency.
func (t *Translator) Money(m data.Money) string {
	amount := t.Number(float64(m.Minor)/100, 2)
	if m.Currency == "" || m.Currency == "PLN" {
		return t.T("number.pln", "Amount", amount)
	}
	return t.T("number.money", "Amount", amount, "Currency", m.Currency)
}

// Size writes a number of bytes in the unit that fits.
func (t *Translator) Size(bytes int64) string {
	switch {
	case bytes < 1000:
		return t.T("number.size-b", "Number", t.Int(int(bytes)))
	case bytes < 1000*1000:
		return t.T("number.size-kb", "Number", t.Number(float64(bytes)/1e3, 0))
	case bytes < 1000*1000*1000:
		return t.T("number.size-mb", "Number", t.Number(float64(bytes)/1e6, 1))
	}
	return t.T("number.size-gb", "Number", t.Number(float64(bytes)/1e9, 1))
}
