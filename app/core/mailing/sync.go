// Package mailing pulls the mailboxes, by hand, by the clock and as soon as their
// servers tell of news, and says of each message whose it is before it is kept. How
// a pull goes, step by step, is mail's matter; how a mailbox is entered, mailbox's.
package mailing

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"

	"kartoteka/app/core/desk"
	"kartoteka/app/core/mailbox"
	"kartoteka/data"
	"kartoteka/data/store"
	"kartoteka/mail"
	"kartoteka/mail/message"
	"kartoteka/mail/watch"
)

// Parts are what the pulling is joined with.
type Parts struct {
	DB     *store.DB
	Desk   *desk.Desk
	Ways   *mailbox.Ways
	Dialer mail.Dialer
	Pulls  *Pulls
	// NewKeeper returns the store as a pull sees it.
	NewKeeper func(context.Context) (*Keeper, error)
	// Lay lays answers that wait while a mailbox is open anyway.
	Lay func(context.Context, mailbox.Way)
	// Subscribe calls f after every change of the card index until cancel is called.
	Subscribe func(f func(data.Change)) (cancel func())
}

// Puller pulls the mailboxes of a card index.
type Puller struct {
	db    *store.DB
	desk  *desk.Desk
	pulls *Pulls
	parts Parts
}

// New returns the puller of a card index.
func New(p Parts) *Puller { return &Puller{p.DB, p.Desk, p.Pulls, p} }

// SyncOptions say what to pull.
type SyncOptions struct {
	Account string // name; "": all of them
	// Password is given by hand; "": the keyring's or the environment's. One that
	// the server took is remembered until the program ends. Passwords are those
	// of single mailboxes, by their names.
	Password  string
	Passwords map[string]string
	// Progress hears how it goes, never from two goroutines at once. Of a pull
	// that was under way already it hears nothing: see WatchOptions.
	Progress mail.Progress

	many bool     // mailboxes of several servers are pulled
	only []string // folders; nil: all that are pulled
}

// Sync pulls the mailboxes, a few at a time, each over one connection. One that
// fails does not keep the others from being pulled: its result says why. The
// results stand in the order of the mailboxes. Two pulls of one folder never
// overlap, in this program or another: while the mailboxes are watched, it is the
// watch that pulls.
func (pl *Puller) Sync(ctx context.Context, o SyncOptions) ([]mail.AccountResult, error) {
	free, err := pl.pulls.hold(pl.desk.Dir, true)
	if err != nil {
		return nil, err
	}
	defer free()
	accounts, err := pl.toPull(ctx, o.Account)
	if err != nil {
		return nil, err
	}
	o.many = severalServers(accounts)
	if o.Progress != nil {
		o.Progress = &oneByOne{to: o.Progress}
	}
	out := make([]mail.AccountResult, len(accounts))
	var work sync.WaitGroup
	for i, a := range accounts {
		work.Go(func() { out[i] = pl.syncOne(ctx, a, o) })
	}
	work.Wait()
	for i := range out {
		if errors.Is(out[i].Err, context.Canceled) {
			return out, out[i].Err
		}
	}
	return out, nil
}

func (pl *Puller) syncOne(ctx context.Context, a data.Account, o SyncOptions) mail.AccountResult {
	o.Password = cmp.Or(o.Passwords[a.Name], o.Password)
	if w := pl.pulls.watcher(); w != nil {
		if r, watched := w.Pull(ctx, a.ID, o, o.Password == "" && o.only == nil); watched {
			return r.AccountResult
		}
	}
	return pl.pull(ctx, a, o, nil).AccountResult
}

// oneByOne lets several pulls tell one listener.
type oneByOne struct {
	mu sync.Mutex
	to mail.Progress
}

// Pulling hands on.
func (p *oneByOne) Pulling(account, folder string, done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.to.Pulling(account, folder, done, total)
}

// severalServers reports whether the mailboxes lie on more than one server.
func severalServers(accounts []data.Account) bool {
	return slices.ContainsFunc(accounts, func(a data.Account) bool { return a.Host != accounts[0].Host })
}

func (pl *Puller) toPull(ctx context.Context, name string) ([]data.Account, error) {
	if name != "" {
		a, err := pl.db.Account(ctx, name)
		return []data.Account{a}, err
	}
	accounts, err := pl.db.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	if len(accounts) == 0 {
		return nil, data.NewError(data.CodeNotFound, "no-account")
	}
	return accounts, nil
}

// pull pulls one mailbox and notes how it went. line keeps its connection; nil:
// it is closed.
func (pl *Puller) pull(ctx context.Context, a data.Account, o SyncOptions, line *watch.Line) watch.Result {
	done, err := pl.pulls.begin(ctx, pl.desk.Dir, a.ID)
	if err != nil {
		return watch.Result{AccountResult: mail.AccountResult{Name: a.Name, Err: err, Folders: []mail.FolderResult{}}}
	}
	defer done()
	run := data.SyncRun{AccountID: a.ID, Began: pl.desk.Now()}
	r, clients := pl.pulled(ctx, a, o, line)
	r.OK = r.Err == nil
	if r.Folders == nil {
		r.Folders = []mail.FolderResult{}
	}
	run.Ended, run.Rest = pl.desk.Now(), watch.RestFrom(r.Err, pl.desk.Now())
	if r.Err != nil {
		pl.desk.LogError("sync", r.Err)
		pl.parts.Ways.Spoil(ctx, a, r.Err)
		r.Err = mail.Told(r.Err)
		run.Error = data.KeyOf(r.Err)
	}
	for _, f := range r.Folders {
		pl.desk.Log.Info("pulled", slog.Int64("account", a.ID), slog.Int("on_server", f.OnServer),
			slog.Int("kept", f.Kept), slog.Int("new", f.New), slog.Int("failed", f.Failed))
		run.Fresh += f.New
		run.Failed += f.Failed
	}
	pl.pulls.remember(a.Name, o.Password, r.Err)
	// Also when the person stopped it: how it went is to be seen afterwards.
	if err := pl.db.AccountRan(context.WithoutCancel(ctx), run); err != nil {
		pl.desk.LogError("account ran", err)
	}
	if a.LastOK.IsZero() {
		clients = 0 // what was there before is no news
	}
	pl.pulls.tell(Pulled{Account: a.Name, Fresh: run.Fresh, FromClients: clients, Err: r.Err})
	return watch.Result{AccountResult: r, Until: run.Rest}
}

// pulled pulls one mailbox, and counts the new messages that clients wrote.
func (pl *Puller) pulled(ctx context.Context, a data.Account, o SyncOptions, line *watch.Line) (mail.AccountResult, int) {
	none := mail.AccountResult{Name: a.Name}
	given := o.Password
	if given == "" {
		given = pl.pulls.password(a.Name)
	}
	way, err := pl.parts.Ways.To(ctx, a, given, o.many)
	if data.KeyOf(err) == "demo-other-version" {
		return none, 0 // it stays as it was: no failure, and nothing to be pulled
	}
	if err != nil {
		none.Err = err
		return none, 0
	}
	defer way.Close()
	meter, err := pl.meterOf(ctx, way.Account)
	if err != nil {
		none.Err = err
		return none, 0
	}
	defer meter.save()
	k, err := pl.parts.NewKeeper(ctx)
	if err != nil {
		none.Err = err
		return none, 0
	}
	k = k.of(way.Account)
	p := mail.Pull{
		Dialer: pl.parts.Dialer, Keeper: k, Parse: k.Read, Head: message.Parse, Large: k.ReadLarge,
		Progress: o.Progress, Only: o.only, Room: pl.pulls.shared(),
	}
	if meter != nil {
		p.Meter = meter
	}
	if line != nil && !way.Passing {
		way.Dialer = line.Dialer(pl.parts.Dialer) // drafts go over the same one
		way.Keep = line.Keep
		p.Dialer, p.Spare = way.Dialer, way.Keep
	}
	r := p.Run(ctx, way.Account, way.Password)
	if len(r.Folders) > 0 && ctx.Err() == nil {
		pl.parts.Lay(ctx, way)
	}
	return r, k.clients
}
