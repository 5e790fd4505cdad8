package record

import (
	"context"
	"slices"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/sqlite"
)

// SetOutcome notes what came of an entry of a timeline; that of a letter of the
// firm's may be that it only sends the client elsewhere.
func (rs *Records) SetOutcome(ctx context.Context, id int64, o data.EntryOutcome) error {
	if !slices.Contains(data.EntryOutcomes(), o) {
		return data.NewError(data.CodeInvalid, "bad-outcome", "Outcome", string(o))
	}
	d := &journal.Deed{What: data.ActChangeLog}
	return rs.book.Act(ctx, "set outcome", d, func(t *sqlite.Tx) error {
		old, err := interaction(ctx, t, id)
		if err != nil {
			return err
		}
		if d.Title, err = journal.NameOf(ctx, t, old.ContactID); err != nil {
			return err
		}
		t.Changed(data.TopicContacts, data.TopicMail)
		_, err = t.Exec(ctx, `UPDATE interaction SET outcome = ? WHERE id = ?`, string(o), id)
		return err
	})
}

// RedirectCase notes that a client who complained or asked was only sent
// elsewhere. The case stays as open as it was. A zero time takes that back.
func (rs *Records) RedirectCase(ctx context.Context, id int64, at time.Time) error {
	d := &journal.Deed{What: data.ActChangeCase}
	return rs.book.Act(ctx, "note redirection", d, func(t *sqlite.Tx) error {
		r, err := caseRow(ctx, t, id)
		if err != nil {
			return err
		}
		d.Title = r.Number
		t.Changed(data.TopicCases)
		_, err = t.Exec(ctx, `UPDATE case_record SET redirected = ?, updated = ? WHERE id = ?`, sqlite.Stamp(at), sqlite.Stamp(t.Now), id)
		return err
	})
}
