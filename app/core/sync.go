package core

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/message"
	"kartoteka/mail/watch"
)

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
func (c *Core) Sync(ctx context.Context, o SyncOptions) ([]mail.AccountResult, error) {
	free, err := c.pulls.hold(c.desk.Dir, true)
	if err != nil {
		return nil, err
	}
	defer free()
	accounts, err := c.toPull(ctx, o.Account)
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
		work.Go(func() { out[i] = c.syncOne(ctx, a, o) })
	}
	work.Wait()
	for i := range out {
		if errors.Is(out[i].Err, context.Canceled) {
			return out, out[i].Err
		}
	}
	return out, nil
}

func (c *Core) syncOne(ctx context.Context, a data.Account, o SyncOptions) mail.AccountResult {
	o.Password = cmp.Or(o.Passwords[a.Name], o.Password)
	if w := c.pulls.watcher(); w != nil {
		if r, watched := w.Pull(ctx, a.ID, o, o.Password == "" && o.only == nil); watched {
			return r.AccountResult
		}
	}
	return c.pull(ctx, a, o, nil).AccountResult
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

func (c *Core) toPull(ctx context.Context, name string) ([]data.Account, error) {
	if name != "" {
		a, err := c.db.Account(ctx, name)
		return []data.Account{a}, err
	}
	accounts, err := c.db.Accounts(ctx)
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
func (c *Core) pull(ctx context.Context, a data.Account, o SyncOptions, line *watch.Line) watch.Result {
	done, err := c.pulls.begin(ctx, c.desk.Dir, a.ID)
	if err != nil {
		return watch.Result{AccountResult: mail.AccountResult{Name: a.Name, Err: err, Folders: []mail.FolderResult{}}}
	}
	defer done()
	run := data.SyncRun{AccountID: a.ID, Began: c.Now()}
	r, clients := c.pulled(ctx, a, o, line)
	r.OK = r.Err == nil
	if r.Folders == nil {
		r.Folders = []mail.FolderResult{}
	}
	run.Ended, run.Rest = c.Now(), watch.RestFrom(r.Err, c.Now())
	if r.Err != nil {
		c.LogError("sync", r.Err)
		c.ways.Spoil(ctx, a, r.Err)
		r.Err = mail.Told(r.Err)
		run.Error = data.KeyOf(r.Err)
	}
	for _, f := range r.Folders {
		c.desk.Log.Info("pulled", slog.Int64("account", a.ID), slog.Int("on_server", f.OnServer),
			slog.Int("kept", f.Kept), slog.Int("new", f.New), slog.Int("failed", f.Failed))
		run.Fresh += f.New
		run.Failed += f.Failed
	}
	c.pulls.remember(a.Name, o.Password, r.Err)
	// Also when the person stopped it: how it went is to be seen afterwards.
	if err := c.db.AccountRan(context.WithoutCancel(ctx), run); err != nil {
		c.LogError("account ran", err)
	}
	if a.LastOK.IsZero() {
		clients = 0 // what was there before is no news
	}
	c.pulls.tell(Pulled{Account: a.Name, Fresh: run.Fresh, FromClients: clients, Err: r.Err})
	return watch.Result{AccountResult: r, Until: run.Rest}
}

// pulled pulls one mailbox, and counts the new messages that clients wrote.
func (c *Core) pulled(ctx context.Context, a data.Account, o SyncOptions, line *watch.Line) (mail.AccountResult, int) {
	none := mail.AccountResult{Name: a.Name}
	given := o.Password
	if given == "" {
		given = c.pulls.password(a.Name)
	}
	way, err := c.ways.To(ctx, a, given, o.many)
	if err != nil {
		none.Err = err
		return none, 0
	}
	defer way.Close()
	meter, err := c.meterOf(ctx, way.Account)
	if err != nil {
		none.Err = err
		return none, 0
	}
	defer meter.save()
	k, err := c.newKeeper(ctx)
	if err != nil {
		none.Err = err
		return none, 0
	}
	k = k.of(way.Account)
	p := mail.Pull{
		Dialer: c.dialer, Keeper: k, Parse: message.Parse, Large: message.ParseLarge, Progress: o.Progress, Only: o.only,
		Room: c.pulls.shared(),
	}
	if meter != nil {
		p.Meter = meter
	}
	if line != nil && !way.Passing {
		way.Dialer = line.Dialer(c.dialer) // drafts go over the same one
		way.Keep = line.Keep
		p.Dialer, p.Spare = way.Dialer, way.Keep
	}
	r := p.Run(ctx, way.Account, way.Password)
	if len(r.Folders) > 0 && ctx.Err() == nil {
		c.laying.Of(ctx, way)
	}
	return r, k.clients
}
