//go:build dovecot

package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"kartoteka/mail/dovecottest"
)

// BenchmarkSyncAgainstMbsync pulls one Dovecot mailbox of 10,000 messages in six
// folders over TLS with the program (bytes, text, threads, suggestions and the
// search index kept, synchronous FULL) and with mbsync (files kept, FSync on),
// in turn, as whole processes, each into an empty folder. It reports the median
// of the ratios, pair by pair: for a first pull, for one with nothing new, and
// for one with ten new messages; and how much of the processor each took.
// BENCH_MESSAGES changes the number of messages.
func BenchmarkSyncAgainstMbsync(b *testing.B) {
	if _, err := exec.LookPath("mbsync"); err != nil {
		b.Fatal("mbsync is not installed; `make bench` installs it: ", err)
	}
	n := 10_000
	if s := os.Getenv("BENCH_MESSAGES"); s != "" {
		n, _ = strconv.Atoi(s)
	}
	const fresh, again = 10, 5 // the quick pulls are repeated
	srv := dovecottest.Start(b)
	letters := dovecottest.Corpus(n + fresh*again*max(b.N, 20))
	srv.Fill(b, letters[:n])
	more := letters[n:]
	work := b.TempDir()
	program := buildProgram(b, work)
	pairs := map[string]*pair{"first": {}, "nothing-new": {}, "ten-new": {}}
	for b.Loop() {
		dir := filepath.Join(work, strconv.Itoa(len(pairs["first"].ours)))
		p := newBenchProcess(b, program, filepath.Join(dir, "data"), srv)
		p.addAccount()
		conf := mbsyncConfig(b, srv, dir, p.ca)
		each := func(what string) {
			b.Helper()
			theirs, theirCPU := timeOf(b, exec.Command("mbsync", "-q", "-q", "-c", conf, "-a"))
			ours, ourCPU := p.run("sync")
			pairs[what].add(ours, theirs, ourCPU, theirCPU)
		}
		each("first")
		for range again {
			each("nothing-new")
		}
		for range again {
			for i, l := range more[:fresh] {
				srv.Deliver(b, l.Folder, n+i, "new", l.Raw)
			}
			more, n = more[fresh:], n+fresh
			each("ten-new")
		}
		if err := os.RemoveAll(dir); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(0, "ns/op")
	for what, p := range pairs {
		p.report(b, what)
	}
}

// pair is what the program and mbsync took for the same.
type pair struct{ ours, theirs, ratio, cpu []float64 }

func (p *pair) add(ours, theirs, ourCPU, theirCPU float64) {
	p.ours, p.theirs = append(p.ours, ours), append(p.theirs, theirs)
	p.ratio, p.cpu = append(p.ratio, ours/theirs), append(p.cpu, ourCPU/theirCPU)
}

func (p *pair) report(b *testing.B, what string) {
	b.Helper()
	b.ReportMetric(median(p.ratio), what+"/mbsync")
	b.ReportMetric(median(p.cpu), what+"-cpu/mbsync")
	b.ReportMetric(1000*median(p.ours), what+"-ms")
	b.ReportMetric(1000*median(p.theirs), what+"-mbsync-ms")
}

func median(v []float64) float64 {
	s := slices.Clone(v)
	slices.Sort(s)
	return s[len(s)/2]
}

// mbsyncConfig writes what mbsync needs to pull the whole mailbox durably.
func mbsyncConfig(b *testing.B, srv *dovecottest.Server, dir, ca string) string {
	b.Helper()
	if err := os.MkdirAll(filepath.Join(dir, "mail"), 0o700); err != nil {
		b.Fatal(err)
	}
	conf := filepath.Join(dir, "mbsyncrc")
	text := fmt.Sprintf(`FSync yes
IMAPAccount bench
Host localhost
Port %d
User %s
PassCmd "printf '%%s' '%s'"
SSLType IMAPS
CertificateFile %s
AuthMechs PLAIN LOGIN

IMAPStore far
Account bench

MaildirStore near
Path %s/mail/
Inbox %s/mail/INBOX
SubFolders Verbatim

Channel all
Far :far:
Near :near:
Patterns *
Create Near
Sync Pull
SyncState *
`, srv.IMAPS, dovecottest.User, dovecottest.Password, ca, dir, dir)
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	return conf
}
