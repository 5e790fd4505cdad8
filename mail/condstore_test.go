package mail_test

import (
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"kartoteka/data"
	"kartoteka/mail/faulty"
)

// counting is a server that counts changes (RFC 7162).
type counting struct {
	count   atomic.Uint64
	touched atomic.Pointer[string] // UIDs that CHANGEDSINCE tells, as FETCH answers
}

func (c *counting) handle(conn *faulty.Conn, cmd faulty.Command) bool {
	switch {
	case cmd.Name == "LIST":
		n, next := conn.Server().Numbers()
		conn.Say("* LIST () \"/\" INBOX\r\n* STATUS INBOX (MESSAGES %d UIDNEXT %d UIDVALIDITY 1 HIGHESTMODSEQ %d)\r\n",
			n, next, c.count.Load())
	case cmd.Name == "EXAMINE":
		conn.Say("* OK [HIGHESTMODSEQ %d] ok\r\n", c.count.Load())
		return false
	case cmd.Name == "UID FETCH" && strings.Contains(cmd.Args, "CHANGEDSINCE"):
		conn.Raw(*c.touched.Load())
	default:
		return false
	}
	conn.OK(cmd)
	return true
}

// TestCountOfChanges follows a folder on a server that counts changes: what
// stayed the same costs one answer, read mail costs no message, and a number
// given anew, which only the count betrays, is fetched.
func TestCountOfChanges(t *testing.T) {
	all := letters(12)
	c := &counting{}
	s := faulty.Start(t, faulty.Script{
		Caps: "LIST-STATUS LIST-EXTENDED CONDSTORE", Messages: all,
		Handle: c.handle,
	})
	k := newKeeper()
	changed := append(slices.Clone(all[:6]), faulty.Message{UID: 65, Raw: string(letter("nowy@example.pl", "w starej luce", 50))})
	changed = append(changed, all[7:]...)
	for _, step := range []struct {
		name     string
		count    uint64
		messages []faulty.Message
		touched  string
		add      int
		trips    int // commands about the folder, but for the list
	}{
		{"first run", 5, all, "", 12, 3},
		{"nothing happened", 5, all, "", 0, 0},
		{"two were read", 7, all, "* 3 FETCH (UID 30 MODSEQ (6))\r\n* 4 FETCH (UID 40 MODSEQ (7))\r\n", 0, 3},
		{"nothing happened since", 7, all, "", 0, 0},
		{"one was put in another's place", 9, changed, "* 7 FETCH (UID 65 MODSEQ (9))\r\n", 1, 5},
		{"and nothing more", 9, changed, "", 0, 0},
	} {
		c.count.Store(step.count)
		c.touched.Store(&step.touched)
		s.SetMessages(1, step.messages)
		before := len(s.Seen())
		r := good(t, impatient(k).Run(t.Context(), faultyAccount(s), "hasło"))["INBOX"]
		if r.New != step.add || r.Kept != 12 || r.OnServer != 12 || r.Failed != 0 {
			t.Errorf("%s: %+v", step.name, r)
		}
		k.check(t, "INBOX", sumsOf(step.messages))
		if got := k.raws("INBOX"); len(got) != 12 {
			t.Errorf("%s: %d places", step.name, len(got))
		}
		var trips []string
		for _, name := range s.Seen()[before:] {
			if !strings.Contains("CAPABILITY LOGIN LIST LOGOUT", name) {
				trips = append(trips, name)
			}
		}
		if len(trips) != step.trips {
			t.Errorf("%s: %v, want %d commands", step.name, trips, step.trips)
		}
		if k.at("INBOX").folder.ModSeq != step.count {
			t.Errorf("%s: noted %d", step.name, k.at("INBOX").folder.ModSeq)
		}
	}
}

// TestChangesAreSeenThroughBeforeTheyCount stops a run after some of its saves:
// the count of changes must not be noted before all that it stands for is kept.
func TestChangesAreSeenThroughBeforeTheyCount(t *testing.T) {
	all := letters(500)
	c := &counting{}
	c.count.Store(77)
	empty := ""
	c.touched.Store(&empty)
	s := faulty.Start(t, faulty.Script{
		Caps: "LIST-STATUS LIST-EXTENDED CONDSTORE", Messages: all,
		Handle: c.handle,
	})
	k := newKeeper()
	k.fail = func(saves int) error {
		if saves == 2 {
			return data.NewError(data.CodeInternal, "disk-failed")
		}
		return nil
	}
	if r := impatient(k).Run(t.Context(), faultyAccount(s), "hasło"); r.OK {
		t.Fatal("the store's failure is not told")
	}
	if f := k.at("INBOX").folder; f.ModSeq != 0 || k.messages() == 0 {
		t.Errorf("after a run cut short: %+v, %d messages", f, k.messages())
	}
	k.fail = nil
	good(t, impatient(k).Run(t.Context(), faultyAccount(s), "hasło"))
	if f := k.at("INBOX").folder; f.ModSeq != 77 || k.messages() != 500 {
		t.Errorf("after the next: %+v, %d messages", f, k.messages())
	}
}
