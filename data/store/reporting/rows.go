package reporting

import (
	"context"
	"database/sql"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/record"
	"kartoteka/data/store/settings"
	"kartoteka/data/store/sqlite"
	"kartoteka/data/store/waiting"
)

// Rows are what reports count.
type Rows struct{ file *sqlite.File }

// New returns what reports count in a file.
func New(file *sqlite.File) *Rows { return &Rows{file} }

// Case is a case as reports need it.
type Case struct {
	data.Case
	FirstAnswer time.Time // the first sign of life from a person: acknowledged, answered, written to or called; zero: none
	AnsweredOn  data.Date // in the firm's zone, zero: not yet
	ContactName string
	ContactKind data.ContactKind
	BirthYear   int // 0: not known
}

// FirstDay returns the day of the oldest thing that a report counts, in the
// firm's zone; the zero date when there is none.
func (rs *Rows) FirstDay(ctx context.Context) (data.Date, error) {
	var first data.Date
	err := rs.file.Read(ctx, "find first day", func(q *sql.Tx) error {
		loc, err := settings.Zone(ctx, q)
		if err != nil {
			return err
		}
		var days [2]data.Date
		var times [2]time.Time
		err = q.QueryRowContext(ctx, `SELECT
			coalesce((SELECT min(received_on) FROM case_record), ''),
			coalesce((SELECT min(on_day) FROM sale_order), ''),
			(SELECT min(at) FROM opinion),
			(SELECT min(at) FROM interaction WHERE kind = 'suggestion')`).
			Scan(sqlite.DayOf(&days[0]), sqlite.DayOf(&days[1]), sqlite.TimeOf(&times[0]), sqlite.TimeOf(&times[1]))
		if err != nil {
			return err
		}
		all := days[:]
		for _, t := range times {
			if !t.IsZero() {
				all = append(all, data.DateIn(t, loc))
			}
		}
		for _, d := range all {
			if !d.IsZero() && (first.IsZero() || d.Before(first)) {
				first = d
			}
		}
		return nil
	})
	return first, err
}

// ReportCases returns the complaints and requests received in the period,
// oldest first, withdrawn ones among them.
func (rs *Rows) ReportCases(ctx context.Context, p data.Period) ([]Case, error) {
	var out []Case
	err := rs.file.Read(ctx, "read cases", func(q *sql.Tx) (err error) {
		out, err = cases(ctx, q, p)
		return err
	})
	return out, err
}

func cases(ctx context.Context, q sqlite.Querier, p data.Period) ([]Case, error) {
	loc, err := settings.Zone(ctx, q)
	if err != nil {
		return nil, err
	}
	var out []Case
	from, to := settings.Days(p)
	err = sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		r, err := scanReportCase(rows, loc)
		out = append(out, r)
		return err
	}, `SELECT `+record.CaseColumns+`, coalesce(c.kind, ''), coalesce(c.birth_year, 0),
		(SELECT first_answer FROM said_seen WHERE case_id = k.id),
		(SELECT min(o.at) FROM message m JOIN message o ON o.thread = m.thread
			WHERE m.id = k.message_id AND o.at >= k.received AND `+waiting.SaidByMail+`),
		(SELECT min(i.at) FROM interaction i
			WHERE i.case_id = k.id AND i.direction = 'out' AND i.automatic = 0 AND i.at >= k.received
			AND i.outcome <> 'redirected'),
		(SELECT min(o.at) FROM message o INDEXED BY message_wrote
			WHERE o.contact_id = k.contact_id AND o.at >= k.received AND `+waiting.BegunByMail+`),
		(SELECT min(s.at) FROM interaction s INDEXED BY interaction_said
			WHERE s.contact_id = k.contact_id AND s.at >= k.received AND `+waiting.SaidByHand+`)`+
		record.CaseTables+` WHERE k.received_on BETWEEN ? AND ? ORDER BY k.received_on, k.received, k.id`, from, to)
	return out, err
}

func scanReportCase(rows *sql.Rows, loc *time.Location) (Case, error) {
	var row data.CaseRow
	var r Case
	var kept, mail, entry, letter, call time.Time
	err := record.ScanCase(scanFunc(func(dest ...any) error {
		return rows.Scan(append(dest, &r.ContactKind, &r.BirthYear, sqlite.TimeOf(&kept), sqlite.TimeOf(&mail), sqlite.TimeOf(&entry),
			sqlite.TimeOf(&letter), sqlite.TimeOf(&call))...)
	}), &row)
	r.Case, r.ContactName = row.Case, row.ContactName
	for _, t := range []time.Time{r.Acknowledged, r.Answered, mail, entry, letter, call} {
		if !t.IsZero() && (r.FirstAnswer.IsZero() || t.Before(r.FirstAnswer)) {
			r.FirstAnswer = t
		}
	}
	if !kept.IsZero() {
		r.FirstAnswer = kept
	}
	if !r.Answered.IsZero() {
		r.AnsweredOn = data.DateIn(r.Answered, loc)
	}
	return r, err
}

// scanFunc is a scanner that adds columns of its own.
type scanFunc func(dest ...any) error

// Scan reads a row.
func (f scanFunc) Scan(dest ...any) error { return f(dest...) }

// MonthCount is how many there were in a month.
type MonthCount struct {
	Month data.Date // its first day
	Count int
}

// MonthlyComplaints returns the complaints received in each month from that of
// from to that of to, months without any among them.
func (rs *Rows) MonthlyComplaints(ctx context.Context, from, to data.Date) ([]MonthCount, error) {
	n := map[string]int{}
	err := sqlite.Each(ctx, rs.file, func(rows *sql.Rows) error {
		var month string
		var count int
		err := rows.Scan(&month, &count)
		n[month] = count
		return err
	}, `SELECT month, sum(n) FROM r_month
		WHERE month BETWEEN substr(?, 1, 7) AND substr(?, 1, 7) GROUP BY month`, from.String(), to.String())
	if err != nil {
		return nil, sqlite.Told("count complaints", err)
	}
	var out []MonthCount
	for _, m := range (data.Period{From: from, To: to}).Months() {
		out = append(out, MonthCount{Month: m, Count: n[m.String()[:7]]})
	}
	return out, nil
}

// Suggestion is a change that a client asked for.
type Suggestion struct {
	ID          int64 // of the interaction
	At          time.Time
	Channel     data.Channel
	ContactID   int64
	ContactName string
	LegalType   data.LegalType
	Category    string
	Subject     string
	Text        string
}

// ReportSuggestions returns what clients asked to be changed in the period, oldest first.
func (rs *Rows) ReportSuggestions(ctx context.Context, p data.Period) ([]Suggestion, error) {
	var out []Suggestion
	err := rs.file.Read(ctx, "read suggestions", func(q *sql.Tx) error {
		loc, err := settings.Zone(ctx, q)
		if err != nil {
			return err
		}
		from, to := settings.Span(p, loc)
		out, err = sqlite.Collect(ctx, q, func(s sqlite.Scanner, r *Suggestion) error {
			return s.Scan(&r.ID, sqlite.TimeOf(&r.At), &r.Channel, &r.ContactID, &r.ContactName, &r.LegalType,
				&r.Category, &r.Subject, &r.Text)
		}, `SELECT i.id, i.at, i.channel, i.contact_id, c.display_name, c.legal_type, i.category,
			coalesce(m.subject, i.subject), coalesce(x.text, i.text)
			FROM interaction i JOIN contact c ON c.id = i.contact_id
			LEFT JOIN message m ON m.id = i.message_id
			LEFT JOIN message_text x ON x.message_id = i.message_id
			WHERE i.at >= ? AND i.at < ? AND i.kind = 'suggestion' ORDER BY i.at, i.id`, from, to)
		return err
	})
	return out, err
}

// Opinion is an opinion and what is known of who gave it.
type Opinion struct {
	data.Opinion
	LegalType data.LegalType
}

// ReportOpinions returns the opinions given in the period, oldest first.
func (rs *Rows) ReportOpinions(ctx context.Context, p data.Period) ([]Opinion, error) {
	var out []Opinion
	err := rs.file.Read(ctx, "read opinions", func(q *sql.Tx) error {
		loc, err := settings.Zone(ctx, q)
		if err != nil {
			return err
		}
		from, to := settings.Span(p, loc)
		out, err = sqlite.Collect(ctx, q, func(s sqlite.Scanner, r *Opinion) error {
			return record.ScanOpinion(scanFunc(func(dest ...any) error { return s.Scan(append(dest, &r.LegalType)...) }), &r.Opinion)
		}, `SELECT `+record.OpinionColumns+`, coalesce(c.legal_type, '')`+record.OpinionTables+`
			LEFT JOIN contact c ON c.id = o.contact_id
			WHERE o.at >= ? AND o.at < ? ORDER BY o.at, o.id`, from, to)
		return err
	})
	return out, err
}

// Order is an order and what is known of who placed it.
type Order struct {
	data.Order
	LegalType data.LegalType
}

// ReportOrders returns the orders of the period, oldest first.
func (rs *Rows) ReportOrders(ctx context.Context, p data.Period) ([]Order, error) {
	from, to := settings.Days(p)
	out, err := sqlite.Collect(ctx, rs.file, func(s sqlite.Scanner, r *Order) error {
		return record.ScanOrder(scanFunc(func(dest ...any) error { return s.Scan(append(dest, &r.LegalType)...) }), &r.Order)
	}, `SELECT `+record.OrderColumns+`, coalesce(c.legal_type, '') FROM sale_order o
		LEFT JOIN contact c ON c.id = o.contact_id
		WHERE o.on_day BETWEEN ? AND ? ORDER BY o.on_day, o.id`, from, to)
	return out, sqlite.Told("read orders", err)
}
