//go:build dovecot

package mail_test

import (
	"strconv"
	"testing"

	"kartoteka/data"
	"kartoteka/mail/dovecottest"
	"kartoteka/mail/faulty"
)

// dovecotBehindProxy delivers n letters and pulls them once, so that the server
// has given them their numbers.
func dovecotBehindProxy(t *testing.T, s *dovecottest.Server, security data.Security, n int) *faultRun {
	t.Helper()
	s.Fill(t, dovecottest.Corpus(n))
	a := dovecotAccount(s, security)
	k := newKeeper()
	f := &faultRun{password: dovecottest.Password}
	good(t, f.patient(k).Run(t.Context(), a, dovecottest.Password))
	return behindProxy(t, a, dovecottest.Password, dovecotMailbox(t, s))
}

func dovecotMailbox(t *testing.T, s *dovecottest.Server) map[string]map[uint32]string {
	t.Helper()
	out := map[string]map[uint32]string{}
	for _, name := range dovecottest.CorpusFolders {
		out[name] = s.Sums(t, name)
	}
	return out
}

func TestDovecotBehindFaults(t *testing.T) {
	s := dovecottest.Start(t)
	dovecotBehindProxy(t, s, data.SecurityNone, 80).everyClass(t, faultPoints(t))
}

func TestDovecotGarbledUnderTLS(t *testing.T) {
	s := dovecottest.Start(t)
	f := dovecotBehindProxy(t, s, data.SecurityTLS, 80)
	f.everywhere(t, faultPoints(t)/2, faulty.Garble, faulty.Cut, faulty.Stall, faulty.Slow)
}

// TestDovecotChangesUnderWay has a folder renumbered, renamed and removed, and
// the whole server started anew, in the middle of runs.
func TestDovecotChangesUnderWay(t *testing.T) {
	const folder = "Zmienny"
	r := seeded(t)
	s := dovecottest.Start(t)
	f := dovecotBehindProxy(t, s, data.SecurityNone, 60)
	deliver := func() {
		for i, l := range dovecottest.Corpus(30) {
			s.Deliver(t, folder, i, "S", l.Raw)
		}
	}
	cases := map[string]func(){
		"started anew": func() { s.Restart(t) },
		"renumbered":   func() { s.Renumber(t, folder); f.proxy.HangUp() },
		"renamed":      func() { s.Rename(t, folder, folder+"2") },
		"removed":      func() { s.Remove(t, folder) },
	}
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			for i := range max(1, faultPoints(t)/50) {
				deliver()
				sum := f.changesHere(t, r.Int64N(f.total(t)), change)
				t.Logf("%d: %s", i, sum)
				s.Remove(t, folder+"2")
			}
		})
	}
	if t.Failed() {
		t.Log(s.Log())
	}
}

// total is the size of a whole conversation.
func (f *faultRun) total(t *testing.T) int64 {
	t.Helper()
	f.proxy.Set(faulty.Fault{})
	good(t, f.patient(newKeeper()).Run(t.Context(), f.account, f.password))
	return f.proxy.Seen("")
}

// changesHere pulls while something happens at the server, and pulls again: the
// folders that nothing happened to must be whole, and those that are there must
// hold what the server says they do.
func (f *faultRun) changesHere(t *testing.T, at int64, change func()) string {
	t.Helper()
	k := newKeeper()
	f.proxy.Set(faulty.Fault{Kind: faulty.Event, At: at, Do: change})
	hasty(k).Run(t.Context(), f.account, f.password)
	if !f.proxy.Happened() {
		change()
	}
	f.proxy.Set(faulty.Fault{})
	var kept int
	for range 2 {
		for _, r := range good(t, f.patient(k).Run(t.Context(), f.account, f.password)) {
			if r.Kept != r.OnServer {
				t.Errorf("changed at byte %d: %+v", at, r)
			}
			kept += r.Kept
		}
	}
	for name, want := range f.want {
		k.check(t, name, want)
		if got := k.raws(name); len(got) != len(want) {
			t.Errorf("changed at byte %d: %s: %d of %d kept", at, name, len(got), len(want))
		}
	}
	return "byte " + strconv.FormatInt(at, 10) + ", " + strconv.Itoa(kept/2) + " kept"
}
