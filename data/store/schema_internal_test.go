package store

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/sync/errgroup"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// shapeOf returns the definitions of everything in the file.
func shapeOf(t *testing.T, f *sqlite.File) []string {
	t.Helper()
	out, err := sqlite.Collect(context.Background(), f, sqlite.Plain[string], `SELECT type || ' ' || name || ' ' || coalesce(sql, '')
		FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// openWith opens a file that is brought as far as the scripts go.
func openWith(t *testing.T, path string, scripts []string) *sqlite.File {
	t.Helper()
	f, err := sqlite.Open(t.Context(), path, data.SystemClock, sqlite.Setup{
		Scripts: scripts, Ready: func(context.Context, *sqlite.File) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// TestAGroundThatNobodyWroteIsNoOnesOwn: the usual grounds used to be saved with
// an own length, in Polish. They go, so that they are told in the owner's
// language; his own words stay.
func TestAGroundThatNobodyWroteIsNoOnesOwn(t *testing.T) {
	scripts, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "old.db")
	old := openWith(t, path, scripts[:2])
	_, err = old.Writer().ExecContext(t.Context(), `INSERT INTO retention (code, months, basis) VALUES
		('leads', 36, 'prawnie uzasadniony interes (art. 6 ust. 1 lit. f RODO): kontakty bez umowy 2 lata'),
		('trash', 2, 'zasada naszej firmy')`)
	if err != nil {
		t.Fatal(err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := sqlite.Collect(t.Context(), openWith(t, path, scripts), sqlite.Plain[string],
		`SELECT code || ' ' || months || ' ' || basis FROM retention ORDER BY code`)
	if err != nil || !slices.Equal(got, []string{"leads 36 ", "trash 2 zasada naszej firmy"}) {
		t.Errorf("%q, %v", got, err)
	}
}

func TestMigrateFromTheOldest(t *testing.T) {
	scripts, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "old.db")
	old := openWith(t, path, scripts[:1])
	_, err = old.Writer().ExecContext(t.Context(), `INSERT INTO contact (kind, created, updated, display_name, sort_key)
		VALUES ('person', 1, 1, 'Jan Kot', x'00')`)
	if err != nil {
		t.Fatal(err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	old, fresh := openWith(t, path, scripts), openWith(t, filepath.Join(t.TempDir(), "fresh.db"), scripts)
	if !slices.Equal(shapeOf(t, old), shapeOf(t, fresh)) {
		t.Error("a file brought up to date differs from a fresh one")
	}
	if n, _, err := sqlite.Value[int](t.Context(), old, `SELECT count(*) FROM contact`); n != 1 || err != nil {
		t.Errorf("%d contacts after the migration (%v), want 1", n, err)
	}
}

// TestAFileWithAWrongListIsHealed: the list of what nobody has answered was kept
// without looking at folders and copies; a file that was written then gets it anew.
func TestAFileWithAWrongListIsHealed(t *testing.T) {
	scripts, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "old.db")
	old := openWith(t, path, scripts[:3])
	for _, q := range []string{
		`INSERT INTO contact (id, kind, created, updated, display_name, sort_key) VALUES (1, 'person', 1, 1, 'Jan Kot', x'00')`,
		`INSERT INTO interaction (id, contact_id, at, channel, direction) VALUES (1, 1, 5, 'sms', 'in')`,
		`DELETE FROM unanswered`, `DELETE FROM answer_stale`, `INSERT INTO unanswered (type, ref, at) VALUES (4, 77, 3)`,
	} {
		if _, err := old.Writer().ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := Open(t.Context(), path, data.SystemClock)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	got, err := db.Unanswered(t.Context(), data.UnansweredFilter{})
	if err != nil || len(got) != 1 || got[0].Type != data.UnansweredInteraction || got[0].ID != 1 {
		t.Errorf("%+v wait, %v", got, err)
	}
}

// Two windows, or a window and a schedule, may meet a new file at once.
func TestManyProgramsMeetANewFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.db")
	var all errgroup.Group
	for range 6 {
		all.Go(func() error {
			db, err := Open(context.Background(), path, data.SystemClock)
			if err != nil {
				return err
			}
			return db.Close()
		})
	}
	if err := all.Wait(); err != nil {
		t.Error(err)
	}
}
