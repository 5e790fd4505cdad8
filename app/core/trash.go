package core

import (
	"context"
	"time"

	"kartoteka/data"
)

const (
	// journalKept is how long other deeds can be taken back one by one.
	journalKept = 365 * 24 * time.Hour
	// journalMost is how many changed rows the journal holds; beyond them the
	// oldest deeds leave it.
	journalMost = 500_000
)

// Trash returns what was deleted and can be restored, newest first.
func (c *Core) Trash(ctx context.Context) ([]data.Trashed, error) { return c.db.Trash(ctx) }

// RestoreTrashed brings back what a deletion took away.
func (c *Core) RestoreTrashed(ctx context.Context, actionID int64) (data.Reverted, error) {
	return c.db.RestoreTrashed(ctx, actionID)
}

// EmptyTrash makes what was deleted before the moment impossible to restore and
// returns how many deletions that were.
func (c *Core) EmptyTrash(ctx context.Context, olderThan time.Time) (int, error) {
	return c.db.EmptyTrash(ctx, olderThan)
}

// TidyJournal empties the trash of what has lain in it too long and takes
// deeds out of the journal that are older than a year, or too many. It is part
// of the nightly run.
func (c *Core) TidyJournal(ctx context.Context) error {
	if _, err := c.db.EmptyTrash(ctx, c.Now().Add(-data.TrashKept)); err != nil {
		return err
	}
	_, err := c.db.PruneJournal(ctx, c.Now().Add(-journalKept), journalMost)
	return err
}

// History returns what deeds did to a contact's card and records, newest first.
func (c *Core) History(ctx context.Context, contactID int64, limit int) ([]data.FieldChange, error) {
	return c.db.History(ctx, contactID, limit)
}

// DeleteContact moves a contact to the trash. Its mail, cases, opinions and
// orders stay without it.
func (c *Core) DeleteContact(ctx context.Context, id int64) error { return c.db.DeleteContact(ctx, id) }

// DeleteContacts moves many contacts to the trash, all or none.
func (c *Core) DeleteContacts(ctx context.Context, ids []int64) error {
	return c.db.DeleteContacts(ctx, ids)
}

// ChangeInteraction keeps a changed entry of a timeline.
func (c *Core) ChangeInteraction(ctx context.Context, i data.Interaction) error {
	if i.ContactID == 0 {
		return data.NewError(data.CodeInvalid, "interaction-nobody")
	}
	i.At = i.At.UTC()
	return c.db.ChangeInteraction(ctx, i)
}

// DeleteInteraction moves an entry of a timeline to the trash; mail is refused.
func (c *Core) DeleteInteraction(ctx context.Context, id int64) error {
	return c.db.DeleteInteraction(ctx, id)
}

// PinInteraction puts an entry first on its timeline, or back to its place.
func (c *Core) PinInteraction(ctx context.Context, id int64, pinned bool) error {
	return c.db.PinInteraction(ctx, id, pinned)
}

// DeleteCase moves a case to the trash; its number stays given out.
func (c *Core) DeleteCase(ctx context.Context, id int64) error { return c.db.DeleteCase(ctx, id) }

// ChangeFollowUp keeps what is to be done, for whom and when.
func (c *Core) ChangeFollowUp(ctx context.Context, f data.FollowUp) error {
	return c.db.ChangeFollowUp(ctx, f)
}

// DeleteFollowUp moves a follow-up to the trash.
func (c *Core) DeleteFollowUp(ctx context.Context, id int64) error {
	return c.db.DeleteFollowUp(ctx, id)
}

// ChangeOrder keeps a changed order.
func (c *Core) ChangeOrder(ctx context.Context, o data.Order) error { return c.db.ChangeOrder(ctx, o) }

// DeleteOrder moves an order to the trash.
func (c *Core) DeleteOrder(ctx context.Context, id int64) error { return c.db.DeleteOrder(ctx, id) }

// DeleteOpinion moves an opinion to the trash.
func (c *Core) DeleteOpinion(ctx context.Context, id int64) error { return c.db.DeleteOpinion(ctx, id) }

// DeleteMessage moves a message to the trash; one that was decided on is
// refused. A server that offers it again is not asked for it.
func (c *Core) DeleteMessage(ctx context.Context, id int64) error { return c.db.DeleteMessage(ctx, id) }
