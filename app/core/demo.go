package core

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/sample"
	"kartoteka/data/store"
	"kartoteka/mail"
	"kartoteka/mail/imapd"
)

// The sample firm: its account, the seed it is invented from, and the word that
// follows the anchor in the settings once its past has been replayed.
const (
	demoAccount = "demo"
	demoSeed    = 2026
	demoPlayed  = " played"
	demoHost    = "127.0.0.1"
)

// DemoOptions say who watches.
type DemoOptions struct {
	Progress  mail.Progress
	Replaying func(done, total int) // nil: nobody is told
}

// DemoResult is what the sample firm's folder holds afterwards.
type DemoResult struct {
	Firm      string
	Anchor    time.Time
	Pulled    []mail.AccountResult
	Contacts  int
	Messages  int
	Tied      int // messages that belong to a contact
	Filed     int // decisions replayed just now
	Decided   int
	Waiting   int
	Complaint data.CaseRow // an open one, its deadline the next to come
	FollowUps []data.FollowUpRow
}

// Demo fills the folder with the sample firm: its card index is entered, its
// mailbox served on loopback and pulled like any other, and what its owner did
// over two years is replayed with the ordinary use cases. Done again it doubles
// nothing; stopped half way it goes on where it was. A folder with a real
// firm's data is refused.
func (c *Core) Demo(ctx context.Context, o DemoOptions) (DemoResult, error) {
	anchor, played, err := c.demoAnchor(ctx)
	if err != nil {
		return DemoResult{}, err
	}
	firm := c.sampleFirm(anchor)
	if err := c.enterFirm(ctx, firm); err != nil {
		return DemoResult{}, err
	}
	r := DemoResult{Firm: firm.Name, Anchor: anchor}
	r.Pulled, err = c.Sync(ctx, SyncOptions{Account: demoAccount, Progress: o.Progress})
	if err != nil {
		return r, err
	}
	if err := r.Pulled[0].Err; err != nil {
		return r, err
	}
	if !played {
		if r.Filed, err = c.replay(ctx, firm, o.Replaying); err != nil {
			return r, err
		}
		if err := c.markDemo(ctx, firm, anchor, demoPlayed); err != nil {
			return r, err
		}
	}
	return r, c.sumUp(ctx, &r)
}

// sampleFirm invents the firm. The same anchor gives the same firm, so it need
// not be kept anywhere.
func (c *Core) sampleFirm(anchor time.Time) *sample.Firm {
	return sample.New(demoSeed, anchor.In(c.Zone()))
}

// demoAnchor returns the day on which the sample firm is looked at: that of the
// first run. An empty folder becomes the sample firm's here.
func (c *Core) demoAnchor(ctx context.Context) (anchor time.Time, played bool, err error) {
	settings, err := c.db.Settings(ctx)
	if err != nil {
		return time.Time{}, false, err
	}
	if settings.Demo != "" {
		return readDemo(settings.Demo)
	}
	empty, err := c.db.Empty(ctx)
	if err != nil {
		return time.Time{}, false, err
	}
	if !empty {
		return time.Time{}, false, data.NewError(data.CodeConflict, "demo-real-data", "Folder", c.desk.Dir)
	}
	anchor = c.Now().Truncate(time.Second).UTC()
	return anchor, false, c.markDemo(ctx, nil, anchor, "")
}

func readDemo(text string) (anchor time.Time, played bool, err error) {
	text, played = strings.CutSuffix(text, demoPlayed)
	anchor, err = time.Parse(time.RFC3339, text)
	if err != nil {
		err = data.NewError(data.CodeCorrupt, "demo-anchor").Because(err)
	}
	return anchor, played, err
}

func (c *Core) markDemo(ctx context.Context, firm *sample.Firm, anchor time.Time, mark string) error {
	settings, err := c.db.Settings(ctx)
	if err != nil {
		return err
	}
	if firm != nil && settings.FirmName == "" {
		settings.FirmName = firm.Name
	}
	settings.Demo = anchor.Format(time.RFC3339) + mark
	return c.db.SetSettings(ctx, settings)
}

// enterFirm enters what the firm's card index holds besides the mail, and its
// mailbox, unless both are there.
func (c *Core) enterFirm(ctx context.Context, firm *sample.Firm) error {
	n, err := c.db.ContactCount(ctx, data.ContactFilter{})
	if err != nil {
		return err
	}
	if n == 0 {
		if err := c.db.AddMany(ctx, seedOf(firm)); err != nil {
			return err
		}
	}
	_, err = c.db.Account(ctx, demoAccount)
	if data.CodeOf(err) != data.CodeNotFound {
		return err
	}
	_, _, err = c.AddAccount(ctx, data.Account{
		Name: demoAccount, Address: firm.Address, Aliases: firm.Aliases,
		Host: demoHost, Security: data.SecurityNone, User: firm.Address,
	}, "")
	return err
}

// seedOf is what was written down by hand. What came with a mail follows from
// filing that mail.
func seedOf(firm *sample.Firm) store.Seed {
	s := store.Seed{Contacts: firm.Contacts}
	for _, f := range firm.Fields {
		s.Fields = append(s.Fields, store.SeedField{CustomField: f.CustomField, Values: f.Values})
	}
	for _, l := range firm.Links {
		s.Links = append(s.Links, store.SeedLink{Email: l.Contact, Company: l.Company, Referrer: l.Referrer})
	}
	for _, i := range firm.Interactions {
		s.Interactions = append(s.Interactions, store.SeedInteraction{Email: i.Contact, Interaction: i.Interaction})
	}
	for _, o := range firm.Orders {
		s.Orders = append(s.Orders, store.SeedOrder{Email: o.Contact, Order: o.Order})
	}
	for _, o := range firm.Opinions {
		s.Opinions = append(s.Opinions, store.SeedOpinion{Email: o.Contact, Opinion: o.Opinion})
	}
	for _, f := range firm.FollowUps {
		s.FollowUps = append(s.FollowUps, store.SeedFollowUp{Email: f.Contact, FollowUp: f.FollowUp})
	}
	return s
}

// wayToDemo serves the sample firm's mailbox for as long as it is asked, under
// a password made for the occasion.
func (c *Core) wayToDemo(ctx context.Context, a data.Account, setting string) (way, error) {
	anchor, _, err := readDemo(setting)
	if err != nil {
		return way{}, err
	}
	password := rand.Text()
	server, err := imapd.Start(ctx, imapd.Mailbox{
		User: a.User, Password: password, Folders: foldersOf(c.sampleFirm(anchor)),
	})
	if err != nil {
		return way{}, data.NewError(data.CodeInternal, "demo-server").Because(err)
	}
	a.Host, a.Port = server.Addr()
	a.Security = data.SecurityNone
	// Its client is done when it is closed.
	return way{account: a, password: password, close: func() { _ = server.Close() }, dialer: c.dialer, passing: true}, nil
}

// demoValidity is the mailbox's UIDVALIDITY. It never changes: the mailbox of
// one anchor is always the same.
const demoValidity = 20260101

func foldersOf(firm *sample.Firm) []imapd.Folder {
	var out []imapd.Folder
	at := map[string]int{}
	for _, m := range firm.Messages {
		i, ok := at[m.Folder]
		if !ok {
			i = len(out)
			at[m.Folder] = i
			out = append(out, imapd.Folder{Name: m.Folder, Role: m.Role, UIDValidity: demoValidity})
		}
		out[i].Messages = append(out[i].Messages, imapd.Message{UID: m.UID, Received: m.Received, Raw: m.Raw})
	}
	return out
}

// sumUp counts what the folder holds.
func (c *Core) sumUp(ctx context.Context, r *DemoResult) error {
	err := c.db.EachMessage(ctx, data.MessageFilter{}, func(m data.Message) error {
		r.Messages++
		if m.ContactID != 0 {
			r.Tied++
		}
		if m.Kind != data.KindNone {
			r.Decided++
		}
		return nil
	})
	if err != nil {
		return err
	}
	contacts, err := c.db.ContactCount(ctx, data.ContactFilter{})
	waiting, e := c.db.InboxCount(ctx)
	today, e2 := c.Today(ctx)
	if err := errors.Join(err, e, e2); err != nil {
		return err
	}
	r.Contacts, r.Waiting = contacts, waiting
	r.FollowUps = today.FollowUps
	for _, k := range today.Deadlines {
		r.Complaint = k
		if k.DaysLeft >= 0 {
			break
		}
	}
	return nil
}
