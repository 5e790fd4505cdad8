package store

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"kartoteka/data"
)

// readers is how many reads may run at once. Screens ask for little at a time.
const readers = 4

// DB is an open file. Its methods may be called from many goroutines; writes
// wait for each other, reads wait for nobody.
type DB struct {
	path  string
	w, r  *sql.DB
	clock data.Clock
	names *collate.Collator // used by the one writer only
	noted map[string]*noted // what the journal notes, as the file's tables stand

	writes atomic.Int64 // how often something was written
	ranks  ranks

	mu        sync.Mutex
	listeners []func(data.Change)
	session   session
}

// Open opens the file, makes it if it is not there, and brings it up to date.
// It does not read the whole file: Check does, when asked.
func Open(ctx context.Context, path string, clock data.Clock) (*DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("find file: %w", err)
	}
	scripts, err := migrations()
	if err != nil {
		return nil, err
	}
	if err := inspect(ctx, abs, len(scripts)); err != nil {
		return nil, err
	}
	db := &DB{path: abs, clock: clock, names: collate.New(language.Polish)}
	if db.w, err = sql.Open("sqlite", dsn(abs, true)); err != nil {
		return nil, told("open file", err)
	}
	db.w.SetMaxOpenConns(1)
	if db.r, err = sql.Open("sqlite", dsn(abs, false)); err != nil {
		return nil, firstError(told("open file", err), db.w.Close())
	}
	db.r.SetMaxOpenConns(readers)
	db.r.SetMaxIdleConns(readers)
	if err := migrate(ctx, db.w, scripts); err != nil {
		_ = db.Close() // the refusal is what matters
		return nil, err
	}
	if err := db.keepTriggers(ctx); err != nil {
		_ = db.Close() // the refusal is what matters
		return nil, err
	}
	if err := db.fillKeys(ctx); err != nil {
		_ = db.Close() // the failure is what matters
		return nil, err
	}
	return db, nil
}

// Close waits for what runs and closes the file.
func (db *DB) Close() error {
	// Best effort: the planner's figures and a small log are a convenience.
	_, _ = db.w.Exec(`PRAGMA analysis_limit=400; PRAGMA optimize`)
	return told("close file", firstError(db.r.Close(), db.w.Close()))
}

// Path returns the file's absolute path.
func (db *DB) Path() string { return db.path }

// OnChange registers a listener. It is called after each commit, on the
// goroutine that wrote, and must not wait.
func (db *DB) OnChange(f func(data.Change)) {
	db.mu.Lock()
	defer db.mu.Unlock()
	db.listeners = append(db.listeners, f)
}

func (db *DB) announce(topics []data.Topic) {
	if len(topics) == 0 {
		return
	}
	db.mu.Lock()
	listeners := db.listeners
	db.mu.Unlock()
	for _, f := range listeners {
		f(data.Change{Topics: topics})
	}
}
