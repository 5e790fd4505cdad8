package sqlite

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kartoteka/data"
)

// shape returns the definitions of everything in the file.
func shape(t *testing.T, db *sql.DB) []string {
	t.Helper()
	out, err := Collect(context.Background(), db, Plain[string],
		`SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func openRaw(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", DSN(path, true))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	return db
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
			if v, _, err := Value[int](ctx, db, `SELECT user_version FROM pragma_user_version`); v != 1 || err != nil {
				t.Errorf("version is %d (%v), want 1", v, err)
			}
			if on, _, err := Value[int](ctx, db, `SELECT foreign_keys FROM pragma_foreign_keys`); on != 1 || err != nil {
				t.Errorf("foreign keys are %d (%v) afterwards, want on", on, err)
			}
		})
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
	db, err := Open(ctx, filepath.Join(t.TempDir(), "x.db"), data.SystemClock, Setup{
		Scripts: []string{`CREATE TABLE contact (id INTEGER PRIMARY KEY)`},
		Ready:   func(context.Context, *File) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for name, pool := range map[string]*Pool{"writer": db.w, "reader": db.r} {
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
		if got := DSN(file, true); !strings.HasPrefix(got, want) {
			t.Errorf("dsn(%q) = %s, want it to begin %s", file, got, want)
		}
	}
}
