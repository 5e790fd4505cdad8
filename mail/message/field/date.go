package field

import (
	"strconv"
	"strings"
	"time"
)

// months holds the first letters of month names met in Date fields: English as
// the RFC asks, and what programs write that use their user's language.
var months = map[string]time.Month{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
	"sty": 1, "lut": 2, "kwi": 4, "maj": 5, "cze": 6, "lip": 7, "sie": 8, "wrz": 9, "paz": 10, "paź": 10, "pa?": 10, "pa\ufffd": 10, "lis": 11, "gru": 12,
	"mär": 3, "mai": 5, "okt": 10, "dez": 12, "fev": 2, "fév": 2, "avr": 4, "aou": 8, "aoû": 8, "déc": 12,
	"ene": 1, "abr": 4, "ago": 8, "dic": 12, "gen": 1, "mag": 5, "giu": 6, "lug": 7, "set": 9, "ott": 10,
}

// zones are the zone names of RFC 5322 §4.3 and those of Europe, in seconds
// east of Greenwich.
var zones = map[string]int{
	"utc": 0, "gmt": 0, "ut": 0, "z": 0, "wet": 0, "west": 3600, "bst": 3600,
	"cet": 3600, "met": 3600, "mez": 3600, "cest": 7200, "mest": 7200, "mesz": 7200,
	"eet": 7200, "eest": 10800, "msk": 10800, "jst": 32400, "ist": 19800,
	"est": -18000, "edt": -14400, "cst": -21600, "cdt": -18000, "mst": -25200, "mdt": -21600, "pst": -28800, "pdt": -25200,
}

// Date reads a Date field, in the form of RFC 5322 and in those that
// programs write instead. The time is in UTC; without a zone it is taken as
// UTC. False if there is no date in it.
func Date(s string) (time.Time, bool) {
	if len(s) > 200 {
		s = s[:200]
	}
	var d dateReader
	d.day, d.month, d.year = -1, 0, -1
	for _, w := range dateWords(s) {
		if !d.word(w) {
			return time.Time{}, false
		}
	}
	return d.time()
}

// dateWords splits a date at blanks and commas, without its comments.
func dateWords(s string) []string {
	if i := strings.IndexByte(s, '('); i > 0 {
		if k := strings.IndexByte(s[i:], ')'); k >= 0 {
			s = s[:i] + " " + s[i+k+1:]
		} else {
			s = s[:i]
		}
	}
	return strings.FieldsFunc(s, func(r rune) bool {
		return r == ' ' || r == ',' || r == '\t' || r == '\r' || r == '\n' || r == '"' || r == ';'
	})
}

// dateReader takes a date together word by word.
type dateReader struct {
	day, year       int
	month           time.Month
	hour, min, sec  int
	hasTime, hasTZ  bool
	offset          int
	afternoon, noon bool // "PM", "AM"
}

// word takes one word; false if no date can hold it.
func (d *dateReader) word(w string) bool {
	switch c := w[0]; {
	case c == '+' || c == '-':
		if d.hasTime || len(w) >= 5 {
			d.zone(w)
		}
	case c < '0' || c > '9':
		d.name(w)
	case !d.hasTime && strings.Contains(w, "T") && len(w) >= 16:
		date, clock, _ := strings.Cut(w, "T")
		return d.numbers(date) && d.clock(clock)
	case strings.Contains(w, ":"):
		return d.clock(w)
	default:
		return d.numbers(w)
	}
	return true
}

// name takes a month, a zone or AM/PM; weekdays and all else are passed over.
func (d *dateReader) name(w string) {
	low := strings.ToLower(strings.TrimRight(w, "."))
	if d.month == 0 && len(low) >= 3 {
		short := low[:3]
		if r := []rune(low); len(r) >= 3 {
			short = string(r[:3])
		}
		if m, ok := months[short]; ok && !isWeekday(low) {
			d.month = m
			return
		}
	}
	switch low {
	case "am":
		d.noon = true
		return
	case "pm":
		d.afternoon = true
		return
	}
	if !d.hasTime {
		return
	}
	if i := strings.IndexAny(low, "+-"); i > 0 { // "GMT+0200"
		d.zone(low[i:])
		return
	}
	if off, ok := zones[low]; ok && !d.hasTZ {
		d.offset, d.hasTZ = off, true
	}
}

// isWeekday tells weekdays from months that start alike.
func isWeekday(low string) bool {
	switch low {
	case "mardi", "mar.", "martes", "marted\u00ec", "lunes", "lun", "setimo":
		return true
	}
	return false
}

// numbers takes "2", "2024", "2-Jan-2006", "2006-01-02", "2.01.2006", "1/2/06".
func (d *dateReader) numbers(w string) bool {
	fields := strings.FieldsFunc(w, func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	if len(fields) == 3 && isDigits(fields[0]) {
		return d.three(w, fields)
	}
	n, err := strconv.Atoi(strings.TrimRight(w, ".thsndr"))
	switch {
	case err != nil:
		return false
	case d.day < 0 && n >= 1 && n <= 31 && len(w) <= 4:
		d.day = n
	case d.year < 0:
		d.year = fullYear(n)
	case len(w) == 4 && d.hasTime: // "0530" for "+0530"
		d.zone("+" + w)
	}
	return true
}

// three takes a date written in one word.
func (d *dateReader) three(w string, f []string) bool {
	a, _ := strconv.Atoi(f[0])
	c, err := strconv.Atoi(f[2])
	if err != nil {
		return false
	}
	b, err := strconv.Atoi(f[1])
	if err != nil {
		r := []rune(strings.ToLower(f[1]))
		m, ok := months[string(r[:min(3, len(r))])]
		if !ok {
			return false
		}
		d.day, d.month, d.year = a, m, fullYear(c)
		return true
	}
	switch {
	case len(f[0]) == 4:
		d.year, d.month, d.day = a, time.Month(b), c
	case strings.Contains(w, "/") && b <= 31 && a <= 12: // the American order
		d.month, d.day, d.year = time.Month(a), b, fullYear(c)
	default:
		d.day, d.month, d.year = a, time.Month(b), fullYear(c)
	}
	return true
}

func isDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// fullYear reads two- and three-digit years by RFC 5322 §4.3.
func fullYear(y int) int {
	switch {
	case y < 50:
		return 2000 + y
	case y < 1000:
		return 1900 + y
	}
	return y
}

// clock takes "15:04:05", "15:04", "15:04:05.000+02:00", "3:04PM".
func (d *dateReader) clock(w string) bool {
	if i := strings.IndexAny(w, "+-Zz"); i > 0 {
		d.hasTime = true
		if w[i] == 'Z' || w[i] == 'z' {
			d.hasTZ = true
		} else {
			d.zone(w[i:])
		}
		w = w[:i]
	}
	if low := strings.ToLower(w); strings.HasSuffix(low, "am") || strings.HasSuffix(low, "pm") {
		d.noon, d.afternoon = low[len(low)-2] == 'a', low[len(low)-2] == 'p'
		w = w[:len(w)-2]
	}
	f := strings.Split(w, ":")
	if len(f) < 2 || len(f) > 3 {
		return false
	}
	var n [3]int
	for i, s := range f {
		s, _, _ = strings.Cut(s, ".")
		v, err := strconv.Atoi(s)
		if err != nil {
			return false
		}
		n[i] = v
	}
	d.hour, d.min, d.sec, d.hasTime = n[0], n[1], n[2], true
	return true
}

// zone takes "+0200", "+02:00", "+2", "-0700".
func (d *dateReader) zone(w string) {
	if d.hasTZ {
		return
	}
	digits := strings.ReplaceAll(w[1:], ":", "")
	n, err := strconv.Atoi(digits)
	if err != nil || len(digits) > 4 {
		return
	}
	if len(digits) <= 2 {
		n *= 100
	}
	off := n/100*3600 + n%100*60
	if off > 16*3600 {
		return
	}
	if w[0] == '-' {
		off = -off
	}
	d.offset, d.hasTZ = off, true
}

// clockIsGood says whether there is such a time of day.
func (d *dateReader) clockIsGood() bool {
	return d.hour >= 0 && d.hour <= 24 && d.min >= 0 && d.min <= 59 && d.sec >= 0 && d.sec <= 60
}

// time puts the parts together; false if they are no date.
func (d *dateReader) time() (time.Time, bool) {
	if d.afternoon && d.hour < 12 {
		d.hour += 12
	}
	if d.noon && d.hour == 12 {
		d.hour = 0
	}
	if !d.clockIsGood() || d.month < 1 || d.month > 12 || d.year < 1900 || d.year > 2200 {
		return time.Time{}, false
	}
	day := time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC)
	if day.Day() != d.day { // 31 February, or no day at all
		return time.Time{}, false
	}
	t := time.Date(d.year, d.month, d.day, d.hour, d.min, d.sec, 0, time.UTC)
	return t.Add(-time.Duration(d.offset) * time.Second), true
}
