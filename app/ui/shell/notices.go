package shell

import (
	"sync"
	"time"

	"kartoteka/data"
)

// notices gathers what the store announces. A pull announces hundreds of
// changes a second; the screens hear of them together, a few times a second.
type notices struct {
	wait    time.Duration // 0 hands each one on at once
	spawn   func(func())
	post    func(func())
	deliver func(data.Change) // called on the UI thread
	done    <-chan struct{}   // closed when nobody listens any more

	mu     sync.Mutex
	topics map[data.Topic]bool
	set    bool // a delivery is on its way
}

// take notes a change. It is called on the goroutine that wrote.
func (n *notices) take(c data.Change) {
	n.mu.Lock()
	if n.topics == nil {
		n.topics = map[data.Topic]bool{}
	}
	for _, t := range c.Topics {
		n.topics[t] = true
	}
	first := !n.set
	n.set = true
	n.mu.Unlock()
	if !first {
		return
	}
	n.spawn(func() {
		if n.gathered() {
			n.post(func() { n.deliver(n.collect()) })
		}
	})
}

// gathered waits until it is time to deliver, and reports whether somebody
// still listens. It ends at once when the window is closed.
func (n *notices) gathered() bool {
	if n.wait > 0 {
		timer := time.NewTimer(n.wait)
		defer timer.Stop()
		select {
		case <-n.done:
		case <-timer.C:
		}
	}
	select {
	case <-n.done:
		return false
	default:
		return true
	}
}

func (n *notices) collect() data.Change {
	n.mu.Lock()
	defer n.mu.Unlock()
	var c data.Change
	for t := range n.topics {
		c.Topics = append(c.Topics, t)
	}
	clear(n.topics)
	n.set = false
	return c
}
