package store

import (
	"context"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// DeleteMessage moves a message to the trash, with the second copies of the same
// letter. It shows nowhere any more and counts as left out, also where a server
// offers it again. One that was decided on is refused: the decision is taken
// back first, so that nothing is left that refers to it.
func (db *DB) DeleteMessage(ctx context.Context, id int64) error {
	d := &deed{what: data.ActDeleteMessage}
	return db.act(ctx, "delete message", d, func(t *sqlite.Tx) error {
		t.Changed(data.TopicMail, data.TopicContacts, data.TopicAccounts)
		var kind string
		var gone bool
		m, err := message(ctx, t, id)
		if err != nil {
			return err
		}
		d.title, kind = m.Subject, string(m.Kind)
		if gone, _, err = sqlite.Value[bool](ctx, t, `SELECT trashed IS NOT NULL FROM message WHERE id = ?`, id); err != nil {
			return err
		}
		switch {
		case gone:
			return sqlite.NotFound("message", id)
		case kind != "" && m.Kind != data.KindNotForUs:
			return data.NewError(data.CodeConflict, "message-filed")
		}
		letter, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], `SELECT id FROM message WHERE trashed IS NULL
			AND (id = ?1 OR copy_of = ?1 OR id = (SELECT copy_of FROM message WHERE id = ?1)
				OR copy_of = (SELECT copy_of FROM message WHERE id = ?1)) ORDER BY id`, id)
		if err != nil {
			return err
		}
		for _, one := range letter {
			if err := trashMessage(ctx, t, one); err != nil {
				return err
			}
		}
		return nil
	})
}

// trashMessage takes one message out of sight.
func trashMessage(ctx context.Context, t *sqlite.Tx, id int64) error {
	if _, err := t.Exec(ctx, `DELETE FROM interaction WHERE message_id = ?`, id); err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `UPDATE message SET contact_id = NULL, silent = 1, trashed = ? WHERE id = ?`,
		sqlite.Stamp(t.Now), id); err != nil {
		return err
	}
	return dropDoc(ctx, t, docMessage, id)
}

// settleTrash makes messages that came out of the trash findable again, and
// those that went back into it not.
func settleTrash(ctx context.Context, t *sqlite.Tx, r *reversal) error {
	type state struct {
		id             int64
		at             time.Time
		trashed, found bool
	}
	all, err := sqlite.Collect(ctx, t, func(s sqlite.Scanner, v *state) error {
		return s.Scan(&v.id, sqlite.TimeOf(&v.at), &v.trashed, &v.found)
	}, `SELECT m.id, m.at, m.trashed IS NOT NULL, EXISTS (SELECT 1 FROM doc d WHERE d.type = 1 AND d.ref = m.id)
		FROM json_each(?) j CROSS JOIN message m ON m.id = j.value`, sqlite.List(sorted(r.mails)))
	if err != nil {
		return err
	}
	for _, v := range all {
		switch {
		case v.trashed && v.found:
			err = dropDoc(ctx, t, docMessage, v.id)
		case !v.trashed && !v.found:
			err = addDoc(ctx, t, docMessage, v.id, v.at)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// buryTrashed deletes the messages for good whose deletion is about to leave the
// journal; a sum is kept of each, so that none comes back. A deletion that was
// undone says nothing of a later one.
func buryTrashed(ctx context.Context, t *sqlite.Tx, actions []int64) error {
	ids, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], `SELECT DISTINCT m.id FROM action a
		JOIN action_change c ON c.action_id = a.id AND c.tbl = 'message'
		JOIN message m ON m.id = json_extract(c.key, '$[0]') AND m.trashed IS NOT NULL
		WHERE a.id IN (SELECT value FROM json_each(?)) AND a.what = ? AND a.undone IS NULL`, sqlite.List(actions), string(data.ActDeleteMessage))
	if err != nil || len(ids) == 0 {
		return err
	}
	return eraseMessages(ctx, t, ids)
}
