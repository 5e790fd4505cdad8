package privacy

import (
	"time"

	"kartoteka/data"
	"kartoteka/data/calendar"
)

// Terms of RODO in force since 25 May 2018.
const (
	answerMonths    = 1 // art. 12(3), first sentence
	extensionMonths = 2 // art. 12(3), second sentence: counted on from the first month
	breachHours     = 72
)

// RequestDue returns the day by which a request of art. 15 to 22 RODO has to be
// answered: a month from receipt (art. 12(3)), counted by Regulation (EEC,
// Euratom) No 1182/71, art. 3: the same date of the next month; where there is
// none, the last day of that month; a Saturday, Sunday or public holiday moves
// to the next working day. The zero date has no term.
func RequestDue(received data.Date) data.Date { return term(received, answerMonths) }

// ExtendedDue returns the day by which it has to be answered after an extension,
// which has to be announced with its reasons by RequestDue.
func ExtendedDue(received data.Date) data.Date {
	return term(received, answerMonths+extensionMonths)
}

func term(from data.Date, months int) data.Date {
	if from.IsZero() {
		return data.Date{}
	}
	return calendar.Shift(addMonths(from, months))
}

// addMonths returns the same date some months later, or the last day of that month.
func addMonths(d data.Date, months int) data.Date {
	first := data.NewDate(d.Year, d.Month+time.Month(months), 1)
	last := data.NewDate(first.Year, first.Month+1, 0)
	return data.Date{Year: first.Year, Month: first.Month, Day: min(d.Day, last.Day)}
}

// BreachDue returns the moment by which a breach that means a risk has to be
// reported to UODO: 72 hours after the firm came to know of it (RODO art.
// 33(1)). Hours run through holidays.
func BreachDue(found time.Time) time.Time {
	if found.IsZero() {
		return time.Time{}
	}
	return found.Add(breachHours * time.Hour)
}

// TaxUntil returns the last day on which the documents of a sale may be asked
// for: five years from the end of the year in which the tax was due (art. 70 § 1
// ustawy z 29.08.1997 Ordynacja podatkowa). The tax on a year's sales falls due
// by the next year at the latest.
func TaxUntil(sold data.Date) data.Date {
	if sold.IsZero() {
		return data.Date{}
	}
	return data.Date{Year: sold.Year + 1 + 5, Month: time.December, Day: 31}
}

func monthOf(n int) time.Month { return time.Month(n) }
