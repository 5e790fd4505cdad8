package journal

import (
	"context"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// Deeds are what the owner did, to be looked up and taken back.
type Deeds struct {
	book     *Book
	takeBack TakeBack
}

// NewDeeds returns the deeds that a book holds.
func NewDeeds(book *Book, takeBack TakeBack) *Deeds { return &Deeds{book, takeBack} }

// Standing is a deed that is to be taken back.
type Standing struct {
	Deed    data.Action
	Root    int64             // the deed from which the order of things is told
	Lenient bool              // leave alone what can't go back; else refuse
	Tables  map[string]*Table // those whose changes are noted, as they stand in the file
}

// TakeBack takes back what a deed changed, and makes anew what follows from it.
type TakeBack func(ctx context.Context, t *sqlite.Tx, of Standing) (data.Reverted, error)

// Actions returns the owner's deeds, newest first, from the one before the
// given id on (0: from the newest); those that took others back are among them.
func (ds *Deeds) Actions(ctx context.Context, limit int, before int64) ([]data.Action, error) {
	if limit <= 0 {
		limit = -1
	}
	out, err := sqlite.Collect(ctx, ds.book.file, scanAction, `SELECT `+actionColumns+` FROM action a
		WHERE ?1 = 0 OR a.id < ?1 ORDER BY a.id DESC LIMIT ?2`, before, limit)
	return out, sqlite.Told("list actions", err)
}

// Undo takes back the last deed of the session. Where rows have changed since
// by other hands, nothing is touched and a conflict is returned.
func (ds *Deeds) Undo(ctx context.Context) (data.Reverted, error) {
	s := &ds.book.session
	return ds.step(ctx, &s.undo, &s.redo, "nothing-to-undo")
}

// Redo does again what was undone last.
func (ds *Deeds) Redo(ctx context.Context) (data.Reverted, error) {
	s := &ds.book.session
	return ds.step(ctx, &s.redo, &s.undo, "nothing-to-redo")
}

// step takes back the newest turn of one side and puts that on the other.
func (ds *Deeds) step(ctx context.Context, from, to *[]turn, none string) (data.Reverted, error) {
	s := &ds.book.session
	s.turn.Lock()
	defer s.turn.Unlock()
	for {
		t, ok := s.last(from)
		if !ok {
			return data.Reverted{}, data.NewError(data.CodeNotFound, none)
		}
		out, err := ds.stepBack(ctx, t.id)
		switch data.CodeOf(err) {
		case data.CodeNotFound: // it left the journal meanwhile, or went back by itself
			s.move(t.id, to, turn{})
			continue
		case data.CodeConflict: // it stays done; what came before it can still be undone
			s.move(t.id, to, turn{})
		}
		if err != nil {
			return data.Reverted{}, err
		}
		out.Undone = t.of
		by := turn{out.Action.ID, t.of}
		if to == &s.undo {
			by.of = out.Action
		}
		s.move(t.id, to, by)
		return out, nil
	}
}

// UndoDeed takes back one deed of the session, which need not be the last by
// now, as strictly as Undo does. Of one that was undone and redone, the redoing
// is taken back; one that stands undone is a conflict.
func (ds *Deeds) UndoDeed(ctx context.Context, id int64) (data.Reverted, error) {
	s := &ds.book.session
	s.turn.Lock()
	defer s.turn.Unlock()
	of, back := s.find(id)
	out, err := ds.stepBack(ctx, id)
	if data.CodeOf(err) == data.CodeNotFound {
		err = data.NewError(data.CodeConflict, "already-undone").Because(err)
	}
	if err != nil {
		return data.Reverted{}, err
	}
	if of.ID == 0 { // older than the session remembers
		if of, err = Find(ctx, ds.book.file, id); err != nil {
			return data.Reverted{}, err
		}
	}
	out.Undone = of
	if back { // it brought back what was done: now that can be undone again
		s.move(id, &s.undo, turn{out.Action.ID, out.Action})
	} else {
		s.move(id, &s.redo, turn{out.Action.ID, of})
	}
	data.Note(ctx, out.Action.ID)
	return out, nil
}

// stepBack takes back a deed of the session, or what did it again since.
func (ds *Deeds) stepBack(ctx context.Context, id int64) (data.Reverted, error) {
	a, undone, err := ds.standing(ctx, id)
	if err == nil && undone {
		err = sqlite.NotFound("action", id)
	}
	if err != nil {
		return data.Reverted{}, err
	}
	return ds.revert(ctx, a.ID, false)
}

// RevertAction takes one deed back, also an old one. Where rows changed since,
// or are in use, they stay as they are and are counted, except that the parts
// of a filing or of a case only go together: then a conflict is returned and
// nothing is touched. Of a deed that was undone and redone, the redoing is taken
// back; one that stands undone is a conflict, too.
func (ds *Deeds) RevertAction(ctx context.Context, id int64) (data.Reverted, error) {
	s := &ds.book.session
	s.turn.Lock()
	defer s.turn.Unlock()
	a, undone, err := ds.standing(ctx, id)
	if err == nil && undone {
		err = data.NewError(data.CodeConflict, "already-undone")
	}
	if err != nil {
		return data.Reverted{}, err
	}
	out, err := ds.revert(ctx, a.ID, inParts(a.What))
	if err != nil {
		return data.Reverted{}, err
	}
	out.Undone = a
	last, ok := s.last(&s.undo)
	switch {
	case out.Action.ID == 0:
		return out, nil
	case ok && (last.id == id || last.id == a.ID): // as Undo does it
		s.move(last.id, &s.redo, turn{out.Action.ID, last.of})
	default:
		s.did(out.Action)
	}
	data.Note(ctx, out.Action.ID)
	return out, nil
}

// standing returns the action, or the one that did it again after it was undone,
// and whether that is undone, too.
func (ds *Deeds) standing(ctx context.Context, id int64) (a data.Action, undone bool, err error) {
	for {
		if a, err = Find(ctx, ds.book.file, id); err != nil || a.UndoneBy == 0 {
			return a, false, err
		}
		by, err := Find(ctx, ds.book.file, a.UndoneBy)
		if err != nil || by.UndoneBy == 0 {
			return a, true, err
		}
		id = by.UndoneBy
	}
}

// inParts tells whether a deed may be taken back in part: one that is about
// many records, or that brings back what is gone.
func inParts(k data.ActionKind) bool {
	switch k {
	case data.ActFile, data.ActUnfile, data.ActAddCase, data.ActChangeCase, data.ActUndo:
		return false
	}
	return true
}

// revert takes back an action that stands, as an action of its own.
func (ds *Deeds) revert(ctx context.Context, id int64, lenient bool) (data.Reverted, error) {
	d := &Deed{What: data.ActUndo, undoes: id}
	var out data.Reverted
	err := ds.book.noting(ctx, "take back", d, func(t *sqlite.Tx) error {
		of, err := action(ctx, t, id)
		if err != nil {
			return err
		}
		if of.UndoneBy != 0 {
			return data.NewError(data.CodeConflict, "already-undone")
		}
		d.Title, d.N = of.Title, of.N
		if of.What == data.ActUndo { // then this does something again
			first, err := action(ctx, t, of.Undoes)
			if err != nil {
				return err
			}
			d.What = first.What
		}
		if d.root, _, err = sqlite.Value[int64](ctx, t, `SELECT root FROM action WHERE id = ?`, id); err != nil {
			return err
		}
		if out, err = ds.takeBack(ctx, t, Standing{of, d.root, lenient, *ds.book.tables.Load()}); err != nil {
			return err
		}
		_, err = t.Exec(ctx, `UPDATE action SET undone = ? WHERE id = ?`, d.ID, id)
		return err
	})
	if err != nil {
		return data.Reverted{}, err
	}
	out.Action = d.action()
	return out, nil
}
