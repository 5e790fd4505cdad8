package erasing

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/store/mailbox"
	"kartoteka/data/store/person"
	"kartoteka/data/store/record"
	"kartoteka/data/store/settings"
	"kartoteka/data/store/sqlite"
)

// erasePlan is what an erasure will do, found out before anything is changed,
// so that a preview and the deed itself can't differ.
type erasePlan struct {
	who      person.Identity
	named    bool               // other people's mail that only names the person goes, too
	messages []int64            // to be deleted
	drafts   []int64            // to be deleted
	orphans  map[string][]int64 // by table: what was the person's until the card went
	held     []mailbox.HeldPlace
	rules    []int64 // on the person's addresses
	rewrites []rewrite
	actions  []int64 // of the journal, to be deleted whole
	entries  []int64 // of the journal, to be deleted from actions that stay
	touched  []int64 // those actions
	counts   data.EraseCounts
	mentions []data.Mention
}

// rewrite is a row in which texts are replaced.
type rewrite struct {
	place *textPlace
	key   []any
	set   map[string]string
	id    int64 // of a row that full text or a list knows
}

func planErasure(ctx context.Context, q sqlite.Querier, who person.Identity, named bool) (*erasePlan, error) {
	p := &erasePlan{who: who, named: named}
	for _, step := range []func(context.Context, sqlite.Querier) error{
		p.findOrphans, p.findMessages, p.findDrafts, p.findHeld, p.findJournal, p.findMentions, p.count,
	} {
		if err := step(ctx, q); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// ids is the written form of the person's cards.
func (p *erasePlan) ids() string { return sqlite.List(p.who.IDs) }

// findMessages collects the mail that goes: the person's own, all that has one
// of the person's addresses in its head, all that quotes address or number, and
// second copies of any of it.
func (p *erasePlan) findMessages(ctx context.Context, q sqlite.Querier) error {
	mine, err := sqlite.Collect(ctx, q, sqlite.Plain[int64], `SELECT id FROM message
			WHERE contact_id IN (SELECT value FROM json_each(?1))
		UNION SELECT message_id FROM message_address WHERE norm IN (SELECT value FROM json_each(?2))`,
		p.ids(), sqlite.List(p.who.Emails))
	if err != nil {
		return err
	}
	going := map[int64]bool{}
	for _, id := range append(mine, p.orphans["message"]...) {
		going[id] = true
	}
	if err := p.findQuotes(ctx, q, going); err != nil {
		return err
	}
	if err := addCopies(ctx, q, going); err != nil {
		return err
	}
	for id := range going {
		p.messages = append(p.messages, id)
	}
	slices.Sort(p.messages)
	return nil
}

// findQuotes reads all other mail for the person.
func (p *erasePlan) findQuotes(ctx context.Context, q sqlite.Querier, going map[int64]bool) error {
	large, err := p.inPieces(ctx, q)
	if err != nil {
		return err
	}
	return sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var id, contact int64
		var head, text string
		var raw sql.RawBytes
		if err := rows.Scan(&id, sqlite.RefOf(&contact), &head, &text, &raw); err != nil {
			return err
		}
		if going[id] {
			return nil
		}
		quoted, named, shared := p.inMail(head, text, raw)
		switch {
		case quoted || large[id] || named && !shared && p.named:
			going[id] = true
		case named:
			p.mentions = append(p.mentions, data.Mention{Record: "message", ID: id, ContactID: contact, Stays: true})
		}
		return nil
	}, `SELECT m.id, m.contact_id, m.subject || char(10) || m.from_name || char(10) || m.to_addrs || char(10) ||
			m.cc_addrs || char(10) || m.reply_to || char(10) || m.message_id || char(10) || m.in_reply_to ||
			char(10) || m.refs, x.text, r.bytes
		FROM message m JOIN message_text x ON x.message_id = m.id JOIN mail_raw r ON r.message_id = m.id
		ORDER BY m.id`)
}

// inMail says whether a message quotes address or number, whether it gives the
// name, and whether that name is somebody else's as well.
func (p *erasePlan) inMail(head, text string, raw []byte) (quoted, named, shared bool) {
	shared = true
	for _, s := range []string{head, text} {
		for _, at := range p.who.Find(s) {
			quoted = quoted || !at.Name
			named = named || at.Name
			shared = shared && !at.Certain
		}
	}
	return quoted || p.who.InBytes(raw), named, shared
}

// inPieces finds the large messages whose bytes hold an address.
func (p *erasePlan) inPieces(ctx context.Context, q sqlite.Querier) (map[int64]bool, error) {
	found := map[int64]bool{}
	if len(p.who.Emails) == 0 {
		return found, nil
	}
	const overlap = 1 << 10 // more than an address has
	var last int64
	var seen []byte // the end of the piece before
	err := sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var id int64
		var piece sql.RawBytes
		if err := rows.Scan(&id, &piece); err != nil {
			return err
		}
		if id != last {
			last, seen = id, seen[:0]
		}
		seen = append(seen, piece...)
		found[id] = found[id] || p.who.InBytes(seen)
		seen = append(seen[:0], seen[max(0, len(seen)-overlap):]...)
		return nil
	}, `SELECT message_id, bytes FROM mail_raw_piece ORDER BY message_id, n`)
	return found, err
}

// addCopies adds the other copies of the same letters.
func addCopies(ctx context.Context, q sqlite.Querier, going map[int64]bool) error {
	return sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var id, original int64
		err := rows.Scan(&id, &original)
		if going[id] || going[original] {
			going[id], going[original] = true, true
		}
		return err
	}, `SELECT id, copy_of FROM message WHERE copy_of IS NOT NULL ORDER BY id`)
}

// findJournal finds what the journal holds of the person: an action that was
// about nobody else goes whole, of another only the person's part.
func (p *erasePlan) findJournal(ctx context.Context, q sqlite.Querier) error {
	const mine = ` (contact_id IN (SELECT value FROM json_each(?1))
		OR tbl IN ('message', 'filing', 'message_text', 'mail_raw', 'attachment', 'message_address')
			AND json_extract(key, '$[0]') IN (SELECT value FROM json_each(?2)))`
	var err error
	if p.actions, err = sqlite.Collect(ctx, q, sqlite.Plain[int64], `SELECT DISTINCT action_id FROM action_change c WHERE`+mine+`
		AND NOT EXISTS (SELECT 1 FROM action_change o WHERE o.action_id = c.action_id
			AND o.contact_id IS NOT NULL AND o.contact_id NOT IN (SELECT value FROM json_each(?1))
			AND (o.tbl = 'contact' AND o.op = 'delete' -- of a deletion the rest only follows
				OR c.action_id NOT IN (SELECT id FROM action WHERE what = 'contact-delete')))`,
		p.ids(), sqlite.List(p.messages)); err != nil {
		return err
	}
	err = sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var id, action int64
		var own bool
		var key string
		if err := rows.Scan(&id, &action, &own, &key); err != nil {
			return err
		}
		if !own { // a tag is its own key, and may be a name
			_, own, _ = p.who.RedactIn(key, true)
		}
		if own {
			p.entries = append(p.entries, id)
			p.touched = append(p.touched, action)
		}
		return nil
	}, `SELECT id, action_id, mine, key FROM (SELECT id, action_id, key, tbl, coalesce(`+mine+`, 0) AS mine FROM action_change)
		WHERE (mine OR tbl IN ('contact_tag', 'category')) AND action_id NOT IN (SELECT value FROM json_each(?3))`,
		p.ids(), sqlite.List(p.messages), sqlite.List(p.actions))
	return err
}

// count counts what is concerned, by kind.
func (p *erasePlan) count(ctx context.Context, q sqlite.Querier) error {
	c := &p.counts
	for _, n := range []struct {
		into  *int
		query string
	}{
		{&c.Fields, `SELECT (SELECT count(*) FROM handle WHERE contact_id IN (SELECT value FROM json_each(?1)))
			+ (SELECT count(*) FROM address WHERE contact_id IN (SELECT value FROM json_each(?1)))
			+ (SELECT count(*) FROM consent WHERE contact_id IN (SELECT value FROM json_each(?1)))
			+ (SELECT count(*) FROM contact_field WHERE contact_id IN (SELECT value FROM json_each(?1)))
			+ (SELECT count(*) FROM contact_tag WHERE contact_id IN (SELECT value FROM json_each(?1)))
			+ (SELECT coalesce(sum(` + filledFields() + `), 0) FROM contact WHERE id IN (SELECT value FROM json_each(?1)))`},
		{&c.Interactions, `SELECT count(*) FROM interaction WHERE contact_id IN (SELECT value FROM json_each(?1))`},
		{&c.Messages, `SELECT json_array_length(?2) + 0 * length(?1)`},
		{&c.Attachments, `SELECT count(*) + 0 * length(?1) FROM attachment
			WHERE message_id IN (SELECT value FROM json_each(?2))`},
		{&c.SharedMail, `SELECT count(*) FROM message WHERE id IN (SELECT value FROM json_each(?2))
			AND contact_id NOT IN (SELECT value FROM json_each(?1))`},
		{&c.Journal, `SELECT count(*) + json_array_length(?2) * 0 + length(?1) * 0 FROM action_change
			WHERE action_id IN (SELECT value FROM json_each(?3))`},
	} {
		args := []any{p.ids(), sqlite.List(p.messages)}
		if strings.Contains(n.query, "?3") {
			args = append(args, sqlite.List(p.actions))
		}
		got, _, err := sqlite.Value[int](ctx, q, n.query, args...)
		if err != nil {
			return err
		}
		*n.into = got
	}
	c.Journal += len(p.entries)
	c.Mentions = len(p.rewrites)
	return p.countOwn(ctx, q)
}

// countOwn counts the records that were the person's even after the card went.
func (p *erasePlan) countOwn(ctx context.Context, q sqlite.Querier) error {
	var cases []int64
	for _, n := range []struct {
		into  *int
		table string
	}{
		{&p.counts.Cases, "case_record"}, {&p.counts.Opinions, "opinion"}, {&p.counts.Orders, "sale_order"},
	} {
		ids, err := p.own(ctx, q, n.table)
		if err != nil {
			return err
		}
		if *n.into = len(ids); n.table == "case_record" {
			cases = ids
		}
	}
	n, _, err := sqlite.Value[int](ctx, q, `SELECT count(*) FROM follow_up WHERE `+ownFollowUps, p.ids(), sqlite.List(p.orphans["follow_up"]), sqlite.List(cases))
	p.counts.FollowUps = n
	return err
}

// ownFollowUps selects what is to be done for the person: ?1 cards, ?2 what was
// one's until it went, ?3 cases.
const ownFollowUps = `contact_id IN (SELECT value FROM json_each(?1)) OR id IN (SELECT value FROM json_each(?2))
	OR contact_id IS NULL AND case_id IN (SELECT value FROM json_each(?3))`

// identityColumns are the columns of a card that say who somebody is. What is
// left (kind, year of birth, legal type, channels, status and its days) is what
// figures are made of.
var identityColumns = []string{
	"given_name", "family_name", "company", "nip", "regon", "street", "post_code", "city", "note", "nickname",
	"job_title", "region", "country", "best_hours", "no_contact_why", "arrangements", "end_note",
}

func filledFields() string {
	parts := make([]string, len(identityColumns))
	for i, c := range identityColumns {
		parts[i] = c + ` <> ''`
	}
	return strings.Join(parts, ` + `)
}

// blocks finds what speaks against erasing the person: an open complaint or
// request, since claims hang on it (RODO art. 17(3)(e)), and sales whose tax
// documents have to be kept (art. 17(3)(b)); until gives the last day for a sale.
func (p *erasePlan) blocks(ctx context.Context, q sqlite.Querier, today data.Date, until func(data.Date) data.Date) ([]data.EraseBlock, error) {
	cases, err := p.own(ctx, q, "case_record")
	if err != nil {
		return nil, err
	}
	orders, err := p.own(ctx, q, "sale_order")
	if err != nil {
		return nil, err
	}
	out, err := sqlite.Collect(ctx, q, func(s sqlite.Scanner, b *data.EraseBlock) error {
		b.Kind, b.Count = "case", 1
		return s.Scan(&b.Title)
	}, `SELECT number FROM case_record WHERE id IN (SELECT value FROM json_each(?)) AND `+record.OpenCase+`
		ORDER BY received`, sqlite.List(cases))
	if err != nil {
		return nil, err
	}
	sold := data.EraseBlock{Kind: "orders"}
	err = sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var on data.Date
		if err := rows.Scan(sqlite.DayOf(&on)); err != nil {
			return err
		}
		if last := until(on); !last.Before(today) {
			sold.Count++
			if last.After(sold.Until) {
				sold.Until = last
			}
		}
		return nil
	}, `SELECT on_day FROM sale_order WHERE id IN (SELECT value FROM json_each(?))`, sqlite.List(orders))
	if sold.Count > 0 {
		out = append(out, sold)
	}
	return out, err
}

// ErasureBlocks returns what speaks against erasing a contact.
func (er *Eraser) ErasureBlocks(ctx context.Context, id int64, until func(data.Date) data.Date) ([]data.EraseBlock, error) {
	day, err := settings.Today(ctx, er.file, er.file.Now())
	if err != nil {
		return nil, sqlite.Told("find what speaks against erasing", err)
	}
	p := &erasePlan{who: person.Identity{IDs: []int64{id}}}
	out, err := p.blocks(ctx, er.file, day, until)
	return out, sqlite.Told("find what speaks against erasing", err)
}
