package store

import (
	"context"
	"database/sql"

	"kartoteka/data"
)

// deed is an action while it is being done.
type deed struct {
	what   data.ActionKind
	title  string
	n      int
	undoes int64
	id     int64
}

// begin opens the journal: from here on triggers note every change.
func (t *tx) begin(ctx context.Context, d *deed) (err error) {
	d.id, err = t.insert(ctx, `INSERT INTO action (at, what, title, n, undoes) VALUES (?, ?, ?, ?, ?)`,
		stamp(t.now), string(d.what), d.title, max(d.n, 1), ref(d.undoes))
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `INSERT INTO journal_open (action_id) VALUES (?)`, d.id)
	return err
}

// finish closes the journal. A deed that changed nothing leaves no trace.
func (t *tx) finish(ctx context.Context, d *deed) error {
	if _, err := t.exec(ctx, `DELETE FROM journal_open`); err != nil {
		return err
	}
	n, err := t.exec(ctx, `DELETE FROM action WHERE id = ?1
		AND NOT EXISTS (SELECT 1 FROM action_change WHERE action_id = ?1)`, d.id)
	if err != nil || n > 0 {
		return err
	}
	t.changed(data.TopicJournal)
	_, err = t.exec(ctx, `UPDATE action SET title = ?, n = ? WHERE id = ?`, d.title, max(d.n, 1), d.id)
	return err
}

const actionColumns = `a.id, a.at, a.what, a.title, a.n, a.undoes, a.undone`

func scanAction(s scanner, a *data.Action) error {
	return s.Scan(&a.ID, timeOf{&a.At}, &a.What, &a.Title, &a.N, idOf{&a.Undoes}, idOf{&a.UndoneBy})
}

// Action returns one deed of the journal.
func (db *DB) Action(ctx context.Context, id int64) (data.Action, error) {
	var a data.Action
	err := db.read(ctx, "read action", func(q *sql.Tx) error {
		list, err := collect(ctx, q, scanAction, `SELECT `+actionColumns+` FROM action a WHERE a.id = ?`, id)
		if err == nil && len(list) == 0 {
			return notFound("action", id)
		}
		if err == nil {
			a = list[0]
		}
		return err
	})
	return a, err
}
