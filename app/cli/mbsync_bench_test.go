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
	"time"

	"kartoteka/mail/dovecottest"
)

// BenchmarkSyncAgainstMbsync pulls one Dovecot mailbox of 2,000 messages in six
// folders over TLS with the program (bytes, text, threads, suggestions and the
// search index kept, synchronous FULL) and with mbsync (files kept, FSync on),
// in turn, as whole processes, each into an empty folder. It reports the median
// of the ratios, pair by pair: for a first pull and for one with nothing new.
// BENCH_MESSAGES changes the number of messages.
func BenchmarkSyncAgainstMbsync(b *testing.B) {
	if _, err := exec.LookPath("mbsync"); err != nil {
		b.Fatal("mbsync is not installed; `make bench` installs it: ", err)
	}
	n := 2000
	if s := os.Getenv("BENCH_MESSAGES"); s != "" {
		n, _ = strconv.Atoi(s)
	}
	srv := dovecottest.Start(b)
	srv.Fill(b, dovecottest.Corpus(n))
	work := b.TempDir()
	program := filepath.Join(work, "kartoteka")
	build := exec.Command("go", "build", "-tags", "ci", "-o", program, "kartoteka")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	ca := filepath.Join(work, "ca.pem")
	if err := os.WriteFile(ca, []byte(srv.CA), 0o600); err != nil {
		b.Fatal(err)
	}
	env := append(os.Environ(), "KARTOTEKA_PASSWORD="+dovecottest.Password)
	run := func(name string, args ...string) float64 {
		b.Helper()
		cmd := exec.Command(name, args...)
		cmd.Env = env
		begun := time.Now()
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%s %v: %v\n%s", filepath.Base(name), args, err, out)
		}
		return time.Since(begun).Seconds()
	}

	var first, again, ours, theirs []float64
	for b.Loop() {
		dir := filepath.Join(work, strconv.Itoa(len(first)))
		dataDir := filepath.Join(dir, "data")
		conf := mbsyncConfig(b, srv, dir, ca)
		run(program, "--data", dataDir, "account", "add", "--address", dovecottest.User, "--host", srv.Host,
			"--port", strconv.Itoa(srv.IMAPS), "--security", "tls", "--user", dovecottest.User, "--ca-file", ca)
		m := run("mbsync", "-q", "-q", "-c", conf, "-a")
		k := run(program, "--data", dataDir, "sync")
		m2 := run("mbsync", "-q", "-q", "-c", conf, "-a")
		k2 := run(program, "--data", dataDir, "sync")
		first, again = append(first, k/m), append(again, k2/m2)
		ours, theirs = append(ours, k), append(theirs, m)
		if err := os.RemoveAll(dir); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(first), "first/mbsync")
	b.ReportMetric(median(again), "nothing-new/mbsync")
	b.ReportMetric(median(ours), "first-s")
	b.ReportMetric(median(theirs), "mbsync-s")
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
