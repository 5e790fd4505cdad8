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

// Tags returns the tags in use, by Polish order.
func (c *Core) Tags(ctx context.Context) ([]string, error) { return c.db.Tags(ctx) }

// Cities returns the cities of the contacts, by Polish order.
func (c *Core) Cities(ctx context.Context) ([]string, error) { return c.db.Cities(ctx) }

// Views returns the lists of contacts that the owner saved, in their order.
func (c *Core) Views(ctx context.Context) ([]data.SavedView, error) { return c.db.Views(ctx) }

// SaveView keeps a list as the owner likes it, a new one or the one whose id is
// given, and returns its id.
func (c *Core) SaveView(ctx context.Context, v data.SavedView) (int64, error) {
	return c.db.SaveView(ctx, v)
}

// DeleteView forgets a saved list; what it showed stays.
func (c *Core) DeleteView(ctx context.Context, id int64) error { return c.db.DeleteView(ctx, id) }
