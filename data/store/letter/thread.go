package letter

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// MaxReferences bounds what one message may name: the first and the last 50
// tie a thread together as well as thousands would.
const MaxReferences = 100

// threadIDs returns the Message-IDs that tie a message to others, its own first.
func threadIDs(m *data.Message) []string {
	refs := m.References
	if len(refs) > MaxReferences {
		refs = append(slices.Clone(refs[:MaxReferences/2]), refs[len(refs)-MaxReferences/2:]...)
	}
	irt := m.InReplyTo
	if len(irt) > MaxReferences {
		irt = irt[:MaxReferences]
	}
	var topic []string
	if m.Answers && len(refs)+len(irt) == 0 {
		// Outlook's mark ties an answer that names nothing. One that begins
		// with it may be a copy of a form that was sent to many.
		topic = []string{topicRef(m)}
	}
	var ids []string
	for _, id := range slices.Concat([]string{m.MessageID}, refs, irt, topic) {
		id = strings.TrimSpace(id)
		if id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// topicRef is the form in which Outlook's mark of a conversation stands among
// the Message-IDs; "" for none.
func topicRef(m *data.Message) string {
	if m.Topic == "" {
		return ""
	}
	return "thread-index:" + m.Topic
}

// noteTopic lets later answers find the thread by Outlook's mark. The first
// message that bore it keeps it.
func noteTopic(ctx context.Context, t *sqlite.Tx, m *data.Message, thread int64) error {
	if m.Topic == "" {
		return nil
	}
	_, err := t.Exec(ctx, `INSERT OR IGNORE INTO message_ref (ref, thread) VALUES (?, ?)`, topicRef(m), thread)
	return err
}

// joinThread puts the new message id into the thread that it and the messages
// it names belong to. Threads that turn out to be one become the smallest. A
// thread is called after the first of its messages that was kept.
func joinThread(ctx context.Context, t *sqlite.Tx, id int64, names []string) (int64, error) {
	if len(names) == 0 {
		return id, nil
	}
	var threads []int64
	var fresh []string
	for _, n := range names {
		th, found, err := sqlite.Value[int64](ctx, t, `SELECT thread FROM message_ref WHERE ref = ?`, n)
		switch {
		case err != nil:
			return 0, err
		case !found:
			fresh = append(fresh, n)
		case !slices.Contains(threads, th):
			threads = append(threads, th)
		}
	}
	root := id
	if len(threads) > 0 {
		root = slices.Min(threads)
	}
	for _, old := range threads {
		if err := mergeThread(ctx, t, old, root); err != nil {
			return 0, err
		}
	}
	for _, n := range fresh {
		if _, err := t.Exec(ctx, `INSERT INTO message_ref (ref, thread) VALUES (?, ?)`, n, root); err != nil {
			return 0, err
		}
	}
	return root, nil
}

func mergeThread(ctx context.Context, t *sqlite.Tx, old, root int64) error {
	if old == root {
		return nil
	}
	if _, err := t.Exec(ctx, `UPDATE message_ref SET thread = ? WHERE thread = ?`, root, old); err != nil {
		return err
	}
	_, err := t.Exec(ctx, `UPDATE message SET thread = ? WHERE thread = ?`, root, old)
	return err
}

// Thread returns the messages of a thread, oldest first.
func (l *Letters) Thread(ctx context.Context, thread int64) ([]data.Message, error) {
	var out []data.Message
	err := l.file.Read(ctx, "read thread", func(q *sql.Tx) (err error) {
		out, err = messages(ctx, q, ` WHERE m.thread = ? AND m.trashed IS NULL ORDER BY m.at, m.id`, thread)
		return err
	})
	return out, err
}
