package core

import (
	"context"
	"slices"

	"kartoteka/data"
)

// newestShown is how much of the waiting mail the first screen shows.
const newestShown = 5

// usualMonths is how many full months stand behind "what is usual".
const usualMonths = 12

// Today returns the first screen.
func (c *Core) Today(ctx context.Context) (data.Today, error) {
	t := data.Today{On: c.TodayDate()}
	for _, fill := range []func(context.Context, *data.Today) error{
		c.fillDue, c.fillDeadlines, c.fillWaiting, c.fillMonths, c.fillEmpty,
	} {
		if err := fill(ctx, &t); err != nil {
			return data.Today{}, err
		}
	}
	return t, nil
}

// Badges returns the small numbers of the sidebar.
func (c *Core) Badges(ctx context.Context) (data.Badges, error) {
	return c.db.Badges(ctx, c.TodayDate())
}

func (c *Core) fillDue(ctx context.Context, t *data.Today) (err error) {
	t.FollowUps, err = c.db.FollowUps(ctx, data.FollowUpFilter{DueBy: t.On}, t.On)
	return err
}

func (c *Core) fillDeadlines(ctx context.Context, t *data.Today) error {
	open, err := c.db.Cases(ctx, data.CaseFilter{OpenOnly: true, Kind: data.CaseComplaint}, t.On)
	if err != nil {
		return err
	}
	t.Deadlines = slices.DeleteFunc(open, func(k data.CaseRow) bool { return k.Deadline.Safe.IsZero() })
	slices.SortStableFunc(t.Deadlines, func(a, b data.CaseRow) int {
		return a.Deadline.Safe.Compare(b.Deadline.Safe)
	})
	return nil
}

func (c *Core) fillWaiting(ctx context.Context, t *data.Today) (err error) {
	if t.Waiting, err = c.db.InboxCount(ctx); err != nil {
		return err
	}
	if t.Newest, err = c.db.Inbox(ctx, data.InboxFilter{Limit: newestShown}); err != nil {
		return err
	}
	if t.Unanswered, err = c.UnansweredCount(ctx); err != nil || t.Unanswered == 0 {
		return err
	}
	oldest, err := c.Unanswered(ctx, data.UnansweredFilter{Limit: 1})
	if len(oldest) > 0 {
		t.Oldest = oldest[0].Days
	}
	return err
}

// fillMonths counts this month's complaints and the mean of the full months
// before. Months from before the first complaint on record do not count: the
// firm may not have kept any yet.
func (c *Core) fillMonths(ctx context.Context, t *data.Today) error {
	month := t.On.FirstOfMonth()
	first := data.NewDate(month.Year, month.Month-usualMonths, 1)
	counts, err := c.db.MonthlyComplaints(ctx, first, t.On)
	if err != nil {
		return err
	}
	byMonth := map[data.Date]int{}
	for _, n := range counts {
		byMonth[n.Month.FirstOfMonth()] += n.Count
	}
	t.ThisMonth = byMonth[month]
	sum := 0
	for m := first; m.Before(month); m = data.NewDate(m.Year, m.Month+1, 1) {
		if t.UsualOf == 0 && byMonth[m] == 0 {
			continue
		}
		t.UsualOf++
		sum += byMonth[m]
	}
	if t.UsualOf > 0 {
		t.UsualMonth = float64(sum) / float64(t.UsualOf)
	}
	return nil
}

func (c *Core) fillEmpty(ctx context.Context, t *data.Today) (err error) {
	if t.Accounts, err = c.db.Accounts(ctx); err != nil {
		return err
	}
	t.Empty, err = c.db.Empty(ctx)
	return err
}
