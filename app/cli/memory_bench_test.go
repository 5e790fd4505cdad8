//go:build dovecot && linux

package cli_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/mail/dovecottest"
)

// BenchmarkPeakMemory reports how much more memory a pull takes at its highest
// than one of an empty mailbox: with 10,000 ordinary messages, with 100,000
// short ones in one folder, with one of 100 MB, and with three mailboxes at once,
// each of messages that are just not large enough to go by way of the disk.
func BenchmarkPeakMemory(b *testing.B) {
	work := b.TempDir()
	program := buildProgram(b, work)
	var start float64
	for _, box := range []struct {
		name    string
		fill    func(*dovecottest.Server)
		servers int
	}{
		{"nothing", func(*dovecottest.Server) {}, 1},
		{"10000", func(s *dovecottest.Server) { s.Fill(b, dovecottest.Corpus(10_000)) }, 1},
		{"three", func(s *dovecottest.Server) {
			raw := largeLetter(data.LargeMail - 64<<10)
			for i := range 40 {
				s.Deliver(b, "INBOX", i, "S", fmt.Appendf(nil, "X-Number: %s %d\n%s", s.Maildir, i, raw))
			}
		}, 3},
		{"100MB", func(s *dovecottest.Server) { s.Deliver(b, "INBOX", 1, "S", largeLetter(100<<20)) }, 1},
		{"100000", func(s *dovecottest.Server) {
			for i := range 100_000 {
				s.Deliver(b, "INBOX", i, "S", shortLetter(i))
			}
		}, 1},
	} {
		b.Run(box.name, func(b *testing.B) {
			var servers []*dovecottest.Server
			for range box.servers {
				srv := dovecottest.Start(b)
				box.fill(srv)
				servers = append(servers, srv)
			}
			for b.Loop() {
				dir := filepath.Join(b.TempDir(), "data")
				var p *benchProcess
				for _, srv := range servers {
					p = newBenchProcess(b, program, dir, srv)
					p.addAccount()
				}
				first := p.peak("sync")
				again := p.peak("sync")
				if box.name == "nothing" {
					start = first
				}
				b.ReportMetric(0, "ns/op")
				b.ReportMetric(first-start, "first-MB-over-start")
				b.ReportMetric(again-start, "again-MB-over-start")
			}
		})
	}
}

func shortLetter(i int) []byte {
	return fmt.Appendf(nil, "From: Klient %d <klient%d@example.pl>\nTo: %s\nSubject: Klucz %d\nMessage-ID: <%d@example.pl>\n"+
		"Date: Mon, 2 Mar 2026 10:00:00 +0100\n\nProszę o dorobienie klucza numer %d.\n", i%900, i%900, dovecottest.User, i, i, i)
}

// largeLetter is a message with one attachment, as a scanner sends it.
func largeLetter(size int) []byte {
	content := make([]byte, size/78*57)
	r := rand.NewChaCha8([32]byte{1})
	_, _ = r.Read(content) // it never fails
	var b bytes.Buffer
	b.Grow(size + 4096)
	b.WriteString("From: Jan <jan@example.pl>\nTo: " + dovecottest.User + "\nSubject: Skany\nMessage-ID: <skany@example.pl>\n" +
		"Date: Mon, 2 Mar 2026 10:00:00 +0100\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" +
		"--b\nContent-Type: text/plain; charset=utf-8\n\nW załączniku skany.\n--b\nContent-Type: application/pdf; name=skany.pdf\n" +
		"Content-Disposition: attachment\nContent-Transfer-Encoding: base64\n\n")
	for len(content) > 0 {
		n := min(57, len(content))
		b.WriteString(base64.StdEncoding.EncodeToString(content[:n]) + "\n")
		content = content[n:]
	}
	b.WriteString("--b--\n")
	return b.Bytes()
}

// buildProgram builds the command-line program.
func buildProgram(b *testing.B, dir string) string {
	b.Helper()
	program := filepath.Join(dir, "kartoteka")
	build := exec.Command("go", "build", "-tags", "ci", "-o", program, "kartoteka")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	return program
}

// benchProcess is the program with a data folder of its own and a mailbox.
type benchProcess struct {
	b            *testing.B
	program, dir string
	srv          *dovecottest.Server
	ca           string
}

func newBenchProcess(b *testing.B, program, dir string, srv *dovecottest.Server) *benchProcess {
	b.Helper()
	p := &benchProcess{b: b, program: program, dir: dir, srv: srv, ca: filepath.Join(filepath.Dir(dir), "ca.pem")}
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(p.ca, []byte(srv.CA), 0o600); err != nil {
		b.Fatal(err)
	}
	return p
}

func (p *benchProcess) addAccount() {
	p.b.Helper()
	p.run("account", "add", "--name", strconv.Itoa(p.srv.IMAPS), "--address", dovecottest.User, "--host", p.srv.Host, "--port", strconv.Itoa(p.srv.IMAPS),
		"--security", "tls", "--user", dovecottest.User, "--ca-file", p.ca)
}

func (p *benchProcess) command(args ...string) *exec.Cmd {
	cmd := exec.Command(p.program, append([]string{"--data", p.dir}, args...)...)
	cmd.Env = append(os.Environ(), "KARTOTEKA_PASSWORD="+dovecottest.Password)
	return cmd
}

// run returns how long a command takes, and how much of the processor.
func (p *benchProcess) run(args ...string) (seconds, cpu float64) {
	p.b.Helper()
	return timeOf(p.b, p.command(args...))
}

func timeOf(b *testing.B, cmd *exec.Cmd) (seconds, cpu float64) {
	b.Helper()
	begun := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v: %v\n%s", cmd.Args, err, out)
	}
	return time.Since(begun).Seconds(), (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
}

// peak returns the most memory that a command held, in MB. The figure that the
// system gives for a process that has ended holds the memory of whoever started
// it; so it is asked as long as the process runs.
func (p *benchProcess) peak(args ...string) (mb float64) {
	p.b.Helper()
	cmd := p.command(args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		p.b.Fatal(err)
	}
	end := make(chan error, 1)
	go func() { end <- cmd.Wait() }()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-end:
			if err != nil {
				p.b.Fatalf("%v: %v\n%s", args, err, &out)
			}
			return mb
		case <-tick.C:
			status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid)) // it may have ended
			_, after, found := strings.Cut(string(status), "VmHWM:")
			if fields := strings.Fields(after); found && len(fields) > 0 {
				if kb, err := strconv.ParseFloat(fields[0], 64); err == nil {
					mb = max(mb, kb/1024)
				}
			}
		}
	}
}
