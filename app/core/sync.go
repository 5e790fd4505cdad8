package core

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/message"
)

// SyncOptions say what to pull.
type SyncOptions struct {
	Account  string // name; "": all of them
	Password string // given by hand; "": the keyring's or the environment's
	Progress mail.Progress

	many bool     // mailboxes of several servers are pulled
	only []string // folders; nil: all that are pulled
}

// Sync pulls the mailboxes, one after the other. One that fails does not keep
// the others from being pulled: its result says why. Two pulls of one folder
// never overlap, in this program or another.
func (c *Core) Sync(ctx context.Context, o SyncOptions) ([]mail.AccountResult, error) {
	held, err := lock(c.dir, syncLock, "sync-running")
	if err != nil {
		return nil, err
	}
	defer func() { _ = held.Unlock() }() // the process's end does it too
	accounts, err := c.toPull(ctx, o.Account)
	if err != nil {
		return nil, err
	}
	keeper, err := c.newKeeper(ctx)
	if err != nil {
		return nil, err
	}
	o.many = severalServers(accounts)
	out := make([]mail.AccountResult, 0, len(accounts))
	for _, a := range accounts {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		r := c.pull(ctx, keeper, a, o)
		out = append(out, r)
		if errors.Is(r.Err, context.Canceled) {
			return out, r.Err
		}
	}
	return out, nil
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

// pull pulls one mailbox and notes how it went.
func (c *Core) pull(ctx context.Context, k *keeper, a data.Account, o SyncOptions) mail.AccountResult {
	r := c.pulled(ctx, k, a, o)
	r.OK = r.Err == nil
	if r.Folders == nil {
		r.Folders = []mail.FolderResult{}
	}
	key := ""
	if r.Err != nil {
		c.LogError("sync", r.Err)
		c.spoil(ctx, a, r.Err)
		r.Err = mail.Told(r.Err)
		key = keyOf(r.Err)
	}
	for _, f := range r.Folders {
		c.log.Info("pulled", slog.Int64("account", a.ID), slog.Int("on_server", f.OnServer),
			slog.Int("kept", f.Kept), slog.Int("new", f.New), slog.Int("failed", f.Failed))
	}
	// Also when the person stopped it: how it went is to be seen afterwards.
	if err := c.db.AccountRan(context.WithoutCancel(ctx), a.ID, key); err != nil {
		c.LogError("account ran", err)
	}
	return r
}

func (c *Core) pulled(ctx context.Context, k *keeper, a data.Account, o SyncOptions) mail.AccountResult {
	way, err := c.wayTo(ctx, a, o.Password, o.many)
	if err != nil {
		return mail.AccountResult{Name: a.Name, Err: err}
	}
	defer way.close()
	progress := o.Progress
	if progress == nil {
		progress = mail.Quiet{}
	}
	p := mail.Pull{
		Dialer: c.dialer, Keeper: k.of(way.account), Parse: message.Parse, Large: message.ParseLarge, Progress: progress,
		Only: o.only,
	}
	r := p.Run(ctx, way.account, way.password)
	if len(r.Folders) > 0 && ctx.Err() == nil {
		c.draftsOf(ctx, way)
	}
	return r
}

// way is how an account is reached: where, and with which password.
type way struct {
	account  data.Account
	password string
	close    func()
}

// wayTo finds the way to an account. The sample firm's mailbox is served by the
// program itself for as long as it is being asked.
func (c *Core) wayTo(ctx context.Context, a data.Account, given string, many bool) (way, error) {
	settings, err := c.db.Settings(ctx)
	if err != nil {
		return way{}, err
	}
	if settings.Demo != "" && a.Name == demoAccount {
		return c.wayToDemo(ctx, a, settings.Demo)
	}
	if a.Auth.ByToken() {
		token, err := c.accessToken(ctx, a)
		return way{a, token, func() {}}, err
	}
	password, err := c.password(ctx, a.Name, given, many)
	if err != nil {
		return way{}, err
	}
	return way{a, password, func() {}}, nil
}

// keyOf returns the key of the sentence for a failure.
func keyOf(err error) string {
	var told *data.Error
	switch {
	case errors.Is(err, context.Canceled):
		return "cancelled"
	case errors.As(err, &told):
		return told.Key
	}
	return "internal"
}
