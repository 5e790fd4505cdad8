package store

import (
	"context"
	"maps"
	"slices"
	"time"

	"kartoteka/data"
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
func (t *tx) settle(ctx context.Context, r *reversal) error {
	t.changed(data.TopicContacts, data.TopicMail, data.TopicCases, data.TopicFollowUps)
	for _, step := range []func(context.Context, *reversal) error{
		t.settleCards, t.settleDocs, t.settleNumbers, t.settleMail, t.settleTrash, t.nameConcerned,
	} {
		if err := step(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

func sorted(m map[int64]bool) []int64 { return slices.Sorted(maps.Keys(m)) }

func (t *tx) settleCards(ctx context.Context, r *reversal) error {
	cards := sorted(r.cards)
	there, err := collect(ctx, t, plain[int64], `SELECT c.id FROM json_each(?) j CROSS JOIN contact c ON c.id = j.value`,
		list(cards))
	if err != nil {
		return err
	}
	t.contacts = append(t.contacts, there...)
	if _, err := t.exec(ctx, `DELETE FROM fts_contact WHERE rowid IN (SELECT value FROM json_each(?))`, list(cards)); err != nil {
		return err
	}
	there = slices.DeleteFunc(there, func(id int64) bool { return r.restored[id] || !r.renamed[id] })
	if err := t.rekey(ctx, there); err != nil {
		return err
	}
	return t.linkRestored(ctx, r)
}

// linkRestored ties to the contacts that came back the mail of their addresses
// that was kept while they were gone.
func (t *tx) linkRestored(ctx context.Context, r *reversal) error {
	newest, _, err := value[int64](ctx, t, `SELECT kept FROM message ORDER BY id DESC LIMIT 1`)
	if err != nil || newest <= r.of.At.UnixMilli() {
		return err
	}
	for _, id := range sorted(r.restored) {
		c, err := contact(ctx, t, id)
		if err != nil {
			return err
		}
		if _, err := t.linkMailSince(ctx, id, c.Handles, r.of.At); err != nil {
			return err
		}
	}
	return nil
}

// settleDocs makes what went back findable by its words as they are now.
func (t *tx) settleDocs(ctx context.Context, r *reversal) error {
	for _, s := range []struct {
		typ   docType
		ids   map[int64]bool
		query string
	}{
		{docInteraction, r.interactions, `SELECT at FROM interaction WHERE id = ? AND message_id IS NULL`},
		{docCase, r.cases, `SELECT received FROM case_record WHERE id = ?`},
	} {
		for _, id := range sorted(s.ids) {
			if err := t.dropDoc(ctx, s.typ, id); err != nil {
				return err
			}
			at, found, err := value[int64](ctx, t, s.query, id)
			if err != nil {
				return err
			}
			if !found {
				continue
			}
			if err := t.addDoc(ctx, s.typ, id, time.UnixMilli(at)); err != nil {
				return err
			}
		}
	}
	return nil
}

// settleNumbers notes the gaps that cases left which went, and frees the numbers
// above the last that is out.
func (t *tx) settleNumbers(ctx context.Context, r *reversal) error {
	if len(r.cases) == 0 {
		return nil
	}
	return t.freeNumbers(ctx)
}

// leaveGap notes the number of a case that is about to go. That of one that was
// deleted stays given out.
func (t *tx) leaveGap(ctx context.Context, caseID any, deleted bool) error {
	_, err := t.exec(ctx, `INSERT INTO case_gap (kind, year, seq, at, deleted)
		SELECT kind, year, seq, ?, ? FROM case_record WHERE id = ? ON CONFLICT DO NOTHING`, stamp(t.now), flag(deleted), caseID)
	return err
}

// freeNumbers takes away gaps above the last number of their year that is out:
// a gap is one only below such a number.
func (t *tx) freeNumbers(ctx context.Context) error {
	_, err := t.exec(ctx, `DELETE FROM case_gap AS g WHERE deleted = 0 AND seq > (SELECT max(
		coalesce((SELECT max(k.seq) FROM case_record k WHERE k.kind = g.kind AND k.year = g.year), 0),
		coalesce((SELECT max(o.seq) FROM case_gap o WHERE o.kind = g.kind AND o.year = g.year AND o.deleted = 1), 0)))`)
	return err
}

// settleMail puts each message on the timeline on which it belongs now.
func (t *tx) settleMail(ctx context.Context, r *reversal) error {
	for _, id := range sorted(r.mails) {
		if _, err := t.exec(ctx, `DELETE FROM interaction WHERE message_id = ?1 AND NOT EXISTS (SELECT 1 FROM message m
			WHERE m.id = ?1 AND m.contact_id IS NOT NULL AND m.copy_of IS NULL AND m.kind <> 'not-for-us')`, id); err != nil {
			return err
		}
		if err := t.addMailInteraction(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// nameConcerned names the first contacts of what stayed as it is.
func (t *tx) nameConcerned(ctx context.Context, r *reversal) (err error) {
	if len(r.concerned) == 0 {
		return nil
	}
	r.out.Names, err = collect(ctx, t, plain[string], `SELECT c.display_name FROM json_each(?) j
		CROSS JOIN contact c ON c.id = j.value`, list(r.concerned))
	return err
}
