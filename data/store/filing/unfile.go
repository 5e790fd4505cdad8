package filing

import (
	"context"
	"database/sql"
	"errors"

	"kartoteka/data"
	"kartoteka/data/store/contacts"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/letter"
	"kartoteka/data/store/record"
	"kartoteka/data/store/sqlite"
)

// Unfile takes a decision back, with all that it made, in one transaction. A
// complaint that has been worked on meanwhile is refused: that work would be lost.
func (ds *Decisions) Unfile(ctx context.Context, messageID int64) error {
	d := &journal.Deed{What: data.ActUnfile}
	return ds.book.Act(ctx, "take filing back", d, func(t *sqlite.Tx) error {
		m, err := letter.Get(ctx, t, messageID)
		if err != nil {
			return err
		}
		d.Title = m.Subject
		_, err = unfile(ctx, t, messageID, 0)
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
func unfile(ctx context.Context, t *sqlite.Tx, messageID, keep int64) (made, error) {
	m := made{message: messageID}
	err := t.QueryRowContext(ctx, `SELECT prior_contact, contact_id, new_contact, new_handle, linked,
		case_id, opinion_id, order_id, follow_up_id FROM filing WHERE message_id = ?`, messageID).
		Scan(sqlite.RefOf(&m.prior), sqlite.RefOf(&m.contact), &m.newContact, &m.handle, sqlite.ListOf(&m.linked),
			sqlite.RefOf(&m.caseID), sqlite.RefOf(&m.opinion), sqlite.RefOf(&m.order), sqlite.RefOf(&m.followUpID))
	if errors.Is(err, sql.ErrNoRows) {
		return made{}, nil
	}
	if err != nil {
		return made{}, err
	}
	t.Changed(data.TopicMail, data.TopicContacts)
	if err := dropMade(ctx, t, &m); err != nil {
		return made{}, err
	}
	for _, q := range []string{
		`DELETE FROM filing WHERE message_id = ?`,
		`UPDATE message SET kind = '', decided = NULL WHERE id = ?`,
		`UPDATE interaction SET category = '' WHERE message_id = ?`,
	} {
		if _, err := t.Exec(ctx, q, messageID); err != nil {
			return made{}, err
		}
	}
	if m.contact == 0 || m.contact != keep {
		if err := restoreContact(ctx, t, &m); err != nil {
			return made{}, err
		}
		m = made{}
	}
	return m, record.AddMailInteraction(ctx, t, messageID)
}

// dropMade removes what the filing entered anywhere.
func dropMade(ctx context.Context, t *sqlite.Tx, m *made) error {
	if m.caseID != 0 {
		if err := dropCase(ctx, t, m.caseID); err != nil {
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
		if _, err := t.Exec(ctx, d.query, d.id); err != nil {
			return err
		}
	}
	if m.followUpID != 0 {
		t.Changed(data.TopicFollowUps)
	}
	return nil
}

// dropCase removes a case that nobody has worked on yet. Its number is free
// again if it was the last, with the gaps right below it; else the gap is noted
// as meant.
func dropCase(ctx context.Context, t *sqlite.Tx, id int64) error {
	t.Changed(data.TopicCases)
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
	if err := fulltext.Drop(ctx, t, fulltext.Case, id); err != nil {
		return err
	}
	if err := record.LeaveGap(ctx, t, id, false); err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `DELETE FROM case_record WHERE id = ?`, id); err != nil {
		return err
	}
	return record.FreeNumbers(ctx, t)
}

// restoreContact takes back whom the filing tied mail to. A contact that the
// filing made goes too, unless it has come to hold anything else.
func restoreContact(ctx context.Context, t *sqlite.Tx, m *made) error {
	if m.contact == 0 || m.contact == m.prior && len(m.linked) == 0 && m.handle == "" {
		return nil
	}
	keep := false
	if m.newContact {
		var err error
		if keep, err = madeInUse(ctx, t, m); err != nil {
			return err
		}
	}
	if keep {
		return nil
	}
	if m.handle != "" {
		fulltext.TouchContacts(t, m.contact)
		if _, err := t.Exec(ctx, `DELETE FROM handle WHERE contact_id = ? AND norm = ?`, m.contact, m.handle); err != nil {
			return err
		}
	}
	if m.contact != m.prior {
		if err := relink(ctx, t, m.message, m.contact, m.prior); err != nil {
			return err
		}
	}
	for _, id := range m.linked {
		if err := relink(ctx, t, id, m.contact, 0); err != nil {
			return err
		}
	}
	if !m.newContact {
		return nil
	}
	return contacts.Drop(ctx, t, m.contact)
}

// relink moves an undecided message from one contact to another, or to nobody
// when there is none or it went meanwhile. One that somebody has decided or
// moved since stays where it is.
func relink(ctx context.Context, t *sqlite.Tx, messageID, from, to int64) error {
	n, err := t.Exec(ctx, `UPDATE message SET contact_id = (SELECT id FROM contact WHERE id = ?)
		WHERE id = ? AND contact_id = ? AND kind = ''`, to, messageID, from)
	if err != nil || n == 0 {
		return err
	}
	if _, err := t.Exec(ctx, `DELETE FROM interaction WHERE message_id = ?
		AND (SELECT contact_id FROM message m WHERE m.id = interaction.message_id) IS NULL`, messageID); err != nil {
		return err
	}
	return record.AddMailInteraction(ctx, t, messageID)
}

// madeInUse reports whether a contact that a filing made holds anything besides the
// mail that the filing tied to it.
func madeInUse(ctx context.Context, t *sqlite.Tx, m *made) (bool, error) {
	_, used, err := sqlite.Value[int](ctx, t, `SELECT 1 WHERE
		EXISTS (SELECT 1 FROM message WHERE contact_id = ?1 AND id <> ?2
			AND (kind <> '' OR id NOT IN (SELECT value FROM json_each(?3))))
		OR EXISTS (SELECT 1 FROM interaction WHERE contact_id = ?1 AND message_id IS NULL)
		OR EXISTS (SELECT 1 FROM case_record WHERE contact_id = ?1)
		OR EXISTS (SELECT 1 FROM opinion WHERE contact_id = ?1)
		OR EXISTS (SELECT 1 FROM sale_order WHERE contact_id = ?1)
		OR EXISTS (SELECT 1 FROM follow_up WHERE contact_id = ?1)
		OR EXISTS (SELECT 1 FROM contact WHERE company_id = ?1)
		OR EXISTS (SELECT 1 FROM contact WHERE id = ?1 AND (updated <> created OR note <> ''))`,
		m.contact, m.message, sqlite.List(m.linked))
	return used, err
}

// CaseOfThread returns the newest case that a message, or another of its thread,
// opened or was filed under; 0 for none.
func (ds *Decisions) CaseOfThread(ctx context.Context, messageID int64) (int64, error) {
	id, _, err := sqlite.Value[int64](ctx, ds.file, `SELECT k.id FROM message m JOIN message o ON o.thread = m.thread
		JOIN case_record k ON k.message_id = o.id
			OR k.id = (SELECT i.case_id FROM interaction i WHERE i.message_id = o.id)
		WHERE m.id = ? ORDER BY (k.message_id = m.id) DESC, k.id DESC LIMIT 1`, messageID)
	return id, sqlite.Told("read case", err)
}
