package store

import (
	"context"
	"database/sql"

	"kartoteka/data"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/record"
	"kartoteka/data/store/sqlite"
)

// Unread returns the messages that can't be read, newest first, and then those
// that could not be had, by account and folder.
func (db *DB) Unread(ctx context.Context) ([]data.Unread, error) {
	var out []data.Unread
	err := db.file.Read(ctx, "list unread mail", func(q *sql.Tx) error {
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
func (db *DB) RetryNow(ctx context.Context, u data.Unread) error {
	return db.file.Write(ctx, "retry now", func(t *sqlite.Tx) error {
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
func (db *DB) RetryAll(ctx context.Context, account int64) (n int, err error) {
	err = db.file.Write(ctx, "retry all", func(t *sqlite.Tx) error {
		all, err := t.Exec(ctx, `UPDATE mail_problem SET last_try = 0
			WHERE folder_id IN (SELECT id FROM mail_folder WHERE account_id = ?)`, account)
		n = int(all)
		return err
	})
	return n, err
}

// Reread keeps what was read after all of a message of which nothing could be.
// The item has no bytes: those that are kept stay as they are.
func (db *DB) Reread(ctx context.Context, id int64, it *data.MailItem) error {
	m := &it.Message
	return db.file.Write(ctx, "reread message", func(t *sqlite.Tx) error {
		t.Changed(data.TopicMail, data.TopicContacts)
		at := it.CountsAt(t.Now)
		copyOf, err := original(ctx, t, m)
		if err != nil {
			return err
		}
		n, err := t.Exec(ctx, `UPDATE message SET message_id = ?, in_reply_to = ?, refs = ?, from_name = ?, from_email = ?,
			reply_to = ?, to_addrs = ?, cc_addrs = ?, subject = ?, at = ?, excerpt = ?, attachments = ?, automatic = ?,
			warnings = ?, quarantined = ?, error = ?, direction = ?, contact_id = ?, suggested = ?, suggested_words = ?,
			suggested_for = ?, suggested_how = ?, silent = ?, copy_of = ?
			WHERE id = ? AND quarantined = 1 AND decided IS NULL`,
			m.MessageID, sqlite.List(m.InReplyTo), sqlite.List(m.References), m.From.Name, m.From.Email, sqlite.List(m.ReplyTo), sqlite.List(m.To),
			sqlite.List(m.Cc), m.Subject, sqlite.Stamp(at), fulltext.Excerpt(m.Text, fulltext.ExcerptLength), len(m.Attachments), string(m.Automatic),
			sqlite.List(m.Warnings), sqlite.Flag(m.Quarantined), m.Error, string(m.Direction), sqlite.Ref(m.ContactID), string(m.Suggested),
			sqlite.List(m.Words), sqlite.Ref(m.SuggestedFor), m.How, sqlite.Flag(m.Silent), sqlite.Ref(copyOf), id)
		if err == nil && n == 0 {
			err = sqlite.NotFound("message", id)
		}
		if err != nil {
			return err
		}
		return rereadParts(ctx, t, id, it)
	})
}

// rereadParts replaces what hangs on a message but its bytes and places.
func rereadParts(ctx context.Context, t *sqlite.Tx, id int64, it *data.MailItem) error {
	for _, q := range []string{
		`DELETE FROM message_text WHERE message_id = ?`, `DELETE FROM attachment WHERE message_id = ?`,
		`DELETE FROM message_address WHERE message_id = ?`,
	} {
		if _, err := t.Exec(ctx, q, id); err != nil {
			return err
		}
	}
	if err := addReadParts(ctx, t, id, &it.Message); err != nil {
		return err
	}
	thread, err := joinThread(ctx, t, id, threadIDs(&it.Message))
	if err != nil {
		return err
	}
	if id < thread { // it was kept before those that it turns out to belong to
		if err := mergeThread(ctx, t, thread, id); err != nil {
			return err
		}
		thread = id
	}
	if _, err := t.Exec(ctx, `UPDATE message SET thread = ? WHERE id = ?`, thread, id); err != nil {
		return err
	}
	if err := record.AddMailInteraction(ctx, t, id); err != nil {
		return err
	}
	return fulltext.Touch(ctx, t, fulltext.Message, id)
}
