package disk_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"kartoteka/data"
	"kartoteka/data/disk"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return strings.Join(out, " ")
}

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAFileIsReplacedWholeOrStays(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "raport.xlsx")
	if err := disk.Write(path, text("pierwszy")); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("it broke half way")
	err := disk.Write(path, func(w io.Writer) error {
		_, _ = io.WriteString(w, "dru")
		return broken
	})
	if !errors.Is(err, broken) || data.CodeOf(err) != data.CodeInternal {
		t.Errorf("error %v", err)
	}
	if got := content(t, path); got != "pierwszy" {
		t.Errorf("after a failure it holds %q", got)
	}
	if err := disk.Write(path, text("trzeci")); err != nil || content(t, path) != "trzeci" {
		t.Errorf("%v, %q", err, content(t, path))
	}
	if got := names(t, dir); got != "raport.xlsx" {
		t.Errorf("the folder holds %s", got)
	}
}

func TestANewFileIsItsOwnersAndAReplacedOneKeepsItsMode(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // it has no such modes
	}
	path := filepath.Join(t.TempDir(), "a")
	for _, mode := range []fs.FileMode{0o600, 0o644, 0o640} {
		if mode != 0o600 {
			if err := os.Chmod(path, mode); err != nil {
				t.Fatal(err)
			}
		}
		if err := disk.Write(path, text(mode.String())); err != nil {
			t.Fatal(err)
		}
		if st, err := os.Stat(path); err != nil || st.Mode().Perm() != mode {
			t.Errorf("mode %v, want %v, %v", st.Mode(), mode, err)
		}
	}
}

func TestALinkIsFollowed(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // links need a right there
	}
	dir := t.TempDir()
	real := filepath.Join(dir, "prawdziwy", "raport.xlsx")
	if err := errors.Join(os.Mkdir(filepath.Dir(real), 0o700), os.WriteFile(real, []byte("stary"), 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, to, lands string }{
		{"absolute", real, real},
		{"relative", filepath.Join("prawdziwy", "raport.xlsx"), real},
		{"dangling", filepath.Join("prawdziwy", "nowy.xlsx"), filepath.Join(dir, "prawdziwy", "nowy.xlsx")},
	} {
		link := filepath.Join(dir, c.name)
		if err := os.Symlink(c.to, link); err != nil {
			t.Fatal(err)
		}
		if err := disk.Write(link, text(c.name)); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if got := content(t, c.lands); got != c.name {
			t.Errorf("%s: the file holds %q", c.name, got)
		}
		if st, err := os.Lstat(link); err != nil || st.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("%s: the link is no longer one", c.name)
		}
	}
	round := filepath.Join(dir, "round")
	if err := os.Symlink("round", round); err != nil {
		t.Fatal(err)
	}
	if err := disk.Write(round, text("x")); err == nil {
		t.Error("a link to itself was written through")
	}
}

func TestADatabaseIsNeverReplacedByAList(t *testing.T) {
	dir := t.TempDir()
	index, link := filepath.Join(dir, "kartoteka.db"), filepath.Join(dir, "klienci.csv")
	const kept = "SQLite format 3\x00 and all the clients"
	if err := os.WriteFile(index, []byte(kept), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(index, link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{index, link} {
		var told *data.Error
		if err := disk.Write(path, text("Jan;Kowalski")); !errors.As(err, &told) || told.Key != "file-is-database" {
			t.Errorf("writing to %s says %v", path, err)
		}
	}
	if got := content(t, index); got != kept {
		t.Errorf("the database holds %q", got)
	}
	if got := names(t, dir); got != "kartoteka.db klienci.csv" {
		t.Errorf("the folder holds %s", got)
	}
	if err := os.WriteFile(index, []byte("SQLite"), 0o600); err != nil { // a text that only begins so
		t.Fatal(err)
	}
	if err := disk.Write(link, text("Jan;Kowalski")); err != nil || content(t, index) != "Jan;Kowalski" {
		t.Errorf("a short text was not replaced: %v", err)
	}
}

func TestWhatIsNoPlaceForAFileIsNamed(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		path, key, blank string
	}{
		"folder that is missing": {filepath.Join(dir, "nie ma", "a.xlsx"), "folder-missing", filepath.Join(dir, "nie ma")},
		"folder":                 {dir, "file-not-plain", dir},
	} {
		err := disk.Write(c.path, text("x"))
		var told *data.Error
		if !errors.As(err, &told) || told.Key != c.key {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if told.Args["Folder"] != c.blank && told.Args["File"] != c.blank {
			t.Errorf("%s: names %v", name, told.Args)
		}
	}
}

func TestErrorsAreToldByWhatTheDiskSays(t *testing.T) {
	known := data.NewError(data.CodeBusy, "busy")
	for name, c := range map[string]struct {
		err  error
		code data.Code
	}{
		"no room":       {&fs.PathError{Op: "write", Err: syscall.ENOSPC}, data.CodeNoSpace},
		"may not":       {fs.ErrPermission, data.CodeReadOnly},
		"not there":     {fs.ErrNotExist, data.CodeNotFound},
		"anything else": {io.ErrUnexpectedEOF, data.CodeInternal},
		"known":         {fmt.Errorf("writing: %w", known), data.CodeBusy},
	} {
		if runtime.GOOS == "windows" && name == "no room" {
			continue // it has other numbers
		}
		if got := disk.Error("x", c.err); data.CodeOf(got) != c.code {
			t.Errorf("%s: %v", name, got)
		}
	}
	if disk.Error("x", nil) != nil || !errors.Is(disk.Error("x", context.Canceled), context.Canceled) {
		t.Error("nothing, or a stop, became a failure of the disk")
	}
	if !disk.Protected(fs.ErrPermission) || disk.Protected(io.EOF) || disk.Full(fs.ErrPermission) {
		t.Error("write protection and a full disk are mixed up")
	}
}

func TestDiscardLeavesNothingAndCommitIsTheEnd(t *testing.T) {
	dir := t.TempDir()
	f, err := disk.Create(filepath.Join(dir, "a"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("tajne"); err != nil {
		t.Fatal(err)
	}
	f.Discard()
	f.Discard()
	if got := names(t, dir); got != "" {
		t.Errorf("left: %s", got)
	}
	f, err = disk.Create(filepath.Join(dir, "a"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Commit(), f.Commit()); err != nil {
		t.Fatal(err)
	}
	f.Discard()
	if got := names(t, dir); got != "a" || f.Target() != filepath.Join(dir, "a") {
		t.Errorf("after the commit: %s, target %s", got, f.Target())
	}
}

func TestSweepLeavesWhatIsBeingWritten(t *testing.T) {
	dir := t.TempDir()
	f, err := disk.Create(filepath.Join(dir, "a"))
	if err != nil {
		t.Fatal(err)
	}
	for name := range map[string]bool{
		".kartoteka-1234": true, ".kartoteka-1234.db": true, ".kartoteka-1234.db-wal": true, ".kartoteka-99.db-journal": true, ".inny": true, "plik": true,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	disk.Sweep(dir)
	if got, want := names(t, dir), ".inny "+filepath.Base(f.Name())+" plik"; got != want {
		t.Errorf("left %s, want %s", got, want)
	}
	if err := f.Commit(); err != nil {
		t.Error(err)
	}
	if disk.Sweep(filepath.Join(dir, "nie ma")) != 0 {
		t.Error("swept where nothing is")
	}
	if !disk.Writable(dir) {
		t.Error("a plain folder is called write-protected")
	}
}

func TestADatabaseIsWrittenInAFilesStead(t *testing.T) {
	dir := t.TempDir()
	for _, commit := range []bool{false, true} {
		f, err := disk.Create(filepath.Join(dir, "kopia.db"))
		if err != nil {
			t.Fatal(err)
		}
		path, err := f.Database()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("baza"), 0o600); err != nil {
			t.Fatal(err)
		}
		disk.Sweep(dir)
		if content(t, path) != "baza" {
			t.Fatal("it was swept from under its writer")
		}
		if !commit {
			f.Discard()
			if got := names(t, dir); got != "" {
				t.Errorf("left %s", got)
			}
			continue
		}
		if err := f.CommitDatabase(); err != nil {
			t.Fatal(err)
		}
	}
	if got := names(t, dir); got != "kopia.db" || content(t, filepath.Join(dir, "kopia.db")) != "baza" {
		t.Errorf("the folder holds %s", got)
	}
}

// writerFolder makes the test's binary a writer that never finishes.
const writerFolder = "KARTOTEKA_TEST_WRITER"

func TestWriteUntilKilled(t *testing.T) {
	dir := os.Getenv(writerFolder)
	if dir == "" {
		return // nobody started it as the other program
	}
	_ = disk.Write(filepath.Join(dir, "raport.xlsx"), func(w io.Writer) error {
		_, _ = io.WriteString(w, "połowa")
		fmt.Println("half")
		_, err := bufio.NewReader(os.Stdin).ReadString('\n') // which never comes
		return err
	})
}

func TestAKilledWriterIsSweptByTheNextWriteAndALivingOneIsNot(t *testing.T) {
	dir := t.TempDir()
	c := exec.Command(os.Args[0], "-test.run=^TestWriteUntilKilled$")
	c.Env = append(os.Environ(), writerFolder+"="+dir)
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "half" {
	}
	if n := disk.Sweep(dir); n != 0 {
		t.Errorf("swept %d from under a living writer", n)
	}
	before := names(t, dir)
	if !strings.HasPrefix(before, ".kartoteka-") {
		t.Fatalf("the folder holds %q", before)
	}
	_ = c.Process.Kill()
	_ = c.Wait() // it was killed
	_ = in.Close()
	if n := disk.Sweep(dir); n != 1 {
		t.Errorf("swept %d of a killed writer, want 1", n)
	}
	if got := names(t, dir); got != "" {
		t.Errorf("left %s", got)
	}
}
