package sqlite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kartoteka/data/disk"
)

// opened counts what this process has open of a file, where the system tells.
func opened(path string) int {
	n := 0
	all, _ := filepath.Glob("/proc/self/fd/*")
	for _, fd := range all {
		if to, err := os.Readlink(fd); err == nil && to == path {
			n++
		}
	}
	return n
}

// locks counts the locks of this process on databases themselves, not on what
// lies beside them, where the system tells. They lie from 2^30 on.
func locks() int {
	n := 0
	all, _ := os.ReadFile("/proc/locks")
	for line := range strings.Lines(string(all)) {
		f := strings.Fields(line)
		if slices.Contains(f, fmt.Sprint(os.Getpid())) && slices.ContainsFunc(f, func(s string) bool {
			return strings.HasPrefix(s, "10737418")
		}) {
			n++
		}
	}
	return n
}

func openThings(t *testing.T, path string) *File {
	t.Helper()
	f, err := Open(t.Context(), path, time.Now, Setup{
		Scripts: []string{`CREATE TABLE thing (id INTEGER PRIMARY KEY) STRICT;`},
		Ready: func(ctx context.Context, f *File) error {
			return f.Write(ctx, "make ready", func(tx *Tx) error {
				_, err := tx.Exec(ctx, `INSERT INTO thing DEFAULT VALUES`)
				return err
			})
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// twin copies a file that is in use with its log, as a killed program leaves it.
func twin(t *testing.T, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "twin.db")
	for _, ending := range []string{"", "-wal"} {
		b, err := os.ReadFile(from + ending)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to+ending, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// TestAFileWithALogIsNotLeftOpen opens what a killed program left: a descriptor
// that is forgotten gives back all locks on the file once it is collected.
func TestAFileWithALogIsNotLeftOpen(t *testing.T) {
	path := twin(t, openThings(t, filepath.Join(t.TempDir(), "a.db")).Path())
	if !hasLog(path) {
		t.Fatal("the twin has no log")
	}
	f := openThings(t, path)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if n := opened(path); n != 0 {
		t.Errorf("%d descriptors are left", n)
	}
}

// TestNothingGivesBackTheLocksOfAnOpenFile looks at a file that is in use as the
// program does: opened once more, refused as the target of a write.
func TestNothingGivesBackTheLocksOfAnOpenFile(t *testing.T) {
	f := openThings(t, filepath.Join(t.TempDir(), "a.db"))
	if _, err := f.w.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`); err != nil || hasLog(f.path) {
		t.Fatalf("the log is there still: %v", err)
	}
	before := locks()
	again, err := Open(t.Context(), f.path, time.Now, Setup{
		Scripts: f.setup.Scripts, Ready: func(context.Context, *File) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	if again.known || again.Protected() {
		t.Errorf("its head was read (%v), or it is taken for protected (%v)", again.known, again.Protected())
	}
	if err := disk.Write(f.path, nil); err == nil {
		t.Error("it can be written over")
	}
	if now := locks(); now < before {
		t.Errorf("%d locks of %d are left", now, before)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	if !disk.Held(f.path) {
		t.Error("it is not known as open any more")
	}
}
