package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"kartoteka/data"
	"kartoteka/data/disk"
)

// readers is how many reads may run at once. Screens ask for little at a time.
const readers = 4

// DB is an open file. Its methods may be called from many goroutines; writes
// wait for each other, reads wait for nobody.
type DB struct {
	path      string
	protected bool // it can only be read
	full      full // it is only read, for want of room
	gate      gate
	w, r      *pool
	clock     data.Clock
	names     *sortKeys         // used by the one writer only
	noted     map[string]*noted // what the journal notes, as the file's tables stand

	writes atomic.Int64 // how often something was written
	ranks  ranks

	mu        sync.Mutex
	listeners []func(data.Change)
	session   session
}

// Open opens the file, makes it if it is not there, and brings it up to date.
// It does not read the whole file: Check does, when asked. A file that lies
// where nothing can be written is opened for reading; writes are then refused.
func Open(ctx context.Context, path string, clock data.Clock) (*DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("find file: %w", err)
	}
	db := &DB{path: abs, protected: protected(abs), clock: clock, names: newSortKeys()}
	err = db.start(ctx)
	if err != nil {
		if err = db.openFull(ctx, err); err == nil {
			err = db.ready(ctx)
		}
	}
	if err != nil {
		if db.w != nil {
			_ = db.Close() // the refusal is what matters
		}
		return nil, err
	}
	return db, nil
}

// start opens the file's connections; what it opened before it failed is closed.
func (db *DB) start(ctx context.Context) error {
	w, r, err := connect(ctx, db.path, db.protected)
	if err != nil {
		return err
	}
	db.w, db.r = &pool{&db.gate, w}, &pool{&db.gate, r}
	if err := db.ready(ctx); err != nil {
		_ = db.Close() // the refusal is what matters
		db.w, db.r = nil, nil
		return err
	}
	return nil
}

// ready makes what the program needs in a file beyond its tables.
func (db *DB) ready(ctx context.Context) error {
	db.session.forget(nil) // of another file, after a restore
	if db.Protected() {    // what is only for writing is not missed
		tables, err := learn(ctx, db.r)
		db.noted = tables
		return told("read tables", err)
	}
	if err := db.keepTriggers(ctx); err != nil {
		return err
	}
	return db.fillKeys(ctx)
}

// connect opens the connections to a file and brings it up to date.
func connect(ctx context.Context, path string, protected bool) (w, r *sql.DB, err error) {
	scripts, err := migrations()
	if err != nil {
		return nil, nil, err
	}
	if err := inspect(ctx, path, protected, len(scripts)); err != nil {
		if protected && hasLog(path) && data.CodeOf(err) == data.CodeReadOnly {
			err = data.NewError(data.CodeReadOnly, "read-only-log").Because(err)
		}
		return nil, nil, err
	}
	sources := [2]string{dsn(path, true), dsn(path, false)}
	if protected {
		sources = [2]string{protectedDSN(path), protectedDSN(path)}
	}
	if w, err = sql.Open("sqlite", sources[0]); err != nil {
		return nil, nil, told("open file", err)
	}
	w.SetMaxOpenConns(1)
	if r, err = sql.Open("sqlite", sources[1]); err != nil {
		return nil, nil, firstError(told("open file", err), w.Close())
	}
	r.SetMaxOpenConns(readers)
	r.SetMaxIdleConns(readers)
	if err := upToDate(ctx, w, protected, scripts); err != nil {
		_ = r.Close() // the refusal is what matters
		_ = w.Close()
		return nil, nil, err
	}
	return w, r, nil
}

// upToDate brings the file to the newest version, or refuses an older one that
// can't be changed.
func upToDate(ctx context.Context, w *sql.DB, protected bool, scripts []string) error {
	if !protected {
		return migrate(ctx, w, scripts)
	}
	version, err := fileVersion(ctx, w)
	if err == nil && version < len(scripts) {
		err = data.NewError(data.CodeReadOnly, "read-only-old")
	}
	return err
}

// protected reports whether there is a file and it, or its folder, can't be
// written: on a write-protected medium, or for want of a right.
func protected(path string) bool {
	if _, err := os.Stat(path); err != nil {
		return false
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return disk.Protected(err)
	}
	_ = f.Close() // nothing was written
	return !disk.Writable(filepath.Dir(path))
}

// Protected reports whether the file can only be read.
func (db *DB) Protected() bool { return db.protected || db.Full() }

// Close waits for what runs and closes the file.
func (db *DB) Close() error {
	if !db.Protected() {
		// Best effort: the planner's figures and a small log are a convenience.
		_, _ = db.w.Exec(`PRAGMA analysis_limit=400; PRAGMA optimize`)
	}
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
