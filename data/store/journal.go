package store

import (
	"cmp"
	"context"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// deed is an action while it is being done.
type deed struct {
	what   data.ActionKind
	title  string // to whom or what; f may set it while the deed is done
	n      int    // to how many, 0: one
	undoes int64
	root   int64 // the deed that this one undoes or does again, 0: itself
	id     int64 // 0 again when it turned out to change nothing
	at     time.Time
}

func (d *deed) action() data.Action {
	return data.Action{ID: d.id, At: d.at, What: d.what, Title: d.title, N: max(d.n, 1), Undoes: d.undoes}
}

// act runs f as one deed of the owner: in one transaction whose changes are
// written down in the journal, so that it can be undone. The title says to whom
// or what it is done; f may set it and the count on the deed it is given. What
// an act changes it must change by INSERT, UPDATE and DELETE: rows that REPLACE
// throws out are not noted.
func (db *DB) act(ctx context.Context, doing string, d *deed, f func(*sqlite.Tx) error) error {
	if err := db.noting(ctx, doing, d, f); err != nil {
		return err
	}
	if d.id != 0 {
		db.session.did(d.action())
		data.Note(ctx, d.id)
	}
	return nil
}

type pastKey struct{}

// Past returns a context under which deeds leave nothing in the journal and
// can't be undone: for the past of an invented firm, which nobody lived. Nothing
// can be imported under it.
func Past(ctx context.Context) context.Context { return context.WithValue(ctx, pastKey{}, true) }

// noting is act without a place in the session.
func (db *DB) noting(ctx context.Context, doing string, d *deed, f func(*sqlite.Tx) error) error {
	if ctx.Value(pastKey{}) != nil {
		return db.file.Write(ctx, doing, func(t *sqlite.Tx) error {
			d.at = t.Now
			return f(t)
		})
	}
	return db.file.Write(ctx, doing, func(t *sqlite.Tx) error {
		if err := begin(ctx, t, d); err != nil {
			return err
		}
		if err := f(t); err != nil {
			return err
		}
		return finish(ctx, t, d)
	})
}

// begin opens the journal: from here on triggers note every change.
func begin(ctx context.Context, t *sqlite.Tx, d *deed) (err error) {
	d.at = t.Now
	d.id, err = t.Insert(ctx, `INSERT INTO action (at, what, title, n, undoes) VALUES (?, ?, ?, ?, ?)`,
		sqlite.Stamp(t.Now), string(d.what), d.title, max(d.n, 1), sqlite.Ref(d.undoes))
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO journal_open (action_id) VALUES (?)`, d.id)
	return err
}

// unnoted runs f while the journal is closed, for many rows that noteRange then
// notes as one.
func unnoted(ctx context.Context, t *sqlite.Tx, d *deed, f func() error) error {
	if _, err := t.Exec(ctx, `DELETE FROM journal_open`); err != nil {
		return err
	}
	if err := f(); err != nil {
		return err
	}
	_, err := t.Exec(ctx, `INSERT INTO journal_open (action_id) VALUES (?)`, d.id)
	return err
}

// noteRange notes that the deed entered all rows of the table from the first id
// to the last.
func noteRange(ctx context.Context, t *sqlite.Tx, d *deed, table string, first, last int64) error {
	_, err := t.Exec(ctx, `INSERT INTO action_change (action_id, tbl, key, last, op)
		VALUES (?, ?, json_array(?), json_array(?), 'insert')`, d.id, table, first, last)
	return err
}

// finish closes the journal. A deed that changed nothing leaves no trace.
func finish(ctx context.Context, t *sqlite.Tx, d *deed) error {
	if _, err := t.Exec(ctx, `DELETE FROM journal_open`); err != nil {
		return err
	}
	n, err := t.Exec(ctx, `DELETE FROM action WHERE id = ?1
		AND NOT EXISTS (SELECT 1 FROM action_change WHERE action_id = ?1)`, d.id)
	if err != nil {
		return err
	}
	if n > 0 {
		d.id = 0
		return nil
	}
	t.Changed(data.TopicJournal)
	_, err = t.Exec(ctx, `UPDATE action SET what = ?, title = ?, n = ?, root = ? WHERE id = ?`,
		string(d.what), d.title, max(d.n, 1), cmp.Or(d.root, d.id), d.id)
	return err
}

// nameOf is what a contact is called, for the title of a deed; "" if there is none.
func nameOf(ctx context.Context, t *sqlite.Tx, contactID int64) (string, error) {
	name, _, err := sqlite.Value[string](ctx, t, `SELECT display_name FROM contact WHERE id = ?`, contactID)
	return name, err
}

const actionColumns = `a.id, a.at, a.what, a.title, a.n, a.undoes, a.undone`

func scanAction(s sqlite.Scanner, a *data.Action) error {
	return s.Scan(&a.ID, sqlite.TimeOf(&a.At), &a.What, &a.Title, &a.N, sqlite.RefOf(&a.Undoes), sqlite.RefOf(&a.UndoneBy))
}

// Action returns one deed of the journal.
func (db *DB) Action(ctx context.Context, id int64) (data.Action, error) {
	a, err := action(ctx, db.file, id)
	return a, sqlite.Told("read action", err)
}

func action(ctx context.Context, q sqlite.Querier, id int64) (data.Action, error) {
	list, err := sqlite.Collect(ctx, q, scanAction, `SELECT `+actionColumns+` FROM action a WHERE a.id = ?`, id)
	if err == nil && len(list) == 0 {
		err = sqlite.NotFound("action", id)
	}
	if err != nil {
		return data.Action{}, err
	}
	return list[0], nil
}

// Actions returns the owner's deeds, newest first, from the one before the
// given id on (0: from the newest); those that took others back are among them.
func (db *DB) Actions(ctx context.Context, limit int, before int64) ([]data.Action, error) {
	if limit <= 0 {
		limit = -1
	}
	out, err := sqlite.Collect(ctx, db.file, scanAction, `SELECT `+actionColumns+` FROM action a
		WHERE ?1 = 0 OR a.id < ?1 ORDER BY a.id DESC LIMIT ?2`, before, limit)
	return out, sqlite.Told("list actions", err)
}
