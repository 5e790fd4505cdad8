package core

import (
	"sync"

	"kartoteka/data"
)

// changes hands the store's notices on to whoever watches.
type changes struct {
	mu    sync.Mutex
	next  int
	watch map[int]func(data.Change)
}

// Subscribe calls f after every change until cancel is called. f runs on the
// goroutine that wrote and must not wait.
func (c *Core) Subscribe(f func(data.Change)) (cancel func()) {
	return c.changes.add(f)
}

func (c *changes) add(f func(data.Change)) func() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.watch == nil {
		c.watch = map[int]func(data.Change){}
	}
	id := c.next
	c.next++
	c.watch[id] = f
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.watch, id)
	}
}

// tell calls outside the lock, so that a watcher may cancel itself.
func (c *changes) tell(change data.Change) {
	c.mu.Lock()
	watchers := make([]func(data.Change), 0, len(c.watch))
	for _, f := range c.watch {
		watchers = append(watchers, f)
	}
	c.mu.Unlock()
	for _, f := range watchers {
		f(change)
	}
}
