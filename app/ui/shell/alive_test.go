package shell_test

import (
	"bytes"
	"context"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2/canvas"

	"kartoteka/app/core"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/shell"
	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/imap"
	"kartoteka/mail/secret"
)

// desk is a window whose work really leaves its goroutine, which is the test's:
// what is posted back waits there for its turn. It notes who asks the store, the
// server and the keyring: on the window's goroutine nobody may.
type desk struct {
	frame
	t    *testing.T
	home string         // name of the window's goroutine
	work sync.WaitGroup // all that was spawned
	boot bool           // the window is not there yet

	mu     sync.Mutex
	turns  []func() // posted, not yet run
	posts  int
	wake   chan struct{}
	caught map[string]string // what was asked for on the window's goroutine, with the stack

	long    int // turns of more than 50 ms
	longest time.Duration
}

// patience is how long a test waits for what has to come; it is only waited out
// by a window that hangs.
const patience = 60 * time.Second

// longTask is how long a turn of the window may take before it is felt.
const longTask = 50 * time.Millisecond

func newAliveDesk(t *testing.T) *desk {
	t.Helper()
	t.Setenv("KARTOTEKA_PASSWORD", "")
	d := &desk{t: t, home: goroutine(), boot: true, wake: make(chan struct{}, 1), caught: map[string]string{}}
	vault := &guardedVault{&vault{kept: map[string]secret.Secret{}}, d}
	c, err := core.Open(context.Background(), core.Options{
		Dir: t.TempDir(), Clock: func() time.Time { return noon }, Vault: vault,
		Dialer: guardedDialer{imap.Dialer{}, d}, Overhear: func() { d.watch("the store") },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	d.core = c
	return d
}

// show opens the window.
func (d *desk) show() {
	d.t.Helper()
	start, err := shell.Read(context.Background(), d.core)
	if err != nil {
		d.t.Fatal(err)
	}
	d.Stage = kittest.New(d.t, "pl", look.ModeLight)
	d.Stage.Resize(1280, 800)
	d.boot = false
	d.turn(func() {
		d.shell = shell.New(d.core, d.Stage.Window, start, shell.Options{
			Spawn: d.work.Go, Post: d.post, Every: time.Hour, Gather: 20 * time.Millisecond,
		})
	})
	d.t.Cleanup(func() {
		d.shell.Close()
		d.shell.Wait()
		d.work.Wait()
	})
}

// off does something away from the window's goroutine.
func (d *desk) off(do func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		do()
	}()
	<-done
}

func (d *desk) post(do func()) {
	d.mu.Lock()
	d.turns = append(d.turns, do)
	d.posts++
	d.mu.Unlock()
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// turn is one turn of the window's event loop.
func (d *desk) turn(do func()) {
	begun := time.Now()
	do()
	took := time.Since(begun)
	d.longest = max(d.longest, took)
	if took > longTask {
		d.long++
	}
}

// until lets the window go on until something is so.
func (d *desk) until(what string, so func() bool) {
	d.t.Helper()
	given := time.NewTimer(patience)
	defer given.Stop()
	painted := false
	for !so() {
		d.mu.Lock()
		var next func()
		if len(d.turns) > 0 {
			next, d.turns = d.turns[0], d.turns[1:]
		}
		d.mu.Unlock()
		if next != nil {
			d.turn(next)
			painted = false
			continue
		}
		if !painted {
			d.turn(d.layOut)
			painted = true
			continue
		}
		select {
		case <-d.wake:
		case <-given.C:
			d.t.Fatalf("%s: the window does not get there", what)
		}
	}
}

// layOut lays out what has a new height, as the real window's next frame does.
func (d *desk) layOut() {
	size := d.Window.Canvas().Size()
	d.Stage.Resize(size.Width+1, size.Height)
	d.Stage.Resize(size.Width, size.Height)
}

// says waits for words on the screen.
func (d *desk) says(words string) {
	d.t.Helper()
	d.until(words, func() bool {
		return slices.ContainsFunc(kittest.All[*canvas.Text](d.Stage), func(o *canvas.Text) bool { return strings.Contains(o.Text, words) })
	})
}

// do is something that the owner does.
func (d *desk) do(deed func()) { d.turn(deed) }

// watch notes what is asked for on the window's goroutine.
func (d *desk) watch(what string) {
	if d.boot || goroutine() != d.home {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.caught[what] = string(debug.Stack())
}

// free fails the test if the window's goroutine ever asked for anything itself.
func (d *desk) free() {
	d.t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	for what, stack := range d.caught {
		d.t.Errorf("the window's own goroutine asks %s:\n%s", what, stack)
	}
	d.t.Logf("%d of the window's turns took longer than %v, the longest %v", d.long, longTask, d.longest)
}

// goroutine names the one that asks.
func goroutine() string {
	b := make([]byte, 64)
	name, _, _ := bytes.Cut(b[:runtime.Stack(b, false)], []byte(" ["))
	return string(name)
}

// guardedDialer notes who reaches for a server.
type guardedDialer struct {
	mail.Dialer
	d *desk
}

func (g guardedDialer) Dial(ctx context.Context, a data.Account, password string) (mail.Server, error) {
	g.d.watch("a server")
	return g.Dialer.Dial(ctx, a, password)
}

// guardedVault notes who reaches for the keyring.
type guardedVault struct {
	*vault
	d *desk
}

func (g *guardedVault) Get(ctx context.Context, account string) (secret.Secret, error) {
	g.d.watch("the keyring")
	return g.vault.Get(ctx, account)
}

func (g *guardedVault) Set(ctx context.Context, account string, s secret.Secret) error {
	g.d.watch("the keyring")
	return g.vault.Set(ctx, account, s)
}

func (g *guardedVault) Delete(ctx context.Context, account string) error {
	g.d.watch("the keyring")
	return g.vault.Delete(ctx, account)
}

// The measure itself must be able to fail.
func TestTheWatchSeesTheWindowAskItself(t *testing.T) {
	d := newAliveDesk(t)
	d.boot = false
	_, _ = d.core.Accounts(t.Context())
	if !strings.Contains(d.caught["the store"], "TestTheWatchSeesTheWindowAskItself") {
		t.Error("a query on the window's goroutine is not seen")
	}
	clear(d.caught)
	d.off(func() { _, _ = d.core.Accounts(t.Context()) })
	if len(d.caught) > 0 {
		t.Error("a query on another goroutine is taken for the window's")
	}
}
