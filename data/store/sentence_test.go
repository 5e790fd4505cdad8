package store_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"kartoteka/assets"
)

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
	made := regexp.MustCompile(`data\.NewError\(data\.Code\w+, "([a-z-]+)"`)
	missing := regexp.MustCompile(`(?i:notFound|mustExist)\((?:ctx, )?(?:t, )?"([a-z-]+)"`)
	checked := regexp.MustCompile(`\{"([a-z-]+)", data\.Bad\w+, `)
	err := filepath.WalkDir(".", func(f string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(f, ".go") || strings.HasSuffix(f, "_test.go") {
			return err
		}
		b, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		for _, m := range made.FindAllStringSubmatch(string(b), -1) {
			if m[1] != "not-found-" {
				used["error."+m[1]] = true
			}
		}
		for _, m := range checked.FindAllStringSubmatch(string(b), -1) {
			used["check."+m[1]] = true
		}
		for _, m := range missing.FindAllStringSubmatch(string(b), -1) {
			used["error.not-found-"+m[1]] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
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
