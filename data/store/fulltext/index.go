package fulltext

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"kartoteka/data/store/sqlite"
)

// Doc is what a row of the full-text index stands for.
type Doc int

// What is found by its words, beside contacts.
const (
	Message     Doc = 1
	Interaction Doc = 2
	Case        Doc = 3
)

// The years that a key can stand for; a message may claim any year.
var (
	firstKey = time.Date(1971, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	lastKey  = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
)

// unindexed is what a transaction touched of what is found by its words; at its
// end the index is made to say the same.
type unindexed struct {
	docs     []int64 // keys of new or changed texts
	contacts []int64 // contacts whose words changed

	base, reach int64 // where a free key was found last, and how far it was sought
}

// TouchContacts notes that the words of contacts changed.
func TouchContacts(t *sqlite.Tx, ids ...int64) {
	u := sqlite.Local[unindexed](t)
	u.contacts = append(u.contacts, ids...)
}

// freeKey finds a free key near the second of at: a growing random step finds
// one quickly even when thousands of messages claim one and the same second, as
// in a mailbox that was moved to another server; for the same second as before it
// goes on with the step that found that key. What has its second for itself stands
// there, whatever came before it: by these keys what is found is put in order.
func (u *unindexed) freeKey(ctx context.Context, t *sqlite.Tx, at time.Time) (int64, error) {
	base, reach := min(max(at.Unix(), firstKey), lastKey), int64(1)
	if u.base == base {
		reach = max(u.reach/2, 1)
	}
	for ; ; reach *= 2 {
		key := base + rand.Int64N(reach)
		_, used, err := sqlite.Value[int64](ctx, t, `SELECT key FROM doc WHERE key = ?`, key)
		if err != nil || !used {
			u.base, u.reach = base, reach
			return key, err
		}
	}
}

// Add makes something findable by its words from the end of the transaction on.
func Add(ctx context.Context, t *sqlite.Tx, typ Doc, id int64, at time.Time) error {
	u := sqlite.Local[unindexed](t)
	key, err := u.freeKey(ctx, t, at)
	if err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `INSERT INTO doc (key, type, ref) VALUES (?, ?, ?)`, key, int(typ), id); err != nil {
		return err
	}
	u.docs = append(u.docs, key)
	return nil
}

// Touch notes that the words of something changed.
func Touch(ctx context.Context, t *sqlite.Tx, typ Doc, id int64) error {
	key, found, err := sqlite.Value[int64](ctx, t, `SELECT key FROM doc WHERE type = ? AND ref = ?`, int(typ), id)
	u := sqlite.Local[unindexed](t)
	if err != nil || !found || slices.Contains(u.docs, key) {
		return err
	}
	if _, err := t.Exec(ctx, `DELETE FROM fts_text WHERE rowid = ?`, key); err != nil {
		return err
	}
	u.docs = append(u.docs, key)
	return nil
}

// Drop takes something out of the index.
func Drop(ctx context.Context, t *sqlite.Tx, typ Doc, id int64) error {
	key, found, err := sqlite.Value[int64](ctx, t, `DELETE FROM doc WHERE type = ? AND ref = ? RETURNING key`, int(typ), id)
	if err != nil || !found {
		return err
	}
	u := sqlite.Local[unindexed](t)
	u.docs = slices.DeleteFunc(u.docs, func(k int64) bool { return k == key })
	_, err = t.Exec(ctx, `DELETE FROM fts_text WHERE rowid = ?`, key)
	return err
}

// Columns are the words of a doc: what is shown as its title, what else it
// is found by at its head, and its text. Search verifies on just these. The text
// of a mail's interaction or case is its message's and stands there only.
const Columns = `CASE d.type WHEN 1 THEN m.subject WHEN 2 THEN i.subject
		ELSE k.number || ' ' || k.subject END AS title,
	CASE d.type WHEN 1 THEN m.from_name || ' ' || m.from_email || ' ' || m.to_addrs
		WHEN 2 THEN i.note ELSE k.product || ' ' || k.reason END AS head,
	CASE d.type WHEN 1 THEN mx.text WHEN 2 THEN i.text ELSE coalesce(k.text, '') END AS body`

// Joins are the tables of Columns, beside doc d.
const Joins = ` LEFT JOIN message m ON d.type = 1 AND m.id = d.ref
	LEFT JOIN message_text mx ON mx.message_id = m.id
	LEFT JOIN interaction i ON d.type = 2 AND i.id = d.ref
	LEFT JOIN case_record k ON d.type = 3 AND k.id = d.ref`

var indexDocs = `INSERT INTO fts_text (rowid, head, body)
	SELECT key, ` + foldSQL(`title || ' ' || head`) + `, ` + foldSQL(`body`) + ` FROM (
		SELECT d.key, ` + Columns + ` FROM json_each(?) j CROSS JOIN doc d ON d.key = j.value` + Joins + `)`

var indexContacts = `INSERT INTO fts_contact (rowid, name, handles, place, rest)
	SELECT c.id, ` + foldSQL(`c.given_name || ' ' || c.family_name || ' ' || c.company || ' ' || c.nickname`) + `,
		(SELECT ` + foldSQL(`coalesce(group_concat(h.value || ' ' || h.norm || ' ' || ltrim(replace(h.norm, '+48', ' '), '+'), ' '), '')`) + `
			FROM handle h WHERE h.contact_id = c.id),
		` + foldSQL(`c.street || ' ' || c.post_code || ' ' || c.city || ' ' || c.region || ' ' || c.country || ' ' ||
			coalesce((SELECT group_concat(a.label || ' ' || a.street || ' ' || a.post_code || ' ' || a.city || ' ' || a.country, ' ')
			FROM address a WHERE a.contact_id = c.id), '')`) + `,
		` + foldSQL(`c.nip || ' ' || c.regon || ' ' || c.job_title || ' ' || c.note || ' ' || c.arrangements || ' ' ||
			coalesce((SELECT group_concat(value, ' ') FROM contact_field v WHERE v.contact_id = c.id), '')`) + `
	FROM json_each(?) j CROSS JOIN contact c ON c.id = j.value`

// Finish fills the full text of what the transaction touched, by one statement
// each. Keys go in ascending, or the index would write itself out at each step.
func (u *unindexed) Finish(ctx context.Context, t *sqlite.Tx) error {
	if len(u.docs) > 0 {
		slices.Sort(u.docs)
		if _, err := t.Exec(ctx, indexDocs, sqlite.List(u.docs)); err != nil {
			return err
		}
	}
	if len(u.contacts) == 0 {
		return nil
	}
	slices.Sort(u.contacts)
	u.contacts = slices.Compact(u.contacts)
	ids := sqlite.List(u.contacts)
	if _, err := t.Exec(ctx, `DELETE FROM fts_contact WHERE rowid IN (SELECT value FROM json_each(?))`, ids); err != nil {
		return err
	}
	_, err := t.Exec(ctx, indexContacts, ids)
	return err
}
