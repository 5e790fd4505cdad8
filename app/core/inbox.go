package core

import (
	"context"
	"strings"

	"kartoteka/data"
)

// Inbox returns the mail that waits for a decision, or the decided.
func (c *Core) Inbox(ctx context.Context, f data.InboxFilter) ([]data.InboxRow, error) {
	return c.db.Inbox(ctx, f)
}

// Message returns a message.
func (c *Core) Message(ctx context.Context, id int64) (data.Message, error) {
	return c.db.Message(ctx, id)
}

// EachMessage hands over every message that the filter selects, newest first,
// without holding them all.
func (c *Core) EachMessage(ctx context.Context, f data.MessageFilter, each func(data.Message) error) error {
	return c.db.EachMessage(ctx, f, each)
}

// ThreadOf returns the conversation that a message belongs to, oldest first.
func (c *Core) ThreadOf(ctx context.Context, id int64) ([]data.Message, error) {
	m, err := c.db.Message(ctx, id)
	if err != nil {
		return nil, err
	}
	return c.db.Thread(ctx, m.Thread)
}

// File keeps the owner's decision on a message. A complaint becomes a case
// with a number and its legal deadline.
func (c *Core) File(ctx context.Context, f data.Filing) (data.Filed, error) {
	m, err := c.db.Message(ctx, f.MessageID)
	if err != nil {
		return data.Filed{}, err
	}
	if f.ContactID == 0 {
		f.ContactID = m.ContactID
	}
	if f.ContactID == 0 {
		f.ContactID = m.SuggestedFor
	}
	if f.Kind == data.KindFollowUp {
		f = c.completeFollowUp(f, &m)
	}
	k, err := c.complaint(ctx, f, &m)
	if err != nil {
		return data.Filed{}, err
	}
	return c.db.File(ctx, f, k)
}

// Unfile takes a decision back, with all that it made.
func (c *Core) Unfile(ctx context.Context, messageID int64) error {
	return c.db.Unfile(ctx, messageID)
}

func (c *Core) completeFollowUp(f data.Filing, m *data.Message) data.Filing {
	if f.Due.IsZero() {
		f.Due = c.TodayDate()
	}
	if f.What = strings.TrimSpace(f.What); f.What == "" {
		f.What = m.Subject
	}
	return f
}

// complaint is the case that a filed complaint opens; of any other kind there
// is none. The law counts from the day on which the message reached the firm.
func (c *Core) complaint(ctx context.Context, f data.Filing, m *data.Message) (data.Case, error) {
	if f.Kind != data.KindComplaint {
		return data.Case{}, nil
	}
	legal := data.Consumer // so is a sender without a card: the safe assumption
	if f.ContactID != 0 {
		who, err := c.db.Contact(ctx, f.ContactID)
		if err != nil {
			return data.Case{}, err
		}
		if who.LegalType != "" {
			legal = who.LegalType
		}
	}
	return c.dated(data.Case{
		Kind: data.CaseComplaint, ContactID: f.ContactID, MessageID: m.ID,
		Received: m.ReceivedAt(c.Now()), Channel: data.ChannelEmail, LegalType: legal,
		Subject: m.Subject, Text: m.Text,
		Category: f.Category, Severity: f.Severity, Demand: f.Demand,
	}), nil
}
