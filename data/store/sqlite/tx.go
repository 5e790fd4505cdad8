package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"kartoteka/data"
)

// Querier is what both a transaction and the read pool can do.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Tx is a write in progress. Its statements are prepared once, and its "now"
// stays the same.
type Tx struct {
	Now time.Time // when it began, to the millisecond

	sql      *sql.Tx
	topics   []data.Topic
	stmts    map[string]*sql.Stmt
	locals   map[any]any
	finishes []Finisher
	finished int // how many of them are done with
}

// Finisher is done with at the end of a transaction, before the commit.
type Finisher interface {
	Finish(ctx context.Context, t *Tx) error
}

// Local returns what a transaction holds of type T: a zero one when first asked
// for. It ends with the transaction; a Finisher is finished before that.
func Local[T any](t *Tx) *T {
	if v, there := t.locals[(*T)(nil)]; there {
		return v.(*T)
	}
	v := new(T)
	t.locals[(*T)(nil)] = v
	if f, ok := any(v).(Finisher); ok {
		t.finishes = append(t.finishes, f)
	}
	return v
}

// Write runs g in one transaction and announces what changed. Doing says for the
// log, in three words, what is being done.
func (f *File) Write(ctx context.Context, doing string, g func(*Tx) error) error {
	if err := f.mayWrite(ctx); err != nil {
		return err
	}
	st, err := f.w.BeginTx(ctx, nil)
	if err != nil {
		return Told(doing, err)
	}
	t := &Tx{
		Now: f.Now().UTC().Truncate(time.Millisecond),
		sql: st, stmts: map[string]*sql.Stmt{}, locals: map[any]any{},
	}
	defer func() { _ = st.Rollback() }() // does nothing after the commit
	if err := g(t); err != nil {
		return Told(doing, Ended(ctx, err))
	}
	if err := f.end(ctx, t); err != nil {
		return Told(doing, Ended(ctx, err))
	}
	if err := st.Commit(); err != nil {
		return Told(doing, Ended(ctx, err))
	}
	f.writes.Add(1)
	f.announce(t.topics)
	return nil
}

// end does what is due at the end of a write. What is done there may itself leave
// something to finish.
func (f *File) end(ctx context.Context, t *Tx) error {
	if err := t.finish(ctx); err != nil || f.setup.Ending == nil {
		return err
	}
	if err := f.setup.Ending(ctx, t); err != nil {
		return err
	}
	return t.finish(ctx)
}

// finish finishes all that is not finished yet.
func (t *Tx) finish(ctx context.Context) error {
	for ; t.finished < len(t.finishes); t.finished++ {
		if err := t.finishes[t.finished].Finish(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// Changed notes a topic for the notice after commit.
func (t *Tx) Changed(topics ...data.Topic) {
	for _, o := range topics {
		if !slices.Contains(t.topics, o) {
			t.topics = append(t.topics, o)
		}
	}
}

func (t *Tx) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if s := t.stmts[query]; s != nil {
		return s, nil
	}
	s, err := t.sql.PrepareContext(ctx, query) // closed with the transaction
	if err != nil {
		return nil, err
	}
	t.stmts[query] = s
	return s, nil
}

// run runs a statement that it keeps prepared.
func (t *Tx) run(ctx context.Context, query string, args []any) (sql.Result, error) {
	s, err := t.prepare(ctx, query) //nolint:sqlclosecheck // closed with the transaction
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

// Exec runs a statement and returns how many rows it touched.
func (t *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	r, err := t.run(ctx, query, args)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// Insert runs a statement and returns the new row's id.
func (t *Tx) Insert(ctx context.Context, query string, args ...any) (int64, error) {
	r, err := t.run(ctx, query, args)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

// ExecOnce runs a statement once, without keeping it prepared.
func (t *Tx) ExecOnce(ctx context.Context, query string) error {
	_, err := t.sql.ExecContext(ctx, query)
	return err
}

// QueryContext makes a Tx a Querier.
func (t *Tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := t.prepare(ctx, query) //nolint:sqlclosecheck // closed with the transaction
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// QueryRowContext makes a Tx a Querier.
func (t *Tx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := t.prepare(ctx, query) //nolint:sqlclosecheck // closed with the transaction
	if err != nil {
		return t.sql.QueryRowContext(ctx, query, args...) // which carries the error
	}
	return s.QueryRowContext(ctx, args...)
}

// Each calls f for every row of a query.
func Each(ctx context.Context, q Querier, f func(*sql.Rows) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // rows.Err says what went wrong
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Collect returns what scan makes of every row of a query.
func Collect[T any](ctx context.Context, q Querier, scan func(Scanner, *T) error, query string, args ...any) ([]T, error) {
	var out []T
	err := Each(ctx, q, func(rows *sql.Rows) error {
		var v T
		if err := scan(rows, &v); err != nil {
			return err
		}
		out = append(out, v)
		return nil
	}, query, args...)
	return out, err
}

// Scanner is one row to be read.
type Scanner interface{ Scan(dest ...any) error }

// Value returns the single value of a query; found is false when there is no row.
func Value[T any](ctx context.Context, q Querier, query string, args ...any) (v T, found bool, err error) {
	err = q.QueryRowContext(ctx, query, args...).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return v, false, nil
	}
	return v, err == nil, err
}

// Plain scans a row of one column.
func Plain[T any](s Scanner, v *T) error { return s.Scan(v) }

// Read runs several queries on one unchanging state of the file.
func (f *File) Read(ctx context.Context, doing string, g func(*sql.Tx) error) error {
	t, err := f.r.BeginTx(ctx, nil)
	if err != nil {
		return Told(doing, err)
	}
	defer func() { _ = t.Rollback() }() // nothing was written
	return Told(doing, Ended(ctx, g(t)))
}

// Ended names the stop that was asked for as the cause of a failure: the driver
// only says that its transaction is no longer there.
func Ended(ctx context.Context, err error) error {
	var known *data.Error
	if err == nil || ctx.Err() == nil || errors.As(err, &known) {
		return err
	}
	return fmt.Errorf("%w: %w", ctx.Err(), err)
}
