package letter

import (
	"context"
	"database/sql"
	"strings"
	"time"
	"unicode/utf8"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// Bounds on what may belong to a conversation by its subject alone.
const (
	similarWithin  = 30 * 24 * time.Hour
	similarLetters = 12 // of a subject that says enough
	similarMost    = 3
)

// MessageCalled returns the message with a Message-ID, and not a second copy of
// it; 0: there is none.
func (l *Letters) MessageCalled(ctx context.Context, messageID string) (int64, error) {
	if messageID == "" {
		return 0, nil
	}
	id, _, err := sqlite.Value[int64](ctx, l.file, `SELECT id FROM message WHERE message_id = ? AND message_id <> ''
		ORDER BY copy_of IS NOT NULL, id LIMIT 1`, messageID)
	return id, sqlite.Told("find message", err)
}

// Similar returns the messages that may belong to a message's conversation by
// their subject: of the same contact, from the days around, where either of the
// two names no other message. It is a suggestion and ties nothing together.
func (l *Letters) Similar(ctx context.Context, id int64) ([]int64, error) {
	var out []int64
	err := l.file.Read(ctx, "find similar", func(q *sql.Tx) error {
		m, err := Get(ctx, q, id)
		if err != nil {
			return err
		}
		subject := bareSubject(m.Subject)
		if m.ContactID == 0 || m.Automatic != data.ByPerson || utf8.RuneCountInString(subject) < similarLetters ||
			!strings.Contains(subject, " ") {
			return nil
		}
		alone := len(m.References)+len(m.InReplyTo) == 0
		return sqlite.Each(ctx, q, func(rows *sql.Rows) error {
			var other int64
			var title string
			var tied bool
			if err := rows.Scan(&other, &title, &tied); err != nil {
				return err
			}
			if (alone || !tied) && bareSubject(title) == subject && len(out) < similarMost {
				out = append(out, other)
			}
			return nil
		}, `SELECT id, subject, refs <> '[]' OR in_reply_to <> '[]' FROM message
			WHERE contact_id = ? AND thread <> ? AND automatic = '' AND copy_of IS NULL AND at BETWEEN ? AND ?
			ORDER BY at DESC, id DESC LIMIT 500`,
			m.ContactID, m.Thread, sqlite.Stamp(m.Date.Add(-similarWithin)), sqlite.Stamp(m.Date.Add(similarWithin)))
	})
	return out, err
}

// prefixes are what mail programs put before the subject of an answer or of a
// message that is passed on.
var prefixes = map[string]bool{
	"re": true, "odp": true, "odpowiedź": true, "aw": true, "antw": true, "sv": true, "vs": true, "ref": true, "rif": true,
	"fw": true, "fwd": true, "pd": true, "wg": true, "tr": true, "rv": true, "przekazano": true,
}

// bareSubject is a subject without those prefixes, with or without a count
// ("Re[2]:", "Odp.(3):"), in lower case and with single blanks.
func bareSubject(s string) string {
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	for {
		head, rest, ok := strings.Cut(s, ":")
		if !ok {
			return s
		}
		if i := strings.IndexAny(head, "[("); i > 0 {
			head = head[:i]
		}
		if !prefixes[strings.TrimRight(strings.TrimSpace(head), ".")] {
			return s
		}
		s = strings.TrimSpace(rest)
	}
}
