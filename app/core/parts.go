package core

import (
	"context"

	"kartoteka/app/core/backups"
	"kartoteka/app/core/demo"
	"kartoteka/app/core/drafting"
	"kartoteka/app/core/erasing"
	"kartoteka/app/core/exporting"
	"kartoteka/app/core/importing"
	"kartoteka/app/core/mailbox"
	"kartoteka/app/core/mailing"
	"kartoteka/app/core/records"
	"kartoteka/app/core/subject"
	"kartoteka/app/core/waiting"
	"kartoteka/data"
	"kartoteka/mail"
)

// What callers hand to the parts of which a Core is made, under their names here.
type (
	// ImportRequest says what ImportFiles reads and how.
	ImportRequest = importing.Request
	// BackupOptions say which backup is made.
	BackupOptions = backups.Options
	// RestoreOptions say where a backup is put that no card index is open for.
	RestoreOptions = backups.RestoreOptions
	// DemoOptions say who watches how the sample firm comes to be.
	DemoOptions = demo.Options
	// DemoResult is what the sample firm's folder holds afterwards.
	DemoResult = demo.Result
	// ReplyWords gives the texts of the language of an answer.
	ReplyWords = drafting.Words
	// SyncOptions say what to pull.
	SyncOptions = mailing.SyncOptions
	// WatchOptions say how mailboxes are watched.
	WatchOptions = mailing.WatchOptions
	// Pulled is how one pull of a mailbox went.
	Pulled = mailing.Pulled
)

// ExportLists lists what Export can write, but for mail.
func ExportLists() []string { return exporting.Lists() }

// PreviewInto is RestorePreview for a folder whose card index is missing or
// can't be opened.
func PreviewInto(ctx context.Context, o RestoreOptions) (data.RestorePreview, error) {
	return backups.PreviewInto(ctx, o)
}

// RestoreInto is Restore for a folder whose card index is missing or can't be
// opened: what lies there is put aside as it is.
func RestoreInto(ctx context.Context, o RestoreOptions) (data.Restored, error) {
	return backups.RestoreInto(ctx, o)
}

// join makes the parts, each with what it needs of the others.
func (c *Core) join(o Options) {
	pulls := &mailing.Pulls{}
	ways := mailbox.NewWays(c.db, c.desk, mailbox.Means{
		Vault: o.Vault, Dialer: o.Dialer, Endpoint: o.Endpoint, Inside: demo.Server{},
	})
	c.Boxes = mailbox.New(c.db, c.desk, ways, o.Finder, pulls.Forget)
	c.Records = records.New(c.db, c.desk)
	c.Files = importing.New(c.db, c.desk, c.Records, func(ctx context.Context) (importing.Judge, error) { return c.keeper(ctx) })
	c.Exports = exporting.New(c.db, c.desk)
	laying := drafting.NewLaying(c.db, c.desk)
	c.Letters = drafting.New(c.db, c.desk, ways, laying, c.MayContact)
	c.Puller = mailing.New(mailing.Parts{
		DB: c.db, Desk: c.desk, Ways: ways, Dialer: o.Dialer, Pulls: pulls, NewKeeper: c.keeper,
		Lay: laying.Of, Subscribe: c.Subscribe,
	})
	c.Rights = subject.New(c.db, c.desk)
	c.Eraser = erasing.New(c.db, c.desk, c.RetentionRules)
	c.Copies = backups.New(backups.Parts{
		DB: c.db, Desk: c.desk, Vault: o.Vault, Use: c.use, OnlyRead: c.OnlyRead, EndErasure: c.FinishErasure, Tidy: c.TidyJournal,
	})
	c.List = waiting.New(c.db, c.desk)
	c.Story = demo.New(c.db, c.desk, demo.Deeds{
		Pull: func(ctx context.Context, account string, p mail.Progress) ([]mail.AccountResult, error) {
			return c.Sync(ctx, SyncOptions{Account: account, Progress: p})
		},
		AddAccount: c.AddAccount, File: c.File, ChangeCase: c.ChangeCase, Today: c.Today,
		NoAnswer: c.NoAnswer, SetOutcome: c.SetOutcome,
	})
}

// keeper is the store as mail is kept in it.
func (c *Core) keeper(ctx context.Context) (*mailing.Keeper, error) {
	return mailing.NewKeeper(ctx, c.db, c.desk, c.suggest)
}
