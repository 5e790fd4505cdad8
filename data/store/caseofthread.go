package store

import (
	"context"

	"kartoteka/data/store/sqlite"
)

// CaseOfThread returns the newest case that a message, or another of its thread,
// opened or was filed under; 0 for none.
func (db *DB) CaseOfThread(ctx context.Context, messageID int64) (int64, error) {
	id, _, err := sqlite.Value[int64](ctx, db.file, `SELECT k.id FROM message m JOIN message o ON o.thread = m.thread
		JOIN case_record k ON k.message_id = o.id
			OR k.id = (SELECT i.case_id FROM interaction i WHERE i.message_id = o.id)
		WHERE m.id = ? ORDER BY (k.message_id = m.id) DESC, k.id DESC LIMIT 1`, messageID)
	return id, sqlite.Told("read case", err)
}
