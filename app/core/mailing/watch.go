package mailing

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/watch"
)

// WatchOptions say how mailboxes are watched.
type WatchOptions struct {
	Poll     time.Duration // at the latest between two pulls; 0: 10 minutes
	First    time.Duration // before the first
	Progress mail.Progress // hears of all pulls; never from two goroutines at once
	// Changed is called when the standing of a mailbox has changed: see SyncState.
	// Ran is called after each pull. Both run on the pull's goroutine and must not
	// wait.
	Changed func()
	Ran     func(Pulled)
}

// Watch pulls the mailboxes now and then and as soon as their servers tell of
// news, until stop is called, which returns when no connection is open any more.
// While one watch runs, another does nothing.
func (pl *Puller) Watch(ctx context.Context, o WatchOptions) (stop func(), err error) {
	if pl.db.Protected() {
		return func() {}, nil
	}
	accounts, err := pl.toWatch(ctx)
	if err != nil {
		return nil, err
	}
	pl.pulls.mu.Lock()
	defer pl.pulls.mu.Unlock()
	if pl.pulls.watch != nil {
		return func() {}, nil
	}
	if o.Progress == nil {
		o.Progress = mail.Quiet{}
	}
	progress := &oneByOne{to: o.Progress}
	w := watch.Start(ctx, accounts, watch.Options{
		Now: pl.desk.Now, Poll: o.Poll, First: o.First, Changed: o.Changed,
		Pull: func(ctx context.Context, a data.Account, line *watch.Line, asked any) watch.Result {
			return pl.pullWatched(ctx, a, line, asked, progress)
		},
	})
	pl.pulls.watch, pl.pulls.ran = w, o.Ran
	var following sync.WaitGroup
	var pending atomic.Bool
	deaf := pl.parts.Subscribe(func(change data.Change) {
		// Whoever wrote goes on at once, and a pull writes often.
		if change.Has(data.TopicAccounts) && pending.CompareAndSwap(false, true) {
			following.Go(func() {
				pending.Store(false)
				pl.rewatch(w)
			})
		}
	})
	return func() {
		deaf()
		following.Wait()
		pl.pulls.mu.Lock()
		if pl.pulls.watch == w {
			pl.pulls.watch, pl.pulls.ran = nil, nil
		}
		pl.pulls.mu.Unlock()
		w.Stop()
	}, nil
}

// pullWatched pulls a mailbox because it is time, or because somebody asked.
func (pl *Puller) pullWatched(ctx context.Context, a data.Account, line *watch.Line, asked any, p mail.Progress) watch.Result {
	o, _ := asked.(SyncOptions) // the zero value where nobody asked
	o.Progress = p
	if o.Password != "" {
		line.Drop() // the next login is to be made with it
	}
	all, err := pl.db.Accounts(ctx)
	o.many = severalServers(all)
	for _, now := range all {
		if now.ID == a.ID {
			return pl.pull(ctx, now, o, line)
		}
	}
	if err == nil {
		err = data.NewError(data.CodeNotFound, "not-found-account", "Name", a.Name)
	}
	return watch.Result{AccountResult: mail.AccountResult{Name: a.Name, Err: err, Folders: []mail.FolderResult{}}}
}

// rewatch follows what was changed in the list of mailboxes.
func (pl *Puller) rewatch(w *watch.Watcher) {
	accounts, err := pl.toWatch(context.Background())
	if err != nil {
		pl.desk.LogError("watch", err)
		return
	}
	w.Set(accounts)
}

// toWatch returns the mailboxes as the watch has to know them.
func (pl *Puller) toWatch(ctx context.Context) ([]watch.Account, error) {
	accounts, err := pl.db.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	settings, err := pl.db.Settings(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]watch.Account, 0, len(accounts))
	for _, a := range accounts {
		w := watch.Account{Account: a, Silent: pl.parts.Ways.Inside(a, settings)}
		if w.Refused, err = pl.refused(ctx, a); err != nil {
			return nil, err
		}
		if w.Rest, err = pl.db.Rest(ctx, a.ID); err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

// refused counts how often in a row the login was refused, as far as it matters.
// What the owner changed since forgets it.
func (pl *Puller) refused(ctx context.Context, a data.Account) (int, error) {
	if a.Failed == 0 {
		return 0, nil
	}
	runs, err := pl.db.Runs(ctx, a.ID, min(a.Failed, 2))
	if err != nil {
		return 0, err
	}
	n := 0
	for _, r := range runs {
		if !strings.HasPrefix(r.Error, "mail-login-") {
			break
		}
		n++
	}
	return n, nil
}

// SyncState is how the pulling of a mailbox stands.
type SyncState struct {
	Account   data.Account // Failed counts the failed runs since the last good one
	Began     time.Time    // of the last run; zero: there was none
	Ended     time.Time
	LastGood  time.Time
	Next      time.Time // the next run by itself; zero: none is planned
	Error     string    // key of what went wrong in the last run, "" if nothing did
	Pulling   bool
	Listening bool // the server tells of news by itself
	Stopped   bool // until the owner acts
}

// SyncState tells how the pulling of each mailbox stands.
func (pl *Puller) SyncState(ctx context.Context) ([]SyncState, error) {
	accounts, err := pl.db.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	w := pl.pulls.watcher()
	out := make([]SyncState, 0, len(accounts))
	for _, a := range accounts {
		s := SyncState{Account: a, LastGood: a.LastOK, Error: a.LastErr}
		runs, err := pl.db.Runs(ctx, a.ID, 1)
		if err != nil {
			return nil, err
		}
		if len(runs) > 0 {
			s.Began, s.Ended = runs[0].Began, runs[0].Ended
		}
		if w != nil {
			if now, watched := w.Standing(a.ID); watched {
				s.Next, s.Pulling, s.Listening, s.Stopped = now.Next, now.Pulling, now.Listening, now.Stopped
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// StopPulls stops the pulls of the watch that are under way.
func (pl *Puller) StopPulls() {
	if w := pl.pulls.watcher(); w != nil {
		w.Interrupt()
	}
}

// MailTotals counts the mail of all mailboxes as it was last seen on their servers.
func (pl *Puller) MailTotals(ctx context.Context) (data.MailTotals, error) {
	return pl.db.MailTotals(ctx)
}
