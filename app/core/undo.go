package core

import (
	"context"

	"kartoteka/data"
)

// Undo takes back the last deed that was done since the card index was opened.
// Where the same rows were changed since by other hands it is a conflict, and
// nothing is touched.
func (c *Core) Undo(ctx context.Context) (data.Reverted, error) { return c.db.Undo(ctx) }

// UndoDeed takes back one deed of the session, as strictly as Undo does, although
// others may have come after it.
func (c *Core) UndoDeed(ctx context.Context, id int64) (data.Reverted, error) {
	return c.db.UndoDeed(ctx, id)
}

// Redo does again what was undone last, as long as nothing else was done since.
func (c *Core) Redo(ctx context.Context) (data.Reverted, error) { return c.db.Redo(ctx) }

// RevertAction takes any deed back, also an old one. Rows that changed since, or
// are in use, stay as they are and are counted.
func (c *Core) RevertAction(ctx context.Context, id int64) (data.Reverted, error) {
	return c.db.RevertAction(ctx, id)
}

// Actions returns the owner's deeds, newest first, from the one before the given
// id on (0: from the newest).
func (c *Core) Actions(ctx context.Context, limit int, before int64) ([]data.Action, error) {
	return c.db.Actions(ctx, limit, before)
}
