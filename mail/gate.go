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
