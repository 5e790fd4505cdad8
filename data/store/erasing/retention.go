package erasing

import (
	"context"
	"database/sql"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/mailbox"
	"kartoteka/data/store/settings"
	"kartoteka/data/store/sqlite"
)

// Over is what the caller asks for: everything of a sort that ended, or was
// last heard of, by the day.
type Over struct {
	By   data.Date
	Sort string // a key of overQueries
}

// overQueries find what a retention rule is about: id, title and the moment or
// day from which its time counts, oldest first. ?1 is the first moment after
// the day asked for, ?2 that day. They list nothing that was erased already.
var overQueries = map[string]string{
	"clients": `SELECT c.id, c.display_name, NULL, CASE WHEN c.ended_on <> '' THEN c.ended_on ELSE
			date(max(coalesce(c.last_contact, 0), c.created) / 1000, 'unixepoch') END AS since
		FROM contact c WHERE c.erased IS NULL AND (c.status LIKE 'ended-%' OR c.ended_on <> '')
		AND since <= ?2 AND coalesce(c.last_contact, 0) < ?1
		AND NOT EXISTS (SELECT 1 FROM case_record k WHERE k.contact_id = c.id AND coalesce(k.closed, ?1) >= ?1)
		AND NOT EXISTS (SELECT 1 FROM sale_order o WHERE o.contact_id = c.id AND o.on_day > ?2)`,
	"leads": `SELECT c.id, c.display_name, max(coalesce(c.last_contact, 0), c.created), NULL
		FROM contact c WHERE c.erased IS NULL AND c.status = 'lead' AND max(coalesce(c.last_contact, 0), c.created) < ?1
		AND ?2 <> ''
		AND NOT EXISTS (SELECT 1 FROM case_record k WHERE k.contact_id = c.id)
		AND NOT EXISTS (SELECT 1 FROM sale_order o WHERE o.contact_id = c.id)`,
	"cases": `SELECT k.id, k.number, k.closed, NULL FROM case_record k
		WHERE k.closed < ?1 AND ?2 <> '' AND (coalesce(k.text, 'x') || k.subject || k.reason <> '')`,
	"misconduct": `SELECT i.id, coalesce(c.display_name, ''), i.at, NULL FROM interaction i
		JOIN contact c ON c.id = i.contact_id
		WHERE i.kind = 'misconduct' AND i.at < ?1 AND ?2 <> '' AND i.message_id IS NULL
		AND i.subject || i.text || i.note <> ''`,
	"mail-not-for-us": `SELECT m.id, m.subject, m.at, NULL FROM message m
		WHERE m.kind = 'not-for-us' AND m.at < ?1 AND ?2 <> ''`,
	"orders": `SELECT o.id, coalesce(c.display_name, ''), NULL, o.on_day FROM sale_order o
		LEFT JOIN contact c ON c.id = o.contact_id WHERE o.what <> '' AND o.on_day <= ?2 AND ?1 <> 0`,
	"trash": `SELECT a.id, a.title, a.at, NULL FROM action a WHERE a.at < ?1 AND ?2 <> '' AND a.undone IS NULL
		AND a.what LIKE '%-delete' AND EXISTS (SELECT 1 FROM action_change c WHERE c.action_id = a.id)`,
	"new-senders": `SELECT 0, h.from_email, max(h.noted), NULL FROM held_message h
		WHERE h.once = 0 AND h.noted < ?1 AND ?2 <> '' GROUP BY h.from_email`,
	"drafts": `SELECT d.id, d.subject, ` + draftHeardOf + `, NULL FROM draft d
		WHERE ` + draftHeardOf + ` < ?1 AND ?2 <> ''`,
	"mail-runs": `SELECT a.id, a.name, max(r.ended), NULL FROM sync_run r JOIN account a ON a.id = r.account_id
		WHERE r.ended < ?1 AND ?2 <> '' GROUP BY a.id`,
	"journal": `SELECT a.id, a.title, a.at, NULL FROM action a WHERE a.at < ?1 AND ?2 <> ''
		AND EXISTS (SELECT 1 FROM action_change c WHERE c.action_id = a.id)`,
}

// draftHeardOf is when something last happened to a draft.
const draftHeardOf = `max(d.made, coalesce(d.laid, 0), coalesce(d.gone, 0), coalesce(d.sent, 0))`

// RetentionOver returns what a rule is about and ended by the day, oldest first.
func (er *Eraser) RetentionOver(ctx context.Context, o Over) ([]data.RetentionItem, error) {
	var out []data.RetentionItem
	err := er.file.Read(ctx, "list retention", func(q *sql.Tx) error {
		loc, err := settings.Zone(ctx, q)
		if err != nil {
			return err
		}
		out, err = sqlite.Collect(ctx, q, func(s sqlite.Scanner, i *data.RetentionItem) error {
			var day sql.NullString
			var at time.Time
			if err := s.Scan(&i.ID, &i.Title, sqlite.TimeOf(&at), &day); err != nil {
				return err
			}
			i.Rule = o.Sort
			if day.Valid {
				return i.Since.UnmarshalText([]byte(day.String))
			}
			i.Since = data.DateIn(at, loc)
			return nil
		}, overQueries[o.Sort]+` ORDER BY 3, 4, 1`, o.By.AddDays(1).Time(loc).UnixMilli(), o.By.String())
		return err
	})
	return out, err
}

// ForgetMessages deletes messages for good, so that no pull brings them back.
// Only mail that was filed as not for the firm is taken.
func (er *Eraser) ForgetMessages(ctx context.Context, ids []int64) (n int, err error) {
	err = er.file.Write(ctx, "forget mail", func(t *sqlite.Tx) error {
		going, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], `SELECT id FROM message WHERE kind = 'not-for-us'
			AND id IN (SELECT value FROM json_each(?)) ORDER BY id`, sqlite.List(ids))
		if err != nil {
			return err
		}
		n = len(going)
		if _, err := t.Exec(ctx, `DELETE FROM action_change WHERE tbl IN ('message', 'filing')
			AND json_extract(key, '$[0]') IN (SELECT value FROM json_each(?))`, sqlite.List(going)); err != nil {
			return err
		}
		return eraseLetters(ctx, t, going)
	})
	return n, err
}

// emptied are the texts of records whose figures stay.
var emptied = map[string]struct {
	query string
	doc   fulltext.Doc
}{
	"cases":      {`UPDATE case_record SET subject = '', text = '', reason = '' WHERE id IN (SELECT value FROM json_each(?))`, fulltext.Case},
	"misconduct": {`UPDATE interaction SET subject = '', text = '', note = '' WHERE id IN (SELECT value FROM json_each(?))`, fulltext.Interaction},
	"orders":     {`UPDATE sale_order SET what = '' WHERE id IN (SELECT value FROM json_each(?))`, 0},
}

// EmptyTexts empties the texts of records of a sort ("cases", "misconduct",
// "orders") and keeps what is counted. It can't be undone.
func (er *Eraser) EmptyTexts(ctx context.Context, sort string, ids []int64) (n int, err error) {
	err = er.file.Write(ctx, "empty texts", func(t *sqlite.Tx) error {
		t.Changed(data.TopicCases, data.TopicContacts)
		e := emptied[sort]
		rows, err := t.Exec(ctx, e.query, sqlite.List(ids))
		if err != nil {
			return err
		}
		n = int(rows)
		table := map[fulltext.Doc]string{fulltext.Case: "case_record", fulltext.Interaction: "interaction", 0: "sale_order"}[e.doc]
		if _, err := t.Exec(ctx, `DELETE FROM action_change WHERE tbl = ?
			AND json_extract(key, '$[0]') IN (SELECT value FROM json_each(?))`, table, sqlite.List(ids)); err != nil {
			return err
		}
		for _, id := range ids {
			if e.doc == 0 {
				break
			}
			if err := fulltext.Touch(ctx, t, e.doc, id); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

// ForgetActions deletes actions from the journal for good. What they did stays
// done and can't be undone any more.
func (er *Eraser) ForgetActions(ctx context.Context, ids []int64) (n int, err error) {
	err = er.file.Write(ctx, "forget history", func(t *sqlite.Tx) error {
		t.Changed(data.TopicJournal)
		rows, err := t.Exec(ctx, `DELETE FROM action_change WHERE action_id IN (SELECT value FROM json_each(?))`, sqlite.List(ids))
		if err != nil {
			return err
		}
		n = int(rows)
		return eraseJournal(ctx, t, ids, nil)
	})
	if err == nil {
		er.book.Forget(ids)
	}
	return n, err
}

// ForgetHeld deletes for good the headers of the senders that the items name by
// Title, as far as they were kept by the end of the day Since. A pull neither
// takes that mail as new nor counts it otherwise than as left out.
func (er *Eraser) ForgetHeld(ctx context.Context, items []data.RetentionItem) (n int, err error) {
	err = er.file.Write(ctx, "forget headers", func(t *sqlite.Tx) error {
		n = 0
		loc, err := settings.Zone(ctx, t)
		if err != nil {
			return err
		}
		for _, i := range items {
			places, err := sqlite.Collect(ctx, t, func(s sqlite.Scanner, h *mailbox.HeldPlace) error {
				return s.Scan(&h.Folder, &h.Validity, &h.UID)
			}, `SELECT folder_id, uidvalidity, uid FROM held_message WHERE from_email = ? AND once = 0 AND noted < ?`,
				i.Title, i.Since.AddDays(1).Time(loc).UnixMilli())
			if err != nil {
				return err
			}
			if err := mailbox.ForgetHeld(ctx, t, places); err != nil {
				return err
			}
			n += len(places)
		}
		return nil
	})
	return n, err
}

// ForgetDrafts deletes what is known here of drafts, and the text of those that
// still wait. One that lies in a mailbox stays there.
func (er *Eraser) ForgetDrafts(ctx context.Context, ids []int64) (n int, err error) {
	err = er.file.Write(ctx, "forget drafts", func(t *sqlite.Tx) error {
		t.Changed(data.TopicMail)
		rows, err := t.Exec(ctx, `DELETE FROM draft WHERE id IN (SELECT value FROM json_each(?))`, sqlite.List(ids))
		n = int(rows)
		return err
	})
	return n, err
}

// ForgetRuns deletes how the runs of the accounts that the items name by ID
// went, as far as they ended by the day Since.
func (er *Eraser) ForgetRuns(ctx context.Context, items []data.RetentionItem) (n int, err error) {
	err = er.file.Write(ctx, "forget runs", func(t *sqlite.Tx) error {
		t.Changed(data.TopicAccounts)
		n = 0
		loc, err := settings.Zone(ctx, t)
		if err != nil {
			return err
		}
		for _, i := range items {
			rows, err := t.Exec(ctx, `DELETE FROM sync_run WHERE account_id = ? AND ended < ?`,
				i.ID, i.Since.AddDays(1).Time(loc).UnixMilli())
			if err != nil {
				return err
			}
			n += int(rows)
		}
		return nil
	})
	return n, err
}
