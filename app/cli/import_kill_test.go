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
)

const (
	importKills  = 20
	importedRows = 4000
)

// TestAnImportThatIsKilledIsWholeOrNotThere pulls the plug at random moments of
// an import: the card index is as it was before, or as it is after.
func TestAnImportThatIsKilledIsWholeOrNotThere(t *testing.T) {
	file := filepath.Join(t.TempDir(), "klienci.csv")
	var b strings.Builder
	b.WriteString("Imię;Nazwisko;Firma;E-mail;Telefon;Miejscowość;Etykiety\n")
	for i := range importedRows {
		fmt.Fprintf(&b, "Łucja;Żak%d;Firma %d;lucja%d@x.example;601 %03d %03d;Łódź;hurt\n", i, i%70, i, i/1000, i%1000)
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	seed := killSeed(t)
	t.Logf("to have the same waits again: %s=%d", seedVariable, seed)
	r := rand.New(rand.NewPCG(seed, 1))
	p := newProcess(t, "")
	begun := time.Now()
	p.run("import", file)
	whole := time.Since(begun)
	p.freshFolder(file)
	for killed, runs := 0, 0; killed < importKills; runs++ {
		if runs == 20*importKills {
			t.Fatalf("only %d of %d runs were killed before they ended", killed, runs)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(r.Int64N(int64(whole))))
		err := p.command(ctx, "import", file).Run() // the timeout kills, as kill -9 does
		cancel()
		var ended *exec.ExitError
		switch {
		case errors.As(err, &ended) && !ended.Exited():
			killed++
		case err != nil && !errors.Is(err, context.DeadlineExceeded):
			t.Fatalf("it did not die of the kill: %v", err)
		}
		if p.contactsAllOrNone() {
			p.freshFolder(file)
		}
	}
	p.run("import", file)
	if !p.contactsAllOrNone() {
		t.Error("an import that nobody killed kept nothing")
	}
}

// freshFolder begins a card index of its own, by a trial that keeps nothing.
func (p *process) freshFolder(file string) {
	p.t.Helper()
	p.dir = p.t.TempDir()
	p.run("import", "--dry-run", file)
}

// contactsAllOrNone wants all rows of the import or none, each findable, and a
// clean check; it reports whether they are all there.
func (p *process) contactsAllOrNone() bool {
	p.t.Helper()
	n := strings.Count(p.run("list", "contacts", "--json"), "\n")
	found := strings.Count(p.run("search", "lucja", "--limit", "3", "--json"), "\n")
	if n != 0 && n != importedRows || (n == 0) != (found == 0) {
		p.t.Errorf("%d contacts, of which %d are found", n, found)
	}
	if runs := strings.Count(p.run("list", "imports", "--json"), "\n"); runs != min(n, 1) {
		p.t.Errorf("%d contacts of %d imports", n, runs)
	}
	if out := p.run("check", "--json"); !strings.Contains(out, `"ok":true,"findings":[]`) {
		p.t.Errorf("check: %s", out)
	}
	return n != 0
}
