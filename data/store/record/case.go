package record

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/settings"
	"kartoteka/data/store/sqlite"
)

// CaseColumns are what ScanCase reads of CaseTables.
const CaseColumns = `k.id, k.number, k.kind, k.contact_id, k.message_id, k.received, k.received_on, k.channel,
	k.legal_type, k.product, k.subject, coalesce(k.text, x.text, ''), k.category, k.severity, k.demand, k.cause,
	k.decision, k.reason, k.cost, k.currency, k.state, k.rule, k.safe, k.latest, k.acknowledged, k.answered,
	k.closed, k.redirected, k.updated, coalesce(c.display_name, '')`

// CaseTables are where cases are read from: case_record k, its letter and contact.
const CaseTables = ` FROM case_record k LEFT JOIN message_text x ON x.message_id = k.message_id AND k.text IS NULL
	LEFT JOIN contact c ON c.id = k.contact_id`

// ScanCase reads a row of CaseColumns.
func ScanCase(s sqlite.Scanner, r *data.CaseRow) error {
	c := &r.Case
	return s.Scan(&c.ID, &c.Number, &c.Kind, sqlite.RefOf(&c.ContactID), sqlite.RefOf(&c.MessageID), sqlite.TimeOf(&c.Received),
		sqlite.DayOf(&c.ReceivedOn), &c.Channel, &c.LegalType, &c.Product, &c.Subject, &c.Text, &c.Category, &c.Severity,
		&c.Demand, &c.Cause, &c.Decision, &c.Reason, &c.Cost.Minor, &c.Cost.Currency, &c.State,
		&c.Deadline.Rule, sqlite.DayOf(&c.Deadline.Safe), sqlite.DayOf(&c.Deadline.Latest), sqlite.TimeOf(&c.Acknowledged),
		sqlite.TimeOf(&c.Answered), sqlite.TimeOf(&c.Closed), sqlite.TimeOf(&c.Redirected), sqlite.TimeOf(&c.Updated), &r.ContactName)
}

// Cases returns the cases that the filter selects: open ones first, by their
// deadline, then the rest, newest first.
func (rs *Records) Cases(ctx context.Context, f data.CaseFilter, today data.Date) ([]data.CaseRow, error) {
	conds, args := []string{"1"}, []any(nil)
	if f.ContactID != 0 {
		conds = append(conds, `k.contact_id = ?`)
		args = append(args, f.ContactID)
	}
	if f.OpenOnly {
		conds = append(conds, `k.`+OpenCase)
	}
	if f.Kind != "" {
		conds = append(conds, `k.kind = ?`)
		args = append(args, string(f.Kind))
	}
	limit := f.Limit
	if limit <= 0 {
		limit = -1
	}
	out, err := sqlite.Collect(ctx, rs.file, ScanCase, `SELECT `+CaseColumns+CaseTables+`
		WHERE `+strings.Join(conds, ` AND `)+`
		ORDER BY k.`+OpenCase+` DESC, CASE WHEN k.`+OpenCase+` THEN k.safe = '' END,
			CASE WHEN k.`+OpenCase+` THEN k.safe END, k.received DESC, k.id DESC
		LIMIT ? OFFSET ?`, append(args, limit, f.Offset)...)
	for i := range out {
		countDown(&out[i], today)
	}
	return out, sqlite.Told("list cases", err)
}

func countDown(r *data.CaseRow, today data.Date) {
	if r.State.Open() && !r.Deadline.Safe.IsZero() && !today.IsZero() {
		r.DaysLeft = r.Deadline.Safe.Sub(today)
	}
}

// Case returns one case. Its countdown runs from today in the firm's zone.
func (rs *Records) Case(ctx context.Context, id int64) (data.CaseRow, error) {
	var r data.CaseRow
	err := rs.file.Read(ctx, "read case", func(q *sql.Tx) (err error) {
		if r, err = caseRow(ctx, q, id); err != nil {
			return err
		}
		loc, err := settings.Zone(ctx, q)
		if err == nil {
			countDown(&r, data.DateIn(rs.file.Now(), loc))
		}
		return err
	})
	return r, err
}

func caseRow(ctx context.Context, q sqlite.Querier, id int64) (data.CaseRow, error) {
	var r data.CaseRow
	err := ScanCase(q.QueryRowContext(ctx, `SELECT `+CaseColumns+CaseTables+` WHERE k.id = ?`, id), &r)
	if errors.Is(err, sql.ErrNoRows) {
		return r, sqlite.NotFound("case", id)
	}
	return r, err
}

// AddCase opens a case under the next free number of its year and returns it.
func (rs *Records) AddCase(ctx context.Context, c data.Case) (data.Case, error) {
	d := &journal.Deed{What: data.ActAddCase}
	err := rs.book.Act(ctx, "add case", d, func(t *sqlite.Tx) error {
		err := AddCase(ctx, t, &c)
		d.Title = c.Number
		return err
	})
	if err != nil {
		return data.Case{}, err
	}
	return c, nil
}

// AddCase completes c with its id, its number and what was left to the store.
func AddCase(ctx context.Context, t *sqlite.Tx, c *data.Case) error {
	t.Changed(data.TopicCases)
	if err := completeCase(ctx, t, c); err != nil {
		return err
	}
	year := c.ReceivedOn.Year
	seq, _, err := sqlite.Value[int](ctx, t, `SELECT coalesce(max(seq), 0) + 1 FROM (
		SELECT seq FROM case_record WHERE kind = ?1 AND year = ?2
		UNION ALL SELECT seq FROM case_gap WHERE kind = ?1 AND year = ?2 AND deleted = 1)`, string(c.Kind), year)
	if err != nil {
		return err
	}
	c.Number = data.FormatNumber(c.Kind, year, seq)
	if _, err := t.Exec(ctx, `DELETE FROM case_gap WHERE kind = ? AND year = ? AND seq >= ?`,
		string(c.Kind), year, seq); err != nil {
		return err
	}
	var text any
	if c.MessageID == 0 || c.Text != "" {
		text = c.Text
	}
	c.ID, err = t.Insert(ctx, `INSERT INTO case_record (number, kind, year, seq, contact_id, message_id, received,
		received_on, channel, legal_type, product, subject, text, category, severity, demand, cause, decision,
		reason, cost, currency, state, rule, safe, latest, acknowledged, answered, closed, updated)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.Number, string(c.Kind), year, seq, sqlite.Ref(c.ContactID), sqlite.Ref(c.MessageID), sqlite.Stamp(c.Received),
		c.ReceivedOn.String(), string(c.Channel), string(c.LegalType), c.Product, c.Subject, text, c.Category,
		int(c.Severity), string(c.Demand), c.Cause, string(c.Decision), c.Reason, c.Cost.Minor, c.Cost.Currency,
		string(c.State), c.Deadline.Rule, c.Deadline.Safe.String(), c.Deadline.Latest.String(),
		sqlite.Stamp(c.Acknowledged), sqlite.Stamp(c.Answered), sqlite.Stamp(c.Closed), sqlite.Stamp(t.Now))
	if err != nil {
		return err
	}
	c.Updated = t.Now
	return fulltext.Add(ctx, t, fulltext.Case, c.ID, c.Received)
}

func completeCase(ctx context.Context, t *sqlite.Tx, c *data.Case) error {
	if c.ContactID != 0 {
		if err := MustExist(ctx, t, "contact", c.ContactID); err != nil {
			return err
		}
	}
	if c.Kind == "" {
		c.Kind = data.CaseComplaint
	}
	if c.State == "" {
		c.State = data.CaseNew
	}
	if c.Severity == 0 {
		c.Severity = 2
	}
	if c.Received.IsZero() {
		c.Received = t.Now
	}
	if !c.ReceivedOn.IsZero() {
		return nil
	}
	loc, err := settings.Zone(ctx, t)
	if err == nil {
		c.ReceivedOn = data.DateIn(c.Received, loc)
	}
	return err
}

// ChangeCase changes what is not nil of a case. Reaching a state sets the time
// at which it was reached; going back clears it.
func (rs *Records) ChangeCase(ctx context.Context, ch data.CaseChange) error {
	d := &journal.Deed{What: data.ActChangeCase}
	return rs.book.Act(ctx, "change case", d, func(t *sqlite.Tx) error {
		t.Changed(data.TopicCases)
		r, err := caseRow(ctx, t, ch.ID)
		if err != nil {
			return err
		}
		c := &r.Case
		d.Title = c.Number
		apply(c, &ch)
		if ch.State != nil {
			if *ch.State == data.CaseAnswered && !ch.Answered.IsZero() {
				c.Answered = ch.Answered
			}
			moveCase(c, *ch.State, t.Now)
		}
		_, err = t.Exec(ctx, `UPDATE case_record SET category = ?, severity = ?, demand = ?, cause = ?, decision = ?,
			reason = ?, product = ?, cost = ?, currency = ?, state = ?, acknowledged = ?, answered = ?, closed = ?,
			updated = ? WHERE id = ?`,
			c.Category, int(c.Severity), string(c.Demand), c.Cause, string(c.Decision), c.Reason, c.Product,
			c.Cost.Minor, c.Cost.Currency, string(c.State), sqlite.Stamp(c.Acknowledged), sqlite.Stamp(c.Answered),
			sqlite.Stamp(c.Closed), sqlite.Stamp(t.Now), c.ID)
		if err != nil {
			return err
		}
		return fulltext.Touch(ctx, t, fulltext.Case, c.ID)
	})
}

func apply(c *data.Case, ch *data.CaseChange) {
	set(&c.Category, ch.Category)
	set(&c.Severity, ch.Severity)
	set(&c.Demand, ch.Demand)
	set(&c.Cause, ch.Cause)
	set(&c.Decision, ch.Decision)
	set(&c.Reason, ch.Reason)
	set(&c.Product, ch.Product)
	set(&c.Cost, ch.Cost)
}

func set[T any](field, v *T) {
	if v != nil {
		*field = *v
	}
}

// moveCase puts the case into a state and keeps its times true to it: any work
// on a case acknowledges it, an answer ends the legal clock, a withdrawn case
// is closed without one.
func moveCase(c *data.Case, s data.CaseState, now time.Time) {
	c.State = s
	once := func(at *time.Time, reached bool) {
		switch {
		case !reached:
			*at = time.Time{}
		case at.IsZero():
			*at = now
		}
	}
	once(&c.Acknowledged, s != data.CaseNew && (s != data.CaseWithdrawn || !c.Acknowledged.IsZero()))
	once(&c.Answered, s == data.CaseAnswered || s == data.CaseClosed ||
		s == data.CaseWithdrawn && !c.Answered.IsZero())
	once(&c.Closed, s == data.CaseClosed || s == data.CaseWithdrawn)
}

// LeaveGap notes the number of a case that is about to go. That of one that was
// deleted stays given out.
func LeaveGap(ctx context.Context, t *sqlite.Tx, caseID any, deleted bool) error {
	_, err := t.Exec(ctx, `INSERT INTO case_gap (kind, year, seq, at, deleted)
		SELECT kind, year, seq, ?, ? FROM case_record WHERE id = ? ON CONFLICT DO NOTHING`, sqlite.Stamp(t.Now), sqlite.Flag(deleted), caseID)
	return err
}

// FreeNumbers takes away gaps above the last number of their year that is out:
// a gap is one only below such a number.
func FreeNumbers(ctx context.Context, t *sqlite.Tx) error {
	_, err := t.Exec(ctx, `DELETE FROM case_gap AS g WHERE deleted = 0 AND seq > (SELECT max(
		coalesce((SELECT max(k.seq) FROM case_record k WHERE k.kind = g.kind AND k.year = g.year), 0),
		coalesce((SELECT max(o.seq) FROM case_gap o WHERE o.kind = g.kind AND o.year = g.year AND o.deleted = 1), 0)))`)
	return err
}

// OpenCase is the condition of a case that still has to be answered; it is that
// of the partial index.
const OpenCase = `state NOT IN ('answered', 'closed', 'withdrawn')`
