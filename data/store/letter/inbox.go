package letter

import (
	"context"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// waiting is the condition of a message that asks for a decision. It is that of
// the partial index, word for word.
const waiting = `m.kind = '' AND m.direction = 'in' AND m.silent = 0 AND m.copy_of IS NULL`

// Inbox returns the messages that wait for a decision, or the decided ones,
// newest first. Automatic mail shows only when asked for.
func (l *Letters) Inbox(ctx context.Context, f data.InboxFilter) ([]data.InboxRow, error) {
	where, order := waiting, `m.at DESC, m.id DESC`
	if f.Decided {
		where, order = `m.decided IS NOT NULL AND m.trashed IS NULL`, `m.decided DESC, m.id DESC`
	}
	if !f.Automatic {
		where += ` AND m.automatic = ''`
	}
	limit := f.Limit
	if limit <= 0 {
		limit = -1
	}
	out, err := sqlite.Collect(ctx, l.file, scanInboxRow, `SELECT m.id, m.at, m.from_name, m.from_email, m.subject, m.excerpt,
		m.suggested, m.automatic, coalesce(m.contact_id, m.suggested_for), coalesce(c.display_name, ''),
		m.attachments, m.kind
		FROM message m LEFT JOIN contact c ON c.id = coalesce(m.contact_id, m.suggested_for)
		WHERE `+where+` ORDER BY `+order+` LIMIT ? OFFSET ?`, limit, f.Offset)
	return out, sqlite.Told("list inbox", err)
}

func scanInboxRow(s sqlite.Scanner, r *data.InboxRow) error {
	return s.Scan(&r.ID, sqlite.TimeOf(&r.Date), &r.From.Name, &r.From.Email, &r.Subject, &r.Excerpt, &r.Suggested,
		&r.Automatic, sqlite.RefOf(&r.ContactID), &r.ContactName, &r.Attachments, &r.Kind)
}

// InboxCount returns how many messages by people wait for a decision.
func (l *Letters) InboxCount(ctx context.Context) (int, error) {
	n, err := InboxCount(ctx, l.file)
	return n, sqlite.Told("count inbox", err)
}

// InboxCount counts them in the caller's transaction.
func InboxCount(ctx context.Context, q sqlite.Querier) (int, error) {
	n, _, err := sqlite.Value[int](ctx, q, `SELECT count(*) FROM message m WHERE `+waiting+` AND m.automatic = ''`)
	return n, err
}

// FromClients counts those of the messages that a client wrote, and not a machine;
// silent history is left out.
func (l *Letters) FromClients(ctx context.Context, ids []int64) (int, error) {
	var n int
	err := l.file.QueryRowContext(ctx, `SELECT count(*) FROM message WHERE id IN (SELECT value FROM json_each(?))
		AND contact_id IS NOT NULL AND direction = ? AND automatic = '' AND silent = 0
		AND copy_of IS NULL AND trashed IS NULL`,
		sqlite.List(ids), string(data.Inbound)).Scan(&n)
	return n, sqlite.Told("count mail from clients", err)
}
