package store

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"kartoteka/data"
)

// shape returns the definitions of everything in the file.
func shape(t *testing.T, db *sql.DB) []string {
	t.Helper()
	out, err := collect(context.Background(), db, plain[string],
		`SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func openRaw(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(path, true))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestMigrateFromTheOldest(t *testing.T) {
	ctx := context.Background()
	scripts, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	old := openRaw(t, filepath.Join(t.TempDir(), "old.db"))
	if err := migrate(ctx, old, scripts[:1]); err != nil {
		t.Fatal(err)
	}
	_, err = old.Exec(`INSERT INTO contact (kind, created, updated, display_name, sort_key)
		VALUES ('person', 1, 1, 'Jan Kot', x'00')`)
	if err != nil {
		t.Fatal(err)
	}
	if err := migrate(ctx, old, scripts); err != nil {
		t.Fatal(err)
	}
	fresh := openRaw(t, filepath.Join(t.TempDir(), "fresh.db"))
	if err := migrate(ctx, fresh, scripts); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(shape(t, old), shape(t, fresh)) {
		t.Error("a file brought up to date differs from a fresh one")
	}
	if n, _, err := value[int](ctx, old, `SELECT count(*) FROM contact`); n != 1 || err != nil {
		t.Errorf("%d contacts after the migration (%v), want 1", n, err)
	}
}

func TestMigrateAllOrNothing(t *testing.T) {
	ctx := context.Background()
	db := openRaw(t, filepath.Join(t.TempDir(), "x.db"))
	good := `CREATE TABLE parent (id INTEGER PRIMARY KEY);
		CREATE TABLE child (parent INTEGER REFERENCES parent (id));`
	if err := migrate(ctx, db, []string{good}); err != nil {
		t.Fatal(err)
	}
	before := shape(t, db)
	for name, bad := range map[string]string{
		"a mistake halfway":  `CREATE TABLE half (id INTEGER); CREATE TABLE half (id INTEGER);`,
		"a broken reference": `INSERT INTO child VALUES (77);`,
	} {
		t.Run(name, func(t *testing.T) {
			if err := migrate(ctx, db, []string{good, bad}); err == nil {
				t.Fatal("the script was taken")
			}
			if !slices.Equal(before, shape(t, db)) {
				t.Error("half of the script stayed")
			}
			if v, _, err := value[int](ctx, db, `SELECT user_version FROM pragma_user_version`); v != 1 || err != nil {
				t.Errorf("version is %d (%v), want 1", v, err)
			}
			if on, _, err := value[int](ctx, db, `SELECT foreign_keys FROM pragma_foreign_keys`); on != 1 || err != nil {
				t.Errorf("foreign keys are %d (%v) afterwards, want on", on, err)
			}
		})
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

func TestMigrateRebuildsAParent(t *testing.T) {
	ctx := context.Background()
	db := openRaw(t, filepath.Join(t.TempDir(), "x.db"))
	scripts := []string{
		`CREATE TABLE parent (id INTEGER PRIMARY KEY);
			CREATE TABLE child (parent INTEGER REFERENCES parent (id));
			INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1);`,
		`CREATE TABLE parent2 (id INTEGER PRIMARY KEY, name TEXT);
			INSERT INTO parent2 (id) SELECT id FROM parent;
			DROP TABLE parent; ALTER TABLE parent2 RENAME TO parent;`,
	}
	if err := migrate(ctx, db, scripts); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`DELETE FROM parent`); err == nil {
		t.Error("the child's reference no longer holds its parent")
	}
}

func TestEveryConnectionHasThePragmas(t *testing.T) {
	ctx := context.Background()
	db, err := Open(ctx, filepath.Join(t.TempDir(), "x.db"), data.SystemClock)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for name, pool := range map[string]*pool{"writer": db.w, "reader": db.r} {
		var fk, timeout, sync, readOnly int
		var mode string
		err := pool.QueryRowContext(ctx, `SELECT foreign_keys, timeout, synchronous, query_only, journal_mode
			FROM pragma_foreign_keys, pragma_busy_timeout, pragma_synchronous, pragma_query_only,
			pragma_journal_mode`).Scan(&fk, &timeout, &sync, &readOnly, &mode)
		if err != nil {
			t.Fatal(err)
		}
		if fk != 1 || timeout != 5000 || sync != 2 || mode != "wal" || readOnly == 1 != (name == "reader") {
			t.Errorf("%s: foreign_keys %d busy_timeout %d synchronous %d query_only %d %s", name, fk, timeout, sync, readOnly, mode)
		}
	}
	if _, err := db.r.Exec(`DELETE FROM contact`); err == nil {
		t.Error("the read pool could write")
	}
}

func TestDSN(t *testing.T) {
	for file, want := range map[string]string{
		"/home/ł/a b?c#d%.db": "file:///home/%C5%82/a%20b%3Fc%23d%25.db?",
		"C:/Users/Żółw/k.db":  "file:///C:/Users/%C5%BB%C3%B3%C5%82w/k.db?",
	} {
		if got := dsn(file, true); !strings.HasPrefix(got, want) {
			t.Errorf("dsn(%q) = %s, want it to begin %s", file, got, want)
		}
	}
}
