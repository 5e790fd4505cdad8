package desk

import (
	"sync"
	"time"

	"kartoteka/data"
)

// Clock is the machine's clock, which the sample firm's story turns back while
// it replays what the owner did in the past.
type Clock struct {
	mu    sync.Mutex
	real  data.Clock
	shown time.Time // zero: the real one
}

func newClock(real data.Clock) *Clock {
	if real == nil {
		real = data.SystemClock
	}
	return &Clock{real: real}
}

// Now returns the moment that the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.shown.IsZero() {
		return c.shown
	}
	return c.real()
}

// Show makes the clock stand at a moment; the zero time lets it run again.
func (c *Clock) Show(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.shown = at
}
