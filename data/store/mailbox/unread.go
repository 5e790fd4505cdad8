package mailbox

import (
	"context"
	"database/sql"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// Unread returns the messages that can't be read, newest first, and then those
// that could not be had, by account and folder.
func (m *Mailboxes) Unread(ctx context.Context) ([]data.Unread, error) {
	var out []data.Unread
	err := m.file.Read(ctx, "list unread mail", func(q *sql.Tx) error {
		kept, err := sqlite.Collect(ctx, q, func(s sqlite.Scanner, u *data.Unread) error {
			return s.Scan(&u.MessageID, sqlite.TimeOf(&u.At), &u.Size, &u.Detail, sqlite.RefOf(&u.AccountID), &u.Account, &u.Folder,
				&u.UIDValidity, &u.UID)
		}, `SELECT m.id, coalesce(m.received, m.at), m.size, m.error, a.id, coalesce(a.name, ''),
				coalesce(f.name, m.source), coalesce(p.uidvalidity, 0), coalesce(p.uid, 0)
			FROM message m LEFT JOIN message_place p ON p.message_id = m.id
				AND (p.folder_id, p.uidvalidity, p.uid) = (SELECT o.folder_id, o.uidvalidity, o.uid FROM message_place o
					WHERE o.message_id = m.id ORDER BY o.gone, o.folder_id, o.uid LIMIT 1)
			LEFT JOIN mail_folder f ON f.id = p.folder_id LEFT JOIN account a ON a.id = f.account_id
			WHERE m.quarantined = 1 AND m.trashed IS NULL ORDER BY m.at DESC, m.id DESC`)
		if err != nil {
			return err
		}
		missing, err := sqlite.Collect(ctx, q, func(s sqlite.Scanner, u *data.Unread) error {
			if err := s.Scan(&u.AccountID, &u.Account, &u.Folder, &u.UIDValidity, &u.UID, &u.Reason, &u.Attempts,
				sqlite.TimeOf(&u.At)); err != nil {
				return err
			}
			u.Next = u.At.Add(retryAfter[max(0, min(u.Attempts, len(retryAfter))-1)])
			return nil
		}, `SELECT a.id, a.name, f.name, p.uidvalidity, p.uid, p.error, p.attempts, p.last_try
			FROM mail_problem p JOIN mail_folder f ON f.id = p.folder_id JOIN account a ON a.id = f.account_id
			WHERE a.removed IS NULL ORDER BY a.id, f.role <> 'inbox', f.name, p.uid`)
		out = append(kept, missing...)
		return err
	})
	return out, err
}

// RetryNow lets a message that could not be had be tried again at once, by the
// next run that looks at its folder.
func (m *Mailboxes) RetryNow(ctx context.Context, u data.Unread) error {
	return m.file.Write(ctx, "retry now", func(t *sqlite.Tx) error {
		n, err := t.Exec(ctx, `UPDATE mail_problem SET last_try = 0
			WHERE folder_id = (SELECT id FROM mail_folder WHERE account_id = ? AND name = ?) AND uidvalidity = ? AND uid = ?`,
			u.AccountID, u.Folder, u.UIDValidity, u.UID)
		if err == nil && n == 0 {
			err = data.NewError(data.CodeNotFound, "problem-gone")
		}
		return err
	})
}

// RetryAll lets all messages of an account that could not be had be tried again
// by the next run, and returns how many those are.
func (m *Mailboxes) RetryAll(ctx context.Context, account int64) (n int, err error) {
	err = m.file.Write(ctx, "retry all", func(t *sqlite.Tx) error {
		all, err := t.Exec(ctx, `UPDATE mail_problem SET last_try = 0
			WHERE folder_id IN (SELECT id FROM mail_folder WHERE account_id = ?)`, account)
		n = int(all)
		return err
	})
	return n, err
}
