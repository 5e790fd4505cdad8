package contacts

import (
	"context"
	"database/sql"
	"slices"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// EachContactRow hands on everybody whom the filter selects, in its order, as the
// list shows them, a few at a time: the list may be longer than memory.
func (cs *Cards) EachContactRow(ctx context.Context, f data.ContactFilter, do func(*data.ContactRow) error) error {
	f.Offset, f.Limit = 0, 0
	writes := cs.file.Writes()
	return cs.file.Read(ctx, "list contacts", func(q *sql.Tx) error {
		ids, err := cs.rankedIDs(ctx, q, f, writes)
		if err != nil {
			return err
		}
		for batch := range slices.Chunk(ids, contactBatch) {
			rows, err := Rows(ctx, q, batch)
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
func (cs *Cards) ContactNames(ctx context.Context) (map[int64]string, error) {
	return cs.namesBy(ctx, `SELECT id, display_name FROM contact WHERE erased IS NULL`)
}

// ReferrerNames returns what those are called who sent somebody, by id: by the
// UID where several have the name.
func (cs *Cards) ReferrerNames(ctx context.Context) (map[int64]string, error) {
	return cs.namesBy(ctx, `SELECT c.id, CASE (SELECT count(*) FROM contact o WHERE o.find_name = c.find_name)
			WHEN 1 THEN c.display_name ELSE c.uid END
		FROM contact c WHERE c.erased IS NULL AND c.id IN (SELECT referred_by FROM contact WHERE referred_by IS NOT NULL)`)
}

func (cs *Cards) namesBy(ctx context.Context, query string) (map[int64]string, error) {
	names := map[int64]string{}
	err := sqlite.Each(ctx, cs.file, func(rows *sql.Rows) error {
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

// contactBatch is how many contacts EachContact reads at once.
const contactBatch = 2000

// EachContact hands on every contact whole, by their ids. Those whose identity
// was erased are left out.
func (cs *Cards) EachContact(ctx context.Context, do func(*data.Contact) error) error {
	return cs.file.Read(ctx, "read contacts", func(q *sql.Tx) error {
		for last := int64(0); ; {
			batch, err := sqlite.Collect(ctx, q, func(s sqlite.Scanner, c *data.Contact) error { return s.Scan(Fields(c)...) },
				`SELECT `+Columns+` FROM contact c WHERE c.id > ? AND c.erased IS NULL ORDER BY c.id LIMIT ?`,
				last, contactBatch)
			if err != nil {
				return err
			}
			byID := make(map[int64]*data.Contact, len(batch))
			for i := range batch {
				byID[batch[i].ID] = &batch[i]
			}
			if err := AddParts(ctx, q, byID); err != nil {
				return err
			}
			for i := range batch {
				last = batch[i].ID
				if err := do(&batch[i]); err != nil {
					return err
				}
			}
			if len(batch) < contactBatch {
				return nil
			}
		}
	})
}
