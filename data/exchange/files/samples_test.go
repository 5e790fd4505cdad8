package files_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/files"
)

var update = flag.Bool("update", false, "write what the samples are read as anew")

// TestSamples reads files as common programs write them; beside each lies what
// it should be read as.
func TestSamples(t *testing.T) {
	names, err := filepath.Glob("testdata/samples/*")
	if err != nil || len(names) < 10 {
		t.Fatalf("%d samples, %v", len(names), err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, ".golden") {
			continue
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got := told(t, raw, filepath.Base(name))
		golden := name + ".golden"
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is read as\n%s\nwant\n%s", name, got, want)
		}
	}
}

// told says in a few lines what a file is read as.
func told(t *testing.T, raw []byte, name string) string {
	t.Helper()
	var b strings.Builder
	in := bytes.NewReader(raw)
	kind, err := files.Detect(in, name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	r, info, err := files.Open(kind, in, int64(len(raw)), exchange.Options{})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	b.WriteString(string(kind) + " " + info.Encoding + "\n")
	for _, c := range info.Columns {
		if c.Sample != "" {
			b.WriteString(c.Name + " -> " + c.Field + "\n")
		}
	}
	for {
		item, err := r.Next()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		item.Cells = nil
		b.WriteString(oneItem(t, &item) + "\n")
	}
}

// oneItem is a record as JSON, without what is empty.
func oneItem(t *testing.T, item *exchange.Item) string {
	t.Helper()
	key := ""
	var e *data.Error
	if errors.As(item.Err, &e) {
		key = e.Key
	}
	item.Err = nil
	raw, err := json.Marshal(item)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	if key != "" {
		m["Err"] = key
	}
	raw, err = json.MarshalIndent(pruned(m), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// pruned leaves out what is empty.
func pruned(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if x = pruned(x); x == nil {
				delete(v, k)
			} else {
				v[k] = x
			}
		}
		if len(v) == 0 {
			return nil
		}
		return v
	case []any:
		for i := range v {
			v[i] = pruned(v[i])
		}
		return v
	case string:
		if v == "" || v == "0001-01-01T00:00:00Z" {
			return nil
		}
	case float64:
		if v == 0 {
			return nil
		}
	case bool:
		if !v {
			return nil
		}
	}
	return v
}
