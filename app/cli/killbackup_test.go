package cli_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kartoteka/app/core"
	"kartoteka/data"
	"kartoteka/data/store"
)

// backupKills is how often a backup, and how often a restore, is killed.
const backupKills = 40

// mailboxFile writes n messages as one mailbox file.
func mailboxFile(t *testing.T, name string, n int) string {
	t.Helper()
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "From x@x.example Sun Nov 15 10:00:00 2026\nFrom: klient%d@x.example\nSubject: Sprawa %d\n"+
			"Date: Sun, 15 Nov 2026 09:00:00 +0100\nMessage-ID: <%s.%d@x.example>\n\n%s\n\n",
			i%50, i, name, i, strings.Repeat("Zażółć gęślą jaźń. ", i%60))
	}
	path := filepath.Join(t.TempDir(), name+".mbox")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// killed runs a command and kills it at a random moment within the time that a
// run takes; it reports whether the command was killed before its end.
func (p *process) killed(r *rand.Rand, whole time.Duration, args ...string) bool {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), time.Duration(r.Int64N(int64(whole))))
	defer cancel()
	err := p.command(ctx, args...).Run() // the timeout kills, as kill -9 does
	var ended *exec.ExitError
	switch {
	case errors.As(err, &ended) && !ended.Exited():
		return true
	case err != nil && !errors.Is(err, context.DeadlineExceeded):
		p.t.Fatalf("%v did not die of the kill: %v", args, err)
	}
	return err != nil
}

// timed runs a command to its end and returns about how long that takes.
func (p *process) timed(args ...string) time.Duration {
	p.t.Helper()
	began := time.Now()
	p.run(args...)
	return time.Since(began) * 11 / 10
}

// TestABackupThatIsKilledIsNoneOrWhole kills backups at random moments: the one
// that has its name is always whole, and the card index is never touched.
func TestABackupThatIsKilledIsNoneOrWhole(t *testing.T) {
	p := newProcess(t, "")
	p.run("import", mailboxFile(t, "pierwsze", 1500))
	dir := t.TempDir()
	path := filepath.Join(dir, "kopia.db")
	whole := p.timed("backup", path)
	seed := killSeed(t)
	t.Logf("to have the same waits again: %s=%d", seedVariable, seed)
	r := rand.New(rand.NewPCG(seed, 0))
	held := map[int64]bool{1500: true}
	for kills, runs := 0, 0; kills < backupKills; runs++ {
		if runs == 20*backupKills {
			t.Fatalf("only %d of %d runs were killed before they ended", kills, runs)
		}
		if kills == backupKills/2 && len(held) == 1 {
			// From here on an old backup and a new one differ.
			p.run("import", mailboxFile(t, "drugie", 100))
			held[1600] = true
		}
		if p.killed(r, whole, "backup", path) {
			kills++
		}
		if n := messagesIn(t, path); !held[n] {
			t.Fatalf("after %d kills the backup holds %d messages", kills, n)
		}
	}
	p.run("backup", path)
	if n := messagesIn(t, path); n != 1600 {
		t.Errorf("in the end the backup holds %d messages", n)
	}
	if out := p.run("check", "--json"); !strings.Contains(out, `"ok":true,"findings":[]`) {
		t.Errorf("check: %s", out)
	}
	nothingUnfinished(t, dir)
	nothingUnfinished(t, p.dir)
}

// messagesIn reads a backup whole and counts its messages.
func messagesIn(t *testing.T, path string) int64 {
	t.Helper()
	c, err := store.OpenCopy(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	n, err := c.Tally(t.Context())
	if err := errors.Join(err, c.Verify(t.Context()), c.Close()); err != nil {
		t.Fatal(err)
	}
	return n.Counts().Messages
}

func nothingUnfinished(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".kartoteka-") || strings.HasSuffix(e.Name(), ".new") {
			t.Errorf("%s was left in %s", e.Name(), dir)
		}
	}
}

// TestARestoreThatIsKilledLeavesTheOldOrTheNew kills restores at random moments,
// of two backups in turn.
func TestARestoreThatIsKilledLeavesTheOldOrTheNew(t *testing.T) {
	p := newProcess(t, "")
	dir := t.TempDir()
	paths := [2]string{filepath.Join(dir, "mniej.db"), filepath.Join(dir, "więcej.db")}
	sizes := [2]int{800, 1000}
	p.run("import", mailboxFile(t, "pierwsze", sizes[0]))
	p.run("backup", paths[0])
	p.run("import", mailboxFile(t, "drugie", sizes[1]-sizes[0]))
	p.run("backup", paths[1])
	whole := p.timed("restore", paths[1])
	seed := killSeed(t)
	t.Logf("to have the same waits again: %s=%d", seedVariable, seed)
	r := rand.New(rand.NewPCG(seed, 0))
	now := sizes[1]
	came := map[bool]int{}
	for kills, runs := 0, 0; kills < backupKills; runs++ {
		if runs == 20*backupKills {
			t.Fatalf("only %d of %d runs were killed before they ended", kills, runs)
		}
		to := 0
		if now == sizes[0] {
			to = 1
		}
		killed := p.killed(r, whole, "restore", paths[to])
		n := p.soundMessages()
		if n != now && n != sizes[to] {
			t.Fatalf("there are %d messages, before it were %d, after it are %d", n, now, sizes[to])
		}
		if killed {
			kills++
			came[n != now]++
		}
		now = n
	}
	t.Logf("killed before the change %d times, after it %d times", came[false], came[true])
	p.run("restore", paths[0])
	if n := p.soundMessages(); n != sizes[0] {
		t.Errorf("in the end there are %d messages", n)
	}
	nothingUnfinished(t, p.dir)
	for _, path := range paths {
		messagesIn(t, path)
	}
	aside, err := filepath.Glob(filepath.Join(p.dir, "backups", "kartoteka-before-restore-*.db"))
	if err != nil || len(aside) < came[true] {
		t.Errorf("%d card indexes were put aside, %v", len(aside), err)
	}
	for _, path := range aside {
		if n := messagesIn(t, path); n != int64(sizes[0]) && n != int64(sizes[1]) {
			t.Errorf("%s holds %d messages", path, n)
		}
	}
}

// soundMessages opens the card index as the program does, wants a clean check,
// and counts its messages.
func (p *process) soundMessages() int {
	p.t.Helper()
	c, err := core.Open(p.t.Context(), core.Options{Dir: p.dir, Existing: true, Vault: noKeyring{}})
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() {
		if err := c.Close(); err != nil {
			p.t.Error(err)
		}
	}()
	found, err := c.Check(p.t.Context())
	if err != nil || len(found) > 0 {
		p.t.Errorf("check: %v, %v", found, err)
	}
	n := 0
	err = c.EachMessage(p.t.Context(), data.MessageFilter{}, func(data.Message) error {
		n++
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}
