package cli_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"kartoteka/mail/imapd"
)

const (
	killedMail = 2000
	killSecret = "tajne"

	// A seed that was printed by a run that failed goes in here.
	seedVariable = "KARTOTEKA_TEST_SEED"
	// The longest wait that was printed beside it (a Go duration) goes in here.
	longestVariable = "KARTOTEKA_TEST_LONGEST"
	// How often a test kills the program: fifty times, or as often as `make faults` asks for.
	killsVariable = "KARTOTEKA_KILLS"

	longestWait = 200 * time.Millisecond
)

// TestAPullThatIsKilledLosesAndDoublesNothing pulls the plug at random moments
// of a pull, fifty times or more, and lets it end.
func TestAPullThatIsKilledLosesAndDoublesNothing(t *testing.T) {
	box, want := bigMailbox()
	server, err := imapd.Start(t.Context(), box)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	_, port := server.Addr()

	p := newProcess(t, killSecret)
	p.killAtRandom([]string{
		"account", "add", "--name", "box", "--address", box.User, "--host", "127.0.0.1",
		"--port", strconv.Itoa(port), "--security", "none",
	}, want)
}

// TestAPullThatIsInterruptedSaysSoAndKeepsWhatItHas sends what Ctrl+C sends.
func TestAPullThatIsInterruptedSaysSoAndKeepsWhatItHas(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // there a process can't send it to another
	}
	box, want := bigMailbox()
	server, err := imapd.Start(t.Context(), box)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	_, port := server.Addr()
	p := newProcess(t, killSecret)
	p.run("account", "add", "--name", "box", "--address", box.User, "--host", "127.0.0.1",
		"--port", strconv.Itoa(port), "--security", "none")

	var stderr strings.Builder
	c := p.command(t.Context(), "sync")
	c.Stderr = &stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	end := make(chan error, 1)
	go func() { end <- c.Wait() }()
	for !inTheMiddle(p.dir) {
		select {
		case err := <-end:
			t.Fatalf("it ended before it was interrupted: %v\n%s", err, &stderr)
		default:
			runtime.Gosched()
		}
	}
	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	var ended *exec.ExitError
	if err := <-end; !errors.As(err, &ended) || ended.ExitCode() != 1 {
		t.Errorf("it ended with %v", err)
	}
	if !strings.Contains(stderr.String(), "Przerwano") {
		t.Errorf("it said %q", &stderr)
	}
	if n := len(p.listed()); n == 0 || n >= killedMail {
		t.Errorf("%d messages are kept", n)
	}
	p.run("sync")
	p.everyMessageOnce(want)
}

// inTheMiddle reports whether a pull has written some of its mail.
func inTheMiddle(dir string) bool {
	st, err := os.Stat(filepath.Join(dir, "kartoteka.db-wal"))
	return err == nil && st.Size() > 1<<20
}

// bigMailbox is a mailbox of nested folders, and how often each hash is in it.
func bigMailbox() (imapd.Mailbox, map[string]int) {
	box := imapd.Mailbox{User: "biuro@firma.example", Password: killSecret}
	want := map[string]int{}
	names := []string{"INBOX", "Wysłane", "Archiwum", "Archiwum/2025", "Archiwum/2025/Łódź", "Reklamacje"}
	for i, name := range names {
		f := imapd.Folder{Name: name, UIDValidity: uint32(i + 1)}
		for n := range killedMail / len(names) {
			raw := fmt.Appendf(nil, "From: klient%d@x.example\r\nTo: %s\r\nSubject: Sprawa %d/%d\r\n"+
				"Date: Sun, 15 Nov 2026 09:00:00 +0100\r\nMessage-ID: <%d.%d@x.example>\r\n\r\n%s\r\n",
				n%50, box.User, i, n, i, n, strings.Repeat("Zażółć gęślą jaźń. ", n%40))
			want[hashOf(raw)]++
			f.Messages = append(f.Messages, imapd.Message{UID: uint32(n + 1), Received: time.Unix(1763193600, 0), Raw: raw})
		}
		box.Folders = append(box.Folders, f)
	}
	return box, want
}

func hashOf(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// process runs the program as a process of its own, on one folder.
type process struct {
	t        *testing.T
	dir      string
	exe      string
	password string
	longest  time.Duration // a pull that is to be killed runs so long at most; see killWaits
}

func newProcess(t *testing.T, password string) *process {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return &process{t, t.TempDir(), exe, password, longestWait}
}

func (p *process) command(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, p.exe, args...)
	c.Env = append(os.Environ(), runVariable+"=1", "KARTOTEKA_DATA="+p.dir, "KARTOTEKA_PASSWORD="+p.password)
	return c
}

// run runs a command that has to succeed, and returns what it printed.
func (p *process) run(args ...string) string {
	p.t.Helper()
	var stderr strings.Builder
	c := p.command(p.t.Context(), args...)
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		p.t.Fatalf("%v: %v\n%s", args, err, &stderr)
	}
	return string(out)
}

// killAtRandom adds the account, starts a pull again and again and kills each
// at a random moment, fifty times or more. When the mailbox is whole before that,
// it is looked through and pulled anew into an empty folder, so that a fast
// machine is killed in the middle as often as a slow one.
func (p *process) killAtRandom(account []string, want map[string]int) {
	p.t.Helper()
	p.run(account...)
	begun := time.Now()
	p.run("sync")
	r := p.killWaits(time.Since(begun) / 4) // each goes on where the one before was killed
	p.everyMessageOnce(want)
	p.dir = p.t.TempDir()
	kills := killCount(p.t)
	p.run(account...)
	for killed, runs := 0, 0; killed < kills; runs++ {
		if runs == 20*kills {
			p.t.Fatalf("only %d of %d runs were killed before they ended", killed, runs)
		}
		switch dead, ended := p.syncKilled(r); {
		case dead:
			killed++
		case ended:
			p.everyMessageOnce(want)
			p.dir = p.t.TempDir()
			p.run(account...)
		}
	}
	p.run("sync")
	p.everyMessageOnce(want)
}

// killWaits begins the row of random moments: as long as was measured on this
// machine at most, so that a slow one is killed at later steps, too. What it takes to have
// the same again is said before anything can hang or fail.
func (p *process) killWaits(measured time.Duration) *rand.Rand {
	p.t.Helper()
	seed := killSeed(p.t)
	p.longest = max(longestWait, measured)
	if text := os.Getenv(longestVariable); text != "" {
		given, err := time.ParseDuration(text)
		if err != nil || given <= 0 {
			p.t.Fatalf("%s=%s: %v", longestVariable, text, err)
		}
		p.longest = given
	}
	p.t.Logf("to have the same waits again: %s=%d %s=%s", seedVariable, seed, longestVariable, p.longest)
	return rand.New(rand.NewPCG(seed, 0))
}

// syncKilled starts a pull and kills it at a random moment, unless it ends before.
func (p *process) syncKilled(r *rand.Rand) (dead, ended bool) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), time.Duration(r.Int64N(int64(p.longest))))
	defer cancel()
	err := p.command(ctx, "sync").Run() // the timeout kills, as kill -9 does
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && !exit.Exited():
		return true, false
	case err != nil && !errors.Is(err, context.DeadlineExceeded):
		p.t.Fatalf("it did not die of the kill: %v", err)
	}
	return false, err == nil
}

// killCount is how often a test kills.
func killCount(t *testing.T) int {
	t.Helper()
	text := os.Getenv(killsVariable)
	if text == "" {
		return 50
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// killSeed is the seed of the random moments: a new one each time, unless one
// that failed before is asked for.
func killSeed(t *testing.T) uint64 {
	t.Helper()
	text := os.Getenv(seedVariable)
	if text == "" {
		return uint64(time.Now().UnixNano())
	}
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return seed
}

// everyMessageOnce compares what is listed with what the server holds (how
// often each hash), and wants a clean check and nothing new in a last run.
func (p *process) everyMessageOnce(want map[string]int) {
	p.t.Helper()
	got := map[string]int{}
	for _, m := range p.listed() {
		got[m.Hash] += len(m.Places)
	}
	for hash, n := range want {
		if got[hash] != n {
			p.t.Errorf("%s is there %d times, want %d", hash, got[hash], n)
		}
	}
	if len(got) != len(want) {
		p.t.Errorf("%d messages, want %d", len(got), len(want))
	}
	if out := p.run("check", "--json"); !strings.Contains(out, `"ok":true,"findings":[]`) {
		p.t.Errorf("check: %s", out)
	}
	if out := p.run("sync", "--json"); strings.Count(out, `"new":0`) != strings.Count(out, `"new":`) {
		p.t.Errorf("a last run: %s", out)
	}
}

// listed is a line of list messages.
type listed struct {
	Hash   string `json:"raw_sha256"`
	Places []struct {
		Folder string `json:"folder"`
		UID    uint32 `json:"uid"`
		Gone   bool   `json:"gone"`
	} `json:"places"`
}

func (p *process) listed() []listed {
	p.t.Helper()
	var all []listed
	lines := json.NewDecoder(strings.NewReader(p.run("list", "messages", "--json")))
	for {
		var m listed
		err := lines.Decode(&m)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			p.t.Fatal(err)
		}
		all = append(all, m)
	}
}
