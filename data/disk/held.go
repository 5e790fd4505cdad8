package disk

import (
	"os"
	"sync"
)

// held counts by path which databases SQLite has open in this process. To open and
// close such a file by other means gives back all locks that the process has on
// it: POSIX has it so (sqlite.org/howtocorrupt.html, 2.2).
var held = struct {
	sync.Mutex
	paths map[string]int
}{paths: map[string]int{}}

// Hold notes that a database is going to be opened, until release is called, once
// or more often. Before that look may open it by other means; it is not called
// where the database is open in this process already.
func Hold(path string, look func()) (release func()) {
	held.Lock()
	defer held.Unlock()
	if !isHeld(path) {
		look()
	}
	held.paths[path]++
	return sync.OnceFunc(func() {
		held.Lock()
		defer held.Unlock()
		if held.paths[path]--; held.paths[path] == 0 {
			delete(held.paths, path)
		}
	})
}

// Held reports whether a file is a database that is open in this process, by
// whichever name.
func Held(path string) bool {
	held.Lock()
	defer held.Unlock()
	return isHeld(path)
}

func isHeld(path string) bool {
	if len(held.paths) == 0 {
		return false
	}
	st, err := os.Stat(path)
	if err != nil {
		return held.paths[path] > 0
	}
	for other := range held.paths {
		if is, err := os.Stat(other); err == nil && os.SameFile(st, is) {
			return true
		}
	}
	return false
}
