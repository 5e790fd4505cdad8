package record

import (
	"context"

	"kartoteka/data"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/sqlite"
)

// DeleteContact moves a contact to the trash, with its handles, consents and
// what was logged of it. Its mail is kept and belongs to nobody then; cases,
// opinions and orders stay without it, so that figures stay true.
func (rs *Records) DeleteContact(ctx context.Context, id int64) error {
	return rs.DeleteContacts(ctx, []int64{id})
}

// DeleteContacts is DeleteContact for many as one deed: all of them, or none.
func (rs *Records) DeleteContacts(ctx context.Context, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	d := &journal.Deed{What: data.ActDeleteContact, N: len(ids)}
	return rs.book.Act(ctx, "delete contacts", d, func(t *sqlite.Tx) (err error) {
		for _, id := range ids {
			if err := MustExist(ctx, t, "contact", id); err != nil {
				return err
			}
		}
		if d.Title, err = journal.NameOf(ctx, t, ids[0]); err != nil {
			return err
		}
		t.Changed(data.TopicContacts, data.TopicMail, data.TopicCases, data.TopicFollowUps)
		return deleteContacts(ctx, t, sqlite.List(ids))
	})
}

// among selects rows of the contacts in ?1.
const among = ` WHERE contact_id IN (SELECT value FROM json_each(?1))`

// goneWithContacts is what a contact leaves behind, in the order in which its
// references allow it. The rest goes with the contact's own row.
var goneWithContacts = []string{
	`DELETE FROM fts_text WHERE rowid IN (SELECT d.key FROM interaction i JOIN doc d ON d.type = 2 AND d.ref = i.id` + among + `)`,
	`DELETE FROM doc WHERE type = 2 AND ref IN (SELECT id FROM interaction` + among + `)`,
	`DELETE FROM interaction` + among,
	`UPDATE message SET contact_id = NULL` + among,
	`UPDATE case_record SET contact_id = NULL` + among,
	`UPDATE opinion SET contact_id = NULL` + among,
	`UPDATE sale_order SET contact_id = NULL` + among,
	`DELETE FROM follow_up` + among + ` AND case_id IS NULL`, // nobody is left to be called
	`UPDATE follow_up SET contact_id = NULL` + among,
	`DELETE FROM fts_contact WHERE rowid IN (SELECT value FROM json_each(?1))`,
	`DELETE FROM contact WHERE id IN (SELECT value FROM json_each(?1))`,
}

func deleteContacts(ctx context.Context, t *sqlite.Tx, ids string) error {
	for _, q := range goneWithContacts {
		if _, err := t.Exec(ctx, q, ids); err != nil {
			return err
		}
	}
	return nil
}

// DeleteInteraction takes an entry off a contact's timeline. One that is mail
// can't go as long as its mail is the contact's: it is refused.
func (rs *Records) DeleteInteraction(ctx context.Context, id int64) error {
	d := &journal.Deed{What: data.ActDeleteLog}
	return rs.book.Act(ctx, "delete interaction", d, func(t *sqlite.Tx) error {
		old, err := interaction(ctx, t, id)
		if err != nil {
			return err
		}
		if old.MessageID != 0 {
			return data.NewError(data.CodeInvalid, "interaction-of-mail")
		}
		if d.Title, err = journal.NameOf(ctx, t, old.ContactID); err != nil {
			return err
		}
		t.Changed(data.TopicContacts)
		if err := fulltext.Drop(ctx, t, fulltext.Interaction, id); err != nil {
			return err
		}
		_, err = t.Exec(ctx, `DELETE FROM interaction WHERE id = ?`, id)
		return err
	})
}

// DeleteCase moves a case to the trash. Its number stays given out. The mail it
// came with stays filed, as a client's letter without a matter of its own.
func (rs *Records) DeleteCase(ctx context.Context, id int64) error {
	d := &journal.Deed{What: data.ActDeleteCase}
	return rs.book.Act(ctx, "delete case", d, func(t *sqlite.Tx) error {
		r, err := caseRow(ctx, t, id)
		if err != nil {
			return err
		}
		d.Title = r.Number
		t.Changed(data.TopicCases, data.TopicContacts, data.TopicMail)
		if err := fulltext.Drop(ctx, t, fulltext.Case, id); err != nil {
			return err
		}
		if err := LeaveGap(ctx, t, id, true); err != nil {
			return err
		}
		if _, err := t.Exec(ctx, `DELETE FROM case_record WHERE id = ?`, id); err != nil || r.MessageID == 0 {
			return err
		}
		return refileWithoutCase(ctx, t, r.MessageID)
	})
}

// refileWithoutCase makes a complaint whose last case went a letter like others.
func refileWithoutCase(ctx context.Context, t *sqlite.Tx, messageID int64) error {
	n, err := t.Exec(ctx, `UPDATE message SET kind = 'other' WHERE id = ?1 AND kind = 'complaint'
		AND NOT EXISTS (SELECT 1 FROM case_record k WHERE k.message_id = ?1)`, messageID)
	if err != nil || n == 0 {
		return err
	}
	for _, q := range []string{
		`UPDATE filing SET kind = 'other', case_id = NULL WHERE message_id = ?`,
		`UPDATE interaction SET kind = 'other' WHERE message_id = ?`,
	} {
		if _, err := t.Exec(ctx, q, messageID); err != nil {
			return err
		}
	}
	return nil
}

// DeleteFollowUp moves a follow-up to the trash.
func (rs *Records) DeleteFollowUp(ctx context.Context, id int64) error {
	d := &journal.Deed{What: data.ActDeleteFollowUp}
	return rs.book.Act(ctx, "delete follow-up", d, func(t *sqlite.Tx) error {
		t.Changed(data.TopicFollowUps)
		return DeleteRow(ctx, t, d, "follow-up", id, `DELETE FROM follow_up WHERE id = ? RETURNING what`)
	})
}

// DeleteOrder moves an order to the trash.
func (rs *Records) DeleteOrder(ctx context.Context, id int64) error {
	d := &journal.Deed{What: data.ActDeleteOrder}
	return rs.book.Act(ctx, "delete order", d, func(t *sqlite.Tx) error {
		t.Changed(data.TopicContacts)
		return DeleteRow(ctx, t, d, "order", id, `DELETE FROM sale_order WHERE id = ? RETURNING what`)
	})
}

// DeleteOpinion moves an opinion to the trash.
func (rs *Records) DeleteOpinion(ctx context.Context, id int64) error {
	d := &journal.Deed{What: data.ActDeleteOpinion}
	return rs.book.Act(ctx, "delete opinion", d, func(t *sqlite.Tx) error {
		t.Changed(data.TopicContacts)
		return DeleteRow(ctx, t, d, "opinion", id, `DELETE FROM opinion WHERE id = ? RETURNING
			coalesce((SELECT display_name FROM contact c WHERE c.id = contact_id), source)`)
	})
}

// DeleteRow runs a query that deletes a row and returns what to call the deed.
func DeleteRow(ctx context.Context, t *sqlite.Tx, d *journal.Deed, what string, id int64, query string) error {
	title, found, err := sqlite.Value[string](ctx, t, query, id)
	if err == nil && !found {
		err = sqlite.NotFound(what, id)
	}
	d.Title = title
	return err
}
