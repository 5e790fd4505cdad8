package core

import (
	"context"
	"strings"

	"kartoteka/data"
	"kartoteka/data/match"
)

// Contacts returns the contacts of a list.
func (c *Core) Contacts(ctx context.Context, f data.ContactFilter) ([]data.ContactRow, error) {
	return c.db.Contacts(ctx, f)
}

// ContactCount returns how many contacts the filter selects, whatever its limit.
func (c *Core) ContactCount(ctx context.Context, f data.ContactFilter) (int, error) {
	return c.db.ContactCount(ctx, f)
}

// ContactIDs returns whom the filter selects on all its pages, in its order: what
// "all of them" means.
func (c *Core) ContactIDs(ctx context.Context, f data.ContactFilter) ([]int64, error) {
	return c.db.ContactIDs(ctx, f)
}

// ContactsLike returns contacts for what is being typed, the likeliest first.
func (c *Core) ContactsLike(ctx context.Context, typed string, limit int) ([]data.ContactRow, error) {
	return c.db.ContactsLike(ctx, typed, limit)
}

// BulkChange changes what is given of all these contacts, as one deed that can be
// undone, and returns of how many.
func (c *Core) BulkChange(ctx context.Context, ids []int64, b data.BulkChange) (int, error) {
	return c.db.BulkChange(ctx, ids, b)
}

// Contact returns a contact.
func (c *Core) Contact(ctx context.Context, id int64) (data.Contact, error) {
	return c.db.Contact(ctx, id)
}

// AddContact keeps a new contact and returns its id.
func (c *Core) AddContact(ctx context.Context, p data.Contact) (int64, error) {
	if err := match.CompleteContact(&p, nil, c.TodayDate()); err != nil {
		return 0, err
	}
	return c.db.AddContact(ctx, p)
}

// ChangeContact keeps a contact's card as it is given. What stood on it before is
// not judged again: an import may have brought numbers that none of ours are.
func (c *Core) ChangeContact(ctx context.Context, p data.Contact) error {
	old, err := c.db.Contact(ctx, p.ID)
	if err != nil {
		return err
	}
	if err := match.CompleteContact(&p, &old, c.TodayDate()); err != nil {
		return err
	}
	return c.db.ChangeContact(ctx, p)
}

// LogInteractionAndNext notes what happened and, unless it is nil, what is to be
// done next with that contact, as one deed: both or nothing, and one undo. Without
// a day the follow-up is due today. It returns the interaction's id.
func (c *Core) LogInteractionAndNext(ctx context.Context, i data.Interaction, next *data.FollowUp) (int64, error) {
	if i.ContactID == 0 {
		return 0, data.NewError(data.CodeInvalid, "interaction-nobody")
	}
	if strings.TrimSpace(i.Subject+i.Text+i.Note) == "" && i.Minutes == 0 {
		return 0, data.NewError(data.CodeInvalid, "interaction-empty")
	}
	if i.At.IsZero() {
		i.At = c.Now()
	}
	i.At = i.At.UTC()
	if i.Channel == "" {
		i.Channel = data.ChannelPhone
	}
	if i.Direction == "" {
		i.Direction = data.Inbound
	}
	if i.Kind == data.KindNone {
		i.Kind = data.KindOther
	}
	if next != nil && next.Due.IsZero() {
		today := *next
		today.Due = c.TodayDate()
		next = &today
	}
	return c.db.AddInteractionAndNext(ctx, i, next)
}

// EachInteraction hands on everything that happened with anybody, newest first.
func (c *Core) EachInteraction(ctx context.Context, do func(data.TimelineRow) error) error {
	return c.db.EachInteraction(ctx, do)
}

// InteractionContact returns whom an interaction was with.
func (c *Core) InteractionContact(ctx context.Context, id int64) (int64, error) {
	return c.db.InteractionContact(ctx, id)
}
