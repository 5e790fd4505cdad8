package input

import (
	"strconv"
	"strings"
	"time"

	"kartoteka/data"
)

// ParseDay reads a day as people write it: "24.11.2026", "24.11", "24" (the
// next such day from today on), "24 Nov 2026", "24 listopada", "2026-11-24", "dziś", "jutro", "pojutrze",
// "+3" (days), "+2t" (weeks), "+1m" (months), "pt" (the next Friday); the
// English words work too. ok is false when it is none of these.
func ParseDay(s string, today data.Date) (d data.Date, ok bool) {
	s = strings.TrimSuffix(strings.ToLower(strings.TrimSpace(s)), ".")
	if n, known := dayWords[s]; known {
		return today.AddDays(n), true
	}
	if w, known := weekdayWords[s]; known {
		n := (int(w) - int(today.Weekday()) + 7) % 7
		if n == 0 {
			n = 7
		}
		return today.AddDays(n), true
	}
	switch {
	case strings.HasPrefix(s, "-"): // a day in the past is written out
		return data.Date{}, false
	case strings.HasPrefix(s, "+"):
		return parseLater(s[1:], today)
	}
	if d, err := data.ParseDate(s); err == nil {
		return d, true
	}
	return parseFigures(named(strings.FieldsFunc(strings.ReplaceAll(s, ", ", " "), func(r rune) bool {
		return r == '.' || r == '/' || r == '-' || r == ' '
	})), today)
}

// named puts a month's figure where its name stands, and the day before it.
func named(parts []string) []string {
	for i := range min(2, len(parts)) {
		if m, known := monthWords[parts[i]]; known && len(parts) > 1 {
			parts[i] = strconv.Itoa(int(m))
			if i == 0 {
				parts[0], parts[1] = parts[1], parts[0]
			}
			break
		}
	}
	return parts
}

var monthWords = monthsByWord([12]string{
	"jan january sty styczeń styczen stycznia", "feb february lut luty lutego", "mar march marzec marca",
	"apr april kwi kwiecień kwiecien kwietnia", "may maj maja", "jun june cze czerwiec czerwca",
	"jul july lip lipiec lipca", "aug august sie sierpień sierpien sierpnia",
	"sep sept september wrz wrzesień wrzesien września wrzesnia",
	"oct october paź paz październik pazdziernik października pazdziernika",
	"nov november lis listopad listopada", "dec december gru grudzień grudzien grudnia",
})

func monthsByWord(words [12]string) map[string]time.Month {
	out := map[string]time.Month{}
	for i, line := range words {
		for _, w := range strings.Fields(line) {
			out[w] = time.Month(i + 1)
		}
	}
	return out
}

var dayWords = map[string]int{
	"dziś": 0, "dzis": 0, "dzisiaj": 0, "today": 0,
	"jutro": 1, "tomorrow": 1, "pojutrze": 2, "wczoraj": -1, "yesterday": -1,
}

var weekdayWords = map[string]time.Weekday{
	"pn": time.Monday, "pon": time.Monday, "poniedziałek": time.Monday, "mon": time.Monday, "monday": time.Monday,
	"wt": time.Tuesday, "wtorek": time.Tuesday, "tue": time.Tuesday, "tuesday": time.Tuesday,
	"śr": time.Wednesday, "sr": time.Wednesday, "środa": time.Wednesday, "wed": time.Wednesday, "wednesday": time.Wednesday,
	"czw": time.Thursday, "czwartek": time.Thursday, "thu": time.Thursday, "thursday": time.Thursday,
	"pt": time.Friday, "piątek": time.Friday, "fri": time.Friday, "friday": time.Friday,
	"sob": time.Saturday, "sobota": time.Saturday, "sat": time.Saturday, "saturday": time.Saturday,
	"nd": time.Sunday, "ndz": time.Sunday, "niedziela": time.Sunday, "sun": time.Sunday, "sunday": time.Sunday,
}

func parseLater(s string, today data.Date) (data.Date, bool) {
	unit := strings.TrimLeft(s, "0123456789")
	n, err := strconv.Atoi(strings.TrimSuffix(s, unit))
	if err != nil || n > 3660 {
		return data.Date{}, false
	}
	switch unit {
	case "", "d":
		return today.AddDays(n), true
	case "t", "w":
		return today.AddDays(7 * n), true
	case "m":
		return addMonths(today, n), true
	}
	return data.Date{}, false
}

// addMonths keeps the day of the month, or takes the month's last one.
func addMonths(d data.Date, n int) data.Date {
	first := data.NewDate(d.Year, d.Month+time.Month(n), 1)
	last := data.NewDate(first.Year, first.Month+1, 0)
	return data.NewDate(first.Year, first.Month, min(d.Day, last.Day))
}

func parseFigures(parts []string, today data.Date) (data.Date, bool) {
	if len(parts) == 0 || len(parts) > 3 {
		return data.Date{}, false
	}
	n := make([]int, len(parts))
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || v < 1 {
			return data.Date{}, false
		}
		n[i] = v
	}
	switch len(n) {
	case 3:
		if n[2] < 100 {
			n[2] += 2000
		}
		return exactDay(n[2], n[1], n[0])
	case 2:
		d, ok := exactDay(today.Year, n[1], n[0])
		if ok && !d.Before(today) {
			return d, true
		}
		return exactDay(today.Year+1, n[1], n[0])
	}
	for m := range 13 { // the next month that has such a day
		first := data.NewDate(today.Year, today.Month+time.Month(m), 1)
		if d, ok := exactDay(first.Year, int(first.Month), n[0]); ok && !d.Before(today) {
			return d, true
		}
	}
	return data.Date{}, false
}

// exactDay refuses what is not in the calendar, such as 31 April.
func exactDay(year, month, day int) (data.Date, bool) {
	d := data.NewDate(year, time.Month(month), day)
	return d, d.Year == year && int(d.Month) == month && d.Day == day && year >= 1900 && year <= 2200
}
