package watch

import (
	"context"
	"errors"
	"sync"
	"time"

	"kartoteka/data"
	"kartoteka/mail"
)

// How often what is done.
const (
	defaultPoll = 10 * time.Minute
	renewEvery  = 4*time.Minute + 30*time.Second // an IDLE; routers forget a silent connection after five
	tick        = 10 * time.Second
	asleep      = time.Minute     // between two ticks, by the wall clock
	calmDown    = 5 * time.Second // after a pull, whatever the server tells
)

func stopped(err error) bool { return errors.Is(err, context.Canceled) }

// Result is what became of a pull.
type Result struct {
	mail.AccountResult
	Until time.Time // until then the account is to be left alone; zero: no need
}

// Options say what a watcher does. Pull and Now are needed.
type Options struct {
	// Pull pulls an account over a line. It runs in the account's goroutine.
	Pull func(ctx context.Context, a data.Account, line *Line, o any) Result
	// Now is the wall clock. It is read without the running one beneath, which
	// stands while the machine sleeps.
	Now  func() time.Time
	Poll time.Duration // between two pulls of an account at the latest; 0: 10 minutes
	// First is the wait before the first pull, so that a window is there before.
	First time.Duration
	// Changed is called when the standing of an account has changed; nil: nobody
	// is told. It must not wait.
	Changed func()
}

// Account is a mailbox to be watched, and how it stood when the program was last
// left.
type Account struct {
	data.Account
	Refused int       // refused logins in a row
	Rest    time.Time // until then it is to be left alone
	Silent  bool      // its server can't be listened to: it is only polled
}

// Standing is how the watch of an account stands.
type Standing struct {
	Pulling   bool
	Listening bool
	Stopped   bool      // until the owner acts
	Next      time.Time // of the next pull by itself; zero: none
}

// Watcher watches accounts. Its methods may be called from any goroutine.
type Watcher struct {
	o      Options
	ctx    context.Context
	cancel context.CancelFunc
	work   sync.WaitGroup
	mu     sync.Mutex
	by     map[int64]*worker
}

// Start watches accounts until Stop is called or ctx is done.
func Start(ctx context.Context, accounts []Account, o Options) *Watcher {
	if o.Poll <= 0 {
		o.Poll = defaultPoll
	}
	if o.Changed == nil {
		o.Changed = func() {}
	}
	w := &Watcher{o: o, by: map[int64]*worker{}}
	w.ctx, w.cancel = context.WithCancel(ctx)
	w.Set(accounts)
	w.work.Go(w.watchClock)
	return w
}

// Stop ends the watch, and the pulls under way; it returns when nothing of it
// runs any more and no connection is open.
func (w *Watcher) Stop() {
	w.mu.Lock()
	w.cancel() // nothing is begun after this
	w.mu.Unlock()
	w.work.Wait()
}

// Set says which accounts are watched from now on. One whose server or user has
// changed is begun anew; one that stayed the same is not disturbed.
func (w *Watcher) Set(accounts []Account) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ctx.Err() != nil {
		return
	}
	wanted := map[int64]bool{}
	for _, a := range accounts {
		wanted[a.ID] = true
		old := w.by[a.ID]
		if old != nil && sameWay(old.account.Account, a.Account) {
			continue
		}
		if old != nil {
			old.cancel()
		}
		w.by[a.ID] = w.begin(a, old)
	}
	for id, old := range w.by {
		if !wanted[id] {
			old.cancel()
			delete(w.by, id)
		}
	}
}

// sameWay reports whether two accounts are reached in the same way.
func sameWay(a, b data.Account) bool {
	return a.Name == b.Name && a.Host == b.Host && a.Port == b.Port && a.Security == b.Security &&
		a.User == b.User && a.CA == b.CA
}

func (w *Watcher) begin(a Account, before *worker) *worker {
	wk := &worker{
		watcher: w, account: a, asks: make(chan *ask), woken: make(chan struct{}, 1), refused: a.Refused,
		before: before, gone: make(chan struct{}),
	}
	wk.ctx, wk.cancel = context.WithCancel(w.ctx)
	wk.standing.Next = w.now().Add(w.o.First)
	if a.Rest.After(wk.standing.Next) {
		wk.standing.Next, wk.resting = a.Rest, true
	}
	if wk.refused >= refusals {
		wk.standing = Standing{Stopped: true}
	}
	w.work.Go(wk.run)
	return wk
}

// now is the wall clock's time.
func (w *Watcher) now() time.Time { return w.o.Now().Round(0) }

// Pull pulls an account now, because its owner wants it. watched is false for an
// account that is not watched. A pull under way is joined, or waited for. When ctx
// ends, the pull is stopped. One that is cut short because the account was changed
// meanwhile is done again, as it is now.
func (w *Watcher) Pull(ctx context.Context, id int64, o any, join bool) (r Result, watched bool) {
	for {
		w.mu.Lock()
		wk := w.by[id]
		w.mu.Unlock()
		if wk == nil {
			return r, watched
		}
		r, watched = wk.ask(ctx, o, join), true
		begunAnew := wk.ctx.Err() != nil && w.ctx.Err() == nil
		if !begunAnew || ctx.Err() != nil || !errors.Is(r.Err, context.Canceled) {
			return r, true
		}
	}
}

// Interrupt stops all pulls under way. The accounts are watched on.
func (w *Watcher) Interrupt() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, wk := range w.by {
		wk.mu.Lock()
		if wk.flight != nil {
			wk.flight.cancel()
		}
		wk.mu.Unlock()
	}
}

// Standing tells how the watch of an account stands.
func (w *Watcher) Standing(id int64) (s Standing, watched bool) {
	w.mu.Lock()
	wk := w.by[id]
	w.mu.Unlock()
	if wk == nil {
		return Standing{}, false
	}
	wk.mu.Lock()
	defer wk.mu.Unlock()
	return wk.standing, true
}

// watchClock wakes all when the wall clock has jumped: the machine slept, or
// somebody has set the clock. Connections made before are as good as dead.
func (w *Watcher) watchClock() {
	t := time.NewTicker(tick)
	defer t.Stop()
	last := w.now()
	for {
		select {
		case <-w.ctx.Done():
			return
		case <-t.C:
		}
		now := w.now()
		jump := now.Sub(last) - tick
		last = now
		if max(jump, -jump) >= asleep {
			w.wake()
		}
	}
}

func (w *Watcher) wake() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, wk := range w.by {
		select {
		case wk.woken <- struct{}{}:
		default:
		}
	}
}
