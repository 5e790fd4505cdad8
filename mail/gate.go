package mail

import (
	"context"
	"sync"
)

// gate bounds the bytes of messages that are in memory at once.
type gate struct {
	mu   sync.Mutex
	size int64
	free int64
	wake chan struct{} // closed when some are given back
}

func newGate(size int64) *gate {
	return &gate{size: size, free: size, wake: make(chan struct{})}
}

// try takes n bytes if they are free. More than the gate's size counts as all
// of it.
func (g *gate) try(n int64) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	n = min(n, g.size)
	if g.free < n {
		return false
	}
	g.free -= n
	return true
}

// take waits for n bytes.
func (g *gate) take(ctx context.Context, n int64) error {
	for {
		g.mu.Lock()
		wake := g.wake
		g.mu.Unlock()
		if g.try(n) {
			return nil
		}
		select {
		case <-wake:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// give returns n bytes.
func (g *gate) give(n int64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.free += min(n, g.size)
	close(g.wake)
	g.wake = make(chan struct{})
}

// Room is the memory that the messages of several pulls share on their way
// between server and store.
type Room struct{ gate *gate }

// NewRoom makes the room that one pull has by itself, to be shared by several.
func NewRoom() *Room { return &Room{newGate(inMemory)} }

// share is what one pull occupies of a room.
type share struct {
	gate *gate
	mu   sync.Mutex
	held int64
}

// newShare takes part in a room; nil is one of its own.
func newShare(r *Room) *share {
	if r == nil {
		r = NewRoom()
	}
	return &share{gate: r.gate}
}

func (s *share) took(n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held += min(n, s.gate.size)
}

// try takes n bytes if they are free.
func (s *share) try(n int64) bool {
	if !s.gate.try(n) {
		return false
	}
	s.took(n)
	return true
}

// take waits for n bytes.
func (s *share) take(ctx context.Context, n int64) error {
	if err := s.gate.take(ctx, n); err != nil {
		return err
	}
	s.took(n)
	return nil
}

// give returns n bytes.
func (s *share) give(n int64) {
	s.took(-min(n, s.gate.size))
	s.gate.give(n)
}

// leave returns all that is still held, when nothing of it is on its way any more.
func (s *share) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gate.give(max(s.held, 0))
	s.held = 0
}
