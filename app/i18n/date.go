package i18n

import (
	"strconv"
	"time"

	"kartoteka/data"
)

// Date writes a date in figures: 22.11.2026, 22 Nov 2026.
func (t *Translator) Date(d data.Date) string {
	if d.IsZero() {
		return ""
	}
	return t.T("date.short", "Day", two(d.Day), "Month", two(int(d.Month)),
		"MonthName", t.monthName("date.month-short.", d), "Year", strconv.Itoa(d.Year))
}

// LongDate writes a date in words: niedziela, 22 listopada 2026.
func (t *Translator) LongDate(d data.Date) string {
	if d.IsZero() {
		return ""
	}
	return t.T("date.long", "Weekday", t.Weekday(d.Weekday()), "Day", strconv.Itoa(d.Day),
		"Month", t.monthName("date.month-of.", d), "Year", strconv.Itoa(d.Year))
}

// Month writes the month of a date: lis 2026.
func (t *Translator) Month(d data.Date) string {
	if d.IsZero() {
		return ""
	}
	return t.T("date.month", "Month", t.monthName("date.month-short.", d), "Year", strconv.Itoa(d.Year))
}

// Weekday returns a day of the week: niedziela.
func (t *Translator) Weekday(w time.Weekday) string {
	return t.T("date.weekday." + strconv.Itoa(int(w)))
}

// DateTime writes a moment in the translator's zone: 22.11.2026, 10:42.
func (t *Translator) DateTime(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return t.T("date.moment", "Date", t.Date(data.DateIn(at, t.zone)), "Time", t.TimeOfDay(at))
}

// TimeOfDay writes the hour in the translator's zone: 10:42.
func (t *Translator) TimeOfDay(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(t.zone).Format("15:04")
}

// When writes a moment as short as it can be told apart on the day of now:
// 10:42, wczoraj, 12 lis, 12 lis 2024.
func (t *Translator) When(at, now time.Time) string {
	if at.IsZero() {
		return ""
	}
	day, today := data.DateIn(at, t.zone), data.DateIn(now, t.zone)
	switch {
	case day == today:
		return t.TimeOfDay(at)
	case day == today.AddDays(-1):
		return t.T("date.yesterday")
	case day.Year == today.Year:
		return t.T("date.day", "Day", strconv.Itoa(day.Day), "Month", t.monthName("date.month-short.", day))
	}
	return t.T("date.day-year", "Day", strconv.Itoa(day.Day),
		"Month", t.monthName("date.month-short.", day), "Year", strconv.Itoa(day.Year))
}

func (t *Translator) monthName(family string, d data.Date) string {
	return t.T(family + strconv.Itoa(int(d.Month)))
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
