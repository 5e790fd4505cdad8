package store

import (
	"context"
	"slices"
	"sync"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// session is what was done since the file was opened, as it is undone and
// redone; another program's deeds are not among it.
type session struct {
	turn sync.Mutex // one undo at a time

	mu         sync.Mutex // guards what follows
	undo, redo []turn
}

// turn is one step of a session.
type turn struct {
	id int64       // the action that is to be taken back
	of data.Action // what that would undo or do again
}

// deepest is how many deeds of a session can be undone.
const deepest = 500

// did puts a deed where it is undone first. What was undone before it can't be
// redone any more.
func (s *session) did(a data.Action) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.undo, s.redo = push(s.undo, turn{a.ID, a}), nil
}

func push(l []turn, t turn) []turn {
	if len(l) >= deepest {
		l = l[1:]
	}
	return append(l, t)
}

// forget takes actions that are no longer in the journal out of the session; nil
// takes out all.
func (s *session) forget(gone []int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	is := func(t turn) bool { return gone == nil || slices.Contains(gone, t.id) || slices.Contains(gone, t.of.ID) }
	s.undo, s.redo = slices.DeleteFunc(s.undo, is), slices.DeleteFunc(s.redo, is)
}

// ids are the actions that the session names.
func (s *session) ids() []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []int64
	for _, t := range slices.Concat(s.undo, s.redo) {
		out = append(out, t.of.ID)
	}
	return out
}

// rename gives the deeds their titles; one without is called by its kind alone.
func (s *session) rename(titles map[int64]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, side := range [][]turn{s.undo, s.redo} {
		for i := range side {
			side[i].of.Title = titles[side[i].of.ID]
		}
	}
}

// last returns the newest turn of a side.
func (s *session) last(side *[]turn) (turn, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(*side) == 0 {
		return turn{}, false
	}
	return (*side)[len(*side)-1], true
}

// move takes a turn out of the session and puts what took it back, if anything,
// on the other side.
func (s *session) move(id int64, to *[]turn, by turn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	is := func(t turn) bool { return t.id == id }
	s.undo, s.redo = slices.DeleteFunc(s.undo, is), slices.DeleteFunc(s.redo, is)
	if by.id != 0 {
		*to = push(*to, by)
	}
}

// UndoState returns what Undo and Redo would take back and do again; nil where
// there is nothing.
func (db *DB) UndoState() (undo, redo *data.Action) {
	if t, ok := db.session.last(&db.session.undo); ok {
		undo = &t.of
	}
	if t, ok := db.session.last(&db.session.redo); ok {
		redo = &t.of
	}
	return undo, redo
}

// Undo takes back the last deed of the session. Where rows have changed since
// by other hands, nothing is touched and a conflict is returned.
func (db *DB) Undo(ctx context.Context) (data.Reverted, error) {
	s := &db.session
	return db.step(ctx, &s.undo, &s.redo, "nothing-to-undo")
}

// Redo does again what was undone last.
func (db *DB) Redo(ctx context.Context) (data.Reverted, error) {
	s := &db.session
	return db.step(ctx, &s.redo, &s.undo, "nothing-to-redo")
}

// step takes back the newest turn of one side and puts that on the other.
func (db *DB) step(ctx context.Context, from, to *[]turn, none string) (data.Reverted, error) {
	s := &db.session
	s.turn.Lock()
	defer s.turn.Unlock()
	for {
		t, ok := s.last(from)
		if !ok {
			return data.Reverted{}, data.NewError(data.CodeNotFound, none)
		}
		out, err := db.stepBack(ctx, t.id)
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
func (db *DB) UndoDeed(ctx context.Context, id int64) (data.Reverted, error) {
	s := &db.session
	s.turn.Lock()
	defer s.turn.Unlock()
	of, back := s.find(id)
	out, err := db.stepBack(ctx, id)
	if data.CodeOf(err) == data.CodeNotFound {
		err = data.NewError(data.CodeConflict, "already-undone").Because(err)
	}
	if err != nil {
		return data.Reverted{}, err
	}
	if of.ID == 0 { // older than the session remembers
		if of, err = db.Action(ctx, id); err != nil {
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

// find returns what a deed of the session is called, and whether it is one that
// took another back.
func (s *session) find(id int64) (of data.Action, back bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	is := func(t turn) bool { return t.id == id }
	if i := slices.IndexFunc(s.undo, is); i >= 0 {
		return s.undo[i].of, false
	}
	if i := slices.IndexFunc(s.redo, is); i >= 0 {
		return s.redo[i].of, true
	}
	return data.Action{}, false
}

// stepBack takes back a deed of the session, or what did it again since.
func (db *DB) stepBack(ctx context.Context, id int64) (data.Reverted, error) {
	a, undone, err := db.standing(ctx, id)
	if err == nil && undone {
		err = sqlite.NotFound("action", id)
	}
	if err != nil {
		return data.Reverted{}, err
	}
	return db.revert(ctx, a.ID, false)
}

// RevertAction takes one deed back, also an old one. Where rows changed since,
// or are in use, they stay as they are and are counted, except that the parts
// of a filing or of a case only go together: then a conflict is returned and
// nothing is touched. Of a deed that was undone and redone, the redoing is taken
// back; one that stands undone is a conflict, too.
func (db *DB) RevertAction(ctx context.Context, id int64) (data.Reverted, error) {
	s := &db.session
	s.turn.Lock()
	defer s.turn.Unlock()
	a, undone, err := db.standing(ctx, id)
	if err == nil && undone {
		err = data.NewError(data.CodeConflict, "already-undone")
	}
	if err != nil {
		return data.Reverted{}, err
	}
	out, err := db.revert(ctx, a.ID, inParts(a.What))
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
func (db *DB) standing(ctx context.Context, id int64) (a data.Action, undone bool, err error) {
	for {
		if a, err = db.Action(ctx, id); err != nil || a.UndoneBy == 0 {
			return a, false, err
		}
		by, err := db.Action(ctx, a.UndoneBy)
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
func (db *DB) revert(ctx context.Context, id int64, lenient bool) (data.Reverted, error) {
	d := &deed{what: data.ActUndo, undoes: id}
	var r *reversal
	err := db.noting(ctx, "take back", d, func(t *sqlite.Tx) error {
		of, err := action(ctx, t, id)
		if err != nil {
			return err
		}
		if of.UndoneBy != 0 {
			return data.NewError(data.CodeConflict, "already-undone")
		}
		d.title, d.n = of.Title, of.N
		if of.What == data.ActUndo { // then this does something again
			first, err := action(ctx, t, of.Undoes)
			if err != nil {
				return err
			}
			d.what = first.What
		}
		if d.root, _, err = sqlite.Value[int64](ctx, t, `SELECT root FROM action WHERE id = ?`, id); err != nil {
			return err
		}
		r = newReversal(of, d.root, lenient)
		r.tables = db.noted
		if err := takeBack(ctx, t, r); err != nil {
			return err
		}
		_, err = t.Exec(ctx, `UPDATE action SET undone = ? WHERE id = ?`, d.id, id)
		return err
	})
	if err != nil {
		return data.Reverted{}, err
	}
	r.out.Action = d.action()
	return r.out, nil
}
