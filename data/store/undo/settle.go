package undo

import (
	"context"
	"maps"
	"slices"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/contacts"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/record"
	"kartoteka/data/store/sqlite"
)

// touched notes what a row's change concerns.
func (r *reversal) touched(c *journal.Row) {
	r.out.Changes++
	id, _ := c.Key[0].(int64)
	switch c.Table.Name {
	case "contact":
		r.cards[id] = true
		r.renamed[id] = r.renamed[id] || c.Op == "update"
	case "handle":
		r.cards[c.Contact], r.renamed[c.Contact] = true, true
		if other, ok := c.Before["contact_id"].(int64); ok {
			r.cards[other], r.renamed[other] = true, true
		}
	case "contact_tag", "contact_field", "address", "consent":
		r.cards[c.Contact] = true
		if other, ok := c.Before["contact_id"].(int64); ok {
			r.cards[other] = true
		}
	case "interaction":
		r.interactions[id] = true
		if m, ok := c.Before["message_id"].(int64); ok {
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
	fulltext.TouchContacts(t, there...)
	if _, err := t.Exec(ctx, `DELETE FROM fts_contact WHERE rowid IN (SELECT value FROM json_each(?))`, sqlite.List(cards)); err != nil {
		return err
	}
	there = slices.DeleteFunc(there, func(id int64) bool { return r.restored[id] || !r.renamed[id] })
	if err := contacts.Rekey(ctx, t, there); err != nil {
		return err
	}
	return linkRestored(ctx, t, r)
}

// linkRestored ties to the contacts that came back the mail of their addresses
// that was kept while they were gone.
func linkRestored(ctx context.Context, t *sqlite.Tx, r *reversal) error {
	newest, _, err := sqlite.Value[int64](ctx, t, `SELECT kept FROM message ORDER BY id DESC LIMIT 1`)
	if err != nil || newest <= r.Deed.At.UnixMilli() {
		return err
	}
	for _, id := range sorted(r.restored) {
		c, err := contacts.Get(ctx, t, id)
		if err != nil {
			return err
		}
		if _, err := contacts.LinkMailSince(ctx, t, id, c.Handles, r.Deed.At); err != nil {
			return err
		}
	}
	return nil
}

// settleDocs makes what went back findable by its words as they are now.
func settleDocs(ctx context.Context, t *sqlite.Tx, r *reversal) error {
	for _, s := range []struct {
		typ   fulltext.Doc
		ids   map[int64]bool
		query string
	}{
		{fulltext.Interaction, r.interactions, `SELECT at FROM interaction WHERE id = ? AND message_id IS NULL`},
		{fulltext.Case, r.cases, `SELECT received FROM case_record WHERE id = ?`},
	} {
		for _, id := range sorted(s.ids) {
			if err := fulltext.Drop(ctx, t, s.typ, id); err != nil {
				return err
			}
			at, found, err := sqlite.Value[int64](ctx, t, s.query, id)
			if err != nil {
				return err
			}
			if !found {
				continue
			}
			if err := fulltext.Add(ctx, t, s.typ, id, time.UnixMilli(at)); err != nil {
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
	return record.FreeNumbers(ctx, t)
}

// settleMail puts each message on the timeline on which it belongs now.
func settleMail(ctx context.Context, t *sqlite.Tx, r *reversal) error {
	for _, id := range sorted(r.mails) {
		if _, err := t.Exec(ctx, `DELETE FROM interaction WHERE message_id = ?1 AND NOT EXISTS (SELECT 1 FROM message m
			WHERE m.id = ?1 AND m.contact_id IS NOT NULL AND m.copy_of IS NULL AND m.kind <> 'not-for-us')`, id); err != nil {
			return err
		}
		if err := record.AddMailInteraction(ctx, t, id); err != nil {
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

// settleTrash makes messages that came out of the trash findable again, and
// those that went back into it not.
func settleTrash(ctx context.Context, t *sqlite.Tx, r *reversal) error {
	type state struct {
		id             int64
		at             time.Time
		trashed, found bool
	}
	all, err := sqlite.Collect(ctx, t, func(s sqlite.Scanner, v *state) error {
		return s.Scan(&v.id, sqlite.TimeOf(&v.at), &v.trashed, &v.found)
	}, `SELECT m.id, m.at, m.trashed IS NOT NULL, EXISTS (SELECT 1 FROM doc d WHERE d.type = 1 AND d.ref = m.id)
		FROM json_each(?) j CROSS JOIN message m ON m.id = j.value`, sqlite.List(sorted(r.mails)))
	if err != nil {
		return err
	}
	for _, v := range all {
		switch {
		case v.trashed && v.found:
			err = fulltext.Drop(ctx, t, fulltext.Message, v.id)
		case !v.trashed && !v.found:
			err = fulltext.Add(ctx, t, fulltext.Message, v.id, v.at)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
