package mail_test

import (
	"testing"

	"kartoteka/data"
	"kartoteka/mail/faulty"
)

// TestConnectionCutAnywhere cuts every connection of a run after the same
// number of bytes, from within the greeting to within the last message. What
// the run leaves must be true, and the next one must complete it.
func TestConnectionCutAnywhere(t *testing.T) {
	inbox, other := folder("INBOX", data.RoleInbox, 120), folder("Żale", data.RoleNone, 40)
	a := serve(t, inbox, other)
	p := faulty.StartProxy(t, a.Host, a.Port)
	a.Port = p.Port
	cuts := []int64{1, 20, 60, 150, 250, 400, 550, 700, 800, 900, 1000, 1100, 1300, 1600}
	for n := int64(2000); n < 70_000; n += 2711 {
		cuts = append(cuts, n)
	}
	for _, n := range cuts {
		k := newKeeper()
		p.Set(faulty.Fault{Kind: faulty.Cut, At: n, Each: true})
		pull(t.Context(), k, a)
		k.check(t, "INBOX", sums(inbox))
		k.check(t, "Żale", sums(other))
		p.Set(faulty.Fault{})
		r := good(t, pull(t.Context(), k, a))
		k.check(t, "INBOX", sums(inbox))
		k.check(t, "Żale", sums(other))
		if k.messages() != 160 || r["INBOX"].Kept != 120 || r["Żale"].Kept != 40 {
			t.Errorf("cut after %d bytes: kept %d, %+v", n, k.messages(), r)
		}
	}
}
