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
		t.Changed(data.TopicCases, data.TopicContacts, data.TopicMail)
		if _, err = t.Exec(ctx, `UPDATE interaction SET outcome = ? WHERE id = ?`, string(o), id); err != nil {
			return err
		}
		return redirectCases(ctx, t, id, o == data.OutcomeRedirected)
	})
}

// RedirectCase notes that a client who complained or asked was only sent
// elsewhere: the firm's last word in it answers nothing then. The case stays as
// open as it was. A zero time takes that back.
func (rs *Records) RedirectCase(ctx context.Context, id int64, at time.Time) error {
	d := &journal.Deed{What: data.ActChangeCase}
	return rs.book.Act(ctx, "note redirection", d, func(t *sqlite.Tx) error {
		r, err := caseRow(ctx, t, id)
		if err != nil {
			return err
		}
		d.Title = r.Number
		t.Changed(data.TopicCases, data.TopicContacts, data.TopicMail)
		if err := redirectLast(ctx, t, id, !at.IsZero()); err != nil {
			return err
		}
		_, err = t.Exec(ctx, `UPDATE case_record SET redirected = ?, updated = ? WHERE id = ?`, sqlite.Stamp(at), sqlite.Stamp(t.Now), id)
		return err
	})
}

// inCase is the condition that i is a person's word of the firm's in the case k.
const inCase = `i.direction = 'out' AND i.automatic = 0 AND i.at >= k.received AND (i.case_id = k.id OR i.message_id IN (
	SELECT o.id FROM message m JOIN message o ON o.thread = m.thread WHERE m.id = k.message_id))`

// redirectLast notes on the last word in a case that it only sends elsewhere, or
// on the last of those that did that it is an answer after all.
func redirectLast(ctx context.Context, t *sqlite.Tx, id int64, redirected bool) error {
	outcome := data.OutcomeUsual
	if redirected {
		outcome = data.OutcomeRedirected
	}
	_, err := t.Exec(ctx, `UPDATE interaction SET outcome = ?2 WHERE id = (SELECT i.id FROM case_record k JOIN interaction i ON `+inCase+`
		WHERE k.id = ?1 AND (?2 <> '' OR i.outcome = 'redirected') ORDER BY i.at DESC, i.id DESC LIMIT 1)`, id, string(outcome))
	return err
}

// redirectCases notes the same on the cases in which a word was said, as of then.
func redirectCases(ctx context.Context, t *sqlite.Tx, id int64, redirected bool) error {
	set, was := `i.at`, `NULL`
	if !redirected {
		set, was = was, set
	}
	_, err := t.Exec(ctx, `UPDATE case_record AS k SET redirected = `+set+`, updated = ?2
		FROM interaction i WHERE i.id = ?1 AND k.redirected IS `+was+` AND `+inCase, id, sqlite.Stamp(t.Now))
	return err
}
