package datatest

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/store"
)

// Now is when every test begins: a Sunday in winter, 11 o'clock in Warsaw.
var Now = time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)

// Today is the day of Now.
var Today = data.DateOf(Now)

// Clock is a clock that stands still at Now until it is moved.
type Clock struct{ moved time.Duration }

// Now is the clock's time, for the store.
func (c *Clock) Now() time.Time { return Now.Add(c.moved) }

// Move moves the clock on.
func (c *Clock) Move(d time.Duration) { c.moved += d }

// New opens an empty store in a folder of its own.
func New(t testing.TB) (*store.DB, *Clock) {
	t.Helper()
	c := &Clock{}
	return Open(t, filepath.Join(t.TempDir(), "kartoteka.db"), c), c
}

// Open opens the store at path, and closes it with the test.
func Open(t testing.TB, path string, c *Clock) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), path, c.Now)
	if err != nil {
		t.Fatalf("open store: %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close store: %v", err)
		}
	})
	return db
}

// Sound fails the test if the store's own check finds anything.
func Sound(t testing.TB, db *store.DB) {
	t.Helper()
	found, err := db.Check(context.Background())
	if err != nil {
		t.Fatalf("check store: %v", err)
	}
	for _, f := range found {
		t.Errorf("check found %s at %s (%s)", f.What, f.Where, f.Bad)
	}
}
