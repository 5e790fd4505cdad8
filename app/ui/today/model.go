package today

import (
	"time"

	"kartoteka/data"
)

// step is the one thing that is worth doing first.
type step int

const (
	stepNone     step = iota
	stepAnswer        // a complaint whose safe date is here or over
	stepDo            // a follow-up that is overdue or due
	stepMail          // mail that waits
	stepAccount       // no mailbox yet
	stepDeadline      // a complaint with time left
)

// next tells what to do first: what the law counts, then what was promised,
// then what came in.
func next(t *data.Today) step {
	switch {
	case len(t.Deadlines) > 0 && t.Deadlines[0].DaysLeft <= 1:
		return stepAnswer
	case len(t.FollowUps) > 0:
		return stepDo
	case t.Waiting > 0:
		return stepMail
	case len(t.Deadlines) > 0:
		return stepDeadline
	case len(t.Accounts) == 0:
		return stepAccount
	}
	return stepNone
}

// daysKey returns the sentence for a number of days and the number that fills
// it.
func daysKey(left int) (key string, n int) {
	switch {
	case left < 0:
		return "today.days-over", -left
	case left == 0:
		return "today.days-today", 0
	}
	return "today.days-left", left
}

// fewMonths is below how many full months nothing is called usual.
const fewMonths = 3

// monthKey returns the key of the sentence about this month beside the usual.
// Counts this small are never turned into percentages, and a difference of
// less than two standard deviations of chance is not called one.
func monthKey(t *data.Today) string {
	usual := t.UsualMonth
	switch {
	case t.UsualOf < fewMonths:
		return "today.month-unknown"
	case above(float64(t.ThisMonth), usual):
		return "today.month-above"
	}
	return "today.month-usual"
}

// above reports whether a count lies outside what chance gives around a mean:
// two square roots of the mean, as for counts that come one by one.
func above(count, mean float64) bool {
	d := count - mean
	return d > 0 && d*d > 4*mean && d > 1
}

// greeting returns the key of the greeting for an hour.
func greeting(at time.Time) string {
	if h := at.Hour(); h >= 18 || h < 4 {
		return "today.good-evening"
	}
	return "today.good-day"
}

// noMailKey says why no mail waits: there is no mailbox, none was pulled yet,
// or all was decided on.
func noMailKey(accounts []data.Account) string {
	if len(accounts) == 0 {
		return "today.mail-no-account"
	}
	for _, a := range accounts {
		if !a.LastOK.IsZero() {
			return "today.mail-none"
		}
	}
	return "today.mail-not-yet"
}

// troubled returns the accounts that failed at least twice in a row: one
// failure is often the weather.
func troubled(accounts []data.Account) []data.Account {
	var out []data.Account
	for _, a := range accounts {
		if a.LastErr != "" && a.Failed >= 2 {
			out = append(out, a)
		}
	}
	return out
}

// snoozes are the days to which a follow-up can be put off by one key.
func snoozes(today data.Date) []data.Date {
	monday := today.AddDays((int(time.Monday)-int(today.Weekday())+6)%7 + 1)
	return []data.Date{today.AddDays(1), today.AddDays(3), monday}
}
