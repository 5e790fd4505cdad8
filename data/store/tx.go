package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"kartoteka/data"
)

// querier is what both a transaction and the read pool can do.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// tx is a write in progress. Its statements are prepared once, its "now" stays
// the same, and the full text of what it touched is indexed at its end.
type tx struct {
	db     *DB
	sql    *sql.Tx
	now    time.Time
	topics []data.Topic
	stmts  map[string]*sql.Stmt

	docs     []int64 // keys of new or changed texts
	contacts []int64 // contacts whose words changed

	keys   map[string][]byte          // sort keys of cities and companies met before
	fields map[int64]data.CustomField // read when first needed
}

// write runs f in one transaction and announces what changed.
func (db *DB) write(ctx context.Context, doing string, f func(*tx) error) error {
	if err := db.mayWrite(ctx); err != nil {
		return err
	}
	st, err := db.w.BeginTx(ctx, nil)
	if err != nil {
		return told(doing, err)
	}
	t := &tx{
		db: db, sql: st, now: db.clock().UTC().Truncate(time.Millisecond),
		stmts: map[string]*sql.Stmt{}, keys: map[string][]byte{},
	}
	defer func() { _ = st.Rollback() }() // does nothing after the commit
	if err := f(t); err != nil {
		return told(doing, ended(ctx, err))
	}
	if err := t.index(ctx); err != nil {
		return told(doing, ended(ctx, err))
	}
	if err := st.Commit(); err != nil {
		return told(doing, ended(ctx, err))
	}
	db.writes.Add(1)
	db.announce(t.topics)
	return nil
}

// changed notes a topic for the notice after commit.
func (t *tx) changed(topics ...data.Topic) {
	for _, o := range topics {
		if !slices.Contains(t.topics, o) {
			t.topics = append(t.topics, o)
		}
	}
}

func (t *tx) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
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

// exec runs a statement and returns how many rows it touched.
func (t *tx) exec(ctx context.Context, query string, args ...any) (int64, error) {
	s, err := t.prepare(ctx, query) //nolint:sqlclosecheck // closed with the transaction
	if err != nil {
		return 0, err
	}
	r, err := s.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// insert runs a statement and returns the new row's id.
func (t *tx) insert(ctx context.Context, query string, args ...any) (int64, error) {
	s, err := t.prepare(ctx, query) //nolint:sqlclosecheck // closed with the transaction
	if err != nil {
		return 0, err
	}
	r, err := s.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

// QueryContext makes tx a querier.
func (t *tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := t.prepare(ctx, query) //nolint:sqlclosecheck // closed with the transaction
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// QueryRowContext makes tx a querier.
func (t *tx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := t.prepare(ctx, query) //nolint:sqlclosecheck // closed with the transaction
	if err != nil {
		return t.sql.QueryRowContext(ctx, query, args...) // which carries the error
	}
	return s.QueryRowContext(ctx, args...)
}

// each calls f for every row of a query.
func each(ctx context.Context, q querier, f func(*sql.Rows) error, query string, args ...any) error {
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

// collect returns what scan makes of every row of a query.
func collect[T any](ctx context.Context, q querier, scan func(scanner, *T) error, query string, args ...any) ([]T, error) {
	var out []T
	err := each(ctx, q, func(rows *sql.Rows) error {
		var v T
		if err := scan(rows, &v); err != nil {
			return err
		}
		out = append(out, v)
		return nil
	}, query, args...)
	return out, err
}

// scanner is one row to be read.
type scanner interface{ Scan(dest ...any) error }

// value returns the single value of a query; found is false when there is no row.
func value[T any](ctx context.Context, q querier, query string, args ...any) (v T, found bool, err error) {
	err = q.QueryRowContext(ctx, query, args...).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return v, false, nil
	}
	return v, err == nil, err
}

// plain scans a row of one column.
func plain[T any](s scanner, v *T) error { return s.Scan(v) }

// read runs several queries on one unchanging state of the file.
func (db *DB) read(ctx context.Context, doing string, f func(*sql.Tx) error) error {
	t, err := db.r.BeginTx(ctx, nil)
	if err != nil {
		return told(doing, err)
	}
	defer func() { _ = t.Rollback() }() // nothing was written
	return told(doing, ended(ctx, f(t)))
}

// ended names the stop that was asked for as the cause of a failure: the driver
// only says that its transaction is no longer there.
func ended(ctx context.Context, err error) error {
	var known *data.Error
	if err == nil || ctx.Err() == nil || errors.As(err, &known) {
		return err
	}
	return fmt.Errorf("%w: %w", ctx.Err(), err)
}
