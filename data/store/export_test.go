package store

import (
	"context"
	"io"

	"kartoteka/data"
)

// Raw reads all bytes of a message.
func (db *DB) Raw(ctx context.Context, id int64) ([]byte, error) {
	r, err := db.OpenRaw(ctx, id)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r.Reader())
}

// AddInteraction enters one with nothing to do after it.
func (db *DB) AddInteraction(ctx context.Context, i data.Interaction) (int64, error) {
	return db.AddInteractionAndNext(ctx, i, nil)
}
