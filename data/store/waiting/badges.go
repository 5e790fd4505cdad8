package waiting

import (
	"context"
	"database/sql"

	"kartoteka/data"
	"kartoteka/data/store/letter"
	"kartoteka/data/store/record"
	"kartoteka/data/store/sqlite"
)

// soon is how many days before its safe date a case begins to press.
const soon = 2

// Badges returns the small numbers beside the screens.
func (w *Waiting) Badges(ctx context.Context, today data.Date) (data.Badges, error) {
	var b data.Badges
	err := w.file.Read(ctx, "count badges", func(q *sql.Tx) (err error) {
		if b.Waiting, err = letter.InboxCount(ctx, q); err != nil {
			return err
		}
		return q.QueryRowContext(ctx, `SELECT
			(SELECT count(*) FROM follow_up WHERE done IS NULL AND shows <= ?)
			+ (SELECT count(*) FROM case_record WHERE `+record.OpenCase+` AND safe <> '' AND safe <= ?),
			(SELECT count(*) FROM case_record WHERE `+record.OpenCase+`)`,
			today.String(), today.AddDays(soon).String()).Scan(&b.Due, &b.Cases)
	})
	return b, err
}

// Empty reports whether nothing was ever entered: no contact, no mail, no account.
func (w *Waiting) Empty(ctx context.Context) (bool, error) {
	used, _, err := sqlite.Value[bool](ctx, w.file, `SELECT EXISTS (SELECT 1 FROM contact)
		OR EXISTS (SELECT 1 FROM message) OR EXISTS (SELECT 1 FROM account WHERE removed IS NULL)`)
	return !used, sqlite.Told("look for entries", err)
}
