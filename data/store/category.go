package store

import (
	"context"

	"kartoteka/data"
)

// Categories returns one of the owner's lists in its order.
func (db *DB) Categories(ctx context.Context, listName string) ([]data.Category, error) {
	out, err := collect(ctx, db.r, func(s scanner, c *data.Category) error {
		return s.Scan(&c.List, &c.Code, &c.Name, &c.Rank)
	}, `SELECT list, code, name, rank FROM category WHERE list = ? ORDER BY rank, code`, listName)
	return out, told("read categories", err)
}
