package calendar

import (
	"time"

	"kartoteka/data"
)

// Hours are when a firm is open, in minutes of the day; both the same: closed.
type Hours struct{ From, To int }

// Week is when a firm is open on the days of a week without holidays, Sunday first.
type Week [7]Hours

// UsualWeek is Monday to Friday from 8 to 16, where nobody said otherwise.
func UsualWeek() Week {
	var w Week
	for d := time.Monday; d <= time.Friday; d++ {
		w[d] = Hours{8 * 60, 16 * 60}
	}
	return w
}

// mostDays is how far back working hours are counted: over more than three years
// nobody asks how many there were.
const mostDays = 3 * 366

// Open returns how much of the time from one moment to another lies in the
// firm's hours: the overlap with each local day's hours, without public holidays.
// Hours are converted to real instants, so that a day of 23 or 25 hours comes
// out right (DOMAIN §2.2).
func (w Week) Open(from, to time.Time, zone *time.Location) time.Duration {
	if !from.Before(to) {
		return 0
	}
	var sum time.Duration
	last := data.DateIn(to, zone)
	first := data.DateIn(from, zone)
	if last.Sub(first) > mostDays { // nobody counts working hours over years
		first = last.AddDays(-mostDays)
	}
	for d := first; !d.After(last); d = d.AddDays(1) {
		h := w[d.Weekday()]
		if h.From >= h.To || Holiday(d) {
			continue
		}
		opens, closes := h.on(d, zone)
		if opens.Before(from) {
			opens = from
		}
		if closes.After(to) {
			closes = to
		}
		if opens.Before(closes) {
			sum += closes.Sub(opens)
		}
	}
	return sum
}

func (h Hours) on(d data.Date, zone *time.Location) (opens, closes time.Time) {
	at := func(minute int) time.Time {
		return time.Date(d.Year, d.Month, d.Day, minute/60, minute%60, 0, 0, zone)
	}
	return at(h.From), at(h.To)
}
