package letter

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/record"
	"kartoteka/data/store/sqlite"
)

// Erase deletes messages for good: bytes, text, attachments, addresses.
// What happened stays on the timelines without a text. Their sums are kept, so
// that no pull and no import brings them back.
func Erase(ctx context.Context, t *sqlite.Tx, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	t.Changed(data.TopicMail)
	// The same letter by another way goes as well: alone it would look new.
	ids, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], `SELECT id FROM message
		WHERE id IN (SELECT value FROM json_each(?1)) OR copy_of IN (SELECT value FROM json_each(?1))`, sqlite.List(ids))
	if err != nil {
		return err
	}
	going := sqlite.List(ids)
	threads, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], `SELECT DISTINCT thread FROM message
		WHERE id IN (SELECT value FROM json_each(?))`, going)
	if err != nil {
		return err
	}
	if err := outliveMail(ctx, t, going); err != nil {
		return err
	}
	for _, q := range []string{
		`INSERT OR IGNORE INTO tombstone (sha256, at) SELECT sha256, ?2 FROM message
			WHERE id IN (SELECT value FROM json_each(?1))`,
		`INSERT OR IGNORE INTO left_out (folder_id, uidvalidity, uid)
			SELECT folder_id, uidvalidity, uid FROM message_place
			WHERE gone = 0 AND message_id IN (SELECT value FROM json_each(?1)) AND ?2 <> ''`,
		`UPDATE message SET copy_of = NULL WHERE copy_of IN (SELECT value FROM json_each(?1)) AND ?2 <> ''`,
		`DELETE FROM fts_text WHERE rowid IN (SELECT key FROM doc WHERE type = 1
			AND ref IN (SELECT value FROM json_each(?1))) AND ?2 <> ''`,
		`DELETE FROM doc WHERE type = 1 AND ref IN (SELECT value FROM json_each(?1)) AND ?2 <> ''`,
		`DELETE FROM message WHERE id IN (SELECT value FROM json_each(?1)) AND ?2 <> ''`,
	} {
		if _, err := t.Exec(ctx, q, going, sqlite.Stamp(t.Now)); err != nil {
			return err
		}
	}
	return renameThreads(ctx, t, threads)
}

// outliveMail leaves what was made of messages without them and their texts.
func outliveMail(ctx context.Context, t *sqlite.Tx, going string) error {
	type made struct {
		id int64
		at time.Time
	}
	scan := func(s sqlite.Scanner, m *made) error { return s.Scan(&m.id, sqlite.TimeOf(&m.at)) }
	interactions, err := sqlite.Collect(ctx, t, scan, `SELECT id, at FROM interaction
		WHERE message_id IN (SELECT value FROM json_each(?))`, going)
	if err != nil {
		return err
	}
	cases, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], `SELECT id FROM case_record
		WHERE message_id IN (SELECT value FROM json_each(?))`, going)
	if err != nil {
		return err
	}
	for _, q := range answeredWithMail {
		if _, err := t.Exec(ctx, q, going, sqlite.Stamp(t.Now)); err != nil {
			return err
		}
	}
	for _, q := range []string{
		`UPDATE interaction SET message_id = NULL WHERE message_id IN (SELECT value FROM json_each(?))`,
		`UPDATE case_record SET message_id = NULL, subject = '', text = coalesce(text, '')
			WHERE message_id IN (SELECT value FROM json_each(?))`,
		`UPDATE opinion SET message_id = NULL, text = coalesce(text, '')
			WHERE message_id IN (SELECT value FROM json_each(?))`,
		`UPDATE sale_order SET message_id = NULL, what = '' WHERE message_id IN (SELECT value FROM json_each(?))`,
		`UPDATE follow_up SET message_id = NULL WHERE message_id IN (SELECT value FROM json_each(?))`,
	} {
		if _, err := t.Exec(ctx, q, going); err != nil {
			return err
		}
	}
	for _, i := range interactions {
		if err := fulltext.Add(ctx, t, fulltext.Interaction, i.id, i.at); err != nil {
			return err
		}
	}
	for _, id := range cases {
		if err := fulltext.Touch(ctx, t, fulltext.Case, id); err != nil {
			return err
		}
	}
	return nil
}

// Without its letter an entry, a case or an opinion waits for itself, and what
// answered the letter is not told from it: only what waits now may wait on.
var answeredWithMail = func() (out [3]string) {
	for i, of := range []struct{ table, more, typ string }{
		{"interaction", " AND direction = 'in'", "2"}, {"case_record", " AND " + record.OpenCase, "3"}, {"opinion", " AND answered IS NULL", "4"},
	} {
		out[i] = `UPDATE ` + of.table + ` AS x SET no_answer = ?2 WHERE message_id IN (SELECT value FROM json_each(?1))
			AND no_answer IS NULL` + of.more + ` AND NOT EXISTS (SELECT 1 FROM unanswered u
			WHERE u.type = 1 AND u.ref = x.message_id OR u.type = ` + of.typ + ` AND u.ref = x.id)`
	}
	return out
}()

// renameThreads calls the threads after the first of what is left of them, and
// drops the Message-IDs that nothing left names.
func renameThreads(ctx context.Context, t *sqlite.Tx, threads []int64) error {
	for _, old := range threads {
		first, found, err := sqlite.Value[sql.NullInt64](ctx, t, `SELECT min(id) FROM message WHERE thread = ?`, old)
		if err != nil {
			return err
		}
		if !found || !first.Valid {
			if _, err := t.Exec(ctx, `DELETE FROM message_ref WHERE thread = ?`, old); err != nil {
				return err
			}
			continue
		}
		if err := dropStaleRefs(ctx, t, old); err != nil {
			return err
		}
		if err := mergeThread(ctx, t, old, first.Int64); err != nil {
			return err
		}
	}
	return nil
}

func dropStaleRefs(ctx context.Context, t *sqlite.Tx, thread int64) error {
	var named []string
	err := sqlite.Each(ctx, t, func(rows *sql.Rows) error {
		var m data.Message
		if err := rows.Scan(&m.MessageID, sqlite.ListOf(&m.InReplyTo), sqlite.ListOf(&m.References)); err != nil {
			return err
		}
		named = append(named, threadIDs(&m)...)
		return nil
	}, `SELECT message_id, in_reply_to, refs FROM message WHERE thread = ?`, thread)
	if err != nil {
		return err
	}
	slices.Sort(named)
	_, err = t.Exec(ctx, `DELETE FROM message_ref WHERE thread = ?
		AND ref NOT IN (SELECT value FROM json_each(?))`, thread, sqlite.List(slices.Compact(named)))
	return err
}

// tombstoned reports whether a message was deleted here for good.
func tombstoned(ctx context.Context, t *sqlite.Tx, sum []byte) (bool, error) {
	_, gone, err := sqlite.Value[int](ctx, t, `SELECT 1 FROM tombstone WHERE sha256 = ?`, sum)
	return gone, err
}
