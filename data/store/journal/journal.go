package journal

import (
	"cmp"
	"context"
	"sync/atomic"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// Book is the journal of a file, as whoever does a deed writes in it.
type Book struct {
	file    *sqlite.File
	tables  atomic.Pointer[map[string]*Table] // as they stand in the file
	session session
}

// NewBook returns the journal of a file, to be used once it is Ready.
func NewBook(file *sqlite.File) *Book { return &Book{file: file} }

// Ready makes the journal's triggers in a file that was opened, also anew. Of a
// protected one it only learns the tables.
func (b *Book) Ready(ctx context.Context) error {
	b.session.forget(nil)   // of another file, after a restore
	if b.file.Protected() { // what is only for writing is not missed
		tables, err := learn(ctx, b.file)
		b.tables.Store(&tables)
		return sqlite.Told("read tables", err)
	}
	return b.keepTriggers(ctx)
}

// Deed is an action while it is being done.
type Deed struct {
	What   data.ActionKind
	Title  string // to whom or what; f may set it while the deed is done
	N      int    // to how many, 0: one
	undoes int64
	root   int64 // the deed that this one undoes or does again, 0: itself
	ID     int64 // 0 again when it turned out to change nothing
	At     time.Time
}

func (d *Deed) action() data.Action {
	return data.Action{ID: d.ID, At: d.At, What: d.What, Title: d.Title, N: max(d.N, 1), Undoes: d.undoes}
}

// Act runs f as one deed of the owner: in one transaction whose changes are
// written down in the journal, so that it can be undone. The title says to whom
// or what it is done; f may set it and the count on the deed it is given. What
// an act changes it must change by INSERT, UPDATE and DELETE: rows that REPLACE
// throws out are not noted.
func (b *Book) Act(ctx context.Context, doing string, d *Deed, f func(*sqlite.Tx) error) error {
	if err := b.noting(ctx, doing, d, f); err != nil {
		return err
	}
	if d.ID != 0 {
		b.session.did(d.action())
		data.Note(ctx, d.ID)
	}
	return nil
}

type pastKey struct{}

// Past returns a context under which deeds leave nothing in the journal and
// can't be undone: for the past of an invented firm, which nobody lived. Nothing
// can be imported under it.
func Past(ctx context.Context) context.Context { return context.WithValue(ctx, pastKey{}, true) }

// noting is Act without a place in the session.
func (b *Book) noting(ctx context.Context, doing string, d *Deed, f func(*sqlite.Tx) error) error {
	if ctx.Value(pastKey{}) != nil {
		return b.file.Write(ctx, doing, func(t *sqlite.Tx) error {
			d.At = t.Now
			return f(t)
		})
	}
	return b.file.Write(ctx, doing, func(t *sqlite.Tx) error {
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
func begin(ctx context.Context, t *sqlite.Tx, d *Deed) (err error) {
	d.At = t.Now
	d.ID, err = t.Insert(ctx, `INSERT INTO action (at, what, title, n, undoes) VALUES (?, ?, ?, ?, ?)`,
		sqlite.Stamp(t.Now), string(d.What), d.Title, max(d.N, 1), sqlite.Ref(d.undoes))
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO journal_open (action_id) VALUES (?)`, d.ID)
	return err
}

// Unnoted runs f while the journal is closed, for many rows that NoteRange then
// notes as one.
func Unnoted(ctx context.Context, t *sqlite.Tx, d *Deed, f func() error) error {
	if _, err := t.Exec(ctx, `DELETE FROM journal_open`); err != nil {
		return err
	}
	if err := f(); err != nil {
		return err
	}
	_, err := t.Exec(ctx, `INSERT INTO journal_open (action_id) VALUES (?)`, d.ID)
	return err
}

// NoteRange notes that the deed entered all rows of the table from the first id
// to the last.
func NoteRange(ctx context.Context, t *sqlite.Tx, d *Deed, table string, first, last int64) error {
	_, err := t.Exec(ctx, `INSERT INTO action_change (action_id, tbl, key, last, op)
		VALUES (?, ?, json_array(?), json_array(?), 'insert')`, d.ID, table, first, last)
	return err
}

// finish closes the journal. A deed that changed nothing leaves no trace.
func finish(ctx context.Context, t *sqlite.Tx, d *Deed) error {
	if _, err := t.Exec(ctx, `DELETE FROM journal_open`); err != nil {
		return err
	}
	n, err := t.Exec(ctx, `DELETE FROM action WHERE id = ?1
		AND NOT EXISTS (SELECT 1 FROM action_change WHERE action_id = ?1)`, d.ID)
	if err != nil {
		return err
	}
	if n > 0 {
		d.ID = 0
		return nil
	}
	t.Changed(data.TopicJournal)
	_, err = t.Exec(ctx, `UPDATE action SET what = ?, title = ?, n = ?, root = ? WHERE id = ?`,
		string(d.What), d.Title, max(d.N, 1), cmp.Or(d.root, d.ID), d.ID)
	return err
}

// NameOf is what a contact is called, for the title of a deed; "" if there is none.
func NameOf(ctx context.Context, t *sqlite.Tx, contactID int64) (string, error) {
	name, _, err := sqlite.Value[string](ctx, t, `SELECT display_name FROM contact WHERE id = ?`, contactID)
	return name, err
}

const actionColumns = `a.id, a.at, a.what, a.title, a.n, a.undoes, a.undone`

func scanAction(s sqlite.Scanner, a *data.Action) error {
	return s.Scan(&a.ID, sqlite.TimeOf(&a.At), &a.What, &a.Title, &a.N, sqlite.RefOf(&a.Undoes), sqlite.RefOf(&a.UndoneBy))
}

// Find returns one deed of the journal; CodeNotFound.
func Find(ctx context.Context, q sqlite.Querier, id int64) (data.Action, error) {
	a, err := action(ctx, q, id)
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
