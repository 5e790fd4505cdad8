package mail_test

import (
	"context"
	"crypto/tls"
	"encoding/pem"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"strconv"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/faulty"
	"kartoteka/mail/imap"
	"kartoteka/mail/imapd"
)

// faultPoints is how many points of a conversation go wrong in one test: a
// hundred, or as many as `make faults` asks for.
func faultPoints(t *testing.T) int {
	t.Helper()
	text := os.Getenv("KARTOTEKA_FAULTS")
	if text == "" {
		return 100
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// seeded gives random numbers that a run which failed can have again.
func seeded(t *testing.T) *rand.Rand {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv("KARTOTEKA_TEST_SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("to have the same points again: KARTOTEKA_TEST_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// hasty is a pull that soon takes silence for a break.
func hasty(k mail.Keeper) mail.Pull {
	const short = 150 * time.Millisecond
	return mail.Pull{Dialer: imap.Dialer{Timeouts: imap.Timeouts{
		Dial: 5 * time.Second, Greeting: short, Idle: short, Logout: 20 * time.Millisecond,
	}}, Keeper: k, Parse: parse}
}

// faultRun is a mailbox behind a proxy.
type faultRun struct {
	proxy    *faulty.Proxy
	account  data.Account
	password string
	want     map[string]map[uint32]string // folder → uid → sum
}

// behindProxy puts a proxy before an account's server.
func behindProxy(t *testing.T, a data.Account, password string, want map[string]map[uint32]string) *faultRun {
	t.Helper()
	p := faulty.StartProxy(t, a.Host, a.Port)
	a.Port = p.Port // the name stays: the certificate is for it
	return &faultRun{proxy: p, account: a, password: password, want: want}
}

// measure pulls once without a fault and returns how many bytes there are of
// each class.
func (f *faultRun) measure(t *testing.T) map[faulty.Class]int64 {
	t.Helper()
	f.proxy.Set(faulty.Fault{})
	k := newKeeper()
	good(t, f.patient(k).Run(t.Context(), f.account, f.password))
	f.whole(t, k, "without a fault")
	out := map[faulty.Class]int64{"": f.proxy.Seen("")}
	for _, c := range faulty.Classes {
		out[c] = f.proxy.Seen(c)
	}
	return out
}

func (*faultRun) patient(k mail.Keeper) mail.Pull {
	return mail.Pull{Dialer: imap.Dialer{}, Keeper: k, Parse: parse}
}

// suffer pulls with a fault, looks at what that leaves, and lets a last run
// complete it.
func (f *faultRun) suffer(t *testing.T, fault faulty.Fault) (happened bool) {
	t.Helper()
	what := string(fault.Kind) + " at byte " + strconv.FormatInt(fault.At, 10) + " of " + string(fault.Class)
	k := newKeeper()
	f.proxy.Set(fault)
	hasty(k).Run(t.Context(), f.account, f.password)
	happened = f.proxy.Happened()
	for name, want := range f.want {
		k.check(t, name, want)
	}
	f.proxy.Set(faulty.Fault{})
	r := f.patient(k).Run(t.Context(), f.account, f.password)
	if !r.OK {
		t.Errorf("%s: the next run failed: %v", what, r.Err)
	}
	f.whole(t, k, what)
	return happened
}

// whole wants every message once, the pointers right and no connection left.
func (f *faultRun) whole(t *testing.T, k *keeper, what string) {
	t.Helper()
	messages := map[string]bool{}
	for name, want := range f.want {
		k.check(t, name, want)
		last := uint32(0)
		for uid, sum := range want {
			messages[sum] = true
			last = max(last, uid)
		}
		if got := k.raws(name); len(got) != len(want) || k.at(name).folder.Floor != last || len(k.at(name).problems) > 0 {
			t.Errorf("%s: %s: %d of %d kept, pointer %d of %d, set aside %v",
				what, name, len(got), len(want), k.at(name).folder.Floor, last, k.at(name).problems)
		}
	}
	if k.messages() != len(messages) {
		t.Errorf("%s: %d messages, want %d", what, k.messages(), len(messages))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if !f.proxy.AllClosed(ctx) {
		t.Errorf("%s: a connection is left", what)
	}
}

// everyClass lets points go wrong, as many in each class, and in each way.
func (f *faultRun) everyClass(t *testing.T, points int) {
	t.Helper()
	r := seeded(t)
	sizes := f.measure(t)
	kinds := []faulty.Kind{faulty.Cut, faulty.Reset, faulty.Stall, faulty.Slow}
	happened := 0
	for i := range points {
		class := faulty.Classes[i%len(faulty.Classes)]
		if sizes[class] == 0 {
			t.Fatalf("no byte of %s in a whole run: %v", class, sizes)
		}
		fault := faulty.Fault{Kind: kinds[r.IntN(len(kinds))], Class: class, At: r.Int64N(sizes[class])}
		if f.suffer(t, fault) {
			happened++
		}
		if t.Failed() {
			t.Fatalf("stopped after %d points", i+1)
		}
	}
	if happened < points*9/10 {
		t.Errorf("only %d of %d faults happened", happened, points)
	}
}

func mailboxOf(folders ...imapd.Folder) map[string]map[uint32]string {
	out := map[string]map[uint32]string{}
	for _, f := range folders {
		out[f.Name] = sums(f)
	}
	return out
}

func TestFaultsInEveryPartOfAConversation(t *testing.T) {
	inbox, other := folder("INBOX", data.RoleInbox, 60), folder("Żale", data.RoleNone, 20)
	behindProxy(t, serve(t, inbox, other), "tajne hasło", mailboxOf(inbox, other)).everyClass(t, faultPoints(t))
}

// TestGarbledUnderTLS changes single bytes on the way. In clear a changed
// letter of a message can't be told from the right one; under TLS every change
// must end the connection.
func TestGarbledUnderTLS(t *testing.T) {
	inbox := folder("INBOX", data.RoleInbox, 60)
	web := httptest.NewTLSServer(nil) // for its certificate
	web.Close()
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: web.Certificate().Raw})
	s, err := imapd.Start(t.Context(), imapd.Mailbox{
		User: owner, Password: "tajne hasło", Folders: []imapd.Folder{inbox},
		TLS: &tls.Config{Certificates: web.TLS.Certificates, MinVersion: tls.VersionTLS12},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }() // ends with the test
	host, port := s.Addr()
	f := behindProxy(t, data.Account{
		ID: 1, Name: "firma", Address: owner, Host: host, Port: port, Security: data.SecurityTLS, CA: string(ca),
	}, "tajne hasło", mailboxOf(inbox))
	f.everywhere(t, faultPoints(t)/2, faulty.Garble, faulty.Cut)
}

// everywhere lets points go wrong anywhere in a conversation.
func (f *faultRun) everywhere(t *testing.T, points int, kinds ...faulty.Kind) {
	t.Helper()
	r := seeded(t)
	size := f.measure(t)[""]
	for i := range points {
		// The lengths of certificates and signatures differ a little each time.
		f.suffer(t, faulty.Fault{Kind: kinds[r.IntN(len(kinds))], At: r.Int64N(size - size/20)})
		if t.Failed() {
			t.Fatalf("stopped after %d points", i+1)
		}
	}
}

// TestMailboxThatChangesUnderWay has the server start anew in the middle of a
// run, with the folder renumbered, refilled or emptied.
func TestMailboxThatChangesUnderWay(t *testing.T) {
	all := letters(40)
	var renumbered []faulty.Message
	for i, m := range all[5:] {
		renumbered = append(renumbered, faulty.Message{UID: uint32(3*i + 1), Raw: m.Raw})
	}
	cases := map[string]struct {
		validity uint32
		messages []faulty.Message
	}{
		"renumbered":       {2, renumbered},
		"refilled":         {2, []faulty.Message{{UID: 10, Raw: string(letter("nowy@example.pl", "nowy", 100))}}},
		"emptied":          {2, nil},
		"some are gone":    {1, all[10:30]},
		"only a new start": {1, all},
	}
	r := seeded(t)
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			s := faulty.Start(t, faulty.Script{Messages: all})
			f := behindProxy(t, faultyAccount(s), "hasło", map[string]map[uint32]string{"INBOX": sumsOf(all)})
			size := f.measure(t)[""]
			for range max(1, faultPoints(t)/20) {
				s.SetMessages(1, all)
				f.changes(t, r.Int64N(size), tc.messages, func() {
					s.SetMessages(tc.validity, tc.messages)
					f.proxy.HangUp()
				})
			}
		})
	}
}

// changes pulls while the folder becomes another, and pulls again.
func (f *faultRun) changes(t *testing.T, at int64, now []faulty.Message, change func()) {
	t.Helper()
	k := newKeeper()
	f.proxy.Set(faulty.Fault{Kind: faulty.Event, At: at, Do: change})
	hasty(k).Run(t.Context(), f.account, f.password)
	if !f.proxy.Happened() {
		change()
	}
	f.proxy.Set(faulty.Fault{})
	for range 2 {
		good(t, f.patient(k).Run(t.Context(), f.account, f.password))
		k.check(t, "INBOX", sumsOf(now))
		if got := k.raws("INBOX"); len(got) != len(now) {
			t.Errorf("changed at byte %d: %d places, want %d", at, len(got), len(now))
		}
	}
}
