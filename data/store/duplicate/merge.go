package duplicate

import (
	"context"
	"database/sql"
	"fmt"

	"kartoteka/data"
	"kartoteka/data/store/contacts"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/sqlite"
)

// Merge makes one card of two in one transaction and returns the action by
// which it can be taken back: everything that hung on Gone hangs on Keep then,
// its fields are united with Keep's as the choices say, and Gone is no more.
func (ps *Pairs) Merge(ctx context.Context, m data.Merge) (actionID int64, err error) {
	d := &journal.Deed{What: data.ActMerge, N: 2}
	err = ps.book.Act(ctx, "merge contacts", d, func(t *sqlite.Tx) error {
		keep, gone, err := mergeable(ctx, t, &m)
		if err != nil {
			return err
		}
		d.Title = keep.Name() + " ← " + gone.Name()
		result := m.Result(&keep, &gone)
		t.Changed(data.TopicContacts, data.TopicMail, data.TopicCases, data.TopicFollowUps)
		if err := moveAll(ctx, t, keep.ID, gone.ID); err != nil {
			return err
		}
		if err := moveParts(ctx, t, keep.ID, gone.ID); err != nil {
			return err
		}
		if err := moveStaff(ctx, t, &result, &gone); err != nil {
			return err
		}
		if err := contacts.Drop(ctx, t, gone.ID); err != nil {
			return err
		}
		return becomeOne(ctx, t, &result)
	})
	return d.ID, err
}

// mergeable reads the two cards and refuses what can't be one.
func mergeable(ctx context.Context, t *sqlite.Tx, m *data.Merge) (keep, gone data.Contact, err error) {
	if m.Keep == m.Gone {
		return keep, gone, data.NewError(data.CodeInvalid, "merge-with-itself")
	}
	if keep, err = contacts.Get(ctx, t, m.Keep); err != nil {
		return keep, gone, err
	}
	if gone, err = contacts.Get(ctx, t, m.Gone); err != nil {
		return keep, gone, err
	}
	if !keep.Erased.IsZero() || !gone.Erased.IsZero() {
		return keep, gone, data.NewError(data.CodeConflict, "merge-erased")
	}
	return keep, gone, nil
}

// hanging are the columns that name a contact, but for those of its own parts.
var hanging = []struct{ table, column string }{
	{"message", "contact_id"},
	{"message", "suggested_for"},
	{"interaction", "contact_id"},
	{"case_record", "contact_id"},
	{"opinion", "contact_id"},
	{"sale_order", "contact_id"},
	{"follow_up", "contact_id"},
	{"filing", "contact_id"},
	{"filing", "prior_contact"},
	{"subject_request", "contact_id"},
	{"draft", "contact_id"},
	{"contact", "company_id"},
	{"contact", "referred_by"},
}

// moveAll hangs on one contact all that hung on another.
func moveAll(ctx context.Context, t *sqlite.Tx, keep, gone int64) error {
	for _, h := range hanging {
		q := fmt.Sprintf(`UPDATE %s SET %[2]s = ?1 WHERE %[2]s = ?2`, h.table, h.column)
		if h.table == "contact" {
			q += ` AND id NOT IN (?1, ?2)` // the two themselves are written as a whole
		}
		if _, err := t.Exec(ctx, q, keep, gone); err != nil {
			return fmt.Errorf("move %s: %w", h.table, err)
		}
	}
	_, err := t.Exec(ctx, `UPDATE saved_view SET filter = json_set(filter, '$.company', ?1)
		WHERE json_extract(filter, '$.company') = ?2`, keep, gone)
	return err
}

// moveParts gives one card the parts of another. What both have is the one's
// own; the rows are moved and not written anew, so that they keep their past.
func moveParts(ctx context.Context, t *sqlite.Tx, keep, gone int64) error {
	for _, q := range []string{
		// A phone may stand on both; an e-mail address or domain can't.
		`DELETE FROM handle WHERE contact_id = ?2 AND EXISTS (SELECT 1 FROM handle k
			WHERE k.contact_id = ?1 AND k.kind = handle.kind AND k.norm = handle.norm)`,
		`UPDATE handle SET contact_id = ?1,
			rank = rank + (SELECT coalesce(max(k.rank), -1) + 1 FROM handle k WHERE k.contact_id = ?1)
			WHERE contact_id = ?2`,
		`DELETE FROM contact_tag WHERE contact_id = ?2
			AND tag IN (SELECT k.tag FROM contact_tag k WHERE k.contact_id = ?1)`,
		`UPDATE contact_tag SET contact_id = ?1 WHERE contact_id = ?2`,
		`UPDATE address SET contact_id = ?1,
			rank = rank + (SELECT coalesce(max(k.rank), -1) + 1 FROM address k WHERE k.contact_id = ?1)
			WHERE contact_id = ?2`,
		`UPDATE consent SET contact_id = ?1 WHERE contact_id = ?2`,
		`DELETE FROM contact_field WHERE contact_id = ?2
			AND field_id IN (SELECT k.field_id FROM contact_field k WHERE k.contact_id = ?1)`,
		`UPDATE contact_field SET contact_id = ?1 WHERE contact_id = ?2`,
	} {
		if _, err := t.Exec(ctx, q, keep, gone); err != nil {
			return fmt.Errorf("move parts: %w", err)
		}
	}
	return moveDifferences(ctx, t, keep, gone)
}

// moveDifferences carries over what was said not to be Gone: it is not Keep
// either. That the two themselves were said to differ is over.
func moveDifferences(ctx context.Context, t *sqlite.Tx, keep, gone int64) error {
	others, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], `SELECT iif(a = ?1, b, a) FROM not_duplicate WHERE ?1 IN (a, b)`, gone)
	if err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `DELETE FROM not_duplicate WHERE ? IN (a, b)`, gone); err != nil {
		return err
	}
	for _, o := range others {
		if o == keep {
			continue
		}
		if _, err := t.Exec(ctx, `INSERT INTO not_duplicate (a, b) VALUES (?, ?) ON CONFLICT DO NOTHING`,
			min(o, keep), max(o, keep)); err != nil {
			return err
		}
	}
	return nil
}

// moveStaff writes on the cards of Gone's people where they work now.
func moveStaff(ctx context.Context, t *sqlite.Tx, result, gone *data.Contact) error {
	was, is := gone.Name(), result.Name()
	if result.Kind != data.Company || was == is {
		return nil
	}
	ids, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], `SELECT id FROM contact WHERE company_id = ? AND company = ?
		AND id NOT IN (?1, ?)`, result.ID, was, gone.ID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		p, err := contacts.Get(ctx, t, id)
		if err != nil {
			return err
		}
		p.Company = is
		if err := contacts.Change(ctx, t, &p); err != nil {
			return err
		}
	}
	return nil
}

// becomeOne writes the united card. Its parts stand on it already; what is left
// is which value of a field was chosen.
func becomeOne(ctx context.Context, t *sqlite.Tx, result *data.Contact) error {
	now, err := contacts.Get(ctx, t, result.ID)
	if err != nil {
		return err
	}
	result.Handles, result.Tags = now.Handles, now.Tags
	result.Consents = data.UniteConsents(now.Consents, nil)
	fulltext.TouchContacts(t, result.ID)
	return contacts.Change(ctx, t, result)
}

// MergeCounts returns what hangs on a contact and would move with it.
func (ps *Pairs) MergeCounts(ctx context.Context, id int64) (data.MergeCounts, error) {
	var n data.MergeCounts
	err := ps.file.Read(ctx, "count what hangs on a contact", func(q *sql.Tx) error {
		return q.QueryRowContext(ctx, `SELECT
			(SELECT count(*) FROM interaction WHERE contact_id = ?1 AND message_id IS NULL),
			(SELECT count(*) FROM message WHERE contact_id = ?1),
			(SELECT count(*) FROM case_record WHERE contact_id = ?1),
			(SELECT count(*) FROM opinion WHERE contact_id = ?1),
			(SELECT count(*) FROM sale_order WHERE contact_id = ?1),
			(SELECT count(*) FROM follow_up WHERE contact_id = ?1 AND done IS NULL),
			(SELECT count(*) FROM contact WHERE company_id = ?1),
			(SELECT count(*) FROM contact WHERE referred_by = ?1)`, id).
			Scan(&n.Interactions, &n.Mail, &n.Cases, &n.Opinions, &n.Orders, &n.FollowUps, &n.People, &n.Referred)
	})
	return n, err
}
