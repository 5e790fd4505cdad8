package core

import (
	"context"
	"slices"
	"time"

	"kartoteka/data"
	"kartoteka/data/match"
	"kartoteka/data/store"
	"kartoteka/data/triage"
	"kartoteka/mail"
)

// keeper is the store as a pull sees it. On the way in it says of each message
// whose it is and what it may be about, so that all of it is kept at once.
type keeper struct {
	*store.DB
	core     *Core
	accounts []data.Account
	since    time.Time // older mail of the pulled account is silent history
}

var _ mail.Keeper = (*keeper)(nil)

func (c *Core) newKeeper(ctx context.Context) (*keeper, error) {
	accounts, err := c.db.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	return &keeper{DB: c.db, core: c, accounts: accounts}, nil
}

// of returns the keeper for the mail of one account.
func (k *keeper) of(a data.Account) *keeper {
	one := *k
	if !a.Since.IsZero() {
		one.since = a.Since.Time(k.core.Zone())
	}
	return &one
}

// Keep judges a batch and saves it.
func (k *keeper) Keep(ctx context.Context, b data.MailBatch) (data.Kept, error) {
	if err := k.judge(ctx, b.Items); err != nil {
		return data.Kept{}, err
	}
	return k.DB.Keep(ctx, b)
}

// judge fills in what the program knows of each message before it is kept.
func (k *keeper) judge(ctx context.Context, items []data.MailItem) error {
	var norms []string
	for i := range items {
		norms = append(norms, handlesOf(&items[i].Message)...)
	}
	slices.Sort(norms)
	owners, err := k.HandleOwners(ctx, slices.Compact(norms))
	if err != nil {
		return err
	}
	for i := range items {
		k.judgeOne(&items[i], owners)
	}
	return nil
}

func (k *keeper) judgeOne(item *data.MailItem, owners map[string]int64) {
	m := &item.Message
	if m.Date.IsZero() {
		m.Date = item.Received.UTC()
	}
	m.Direction = data.Inbound
	if k.own(m.From.Email) {
		m.Direction = data.Outbound
	}
	m.Silent = m.Date.Before(k.since)
	m.ContactID, m.How = triage.Contact(owners, m, k.own)
	m.SuggestedFor = m.ContactID
	if m.Direction == data.Inbound && !m.Quarantined {
		m.Suggested, m.Words = k.core.suggest.Kind(m.Subject, m.Text, m.Automatic)
	}
}

// own reports whether an address is the firm's.
func (k *keeper) own(email string) bool {
	for i := range k.accounts {
		if k.accounts[i].Owns(email) {
			return true
		}
	}
	return false
}

// handlesOf returns what a message's people are known by: addresses and domains.
func handlesOf(m *data.Message) []string {
	var out []string
	add := func(a data.Address) {
		if e := match.Email(a.Email); e != "" {
			out = append(out, e)
		}
		if d := match.Domain(a.Email); d != "" && !match.FreeMail(d) {
			out = append(out, d)
		}
	}
	add(m.From)
	for _, list := range [][]data.Address{m.ReplyTo, m.To, m.Cc} {
		for _, a := range list {
			add(a)
		}
	}
	return out
}
