//go:build dovecot

package cli_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kartoteka/mail/dovecottest"
)

// TestALaterPullFromDovecotThatIsKilled is the same as with the embedded server,
// against a real one, whose folders are renamed and deleted, too.
func TestALaterPullFromDovecotThatIsKilled(t *testing.T) {
	server := dovecottest.Start(t)
	box := &livingMaildir{past: newPast(t), server: server, folders: []string{"INBOX", "Wysłane", "Klienci/Łódź"}}
	for _, f := range box.folders {
		box.come(f, 300)
	}
	p := newProcess(t, dovecottest.Password)
	p.run(append([]string{"account", "add", "--name", "firma", "--address", dovecottest.User}, dovecotWays(t, server)["TLS"]...)...)
	p.run("sync")
	r := rand.New(rand.NewPCG(1, 0))
	box.live(r)
	begun := time.Now()
	p.run("sync")
	p.killLater(time.Since(begun), box.live, func() { box.compare(p, box.places()) })
}

// livingMaildir is a mailbox of Dovecot's that changes from round to round.
type livingMaildir struct {
	past
	server  *dovecottest.Server
	folders []string
	number  int
	names   int // of folders, so far
}

// come delivers new mail to a folder.
func (b *livingMaildir) come(folder string, n int) {
	b.t.Helper()
	for range n {
		b.number++
		raw := fmt.Appendf(nil, "From: klient%d@x.example\nTo: %s\nSubject: Sprawa %d\nDate: Sun, 15 Nov 2026 09:00:00 +0100\n"+
			"Message-ID: <%d@x.example>\n\n%s\n", b.number%50, dovecottest.User, b.number, b.number,
			strings.Repeat("Zażółć gęślą jaźń. ", b.number%200))
		b.ever[hashOf(dovecottest.Served(raw))] = true
		b.server.Deliver(b.t, folder, b.number, "S", raw)
	}
}

// live lets mail come, moves some and removes some; now and then a folder is
// renamed, deleted with what is in it, or made.
func (b *livingMaildir) live(r *rand.Rand) {
	b.t.Helper()
	for i, f := range b.folders {
		files, err := filepath.Glob(filepath.Join(b.server.Maildir, f, "cur", "*"))
		b.must(err)
		for _, file := range files {
			switch r.IntN(100) {
			case 0:
				b.must(os.Remove(file))
			case 1, 2:
				next := b.folders[(i+1)%len(b.folders)]
				b.must(os.Rename(file, filepath.Join(b.server.Maildir, next, "cur", filepath.Base(file))))
			}
		}
		b.come(f, 1+r.IntN(60))
	}
	last := len(b.folders) - 1
	switch r.IntN(6) {
	case 0:
		b.folders = append(b.folders, b.newName())
		b.come(b.folders[last+1], 1+r.IntN(60))
	case 1:
		if last > 2 {
			name := b.newName()
			b.server.Rename(b.t, b.folders[last], name)
			b.folders[last] = name
		}
	case 2:
		if last > 2 {
			b.server.Remove(b.t, b.folders[last])
			b.folders = slices.Clip(b.folders[:last])
		}
	}
}

// newName is the name of a folder that there never was.
func (b *livingMaildir) newName() string {
	b.names++
	return fmt.Sprintf("Żółw %d", b.names)
}

// places are the hashes of what lies on the server, by folder and UID.
func (b *livingMaildir) places() map[string]string {
	b.t.Helper()
	out := map[string]string{}
	for _, f := range b.folders {
		for uid, hash := range b.server.Sums(b.t, f) {
			out[placeName(f, uid)] = hash
		}
	}
	return out
}

func (b *livingMaildir) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}
