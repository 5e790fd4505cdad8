package session

import (
	"os"
	"runtime/debug"
)

// startHeap is how much the heap may grow, in percent, while a command starts.
const startHeap = 400

// pullMemory is what a command may occupy at its start, and a pull all along, if
// that is enough for it: messages come faster than garbage is usually collected.
// What SQLite has is not in it.
const pullMemory = 64 << 20

// lazily puts off collecting garbage: a short command ends before it is worth
// the while, and a mailbox is looked into every few minutes. What it returns
// ends that, for whatever needs memory in earnest; a pull stays frugal. Who has
// set GOGC knows better.
func lazily() (earnest func(frugal bool)) {
	if os.Getenv("GOGC") != "" {
		return func(bool) {}
	}
	usual, limit := debug.SetGCPercent(startHeap), debug.SetMemoryLimit(pullMemory)
	return func(frugal bool) {
		debug.SetGCPercent(usual)
		if !frugal {
			debug.SetMemoryLimit(limit)
		}
	}
}

// Earnest ends the lazy beginning of a run.
func (s *Session) Earnest() {
	if s.collect != nil {
		s.collect(false)
	}
}

// pulling ends it for a pull.
func (s *Session) pulling() {
	if s.collect != nil {
		s.collect(true)
	}
}
