package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"kartoteka/assets"
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
			if got := told("try it", err); !errors.As(got, &e) || e.Key != key || e.Code != want[key] {
				t.Fatalf("%v was told as %v", err, got)
			}
			if !errors.Is(e, err) || !strings.Contains(e.Error(), "try it") {
				t.Errorf("the cause is lost for the log: %v", e)
			}
		})
	}
	if !taken(failing(t)["not-consistent"]) {
		t.Error("a refusal by a unique index was not recognised")
	}
}

func TestToldLeavesAlone(t *testing.T) {
	if told("do", nil) != nil {
		t.Error("no error became one")
	}
	own := notFound("case", 3)
	if got := told("do", fmt.Errorf("find: %w", own)); !errors.Is(got, own) || data.CodeOf(got) != data.CodeNotFound {
		t.Errorf("an error that can be told became %v", got)
	}
	if got := told("do", context.Canceled); data.CodeOf(got) != data.CodeCancelled || !errors.Is(got, context.Canceled) {
		t.Errorf("a stop was told as %v", got)
	}
	if got := told("do", errors.New("strange")); data.CodeOf(got) != data.CodeInternal {
		t.Errorf("an unknown error was told as %v", got)
	}
}

// catalogue reads the sentences of one part of the catalogue, "*" for all parts.
func catalogue(t *testing.T, part, lang string) map[string]any {
	t.Helper()
	files, err := fs.Glob(assets.Locale, "locale/"+part+"."+lang+".json")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	c := map[string]any{}
	for _, f := range files {
		b, err := assets.Locale.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, &c); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// usedKeys reads from the source which sentences the store needs.
func usedKeys(t *testing.T) map[string]bool {
	t.Helper()
	used := map[string]bool{"check.damaged-file": true, "check.changed-bytes": true}
	for _, i := range invariants {
		used["check."+i.name] = true
	}
	made := regexp.MustCompile(`data\.NewError\(data\.Code\w+, "([a-z-]+)"`)
	missing := regexp.MustCompile(`(?:notFound|mustExist)\((?:ctx, )?"([a-z-]+)"`)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range made.FindAllStringSubmatch(string(b), -1) {
			if m[1] != "not-found-" {
				used["error."+m[1]] = true
			}
		}
		for _, m := range missing.FindAllStringSubmatch(string(b), -1) {
			used["error.not-found-"+m[1]] = true
		}
	}
	delete(used, "error.cancelled") // said the same everywhere: the core's own
	return used
}

func TestEverySentenceExists(t *testing.T) {
	used := usedKeys(t)
	for _, lang := range []string{"pl", "en"} {
		c := catalogue(t, "*", lang)
		for key := range used {
			if c[key] == nil || c[key] == "" {
				t.Errorf("%s has no sentence %s", lang, key)
			}
		}
		for key := range catalogue(t, "store", lang) {
			if !used[key] {
				t.Errorf("%s has a sentence %s that nobody says", lang, key)
			}
		}
	}
}
