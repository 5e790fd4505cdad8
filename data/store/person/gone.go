package person

import (
	"context"
	"database/sql"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// Somebody whose card was deleted, or who came by an import that was taken
// back, is in no row any more and yet in the journal, from which the card could
// come again. Such a person has the number of the former card.

// gone selects what the journal holds of cards that are no more: deletions of
// the table. What was merged into another card is that one's.
const gone = ` FROM action_change c JOIN action a ON a.id = c.action_id
	WHERE c.op = 'delete' AND c.before IS NOT NULL AND NOT (a.what = 'contact-merge' AND a.undone IS NULL)
	AND NOT EXISTS (SELECT 1 FROM contact k WHERE k.id = c.contact_id)`

// Gone hands on everybody who is only in the journal or the trash, by number;
// do returns false to end. It reads the whole journal.
func (ps *People) Gone(ctx context.Context, do func(*data.GonePerson) bool) error {
	err := ps.file.Read(ctx, "read former cards", func(q *sql.Tx) error {
		var p *data.GonePerson
		more := true
		hand := func() {
			if p != nil && p.Name != "" && more {
				more = do(p)
			}
		}
		err := sqlite.Each(ctx, q, func(rows *sql.Rows) error {
			var g data.GonePerson
			var kind, value, norm string
			if err := rows.Scan(&g.ID, sqlite.TimeOf(&g.At), &g.Trashed, &g.Name, &kind, &value, &norm); err != nil {
				return err
			}
			if p == nil || p.ID != g.ID {
				hand()
				p = &g
			}
			if kind != "" {
				p.Handles = append(p.Handles, data.Handle{Kind: data.HandleKind(kind), Value: value, Norm: norm})
			}
			return nil
		}, `SELECT c.contact_id, a.at, a.undone IS NULL AND a.what = 'contact-delete',
				CASE c.tbl WHEN 'contact' THEN coalesce(json_extract(c.before, '$.display_name'), '') ELSE '' END,
				CASE c.tbl WHEN 'handle' THEN coalesce(json_extract(c.before, '$.kind'), '') ELSE '' END,
				coalesce(json_extract(c.before, '$.value'), ''), coalesce(json_extract(c.before, '$.norm'), '')`+gone+`
				AND c.tbl IN ('contact', 'handle') ORDER BY c.contact_id, c.tbl, c.id DESC`)
		hand()
		return err
	})
	return err
}

// NameOfGone is what the card that went was called; "" if the journal knows of none.
func NameOfGone(ctx context.Context, q sqlite.Querier, id int64) (string, error) {
	name, _, err := sqlite.Value[string](ctx, q, `SELECT coalesce(json_extract(c.before, '$.display_name'), '')`+gone+`
		AND c.tbl = 'contact' AND c.contact_id = ? ORDER BY c.id DESC LIMIT 1`, id)
	return name, err
}

// formerCards finds the cards of a copy that are the person's and went there.
func formerCards(ctx context.Context, q sqlite.Querier, c card) (int64, bool, error) {
	return sqlite.Value[int64](ctx, q, `SELECT c.contact_id`+gone+` AND c.tbl = 'contact' AND c.contact_id = ?
		AND json_extract(c.before, '$.created') = ? LIMIT 1`, c.ID, c.Created)
}
