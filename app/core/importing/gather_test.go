package importing

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"kartoteka/data"
)

// TestALargeMessageTakesNoMemoryAndLeavesNoFile gathers one that does not fit, in
// pieces of every size, and gives it up again.
func TestALargeMessageTakesNoMemoryAndLeavesNoFile(t *testing.T) {
	dir := t.TempDir()
	spool := func() (*os.File, error) { return os.CreateTemp(dir, "x") }
	text := "Subject: a\n\n" + strings.Repeat("wiersz\n", data.LargeMail/6)
	for _, step := range []int{1 << 10, 1<<20 + 7, len(text)} {
		for exact, want := range map[bool]string{true: text, false: strings.ReplaceAll(text, "\n", "\r\n")} {
			g := &gathered{spool: spool}
			for left := []byte(text); len(left) > 0; left = left[min(step, len(left)):] {
				if _, err := g.Write(left[:min(step, len(left))]); err != nil {
					t.Fatal(err)
				}
			}
			it, err := g.item(exact)
			if err != nil || it.Large == nil || len(g.small) > 0 || it.Message.Subject != "a" {
				t.Fatalf("%+v, %v", it.Message.Subject, err)
			}
			got := make([]byte, it.Size())
			if _, err := it.Large.ReadAt(got, 0); err != nil || !bytes.Equal(got, []byte(want)) {
				t.Errorf("exact %v: %d bytes for %d, %v", exact, len(got), len(want), err)
			}
			if it.Message.SHA256 != sumOf([]byte(want)) {
				t.Errorf("exact %v: the sum is another's", exact)
			}
			if err := it.Large.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	given := &gathered{spool: spool}
	if _, err := given.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	given.drop()
	if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestWhatKeepsALargeMessageOutIsToldAsTheStoresOwn(t *testing.T) {
	for cause, key := range map[error]string{
		syscall.ENOSPC: "no-space", fs.ErrPermission: "read-only", errors.New("odd"): "",
	} {
		g := &gathered{spool: func() (*os.File, error) { return nil, cause }}
		_, err := g.Write(make([]byte, data.LargeMail+1))
		if !errors.Is(err, cause) || !errors.Is(g.err, cause) {
			t.Errorf("%v became %v and %v", cause, err, g.err)
		}
		var told *data.Error
		if got := spoiled(g.err); errors.As(got, &told) != (key != "") || key != "" && told.Key != key {
			t.Errorf("%v is told as %v", cause, got)
		}
	}
}
