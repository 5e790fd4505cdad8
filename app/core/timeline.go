package core

import (
	"context"
	"strings"
	"time"

	"kartoteka/data"
)

// Entries returns a page of a contact's timeline, newest first, from the cursor
// on; a limit of 0 means all.
func (c *Core) Entries(ctx context.Context, contactID int64, f data.EntryFilter, from data.EntryCursor,
	limit int,
) ([]data.Entry, error) {
	return c.db.Entries(ctx, contactID, f, from, limit)
}

// OrdersOf returns what a contact ordered, newest first.
func (c *Core) OrdersOf(ctx context.Context, contactID int64) ([]data.Order, error) {
	return c.db.OrdersOf(ctx, contactID)
}

// AddOrder notes an order, of today unless it has a day, and returns its id.
func (c *Core) AddOrder(ctx context.Context, o data.Order) (int64, error) {
	if o.ContactID == 0 {
		return 0, data.NewError(data.CodeInvalid, "order-nobody")
	}
	if o.What = strings.TrimSpace(o.What); o.What == "" && o.Amount.IsZero() {
		return 0, data.NewError(data.CodeInvalid, "order-empty")
	}
	if o.Amount.Minor < 0 {
		return 0, data.NewError(data.CodeInvalid, "order-amount")
	}
	if o.On.IsZero() {
		o.On = c.TodayDate()
	}
	return c.db.AddOrder(ctx, o)
}

// Referrals returns whom a contact referred to the firm, by name.
func (c *Core) Referrals(ctx context.Context, contactID int64) ([]data.ContactRow, error) {
	return c.db.Referrals(ctx, contactID)
}

// MayContact returns what is to be minded before a contact is called or written
// to over a channel, the gravest first: nothing is the usual. Who asked not to be
// contacted is warned of alone, whatever else he consented to. Quiet hours are
// those of the clock on the firm's wall; only a letter is never heard.
func (c *Core) MayContact(ctx context.Context, contactID int64, over data.Channel, now time.Time) ([]data.ContactWarning, error) {
	p, err := c.db.Contact(ctx, contactID)
	if err != nil {
		return nil, err
	}
	if p.NoContact {
		return []data.ContactWarning{{Kind: data.WarnNoContact, Why: p.NoContactWhy}}, nil
	}
	var out []data.ContactWarning
	local := now.In(c.Zone())
	if !p.Quiet.None() && over != data.ChannelLetter && p.Quiet.Covers(local.Hour()*60+local.Minute()) {
		out = append(out, data.ContactWarning{Kind: data.WarnQuietHours, Quiet: p.Quiet, Why: p.BestHours})
	}
	if needsConsent(&p, over, now) {
		out = append(out, data.ContactWarning{Kind: data.WarnNoConsent})
	}
	return out, nil
}

// marketing is the purpose for which calls and electronic messages need a consent
// (PKE art. 398).
const marketing = "marketing"

// needsConsent reports whether to contact somebody over the channel may be
// marketing without a consent: to a client it is a matter of his orders and to a
// lead of his question, unless he took a consent back or the relation has ended.
// While no channel is chosen, a consent for any of them speaks.
func needsConsent(p *data.Contact, over data.Channel, now time.Time) bool {
	if over == data.ChannelInPerson || over == data.ChannelLetter {
		return false
	}
	withdrawn := false
	for i := range p.Consents {
		k := &p.Consents[i]
		if k.Purpose != marketing || k.Channel != "" && over != "" && k.Channel != over {
			continue
		}
		if k.InForce(now) {
			return false
		}
		withdrawn = withdrawn || !k.Withdrawn.IsZero()
	}
	return withdrawn || p.Status.Ended()
}
