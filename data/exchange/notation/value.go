// Package notation is how single values are written down by people and programs, and
// how they are read: texts, dates, numbers, names, addresses, lists, phone numbers,
// and the words that stand for codes. It knows no column and no file format, and must
// not guess: what it does not understand comes back as not understood.
package notation

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"kartoteka/data"
)

// Text is how every text is kept, whatever the file: valid UTF-8, lines ended
// by \n, no control characters, nothing blank around it. Readers and writers
// use it alike, so that what was written reads back the same.
func Text(s string) string {
	if isText(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	var last rune
	for _, r := range s {
		if r != '\n' || last != '\r' { // which was written as a line break
			writeKept(&b, r)
		}
		last = r
	}
	return strings.TrimSpace(b.String())
}

// writeKept writes a letter as it is kept: any kind of line's end as \n, and
// nothing for what no text has.
func writeKept(b *strings.Builder, r rune) {
	switch r {
	case '\r', '\u2028', '\u2029', '\u0085', '\v', '\f':
		b.WriteByte('\n')
	case '\n', '\t', unicode.ReplacementChar:
		b.WriteRune(r)
	case 0xfeff, 0xfffe, 0xffff:
	default:
		if !unicode.IsControl(r) {
			b.WriteRune(r)
		}
	}
}

// Line is Text in one line, with one blank between words.
func Line(s string) string {
	s = Text(s)
	if !strings.ContainsAny(s, "\n\t") && !strings.Contains(s, "  ") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// isText reports whether Text has nothing to do, for most cells.
func isText(s string) bool {
	if s == "" {
		return true
	}
	if s[0] <= ' ' || s[len(s)-1] <= ' ' {
		return false
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= 0x7f {
			return isWideText(s[i:])
		}
	}
	return true
}

// isWideText is isText beyond ASCII.
func isWideText(s string) bool {
	for i, r := range s {
		switch {
		case r == unicode.ReplacementChar && !strings.HasPrefix(s[i:], "\ufffd"):
			return false
		case r < ' ' && r != '\n' && r != '\t', r >= 0x7f && r < 0xa0:
			return false
		case r == 0x2028, r == 0x2029, r == 0xfeff, r == 0xfffe, r == 0xffff:
			return false
		}
	}
	return strings.TrimSpace(s) == s
}

// ParseDate reads a date as people and programs write it: 3.05.2024, 3.5.24,
// 2024-05-03, 2024-05-03 12:00, 20240503, 03/05/2024, 3 maja 2024, May 3, 2024,
// and the serial number of a spreadsheet. Of two numbers that both can be a
// month the first is the day, unless monthFirst.
func ParseDate(s string, monthFirst bool) (data.Date, bool) {
	if len(s) == 10 && s[4] == '-' && s[7] == '-' { // most of them
		if d, err := data.ParseDate(s); err == nil && d.Year >= 1000 {
			return d, true
		}
	}
	s = strings.TrimSpace(s)
	if len(s) > 60 {
		return data.Date{}, false
	}
	if i := strings.IndexByte(s, 'T'); i == 10 || i == 8 {
		s = s[:i]
	}
	parts := strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(".-/,", r)
	})
	if len(parts) > 3 && afterDate(parts[3]) {
		parts = parts[:3]
	}
	switch len(parts) {
	case 1:
		return oneNumber(parts[0])
	case 3:
		return threeParts([3]string(parts), monthFirst)
	}
	return data.Date{}, false
}

// afterDate recognises what may follow a date: a time, or the Polish word for
// year.
func afterDate(s string) bool { return strings.Contains(s, ":") || s == "r" || s == "roku" }

// oneNumber reads yyyymmdd or the serial number of a day, as spreadsheets count
// from 30 December 1899.
func oneNumber(s string) (data.Date, bool) {
	n, err := strconv.Atoi(s)
	switch {
	case err != nil || s[0] < '0' || s[0] > '9':
		return data.Date{}, false
	case len(s) == 8:
		return checkedDate(n/10000, n/100%100, n%100)
	case len(s) == 5 && n >= 10000 && n < 80000:
		return data.NewDate(1899, time.December, 30).AddDays(n), true
	}
	return data.Date{}, false
}

func threeParts(p [3]string, monthFirst bool) (data.Date, bool) {
	var n [3]int
	named := -1
	for i, s := range p {
		v, err := strconv.Atoi(s)
		if err != nil {
			m := Word("month", s)
			if m == "" || named >= 0 {
				return data.Date{}, false
			}
			v, _ = strconv.Atoi(m)
			named = i
		}
		n[i] = v
	}
	switch {
	case named == 1 && len(p[0]) == 4: // 2024 maj 3
		return checkedDate(n[0], n[1], n[2])
	case named == 1: // 3 maja 2024
		return checkedDate(fullYear(p[2], n[2]), n[1], n[0])
	case named == 0: // May 3, 2024
		return checkedDate(fullYear(p[2], n[2]), n[0], n[1])
	case named == 2:
		return data.Date{}, false
	case len(p[0]) == 4:
		return checkedDate(n[0], n[1], n[2])
	}
	day, month := n[0], n[1]
	if monthFirst && day <= 12 || month > 12 {
		day, month = month, day
	}
	return checkedDate(fullYear(p[2], n[2]), month, day)
}

// fullYear reads two digits as the year nearest to our time.
func fullYear(s string, n int) int {
	switch {
	case len(s) != 2:
		return n
	case n > 50:
		return 1900 + n
	}
	return 2000 + n
}

func checkedDate(y, m, d int) (data.Date, bool) {
	if y < 1000 || y > 9999 || m < 1 || m > 12 || d < 1 || d > 31 {
		return data.Date{}, false
	}
	date := data.NewDate(y, time.Month(m), d)
	return date, date.Day == d
}

// ParseNumber reads a number with a comma or a point before its decimals and
// spaces, points or commas between its thousands: "1 234,56", "1.234,56",
// "1,234.56 zł". It returns the digits with a decimal point.
func ParseNumber(s string) (string, bool) {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\'' {
			return -1
		}
		if r == '−' {
			return '-'
		}
		return r
	}, s)
	for _, unit := range []string{"zł", "PLN", "EUR", "€", "USD", "$", "%"} {
		s = strings.TrimSuffix(strings.TrimPrefix(s, unit), unit)
	}
	if len(s) > 40 {
		return "", false
	}
	s = pointed(s)
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c < '0' || c > '9') && c != '.' && (c != '-' && c != '+' || i > 0) {
			return "", false
		}
	}
	if _, err := strconv.ParseFloat(s, 64); err != nil {
		return "", false
	}
	return strings.TrimPrefix(s, "+"), true
}

// pointed writes a number with a point before its decimals and nothing between
// its thousands. Of a comma and a point the last is before the decimals, and
// one sign alone is, too, unless it comes twice.
func pointed(s string) string {
	comma, point := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	switch {
	case comma >= 0 && point > comma, strings.Count(s, ",") > 1 && point < 0:
		return strings.ReplaceAll(s, ",", "")
	case comma >= 0:
		s = strings.ReplaceAll(s, ".", "")
		return strings.Replace(s, ",", ".", 1)
	case strings.Count(s, ".") > 1:
		return strings.ReplaceAll(s, ".", "")
	}
	return s
}

// BirthYear keeps no more of a date of birth than its year.
func BirthYear(s string, monthFirst bool) (int, bool) {
	s = strings.TrimSpace(s)
	if n, err := strconv.Atoi(s); err == nil && n >= 1850 && n <= 2100 {
		return n, true
	}
	d, ok := ParseDate(s, monthFirst)
	if !ok {
		return 0, false
	}
	if d.Year > 2030 {
		d.Year -= 100 // two digits: nobody is born that late
	}
	return d.Year, d.Year >= 1850
}
