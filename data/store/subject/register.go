package subject

import (
	"context"
	"strings"

	"kartoteka/data"
	"kartoteka/data/store/record"
	"kartoteka/data/store/settings"
	"kartoteka/data/store/sqlite"
)

// SubjectRequests returns the register of requests: open ones by the day by
// which they are due, then the answered ones, newest first.
func (rs *Rights) SubjectRequests(ctx context.Context) ([]data.SubjectRequest, error) {
	day, err := settings.Today(ctx, rs.file, rs.file.Now())
	if err != nil {
		return nil, sqlite.Told("list requests", err)
	}
	out, err := requests(ctx, rs.file, ``)
	for i := range out {
		if out[i].Open() {
			out[i].DaysLeft = out[i].Due.Sub(day)
		}
	}
	return out, sqlite.Told("list requests", err)
}

func requests(ctx context.Context, q sqlite.Querier, where string, args ...any) ([]data.SubjectRequest, error) {
	return sqlite.Collect(ctx, q, func(s sqlite.Scanner, r *data.SubjectRequest) error {
		return s.Scan(&r.ID, &r.Kind, sqlite.RefOf(&r.ContactID), &r.ContactName, &r.Who, &r.Channel, sqlite.DayOf(&r.Received),
			sqlite.DayOf(&r.Due), sqlite.DayOf(&r.Extended), &r.Why, sqlite.DayOf(&r.Answered), &r.Outcome, &r.Note)
	}, `SELECT r.id, r.kind, r.contact_id, coalesce(c.display_name, ''), r.who, r.channel, r.received, r.due,
			r.extended, r.why, r.answered, r.outcome, r.note
		FROM subject_request r LEFT JOIN contact c ON c.id = r.contact_id`+where+`
		ORDER BY r.answered <> '', CASE WHEN r.answered = '' THEN r.due END, r.received DESC, r.id DESC`, args...)
}

// SaveSubjectRequest saves a request, as a new one when it has no id, and
// returns its id.
func (rs *Rights) SaveSubjectRequest(ctx context.Context, r data.SubjectRequest) (id int64, err error) {
	err = rs.file.Write(ctx, "save request", func(t *sqlite.Tx) error {
		t.Changed(data.TopicPrivacy)
		if r.ContactID != 0 {
			if err := record.MustExist(ctx, t, "contact", r.ContactID); err != nil {
				return err
			}
		}
		id, err = save(ctx, t, "subject_request", r.ID, []field{
			{"kind", string(r.Kind)},
			{"contact_id", sqlite.Ref(r.ContactID)},
			{"who", strings.TrimSpace(r.Who)},
			{"channel", string(r.Channel)},
			{"received", r.Received.String()},
			{"due", r.Due.String()},
			{"extended", r.Extended.String()},
			{"why", r.Why},
			{"answered", r.Answered.String()},
			{"outcome", string(r.Outcome)},
			{"note", r.Note},
		})
		return err
	})
	return id, err
}

// field is a column and what is written into it.
type field struct {
	column string
	value  any
}

// save writes a row of a register and returns its id; without one it is new.
func save(ctx context.Context, t *sqlite.Tx, table string, id int64, fields []field) (int64, error) {
	names, marks, args := make([]string, len(fields)), make([]string, len(fields)), make([]any, len(fields))
	for i, f := range fields {
		names[i], marks[i], args[i] = f.column, "?", f.value
	}
	if id == 0 {
		return t.Insert(ctx, `INSERT INTO `+table+` (`+strings.Join(names, `, `)+`) VALUES (`+strings.Join(marks, `, `)+`)`, args...)
	}
	n, err := t.Exec(ctx, `UPDATE `+table+` SET `+strings.Join(names, ` = ?, `)+` = ? WHERE id = ?`, append(args, id)...)
	if err == nil && n == 0 {
		err = sqlite.NotFound("entry", id)
	}
	return id, err
}

// Breaches returns the register of breaches, newest first.
func (rs *Rights) Breaches(ctx context.Context) ([]data.Breach, error) {
	out, err := sqlite.Collect(ctx, rs.file, func(s sqlite.Scanner, b *data.Breach) error {
		return s.Scan(&b.ID, sqlite.TimeOf(&b.Found), &b.Happened, &b.What, &b.Data, &b.People, &b.Risk, &b.Effects,
			&b.Measures, sqlite.TimeOf(&b.Reported), sqlite.TimeOf(&b.Informed))
	}, `SELECT id, found, happened, what, data, people, risk, effects, measures, reported, informed
		FROM breach ORDER BY found DESC, id DESC`)
	return out, sqlite.Told("list breaches", err)
}

// SaveBreach saves a breach, as a new one when it has no id, and returns its id.
func (rs *Rights) SaveBreach(ctx context.Context, b data.Breach) (id int64, err error) {
	err = rs.file.Write(ctx, "save breach", func(t *sqlite.Tx) error {
		t.Changed(data.TopicPrivacy)
		found := b.Found
		if found.IsZero() {
			found = t.Now
		}
		id, err = save(ctx, t, "breach", b.ID, []field{
			{"found", sqlite.Stamp(found)},
			{"happened", b.Happened},
			{"what", b.What},
			{"data", b.Data},
			{"people", b.People},
			{"risk", string(b.Risk)},
			{"effects", b.Effects},
			{"measures", b.Measures},
			{"reported", sqlite.Stamp(b.Reported)},
			{"informed", sqlite.Stamp(b.Informed)},
		})
		return err
	})
	return id, err
}

// Processing returns the record of processing activities in its order; nothing
// when none was saved.
func (rs *Rights) Processing(ctx context.Context) ([]data.Processing, error) {
	out, err := sqlite.Collect(ctx, rs.file, func(s sqlite.Scanner, p *data.Processing) error {
		return s.Scan(&p.ID, &p.Rank, &p.Name, &p.Purpose, &p.Basis, &p.People, &p.Data, &p.Recipients,
			&p.Transfers, &p.Retention, &p.Security)
	}, `SELECT id, rank, name, purpose, basis, people, data, recipients, transfers, retention, security
		FROM processing ORDER BY rank, id`)
	return out, sqlite.Told("list processing", err)
}

// SaveProcessing saves the whole record, in the order given.
func (rs *Rights) SaveProcessing(ctx context.Context, all []data.Processing) error {
	return rs.file.Write(ctx, "save processing", func(t *sqlite.Tx) error {
		t.Changed(data.TopicPrivacy)
		if _, err := t.Exec(ctx, `DELETE FROM processing`); err != nil {
			return err
		}
		for i, p := range all {
			_, err := save(ctx, t, "processing", 0, []field{
				{"rank", i + 1},
				{"name", p.Name},
				{"purpose", p.Purpose},
				{"basis", p.Basis},
				{"people", p.People},
				{"data", p.Data},
				{"recipients", p.Recipients},
				{"transfers", p.Transfers},
				{"retention", p.Retention},
				{"security", p.Security},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Checked returns the items of the security checklist that were ticked off, and when.
func (rs *Rights) Checked(ctx context.Context) (map[string]data.Date, error) {
	all, err := sqlite.Collect(ctx, rs.file, func(s sqlite.Scanner, c *data.Check) error {
		return s.Scan(&c.Code, sqlite.DayOf(&c.Checked))
	}, `SELECT code, checked FROM checklist WHERE checked <> ''`)
	out := map[string]data.Date{}
	for _, c := range all {
		out[c.Code] = c.Checked
	}
	return out, sqlite.Told("read checklist", err)
}

// SetChecked ticks an item of the checklist off on a day; the zero day clears it.
func (rs *Rights) SetChecked(ctx context.Context, code string, on data.Date) error {
	return rs.file.Write(ctx, "save checklist", func(t *sqlite.Tx) error {
		t.Changed(data.TopicPrivacy)
		_, err := t.Exec(ctx, `INSERT INTO checklist (code, checked) VALUES (?, ?)
			ON CONFLICT (code) DO UPDATE SET checked = excluded.checked`, code, on.String())
		return err
	})
}

// OwnRetention returns the retention rules that the owner changed, by code.
func (rs *Rights) OwnRetention(ctx context.Context) (map[string]data.RetentionRule, error) {
	all, err := sqlite.Collect(ctx, rs.file, func(s sqlite.Scanner, r *data.RetentionRule) error {
		return s.Scan(&r.Code, &r.Months, &r.Basis)
	}, `SELECT code, months, basis FROM retention`)
	out := map[string]data.RetentionRule{}
	for _, r := range all {
		out[r.Code] = r
	}
	return out, sqlite.Told("read retention", err)
}

// SaveRetention saves the owner's own length and ground of a rule.
func (rs *Rights) SaveRetention(ctx context.Context, r data.RetentionRule) error {
	return rs.file.Write(ctx, "save retention", func(t *sqlite.Tx) error {
		t.Changed(data.TopicPrivacy)
		_, err := t.Exec(ctx, `INSERT INTO retention (code, months, basis) VALUES (?, ?, ?)
			ON CONFLICT (code) DO UPDATE SET months = excluded.months, basis = excluded.basis`,
			r.Code, r.Months, strings.TrimSpace(r.Basis))
		return err
	})
}
