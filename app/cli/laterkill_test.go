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
	box := livingMailbox{t: t, next: map[string]uint32{}, ever: map[string]bool{}, sure: map[string]bool{}}
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

	seed := killSeed(t)
	t.Logf("to have the same waits again: %s=%d", seedVariable, seed)
	r := rand.New(rand.NewPCG(seed, 0))
	kills := killCount(t)
	for killed, rounds := 0, 0; killed < kills; rounds++ {
		if rounds == 20*kills {
			t.Fatalf("only %d of %d runs were killed before they ended", killed, rounds)
		}
		box.live(r)
		if err := server.Replace(box.folders); err != nil {
			t.Fatal(err)
		}
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
			box.compare(p)
		}
	}
	p.run("sync")
	box.compare(p)
}

// livingMailbox changes from round to round.
type livingMailbox struct {
	t       *testing.T
	folders []imapd.Folder
	next    map[string]uint32 // UIDs only ever grow
	ever    map[string]bool   // the hashes of all mail there ever was
	sure    map[string]bool   // and of what a pull that was let end has seen
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

// compare wants each message that a pull has seen once, those that are on the
// server at their places and the others at none, and a clean check.
func (b *livingMailbox) compare(p *process) {
	b.t.Helper()
	want := map[string]string{}
	for _, f := range b.folders {
		for _, m := range f.Messages {
			hash := hashOf(m.Raw)
			want[fmt.Sprintf("%s %d", f.Name, m.UID)] = hash
			b.sure[hash] = true
		}
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
			key := fmt.Sprintf("%s %d", at.Folder, at.UID)
			if want[key] != m.Hash {
				b.t.Errorf("%s is said to lie at %s", m.Hash, key)
			}
			delete(want, key)
		}
	}
	for hash := range b.sure {
		if !seen[hash] {
			b.t.Errorf("%s was there and is lost", hash)
		}
	}
	if len(want) > 0 {
		b.t.Errorf("%d places are missing", len(want))
	}
	if out := p.run("check", "--json"); !strings.Contains(out, `"ok":true,"findings":[]`) {
		b.t.Errorf("check: %s", out)
	}
	if b.t.Failed() {
		b.t.FailNow()
	}
}
