package store

import (
	"context"
	"maps"
	"slices"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// touched notes what a row's change concerns.
func (r *reversal) touched(c *rowChange) {
	r.out.Changes++
	id, _ := c.key[0].(int64)
	switch c.table.table {
	case "contact":
		r.cards[id] = true
		r.renamed[id] = r.renamed[id] || c.op == "update"
	case "handle":
		r.cards[c.contact], r.renamed[c.contact] = true, true
		if other, ok := c.before["contact_id"].(int64); ok {
			r.cards[other], r.renamed[other] = true, true
		}
	case "contact_tag", "contact_field", "address", "consent":
		r.cards[c.contact] = true
		if other, ok := c.before["contact_id"].(int64); ok {
			r.cards[other] = true
		}
	case "interaction":
		r.interactions[id] = true
		if m, ok := c.before["message_id"].(int64); ok {
			r.mails[m] = true
		}
	case "case_record":
		r.cases[id] = true
	case "message", "filing":
		r.mails[id] = true
	}
}

// settle makes anew what follows from the rows that went back: names, words,
// numbers of cases, and the place of mail.
func settle(ctx context.Context, t *sqlite.Tx, r *reversal) error {
	t.Changed(data.TopicContacts, data.TopicMail, data.TopicCases, data.TopicFollowUps)
	for _, step := range []func(context.Context, *sqlite.Tx, *reversal) error{
		settleCards, settleDocs, settleNumbers, settleMail, settleTrash, nameConcerned,
	} {
		if err := step(ctx, t, r); err != nil {
			return err
		}
	}
	return nil
}

func sorted(m map[int64]bool) []int64 { return slices.Sorted(maps.Keys(m)) }

func settleCards(ctx context.Context, t *sqlite.Tx, r *reversal) error {
	cards := sorted(r.cards)
	there, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], `SELECT c.id FROM json_each(?) j CROSS JOIN contact c ON c.id = j.value`,
		sqlite.List(cards))
	if err != nil {
		return err
	}
	touchContacts(t, there...)
	if _, err := t.Exec(ctx, `DELETE FROM fts_contact WHERE rowid IN (SELECT value FROM json_each(?))`, sqlite.List(cards)); err != nil {
		return err
	}
	there = slices.DeleteFunc(there, func(id int64) bool { return r.restored[id] || !r.renamed[id] })
	if err := rekey(ctx, t, there); err != nil {
		return err
	}
	return linkRestored(ctx, t, r)
}

// linkRestored ties to the contacts that came back the mail of their addresses
// that was kept while they were gone.
func linkRestored(ctx context.Context, t *sqlite.Tx, r *reversal) error {
	newest, _, err := sqlite.Value[int64](ctx, t, `SELECT kept FROM message ORDER BY id DESC LIMIT 1`)
	if err != nil || newest <= r.of.At.UnixMilli() {
		return err
	}
	for _, id := range sorted(r.restored) {
		c, err := contact(ctx, t, id)
		if err != nil {
			return err
		}
		if _, err := linkMailSince(ctx, t, id, c.Handles, r.of.At); err != nil {
			return err
		}
	}
	return nil
}

// settleDocs makes what went back findable by its words as they are now.
func settleDocs(ctx context.Context, t *sqlite.Tx, r *reversal) error {
	for _, s := range []struct {
		typ   docType
		ids   map[int64]bool
		query string
	}{
		{docInteraction, r.interactions, `SELECT at FROM interaction WHERE id = ? AND message_id IS NULL`},
		{docCase, r.cases, `SELECT received FROM case_record WHERE id = ?`},
	} {
		for _, id := range sorted(s.ids) {
			if err := dropDoc(ctx, t, s.typ, id); err != nil {
				return err
			}
			at, found, err := sqlite.Value[int64](ctx, t, s.query, id)
			if err != nil {
				return err
			}
			if !found {
				continue
			}
			if err := addDoc(ctx, t, s.typ, id, time.UnixMilli(at)); err != nil {
				return err
			}
		}
	}
	return nil
}

// settleNumbers notes the gaps that cases left which went, and frees the numbers
// above the last that is out.
func settleNumbers(ctx context.Context, t *sqlite.Tx, r *reversal) error {
	if len(r.cases) == 0 {
		return nil
	}
	return freeNumbers(ctx, t)
}

// leaveGap notes the number of a case that is about to go. That of one that was
// deleted stays given out.
func leaveGap(ctx context.Context, t *sqlite.Tx, caseID any, deleted bool) error {
	_, err := t.Exec(ctx, `INSERT INTO case_gap (kind, year, seq, at, deleted)
		SELECT kind, year, seq, ?, ? FROM case_record WHERE id = ? ON CONFLICT DO NOTHING`, sqlite.Stamp(t.Now), sqlite.Flag(deleted), caseID)
	return err
}

// freeNumbers takes away gaps above the last number of their year that is out:
// a gap is one only below such a number.
func freeNumbers(ctx context.Context, t *sqlite.Tx) error {
	_, err := t.Exec(ctx, `DELETE FROM case_gap AS g WHERE deleted = 0 AND seq > (SELECT max(
		coalesce((SELECT max(k.seq) FROM case_record k WHERE k.kind = g.kind AND k.year = g.year), 0),
		coalesce((SELECT max(o.seq) FROM case_gap o WHERE o.kind = g.kind AND o.year = g.year AND o.deleted = 1), 0)))`)
	return err
}

// settleMail puts each message on the timeline on which it belongs now.
func settleMail(ctx context.Context, t *sqlite.Tx, r *reversal) error {
	for _, id := range sorted(r.mails) {
		if _, err := t.Exec(ctx, `DELETE FROM interaction WHERE message_id = ?1 AND NOT EXISTS (SELECT 1 FROM message m
			WHERE m.id = ?1 AND m.contact_id IS NOT NULL AND m.copy_of IS NULL AND m.kind <> 'not-for-us')`, id); err != nil {
			return err
		}
		if err := addMailInteraction(ctx, t, id); err != nil {
			return err
		}
	}
	return nil
}

// nameConcerned names the first contacts of what stayed as it is.
func nameConcerned(ctx context.Context, t *sqlite.Tx, r *reversal) (err error) {
	if len(r.concerned) == 0 {
		return nil
	}
	r.out.Names, err = sqlite.Collect(ctx, t, sqlite.Plain[string], `SELECT c.display_name FROM json_each(?) j
		CROSS JOIN contact c ON c.id = j.value`, sqlite.List(r.concerned))
	return err
}
