package store

import (
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
}

// courtesy is how long a query waits while a change of the file is wanted.
const courtesy = 20 * time.Millisecond

func (g *gate) enter() {
	if g.look != nil {
		g.look()
	}
	if g.wanted.Load() {
		time.Sleep(courtesy)
	}
	g.RLock()
}

// pool is a set of connections that can be changed for another while the store
// is in use, because the file under it was replaced. Starting a query holds the
// gate open for reading; the change shuts it and waits for what runs.
type pool struct {
	gate *gate // of both pools of a store
	db   *sql.DB
}

func (p *pool) BeginTx(ctx context.Context, o *sql.TxOptions) (*sql.Tx, error) {
	p.gate.enter()
	defer p.gate.RUnlock()
	return p.db.BeginTx(ctx, o)
}

func (p *pool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	p.gate.enter()
	defer p.gate.RUnlock()
	return p.db.QueryContext(ctx, query, args...) //nolint:sqlclosecheck // whoever asked closes them
}

func (p *pool) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	p.gate.enter()
	defer p.gate.RUnlock()
	return p.db.QueryRowContext(ctx, query, args...)
}

func (p *pool) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	p.gate.enter()
	defer p.gate.RUnlock()
	return p.db.ExecContext(ctx, query, args...)
}

// Exec runs statements that nobody stops.
func (p *pool) Exec(query string, args ...any) (sql.Result, error) {
	return p.ExecContext(context.Background(), query, args...)
}

// Conn returns a connection of one's own, to be closed.
func (p *pool) Conn(ctx context.Context) (*sql.Conn, error) {
	p.gate.enter()
	defer p.gate.RUnlock()
	return p.db.Conn(ctx)
}

// Close closes the connections.
func (p *pool) Close() error {
	p.gate.enter()
	defer p.gate.RUnlock()
	return p.db.Close()
}

// idle reports whether no connection is at work. The gate must be shut.
func (p *pool) idle() bool { return p.db.Stats().InUse == 0 }

// How long a change of the file waits for what runs, and how often it looks.
const (
	swapPatience = 20 * time.Second
	swapLook     = 2 * time.Millisecond
)

// Swap closes the file, lets f put another in its place, and opens whatever is
// there then: also when f fails, so that the store goes on with what it has.
// Reads and writes that begin meanwhile wait; those that run are waited for,
// and when they do not end the file is left alone (CodeBusy).
func (db *DB) Swap(ctx context.Context, f func() error) error {
	db.session.turn.Lock() // an undo under way would go on in the other file
	defer db.session.turn.Unlock()
	patient, cancel := context.WithTimeout(ctx, swapPatience)
	defer cancel()
	if err := db.shut(patient); err != nil {
		if ctx.Err() != nil {
			return told("swap file", ctx.Err())
		}
		return data.NewError(data.CodeBusy, "busy-here").Because(err)
	}
	// Closed they are in any case; what f puts aside is as SQLite left it.
	failed := told("swap file", firstError(db.r.db.Close(), db.w.db.Close()))
	if failed == nil {
		failed = f()
	}
	if failed == nil {
		db.session.forget(nil) // what was done was done to the other file
	}
	return firstError(db.reopen(context.WithoutCancel(ctx)), failed)
}

// shut shuts the gate when nothing runs behind it. A shut gate would keep what
// runs from its next step, so that it is only tried, again and again.
func (db *DB) shut(ctx context.Context) error {
	db.gate.wanted.Store(true)
	defer db.gate.wanted.Store(false)
	look := time.NewTicker(swapLook)
	defer look.Stop()
	for {
		if db.gate.TryLock() {
			if db.r.idle() && db.w.idle() {
				return nil
			}
			db.gate.Unlock()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-look.C:
		}
	}
}

// reopen opens the file anew and the gate with it.
func (db *DB) reopen(ctx context.Context) error {
	w, r, err := connect(ctx, db.path, db.Protected())
	if err == nil {
		db.w.db, db.r.db = w, r
	}
	db.writes.Add(1)
	db.gate.Unlock()
	if err == nil {
		err = db.ready(ctx)
	}
	if err != nil {
		return err
	}
	db.announce(data.AllTopics())
	return nil
}
