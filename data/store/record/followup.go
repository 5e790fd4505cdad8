package record

import (
	"context"
	"strings"

	"kartoteka/data"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/sqlite"
)

// FollowUpColumns are what ScanFollowUp reads of follow_up f.
const FollowUpColumns = `f.id, f.what, f.contact_id, f.case_id, f.message_id, f.due, f.snoozed, f.done, f.created,
	coalesce(c.display_name, ''), coalesce(k.number, '')`

// ScanFollowUp reads a row of FollowUpColumns.
func ScanFollowUp(s sqlite.Scanner, r *data.FollowUpRow) error {
	return s.Scan(&r.ID, &r.What, sqlite.RefOf(&r.ContactID), sqlite.RefOf(&r.CaseID), sqlite.RefOf(&r.MessageID), sqlite.DayOf(&r.Due),
		sqlite.DayOf(&r.Snoozed), sqlite.TimeOf(&r.Done), sqlite.TimeOf(&r.Created), &r.ContactName, &r.CaseNumber)
}

// FollowUps returns the follow-ups that the filter selects: open ones by the day
// on which they show, then the done ones, newest first.
func (rs *Records) FollowUps(ctx context.Context, f data.FollowUpFilter, today data.Date) ([]data.FollowUpRow, error) {
	conds, args := []string{"1"}, []any(nil)
	if f.ContactID != 0 {
		conds = append(conds, `f.contact_id = ?`)
		args = append(args, f.ContactID)
	}
	if f.CaseID != 0 {
		conds = append(conds, `f.case_id = ?`)
		args = append(args, f.CaseID)
	}
	if !f.WithDone {
		conds = append(conds, `f.done IS NULL`)
	}
	if !f.DueBy.IsZero() {
		conds = append(conds, `f.shows <= ?`)
		args = append(args, f.DueBy.String())
	}
	order := `f.shows, f.due, f.id`
	if f.WithDone {
		order = `f.done IS NOT NULL, f.done DESC, ` + order
	}
	limit := f.Limit
	if limit <= 0 {
		limit = -1
	}
	out, err := sqlite.Collect(ctx, rs.file, ScanFollowUp, `SELECT `+FollowUpColumns+` FROM follow_up f
		LEFT JOIN contact c ON c.id = f.contact_id LEFT JOIN case_record k ON k.id = f.case_id
		WHERE `+strings.Join(conds, ` AND `)+` ORDER BY `+order+` LIMIT ?`, append(args, limit)...)
	for i := range out {
		out[i].State = out[i].FollowUp.State(today)
	}
	return out, sqlite.Told("list follow-ups", err)
}

// AddFollowUp saves something to do and returns its id.
func (rs *Records) AddFollowUp(ctx context.Context, f data.FollowUp) (id int64, err error) {
	d := &journal.Deed{What: data.ActAddFollowUp, Title: strings.TrimSpace(f.What)}
	err = rs.book.Act(ctx, "add follow-up", d, func(t *sqlite.Tx) error {
		id, err = AddFollowUp(ctx, t, &f)
		return err
	})
	return id, err
}

// ChangeFollowUp saves what is to be done, for whom and when. Whether it is done
// is DoneFollowUp's.
func (rs *Records) ChangeFollowUp(ctx context.Context, f data.FollowUp) error {
	return rs.changeFollowUp(ctx, f.ID, func(t *sqlite.Tx) (int64, error) {
		if err := checkFollowUp(ctx, t, &f); err != nil {
			return 0, err
		}
		return t.Exec(ctx, `UPDATE follow_up SET what = ?, contact_id = ?, case_id = ?, message_id = ?, due = ?,
			snoozed = ? WHERE id = ?`, f.What, sqlite.Ref(f.ContactID), sqlite.Ref(f.CaseID), sqlite.Ref(f.MessageID), f.Due.String(),
			f.Snoozed.String(), f.ID)
	})
}

// checkFollowUp refuses what is no follow-up, and trims its words.
func checkFollowUp(ctx context.Context, t *sqlite.Tx, f *data.FollowUp) error {
	if f.What = strings.TrimSpace(f.What); f.What == "" {
		return data.NewError(data.CodeInvalid, "follow-up-without-text")
	}
	if f.Due.IsZero() {
		return data.NewError(data.CodeInvalid, "follow-up-without-day")
	}
	for kind, id := range map[string]int64{"contact": f.ContactID, "case": f.CaseID, "message": f.MessageID} {
		if id == 0 {
			continue
		}
		if err := MustExist(ctx, t, kind, id); err != nil {
			return err
		}
	}
	return nil
}

// AddFollowUp enters what is to be done and returns its id.
func AddFollowUp(ctx context.Context, t *sqlite.Tx, f *data.FollowUp) (int64, error) {
	if err := checkFollowUp(ctx, t, f); err != nil {
		return 0, err
	}
	t.Changed(data.TopicFollowUps)
	created := f.Created
	if created.IsZero() {
		created = t.Now
	}
	return t.Insert(ctx, `INSERT INTO follow_up (what, contact_id, case_id, message_id, due, snoozed, done, created)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, f.What, sqlite.Ref(f.ContactID), sqlite.Ref(f.CaseID), sqlite.Ref(f.MessageID),
		f.Due.String(), f.Snoozed.String(), sqlite.Stamp(f.Done), sqlite.Stamp(created))
}

// DoneFollowUp ticks a follow-up off, or opens it again.
func (rs *Records) DoneFollowUp(ctx context.Context, id int64, done bool) error {
	return rs.changeFollowUp(ctx, id, func(t *sqlite.Tx) (int64, error) {
		if !done {
			return t.Exec(ctx, `UPDATE follow_up SET done = NULL WHERE id = ?`, id)
		}
		return t.Exec(ctx, `UPDATE follow_up SET done = coalesce(done, ?) WHERE id = ?`, sqlite.Stamp(t.Now), id)
	})
}

// SnoozeFollowUp hides a follow-up until the day; a zero day shows it again.
func (rs *Records) SnoozeFollowUp(ctx context.Context, id int64, until data.Date) error {
	return rs.changeFollowUp(ctx, id, func(t *sqlite.Tx) (int64, error) {
		return t.Exec(ctx, `UPDATE follow_up SET snoozed = ? WHERE id = ?`, until.String(), id)
	})
}

func (rs *Records) changeFollowUp(ctx context.Context, id int64, f func(*sqlite.Tx) (int64, error)) error {
	d := &journal.Deed{What: data.ActChangeFollowUp}
	return rs.book.Act(ctx, "change follow-up", d, func(t *sqlite.Tx) (err error) {
		t.Changed(data.TopicFollowUps)
		if err := MustExist(ctx, t, "follow-up", id); err != nil {
			return err
		}
		if d.Title, _, err = sqlite.Value[string](ctx, t, `SELECT what FROM follow_up WHERE id = ?`, id); err != nil {
			return err
		}
		_, err = f(t)
		return err
	})
}
