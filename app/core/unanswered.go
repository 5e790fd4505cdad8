package core

import (
	"context"
	"time"

	"kartoteka/data"
)

// UnansweredCount returns how many entries the list of what nobody has answered has.
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
