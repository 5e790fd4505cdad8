package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"sync"
	"sync/atomic"
	"time"

	"kartoteka/data"
)

// gate lets queries through, and shuts for a change of the file. One that is
// wanted is not kept from it by an endless row of new queries: each of them
// waits a little first. No longer, since it may be a step of something that has
// begun, for whose end the change waits.
type gate struct {
	sync.RWMutex
	wanted atomic.Bool
	look   func() // called before each query; nil: nothing
	heard  func() // so too: see Overhear
}

// courtesy is how long a query waits while a change of the file is wanted.
const courtesy = 20 * time.Millisecond

func (g *gate) enter() {
	if g.heard != nil {
		g.heard()
	}
	if g.look != nil {
		g.look()
	}
	if g.wanted.Load() {
		time.Sleep(courtesy)
	}
	g.RLock()
}

// Pool is a set of connections that can be changed for another while the store
// is in use, because the file under it was replaced. Starting a query holds the
// gate open for reading; the change shuts it and waits for what runs.
type Pool struct {
	gate *gate // of both pools of a store
	db   *sql.DB
}

// BeginTx begins a transaction.
func (p *Pool) BeginTx(ctx context.Context, o *sql.TxOptions) (*sql.Tx, error) {
	p.gate.enter()
	defer p.gate.RUnlock()
	return p.db.BeginTx(ctx, o)
}

// QueryContext runs a query whose rows are to be closed.
func (p *Pool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	p.gate.enter()
	defer p.gate.RUnlock()
	return p.db.QueryContext(ctx, query, args...) //nolint:sqlclosecheck // whoever asked closes them
}

// QueryRowContext runs a query of one row.
func (p *Pool) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	p.gate.enter()
	defer p.gate.RUnlock()
	return p.db.QueryRowContext(ctx, query, args...)
}

// ExecContext runs statements.
func (p *Pool) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	p.gate.enter()
	defer p.gate.RUnlock()
	return p.db.ExecContext(ctx, query, args...)
}

// Exec runs statements that nobody stops.
func (p *Pool) Exec(query string, args ...any) (sql.Result, error) {
	return p.ExecContext(context.Background(), query, args...)
}

// Conn returns a connection of one's own, to be closed.
func (p *Pool) Conn(ctx context.Context) (*sql.Conn, error) {
	p.gate.enter()
	defer p.gate.RUnlock()
	return p.db.Conn(ctx)
}

// Close closes the connections.
func (p *Pool) Close() error {
	p.gate.enter()
	defer p.gate.RUnlock()
	return p.db.Close()
}

// Overhear has do called before each query, on the goroutine that asks: a test
// sees with it who does. It is called before the store is used.
func (f *File) Overhear(do func()) { f.gate.heard = do }

// idle reports whether no connection is at work. The gate must be shut.
func (p *Pool) idle() bool { return p.db.Stats().InUse == 0 }

// How long a change of the file waits for what runs, and how often it looks.
const (
	swapPatience = 20 * time.Second
	swapLook     = 2 * time.Millisecond
)

// Swap closes the file, lets change put another in its place, and opens whatever is
// there then: also when change fails, so that the store goes on with what it has.
// Reads and writes that begin meanwhile wait; those that run are waited for,
// and when they do not end the file is left alone (CodeBusy).
func (f *File) Swap(ctx context.Context, change func() error) error {
	f.swapping.Lock()
	defer f.swapping.Unlock()
	return f.swap(ctx, change)
}

// swap is Swap for who has the turn.
func (f *File) swap(ctx context.Context, change func() error) error {
	patient, cancel := context.WithTimeout(ctx, swapPatience)
	defer cancel()
	if err := f.shut(patient); err != nil {
		if ctx.Err() != nil {
			return Told("swap file", ctx.Err())
		}
		return data.NewError(data.CodeBusy, "busy-here").Because(err)
	}
	// Closed they are in any case; what change puts aside is as SQLite left it.
	failed := Told("swap file", cmp.Or(f.r.db.Close(), f.w.db.Close()))
	if failed == nil {
		failed = change()
	}
	return cmp.Or(f.reopen(context.WithoutCancel(ctx)), failed)
}

// shut shuts the gate when nothing runs behind it. A shut gate would keep what
// runs from its next step, so that it is only tried, again and again.
func (f *File) shut(ctx context.Context) error {
	f.gate.wanted.Store(true)
	defer f.gate.wanted.Store(false)
	look := time.NewTicker(swapLook)
	defer look.Stop()
	for {
		if f.gate.TryLock() {
			if f.r.idle() && f.w.idle() {
				return nil
			}
			f.gate.Unlock()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-look.C:
		}
	}
}

// reopen opens the file anew and the gate with it.
func (f *File) reopen(ctx context.Context) error {
	w, r, err := f.connect(ctx, f.Protected())
	if err == nil {
		f.w.db, f.r.db = w, r
	}
	f.writes.Add(1)
	f.gate.Unlock()
	if err == nil {
		err = f.setup.Ready(ctx, f)
	}
	if err != nil {
		return err
	}
	f.announce(data.AllTopics())
	return nil
}
