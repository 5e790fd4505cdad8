package store

import (
	"context"
	"database/sql"
	"slices"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// EachContactRow hands on everybody whom the filter selects, in its order, as the
// list shows them, a few at a time: the list may be longer than memory.
func (db *DB) EachContactRow(ctx context.Context, f data.ContactFilter, do func(*data.ContactRow) error) error {
	f.Offset, f.Limit = 0, 0
	writes := db.file.Writes()
	return db.file.Read(ctx, "list contacts", func(q *sql.Tx) error {
		ids, err := db.rankedIDs(ctx, q, f, writes)
		if err != nil {
			return err
		}
		for batch := range slices.Chunk(ids, contactBatch) {
			rows, err := contactRows(ctx, q, batch)
			if err != nil {
				return err
			}
			for i := range rows {
				if err := do(&rows[i]); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// ContactNames returns what every contact is called.
func (db *DB) ContactNames(ctx context.Context) (map[int64]string, error) {
	return db.namesBy(ctx, `SELECT id, display_name FROM contact WHERE erased IS NULL`)
}

// ReferrerNames returns what those are called who sent somebody, by id: by the
// UID where several have the name.
func (db *DB) ReferrerNames(ctx context.Context) (map[int64]string, error) {
	return db.namesBy(ctx, `SELECT c.id, CASE (SELECT count(*) FROM contact o WHERE o.find_name = c.find_name)
			WHEN 1 THEN c.display_name ELSE c.uid END
		FROM contact c WHERE c.erased IS NULL AND c.id IN (SELECT referred_by FROM contact WHERE referred_by IS NOT NULL)`)
}

func (db *DB) namesBy(ctx context.Context, query string) (map[int64]string, error) {
	names := map[int64]string{}
	err := sqlite.Each(ctx, db.file, func(rows *sql.Rows) error {
		var id int64
		var name string
		if err := rows.Scan(&id, &name); err != nil {
			return err
		}
		names[id] = name
		return nil
	}, query)
	return names, sqlite.Told("read names", err)
}
