package calendar

import (
	"slices"
	"time"

	"kartoteka/data"
)

// Rule is a legal term for the answer to a complaint, as it stood from one day
// to another.
type Rule struct {
	Code   string // stable; stored with the case that it was used for
	From   data.Date
	To     data.Date // zero: still in force
	Days   int       // calendar days after the day of receipt
	Legal  []data.LegalType
	Lapses bool   // no answer in time means that the complaint is accepted
	Source string // the law, by its Polish name
	Note   string // key of a sentence about what is uncertain, "" if nothing is
	Remind []int  // days after receipt at which to remind
}

// Holds reports whether the rule was in force on the day of receipt for a
// client of that legal type.
func (r Rule) Holds(received data.Date, legal data.LegalType) bool {
	return data.Period{From: r.From, To: r.To}.Contains(received) && slices.Contains(r.Legal, legal)
}

// The act of 30 May 2014 on consumer rights (ustawa o prawach konsumenta, UPK),
// art. 7a ust. 1 and 2. A complaint keeps the rule of the day on which it was
// received. Whether art. 7a covers a sole trader with consumer rights (art. 7aa
// UPK) is disputed, so the program plans for the case in which it does. Between
// businesses (art. 556 to 576 KC) no statute sets a term: there is no rule.
var rules = []Rule{
	{
		Code: "upk-7a-30", From: date(2017, time.January, 10), To: date(2022, time.December, 31), Days: 30,
		Legal: []data.LegalType{data.Consumer}, Lapses: true,
		Source: "art. 7a ustawy z 30.05.2014 o prawach konsumenta (brzmienie do 31.12.2022)",
		Remind: []int{15, 25, 28},
	},
	{
		Code: "upk-7a-30-sole", From: date(2021, time.January, 1), To: date(2022, time.December, 31), Days: 30,
		Legal: []data.LegalType{data.SoleTrader}, Lapses: true,
		Source: "art. 7a ustawy z 30.05.2014 o prawach konsumenta (brzmienie do 31.12.2022)",
		Note:   "deadline.note.sole-trader", Remind: []int{15, 25, 28},
	},
	{
		Code: "upk-7a-14", From: date(2023, time.January, 1), Days: 14,
		Legal: []data.LegalType{data.Consumer}, Lapses: true,
		Source: "art. 7a ustawy z 30.05.2014 o prawach konsumenta",
		Remind: []int{7, 10, 12},
	},
	{
		Code: "upk-7a-14-sole", From: date(2023, time.January, 1), Days: 14,
		Legal: []data.LegalType{data.SoleTrader}, Lapses: true,
		Source: "art. 7a i 7aa ustawy z 30.05.2014 o prawach konsumenta",
		Note:   "deadline.note.sole-trader", Remind: []int{7, 10, 12},
	},
}

// Rules returns the table of legal terms, oldest first.
func Rules() []Rule {
	out := slices.Clone(rules)
	for i := range out {
		out[i].Legal = slices.Clone(out[i].Legal)
		out[i].Remind = slices.Clone(out[i].Remind)
	}
	return out
}

// RuleFor returns the term that applies to a complaint received on that day
// from a client of that legal type; false when no statute sets one.
func RuleFor(received data.Date, legal data.LegalType) (Rule, bool) {
	for _, r := range rules {
		if r.Holds(received, legal) {
			return r, true
		}
	}
	return Rule{}, false
}

// Deadline returns by when a complaint has to be answered. The day of receipt
// is not counted (art. 111 § 2 KC). Safe is the last day of the term as it
// stands: an answer that has reached the client by then is in time whatever a
// court thinks of shifting. Latest moves a last day that is free to the next
// working day (art. 115 KC). Without a term both are zero and Rule is "".
func Deadline(received data.Date, legal data.LegalType) data.Deadline {
	r, ok := RuleFor(received, legal)
	if !ok || received.IsZero() {
		return data.Deadline{}
	}
	safe := received.AddDays(r.Days)
	return data.Deadline{Rule: r.Code, Safe: safe, Latest: Shift(safe)}
}

// saturdays is the first day on which art. 115 KC also moves a term that ends
// on a Saturday (act of 16 December 2016, in force 1 January 2017).
var saturdays = date(2017, time.January, 1)

// Shift moves the end of a term by art. 115 KC: from a day free by statute, and
// since 2017 from a Saturday, to the next day that is neither.
func Shift(end data.Date) data.Date {
	for Statutory(end) || (end.Weekday() == time.Saturday && !end.Before(saturdays)) {
		end = end.AddDays(1)
	}
	return end
}

// date keeps the table readable.
func date(year int, month time.Month, day int) data.Date {
	return data.Date{Year: year, Month: month, Day: day}
}
