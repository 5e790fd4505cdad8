package watch

import (
	"context"
	"sync"

	"kartoteka/data"
	"kartoteka/mail"
)

// Line keeps the connection to one account between the times it is used, so that
// there is never more than one: providers count them.
type Line struct {
	mu   sync.Mutex
	held mail.Watchable
}

// Dialer returns a dialer that takes the connection that is kept, if it is still
// good, and dials with d otherwise.
func (l *Line) Dialer(d mail.Dialer) mail.Dialer { return lineDialer{l, d} }

type lineDialer struct {
	line *Line
	dial mail.Dialer
}

// Dial returns a connection that is logged in.
func (d lineDialer) Dial(ctx context.Context, a data.Account, password string) (mail.Server, error) {
	if w := d.line.take(); w != nil {
		if s, ok := w.(mail.Server); ok && w.Check(ctx) == nil {
			return s, nil
		}
		hangUp(w)
	}
	return d.dial.Dial(ctx, a, password)
}

// Keep takes over a connection. It fits mail.Pull's Spare.
func (l *Line) Keep(s mail.Server) {
	w, ok := s.(mail.Watchable)
	if !ok {
		_ = s.Close() // nothing depends on a farewell
		return
	}
	l.mu.Lock()
	old := l.held
	l.held = w
	l.mu.Unlock()
	hangUp(old)
}

// Drop closes the connection, if one is kept.
func (l *Line) Drop() { hangUp(l.take()) }

func (l *Line) take() mail.Watchable {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := l.held
	l.held = nil
	return w
}

func hangUp(w mail.Watchable) {
	if s, ok := w.(mail.Server); ok {
		_ = s.Close() // nothing depends on a farewell
	}
}
