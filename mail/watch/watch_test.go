package watch_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/watch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// box is a mailbox on a server that never was: it notes when it was pulled and
// tells of news. Time is the test's own, which passes when all wait.
type box struct {
	mu     sync.Mutex
	begun  time.Time
	pulls  []time.Duration // since begun
	asked  []any
	fail   error
	hold   chan struct{} // a pull waits for it; nil: it does not
	next   uint32        // of the main folder
	cant   bool          // it does not idle
	open   int           // connections
	most   int
	idles  int
	checks int
	dead   bool // connections do not answer any more
	news   chan struct{}
	wall   time.Duration // by how much the wall clock is ahead of the test's
}

func newBox() *box { return &box{begun: time.Now(), news: make(chan struct{}, 1), next: 1} }

func (b *box) now() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return time.Now().Add(b.wall)
}

func (b *box) set(change func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	change()
}

// pull is the watcher's pull: it dials over the line, as the real one does.
func (b *box) pull(ctx context.Context, a data.Account, line *watch.Line, o any) watch.Result {
	b.mu.Lock()
	b.pulls, b.asked = append(b.pulls, time.Since(b.begun)), append(b.asked, o)
	fail, hold := b.fail, b.hold
	b.mu.Unlock()
	r := watch.Result{AccountResult: mail.AccountResult{Name: a.Name}}
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			r.Err = ctx.Err()
			return r
		}
	}
	if fail != nil {
		r.Err, r.Until = fail, watch.RestFrom(fail, b.now())
		return r
	}
	s, err := line.Dialer(b).Dial(ctx, a, "")
	if r.Err = err; err != nil {
		return r
	}
	b.mu.Lock()
	r.Folders = []mail.FolderResult{{Name: "INBOX", Floor: b.next - 1}}
	b.mu.Unlock()
	line.Keep(s)
	return r
}

// Dial opens a connection.
func (b *box) Dial(context.Context, data.Account, string) (mail.Server, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.open++
	b.most = max(b.most, b.open)
	b.dead = false
	return &wire{box: b, broken: make(chan struct{})}, nil
}

// wire is a connection to a box.
type wire struct {
	mail.Server
	box    *box
	broken chan struct{}
	closed bool
	bad    bool
}

var errBroken = errors.New("broken")

func (w *wire) CanIdle() bool { return !w.box.cant }

func (w *wire) Good() bool { return !w.bad }

func (w *wire) Close() error {
	w.box.mu.Lock()
	defer w.box.mu.Unlock()
	if !w.closed {
		w.closed = true
		w.box.open--
	}
	return nil
}

func (w *wire) Check(context.Context) error {
	w.box.mu.Lock()
	defer w.box.mu.Unlock()
	w.box.checks++
	if w.box.dead {
		w.bad = true
		return errBroken
	}
	return nil
}

func (w *wire) Examine(context.Context, string) (mail.Folder, error) {
	w.box.mu.Lock()
	defer w.box.mu.Unlock()
	return mail.Folder{Name: "INBOX", UIDNext: w.box.next}, nil
}

func (w *wire) Idle(ctx context.Context, stop <-chan struct{}) (bool, error) {
	w.box.mu.Lock()
	w.box.idles++
	w.box.mu.Unlock()
	select {
	case <-w.box.news:
		return true, nil
	case <-stop:
		return false, nil
	case <-ctx.Done():
		w.bad = true
		return false, ctx.Err()
	case <-w.broken:
		w.bad = true
		return false, errBroken
	}
}

// start watches one box until the test ends.
func start(t *testing.T, b *box, change func(*watch.Account, *watch.Options)) *watch.Watcher {
	t.Helper()
	a := watch.Account{Account: data.Account{ID: 1, Name: "firma", Host: "imap.firma.example"}}
	o := watch.Options{Pull: b.pull, Now: b.now, Poll: 10 * time.Minute}
	if change != nil {
		change(&a, &o)
	}
	w := watch.Start(t.Context(), []watch.Account{a}, o)
	t.Cleanup(func() {
		w.Stop()
		if b.open != 0 {
			t.Errorf("%d connections left open", b.open)
		}
		if b.most > 1 {
			t.Errorf("%d connections at once", b.most)
		}
	})
	return w
}

// pass lets time pass, and all that happens in it happen.
func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

func (b *box) times() []time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.pulls)
}

func (b *box) want(t *testing.T, what string, n int) {
	t.Helper()
	if got := b.times(); len(got) != n {
		t.Fatalf("%s: pulled at %v, want %d times", what, got, n)
	}
}

func TestPolledAndListenedToOverOneConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBox()
		w := start(t, b, func(_ *watch.Account, o *watch.Options) { o.First = 2 * time.Second })
		pass(time.Second)
		b.want(t, "before the window had its frames", 0)
		pass(2 * time.Second)
		b.want(t, "then", 1)
		if s, _ := w.Standing(1); !s.Listening || s.Pulling || s.Next.IsZero() {
			t.Errorf("standing %+v", s)
		}
		pass(9 * time.Minute)
		b.want(t, "while nothing happens", 1)
		b.set(func() {
			if b.idles < 2 || b.checks < 1 {
				t.Errorf("an IDLE of nine minutes was renewed %d times, checked %d", b.idles, b.checks)
			}
		})
		pass(time.Minute)
		b.want(t, "the poll behind it", 2)
	})
}

func TestNewsIsPulledAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBox()
		start(t, b, nil)
		pass(time.Minute)
		b.set(func() { b.next = 8 })
		b.news <- struct{}{}
		pass(time.Second)
		b.want(t, "a letter came", 2)
		for range 20 { // a server that never stops talking
			select {
			case b.news <- struct{}{}:
			default:
			}
			pass(time.Second)
		}
		if n := len(b.times()); n < 4 || n > 7 {
			t.Errorf("%d pulls within twenty seconds of chatter", n)
		}
	})
}

// TestWhatCameBeforeListening: mail that came between the end of a pull and the
// beginning of IDLE is told by nobody.
func TestWhatCameBeforeListening(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBox()
		hold := make(chan struct{})
		b.hold, b.next = hold, 3
		start(t, b, func(_ *watch.Account, o *watch.Options) {
			pull := o.Pull
			o.Pull = func(ctx context.Context, a data.Account, l *watch.Line, asked any) watch.Result {
				r := pull(ctx, a, l, asked)
				b.set(func() { b.next = 5 }) // after the folder was looked at
				return r
			}
		})
		close(hold)
		pass(10 * time.Second)
		b.want(t, "it came in between", 2)
	})
}

func TestServerWithoutIdleIsPolled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBox()
		b.cant = true
		start(t, b, nil)
		pass(35 * time.Minute)
		b.want(t, "every ten minutes", 4)
		b.set(func() {
			if b.idles != 0 {
				t.Error("IDLE was tried")
			}
		})
	})
}

func TestBackOffAndResume(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBox()
		b.fail = &mail.Failure{Step: mail.StepDial, Key: "dial"}
		start(t, b, nil)
		pass(3 * time.Hour)
		at := b.times()
		for i, want := range []time.Duration{5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900} {
			got, want := at[i+1]-at[i], want*time.Second
			if got < want*8/10 || got > want*12/10 {
				t.Errorf("after failure %d: %s, want about %s", i+1, got, want)
			}
		}
		b.set(func() { b.fail = nil })
		n := len(at)
		pass(18 * time.Minute)
		if len(b.times()) == n {
			t.Fatal("it did not come back")
		}
		b.set(func() { b.fail = errBroken })
		n = len(b.times())
		pass(10*time.Minute + 30*time.Second)
		if got := len(b.times()) - n; got < 3 {
			t.Errorf("after a good pull the waits are short again: %d tries", got)
		}
	})
}

func TestRefusedLoginTwiceIsLeftToTheOwner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBox()
		b.fail = &mail.Failure{Step: mail.StepLogin, Key: "login-refused"}
		w := start(t, b, nil)
		pass(24 * time.Hour)
		b.want(t, "in a day", 2)
		s, _ := w.Standing(1)
		if !s.Stopped || !s.Next.IsZero() {
			t.Errorf("standing %+v", s)
		}
		b.set(func() { b.wall += time.Hour })
		pass(time.Minute)
		b.want(t, "after the machine slept", 2)
		if r, _ := w.Pull(t.Context(), 1, "by hand", true); r.Err == nil {
			t.Error("the refusal is not told")
		}
		pass(time.Hour)
		b.want(t, "and once by hand", 3)
		b.set(func() { b.fail = nil })
		if r, _ := w.Pull(t.Context(), 1, "by hand", true); r.Err != nil {
			t.Error(r.Err)
		}
		pass(11 * time.Minute)
		b.want(t, "with the right password it goes on by itself", 5)
	})
}

func TestRefusalsOutliveTheProgram(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBox()
		start(t, b, func(a *watch.Account, _ *watch.Options) { a.Refused = 2 })
		pass(24 * time.Hour)
		b.want(t, "refused before the program was closed", 0)
	})
}

func TestProviderThatWantsRest(t *testing.T) {
	for key, least := range map[string]time.Duration{"busy": time.Hour, "day-limit": 24 * time.Hour} {
		t.Run(key, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // time begins at midnight UTC
				b := newBox()
				b.fail = &mail.Failure{Step: mail.StepFetch, Key: key}
				start(t, b, nil)
				pass(least - time.Minute)
				b.want(t, "before the rest is over", 1)
				b.set(func() { b.wall += 80 * time.Second })
				pass(20 * time.Second)
				if key == "day-limit" {
					b.want(t, "waking up is no reason", 1)
				}
				pass(least/4 + 2*time.Minute)
				if len(b.times()) < 2 {
					t.Error("it never came back")
				}
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		b := newBox()
		start(t, b, func(a *watch.Account, _ *watch.Options) { a.Rest = time.Now().Add(40 * time.Minute) })
		pass(39 * time.Minute)
		b.want(t, "the rest goes on after a new start", 0)
		pass(2 * time.Minute)
		b.want(t, "and ends", 1)
	})
}

func TestSleepAndWake(t *testing.T) {
	for name, jump := range map[string]time.Duration{
		"slept": 8 * time.Hour, "slept for a short while": 2 * time.Minute, "the clock was set back": -26 * time.Hour,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBox()
				start(t, b, nil)
				pass(3 * time.Minute)
				b.want(t, "before", 1)
				b.set(func() { b.wall += jump; b.dead = true })
				pass(30 * time.Second)
				b.want(t, "within 30 s, on a fresh connection", 2)
				pass(9 * time.Minute)
				b.want(t, "and then as before", 2)
				pass(2 * time.Minute)
				b.want(t, "the poll", 3)
			})
		})
	}
}

func TestDeadConnectionIsNoticed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBox()
		start(t, b, func(_ *watch.Account, o *watch.Options) { o.Poll = time.Hour })
		pass(time.Minute)
		b.set(func() { b.dead = true })
		pass(5 * time.Minute)
		b.want(t, "when the IDLE is renewed", 2)
	})
}

func TestOwnersPullJoinsTheOneUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBox()
		hold := make(chan struct{})
		b.hold = hold
		w := start(t, b, nil)
		pass(time.Second)
		results := make(chan watch.Result, 3)
		for i := range 3 {
			go func() {
				r, _ := w.Pull(t.Context(), 1, fmt.Sprint(i), i < 2)
				results <- r
			}()
		}
		synctest.Wait()
		if s, _ := w.Standing(1); !s.Pulling {
			t.Errorf("standing %+v", s)
		}
		close(hold)
		for range 3 {
			if r := <-results; r.Err != nil {
				t.Error(r.Err)
			}
		}
		b.want(t, "two joined, one had a password of its own to try", 2)
		if b.asked[1] != "2" {
			t.Errorf("asked %v", b.asked)
		}
	})
}

func TestOwnerStopsAPull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBox()
		b.hold = make(chan struct{})
		w := start(t, b, nil)
		pass(time.Second)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan watch.Result)
		go func() {
			r, _ := w.Pull(ctx, 1, nil, true)
			done <- r
		}()
		synctest.Wait()
		cancel()
		if r := <-done; !errors.Is(r.Err, context.Canceled) {
			t.Errorf("result %+v", r)
		}
		pass(9 * time.Minute)
		b.want(t, "stopped by hand it is not begun again at once", 1)
	})
}

func TestAccountsComeGoAndChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBox()
		w := start(t, b, nil)
		pass(time.Second)
		a := watch.Account{Account: data.Account{ID: 1, Name: "firma", Host: "imap.firma.example"}}
		w.Set([]watch.Account{a})
		pass(time.Second)
		b.want(t, "nothing has changed", 1)
		a.Host = "imap.nowy.example"
		w.Set([]watch.Account{a})
		pass(time.Second)
		b.want(t, "another server", 2)
		w.Set(nil)
		pass(time.Hour)
		b.want(t, "removed", 2)
		if _, watched := w.Pull(t.Context(), 1, nil, true); watched {
			t.Error("a removed account is pulled")
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.open != 0 {
			t.Errorf("%d connections to it", b.open)
		}
	})
}

func TestKindOf(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want watch.Kind
	}{
		"good":          {nil, watch.KindNone},
		"stopped":       {fmt.Errorf("x: %w", context.Canceled), watch.KindStopped},
		"consent gone":  {mail.Told(&mail.Failure{Step: mail.StepLogin, Key: "oauth-withdrawn"}), watch.KindOwner},
		"refused":       {mail.Told(&mail.Failure{Step: mail.StepLogin, Key: "login-app-password"}), watch.KindRefused},
		"lost at login": {&mail.Failure{Step: mail.StepLogin, Key: "lost"}, watch.KindOther},
		"throttled":     {mail.Told(&mail.Failure{Step: mail.StepLogin, Key: "busy"}), watch.KindRest},
		"no password":   {data.NewError(data.CodeNoPassword, "no-password"), watch.KindOwner},
		"a folder":      {data.NewError(data.CodePartly, "mail-partly"), watch.KindPartly},
		"the disk":      {data.NewError(data.CodeNoSpace, "no-space"), watch.KindOther},
	} {
		if got := watch.KindOf(c.err); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
