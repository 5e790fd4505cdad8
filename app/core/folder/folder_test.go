package folder

import (
	"os"
	"path/filepath"
	"runtime"
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

func TestALockIsHeldOnceAndGivenBack(t *testing.T) {
	dir := t.TempDir()
	first, err := Lock(dir, SyncLock, "sync-running")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(dir, SyncLock, "sync-running"); data.CodeOf(err) != data.CodeBusy {
		t.Errorf("taken twice: %v", err)
	}
	if other, err := Lock(dir, WindowLock, "window-open"); err != nil {
		t.Errorf("another lock: %v", err)
	} else if err := other.Unlock(); err != nil {
		t.Error(err)
	}
	if err := first.Unlock(); err != nil {
		t.Fatal(err)
	}
	again, err := Lock(dir, SyncLock, "sync-running")
	if err != nil {
		t.Fatalf("given back: %v", err)
	}
	if err := again.Unlock(); err != nil {
		t.Error(err)
	}
	if _, err := Lock(filepath.Join(dir, "nie ma"), SyncLock, "sync-running"); err == nil {
		t.Error("a lock in a folder that is not there")
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

func TestHasFile(t *testing.T) {
	dir := t.TempDir()
	if HasFile(dir) {
		t.Error("an empty folder has a card index")
	}
	if err := Reserve(dir); err != nil {
		t.Fatal(err)
	}
	if !HasFile(dir) {
		t.Error("it is not found")
	}
}
