package core

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"kartoteka/data"
)

func TestSystemDir(t *testing.T) {
	for name, c := range map[string]struct {
		system string
		env    map[string]string
		want   string
	}{
		"Linux":               {"linux", map[string]string{"HOME": "/home/ala"}, "/home/ala/.local/share/kartoteka"},
		"Linux, XDG":          {"linux", map[string]string{"HOME": "/home/ala", "XDG_DATA_HOME": "/dane"}, "/dane/kartoteka"},
		"Linux, relative XDG": {"linux", map[string]string{"HOME": "/home/ala", "XDG_DATA_HOME": "dane"}, "/home/ala/.local/share/kartoteka"},
		"macOS":               {"darwin", map[string]string{"HOME": "/Users/ala"}, "/Users/ala/Library/Application Support/Kartoteka"},
		"Windows":             {"windows", map[string]string{"LOCALAPPDATA": "/u/ala/Local"}, "/u/ala/Local/Kartoteka"},
		"Windows, bare":       {"windows", map[string]string{"USERPROFILE": "/u/ala"}, "/u/ala/AppData/Local/Kartoteka"},
		"Linux, homeless":     {"linux", nil, ""},
		"macOS, homeless":     {"darwin", nil, ""},
		"Windows, homeless":   {"windows", nil, ""},
	} {
		if name == "Linux, XDG" && runtime.GOOS == "windows" {
			continue // what is absolute is another question there
		}
		got := systemDir(c.system, func(key string) string { return c.env[key] })
		if filepath.ToSlash(got) != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestNoFolderIsMadeWhereNobodyWouldLook(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, existing := range []bool{false, true} {
		if _, err := Open(t.Context(), Options{Existing: existing}); data.CodeOf(err) != data.CodeUsage {
			t.Errorf("existing %v: got %v", existing, err)
		}
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

func TestALockIsHeldOnceAndGivenBack(t *testing.T) {
	dir := t.TempDir()
	first, err := lock(dir, syncLock, "sync-running")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lock(dir, syncLock, "sync-running"); data.CodeOf(err) != data.CodeBusy {
		t.Errorf("taken twice: %v", err)
	}
	if other, err := lock(dir, windowLock, "window-open"); err != nil {
		t.Errorf("another lock: %v", err)
	} else if err := other.Unlock(); err != nil {
		t.Error(err)
	}
	if err := first.Unlock(); err != nil {
		t.Fatal(err)
	}
	again, err := lock(dir, syncLock, "sync-running")
	if err != nil {
		t.Fatalf("given back: %v", err)
	}
	if err := again.Unlock(); err != nil {
		t.Error(err)
	}
	if _, err := lock(filepath.Join(dir, "nie ma"), syncLock, "sync-running"); err == nil {
		t.Error("a lock in a folder that is not there")
	}
}

func TestALargeLogIsSetAside(t *testing.T) {
	dir, err := prepare(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, logFolder, logName)
	if err := errors.Join(os.Mkdir(filepath.Dir(name), 0o700),
		os.WriteFile(name, []byte(strings.Repeat("x", logLimit+1)), 0o600)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		f := openLog(dir)
		if _, err := f.WriteString("nowe\n"); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if err != nil || string(got) != "nowe\nnowe\n" {
		t.Errorf("the log holds %q, %v", got, err)
	}
	if old, err := os.Stat(name + ".1"); err != nil || old.Size() != logLimit+1 {
		t.Errorf("the old one: %v, %v", old, err)
	}
}

func TestACrashIsWrittenBehindTheOnesBefore(t *testing.T) {
	dir := t.TempDir()
	for _, text := range []string{"pierwsza\n", "druga\n"} {
		f, err := CrashFile(dir)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.WriteString(text); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(filepath.Join(dir, logFolder, crashName))
	if err != nil || string(got) != "pierwsza\ndruga\n" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestOnlyAnExistingCardIndexIsOpenedWhenAskedSo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "literówka")
	o := Options{Dir: dir, Existing: true}
	var told *data.Error
	if _, err := Open(t.Context(), o); !errors.As(err, &told) || told.Code != data.CodeNotFound || told.Key != "no-index" {
		t.Fatalf("nothing there: %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
	for _, existing := range []bool{false, true} {
		o.Existing = existing
		c, err := Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestHasFile(t *testing.T) {
	dir := t.TempDir()
	if HasFile(dir) {
		t.Error("an empty folder has a card index")
	}
	if err := reserve(dir); err != nil {
		t.Fatal(err)
	}
	if !HasFile(dir) {
		t.Error("it is not found")
	}
}
