package calendar

import (
	"time"

	"kartoteka/data"
)

// holiday is a rule for one day of the year: a fixed date, or so many days
// after Easter Sunday when month is 0.
type holiday struct {
	code  string
	month time.Month
	day   int // of the month, or after Easter
	from  int // first year in which the day is free
}

// The act of 18 January 1951 on days free from work, as amended. Years before
// 1990 are not covered: the list was another one then. Sundays are free by the
// same act; FreeDay adds them.
var holidays = []holiday{
	{"new-year", time.January, 1, 1951},
	{"epiphany", time.January, 6, 2011}, // act of 24 September 2010, in force 1 January 2011
	{"easter", 0, 0, 1951},
	{"easter-monday", 0, 1, 1951},
	{"may-day", time.May, 1, 1951},
	{"constitution", time.May, 3, 1990}, // act of 6 April 1990
	{"pentecost", 0, 49, 1951},
	{"corpus-christi", 0, 60, 1951},
	{"assumption", time.August, 15, 1989},
	{"all-saints", time.November, 1, 1951},
	{"independence", time.November, 11, 1989},
	{"christmas-eve", time.December, 24, 2025}, // act of 6 December 2024, in force 1 February 2025
	{"christmas", time.December, 25, 1951},
	{"second-christmas", time.December, 26, 1951},
}

func (h holiday) in(year int) data.Date {
	if h.month == 0 {
		return Easter(year).AddDays(h.day)
	}
	return data.Date{Year: year, Month: h.month, Day: h.day}
}

// Easter returns Easter Sunday of a year of the Gregorian calendar, by the
// computus of Meeus, Jones and Butcher.
func Easter(year int) data.Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return data.Date{Year: year, Month: time.Month(n / 31), Day: n%31 + 1}
}

// HolidayCode returns the code of the public holiday that falls on the day, ""
// if none does. An ordinary Sunday is free without being a holiday.
func HolidayCode(d data.Date) string {
	for _, h := range holidays {
		if d.Year >= h.from && h.in(d.Year) == d {
			return h.code
		}
	}
	return ""
}

// Holiday reports whether a public holiday falls on the day: the statutory list
// of the act of 18 January 1951, with Christmas Eve only since 2025.
func Holiday(d data.Date) bool { return HolidayCode(d) != "" }

// Statutory reports whether the day is free by the act of 18 January 1951: a
// Sunday or a public holiday.
func Statutory(d data.Date) bool { return d.Weekday() == time.Sunday || Holiday(d) }

// FreeDay reports whether the day is a public holiday, a Sunday or a Saturday.
// Saturdays are not free by statute, but few firms answer letters on one.
func FreeDay(d data.Date) bool { return d.Weekday() == time.Saturday || Statutory(d) }

// WorkingDays counts the days of a period, both ends included, that are not
// free. A period with an open end has none.
func WorkingDays(p data.Period) int {
	if p.From.IsZero() || p.To.IsZero() {
		return 0
	}
	n := 0
	for d := p.From; !d.After(p.To); d = d.AddDays(1) {
		if !FreeDay(d) {
			n++
		}
	}
	return n
}
