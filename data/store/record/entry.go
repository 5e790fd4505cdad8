package record

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/sqlite"
)

// entryTypes are the types of entry in the order in which those of one moment
// stand on a timeline.
var entryTypes = []data.EntryType{
	data.EntryChange, data.EntryFollowUp, data.EntryOrder, data.EntryOpinion, data.EntryCase, data.EntryInteraction,
}

func entryRank(t data.EntryType) int { return slices.Index(entryTypes, t) }

// Entries returns a page of a contact's timeline, newest first, from the cursor
// on: what was said and done, cases, opinions, orders, follow-ups that were done,
// and changes of the card where they are asked for. A limit of 0 means all.
func (rs *Records) Entries(ctx context.Context, contactID int64, f data.EntryFilter, from data.EntryCursor,
	limit int,
) ([]data.Entry, error) {
	if limit <= 0 {
		limit = -1
	}
	var out []data.Entry
	err := rs.file.Read(ctx, "read timeline", func(q *sql.Tx) error {
		t := &timeline{q: q, of: contactID, f: f, from: from, limit: limit}
		for _, kind := range t.types() {
			rows, err := t.read(ctx, kind)
			if err != nil {
				return err
			}
			out = append(out, rows...)
		}
		slices.SortStableFunc(out, func(a, b data.Entry) int {
			return cmp.Or(b.At.Compare(a.At), cmp.Compare(entryRank(a.Type), entryRank(b.Type)), cmp.Compare(b.ID, a.ID))
		})
		if limit > 0 && len(out) > limit {
			out = out[:limit]
		}
		return nil
	})
	return out, err
}

// timeline is one that is being read.
type timeline struct {
	q     sqlite.Querier
	of    int64
	f     data.EntryFilter
	from  data.EntryCursor
	limit int
}

// read returns a page of one type's entries.
func (t *timeline) read(ctx context.Context, kind data.EntryType) ([]data.Entry, error) {
	switch kind {
	case data.EntryInteraction:
		return t.interactions(ctx)
	case data.EntryCase:
		return t.cases(ctx)
	case data.EntryOpinion:
		return t.opinions(ctx)
	case data.EntryOrder:
		return t.orders(ctx)
	case data.EntryFollowUp:
		return t.followUps(ctx)
	case data.EntryChange:
		return t.changes(ctx)
	}
	return nil, nil
}

// types are those that the filter asks for. Only what was said and done has a
// channel and can be pinned.
func (t *timeline) types() []data.EntryType {
	all := t.f.Types
	if len(all) == 0 {
		all = slices.DeleteFunc(slices.Clone(entryTypes), func(e data.EntryType) bool { return e == data.EntryChange })
	}
	return slices.DeleteFunc(slices.Clone(all), func(e data.EntryType) bool {
		return e != data.EntryInteraction && (t.f.Pinned || len(t.f.Channels) > 0)
	})
}

// shows reports whether entries of the type stand on this timeline.
func (t *timeline) shows(e data.EntryType) bool { return slices.Contains(t.types(), e) }

// whose is the condition that a record is the contact's, or of the company's people.
func (t *timeline) whose(column string) (string, []any) {
	if !t.f.Company {
		return column + ` = ?`, []any{t.of}
	}
	return column + ` IN (SELECT id FROM contact WHERE company_id = ? UNION SELECT ?)`, []any{t.of, t.of}
}

// page is the end of a query of one type's entries: whose they are, those after
// the cursor, in order and no more than the page holds.
func (t *timeline) page(kind data.EntryType, contact, at, id string, more ...string) (string, []any) {
	where, args := t.whose(contact)
	conds := append([]string{where}, more...)
	if !t.from.At.IsZero() {
		ms := t.from.At.UnixMilli()
		switch mine, theirs := entryRank(kind), entryRank(t.from.Type); {
		case mine > theirs:
			conds, args = append(conds, at+` <= ?`), append(args, ms)
		case mine < theirs:
			conds, args = append(conds, at+` < ?`), append(args, ms)
		default:
			conds, args = append(conds, `(`+at+`, `+id+`) < (?, ?)`), append(args, ms, t.from.ID)
		}
	}
	return ` WHERE ` + strings.Join(conds, ` AND `) + ` ORDER BY ` + at + ` DESC, ` + id + ` DESC LIMIT ?`,
		append(args, t.limit)
}

// named fills in whose an entry is where it is not the asked contact's own.
func (t *timeline) named(e *data.Entry, name string) {
	if e.ContactID != t.of {
		e.ContactName = name
	}
}

// readEntries reads what scan makes of a page of one type's entries.
func (t *timeline) readEntries(ctx context.Context, kind data.EntryType, scan func(sqlite.Scanner, *data.Entry) error,
	query string, args []any,
) ([]data.Entry, error) {
	return sqlite.Collect(ctx, t.q, func(s sqlite.Scanner, e *data.Entry) error {
		if err := scan(s, e); err != nil {
			return err
		}
		e.Type = kind
		if e.Excerpt == "" {
			e.Excerpt = fulltext.Excerpt(e.Text, fulltext.ExcerptLength)
		}
		return nil
	}, query, args...)
}

// interactions finds a page by the index alone and reads only its rows.
func (t *timeline) interactions(ctx context.Context) ([]data.Entry, error) {
	var conds []string
	if t.f.Pinned {
		conds = append(conds, `i.pinned = 1`)
	}
	if len(t.f.Channels) > 0 {
		conds = append(conds, `i.channel IN (SELECT value FROM json_each('`+strings.ReplaceAll(sqlite.List(t.f.Channels), `'`, `''`)+`'))`)
	}
	page, args := t.page(data.EntryInteraction, `i.contact_id`, `i.at`, `i.id`, conds...)
	ids, err := sqlite.Collect(ctx, t.q, sqlite.Plain[int64], `SELECT i.id FROM interaction i`+page, args...)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return t.readEntries(ctx, data.EntryInteraction, func(s sqlite.Scanner, e *data.Entry) error {
		var name string
		err := s.Scan(&e.ID, &e.ContactID, &name, sqlite.TimeOf(&e.At), &e.Channel, &e.Direction, &e.Kind, &e.Category,
			&e.Title, &e.Text, &e.Note, &e.Minutes, sqlite.RefOf(&e.CaseID), sqlite.RefOf(&e.MessageID), &e.Automatic, &e.CaseNumber, &e.Excerpt,
			&e.Pinned, &e.Outcome)
		t.named(e, name)
		return err
	}, `SELECT i.id, i.contact_id, c.display_name, i.at, i.channel, i.direction, i.kind, i.category, coalesce(m.subject, i.subject),
		coalesce(x.text, i.text), i.note, i.minutes, i.case_id, i.message_id, i.automatic, coalesce(k.number, ''),
		coalesce(m.excerpt, ''), i.pinned, i.outcome
		FROM json_each(?) j CROSS JOIN interaction i ON i.id = j.value JOIN contact c ON c.id = i.contact_id
		LEFT JOIN message m ON m.id = i.message_id LEFT JOIN message_text x ON x.message_id = i.message_id
		LEFT JOIN case_record k ON k.id = i.case_id`, []any{sqlite.List(ids)})
}

// once is the text of a record that came with a mail: where the mail itself
// stands on the timeline, too, it is not said again.
func (t *timeline) once(e *data.Entry) {
	if e.MessageID != 0 && t.shows(data.EntryInteraction) {
		e.Text = ""
	}
}

func (t *timeline) cases(ctx context.Context) ([]data.Entry, error) {
	page, args := t.page(data.EntryCase, `k.contact_id`, `k.received`, `k.id`)
	return t.readEntries(ctx, data.EntryCase, func(s sqlite.Scanner, e *data.Entry) error {
		var name string
		err := s.Scan(&e.ID, &e.ContactID, &name, sqlite.TimeOf(&e.At), &e.Channel, &e.Kind, &e.Title, &e.Text, &e.Note,
			sqlite.RefOf(&e.MessageID), &e.CaseNumber, &e.State)
		e.CaseID, e.Direction = e.ID, data.Inbound
		t.named(e, name)
		t.once(e)
		return err
	}, `SELECT k.id, k.contact_id, c.display_name, k.received, k.channel, iif(k.kind = 'complaint', 'complaint', 'question'),
		coalesce(nullif(k.subject, ''), m.subject, ''), coalesce(k.text, x.text, ''), k.reason, k.message_id, k.number,
		k.state FROM case_record k JOIN contact c ON c.id = k.contact_id
		LEFT JOIN message m ON m.id = k.message_id LEFT JOIN message_text x ON x.message_id = k.message_id`+page, args)
}

func (t *timeline) opinions(ctx context.Context) ([]data.Entry, error) {
	page, args := t.page(data.EntryOpinion, `o.contact_id`, `o.at`, `o.id`)
	return t.readEntries(ctx, data.EntryOpinion, func(s sqlite.Scanner, e *data.Entry) error {
		var name string
		err := s.Scan(&e.ID, &e.ContactID, &name, sqlite.TimeOf(&e.At), &e.Channel, &e.Rating, &e.Tone, &e.Text, sqlite.RefOf(&e.MessageID))
		e.Direction = data.Inbound
		t.named(e, name)
		t.once(e)
		return err
	}, `SELECT o.id, o.contact_id, c.display_name, o.at, o.source, o.rating, o.tone, coalesce(o.text, x.text, ''),
		o.message_id FROM opinion o JOIN contact c ON c.id = o.contact_id
		LEFT JOIN message_text x ON x.message_id = o.message_id`+page, args)
}

// orderAt puts an order, of which only the day is known, at noon.
const orderAt = `(unixepoch(o.on_day, '+12 hours') * 1000)`

func (t *timeline) orders(ctx context.Context) ([]data.Entry, error) {
	page, args := t.page(data.EntryOrder, `o.contact_id`, orderAt, `o.id`)
	return t.readEntries(ctx, data.EntryOrder, func(s sqlite.Scanner, e *data.Entry) error {
		var name string
		err := s.Scan(&e.ID, &e.ContactID, &name, sqlite.TimeOf(&e.At), &e.Amount.Minor, &e.Amount.Currency, &e.Title, sqlite.RefOf(&e.MessageID))
		t.named(e, name)
		return err
	}, `SELECT o.id, o.contact_id, c.display_name, `+orderAt+`, o.amount, o.currency, o.what, o.message_id
		FROM sale_order o JOIN contact c ON c.id = o.contact_id`+page, args)
}

func (t *timeline) followUps(ctx context.Context) ([]data.Entry, error) {
	page, args := t.page(data.EntryFollowUp, `f.contact_id`, `f.done`, `f.id`, `f.done IS NOT NULL`)
	return t.readEntries(ctx, data.EntryFollowUp, func(s sqlite.Scanner, e *data.Entry) error {
		var name string
		err := s.Scan(&e.ID, &e.ContactID, &name, sqlite.TimeOf(&e.At), &e.Title, sqlite.RefOf(&e.CaseID), sqlite.RefOf(&e.MessageID), &e.CaseNumber)
		t.named(e, name)
		return err
	}, `SELECT f.id, f.contact_id, c.display_name, f.done, f.what, f.case_id, f.message_id, coalesce(k.number, '')
		FROM follow_up f JOIN contact c ON c.id = f.contact_id LEFT JOIN case_record k ON k.id = f.case_id`+page, args)
}

// cardTables are those whose changes are changes of the card.
const cardTables = `('contact', 'handle', 'contact_tag', 'address', 'consent', 'contact_field')`

// changes finds the deeds that changed the card in the journal: one entry
// for each, whatever it changed.
func (t *timeline) changes(ctx context.Context) ([]data.Entry, error) {
	page, args := t.page(data.EntryChange, `g.contact_id`, `a.at`, `a.id`, `g.tbl IN `+cardTables)
	page = strings.Replace(page, ` ORDER BY`, ` GROUP BY a.id ORDER BY`, 1)
	return t.readEntries(ctx, data.EntryChange, func(s sqlite.Scanner, e *data.Entry) error {
		var name string
		err := s.Scan(&e.ID, &e.ContactID, &name, sqlite.TimeOf(&e.At), &e.What)
		t.named(e, name)
		return err
	}, `SELECT a.id, min(g.contact_id), coalesce(c.display_name, ''), a.at, a.what FROM action_change g
		JOIN action a ON a.id = g.action_id LEFT JOIN contact c ON c.id = g.contact_id`+page, args)
}
