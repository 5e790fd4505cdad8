package core

import (
	"context"
	"time"

	"kartoteka/app/core/waiting"
	"kartoteka/data"
)

// unanswered is the list of what nobody has answered.
func (c *Core) unanswered() *waiting.List { return waiting.New(c.db, c.desk) }

// Unanswered returns a page of what nobody has answered, the longest waiting
// first, with how long each waits by the clock and in the firm's hours.
func (c *Core) Unanswered(ctx context.Context, f data.UnansweredFilter) ([]data.Unanswered, error) {
	return c.unanswered().Unanswered(ctx, f)
}

// EachUnanswered hands over all of that list.
func (c *Core) EachUnanswered(ctx context.Context, do func(data.Unanswered) error) error {
	return c.unanswered().EachUnanswered(ctx, do)
}

// UnansweredCount returns how many entries that list has.
func (c *Core) UnansweredCount(ctx context.Context) (int, error) { return c.db.UnansweredCount(ctx) }

// NoAnswer notes that an entry of that list needs no answer. What comes later in
// its thread waits again.
func (c *Core) NoAnswer(ctx context.Context, key data.UnansweredKey) error {
	return c.db.NoAnswer(ctx, key)
}

// SetOutcome notes what came of an entry of a timeline.
func (c *Core) SetOutcome(ctx context.Context, interactionID int64, o data.EntryOutcome) error {
	return c.db.SetOutcome(ctx, interactionID, o)
}

// RedirectCase notes that a client who complained or asked was only sent
// elsewhere, now: that answers nothing, and the case stays open.
func (c *Core) RedirectCase(ctx context.Context, id int64, redirected bool) error {
	var at time.Time
	if redirected {
		at = c.Now()
	}
	return c.db.RedirectCase(ctx, id, at)
}
