package store

import (
	"context"
	"database/sql"
	"errors"

	"kartoteka/data"
)

// Unfile takes a decision back, with all that it made, in one transaction. A
// complaint that has been worked on meanwhile is refused: that work would be lost.
func (db *DB) Unfile(ctx context.Context, messageID int64) error {
	d := &deed{what: data.ActUnfile}
	return db.act(ctx, "take filing back", d, func(t *tx) error {
		m, err := message(ctx, t, messageID)
		if err != nil {
			return err
		}
		d.title = m.Subject
		_, err = t.unfile(ctx, messageID, 0)
		return err
	})
}

// made is what an earlier filing made.
type made struct {
	message, prior, contact            int64
	newContact                         bool
	handle                             string
	linked                             []int64
	caseID, opinion, order, followUpID int64
}

// unfile does nothing to a message that was never decided. The contact keep is
// not given up, since a new decision names it: then what the earlier filing did
// for it is returned.
func (t *tx) unfile(ctx context.Context, messageID, keep int64) (made, error) {
	m := made{message: messageID}
	err := t.QueryRowContext(ctx, `SELECT prior_contact, contact_id, new_contact, new_handle, linked,
		case_id, opinion_id, order_id, follow_up_id FROM filing WHERE message_id = ?`, messageID).
		Scan(idOf{&m.prior}, idOf{&m.contact}, &m.newContact, &m.handle, listOf[int64]{&m.linked},
			idOf{&m.caseID}, idOf{&m.opinion}, idOf{&m.order}, idOf{&m.followUpID})
	if errors.Is(err, sql.ErrNoRows) {
		return made{}, nil
	}
	if err != nil {
		return made{}, err
	}
	t.changed(data.TopicMail, data.TopicContacts)
	if err := t.dropMade(ctx, &m); err != nil {
		return made{}, err
	}
	for _, q := range []string{
		`DELETE FROM filing WHERE message_id = ?`,
		`UPDATE message SET kind = '', decided = NULL WHERE id = ?`,
		`UPDATE interaction SET category = '' WHERE message_id = ?`,
	} {
		if _, err := t.exec(ctx, q, messageID); err != nil {
			return made{}, err
		}
	}
	if m.contact == 0 || m.contact != keep {
		if err := t.restoreContact(ctx, &m); err != nil {
			return made{}, err
		}
		m = made{}
	}
	return m, t.addMailInteraction(ctx, messageID)
}

// dropMade removes what the filing entered anywhere.
func (t *tx) dropMade(ctx context.Context, m *made) error {
	if m.caseID != 0 {
		if err := t.dropCase(ctx, m.caseID); err != nil {
			return err
		}
	}
	for _, d := range []struct {
		query string
		id    int64
	}{
		{`DELETE FROM opinion WHERE id = ?`, m.opinion},
		{`DELETE FROM sale_order WHERE id = ?`, m.order},
		{`DELETE FROM follow_up WHERE id = ?`, m.followUpID},
	} {
		if d.id == 0 {
			continue
		}
		if _, err := t.exec(ctx, d.query, d.id); err != nil {
			return err
		}
	}
	if m.followUpID != 0 {
		t.changed(data.TopicFollowUps)
	}
	return nil
}

// dropCase removes a case that nobody has worked on yet. Its number is free
// again if it was the last, with the gaps right below it; else the gap is noted
// as meant.
func (t *tx) dropCase(ctx context.Context, id int64) error {
	t.changed(data.TopicCases)
	var number string
	var worked bool
	err := t.QueryRowContext(ctx, `SELECT number, state <> 'new' OR decision <> '' OR cause <> '' OR reason <> '' OR cost <> 0
		FROM case_record WHERE id = ?`, id).
		Scan(&number, &worked)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if worked {
		return data.NewError(data.CodeConflict, "case-worked-on", "Number", number)
	}
	if err := t.dropDoc(ctx, docCase, id); err != nil {
		return err
	}
	if err := t.leaveGap(ctx, id, false); err != nil {
		return err
	}
	if _, err := t.exec(ctx, `DELETE FROM case_record WHERE id = ?`, id); err != nil {
		return err
	}
	return t.freeNumbers(ctx)
}

// restoreContact takes back whom the filing tied mail to. A contact that the
// filing made goes too, unless it has come to hold anything else.
func (t *tx) restoreContact(ctx context.Context, m *made) error {
	if m.contact == 0 || m.contact == m.prior && len(m.linked) == 0 && m.handle == "" {
		return nil
	}
	keep := false
	if m.newContact {
		var err error
		if keep, err = t.inUse(ctx, m); err != nil {
			return err
		}
	}
	if keep {
		return nil
	}
	if m.handle != "" {
		t.contacts = append(t.contacts, m.contact)
		if _, err := t.exec(ctx, `DELETE FROM handle WHERE contact_id = ? AND norm = ?`, m.contact, m.handle); err != nil {
			return err
		}
	}
	if m.contact != m.prior {
		if err := t.relink(ctx, m.message, m.contact, m.prior); err != nil {
			return err
		}
	}
	for _, id := range m.linked {
		if err := t.relink(ctx, id, m.contact, 0); err != nil {
			return err
		}
	}
	if !m.newContact {
		return nil
	}
	return t.dropContact(ctx, m.contact)
}

// relink moves an undecided message from one contact to another, or to nobody
// when there is none or it went meanwhile. One that somebody has decided or
// moved since stays where it is.
func (t *tx) relink(ctx context.Context, messageID, from, to int64) error {
	n, err := t.exec(ctx, `UPDATE message SET contact_id = (SELECT id FROM contact WHERE id = ?)
		WHERE id = ? AND contact_id = ? AND kind = ''`, to, messageID, from)
	if err != nil || n == 0 {
		return err
	}
	if _, err := t.exec(ctx, `DELETE FROM interaction WHERE message_id = ?
		AND (SELECT contact_id FROM message m WHERE m.id = interaction.message_id) IS NULL`, messageID); err != nil {
		return err
	}
	return t.addMailInteraction(ctx, messageID)
}

// inUse reports whether a contact that a filing made holds anything besides the
// mail that the filing tied to it.
func (t *tx) inUse(ctx context.Context, m *made) (bool, error) {
	_, used, err := value[int](ctx, t, `SELECT 1 WHERE
		EXISTS (SELECT 1 FROM message WHERE contact_id = ?1 AND id <> ?2
			AND (kind <> '' OR id NOT IN (SELECT value FROM json_each(?3))))
		OR EXISTS (SELECT 1 FROM interaction WHERE contact_id = ?1 AND message_id IS NULL)
		OR EXISTS (SELECT 1 FROM case_record WHERE contact_id = ?1)
		OR EXISTS (SELECT 1 FROM opinion WHERE contact_id = ?1)
		OR EXISTS (SELECT 1 FROM sale_order WHERE contact_id = ?1)
		OR EXISTS (SELECT 1 FROM follow_up WHERE contact_id = ?1)
		OR EXISTS (SELECT 1 FROM contact WHERE company_id = ?1)
		OR EXISTS (SELECT 1 FROM contact WHERE id = ?1 AND (updated <> created OR note <> ''))`,
		m.contact, m.message, list(m.linked))
	return used, err
}

func (t *tx) dropContact(ctx context.Context, id int64) error {
	for _, q := range []string{
		`DELETE FROM fts_contact WHERE rowid = ?`,
		`DELETE FROM contact WHERE id = ?`,
	} {
		if _, err := t.exec(ctx, q, id); err != nil {
			return err
		}
	}
	return nil
}
