package watch

import (
	"context"
	"strings"
	"sync"
	"time"

	"kartoteka/mail"
)

// worker watches one account.
type worker struct {
	watcher *Watcher
	account Account
	ctx     context.Context
	cancel  context.CancelFunc
	line    Line
	asks    chan *ask
	woken   chan struct{}

	// Only run touches these.
	fails   int
	refused int
	mark    uint32    // the main folder's next UID, as far as that is known; 0: it is not
	calm    time.Time // until then news does not lead to a pull
	hushed  bool      // news has come, and waits for that
	resting bool      // the provider wants to be left alone until the next pull
	before  *worker   // of the same account, on its way out
	gone    chan struct{}

	mu       sync.Mutex
	standing Standing
	flight   *flight // the pull under way
}

// ask is a pull that somebody waits for.
type ask struct {
	ctx  context.Context
	o    any
	done chan Result
}

// flight is a pull under way, which others may join.
type flight struct {
	cancel context.CancelFunc
	ended  chan struct{}
	result Result
}

// run pulls whenever there is a reason to, until the watch ends.
func (w *worker) run() {
	defer close(w.gone)
	defer w.line.Drop()
	if w.before != nil {
		<-w.before.gone // never two at once
		w.before = nil
	}
	for {
		a, ok := w.wait()
		if !ok {
			return
		}
		w.pull(a)
	}
}

// set changes the standing and tells of it.
func (w *worker) set(change func(*Standing)) {
	w.mu.Lock()
	change(&w.standing)
	w.mu.Unlock()
	w.watcher.o.Changed()
}

// pull pulls once; a is nil when nobody waits for it.
func (w *worker) pull(a *ask) {
	ctx, cancel := context.WithCancel(w.ctx)
	defer cancel()
	var o any
	if a != nil {
		defer context.AfterFunc(a.ctx, cancel)()
		o = a.o
	}
	f := &flight{cancel: cancel, ended: make(chan struct{})}
	w.mu.Lock()
	w.flight = f
	w.mu.Unlock()
	w.set(func(s *Standing) { s.Pulling, s.Next = true, time.Time{} })
	f.result = w.watcher.o.Pull(ctx, w.account.Account, &w.line, o)
	w.mu.Lock()
	w.flight = nil
	w.mu.Unlock()
	w.after(f.result)
	close(f.ended)
	if a != nil {
		a.done <- f.result
	}
}

// after decides when to pull again. A connection is kept only when nothing went
// wrong on it.
func (w *worker) after(r Result) {
	now := w.watcher.now()
	w.calm, w.resting, w.hushed = now.Add(calmDown), false, false
	next, stop := now.Add(w.watcher.o.Poll), false
	switch kind := KindOf(r.Err); kind {
	case KindNone, KindPartly:
		w.fails, w.refused = 0, 0
		if floor := mainFloor(r.AccountResult); floor > 0 {
			w.mark = floor + 1
		}
	case KindStopped:
		w.line.Drop()
	default:
		w.line.Drop()
		w.fails++
		next = now.Add(backOff(w.fails))
		switch kind {
		case KindRefused:
			w.refused++
			stop = w.refused >= refusals
		case KindOwner:
			stop = true
		case KindRest:
			next, w.resting = now.Add(rest), true
		}
	}
	if r.Until.After(next) {
		next = r.Until
	}
	w.set(func(s *Standing) {
		*s = Standing{Next: next, Stopped: stop}
		if stop {
			s.Next = time.Time{}
		}
	})
}

// mainFloor is how far the main folder was pulled, 0 if it is none of those.
func mainFloor(r mail.AccountResult) uint32 {
	for _, f := range r.Folders {
		if f.Err == nil && strings.EqualFold(f.Name, mainFolder) {
			return f.Floor
		}
	}
	return 0
}

// mainFolder is where mail comes in (RFC 9051 §5.1).
const mainFolder = "INBOX"

// ask has the account pulled and waits for it. A pull under way is joined, or
// waited for if what is asked is not what runs.
func (w *worker) ask(ctx context.Context, o any, join bool) Result {
	a := &ask{ctx: ctx, o: o, done: make(chan Result, 1)}
	for {
		w.mu.Lock()
		f := w.flight
		w.mu.Unlock()
		var busy <-chan struct{}
		if f != nil {
			busy = f.ended
			if join {
				stop := context.AfterFunc(ctx, f.cancel)
				<-busy
				stop()
				return f.result
			}
		}
		select {
		case w.asks <- a:
			return <-a.done
		case <-busy:
		case <-ctx.Done():
			return w.not(ctx.Err())
		case <-w.ctx.Done():
			return w.not(w.ctx.Err())
		}
	}
}

// not is the result of a pull that never began.
func (w *worker) not(err error) Result {
	return Result{AccountResult: mail.AccountResult{Name: w.account.Name, Err: err, Folders: []mail.FolderResult{}}}
}

// wait waits for a reason to pull: somebody asks, it is time, the server tells of
// news, the machine has woken. It returns false when the watch ends.
func (w *worker) wait() (*ask, bool) {
	for {
		w.mu.Lock()
		s := w.standing
		w.mu.Unlock()
		due := timer(!s.Stopped, s.Next.Sub(w.watcher.now()))
		l := w.listen()
		renew := timer(l != nil, renewEvery)
		reason, a := w.pause(l, due.C, renew.C)
		due.Stop()
		renew.Stop()
		switch {
		case reason == asked:
			w.end(l)
			return a, true
		case w.ctx.Err() != nil:
			l.drop()
			return nil, false
		case w.pulls(reason, l, s):
			return nil, true
		}
	}
}

// pulls ends the listening and reports whether there is a reason to pull.
func (w *worker) pulls(reason reason, l *listener, s Standing) bool {
	switch reason {
	case itIsTime:
		w.end(l)
		return true
	case woke:
		l.drop()
		w.line.Drop()
		w.fails = 0
		if w.resting {
			// By a clock that was set back the rest would never end.
			w.sooner(w.watcher.now().Add(25 * time.Hour))
		}
		return !s.Stopped && !w.resting
	case renewing:
		w.end(l)
		return !w.line.alive(w.ctx) && !s.Stopped
	case heard:
		w.end(l)
		switch {
		case l.news && !w.watcher.now().Before(w.calm):
			return true
		case l.news:
			w.hushed = true
			w.sooner(w.calm)
		case !w.line.holds():
			w.fails++
			w.sooner(w.watcher.now().Add(backOff(w.fails)))
		} // else the server would not idle, and is polled from now on
	}
	return false
}

// end ends the listening. What was seen meanwhile of the main folder counts.
func (w *worker) end(l *listener) {
	if l == nil {
		return
	}
	l.end(&w.line)
	w.mark = max(w.mark, l.next)
}

// sooner brings the next pull forward.
func (w *worker) sooner(at time.Time) {
	w.set(func(s *Standing) {
		if s.Listening = false; !s.Stopped && at.Before(s.Next) {
			s.Next = at
		}
	})
}

// reason is why a wait ended.
type reason int

const (
	over reason = iota
	asked
	itIsTime
	woke
	renewing
	heard
)

// pause waits for the first of all that may come.
func (w *worker) pause(l *listener, due, renew <-chan time.Time) (reason, *ask) {
	var done chan struct{}
	if l != nil {
		done = l.done
	}
	select {
	case <-w.ctx.Done():
		return over, nil
	case a := <-w.asks:
		return asked, a
	case <-due:
		return itIsTime, nil
	case <-w.woken:
		return woke, nil
	case <-renew:
		return renewing, nil
	case <-done:
		return heard, nil
	}
}

// timer is one that runs, or one that never fires.
func timer(on bool, d time.Duration) *time.Timer {
	t := time.NewTimer(max(d, 0))
	if !on {
		t.Stop()
		t.C = nil
	}
	return t
}
