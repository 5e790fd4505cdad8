package store

import (
	"cmp"
	"context"
	"strings"

	"kartoteka/data"
)

// excerptLength is how many letters of a text a list shows.
const excerptLength = 160

// Keep saves a batch of one folder and the cursor that then holds, in one
// transaction: a stop at any moment loses and doubles nothing. Bytes that are
// known already are the same message at one more place.
func (db *DB) Keep(ctx context.Context, b data.MailBatch) (data.Kept, error) {
	var kept data.Kept
	err := db.write(ctx, "keep mail", func(t *tx) error {
		kept = data.Kept{}
		folderID, err := t.saveFolder(ctx, b.AccountID, b.Folder)
		if err != nil {
			return err
		}
		for i := range b.Items {
			it := &b.Items[i]
			id, err := t.keepItem(ctx, it, "", &kept)
			if err != nil {
				return err
			}
			if id == 0 {
				if err := t.leaveOut(ctx, folderID, b.Folder.UIDValidity, it.UID); err != nil {
					return err
				}
				continue
			}
			if err := t.savePlace(ctx, folderID, b.Folder.UIDValidity, it.UID, id); err != nil {
				return err
			}
		}
		t.changed(data.TopicAccounts)
		return t.saveProblems(ctx, folderID, &b)
	})
	if err != nil {
		return data.Kept{}, err
	}
	return kept, nil
}

// KeepLocal saves messages that came from a file, named by source. They have no
// place on any server.
func (db *DB) KeepLocal(ctx context.Context, items []data.MailItem, source string) (data.Kept, error) {
	var kept data.Kept
	err := db.write(ctx, "keep mail", func(t *tx) error {
		kept = data.Kept{}
		for i := range items {
			if _, err := t.keepItem(ctx, &items[i], source, &kept); err != nil {
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

// keepItem saves one message unless its bytes are known, and returns its id; 0
// for one that was deleted here for good.
// Of mail that was imported, a server may tell later when it was received.
func (t *tx) keepItem(ctx context.Context, it *data.MailItem, source string, kept *data.Kept) (int64, error) {
	sum, err := sumOf(it)
	if err != nil {
		return 0, err
	}
	id, known, err := value[int64](ctx, t, `SELECT id FROM message WHERE sha256 = ?`, sum)
	if err != nil {
		return 0, err
	}
	t.changed(data.TopicMail)
	if known {
		away, _, err := value[bool](ctx, t, `SELECT trashed IS NOT NULL FROM message WHERE id = ?`, id)
		if err != nil {
			return 0, err
		}
		if away { // it lies in the trash, and has one more place to stay away from
			kept.LeftOut++
			return id, nil
		}
		kept.Joined++
		_, err = t.exec(ctx, `UPDATE message SET received = ? WHERE id = ? AND received IS NULL`, stamp(it.Received), id)
		return id, err
	}
	gone, err := t.tombstoned(ctx, sum)
	if err != nil {
		return 0, err
	}
	if gone {
		kept.LeftOut++
		return 0, nil
	}
	id, err = t.addMessage(ctx, it, sum, source)
	if err != nil {
		return 0, err
	}
	kept.New++
	kept.IDs = append(kept.IDs, id)
	return id, nil
}

// savePlace notes where a message lies. Its places under an older UIDVALIDITY
// of the folder are replaced by this one. Should a server have given the UID to
// another message before, that one keeps the folder's name as its source.
func (t *tx) savePlace(ctx context.Context, folderID int64, validity, uid uint32, id int64) error {
	if _, err := t.exec(ctx, `DELETE FROM message_place
		WHERE message_id = ? AND folder_id = ? AND uidvalidity <> ?`, id, folderID, validity); err != nil {
		return err
	}
	if _, err := t.exec(ctx, `UPDATE message SET source = (SELECT name FROM mail_folder WHERE id = ?1)
		WHERE source = '' AND id = (SELECT message_id FROM message_place
			WHERE folder_id = ?1 AND uidvalidity = ?2 AND uid = ?3 AND message_id <> ?4)`,
		folderID, validity, uid, id); err != nil {
		return err
	}
	if _, err := t.exec(ctx, `DELETE FROM left_out WHERE folder_id = ? AND uidvalidity = ? AND uid = ?`,
		folderID, validity, uid); err != nil {
		return err
	}
	_, err := t.exec(ctx, `INSERT INTO message_place (folder_id, uidvalidity, uid, message_id) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET message_id = excluded.message_id, gone = 0`, folderID, validity, uid, id)
	return err
}

// addMessage saves a message that was not here before, with all that hangs on it.
func (t *tx) addMessage(ctx context.Context, it *data.MailItem, sum []byte, source string) (int64, error) {
	m := &it.Message
	at := it.CountsAt(t.now)
	copyOf, err := t.original(ctx, m)
	if err != nil {
		return 0, err
	}
	id, err := t.insert(ctx, `INSERT INTO message (sha256, size, message_id, in_reply_to, refs, thread,
		from_name, from_email, reply_to, to_addrs, cc_addrs, subject, at, received, excerpt, attachments, automatic,
		warnings, quarantined, error, direction, contact_id, suggested, suggested_words, suggested_for,
		suggested_how, silent, copy_of, source, kept)
		VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		sum, it.Size(), m.MessageID, list(m.InReplyTo), list(m.References),
		m.From.Name, m.From.Email, list(m.ReplyTo), list(m.To), list(m.Cc), m.Subject, stamp(at), stamp(it.Received),
		excerpt(cmp.Or(m.Said, m.Text), excerptLength), len(m.Attachments), string(m.Automatic), list(m.Warnings),
		flag(m.Quarantined), m.Error, string(m.Direction), ref(m.ContactID), string(m.Suggested), list(m.Words),
		ref(m.SuggestedFor), m.How, flag(m.Silent), ref(copyOf), source, stamp(t.now))
	if err != nil {
		return 0, err
	}
	if err := t.addMessageParts(ctx, id, it); err != nil {
		return 0, err
	}
	thread, err := t.joinThread(ctx, id, threadIDs(m))
	if err != nil {
		return 0, err
	}
	if err := t.noteTopic(ctx, m, thread); err != nil {
		return 0, err
	}
	if _, err := t.exec(ctx, `UPDATE message SET thread = ? WHERE id = ?`, thread, id); err != nil {
		return 0, err
	}
	if m.ContactID != 0 && copyOf == 0 {
		t.changed(data.TopicContacts)
		if err := t.addMailInteraction(ctx, id); err != nil {
			return 0, err
		}
	}
	return id, t.addDoc(ctx, docMessage, id, at)
}

// addMessageParts saves the bytes, the text, the attachments' rows and whom the
// message names.
func (t *tx) addMessageParts(ctx context.Context, id int64, it *data.MailItem) error {
	if err := t.addRaw(ctx, id, it); err != nil {
		return err
	}
	return t.addReadParts(ctx, id, &it.Message)
}

// addReadParts saves what was read of a message beside its head.
func (t *tx) addReadParts(ctx context.Context, id int64, m *data.Message) error {
	if _, err := t.exec(ctx, `INSERT INTO message_text (message_id, text) VALUES (?, ?)`, id, m.Text); err != nil {
		return err
	}
	for i := range m.Attachments {
		a := &m.Attachments[i]
		_, err := t.exec(ctx, `INSERT INTO attachment (message_id, part, name, type, size, sha256, inline)
			VALUES (?, ?, ?, ?, ?, ?, ?)`, id, a.Part, a.Name, a.Type, a.Size, a.SHA256, flag(a.Inline))
		if err != nil {
			return err
		}
	}
	for _, g := range []struct {
		role  string
		addrs []data.Address
	}{{"from", []data.Address{m.From}}, {"reply", m.ReplyTo}, {"to", m.To}, {"to", m.Cc}} {
		for _, a := range g.addrs {
			norm := normEmail(a.Email)
			if norm == "" {
				continue
			}
			_, err := t.exec(ctx, `INSERT OR IGNORE INTO message_address (norm, message_id, role)
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
func (t *tx) original(ctx context.Context, m *data.Message) (int64, error) {
	if m.MessageID == "" || m.Quarantined {
		return 0, nil
	}
	id, _, err := value[int64](ctx, t, `SELECT m.id FROM message m JOIN message_text x ON x.message_id = m.id
		WHERE m.message_id = ? AND m.message_id <> '' AND m.copy_of IS NULL AND m.quarantined = 0
		AND m.from_email = ? AND m.subject = ? AND x.text = ? ORDER BY m.id LIMIT 1`,
		m.MessageID, m.From.Email, m.Subject, m.Text)
	return id, err
}

// normEmail is the form in which addresses are compared.
func normEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// excerpt returns the first n letters of a text on one line.
func excerpt(s string, n int) string {
	var b strings.Builder
	space, count := false, 0
	for _, r := range s {
		if r == ' ' || r == '\n' || r == '\r' || r == '\t' || r == '\u00a0' {
			space = count > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			count++
			space = false
		}
		if count >= n {
			b.WriteString("…")
			break
		}
		b.WriteRune(r)
		count++
	}
	return b.String()
}
