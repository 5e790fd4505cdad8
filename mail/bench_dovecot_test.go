//go:build dovecot

package mail_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/dovecottest"
	"kartoteka/mail/imap"
)

// durable is a keeper that also appends each batch to a file and syncs it: the
// least that a store must do.
type durable struct {
	*keeper
	file *os.File
}

func (d *durable) Keep(ctx context.Context, b data.MailBatch) (data.Kept, error) {
	for _, it := range b.Items {
		if _, err := d.file.Write(it.Raw); err != nil {
			return data.Kept{}, err
		}
	}
	if err := d.file.Sync(); err != nil {
		return data.Kept{}, err
	}
	return d.keeper.Keep(ctx, b)
}

// BenchmarkPull pulls 2,000 messages in six folders from Dovecot over each
// security, and mbsync does the same with FSync on, in turn. It measures the
// pull alone: parsing is a few lines and the store appends to a file.
func BenchmarkPull(b *testing.B) {
	s := dovecottest.Start(b)
	s.Fill(b, dovecottest.Corpus(2000))
	for _, security := range []data.Security{data.SecurityTLS, data.SecuritySTARTTLS, data.SecurityNone} {
		b.Run(string(security), func(b *testing.B) {
			var ours, again, theirs time.Duration
			for b.Loop() {
				dir := b.TempDir()
				theirs += mbsync(b, s, security, dir)
				file, err := os.Create(filepath.Join(dir, "raw"))
				if err != nil {
					b.Fatal(err)
				}
				p := mail.Pull{Dialer: imap.Dialer{}, Keeper: &durable{newKeeper(), file}, Parse: parse}
				ours += timed(b, p, dovecotAccount(s, security), 2000)
				again += timed(b, p, dovecotAccount(s, security), 0)
				if err := file.Close(); err != nil {
					b.Fatal(err)
				}
			}
			per := func(d time.Duration) float64 { return float64(d.Milliseconds()) / float64(b.N) }
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(per(ours), "first-ms")
			b.ReportMetric(per(again), "nothing-new-ms")
			b.ReportMetric(per(theirs), "mbsync-ms")
			b.ReportMetric(float64(ours)/float64(theirs), "first/mbsync")
		})
	}
}

func timed(b *testing.B, p mail.Pull, a data.Account, want int) time.Duration {
	b.Helper()
	begun := time.Now()
	r := p.Run(b.Context(), a, dovecottest.Password)
	took := time.Since(begun)
	n := 0
	for _, f := range r.Folders {
		n += f.New
	}
	if !r.OK || n != want {
		b.Fatalf("pulled %d of %d: %v", n, want, r.Err)
	}
	return took
}

// mbsync pulls the mailbox into an empty Maildir.
func mbsync(b *testing.B, s *dovecottest.Server, security data.Security, dir string) time.Duration {
	b.Helper()
	port, ssl := s.IMAP, map[data.Security]string{data.SecurityTLS: "IMAPS", data.SecuritySTARTTLS: "STARTTLS", data.SecurityNone: "None"}
	if security == data.SecurityTLS {
		port = s.IMAPS
	}
	files := map[string]string{
		"ca.pem": s.CA, "password": dovecottest.Password,
		"rc": fmt.Sprintf("FSync yes\nIMAPAccount a\nHost localhost\nPort %d\nUser %s\nPassCmd \"cat %s/password\"\n"+
			"SSLType %s\nCertificateFile %s/ca.pem\nAuthMechs PLAIN LOGIN\n\nIMAPStore far\nAccount a\n\n"+
			"MaildirStore near\nPath %s/mail/\nInbox %s/mail/INBOX\nSubFolders Verbatim\n\n"+
			"Channel all\nFar :far:\nNear :near:\nPatterns *\nCreate Near\nSync Pull\nSyncState *\n",
			port, dovecottest.User, dir, ssl[security], dir, dir, dir),
	}
	if err := os.MkdirAll(filepath.Join(dir, "mail"), 0o700); err != nil {
		b.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	begun := time.Now()
	out, err := exec.Command("mbsync", "-q", "-q", "-c", filepath.Join(dir, "rc"), "-a").CombinedOutput()
	if err != nil {
		b.Fatalf("mbsync on port %s: %v\n%s", strconv.Itoa(port), err, out)
	}
	return time.Since(begun)
}
