package sqlite

import (
	"context"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

// TestManyWritesHealAFullFileOnce has several writes find out together that a file
// that was opened on a full disk has room now.
func TestManyWritesHealAFullFileOnce(t *testing.T) {
	var ready, running atomic.Int64
	f, err := Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), time.Now, Setup{
		Scripts: []string{`CREATE TABLE thing (id INTEGER PRIMARY KEY) STRICT;`},
		Ready: func(ctx context.Context, f *File) error {
			if running.Add(1) != 1 {
				t.Error("made ready twice at once")
			}
			defer running.Add(-1)
			ready.Add(1)
			return f.Write(ctx, "make ready", func(*Tx) error { return nil })
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	ready.Store(0)
	f.full.on.Store(true)
	var all errgroup.Group
	for range 6 {
		all.Go(func() error {
			return f.Write(t.Context(), "add thing", func(tx *Tx) error {
				_, err := tx.Exec(t.Context(), `INSERT INTO thing DEFAULT VALUES`)
				return err
			})
		})
	}
	if err := all.Wait(); err != nil {
		t.Error(err)
	}
	n, _, err := Value[int](t.Context(), f, `SELECT count(*) FROM thing`)
	if err != nil || n != 6 || ready.Load() != 1 || f.Full() {
		t.Errorf("%d things, made ready %d times, full %v, %v", n, ready.Load(), f.Full(), err)
	}
}

// late leaves something to finish when it is finished.
type late struct{ done *int }

func (l *late) Finish(_ context.Context, t *Tx) error {
	Local[later](t).done = l.done
	return nil
}

type later struct{ done *int }

func (l *later) Finish(context.Context, *Tx) error {
	*l.done++
	return nil
}

// TestWhatComesLateIsFinishedToo has the ending of a write begin what is to be
// finished before the commit.
func TestWhatComesLateIsFinishedToo(t *testing.T) {
	done := 0
	f, err := Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), time.Now, Setup{
		Scripts: []string{`CREATE TABLE thing (id INTEGER PRIMARY KEY) STRICT;`},
		Ready:   func(context.Context, *File) error { return nil },
		Ending: func(_ context.Context, t *Tx) error {
			Local[late](t).done = &done
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if err := f.Write(t.Context(), "write", func(*Tx) error { return nil }); err != nil || done != 1 {
		t.Errorf("finished %d times, %v", done, err)
	}
}
