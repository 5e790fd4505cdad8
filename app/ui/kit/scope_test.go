package kit_test

import (
	"context"
	"errors"
	"testing"

	"kartoteka/app/ui/kit"
)

// held keeps started work until it is let go, so that a test decides the order.
type held struct{ work []func() }

func (h *held) spawn(f func()) { h.work = append(h.work, f) }

func (h *held) run(i int) { h.work[i]() }

func newScope() (*kit.Scope, *held) {
	h := &held{}
	return kit.NewScope(&kit.Env{Spawn: h.spawn, Post: func(f func()) { f() }}), h
}

func TestLatestWins(t *testing.T) {
	s, h := newScope()
	var got []string
	ask := func(answer string) {
		kit.Go(s, "search", func(context.Context) (string, error) { return answer, nil },
			func(v string, err error) { got = append(got, v) })
	}
	ask("old")
	ask("new")
	h.run(1)
	h.run(0) // the slow old one answers last
	if len(got) != 1 || got[0] != "new" {
		t.Errorf("answers = %q, want only the latest", got)
	}
}

func TestStartingAnewCancelsTheOld(t *testing.T) {
	s, h := newScope()
	var cancelled error
	kit.Do(s, "load", func(ctx context.Context) error { cancelled = ctx.Err(); return ctx.Err() }, func(error) {})
	kit.Do(s, "load", func(context.Context) error { return nil }, func(error) {})
	h.run(0)
	if !errors.Is(cancelled, context.Canceled) {
		t.Error("the old work was not told to stop")
	}
}

func TestNamesDoNotDisturbEachOther(t *testing.T) {
	s, h := newScope()
	done := 0
	for _, name := range []string{"list", "card"} {
		kit.Do(s, name, func(context.Context) error { return nil }, func(error) { done++ })
	}
	h.run(0)
	h.run(1)
	if done != 2 {
		t.Errorf("%d of two answers came", done)
	}
}

func TestClosedScopeStaysSilent(t *testing.T) {
	s, h := newScope()
	ended := false
	s.OnClose(func() { ended = true })
	kit.Do(s, "load", func(context.Context) error { return nil }, func(error) { t.Error("an answer came after the close") })
	s.Close()
	h.run(0)
	if !s.Closed() || !ended {
		t.Error("the scope does not say that it is closed")
	}
	select {
	case <-s.Done():
	default:
		t.Error("Done is still open")
	}
}

func TestCancelDropsTheAnswer(t *testing.T) {
	s, h := newScope()
	kit.Do(s, "load", func(context.Context) error { return nil }, func(error) { t.Error("a cancelled answer came") })
	s.Cancel("load")
	h.run(0)
}
