package letter

import (
	"cmp"
	"context"

	"kartoteka/data"
	"kartoteka/data/store/contacts"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/record"
	"kartoteka/data/store/sqlite"
)

// KeepLocal saves messages that came from a file, named by source. They have no
// place on any server.
func (l *Letters) KeepLocal(ctx context.Context, items []data.MailItem, source string) (data.Kept, error) {
	var kept data.Kept
	err := l.file.Write(ctx, "keep mail", func(t *sqlite.Tx) error {
		kept = data.Kept{}
		for i := range items {
			if err := ctx.Err(); err != nil {
				return err
			}
			if _, err := Keep(context.WithoutCancel(ctx), t, &items[i], source, &kept); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return data.Kept{}, err
	}
	return kept, nil
}

// Keep saves one message unless its bytes are known, and returns its id; 0
// for one that was deleted here for good. It counts in kept what became of it.
// Its statements are short; each of them watched for a stop would cost a
// goroutine, so ctx is best one that does not end.
// Of mail that was imported, a server may tell later when it was received.
func Keep(ctx context.Context, t *sqlite.Tx, it *data.MailItem, source string, kept *data.Kept) (int64, error) {
	sum, err := sumOf(it)
	if err != nil {
		return 0, err
	}
	id, known, err := sqlite.Value[int64](ctx, t, `SELECT id FROM message WHERE sha256 = ?`, sum)
	if err != nil {
		return 0, err
	}
	t.Changed(data.TopicMail)
	if known {
		away, _, err := sqlite.Value[bool](ctx, t, `SELECT trashed IS NOT NULL FROM message WHERE id = ?`, id)
		if err != nil {
			return 0, err
		}
		if away { // it lies in the trash, and has one more place to stay away from
			kept.LeftOut++
			return id, nil
		}
		kept.Joined++
		_, err = t.Exec(ctx, `UPDATE message SET received = ? WHERE id = ? AND received IS NULL`, sqlite.Stamp(it.Received), id)
		return id, err
	}
	gone, err := tombstoned(ctx, t, sum)
	if err != nil {
		return 0, err
	}
	if gone {
		kept.LeftOut++
		return 0, nil
	}
	id, err = addMessage(ctx, t, it, sum, source)
	if err != nil {
		return 0, err
	}
	kept.New++
	kept.IDs = append(kept.IDs, id)
	return id, nil
}

// addMessage saves a message that was not here before, with all that hangs on it.
func addMessage(ctx context.Context, t *sqlite.Tx, it *data.MailItem, sum []byte, source string) (int64, error) {
	m := &it.Message
	at := it.CountsAt(t.Now)
	copyOf, err := original(ctx, t, m)
	if err != nil {
		return 0, err
	}
	// Its thread may be called after it, so its number is needed before it is there.
	id, _, err := sqlite.Value[int64](ctx, t, `SELECT coalesce(max(id), 0) + 1 FROM message`)
	if err != nil {
		return 0, err
	}
	thread, err := joinThread(ctx, t, id, threadIDs(m))
	if err != nil {
		return 0, err
	}
	_, err = t.Exec(ctx, `INSERT INTO message (id, sha256, size, message_id, in_reply_to, refs, thread,
		from_name, from_email, reply_to, to_addrs, cc_addrs, subject, at, received, excerpt, attachments, automatic,
		warnings, quarantined, error, direction, contact_id, suggested, suggested_words, suggested_for,
		suggested_how, silent, copy_of, source, kept)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id, sum, it.Size(), m.MessageID, sqlite.List(m.InReplyTo), sqlite.List(m.References), thread,
		m.From.Name, m.From.Email, sqlite.List(m.ReplyTo), sqlite.List(m.To), sqlite.List(m.Cc), m.Subject, sqlite.Stamp(at), sqlite.Stamp(it.Received),
		fulltext.Excerpt(cmp.Or(m.Said, m.Text), fulltext.ExcerptLength), len(m.Attachments), string(m.Automatic), sqlite.List(m.Warnings),
		sqlite.Flag(m.Quarantined), m.Error, string(m.Direction), sqlite.Ref(m.ContactID), string(m.Suggested), sqlite.List(m.Words),
		sqlite.Ref(m.SuggestedFor), m.How, sqlite.Flag(m.Silent), sqlite.Ref(copyOf), source, sqlite.Stamp(t.Now))
	if err != nil {
		return 0, err
	}
	if err := addMessageParts(ctx, t, id, it); err != nil {
		return 0, err
	}
	if err := noteTopic(ctx, t, m, thread); err != nil {
		return 0, err
	}
	if m.ContactID != 0 && copyOf == 0 {
		t.Changed(data.TopicContacts)
		if err := record.AddMailInteraction(ctx, t, id); err != nil {
			return 0, err
		}
	}
	return id, fulltext.Add(ctx, t, fulltext.Message, id, at)
}

// addMessageParts saves the bytes, the text, the attachments' rows and whom the
// message names.
func addMessageParts(ctx context.Context, t *sqlite.Tx, id int64, it *data.MailItem) error {
	if err := addRaw(ctx, t, id, it); err != nil {
		return err
	}
	return addReadParts(ctx, t, id, &it.Message)
}

// addReadParts saves what was read of a message beside its head.
func addReadParts(ctx context.Context, t *sqlite.Tx, id int64, m *data.Message) error {
	if _, err := t.Exec(ctx, `INSERT INTO message_text (message_id, text) VALUES (?, ?)`, id, m.Text); err != nil {
		return err
	}
	for i := range m.Attachments {
		a := &m.Attachments[i]
		_, err := t.Exec(ctx, `INSERT INTO attachment (message_id, part, name, type, size, sha256, inline)
			VALUES (?, ?, ?, ?, ?, ?, ?)`, id, a.Part, a.Name, a.Type, a.Size, a.SHA256, sqlite.Flag(a.Inline))
		if err != nil {
			return err
		}
	}
	for _, g := range []struct {
		role  string
		addrs []data.Address
	}{{"from", []data.Address{m.From}}, {"reply", m.ReplyTo}, {"to", m.To}, {"to", m.Cc}} {
		for _, a := range g.addrs {
			norm := contacts.NormEmail(a.Email)
			if norm == "" {
				continue
			}
			_, err := t.Exec(ctx, `INSERT OR IGNORE INTO message_address (norm, message_id, role)
				VALUES (?, ?, ?)`, norm, id, g.role)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// original finds the letter of which m is a second copy: the same Message-ID,
// sender and text, as the Sent folder and a mailing list both deliver it. A
// Message-ID alone proves nothing; two bodies under one id are two messages.
func original(ctx context.Context, t *sqlite.Tx, m *data.Message) (int64, error) {
	if m.MessageID == "" || m.Quarantined {
		return 0, nil
	}
	id, _, err := sqlite.Value[int64](ctx, t, `SELECT m.id FROM message m JOIN message_text x ON x.message_id = m.id
		WHERE m.message_id = ? AND m.message_id <> '' AND m.copy_of IS NULL AND m.quarantined = 0
		AND m.from_email = ? AND m.subject = ? AND x.text = ? ORDER BY m.id LIMIT 1`,
		m.MessageID, m.From.Email, m.Subject, m.Text)
	return id, err
}
