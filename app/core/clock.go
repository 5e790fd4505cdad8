package core

import (
	"sync"
	"time"

	"kartoteka/data"
)

// clock is the machine's clock, which the sample firm's story turns back while
// it replays what the owner did in the past.
type clock struct {
	mu    sync.Mutex
	real  data.Clock
	shown time.Time // zero: the real one
}

func newClock(real data.Clock) *clock {
	if real == nil {
		real = data.SystemClock
	}
	return &clock{real: real}
}

// Now returns the moment that the clock shows.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.shown.IsZero() {
		return c.shown
	}
	return c.real()
}

// show makes the clock stand at a moment; the zero time lets it run again.
func (c *clock) show(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.shown = at
}
