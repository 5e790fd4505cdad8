package core_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"kartoteka/app/core"
	"kartoteka/data"
	"kartoteka/mail/faulty"
	"kartoteka/mail/imapd"
)

// life is a mailbox to which everything happens that may happen to one, between
// pulls and in the middle of them, and the card index that pulls it.
type life struct {
	t       *testing.T
	server  *imapd.Server
	line    *faulty.Proxy
	core    *core.Core
	dir     string
	mu      sync.Mutex // during a pull, for what follows: the line lets things happen too
	rnd     *rand.Rand
	folders map[string]*imapd.Folder
	n       int // of messages and folders that there ever were
	said    []string
}

func newLife(t *testing.T, seed uint64) *life {
	t.Helper()
	l := &life{t: t, rnd: rand.New(rand.NewPCG(seed, 3)), dir: t.TempDir(), folders: map[string]*imapd.Folder{}}
	l.found("INBOX", data.RoleInbox)
	l.found("Klienci", data.RoleNone)
	var err error
	l.server, err = imapd.Start(t.Context(), imapd.Mailbox{User: firmAddress, Password: password, Folders: l.all()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.server.Close() })
	host, port := l.server.Addr()
	l.line = faulty.StartProxy(t, host, port)
	l.open()
	t.Cleanup(func() { _ = l.core.Close() })
	if _, _, err := l.core.AddAccount(t.Context(), data.Account{
		Name: "poczta", Address: firmAddress, Host: l.line.Host, Port: l.line.Port, Security: data.SecurityNone,
	}, ""); err != nil {
		t.Fatal(err)
	}
	return l
}

func (l *life) open() {
	l.t.Helper()
	var err error
	if l.core, err = core.Open(l.t.Context(), core.Options{
		Dir: l.dir, Clock: func() time.Time { return noon }, Vault: &vault{},
	}); err != nil {
		l.t.Fatal(err)
	}
}

func (l *life) all() []imapd.Folder {
	var out []imapd.Folder
	for _, name := range slices.Sorted(maps.Keys(l.folders)) {
		out = append(out, *l.folders[name])
	}
	return out
}

// found makes a folder under an epoch that there never was.
func (l *life) found(name string, role data.FolderRole) {
	l.n++
	l.folders[name] = &imapd.Folder{Name: name, Role: role, UIDValidity: uint32(1000 + l.n), UIDNext: 1}
}

// some is one of the folders; but is left out.
func (l *life) some(but string) string {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(l.folders)), func(n string) bool { return n == but })
	return names[l.rnd.IntN(len(names))]
}

func put(f *imapd.Folder, raw []byte) {
	f.Messages = append(f.Messages, imapd.Message{UID: f.UIDNext, Received: noon, Raw: raw})
	f.UIDNext++
}

// happen lets one thing happen to the mailbox, on whatever goroutine.
func (l *life) happen() {
	name := l.some("")
	f := l.folders[name]
	what := "deliver"
	switch l.rnd.IntN(9) {
	default:
		for range 1 + l.rnd.IntN(6) {
			l.n++
			put(f, letter(l.n, fmt.Sprintf("ktos%d@klient.example", l.n%5), fmt.Sprint("List ", l.n), strings.Repeat("Dzień dobry. ", l.rnd.IntN(200))))
		}
	case 3:
		what = "expunge"
		f.Messages = slices.DeleteFunc(slices.Clone(f.Messages), func(imapd.Message) bool { return l.rnd.IntN(3) == 0 })
	case 4, 5:
		what = "move"
		to := l.folders[l.some(name)]
		f.Messages = slices.DeleteFunc(slices.Clone(f.Messages), func(m imapd.Message) bool {
			moved := l.rnd.IntN(2) == 0
			if moved {
				put(to, m.Raw)
			}
			return moved
		})
	case 6:
		if name = l.some("INBOX"); len(l.folders) > 2 {
			what = "remove"
			delete(l.folders, name)
			break
		}
		what = "rename"
		renamed := *l.folders[name]
		delete(l.folders, name)
		l.n++
		renamed.Name = fmt.Sprint("Nazwany ", l.n)
		l.folders[renamed.Name] = &renamed
	case 7:
		what, name = "found", []string{"Klienci", "Archiwum", "Łódź"}[l.rnd.IntN(3)]
		if l.folders[name] == nil {
			l.found(name, data.RoleNone)
		}
	case 8:
		what = "renumber"
		old := f.Messages
		l.found(name, f.Role)
		for _, m := range old {
			put(l.folders[name], m.Raw)
		}
	}
	l.said = append(l.said, what+" "+name)
	if err := l.server.Replace(l.all()); err != nil {
		l.t.Error(err)
	}
}

// pull pulls; it may go wrong, and the mailbox may change while it does.
func (l *life) pull() {
	l.t.Helper()
	over := false // the pull: what did not begin to happen before is not to happen any more
	fault := faulty.Fault{Kind: faulty.Cut, At: l.rnd.Int64N(6000)}
	switch l.rnd.IntN(3) {
	case 0:
		fault = faulty.Fault{}
	case 1:
		fault.Kind, fault.Do = faulty.Event, func() {
			l.mu.Lock()
			defer l.mu.Unlock()
			if !over {
				l.happen()
				l.line.HangUp()
			}
		}
	}
	l.said = append(l.said, fmt.Sprint("pull ", fault.Kind, fault.At))
	l.line.Set(fault)
	_, err := l.core.Sync(l.t.Context(), core.SyncOptions{Password: password})
	l.mu.Lock() // waits until what is happening has happened
	over = true
	l.mu.Unlock()
	if err != nil {
		l.t.Fatal(err) // not even with a mailbox that fails
	}
	if l.rnd.IntN(4) == 0 {
		l.said = append(l.said, "restart")
		if err := l.core.Close(); err != nil {
			l.t.Fatal(err)
		}
		l.open()
	}
}

// settle pulls without a fault until nothing is new, and wants all in order.
func (l *life) settle() {
	l.t.Helper()
	l.line.Set(faulty.Fault{})
	if _, err := l.core.RetryAll(l.t.Context(), ""); err != nil {
		l.t.Fatal(err)
	}
	for run := range 2 {
		r, err := l.core.Sync(l.t.Context(), core.SyncOptions{Password: password})
		if err != nil || !r[0].OK || len(r[0].Folders) != len(l.folders) {
			l.t.Fatalf("%v %+v", err, r)
		}
		for _, f := range r[0].Folders {
			if n := len(l.folders[f.Name].Messages); f.OnServer != n || f.Kept != n || f.Failed+f.LeftOut != 0 || run == 1 && f.New != 0 {
				l.t.Errorf("run %d: %+v, the server has %d", run+1, f, n)
			}
		}
	}
	l.compare()
	clean(l.t, l.core)
}

// compare wants each message once, and at the server's places, and the figures
// to be those of the server.
func (l *life) compare() {
	l.t.Helper()
	want, on := map[string]string{}, 0
	for _, f := range l.folders {
		on += len(f.Messages)
		for _, m := range f.Messages {
			want[fmt.Sprintf("%s %d %d", f.Name, f.UIDValidity, m.UID)] = sumHex(m.Raw)
		}
	}
	seen := map[string]bool{}
	for _, m := range messages(l.t, l.core) {
		if seen[m.SHA256] {
			l.t.Errorf("%q is there twice", m.Subject)
		}
		seen[m.SHA256] = true
		for _, at := range m.Places {
			key := fmt.Sprintf("%s %d %d", at.Folder, at.UIDValidity, at.UID)
			if at.Gone {
				continue
			}
			if want[key] != m.SHA256 {
				l.t.Errorf("%q is said to lie at %s", m.Subject, key)
			}
			delete(want, key)
		}
	}
	if len(want) > 0 {
		l.t.Errorf("missing: %v", slices.Sorted(maps.Keys(want)))
	}
	a, err := l.core.Account(l.t.Context(), "poczta")
	if err != nil {
		l.t.Fatal(err)
	}
	shown, err := l.core.FolderFigures(l.t.Context(), a)
	if err != nil || len(shown) != len(l.folders) {
		l.t.Errorf("%d folders are shown, the server has %d; %v", len(shown), len(l.folders), err)
	}
	totals, err := l.core.MailTotals(l.t.Context())
	if err != nil || totals != (data.MailTotals{OnServer: on, Kept: on}) {
		l.t.Errorf("totals %+v, the server has %d; %v", totals, on, err)
	}
}

// TestWhateverHappensToAMailboxAllIsThereOnce lets things happen to a mailbox at
// random, and pulls of it go wrong at random, each time the same. KARTOTEKA_FAULTS
// asks for more of it, KARTOTEKA_SEED for others, as what went wrong before; 0
// means new ones each time.
func TestWhateverHappensToAMailboxAllIsThereOnce(t *testing.T) {
	number := func(name string, or uint64) uint64 {
		text := os.Getenv(name)
		if text == "" {
			return or
		}
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	first := number("KARTOTEKA_SEED", 1)
	if first == 0 {
		first = uint64(time.Now().UnixNano())
	}
	for i := range max(3, number("KARTOTEKA_FAULTS", 0)/4) {
		seed := first + i
		l := newLife(t, seed)
		for range 14 {
			l.happen()
			if l.rnd.IntN(2) == 0 {
				l.pull()
			}
		}
		l.settle()
		if err := l.core.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Fatalf("to have the same again: KARTOTEKA_SEED=%d: %s", seed, strings.Join(l.said, ", "))
		}
	}
}

func sumHex(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
