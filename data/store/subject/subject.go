package subject

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"kartoteka/data"
	"kartoteka/data/store/contacts"
	"kartoteka/data/store/erasing"
	"kartoteka/data/store/letter"
	"kartoteka/data/store/mailbox"
	"kartoteka/data/store/person"
	"kartoteka/data/store/record"
	"kartoteka/data/store/sqlite"
)

// Rights are what people may ask for whose data are kept, and the registers that
// the law wants of the firm.
type Rights struct {
	file    *sqlite.File
	letters *letter.Letters
}

// New returns the rights to what is kept in a file.
func New(file *sqlite.File, letters *letter.Letters) *Rights { return &Rights{file, letters} }

// Subject returns everything that is kept about one person, as it is at one
// moment, but for mail (see SubjectMail). Where others' records name the
// person, it is said where, and not what else stands there.
func (rs *Rights) Subject(ctx context.Context, id int64) (data.Subject, error) {
	s := data.Subject{FieldNames: map[int64]string{}}
	err := rs.file.Read(ctx, "read subject", func(q *sql.Tx) (err error) {
		if s.Contact, err = contacts.Get(ctx, q, id); err != nil {
			return err
		}
		if err := subjectNames(ctx, q, &s); err != nil {
			return err
		}
		if err := subjectRecords(ctx, q, id, &s); err != nil {
			return err
		}
		who, err := person.Identify(ctx, q, id)
		if err != nil {
			return err
		}
		if s.Changes, err = subjectChanges(ctx, q, who.IDs); err != nil {
			return err
		}
		if err := subjectOutside(ctx, q, &who, &s); err != nil {
			return err
		}
		s.Mentions, err = erasing.Mentions(ctx, q, who)
		return err
	})
	return s, err
}

// subjectNames reads what a card refers to: its company, and what the owner
// calls his own fields.
func subjectNames(ctx context.Context, q sqlite.Querier, s *data.Subject) error {
	name, _, err := sqlite.Value[string](ctx, q, `SELECT display_name FROM contact WHERE id = ?`, s.Contact.CompanyID)
	if err != nil {
		return err
	}
	s.CompanyName = name
	return sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var id int64
		var name string
		err := rows.Scan(&id, &name)
		s.FieldNames[id] = name
		return err
	}, `SELECT id, name FROM custom_field`)
}

func subjectRecords(ctx context.Context, q sqlite.Querier, id int64, s *data.Subject) (err error) {
	if s.Interactions, err = sqlite.Collect(ctx, q, record.ScanTimeline, record.TimelineRows+`
		WHERE i.contact_id = ? ORDER BY i.at DESC, i.id DESC`, id); err != nil {
		return err
	}
	rows, err := sqlite.Collect(ctx, q, record.ScanCase, `SELECT `+record.CaseColumns+record.CaseTables+`
		WHERE k.contact_id = ? ORDER BY k.received DESC, k.id DESC`, id)
	if err != nil {
		return err
	}
	for i := range rows {
		s.Cases = append(s.Cases, rows[i].Case)
	}
	if s.Opinions, err = sqlite.Collect(ctx, q, record.ScanOpinion, `SELECT `+record.OpinionColumns+record.OpinionTables+`
		WHERE o.contact_id = ? ORDER BY o.at DESC, o.id DESC`, id); err != nil {
		return err
	}
	if s.Orders, err = sqlite.Collect(ctx, q, record.ScanOrder, `SELECT `+record.OrderColumns+` FROM sale_order o
		WHERE o.contact_id = ? ORDER BY o.on_day DESC, o.id DESC`, id); err != nil {
		return err
	}
	todo, err := sqlite.Collect(ctx, q, record.ScanFollowUp, `SELECT `+record.FollowUpColumns+` FROM follow_up f
		LEFT JOIN contact c ON c.id = f.contact_id LEFT JOIN case_record k ON k.id = f.case_id
		WHERE f.contact_id = ? ORDER BY f.due DESC, f.id DESC`, id)
	if err != nil {
		return err
	}
	for i := range todo {
		s.FollowUps = append(s.FollowUps, todo[i].FollowUp)
	}
	s.Requests, err = requests(ctx, q, ` WHERE r.contact_id = ?`, id)
	return err
}

// subjectOutside reads what is kept of the person beside the mail that came: the
// headers of what was left on the server, answers that were drafted, and what
// was decided on the person's addresses.
func subjectOutside(ctx context.Context, q sqlite.Querier, who *person.Identity, s *data.Subject) (err error) {
	emails := who.MailAddresses()
	if s.Held, err = mailbox.HeldWith(ctx, q, emails); err != nil {
		return err
	}
	if s.Drafts, err = mailbox.DraftsTo(ctx, q, who.IDs, emails); err != nil {
		return err
	}
	s.Rules, err = mailbox.RulesOn(ctx, q, emails)
	return err
}

// subjectChanges returns what the journal holds of the cards, field by field,
// newest first.
func subjectChanges(ctx context.Context, q sqlite.Querier, ids []int64) ([]data.FieldChange, error) {
	var out []data.FieldChange
	err := sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var c data.FieldChange
		var before, after sql.NullString
		a := &c.Action
		if err := rows.Scan(&a.ID, sqlite.TimeOf(&a.At), &a.What, &c.Record, &before, &after); err != nil {
			return err
		}
		was, is := fieldsOf(before), fieldsOf(after)
		var names []string
		for k := range was {
			names = append(names, k)
		}
		for k := range is {
			names = append(names, k)
		}
		slices.Sort(names)
		for _, k := range slices.Compact(names) {
			c.Field, c.Before, c.After = k, was[k], is[k]
			out = append(out, c)
		}
		if len(names) == 0 {
			out = append(out, c)
		}
		return nil
	}, `SELECT a.id, a.at, a.what, c.tbl, c.before, c.after FROM action_change c JOIN action a ON a.id = c.action_id
		WHERE c.contact_id IN (SELECT value FROM json_each(?)) ORDER BY c.id DESC`, sqlite.List(ids))
	return out, err
}

// inner are columns that serve the program and say nothing of a person.
var inner = []string{"sort_key", "updated", "id", "contact_id", "rank", "uid"}

func fieldsOf(row sql.NullString) map[string]string {
	var at map[string]any
	if json.Unmarshal([]byte(row.String), &at) != nil {
		return nil
	}
	out := map[string]string{}
	for k, v := range at {
		if v != nil && v != "" && !slices.Contains(inner, k) {
			out[k] = fmt.Sprint(v)
		}
	}
	return out
}

// SubjectMail calls do for every message of a person, oldest first, with its
// bytes: what is tied to the card, and what has one of the person's addresses in
// its head. Only one message is open at a time.
func (rs *Rights) SubjectMail(ctx context.Context, id int64, do func(data.Message, *letter.Raw) error) error {
	ids, err := sqlite.Collect(ctx, rs.file, sqlite.Plain[int64], `SELECT id FROM message m WHERE contact_id = ?1
		OR id IN (SELECT a.message_id FROM message_address a JOIN handle h ON h.norm = a.norm
			WHERE h.contact_id = ?1 AND h.kind = 'email') ORDER BY at, id`, id)
	if err != nil {
		return sqlite.Told("list mail of subject", err)
	}
	for _, id := range ids {
		m, err := rs.letters.Message(ctx, id)
		if err != nil {
			return err
		}
		raw, err := rs.letters.OpenRaw(ctx, id)
		if err != nil {
			return err
		}
		if err := do(m, raw); err != nil {
			return err
		}
	}
	return nil
}
