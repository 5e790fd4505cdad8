package core

import (
	"context"

	"kartoteka/data"
)

// Settings returns the owner's choices.
func (c *Core) Settings(ctx context.Context) (data.Settings, error) { return c.db.Settings(ctx) }

// SetSettings keeps the owner's choices.
func (c *Core) SetSettings(ctx context.Context, s data.Settings) error {
	if err := c.db.SetSettings(ctx, s); err != nil {
		return err
	}
	c.desk.SetZone(s)
	return nil
}

// OnlyRead says why the card index can only be read at present; nil: it can be
// written.
func (c *Core) OnlyRead() error {
	switch {
	case c.db.Full():
		return data.NewError(data.CodeNoSpace, "opened-full")
	case c.db.Protected():
		return data.NewError(data.CodeReadOnly, "read-only")
	}
	return nil
}
