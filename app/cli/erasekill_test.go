package cli_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	eraseKills = 40
	killedName = "Brzęczysława Gżegżółkowska"
	killedBox  = "gzegzolka@gniazdko.example"
)

// TestAnErasureThatIsKilledIsBeforeOrAfter pulls the plug at random moments of
// an erasure. The next start ends what was begun: the person is there whole, or
// gone from every file, the copy among the backups included.
func TestAnErasureThatIsKilledIsBeforeOrAfter(t *testing.T) {
	p := newProcess(t, "")
	made := p.dir
	fillForErasure(t, p)
	took := eraseWhole(t, p, made)
	seed := killSeed(t)
	t.Logf("to have the same waits again: %s=%d", seedVariable, seed)
	r := rand.New(rand.NewPCG(seed, 0))
	before, after, killed := 0, 0, 0
	for range 20 * eraseKills {
		if killed == eraseKills {
			break
		}
		p.dir = copied(t, made)
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(r.Int64N(int64(took))))
		err := p.command(ctx, "subject", "erase", killedBox, "--yes").Run() // the timeout kills, as kill -9 does
		cancel()
		var ended *exec.ExitError
		if !errors.As(err, &ended) || ended.Exited() {
			continue // it was not begun, or came to its end
		}
		killed++
		if p.beforeOrAfter() {
			before++
		} else {
			after++
		}
	}
	t.Logf("%d killed: %d before, %d after; one erasure took %v", killed, before, after, took)
	if killed < eraseKills {
		t.Errorf("only %d were killed", killed)
	}
}

// fillForErasure makes a card index with a client, his mail, and a backup.
func fillForErasure(t *testing.T, p *process) {
	t.Helper()
	in := t.TempDir()
	card := "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Gżegżółkowska;Brzęczysława;;;\r\nFN:" + killedName + "\r\nEMAIL:" + killedBox +
		"\r\nTEL:+48 601 902 803\r\nNOTE:Lubi jarzębinówkę\r\nEND:VCARD\r\n"
	var box strings.Builder
	for i := range 120 {
		from := killedBox
		if i%2 == 0 {
			from = fmt.Sprintf("inny%d@klient.example", i)
		}
		fmt.Fprintf(&box, "From - Sun Nov 15 09:00:00 2026\nFrom: %s\nTo: biuro@firma.example\nSubject: Sprawa %d\n"+
			"Date: Sun, 15 Nov 2026 09:00:00 +0100\nMessage-ID: <%d@listy.example>\n\n%s\n\n", from, i, i, strings.Repeat("Zamek i klamka. ", 200))
	}
	for name, text := range map[string]string{"klient.vcf": card, "poczta.mbox": box.String()} {
		if err := os.WriteFile(filepath.Join(in, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p.run("import", filepath.Join(in, "klient.vcf"), filepath.Join(in, "poczta.mbox"))
	raw, err := os.ReadFile(filepath.Join(p.dir, "kartoteka.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(p.dir, "backups"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(p.dir, "backups", "kopia.db"), raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

func copied(t *testing.T, made string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(made)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// eraseWhole lets one erasure come to its end and says how long it took.
func eraseWhole(t *testing.T, p *process, made string) time.Duration {
	t.Helper()
	p.dir = copied(t, made)
	begin := time.Now()
	p.run("subject", "erase", killedBox, "--yes")
	took := time.Since(begin)
	if p.beforeOrAfter() {
		t.Fatal("nobody was erased")
	}
	return took
}

// beforeOrAfter starts the program once more and reports whether the person is
// still there, whole; otherwise nothing of the person may be left.
func (p *process) beforeOrAfter() (before bool) {
	p.t.Helper()
	if out := p.run("check", "--json"); !strings.Contains(out, `"ok":true,"findings":[]`) {
		p.t.Errorf("check: %s", out)
	}
	mails := strings.Count(p.run("list", "messages", "--json"), killedBox)
	if strings.Contains(p.run("list", "contacts", "--json"), killedName) {
		if mails < 60 {
			p.t.Errorf("the person is there with %d letters", mails)
		}
		return true
	}
	if mails > 0 {
		p.t.Errorf("the person is gone, %d letters are not", mails)
	}
	for _, word := range []string{"Gżegżół", "gzegzol", "gniazdko", "Brzęczys", "jarzębin", "jarzebin", "601902803"} {
		for _, file := range p.filesWith(word) {
			p.t.Errorf("%s still holds %q", file, word)
		}
	}
	return false
}

func (p *process) filesWith(word string) []string {
	p.t.Helper()
	var out []string
	err := filepath.WalkDir(p.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if bytes.Contains(raw, []byte(word)) {
			out = append(out, filepath.Base(path))
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}
