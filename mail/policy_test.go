package mail_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/imap"
	"kartoteka/mail/imapd"
)

// tallying is a dialer that notes what is fetched whole, and how often.
type tallying struct {
	imap.Dialer
	mu    sync.Mutex
	whole map[string]int // folder and UID
	heads map[string]int
}

func (c *tallying) Dial(ctx context.Context, a data.Account, password string) (mail.Server, error) {
	s, err := c.Dialer.Dial(ctx, a, password)
	return &tallyingServer{Server: s, all: c}, err
}

type tallyingServer struct {
	mail.Server
	all  *tallying
	open string
}

func (s *tallyingServer) Examine(ctx context.Context, name string) (mail.Folder, error) {
	s.open = name
	return s.Server.Examine(ctx, name)
}

func (s *tallyingServer) note(to map[string]int, each func(mail.Fetched) error) func(mail.Fetched) error {
	return func(f mail.Fetched) error {
		s.all.mu.Lock()
		to[fmt.Sprintf("%s/%d", s.open, f.UID)]++
		s.all.mu.Unlock()
		return each(f)
	}
}

func (s *tallyingServer) Fetch(ctx context.Context, uids []uint32, each func(mail.Fetched) error) error {
	return s.Server.Fetch(ctx, uids, s.note(s.all.whole, each))
}

func (s *tallyingServer) FetchHeads(ctx context.Context, uids []uint32, each func(mail.Fetched) error) error {
	return s.Server.FetchHeads(ctx, uids, s.note(s.all.heads, each))
}

func newTallying() *tallying { return &tallying{whole: map[string]int{}, heads: map[string]int{}} }

// mixed is a folder of n messages, every third of them a client's.
func mixed(name string, role data.FolderRole, n int) imapd.Folder {
	f := folder(name, role, n)
	for i := range f.Messages {
		if i%3 != 0 {
			f.Messages[i].Raw = letter("obcy@example.org", fmt.Sprintf("%s %d", name, i), 300)
		}
	}
	return f
}

func stranger(m data.Message) bool { return m.From.Email == "obcy@example.org" }

func TestMailOfStrangersStaysOnTheServerUntilItIsWanted(t *testing.T) {
	inbox, sent := mixed("INBOX", data.RoleInbox, 2500), mixed("Wysłane", data.RoleSent, 30)
	a := serve(t, inbox, sent)
	k, dialer := newKeeper(), newTallying()
	k.hold = stranger
	run := func() map[string]mail.FolderResult {
		return good(t, mail.Pull{Dialer: dialer, Keeper: k, Parse: parse}.Run(t.Context(), a, "tajne hasło"))
	}
	got := run()
	if r := got["INBOX"]; r.OnServer != 2500 || r.Kept != 834 || r.New != 834 || r.LeftOut != 1666 || r.Failed != 0 {
		t.Errorf("INBOX: %+v", r)
	}
	if len(dialer.whole) != 844 || len(dialer.heads) != 2530 {
		t.Errorf("fetched %d whole and %d headers", len(dialer.whole), len(dialer.heads))
	}
	k.check(t, "INBOX", sums(inbox))
	saves := k.saves
	if r := run()["INBOX"]; r.New != 0 || r.LeftOut != 1666 || r.Kept != 834 || k.saves != saves || len(dialer.heads) != 2530 {
		t.Errorf("second run: %+v, %d saves more", r, k.saves-saves)
	}
	k.hold = nil
	if r := run()["INBOX"]; r.New != 1666 || r.LeftOut != 0 || r.Kept != 2500 {
		t.Errorf("once everybody's is wanted: %+v", r)
	}
	for uid, n := range dialer.whole {
		if n != 1 {
			t.Errorf("%s fetched %d times", uid, n)
		}
	}
	k.check(t, "INBOX", sums(inbox))
	if k.messages() != 2530 || len(k.at("INBOX").held[7]) != 0 {
		t.Errorf("kept %d, still held %d", k.messages(), len(k.at("INBOX").held[7]))
	}
}

func TestFoldersTheOwnerChoseArePulledAndNoOthers(t *testing.T) {
	a := serve(t, folder("INBOX", data.RoleInbox, 3), folder("Wysłane", data.RoleSent, 2),
		folder("Spam", data.RoleJunk, 4), folder("Klienci", data.RoleNone, 5))
	k := newKeeper()
	a.Chosen = []string{"Klienci", "Spam", "Nie ma takiego"}
	if got := good(t, pull(t.Context(), k, a)); len(got) != 2 || got["Spam"].Kept != 4 || got["Klienci"].Kept != 5 {
		t.Errorf("chosen: %+v", got)
	}
	a.Chosen = nil
	if got := good(t, pull(t.Context(), k, a)); len(got) != 3 || got["INBOX"].Kept != 3 || got["Klienci"].New != 0 {
		t.Errorf("usual ones: %+v", got)
	}
	if k.messages() != 14 {
		t.Errorf("what was pulled of the folder that is not chosen any more is gone: %d", k.messages())
	}
}

// TestFiguresAddUpWhateverIsDecided changes its mind about senders between runs
// and lets mail come and go: every figure adds up, nothing is fetched twice, and
// in the end every message is there once.
func TestFiguresAddUpWhateverIsDecided(t *testing.T) {
	for seed := range uint64(12) {
		rnd := rand.New(rand.NewPCG(seed, 4))
		box := imapd.Folder{Name: "INBOX", Role: data.RoleInbox, UIDValidity: 7}
		k, dialer := newKeeper(), newTallying()
		next := uint32(1)
		for round := range 8 {
			for range rnd.IntN(40) {
				from := fmt.Sprintf("nadawca%d@example.org", rnd.IntN(6))
				box.Messages = append(box.Messages, imapd.Message{UID: next, Received: time.Unix(1_780_000_000, 0), Raw: letter(from, fmt.Sprintf("list %d", next), 200)})
				next += uint32(1 + rnd.IntN(3))
			}
			if n := len(box.Messages); n > 3 && rnd.IntN(2) == 0 {
				at := rnd.IntN(n - 1) // not the last: that would take the UIDs back
				box.Messages = append(box.Messages[:at:at], box.Messages[at+1:]...)
			}
			never := rnd.IntN(7)
			k.hold = func(m data.Message) bool { return strings.HasPrefix(m.From.Email, fmt.Sprintf("nadawca%d", never)) }
			if round == 7 {
				k.hold = nil
			}
			a := serve(t, box)
			got := good(t, mail.Pull{Dialer: dialer, Keeper: k, Parse: parse}.Run(t.Context(), a, "tajne hasło"))
			r := got["INBOX"]
			if r.Failed != 0 || r.OnServer != len(box.Messages) || r.LeftOut != len(k.at("INBOX").held[7]) {
				t.Fatalf("seed %d, round %d: %+v, held %d of %d", seed, round, r, len(k.at("INBOX").held[7]), len(box.Messages))
			}
			k.check(t, "INBOX", sums(box))
		}
		for uid, n := range dialer.whole {
			if n != 1 {
				t.Errorf("seed %d: %s fetched %d times", seed, uid, n)
			}
		}
		for uid, n := range dialer.heads {
			if n != 1 {
				t.Errorf("seed %d: header of %s fetched %d times", seed, uid, n)
			}
		}
		if got := k.raws("INBOX"); len(got) != len(box.Messages) {
			t.Errorf("seed %d: %d of %d messages are here in the end", seed, len(got), len(box.Messages))
		}
	}
}
