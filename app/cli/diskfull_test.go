//go:build disk && linux

package cli_test

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"kartoteka/app/core"
	"kartoteka/data"
)

// disk is a small disk of its own (tmpfs), which can be filled and protected.
// Where no disk can be mounted the test fails: "make test-disk" says how.
type disk struct {
	t    *testing.T
	path string
}

func newDisk(t *testing.T, size string) *disk {
	t.Helper()
	d := &disk{t, t.TempDir()}
	if err := syscall.Mount("tmpfs", d.path, "tmpfs", 0, "size="+size+",mode=700"); err != nil {
		t.Fatalf("no disk can be mounted here: %v; run it as root, or with unshare -rm", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(d.path, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return d
}

// protect makes the disk read-only, or writable again.
func (d *disk) protect(on bool) {
	d.t.Helper()
	flags := uintptr(syscall.MS_REMOUNT)
	if on {
		flags |= syscall.MS_RDONLY
	}
	if err := syscall.Mount("tmpfs", d.path, "tmpfs", flags, ""); err != nil {
		d.t.Fatal(err)
	}
}

// fill leaves so many bytes free, until the space is given back.
func (d *disk) fill(left int64) (release func()) {
	d.t.Helper()
	path := filepath.Join(d.path, "wypełniacz")
	f, err := os.Create(path)
	if err != nil {
		d.t.Fatal(err)
	}
	for step := 1 << 20; step >= 4096; step /= 16 {
		zeros := make([]byte, step)
		for {
			if _, err := f.Write(zeros); err != nil {
				if !errors.Is(err, syscall.ENOSPC) {
					d.t.Fatal(err)
				}
				break
			}
		}
	}
	at, err := f.Seek(0, io.SeekCurrent)
	if err == nil {
		err = f.Truncate(max(0, at-left))
	}
	if err := errors.Join(err, f.Close()); err != nil {
		d.t.Fatal(err)
	}
	return func() {
		if err := os.Remove(path); err != nil {
			d.t.Fatal(err)
		}
	}
}

// tried runs a command that may fail, and returns its exit code and what it
// said. A failure has to be one sentence.
func (p *process) tried(args ...string) (code int, said string) {
	p.t.Helper()
	var stdout, stderr strings.Builder
	c := p.command(p.t.Context(), args...)
	c.Stdout, c.Stderr = &stdout, &stderr
	err := c.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) {
		p.t.Fatal(err)
	}
	if ended != nil {
		code = ended.ExitCode()
	}
	lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
	if code != 0 && (len(lines) != 1 || !strings.HasPrefix(lines[0], "kartoteka: ")) {
		p.t.Errorf("%v ended with %d and said %q", args, code, stderr.String())
	}
	onlyRead := len(lines) == 1 && strings.Contains(lines[0], "tylko do czytania")
	if code == 0 && strings.TrimSpace(stderr.String()) != "" && !onlyRead {
		p.t.Errorf("%v succeeded and complained: %q", args, stderr.String())
	}
	return code, stdout.String() + stderr.String()
}

// deeds are the writes of the program. The folder OUT is on the disk.
var deeds = map[string][]string{
	"add":            {"account", "add", "--name", "NEW", "--address", "a@x.example", "--host", "imap.x.example"},
	"import":         {"import", "MORE"},
	"report":         {"report", "-o", "OUT/raport.xlsx"},
	"export mail":    {"export", "mail", "-o", "OUT/poczta.mbox"},
	"export letters": {"export", "mail", "-o", "OUT/listy"},
	"backup":         {"backup"},
	"backup file":    {"backup", "OUT/kopia.db"},
	"restore":        {"restore", "BEFORE", "--yes"},
	"check":          {"check"},
	"list":           {"list", "messages"},
}

// TestAFullDiskLosesNothing tries every write with ever more room, so that the
// disk is full at each of its steps once.
func TestAFullDiskLosesNothing(t *testing.T) {
	const messages, more = 300, 150
	const step, most = 128 << 10, 24
	letters, others := mailboxFile(t, "pierwsze", messages), mailboxFile(t, "drugie", more)
	for name, args := range deeds {
		t.Run(name, func(t *testing.T) {
			full, done := 0, false
			for i := 0; i < most && !done; i++ {
				d := newDisk(t, "32m")
				p := newProcess(t, "")
				p.dir = filepath.Join(d.path, "dane")
				out := filepath.Join(d.path, "wyniki")
				p.run("import", letters)
				before := filepath.Join(t.TempDir(), "przedtem.db")
				p.run("backup", before)
				if err := os.Mkdir(out, 0o700); err != nil {
					t.Fatal(err)
				}
				release := d.fill(int64(i * step))
				code, said := p.tried(words(args, out, others, before)...)
				switch {
				case code == 0:
					done = true
				case code == 1 && strings.Contains(said, "miejsca"):
					full++
				default:
					log, _ := os.ReadFile(filepath.Join(p.dir, "logs", "kartoteka.log"))
					t.Errorf("with %d kB it ended with %d and said %s\n%s", i*step>>10, code, said, log)
				}
				release()
				want := []int{messages}
				if name == "import" {
					want = append(want, messages+more)
				}
				sound(t, p, want...)
				if code != 0 {
					unfinished(t, out)
				}
				if code != 0 {
					if code, said := p.tried(words(args, out, others, before)...); code != 0 {
						t.Errorf("with room again: %s", said)
					}
				}
				sound(t, p, messages, messages+more)
				nothingUnfinished(t, p.dir)
				nothingUnfinished(t, out)
			}
			reads := name == "list" || name == "check"
			if !done || full == 0 && !reads {
				t.Errorf("it succeeded: %v; it met a full disk %d times", done, full)
			}
		})
	}
}

// TestADiskWithoutAnyRoomIsRead opens a card index where not one kilobyte is free,
// and writes again as soon as there is room.
func TestADiskWithoutAnyRoomIsRead(t *testing.T) {
	d := newDisk(t, "32m")
	p := newProcess(t, "")
	p.dir = filepath.Join(d.path, "dane")
	p.run("import", mailboxFile(t, "pierwsze", 300))
	others, out := mailboxFile(t, "drugie", 10), t.TempDir()
	release := d.fill(0)
	for _, reads := range [][]string{
		{"list", "messages"},
		{"list", "contacts"},
		{"search", "gęślą"},
		{"check"},
		{"export", "mail", "-o", "OUT/p.mbox"},
		{"export", "contacts", "-o", "OUT/k.csv"},
		{"report", "-o", "OUT/r.xlsx"},
		{"backup", "OUT/k.db"},
		{},
	} {
		code, said := p.tried(words(reads, out, others, "")...)
		if code != 0 || !strings.Contains(said, "tylko do czytania") {
			t.Errorf("%v ended with %d and said %s", reads, code, said)
		}
	}
	if n := messagesIn(t, filepath.Join(out, "k.db")); n != 300 {
		t.Errorf("the backup holds %d messages", n)
	}
	for _, writes := range [][]string{{"import", "MORE"}, {"account", "add", "--name", "N", "--address", "a@x.example", "--host", "x.example"}} {
		code, said := p.tried(words(writes, out, others, "")...)
		if code != 1 || !strings.Contains(said, "miejsca") {
			t.Errorf("%v ended with %d and said %s", writes, code, said)
		}
	}
	release()
	if code, said := p.tried("import", others); code != 0 || strings.Contains(said, "tylko do czytania") {
		t.Errorf("with room again: %d, %s", code, said)
	}
	sound(t, p, 310)
	nothingUnfinished(t, p.dir)
}

// TestAWindowOnADiskWithoutRoomWritesAgain goes on with what it has open, as a
// window does, once there is room.
func TestAWindowOnADiskWithoutRoomWritesAgain(t *testing.T) {
	d := newDisk(t, "32m")
	p := newProcess(t, "")
	p.dir = filepath.Join(d.path, "dane")
	p.run("import", mailboxFile(t, "pierwsze", 30))
	release := d.fill(0)
	c, err := core.Open(t.Context(), core.Options{Dir: p.dir})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Alone(); err != nil || data.CodeOf(c.OnlyRead()) != data.CodeNoSpace {
		t.Errorf("%v, %v", err, c.OnlyRead())
	}
	ewa := data.Contact{Kind: data.Person, GivenName: "Ewa", FamilyName: "Kos"}
	if _, err := c.AddContact(t.Context(), ewa); data.CodeOf(err) != data.CodeNoSpace {
		t.Errorf("it was written on a full disk: %v", err)
	}
	release()
	id, err := c.AddContact(t.Context(), ewa)
	if err != nil || c.OnlyRead() != nil {
		t.Fatalf("with room again: %v, %v", err, c.OnlyRead())
	}
	if got, err := c.Contact(t.Context(), id); err != nil || got.FamilyName != "Kos" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := c.Undo(t.Context()); err != nil {
		t.Errorf("what was done then can't be undone: %v", err)
	}
}

// words fills in the names of files.
func words(args []string, out, others, before string) []string {
	names := strings.NewReplacer("OUT", out, "MORE", others, "BEFORE", before, "NEW", "nowe")
	filled := make([]string, len(args))
	for i, a := range args {
		filled[i] = names.Replace(a)
	}
	return filled
}

// sound wants one of these numbers of messages, and a clean check.
func sound(t *testing.T, p *process, want ...int) {
	t.Helper()
	n := p.soundMessages()
	for _, w := range want {
		if n == w {
			return
		}
	}
	t.Errorf("there are %d messages, want one of %v", n, want)
}

// unfinished wants nothing in a folder but whole letters: those of an export
// that stopped are whole, each of them.
func unfinished(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !e.IsDir() {
			t.Errorf("after a failure there is %s", e.Name())
		}
	}
}

// TestAProtectedDiskIsRead opens a card index where nothing can be written.
func TestAProtectedDiskIsRead(t *testing.T) {
	d := newDisk(t, "64m")
	p := newProcess(t, "")
	p.dir = filepath.Join(d.path, "dane")
	p.run("import", mailboxFile(t, "pierwsze", 300))
	others, out := mailboxFile(t, "drugie", 10), t.TempDir()
	before := filepath.Join(t.TempDir(), "przedtem.db")
	p.run("backup", before)
	d.protect(true)
	for _, reads := range [][]string{
		{"list", "messages"},
		{"search", "gęślą"},
		{"check"},
		{"list", "backups"},
		{"account", "list"},
		{"export", "mail", "-o", "OUT/p.mbox"},
		{"report", "-o", "OUT/r.xlsx"},
		{"backup", "OUT/k.db"},
		{"check", "BEFORE"},
		{"restore", "BEFORE", "--dry-run"},
		{},
	} {
		if code, said := p.tried(words(reads, out, others, before)...); code != 0 {
			t.Errorf("%v: %s", reads, said)
		}
	}
	if n := messagesIn(t, filepath.Join(out, "k.db")); n != 300 {
		t.Errorf("the backup holds %d messages", n)
	}
	for name, args := range deeds {
		if name == "list" || name == "check" {
			continue
		}
		code, said := p.tried(words(args, d.path, others, before)...)
		if code != 1 || !strings.Contains(said, "zabezpieczon") {
			t.Errorf("%s ended with %d and said %s", name, code, said)
		}
	}
	d.protect(false)
	sound(t, p, 300)
	nothingUnfinished(t, p.dir)
}

// TestAProtectedDiskAfterAKill has what a killed program leaves: a log beside
// the file, which can't be taken in where nothing can be written.
func TestAProtectedDiskAfterAKill(t *testing.T) {
	d := newDisk(t, "64m")
	p := newProcess(t, "")
	p.dir = filepath.Join(d.path, "dane")
	p.run("import", mailboxFile(t, "pierwsze", 100))
	others := mailboxFile(t, "drugie", 3000)
	c := p.command(t.Context(), "import", others)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for !inTheMiddle(p.dir) {
		if c.ProcessState != nil {
			t.Fatal("it ended before it was killed")
		}
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait() // it was killed
	d.protect(true)
	if code, said := p.tried("list", "messages", "--json"); code != 0 && !strings.Contains(said, "zabezpieczon") {
		t.Errorf("with its log: %d, %s", code, said)
	}
	d.protect(false)
	if err := os.Remove(filepath.Join(p.dir, "kartoteka.db-shm")); err != nil {
		t.Fatal(err)
	}
	d.protect(true)
	if code, said := p.tried("list", "messages"); code != 0 && !strings.Contains(said, "zabezpieczon") {
		t.Errorf("with its log alone: %d, %s", code, said)
	}
	d.protect(false)
	if n := p.soundMessages(); n < 100 {
		t.Errorf("%d messages", n)
	}
}
