package kit

import (
	"context"

	"kartoteka/data"
)

// Scope is where one screen's slow work runs. Starting new work under a name
// cancels the work that ran under it before, and its late answer is dropped.
// Its methods and Go are called on the UI thread only.
type Scope struct {
	ctx  context.Context
	stop context.CancelFunc
	env  *Env
	last map[string]*running
	ends []func()
}

type running struct{ cancel context.CancelFunc }

// NewScope returns a scope that works as the environment says.
func NewScope(env *Env) *Scope {
	ctx, stop := context.WithCancel(context.Background())
	return &Scope{ctx: ctx, stop: stop, env: env, last: map[string]*running{}}
}

// Close cancels all work; no answer comes after it.
func (s *Scope) Close() {
	s.stop()
	for _, end := range s.ends {
		end()
	}
	s.ends = nil
}

// OnClose has something done when the scope is closed.
func (s *Scope) OnClose(end func()) { s.ends = append(s.ends, end) }

// Cancel stops the work under a name, if any runs; its answer is dropped.
func (s *Scope) Cancel(name string) {
	if old := s.last[name]; old != nil {
		old.cancel()
		delete(s.last, name)
	}
}

// Go calls work off the UI thread, then done on it.
func Go[T any](s *Scope, name string, work func(context.Context) (T, error), done func(T, error)) {
	s.Cancel(name)
	ctx, cancel := context.WithCancel(s.ctx)
	ctx, noted := data.WithNoted(ctx)
	me := &running{cancel}
	s.last[name] = me
	s.env.Spawn(func() {
		v, err := work(ctx)
		s.env.Post(func() {
			defer cancel()
			if s.last[name] == me && s.ctx.Err() == nil {
				delete(s.last, name)
				was := s.env.noted
				s.env.noted = noted.ID()
				done(v, err)
				s.env.noted = was
			}
		})
	})
}

// Do is Go for work that has no result.
func Do(s *Scope, name string, work func(context.Context) error, done func(error)) {
	Go(s, name,
		func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) },
		func(_ struct{}, err error) { done(err) })
}

// Done is closed when the scope is.
func (s *Scope) Done() <-chan struct{} { return s.ctx.Done() }

// Closed reports whether the scope is closed.
func (s *Scope) Closed() bool { return s.ctx.Err() != nil }
