package letter

import (
	"context"

	"kartoteka/data"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/record"
	"kartoteka/data/store/sqlite"
)

// Reread keeps what was read after all of a message of which nothing could be.
// The item has no bytes: those that are kept stay as they are.
func (l *Letters) Reread(ctx context.Context, id int64, it *data.MailItem) error {
	m := &it.Message
	return l.file.Write(ctx, "reread message", func(t *sqlite.Tx) error {
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
