package cli_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"kartoteka/mail/imapd"
)

// TestALaterPullThatIsKilledLosesAndDoublesNothing kills pulls of a mailbox that
// is known already and lives on between them: mail comes, is moved to other
// folders, and is removed at the server.
func TestALaterPullThatIsKilledLosesAndDoublesNothing(t *testing.T) {
	box := livingMailbox{past: newPast(t), next: map[string]uint32{}}
	box.fill(300)
	server, err := imapd.Start(t.Context(), imapd.Mailbox{User: "biuro@firma.example", Password: killSecret, Folders: box.folders})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	_, port := server.Addr()
	p := newProcess(t, killSecret)
	p.run("account", "add", "--name", "box", "--address", "biuro@firma.example", "--host", "127.0.0.1",
		"--port", strconv.Itoa(port), "--security", "none")
	p.run("sync")
	box.live(rand.New(rand.NewPCG(1, 0)))
	if err := server.Replace(box.folders); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	p.run("sync")
	p.killLater(time.Since(begun), func(r *rand.Rand) {
		box.live(r)
		if err := server.Replace(box.folders); err != nil {
			t.Fatal(err)
		}
	}, func() { box.compare(p, box.places()) })
}

// killLater, told how long one takes, kills pulls at random moments, fifty times or more, while the mailbox
// lives on between them, and compares now and again after one that is let end.
func (p *process) killLater(pull time.Duration, live func(*rand.Rand), compare func()) {
	p.t.Helper()
	r := p.killWaits(pull)
	kills := killCount(p.t)
	for killed, rounds := 0, 0; killed < kills; rounds++ {
		if rounds == 20*kills {
			p.t.Fatalf("only %d of %d runs were killed before they ended", killed, rounds)
		}
		live(r)
		for range 3 {
			dead, ended := p.syncKilled(r)
			if dead {
				killed++
			}
			if ended {
				break
			}
		}
		if rounds%10 == 9 {
			p.run("sync")
			compare()
		}
	}
	p.run("sync")
	compare()
}

// livingMailbox changes from round to round.
type livingMailbox struct {
	past
	folders []imapd.Folder
	next    map[string]uint32 // UIDs only ever grow
	number  int
}

func (b *livingMailbox) fill(n int) {
	for i, name := range []string{"INBOX", "Wysłane", "Archiwum/Łódź"} {
		b.folders = append(b.folders, imapd.Folder{Name: name, UIDValidity: uint32(i + 1)})
		b.come(i, n)
	}
}

// come adds new mail to a folder.
func (b *livingMailbox) come(folder, n int) {
	for range n {
		b.number++
		raw := fmt.Appendf(nil, "From: klient%d@x.example\r\nTo: biuro@firma.example\r\nSubject: Sprawa %d\r\n"+
			"Date: Sun, 15 Nov 2026 09:00:00 +0100\r\nMessage-ID: <%d@x.example>\r\n\r\n%s\r\n",
			b.number%50, b.number, b.number, strings.Repeat("Zażółć gęślą jaźń. ", b.number%200))
		b.ever[hashOf(raw)] = true
		b.put(folder, raw)
	}
}

func (b *livingMailbox) put(folder int, raw []byte) {
	f := &b.folders[folder]
	b.next[f.Name]++
	f.Messages = append(f.Messages, imapd.Message{UID: b.next[f.Name], Received: time.Unix(1763193600, 0), Raw: raw})
}

// live lets mail come to every folder, moves some and removes some.
func (b *livingMailbox) live(r *rand.Rand) {
	for i := range b.folders {
		old := b.folders[i].Messages
		b.folders[i].Messages = nil
		for _, m := range old {
			switch r.IntN(100) {
			case 0: // gone
			case 1, 2:
				b.put((i+1)%len(b.folders), m.Raw)
			default:
				b.folders[i].Messages = append(b.folders[i].Messages, m)
			}
		}
	}
	for i := range b.folders {
		b.come(i, 1+r.IntN(100))
	}
}

// places are the hashes of what lies on the server, by folder and UID.
func (b *livingMailbox) places() map[string]string {
	out := map[string]string{}
	for _, f := range b.folders {
		for _, m := range f.Messages {
			out[placeName(f.Name, m.UID)] = hashOf(m.Raw)
		}
	}
	return out
}

func placeName(folder string, uid uint32) string { return fmt.Sprintf("%s %d", folder, uid) }

// past is what a mailbox has held.
type past struct {
	t    *testing.T
	ever map[string]bool // the hashes of all mail there ever was
	sure map[string]bool // and of what a pull that was let end has seen
}

func newPast(t *testing.T) past {
	t.Helper()
	return past{t, map[string]bool{}, map[string]bool{}}
}

// compare wants each message that a pull has seen once, those that are on the
// server at their places and the others at none, and a clean check.
func (b past) compare(p *process, places map[string]string) {
	b.t.Helper()
	for _, hash := range places {
		b.sure[hash] = true
	}
	seen := map[string]bool{}
	for _, m := range p.listed() {
		if seen[m.Hash] || !b.ever[m.Hash] {
			b.t.Errorf("%s is doubled, or was never there", m.Hash)
		}
		seen[m.Hash] = true
		for _, at := range m.Places {
			if at.Gone {
				continue
			}
			key := placeName(at.Folder, at.UID)
			if places[key] != m.Hash {
				b.t.Errorf("%s is said to lie at %s", m.Hash, key)
			}
			delete(places, key)
		}
	}
	for hash := range b.sure {
		if !seen[hash] {
			b.t.Errorf("%s was there and is lost", hash)
		}
	}
	if len(places) > 0 {
		b.t.Errorf("%d places are missing", len(places))
	}
	if out := p.run("check", "--json"); !strings.Contains(out, `"ok":true,"findings":[]`) {
		b.t.Errorf("check: %s", out)
	}
	if b.t.Failed() {
		b.t.FailNow()
	}
}
