package core

import (
	"context"
	"errors"
	"image"

	"kartoteka/data"
	"kartoteka/mail/message"
	"kartoteka/mail/message/quote"
)

// Reading opens a message to be read. Nothing outside the card index is asked
// for, whatever the message says.
func (c *Core) Reading(ctx context.Context, id int64) (r data.Reading, err error) {
	raw, err := c.db.OpenRaw(ctx, id)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, raw.Close()) }()
	if r, err = message.Open(raw, raw.Size()); err != nil {
		return r, err
	}
	if r.Original, err = c.db.MessageCalled(ctx, r.Returned); err != nil {
		return r, err
	}
	r.Similar, err = c.db.Similar(ctx, id)
	return r, err
}

// Picture decodes a picture that came with a message, when it was asked for.
func (c *Core) Picture(ctx context.Context, id int64, p data.RichPicture) (img image.Image, err error) {
	raw, err := c.db.OpenRaw(ctx, id)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, raw.Close()) }()
	return message.Picture(raw, raw.Size(), p)
}

// SetAutomatic says who wrote a message where its headers tell otherwise: a
// machine, or a person (data.ByPerson), whose words then suggest a kind.
func (c *Core) SetAutomatic(ctx context.Context, id int64, kind data.Automatic) error {
	m, err := c.db.Message(ctx, id)
	if err != nil {
		return err
	}
	var t data.Triage
	if m.Direction == data.Inbound && !m.Quarantined {
		suggest, err := c.suggest()
		if err != nil {
			return err
		}
		said := quote.Said(m.Text, quote.Hints{Forward: quote.Forwards(m.Subject)})
		t.Suggested, t.Words = suggest.Kind(m.Subject, said, kind)
	}
	return c.db.SetAutomatic(ctx, id, kind, t)
}
