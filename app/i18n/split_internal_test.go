package i18n

import (
	"encoding/json"
	"io/fs"
	"maps"
	"testing"

	"kartoteka/assets"
)

// The same is found in the files as package json finds.
func TestFilesAreSplitAsTheyAreWritten(t *testing.T) {
	names, err := fs.Glob(assets.Locale, "locale/*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("files %v, %v", names, err)
	}
	files := map[string]string{
		"empty": " {\n} ", "escapes": `{"a": "\"}, {\\", "b":{"one":"{","other":"}\""} ,"c":5}`,
	}
	for _, name := range names {
		raw, err := fs.ReadFile(assets.Locale, name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(raw)
	}
	for name, file := range files {
		got, want := map[string]json.RawMessage{}, map[string]json.RawMessage{}
		if err := json.Unmarshal([]byte(file), &want); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := split([]byte(file), got); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !maps.EqualFunc(got, want, func(a, b json.RawMessage) bool { return string(a) == string(b) }) {
			t.Errorf("%s: %d texts are not the %d that stand there", name, len(got), len(want))
		}
	}
}

func TestWhatIsNoFileOfTextsIsRefused(t *testing.T) {
	for _, file := range []string{
		"", "x", "[]", "{", `{"a`, `{"a"`, `{"a" 5}`, `{"a":`, `{"a": "b`, `{"a": "b\`, `{"a": {"b": "c"}`, `{"a": "b",}`,
		`{"a": "b"} {}`, `{"a": "b", 5: "c"}`,
	} {
		if err := split([]byte(file), map[string]json.RawMessage{}); err == nil {
			t.Errorf("%q is taken", file)
		}
	}
}
