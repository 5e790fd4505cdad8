// Package waiting counts how long clients wait for an answer: by the clock and in
// the firm's own hours. What counts as an answer is the store's to know.
package waiting

import (
	"context"
	"time"

	"kartoteka/app/core/desk"
	"kartoteka/data"
	"kartoteka/data/calendar"
)

// Store is what the list needs of the card index.
type Store interface {
	Settings(ctx context.Context) (data.Settings, error)
	Unanswered(ctx context.Context, f data.UnansweredFilter) ([]data.Unanswered, error)
}

// List is what nobody has answered.
type List struct {
	db   Store
	desk *desk.Desk
}

// New returns the list of a card index.
func New(db Store, d *desk.Desk) *List { return &List{db, d} }

// Unanswered returns a page of what nobody has answered, the longest waiting
// first, with how long each waits by the clock and in the firm's hours.
func (l *List) Unanswered(ctx context.Context, f data.UnansweredFilter) ([]data.Unanswered, error) {
	settings, err := l.db.Settings(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := l.db.Unanswered(ctx, f)
	if err != nil {
		return nil, err
	}
	week, now, today, zone := Week(&settings), l.desk.Now(), l.desk.Today(), l.desk.Zone()
	for i := range rows {
		u := &rows[i]
		u.Days = max(0, today.Sub(data.DateIn(u.At, zone)))
		u.WorkMinutes = int(week.Open(u.At, now, zone) / time.Minute)
		if !u.Deadline.Safe.IsZero() {
			u.DaysLeft = u.Deadline.Safe.Sub(today)
		}
	}
	return rows, nil
}

// unansweredPage is how many entries are in memory at once where all are wanted.
const unansweredPage = 500

// EachUnanswered hands over all of that list.
func (l *List) EachUnanswered(ctx context.Context, do func(data.Unanswered) error) error {
	f := data.UnansweredFilter{Limit: unansweredPage}
	for {
		rows, err := l.Unanswered(ctx, f)
		if err != nil {
			return err
		}
		for i := range rows {
			if err := do(rows[i]); err != nil {
				return err
			}
		}
		if len(rows) < unansweredPage {
			return nil
		}
		f.After = rows[len(rows)-1].Cursor()
	}
}

// Week is when the firm is open.
func Week(s *data.Settings) calendar.Week {
	w := calendar.UsualWeek()
	if from, to, ok := hoursOf(s.WorkFrom, s.WorkTo); ok {
		for d := time.Monday; d <= time.Friday; d++ {
			w[d] = calendar.Hours{From: from, To: to}
		}
	}
	if from, to, ok := hoursOf(s.SaturdayFrom, s.SaturdayTo); ok {
		w[time.Saturday] = calendar.Hours{From: from, To: to}
	}
	return w
}

// hoursOf reads hours written as "15:04", in minutes of the day.
func hoursOf(from, to string) (first, last int, ok bool) {
	a, err1 := time.Parse("15:04", from)
	b, err2 := time.Parse("15:04", to)
	if err1 != nil || err2 != nil {
		return 0, 0, false
	}
	return a.Hour()*60 + a.Minute(), b.Hour()*60 + b.Minute(), true
}
