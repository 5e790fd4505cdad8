package store

import (
	"context"
	"database/sql"

	"kartoteka/data"
)

// Unread returns the messages that can't be read, newest first, and then those
// that could not be had, by account and folder.
func (db *DB) Unread(ctx context.Context) ([]data.Unread, error) {
	var out []data.Unread
	err := db.read(ctx, "list unread mail", func(q *sql.Tx) error {
		kept, err := collect(ctx, q, func(s scanner, u *data.Unread) error {
			return s.Scan(&u.MessageID, timeOf{&u.At}, &u.Size, &u.Detail, idOf{&u.AccountID}, &u.Account, &u.Folder,
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
		missing, err := collect(ctx, q, func(s scanner, u *data.Unread) error {
			if err := s.Scan(&u.AccountID, &u.Account, &u.Folder, &u.UIDValidity, &u.UID, &u.Reason, &u.Attempts,
				timeOf{&u.At}); err != nil {
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
	return db.write(ctx, "retry now", func(t *tx) error {
		n, err := t.exec(ctx, `UPDATE mail_problem SET last_try = 0
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
	err = db.write(ctx, "retry all", func(t *tx) error {
		all, err := t.exec(ctx, `UPDATE mail_problem SET last_try = 0
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
	return db.write(ctx, "reread message", func(t *tx) error {
		t.changed(data.TopicMail, data.TopicContacts)
		at := it.CountsAt(t.now)
		copyOf, err := t.original(ctx, m)
		if err != nil {
			return err
		}
		n, err := t.exec(ctx, `UPDATE message SET message_id = ?, in_reply_to = ?, refs = ?, from_name = ?, from_email = ?,
			reply_to = ?, to_addrs = ?, cc_addrs = ?, subject = ?, at = ?, excerpt = ?, attachments = ?, automatic = ?,
			warnings = ?, quarantined = ?, error = ?, direction = ?, contact_id = ?, suggested = ?, suggested_words = ?,
			suggested_for = ?, suggested_how = ?, silent = ?, copy_of = ?
			WHERE id = ? AND quarantined = 1 AND decided IS NULL`,
			m.MessageID, list(m.InReplyTo), list(m.References), m.From.Name, m.From.Email, list(m.ReplyTo), list(m.To),
			list(m.Cc), m.Subject, stamp(at), excerpt(m.Text, excerptLength), len(m.Attachments), string(m.Automatic),
			list(m.Warnings), flag(m.Quarantined), m.Error, string(m.Direction), ref(m.ContactID), string(m.Suggested),
			list(m.Words), ref(m.SuggestedFor), m.How, flag(m.Silent), ref(copyOf), id)
		if err == nil && n == 0 {
			err = notFound("message", id)
		}
		if err != nil {
			return err
		}
		return t.rereadParts(ctx, id, it)
	})
}

// rereadParts replaces what hangs on a message but its bytes and places.
func (t *tx) rereadParts(ctx context.Context, id int64, it *data.MailItem) error {
	for _, q := range []string{
		`DELETE FROM message_text WHERE message_id = ?`, `DELETE FROM attachment WHERE message_id = ?`,
		`DELETE FROM message_address WHERE message_id = ?`,
	} {
		if _, err := t.exec(ctx, q, id); err != nil {
			return err
		}
	}
	if err := t.addReadParts(ctx, id, &it.Message); err != nil {
		return err
	}
	thread, err := t.joinThread(ctx, id, threadIDs(&it.Message))
	if err != nil {
		return err
	}
	if id < thread { // it was kept before those that it turns out to belong to
		if err := t.mergeThread(ctx, thread, id); err != nil {
			return err
		}
		thread = id
	}
	if _, err := t.exec(ctx, `UPDATE message SET thread = ? WHERE id = ?`, thread, id); err != nil {
		return err
	}
	if err := t.addMailInteraction(ctx, id); err != nil {
		return err
	}
	return t.touchDoc(ctx, docMessage, id)
}
