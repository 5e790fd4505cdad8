package cli

import (
	"os"
	"runtime/debug"
	"sync"
)

// startHeap is how much the heap may grow, in percent, while a command starts.
const startHeap = 400

// lazily puts off collecting garbage: a short command ends before it is worth
// the while, and a mailbox is looked into every few minutes. What it returns
// ends that, for whatever needs memory in earnest. Who has set GOGC knows better.
func lazily() (earnest func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	usual := debug.SetGCPercent(startHeap)
	return sync.OnceFunc(func() { debug.SetGCPercent(usual) })
}

// earnest ends the lazy beginning of a run.
func (s *session) earnest() {
	if s.collect != nil {
		s.collect()
	}
}
