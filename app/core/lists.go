package core

import (
	"context"

	"kartoteka/data"
)

// Categories returns one of the owner's lists, in its order, hidden entries among
// them.
func (c *Core) Categories(ctx context.Context, list string) ([]data.Category, error) {
	return c.db.Categories(ctx, list)
}

// Channels returns the ways of talking with clients, hidden ones among them.
func (c *Core) Channels(ctx context.Context) ([]data.Category, error) {
	return c.db.Categories(ctx, data.ListChannels)
}

// SaveCategory adds an entry to one of the owner's lists, or changes the one that
// has the code.
func (c *Core) SaveCategory(ctx context.Context, e data.Category) error {
	return c.db.SaveCategory(ctx, e)
}

// DeleteCategory takes an entry that nothing bears off one of the owner's lists.
func (c *Core) DeleteCategory(ctx context.Context, list, code string) error {
	return c.db.DeleteCategory(ctx, list, code)
}

// CustomFields returns the fields that the owner added to the cards, in their order.
func (c *Core) CustomFields(ctx context.Context) ([]data.CustomField, error) {
	return c.db.CustomFields(ctx)
}

// SaveCustomField adds a field to the cards, or changes one, and returns its id.
func (c *Core) SaveCustomField(ctx context.Context, f data.CustomField) (int64, error) {
	return c.db.SaveCustomField(ctx, f)
}

// DeleteCustomField takes a field off all cards.
func (c *Core) DeleteCustomField(ctx context.Context, id int64) error {
	return c.db.DeleteCustomField(ctx, id)
}
