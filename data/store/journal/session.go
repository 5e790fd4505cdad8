package journal

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

// Retitle has the session call its deeds what the journal calls them, now
// that the person's name is out of it. What is not known of any more is forgotten.
func (b *Book) Retitle(ctx context.Context) {
	all, err := sqlite.Collect(ctx, b.file, scanAction, `SELECT `+actionColumns+` FROM action a
		WHERE a.id IN (SELECT value FROM json_each(?))`, sqlite.List(b.session.ids()))
	if err != nil { // better nothing to undo than a name that should be gone
		b.session.forget(nil)
		return
	}
	titles := map[int64]string{}
	for i := range all {
		titles[all[i].ID] = all[i].Title
	}
	b.session.rename(titles)
}

// Forget takes actions that are gone out of what can be undone.
func (b *Book) Forget(gone []int64) {
	if len(gone) > 0 { // with none the session would forget all
		b.session.forget(gone)
	}
}

// Pause keeps everybody from undoing anything until the returned function is called.
func (b *Book) Pause() (release func()) {
	b.session.turn.Lock()
	return b.session.turn.Unlock
}
