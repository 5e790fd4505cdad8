package letter

import (
	"context"
	"database/sql"
	"encoding/hex"
	"strings"

	"kartoteka/data"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/sqlite"
)

// Letters are the messages that are kept, as they are read and looked through.
type Letters struct {
	file *sqlite.File
	book *journal.Book
}

// New returns the messages kept in a file.
func New(file *sqlite.File, book *journal.Book) *Letters { return &Letters{file, book} }

const messageColumns = `m.id, m.sha256, m.size, m.message_id, m.in_reply_to, m.refs, m.thread, m.from_name,
	m.from_email, m.reply_to, m.to_addrs, m.cc_addrs, m.subject, m.at, m.received, x.text, m.automatic, m.warnings,
	m.quarantined, m.error, m.direction, m.contact_id, m.suggested, m.suggested_words, m.suggested_for,
	m.suggested_how, m.kind, m.decided, m.silent, m.automatic_by = 'owner'`

func scanMessage(s sqlite.Scanner, m *data.Message) error {
	var sum []byte
	err := s.Scan(&m.ID, &sum, &m.Size, &m.MessageID, sqlite.ListOf(&m.InReplyTo), sqlite.ListOf(&m.References),
		&m.Thread, &m.From.Name, &m.From.Email, sqlite.ListOf(&m.ReplyTo), sqlite.ListOf(&m.To),
		sqlite.ListOf(&m.Cc), &m.Subject, sqlite.TimeOf(&m.Date), sqlite.TimeOf(&m.Received), &m.Text, &m.Automatic, sqlite.ListOf(&m.Warnings),
		&m.Quarantined, &m.Error, &m.Direction, sqlite.RefOf(&m.ContactID), &m.Suggested, sqlite.ListOf(&m.Words),
		sqlite.RefOf(&m.SuggestedFor), &m.How, &m.Kind, sqlite.TimeOf(&m.Decided), &m.Silent, &m.Judged)
	m.SHA256 = hex.EncodeToString(sum)
	return err
}

// messages reads the messages that the clause selects, with their attachments
// and places.
func messages(ctx context.Context, q sqlite.Querier, clause string, args ...any) ([]data.Message, error) {
	out, err := sqlite.Collect(ctx, q, scanMessage, `SELECT `+messageColumns+`
		FROM message m JOIN message_text x ON x.message_id = m.id`+clause, args...)
	if err != nil || len(out) == 0 {
		return nil, err
	}
	byID := make(map[int64]*data.Message, len(out))
	ids := make([]int64, len(out))
	for i := range out {
		ids[i] = out[i].ID
		byID[out[i].ID] = &out[i]
	}
	if err := addAttachments(ctx, q, sqlite.List(ids), byID); err != nil {
		return nil, err
	}
	return out, addPlaces(ctx, q, sqlite.List(ids), byID)
}

func addAttachments(ctx context.Context, q sqlite.Querier, ids string, byID map[int64]*data.Message) error {
	return sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var id int64
		var a data.Attachment
		if err := rows.Scan(&id, &a.Part, &a.Name, &a.Type, &a.Size, &a.SHA256, &a.Inline); err != nil {
			return err
		}
		byID[id].Attachments = append(byID[id].Attachments, a)
		return nil
	}, `SELECT message_id, part, name, type, size, sha256, inline FROM attachment
		WHERE message_id IN (SELECT value FROM json_each(?)) ORDER BY message_id, part`, ids)
}

// addPlaces puts where the server still holds the message first.
func addPlaces(ctx context.Context, q sqlite.Querier, ids string, byID map[int64]*data.Message) error {
	return sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var id int64
		var p data.Place
		err := rows.Scan(&id, &p.AccountID, &p.Account, &p.Folder, &p.UIDValidity, &p.UID, &p.Gone)
		if err != nil {
			return err
		}
		byID[id].Places = append(byID[id].Places, p)
		return nil
	}, `SELECT p.message_id, a.id, a.name, f.name, p.uidvalidity, p.uid, p.gone
		FROM message_place p JOIN mail_folder f ON f.id = p.folder_id JOIN account a ON a.id = f.account_id
		WHERE p.message_id IN (SELECT value FROM json_each(?))
		ORDER BY p.message_id, p.gone, f.id, p.uid`, ids)
}

// messagePage is how many messages EachMessage holds at a time.
const messagePage = 200

// EachMessage calls do for every message that the filter selects, newest first,
// and holds only a few of them in memory. An error of do ends it.
func (l *Letters) EachMessage(ctx context.Context, f data.MessageFilter, do func(data.Message) error) error {
	where, args := messageWhere(f)
	left, offset := f.Limit, f.Offset
	cursor, cursorArgs := "", []any(nil)
	for {
		n := messagePage
		if f.Limit > 0 {
			n = min(n, left)
		}
		clause := where + cursor + ` ORDER BY m.at DESC, m.id DESC LIMIT ? OFFSET ?`
		var page []data.Message
		err := l.file.Read(ctx, "list messages", func(q *sql.Tx) (err error) {
			page, err = messages(ctx, q, clause, concat(args, cursorArgs, []any{n, offset})...)
			return err
		})
		if err != nil {
			return err
		}
		for i := range page {
			if err := do(page[i]); err != nil {
				return err
			}
		}
		left, offset = left-len(page), 0
		if len(page) < n || f.Limit > 0 && left == 0 {
			return nil
		}
		last := &page[len(page)-1]
		cursor, cursorArgs = ` AND (m.at, m.id) < (?, ?)`, []any{sqlite.Stamp(last.Date), last.ID}
	}
}

func messageWhere(f data.MessageFilter) (string, []any) {
	where, args := []string{"m.trashed IS NULL"}, []any(nil)
	if f.AccountID != 0 {
		where = append(where, `EXISTS (SELECT 1 FROM message_place p JOIN mail_folder f ON f.id = p.folder_id
			WHERE p.message_id = m.id AND f.account_id = ?)`)
		args = append(args, f.AccountID)
	}
	if f.ContactID != 0 {
		where = append(where, `m.contact_id = ?`)
		args = append(args, f.ContactID)
	}
	if f.Thread != 0 {
		where = append(where, `m.thread = ?`)
		args = append(args, f.Thread)
	}
	if !f.Since.IsZero() {
		where = append(where, `m.at >= ?`)
		args = append(args, sqlite.Stamp(f.Since))
	}
	if !f.Before.IsZero() {
		where = append(where, `m.at < ?`)
		args = append(args, sqlite.Stamp(f.Before))
	}
	if f.Quarantined {
		where = append(where, `m.quarantined = 1`)
	}
	return ` WHERE ` + strings.Join(where, ` AND `), args
}

// MailToExport returns which messages the filter selects and when each counts,
// oldest first, so that a file of them is read back in the order in which they came.
func (l *Letters) MailToExport(ctx context.Context, f data.MessageFilter) ([]data.MailMark, error) {
	where, args := messageWhere(f)
	out, err := sqlite.Collect(ctx, l.file, func(s sqlite.Scanner, m *data.MailMark) error {
		return s.Scan(&m.ID, sqlite.TimeOf(&m.At), &m.Size, &m.SHA256)
	}, `SELECT m.id, m.at, m.size, lower(hex(m.sha256)) FROM message m`+where+` ORDER BY m.at, m.id`, args...)
	return out, sqlite.Told("list messages", sqlite.Ended(ctx, err))
}

func concat(parts ...[]any) []any {
	var out []any
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

// Message returns one message.
func (l *Letters) Message(ctx context.Context, id int64) (data.Message, error) {
	var m data.Message
	err := l.file.Read(ctx, "read message", func(q *sql.Tx) (err error) {
		m, err = Get(ctx, q, id)
		return err
	})
	return m, err
}

// Get reads one message with its attachments and places; CodeNotFound.
func Get(ctx context.Context, q sqlite.Querier, id int64) (data.Message, error) {
	all, err := messages(ctx, q, ` WHERE m.id = ?`, id)
	if err != nil {
		return data.Message{}, err
	}
	if len(all) == 0 {
		return data.Message{}, sqlite.NotFound("message", id)
	}
	return all[0], nil
}
