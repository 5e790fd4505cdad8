package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"kartoteka/data"
	"kartoteka/data/disk"
)

// readers is how many reads may run at once. Screens ask for little at a time.
const readers = 4

// Setup is what a program makes of a file.
type Setup struct {
	// Scripts bring a file to the newest version; one at version n has had the
	// first n.
	Scripts []string
	// Ready makes what is needed in a file beyond its tables. It is called
	// whenever the file was opened; when it was opened anew, others may already
	// read and write again.
	Ready func(context.Context, *File) error
	// Ending is done at the end of each write, before the commit; nil: nothing is.
	Ending func(context.Context, *Tx) error
}

// File is an open file. Its methods may be called from many goroutines; writes
// wait for each other, reads wait for nobody. It is itself the Querier for
// reads of one query.
type File struct {
	path      string
	setup     Setup
	protected bool   // it can only be read
	known     bool   // its head says that it is ours and not too new
	release   func() // tells that it is not open any more
	full      full   // it is only read, for want of room
	gate      gate
	w, r      *Pool
	clock     data.Clock
	swapping  sync.Mutex // one change of the file at a time, Ready included

	writes atomic.Int64 // how often something was written

	mu        sync.Mutex
	listeners []func(data.Change)
}

// Open opens a file, makes it if it is not there, and brings it up to date.
// It does not read the whole file. A file that lies where nothing can be written
// is opened for reading; writes are then refused.
func Open(ctx context.Context, path string, clock data.Clock, setup Setup) (*File, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("find file: %w", err)
	}
	f := &File{path: abs, setup: setup, clock: clock}
	looked := false
	f.release = disk.Hold(abs, func() {
		looked, f.protected = true, protected(abs)
		version, ours := headed(abs)
		f.known = ours && version <= len(setup.Scripts)
	})
	if !looked {
		f.protected = protectedHeld(abs)
	}
	err = f.start(ctx)
	if err != nil {
		if err = f.openFull(ctx, err); err == nil {
			err = setup.Ready(ctx, f)
		}
	}
	if err != nil {
		if f.w != nil {
			_ = f.close() // the refusal is what matters
		}
		f.release()
		return nil, err
	}
	return f, nil
}

// start opens the file's connections; what it opened before it failed is closed.
func (f *File) start(ctx context.Context) error {
	w, r, err := f.connect(ctx, f.protected)
	if err != nil {
		return err
	}
	f.w, f.r = &Pool{&f.gate, w}, &Pool{&f.gate, r}
	if err := f.setup.Ready(ctx, f); err != nil {
		_ = f.close() // the refusal is what matters
		f.w, f.r = nil, nil
		return err
	}
	return nil
}

// connect opens the connections to a file and brings it up to date.
func (f *File) connect(ctx context.Context, protected bool) (w, r *sql.DB, err error) {
	path, scripts := f.path, f.setup.Scripts
	if f.known {
		f.known = false // later there may be another file in its place
	} else if err := inspect(ctx, path, protected, len(scripts)); err != nil {
		if protected && hasLog(path) && data.CodeOf(err) == data.CodeReadOnly {
			err = data.NewError(data.CodeReadOnly, "read-only-log").Because(err)
		}
		return nil, nil, err
	}
	sources := [2]string{DSN(path, true), DSN(path, false)}
	if protected {
		sources = [2]string{ProtectedDSN(path), ProtectedDSN(path)}
	}
	if w, err = sql.Open("sqlite", sources[0]); err != nil {
		return nil, nil, Told("open file", err)
	}
	w.SetMaxOpenConns(1)
	if r, err = sql.Open("sqlite", sources[1]); err != nil {
		return nil, nil, cmp.Or(Told("open file", err), w.Close())
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
	version, err := Version(ctx, w)
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

// protectedHeld is protected for a file that is open in this process, and must
// not be opened to find out.
func protectedHeld(path string) bool {
	st, err := os.Stat(path)
	return err == nil && (st.Mode().Perm()&0o222 == 0 || !disk.Writable(filepath.Dir(path)))
}

// Protected reports whether the file can only be read.
func (f *File) Protected() bool { return f.protected || f.Full() }

// Now is the time by the clock that the file was opened with.
func (f *File) Now() time.Time { return f.clock() }

// Writes is how often this program has written to the file since it was opened.
func (f *File) Writes() int64 { return f.writes.Load() }

// Writer returns the one connection that writes, for statements that stand in no
// transaction.
func (f *File) Writer() *Pool { return f.w }

// QueryContext makes a File a Querier: it reads what is committed.
func (f *File) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return f.r.QueryContext(ctx, query, args...)
}

// QueryRowContext makes a File a Querier.
func (f *File) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return f.r.QueryRowContext(ctx, query, args...)
}

// Close waits for what runs and closes the file.
func (f *File) Close() error {
	defer f.release()
	return f.close()
}

func (f *File) close() error {
	if !f.Protected() {
		// Best effort: the planner's figures and a small log are a convenience.
		_, _ = f.w.Exec(`PRAGMA analysis_limit=400; PRAGMA optimize`)
	}
	return Told("close file", cmp.Or(f.r.Close(), f.w.Close()))
}

// Path returns the file's absolute path.
func (f *File) Path() string { return f.path }

// OnChange registers a listener. It is called after each commit, on the
// goroutine that wrote, and must not wait.
func (f *File) OnChange(g func(data.Change)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.listeners = append(f.listeners, g)
}

func (f *File) announce(topics []data.Topic) {
	if len(topics) == 0 {
		return
	}
	f.mu.Lock()
	listeners := f.listeners
	f.mu.Unlock()
	for _, g := range listeners {
		g(data.Change{Topics: topics})
	}
}
