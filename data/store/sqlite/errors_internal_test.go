package sqlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"kartoteka/data"
)

// failing makes the driver fail for real, in the ways that a test can bring about.
func failing(t *testing.T) map[string]error {
	t.Helper()
	dir := t.TempDir()
	open := func(query string) (exec func(string) error) {
		db := openRaw(t, filepath.Join(dir, "x.db"))
		return func(s string) error {
			_, err := db.Exec(query + s)
			return err
		}
	}
	if err := open("")(`CREATE TABLE x (n INTEGER UNIQUE, CHECK (n > 0)); INSERT INTO x VALUES (1)`); err != nil {
		t.Fatal(err)
	}
	holder := openRaw(t, filepath.Join(dir, "x.db"))
	held, err := holder.Begin()
	if err != nil {
		t.Fatal(err)
	}
	busy := open(`PRAGMA busy_timeout=1; `)(`INSERT INTO x VALUES (5)`)
	if err := held.Rollback(); err != nil {
		t.Fatal(err)
	}
	return map[string]error{
		"busy":           busy,
		"read-only":      open(`PRAGMA query_only=1; `)(`INSERT INTO x VALUES (2)`),
		"no-space":       open(`PRAGMA max_page_count=1; `)(`CREATE TABLE y AS SELECT zeroblob(100000) z`),
		"not-consistent": open("")(`INSERT INTO x VALUES (1)`),
	}
}

func TestDriverFailuresAreTold(t *testing.T) {
	want := map[string]data.Code{
		"busy": data.CodeBusy, "read-only": data.CodeReadOnly, "no-space": data.CodeNoSpace,
		"not-consistent": data.CodeConflict,
	}
	for key, err := range failing(t) {
		t.Run(key, func(t *testing.T) {
			var e *data.Error
			if got := Told("try it", err); !errors.As(got, &e) || e.Key != key || e.Code != want[key] {
				t.Fatalf("%v was told as %v", err, got)
			}
			if !errors.Is(e, err) || !strings.Contains(e.Error(), "try it") {
				t.Errorf("the cause is lost for the log: %v", e)
			}
		})
	}
	if !Taken(failing(t)["not-consistent"]) {
		t.Error("a refusal by a unique index was not recognised")
	}
}

func TestToldLeavesAlone(t *testing.T) {
	if Told("do", nil) != nil {
		t.Error("no error became one")
	}
	own := NotFound("case", 3)
	if got := Told("do", fmt.Errorf("find: %w", own)); !errors.Is(got, own) || data.CodeOf(got) != data.CodeNotFound {
		t.Errorf("an error that can be told became %v", got)
	}
	if got := Told("do", context.Canceled); data.CodeOf(got) != data.CodeCancelled || !errors.Is(got, context.Canceled) {
		t.Errorf("a stop was told as %v", got)
	}
	if got := Told("do", errors.New("strange")); data.CodeOf(got) != data.CodeInternal {
		t.Errorf("an unknown error was told as %v", got)
	}
}
