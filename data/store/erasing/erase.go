package erasing

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/store/contacts"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/letter"
	"kartoteka/data/store/person"
	"kartoteka/data/store/reporting"
	"kartoteka/data/store/settings"
	"kartoteka/data/store/sqlite"
)

// Erasing goes in three steps. In one transaction the person goes out of every
// row and a note is left that more is to do (EraseSubject); then the copies of
// the file are treated likewise (the caller, with EraseCopy); then what SQLite
// keeps of what was deleted is squeezed out (EndErasure). A program that was
// killed in between finds the note at its next start.

// Eraser takes out for good what is not to be kept: a person, what a rule of
// retention is about, what lies in the trash, old deeds.
type Eraser struct {
	file  *sqlite.File
	book  *journal.Book
	deeds *journal.Deeds
}

// New returns the eraser of a file.
func New(file *sqlite.File, book *journal.Book, deeds *journal.Deeds) *Eraser {
	return &Eraser{file, book, deeds}
}

// unfinished is the setting that holds the note.
const unfinished = "erasure-unfinished"

// Unfinished is an erasure that was begun and not ended. It holds what the
// person was known by until the copies have been dealt with.
type Unfinished struct {
	Erasure int64           `json:"erasure"`
	At      int64           `json:"at,omitempty"` // ms, as in the log
	Who     person.Identity `json:"who"`          // empty once the copies are done
	Named   bool            `json:"named,omitempty"`
	Squeeze bool            `json:"squeeze,omitempty"` // only the last step is left
	// Earlier are others that were begun before and have the rest before them, too.
	Earlier []Unfinished `json:"earlier,omitempty"`
}

// PreviewErasure says what erasing a contact would do, and what speaks against
// it. Until says how long the tax documents of a sale are to be kept.
func (er *Eraser) PreviewErasure(ctx context.Context, id int64, o data.EraseOptions, until func(data.Date) data.Date) (data.ErasePreview, error) {
	var out data.ErasePreview
	err := er.file.Read(ctx, "preview erasure", func(q *sql.Tx) error {
		name, err := subjectName(ctx, q, id)
		if err != nil {
			return err
		}
		who, err := person.Identify(ctx, q, id)
		if err != nil {
			return err
		}
		p, err := planErasure(ctx, q, who, o.NamedMail)
		if err != nil {
			return err
		}
		day, err := settings.Today(ctx, q, er.file.Now())
		if err != nil {
			return err
		}
		out = data.ErasePreview{ContactID: id, Name: name, Counts: p.counts, Mentions: p.mentions}
		out.Blocks, err = p.blocks(ctx, q, day, until)
		return err
	})
	return out, err
}

// subjectName returns what a contact is called, or was before it went; one that
// was erased is refused.
func subjectName(ctx context.Context, q sqlite.Querier, id int64) (string, error) {
	var name string
	var gone bool
	err := sqlite.Each(ctx, q, func(rows *sql.Rows) error { return rows.Scan(&name, &gone) },
		`SELECT display_name, erased IS NOT NULL FROM contact WHERE id = ?`, id)
	if err == nil && name == "" {
		name, err = person.NameOfGone(ctx, q, id)
	}
	switch {
	case err != nil:
		return "", err
	case name == "":
		return "", sqlite.NotFound("contact", id)
	case gone:
		return "", data.NewError(data.CodeConflict, "subject-erased")
	}
	return name, nil
}

// EraseSubject takes a person out of every row, in one transaction, and returns
// the entry of the log. What figures are made of stays: dates, kinds,
// categories, ratings, amounts. Without a reason it is refused when something
// speaks against it. It is not over before EndErasure.
func (er *Eraser) EraseSubject(ctx context.Context, id int64, o data.EraseOptions, until func(data.Date) data.Date) (data.Erasure, error) {
	var out data.Erasure
	var gone []int64
	err := er.file.Write(ctx, "erase subject", func(t *sqlite.Tx) error {
		if _, err := subjectName(ctx, t, id); err != nil {
			return err
		}
		who, err := person.Identify(ctx, t, id)
		if err != nil {
			return err
		}
		p, err := planErasure(ctx, t, who, o.NamedMail)
		if err != nil {
			return err
		}
		if err := mayErase(ctx, t, p, o, until); err != nil {
			return err
		}
		reason, _, _ := who.Redact(strings.TrimSpace(o.Reason))
		out = data.Erasure{At: t.Now, Counts: p.counts, Reason: reason, Mentions: p.mentions}
		if out.ID, err = logErasure(ctx, t, &out); err != nil {
			return err
		}
		gone = append(slices.Clone(p.actions), p.touched...)
		if err := erase(ctx, t, p); err != nil {
			return err
		}
		return noteNext(ctx, t, Unfinished{Erasure: out.ID, At: t.Now.UnixMilli(), Who: who, Named: o.NamedMail})
	})
	if err != nil {
		return data.Erasure{}, err
	}
	er.book.Forget(gone)
	er.book.Retitle(ctx)
	return out, nil
}

// mayErase refuses what the law asks to keep, unless there is a reason.
func mayErase(ctx context.Context, t *sqlite.Tx, p *erasePlan, o data.EraseOptions, until func(data.Date) data.Date) error {
	if strings.TrimSpace(o.Reason) != "" {
		return nil
	}
	day, err := settings.Today(ctx, t, t.Now)
	if err != nil {
		return err
	}
	found, err := p.blocks(ctx, t, day, until)
	if err != nil || len(found) == 0 {
		return err
	}
	for _, b := range found {
		if b.Kind == "orders" {
			return data.NewError(data.CodeConflict, "erase-blocked-orders", "Until", b.Until)
		}
	}
	return data.NewError(data.CodeConflict, "erase-blocked-case", "Number", found[0].Title)
}

// logged is what the log of erasures holds besides the moment.
type logged struct {
	data.EraseCounts
	Reason string `json:"reason,omitempty"`
}

func logErasure(ctx context.Context, t *sqlite.Tx, e *data.Erasure) (int64, error) {
	b, err := json.Marshal(logged{e.Counts, e.Reason})
	if err != nil {
		return 0, err
	}
	return t.Insert(ctx, `INSERT INTO erasure (at, counts, backups) VALUES (?, ?, '[]')`, sqlite.Stamp(e.At), string(b))
}

// Erasures returns the log of erasures, newest first.
func (er *Eraser) Erasures(ctx context.Context) ([]data.Erasure, error) {
	out, err := sqlite.Collect(ctx, er.file, func(s sqlite.Scanner, e *data.Erasure) error {
		var counts string
		if err := s.Scan(&e.ID, sqlite.TimeOf(&e.At), &counts, sqlite.ListOf(&e.Backups)); err != nil {
			return err
		}
		var l logged
		err := json.Unmarshal([]byte(counts), &l)
		e.Counts, e.Reason = l.EraseCounts, l.Reason
		return err
	}, `SELECT id, at, counts, backups FROM erasure ORDER BY id DESC`)
	return out, sqlite.Told("list erasures", err)
}

// KeepErasures adds what the log of erasures lacks, by number and moment, and
// returns the numbers of those: in a file that was restored they tell who may be
// there again.
func (er *Eraser) KeepErasures(ctx context.Context, log []data.Erasure) ([]int64, error) {
	known, err := er.Erasures(ctx)
	if err != nil || len(log) == 0 {
		return nil, err
	}
	var lacking []data.Erasure
	for _, e := range slices.Backward(log) { // the oldest first
		if !slices.ContainsFunc(known, func(k data.Erasure) bool { return k.ID == e.ID && k.At.Equal(e.At) }) {
			lacking = append(lacking, e)
		}
	}
	var out []int64
	err = er.file.Write(ctx, "keep log of erasures", func(t *sqlite.Tx) error {
		t.Changed(data.TopicPrivacy)
		for _, e := range log {
			b, err := json.Marshal(logged{e.Counts, e.Reason})
			if err != nil {
				return err
			}
			// A copy that was erased in knows the number and the moment only.
			if _, err := t.Exec(ctx, `INSERT INTO erasure (id, at, counts, backups) VALUES (?, ?, ?, ?)
				ON CONFLICT (id) DO UPDATE SET counts = excluded.counts, backups = excluded.backups WHERE at = excluded.at`,
				e.ID, e.At.UnixMilli(), string(b), sqlite.List(e.Backups)); err != nil {
				return err
			}
		}
		for _, e := range lacking {
			out = append(out, e.ID)
		}
		return nil
	})
	return out, err
}

// erase carries the plan out.
func erase(ctx context.Context, t *sqlite.Tx, p *erasePlan) error {
	t.Changed(data.TopicContacts, data.TopicMail, data.TopicCases, data.TopicFollowUps, data.TopicJournal, data.TopicPrivacy)
	counted, err := reporting.Count(ctx, t)
	if err != nil {
		return err
	}
	if err := applyRewrites(ctx, t, p.rewrites); err != nil {
		return err
	}
	if err := eraseJournal(ctx, t, p.actions, p.entries); err != nil {
		return err
	}
	if err := eraseDrafts(ctx, t, p); err != nil {
		return err
	}
	if err := letter.Erase(ctx, t, p.messages); err != nil {
		return err
	}
	if err := eraseRecords(ctx, t, p); err != nil {
		return err
	}
	for _, id := range p.who.IDs {
		if err := eraseCard(ctx, t, id); err != nil {
			return err
		}
	}
	if err := eraseTraces(ctx, t, p); err != nil {
		return err
	}
	return counted.Keep(ctx, t)
}

// eraseLetters deletes letters for good and leaves what is counted as it was.
func eraseLetters(ctx context.Context, t *sqlite.Tx, ids []int64) error {
	counted, err := reporting.Count(ctx, t)
	if err != nil {
		return err
	}
	if err := letter.Erase(ctx, t, ids); err != nil {
		return err
	}
	return counted.Keep(ctx, t)
}

func eraseJournal(ctx context.Context, t *sqlite.Tx, actions, entries []int64) error {
	for _, d := range []struct {
		query string
		ids   []int64
	}{
		{`DELETE FROM action_change WHERE id IN (SELECT value FROM json_each(?))`, entries},
		{`DELETE FROM action_change WHERE action_id IN (SELECT value FROM json_each(?))`, actions},
		{`UPDATE import_run SET action_id = NULL WHERE action_id IN (SELECT value FROM json_each(?))`, actions},
		{`DELETE FROM action WHERE id IN (SELECT value FROM json_each(?))`, actions},
	} {
		if len(d.ids) == 0 {
			continue
		}
		if _, err := t.Exec(ctx, d.query, sqlite.List(d.ids)); err != nil {
			return err
		}
	}
	return nil
}

// eraseRecords empties what happened with a person and keeps what is counted.
func eraseRecords(ctx context.Context, t *sqlite.Tx, p *erasePlan) error {
	interactions, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], `SELECT id FROM interaction
		WHERE contact_id IN (SELECT value FROM json_each(?)) AND message_id IS NULL`, p.ids())
	if err != nil {
		return err
	}
	cases, err := p.own(ctx, t, "case_record")
	if err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `UPDATE interaction SET subject = '', text = '', note = ''
		WHERE contact_id IN (SELECT value FROM json_each(?))`, p.ids()); err != nil {
		return err
	}
	for _, e := range []struct{ table, set string }{
		{"case_record", "subject = '', text = '', reason = ''"},
		{"opinion", "text = ''"},
		{"sale_order", "what = ''"},
		{"subject_request", "who = '', why = '', note = ''"},
	} {
		ids, err := p.own(ctx, t, e.table)
		if err != nil {
			return err
		}
		if _, err := t.Exec(ctx, `UPDATE `+e.table+` SET `+e.set+` WHERE id IN (SELECT value FROM json_each(?))`, sqlite.List(ids)); err != nil {
			return err
		}
	}
	if _, err := t.Exec(ctx, `DELETE FROM follow_up WHERE `+ownFollowUps, p.ids(), sqlite.List(p.orphans["follow_up"]), sqlite.List(cases)); err != nil {
		return err
	}
	for _, i := range interactions {
		if err := fulltext.Touch(ctx, t, fulltext.Interaction, i); err != nil {
			return err
		}
	}
	for _, k := range cases {
		if err := fulltext.Touch(ctx, t, fulltext.Case, k); err != nil {
			return err
		}
	}
	return nil
}

// eraseCard leaves of a card what figures are made of. It is called by its
// number from then on, in every language.
func eraseCard(ctx context.Context, t *sqlite.Tx, id int64) error {
	name := fmt.Sprintf("#%d", id)
	sets := make([]string, len(identityColumns))
	for i, c := range identityColumns {
		sets[i] = c + ` = ''`
	}
	if _, err := t.Exec(ctx, `UPDATE contact SET `+strings.Join(sets, `, `)+`, company_id = NULL, quiet_from = 0,
		quiet_to = 0, uid = ?, erased = ?, updated = ?,
		end_reason = CASE WHEN end_reason IN (SELECT value FROM json_each(?)) THEN end_reason ELSE '' END
		WHERE id = ?`, contacts.NewUID(), sqlite.Stamp(t.Now), sqlite.Stamp(t.Now), sqlite.List(data.EndReasons()), id); err != nil {
		return err
	}
	if err := rename(ctx, t, id, &data.Contact{Kind: data.Person, GivenName: name}); err != nil {
		return err
	}
	for _, table := range []string{"handle", "address", "consent", "contact_field", "contact_tag"} {
		if _, err := t.Exec(ctx, `DELETE FROM `+table+` WHERE contact_id = ?`, id); err != nil {
			return err
		}
	}
	if _, err := t.Exec(ctx, `DELETE FROM not_duplicate WHERE a = ?1 OR b = ?1`, id); err != nil {
		return err
	}
	fulltext.TouchContacts(t, id)
	return nil
}

// eraseTraces removes what other rows hold of a person besides texts.
func eraseTraces(ctx context.Context, t *sqlite.Tx, p *erasePlan) error {
	if _, err := t.Exec(ctx, `UPDATE message SET suggested_for = NULL, suggested_how = ''
		WHERE suggested_for IN (SELECT value FROM json_each(?))`, p.ids()); err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `UPDATE filing SET new_handle = ''
		WHERE new_handle IN (SELECT value FROM json_each(?))`, sqlite.List(p.who.Emails)); err != nil {
		return err
	}
	if err := eraseHeld(ctx, t, p); err != nil {
		return err
	}
	tags, err := sqlite.Collect(ctx, t, sqlite.Plain[string], `SELECT DISTINCT tag FROM contact_tag`)
	if err != nil {
		return err
	}
	for _, tag := range tags {
		if _, changed, _ := p.who.Redact(tag); !changed {
			continue
		}
		more, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], `DELETE FROM contact_tag WHERE tag = ? RETURNING contact_id`, tag)
		if err != nil {
			return err
		}
		fulltext.TouchContacts(t, more...)
	}
	return nil
}

// rename writes what is made from a card for showing, sorting and finding it.
func rename(ctx context.Context, t *sqlite.Tx, id int64, as *data.Contact) error {
	_, err := t.Exec(ctx, `UPDATE contact SET `+strings.Join(journal.CardKeys, ` = ?, `)+` = ? WHERE id = ?`,
		append(contacts.Keys(t, as), id)...)
	return err
}
