package core

import (
	"context"

	"kartoteka/data"
)

// FollowUps returns what is to be done.
func (c *Core) FollowUps(ctx context.Context, f data.FollowUpFilter) ([]data.FollowUpRow, error) {
	return c.db.FollowUps(ctx, f, c.TodayDate())
}

// AddFollowUp notes something to do and returns its id. Without a day it is
// due today.
func (c *Core) AddFollowUp(ctx context.Context, f data.FollowUp) (int64, error) {
	if f.Due.IsZero() {
		f.Due = c.TodayDate()
	}
	return c.db.AddFollowUp(ctx, f)
}

// DoneFollowUp ticks a follow-up off, or takes that back.
func (c *Core) DoneFollowUp(ctx context.Context, id int64, done bool) error {
	return c.db.DoneFollowUp(ctx, id, done)
}

// SnoozeFollowUp hides a follow-up until a day to come; the zero day shows it
// again at once, which takes a snooze back.
func (c *Core) SnoozeFollowUp(ctx context.Context, id int64, until data.Date) error {
	if !until.IsZero() && !until.After(c.TodayDate()) {
		return data.NewError(data.CodeInvalid, "follow-up-snooze", "Day", until)
	}
	return c.db.SnoozeFollowUp(ctx, id, until)
}
