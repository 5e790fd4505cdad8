package waiting

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/record"
	"kartoteka/data/store/settings"
	"kartoteka/data/store/sqlite"
)

// Waiting is what waits for the owner: for an answer, a decision, its day.
type Waiting struct {
	file *sqlite.File
	book *journal.Book
}

// New returns what waits in a file.
func New(file *sqlite.File, book *journal.Book) *Waiting { return &Waiting{file, book} }

// unansweredTypes are the types by their numbers in the file, from 1.
var unansweredTypes = data.UnansweredTypes()

// TypeOf returns the type of an entry by its number in the file.
func TypeOf(number int) data.UnansweredType { return unansweredTypes[number-1] }

func unansweredNumber(t data.UnansweredType) int { return slices.Index(unansweredTypes, t) + 1 }

// unansweredShown is the condition of what the list shows: of a thread its
// oldest entry, of a case and its entries the case. ?1 is the first-import day:
// what was logged from before then is silent history, as mail is.
const unansweredShown = `(u.type = 1 OR u.at >= ?1)
	AND (u.type <> 1 OR NOT EXISTS (SELECT 1 FROM unanswered e
		WHERE e.thread = u.thread AND e.thread <> 0 AND (e.at, e.ref) < (u.at, u.ref)))
	AND (u.type <> 2 OR NOT EXISTS (SELECT 1 FROM unanswered e
		WHERE e.type = 3 AND e.at >= ?1 AND e.ref = (SELECT case_id FROM interaction WHERE id = u.ref)))`

const unansweredColumns = `SELECT u.type, u.ref, u.at,
	CASE u.type WHEN 1 THEN 'email' WHEN 2 THEN i.channel WHEN 3 THEN k.channel ELSE p.source END,
	CASE u.type WHEN 1 THEN coalesce(nullif(m.kind, ''), m.suggested) WHEN 2 THEN i.kind WHEN 3 THEN k.kind ELSE p.tone END,
	CASE u.type WHEN 1 THEN m.subject WHEN 2 THEN i.subject WHEN 3 THEN k.subject ELSE '' END,
	CASE u.type WHEN 1 THEN m.excerpt WHEN 2 THEN substr(i.text, 1, 400) WHEN 3 THEN substr(coalesce(k.text, ''), 1, 400)
		ELSE substr(coalesce(p.text, ''), 1, 400) END,
	u.contact, coalesce(c.display_name, ''), coalesce(m.from_name, ''), coalesce(m.from_email, ''),
	CASE u.type WHEN 1 THEN (SELECT e.ref FROM unanswered e
			WHERE e.thread = u.thread AND e.thread <> 0 ORDER BY e.at DESC, e.ref DESC LIMIT 1)
		WHEN 3 THEN k.message_id WHEN 4 THEN p.message_id END,
	CASE u.type WHEN 1 THEN (SELECT count(*) FROM unanswered e WHERE e.thread = u.thread AND e.thread <> 0) ELSE 0 END,
	k.id, coalesce(k.number, ''), coalesce(k.rule, ''), coalesce(k.safe, ''), coalesce(k.latest, ''),
	coalesce(k.redirected IS NOT NULL, 0) OR coalesce(i.outcome = 'redirected', 0) OR u.type = 1 AND EXISTS (
		SELECT 1 FROM message o JOIN interaction r ON r.message_id = o.id
		WHERE o.thread = u.thread AND o.direction = 'out' AND o.at >= u.at AND r.outcome = 'redirected')`

const unansweredTables = `
	FROM unanswered u
	LEFT JOIN message m ON u.type = 1 AND m.id = u.ref
	LEFT JOIN interaction i ON u.type = 2 AND i.id = u.ref
	LEFT JOIN opinion p ON u.type = 4 AND p.id = u.ref
	LEFT JOIN case_record k ON k.` + record.OpenCase + ` AND k.id = CASE u.type WHEN 3 THEN u.ref WHEN 2 THEN i.case_id WHEN 1 THEN
		coalesce((SELECT o.id FROM message t JOIN case_record o ON o.message_id = t.id WHERE t.thread = u.thread ORDER BY o.id DESC LIMIT 1),
			(SELECT x.case_id FROM interaction x WHERE x.message_id = u.ref)) END
	LEFT JOIN contact c ON c.id = u.contact`

func scanUnanswered(s sqlite.Scanner, u *data.Unanswered) error {
	var typ int
	err := s.Scan(&typ, &u.ID, sqlite.TimeOf(&u.At), &u.Channel, &u.Kind, &u.Title, &u.Excerpt, sqlite.RefOf(&u.ContactID), &u.ContactName,
		&u.From.Name, &u.From.Email, sqlite.RefOf(&u.MessageID), &u.Messages, sqlite.RefOf(&u.CaseID), &u.CaseNumber,
		&u.Deadline.Rule, sqlite.DayOf(&u.Deadline.Safe), sqlite.DayOf(&u.Deadline.Latest), &u.Redirected)
	if err == nil {
		u.Type = TypeOf(typ)
		u.Excerpt = fulltext.Excerpt(u.Excerpt, fulltext.ExcerptLength)
	}
	return err
}

// Unanswered returns what nobody has answered, the longest waiting first. Days
// and working hours are the caller's to count.
func (w *Waiting) Unanswered(ctx context.Context, f data.UnansweredFilter) ([]data.Unanswered, error) {
	var out []data.Unanswered
	err := w.file.Read(ctx, "list unanswered", func(q *sql.Tx) error {
		since, err := FirstImport(ctx, q)
		if err != nil {
			return err
		}
		conds := []string{unansweredShown}
		args := []any{since}
		if a := f.After; !a.At.IsZero() {
			conds = append(conds, `(u.at, u.type, u.ref) > (?, ?, ?)`)
			args = append(args, sqlite.Stamp(a.At), unansweredNumber(a.Type), a.ID)
		}
		if f.ContactID != 0 {
			conds = append(conds, `u.contact = ?`)
			args = append(args, f.ContactID)
		}
		limit := f.Limit
		if limit <= 0 {
			limit = -1
		}
		out, err = sqlite.Collect(ctx, q, scanUnanswered, unansweredColumns+unansweredTables+` WHERE `+strings.Join(conds, ` AND `)+
			` ORDER BY u.at, u.type, u.ref LIMIT ?`, append(args, limit)...)
		return err
	})
	return out, err
}

// unansweredCount counts what unansweredShown shows without asking each entry.
const unansweredCount = `SELECT (SELECT count(*) FROM (SELECT DISTINCT thread FROM unanswered WHERE thread <> 0))
	+ (SELECT count(*) FROM unanswered WHERE type > 1 AND at >= ?1)
	- (SELECT count(*) FROM unanswered k CROSS JOIN interaction i ON i.case_id = k.ref
		CROSS JOIN unanswered u ON u.type = 2 AND u.ref = i.id AND u.at >= ?1 WHERE k.type = 3 AND k.at >= ?1)`

// UnansweredCount returns how many entries that list has.
func (w *Waiting) UnansweredCount(ctx context.Context) (n int, err error) {
	err = w.file.Read(ctx, "count unanswered", func(q *sql.Tx) error {
		since, err := FirstImport(ctx, q)
		if err != nil {
			return err
		}
		n, _, err = sqlite.Value[int](ctx, q, unansweredCount, since)
		return err
	})
	return n, err
}

// FirstImport is the moment from which the firm's history counts: the earliest
// first day of its mailboxes. Where there is none, all of it does.
func FirstImport(ctx context.Context, q sqlite.Querier) (int64, error) {
	day, _, err := sqlite.Value[string](ctx, q, `SELECT coalesce(min(since), '') FROM account WHERE removed IS NULL`)
	if err != nil || day == "" {
		return -1 << 62, err
	}
	d, err := data.ParseDate(day)
	if err != nil {
		return 0, err
	}
	loc, err := settings.Zone(ctx, q)
	if err != nil {
		return 0, err
	}
	return d.Time(loc).UnixMilli(), nil
}

// noAnswerTables are the tables of the types.
var noAnswerTables = map[data.UnansweredType]string{
	data.UnansweredMessage: "message", data.UnansweredInteraction: "interaction", data.UnansweredCase: "case_record",
	data.UnansweredOpinion: "opinion",
}

// NoAnswer notes that an entry of the list needs no answer; of a thread, none of
// what has come so far. What comes later waits again.
func (w *Waiting) NoAnswer(ctx context.Context, key data.UnansweredKey) error {
	d := &journal.Deed{What: data.ActNoAnswer}
	return w.book.Act(ctx, "close without answer", d, func(t *sqlite.Tx) error {
		title, found, err := unansweredTitle(ctx, t, key)
		if err != nil {
			return err
		}
		if !found {
			return data.NewError(data.CodeNotFound, "not-found-unanswered")
		}
		d.Title = title
		t.Changed(data.TopicMail, data.TopicCases, data.TopicContacts)
		ids := `VALUES (?2)`
		if key.Type == data.UnansweredMessage {
			ids = `SELECT e.ref FROM unanswered u JOIN unanswered e ON e.type = 1 AND e.thread = u.thread WHERE u.type = 1 AND u.ref = ?2`
		}
		_, err = t.Exec(ctx, `UPDATE `+noAnswerTables[key.Type]+` SET no_answer = ?1 WHERE id IN (`+ids+`)`, sqlite.Stamp(t.Now), key.ID)
		return err
	})
}

// unansweredTitle says what to call an entry of the list; false: it is not on it.
func unansweredTitle(ctx context.Context, t *sqlite.Tx, key data.UnansweredKey) (string, bool, error) {
	return sqlite.Value[string](ctx, t, `SELECT coalesce(nullif(coalesce(
			(SELECT display_name FROM contact WHERE id = u.contact),
			(SELECT coalesce(nullif(from_name, ''), from_email) FROM message WHERE u.type = 1 AND id = u.ref)), ''),
			(SELECT number FROM case_record WHERE u.type = 3 AND id = u.ref),
			(SELECT source FROM opinion WHERE u.type = 4 AND id = u.ref), '')
		FROM unanswered u WHERE u.type = ? AND u.ref = ?`, unansweredNumber(key.Type), key.ID)
}
