package erasing

import (
	"context"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// eraseDrafts deletes the answers to a person: on the card, to one of the
// addresses, or to a letter that goes.
func eraseDrafts(ctx context.Context, t *sqlite.Tx, p *erasePlan) error {
	_, err := t.Exec(ctx, `DELETE FROM draft WHERE id IN (SELECT value FROM json_each(?))`, sqlite.List(p.drafts))
	return err
}

// findDrafts collects them. One that lies in a mailbox still holds the person
// there, where only its owner can delete it.
func (p *erasePlan) findDrafts(ctx context.Context, q sqlite.Querier) error {
	type found struct {
		id            int64
		raw           []byte
		subject       string
		mine, outside bool
		contact       int64
	}
	all, err := sqlite.Collect(ctx, q, func(s sqlite.Scanner, f *found) error {
		return s.Scan(&f.id, &f.raw, &f.subject, &f.mine, &f.outside, sqlite.RefOf(&f.contact))
	}, `SELECT d.id, d.raw, d.subject, d.contact_id IN (SELECT value FROM json_each(?1)) IS TRUE
			OR d.answers IN (SELECT value FROM json_each(?2)) IS TRUE OR d.sent_as IN (SELECT value FROM json_each(?2)) IS TRUE
			OR EXISTS (SELECT 1 FROM json_each(d.recipients) r WHERE r.value IN (SELECT value FROM json_each(?3))),
			d.laid IS NOT NULL AND d.gone IS NULL AND d.sent IS NULL, d.contact_id
		FROM draft d ORDER BY d.id`, p.ids(), sqlite.List(p.messages), sqlite.List(p.who.Emails))
	if err != nil {
		return err
	}
	for _, f := range all {
		_, named, _ := p.who.Redact(f.subject)
		if !f.mine && !named && !p.who.InBytes(f.raw) {
			continue
		}
		p.drafts = append(p.drafts, f.id)
		if f.outside {
			p.mentions = append(p.mentions, data.Mention{Record: "draft", ID: f.id, Stays: true})
		}
	}
	return nil
}
