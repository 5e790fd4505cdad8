package erasing

import (
	"context"
	"database/sql"

	"kartoteka/data/store/mailbox"
	"kartoteka/data/store/sqlite"
)

// findHeld collects what is known of the person's mail that was never fetched,
// and the rules for the person's addresses.
func (p *erasePlan) findHeld(ctx context.Context, q sqlite.Querier) (err error) {
	emails := p.who.MailAddresses()
	p.rules, err = sqlite.Collect(ctx, q, sqlite.Plain[int64], `SELECT id FROM sender_rule
		WHERE pattern IN (SELECT value FROM json_each(?))`, sqlite.List(emails))
	if err != nil {
		return err
	}
	return sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var h mailbox.HeldPlace
		var theirs bool
		var name, subject string
		if err := rows.Scan(&h.Folder, &h.Validity, &h.UID, &name, &subject, &theirs); err != nil {
			return err
		}
		if !theirs {
			_, named, _ := p.who.Redact(name)
			_, told, _ := p.who.Redact(subject)
			theirs = named || told
		}
		if theirs {
			p.held = append(p.held, h)
		}
		return nil
	}, `SELECT h.folder_id, h.uidvalidity, h.uid, h.from_name, h.subject,
			h.from_email IN (SELECT value FROM json_each(?1)) OR EXISTS (SELECT 1 FROM held_tie t
				WHERE t.folder_id = h.folder_id AND t.uidvalidity = h.uidvalidity AND t.uid = h.uid
				AND t.norm IN (SELECT value FROM json_each(?1)))
		FROM held_message h`, sqlite.List(emails))
}

// eraseHeld removes them.
func eraseHeld(ctx context.Context, t *sqlite.Tx, p *erasePlan) error {
	if len(p.held)+len(p.rules) == 0 {
		return nil
	}
	if err := mailbox.ForgetHeld(ctx, t, p.held); err != nil {
		return err
	}
	_, err := t.Exec(ctx, `DELETE FROM sender_rule WHERE id IN (SELECT value FROM json_each(?))`, sqlite.List(p.rules))
	return err
}
