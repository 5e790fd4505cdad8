package record

import (
	"context"
	"database/sql"
	"errors"

	"kartoteka/data"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/sqlite"
)

// Records is what is written down about contacts.
type Records struct {
	file *sqlite.File
	book *journal.Book
}

// New returns the records kept in a file.
func New(file *sqlite.File, book *journal.Book) *Records { return &Records{file, book} }

// AddMailInteraction makes the interaction of a message whose contact is
// known. It holds no text: subject and body are read from the message. Mail
// that was decided not to concern the firm gets none, nor does a second copy.
func AddMailInteraction(ctx context.Context, t *sqlite.Tx, messageID int64) error {
	_, err := t.Exec(ctx, `INSERT INTO interaction
		(contact_id, at, channel, direction, kind, case_id, message_id, automatic)
		SELECT contact_id, at, 'email', direction, kind,
			(SELECT id FROM case_record k WHERE k.message_id = m.id), id, automatic <> ''
		FROM message m WHERE id = ? AND contact_id IS NOT NULL AND copy_of IS NULL AND kind <> 'not-for-us'
		ON CONFLICT (message_id) DO UPDATE SET contact_id = excluded.contact_id, kind = excluded.kind,
			case_id = coalesce(excluded.case_id, case_id)`, messageID)
	return err
}

// AddInteractionAndNext logs something that happened and, unless it is nil, what
// is to be done next with the same contact: one deed, of which nothing is kept
// when a part of it is refused. It returns the interaction's id.
func (rs *Records) AddInteractionAndNext(ctx context.Context, i data.Interaction, next *data.FollowUp) (id int64, err error) {
	d := &journal.Deed{What: data.ActLog}
	err = rs.book.Act(ctx, "log interaction", d, func(t *sqlite.Tx) error {
		if id, err = AddInteraction(ctx, t, &i); err != nil {
			return err
		}
		if next != nil {
			f := *next
			f.ContactID = i.ContactID
			if _, err := AddFollowUp(ctx, t, &f); err != nil {
				return err
			}
		}
		d.Title, err = journal.NameOf(ctx, t, i.ContactID)
		return err
	})
	return id, err
}

// AddInteraction enters something that happened and returns its id.
func AddInteraction(ctx context.Context, t *sqlite.Tx, i *data.Interaction) (int64, error) {
	if err := MustExist(ctx, t, "contact", i.ContactID); err != nil {
		return 0, err
	}
	at := i.At
	if at.IsZero() {
		at = t.Now
	}
	t.Changed(data.TopicContacts)
	id, err := t.Insert(ctx, `INSERT INTO interaction (contact_id, at, channel, direction, kind, category,
		subject, text, note, minutes, case_id, automatic, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		i.ContactID, sqlite.Stamp(at), string(i.Channel), string(i.Direction), string(i.Kind), i.Category,
		i.Subject, i.Text, i.Note, i.Minutes, sqlite.Ref(i.CaseID), sqlite.Flag(i.Automatic), string(i.Outcome))
	if err != nil {
		return 0, err
	}
	return id, fulltext.Add(ctx, t, fulltext.Interaction, id, at)
}

// interaction reads what of an entry a change needs to know.
func interaction(ctx context.Context, t *sqlite.Tx, id int64) (data.Interaction, error) {
	i := data.Interaction{ID: id}
	err := t.QueryRowContext(ctx, `SELECT contact_id, at, message_id, pinned FROM interaction WHERE id = ?`, id).
		Scan(&i.ContactID, sqlite.TimeOf(&i.At), sqlite.RefOf(&i.MessageID), &i.Pinned)
	if errors.Is(err, sql.ErrNoRows) {
		err = sqlite.NotFound("interaction", id)
	}
	return i, err
}

// ChangeInteraction saves a changed entry of a timeline; a pin stays. Of one
// that is mail only the owner's own words can be changed: category, note and
// minutes.
func (rs *Records) ChangeInteraction(ctx context.Context, i data.Interaction) error {
	d := &journal.Deed{What: data.ActChangeLog}
	return rs.book.Act(ctx, "change interaction", d, func(t *sqlite.Tx) error {
		old, err := interaction(ctx, t, i.ID)
		if err != nil {
			return err
		}
		if old.MessageID == 0 {
			err = changeLogged(ctx, t, &old, &i)
		} else {
			_, err = t.Exec(ctx, `UPDATE interaction SET category = ?, note = ?, minutes = ?, outcome = ? WHERE id = ?`,
				i.Category, i.Note, i.Minutes, string(i.Outcome), i.ID)
			i.ContactID = old.ContactID
		}
		if err != nil {
			return err
		}
		t.Changed(data.TopicContacts)
		d.Title, err = journal.NameOf(ctx, t, i.ContactID)
		return err
	})
}

// changeLogged saves a changed entry that the owner wrote himself.
func changeLogged(ctx context.Context, t *sqlite.Tx, old, i *data.Interaction) error {
	if err := MustExist(ctx, t, "contact", i.ContactID); err != nil {
		return err
	}
	at := i.At
	if at.IsZero() {
		at = old.At
	}
	_, err := t.Exec(ctx, `UPDATE interaction SET contact_id = ?, at = ?, channel = ?, direction = ?, kind = ?,
		category = ?, subject = ?, text = ?, note = ?, minutes = ?, case_id = ?, automatic = ?, outcome = ? WHERE id = ?`,
		i.ContactID, sqlite.Stamp(at), string(i.Channel), string(i.Direction), string(i.Kind), i.Category,
		i.Subject, i.Text, i.Note, i.Minutes, sqlite.Ref(i.CaseID), sqlite.Flag(i.Automatic), string(i.Outcome), i.ID)
	if err != nil {
		return err
	}
	if err := fulltext.Drop(ctx, t, fulltext.Interaction, i.ID); err != nil { // its key grows with its time
		return err
	}
	return fulltext.Add(ctx, t, fulltext.Interaction, i.ID, at)
}

// PinInteraction puts an entry first on its timeline, or back to its place.
func (rs *Records) PinInteraction(ctx context.Context, id int64, pinned bool) error {
	d := &journal.Deed{What: data.ActChangeLog}
	return rs.book.Act(ctx, "pin interaction", d, func(t *sqlite.Tx) error {
		old, err := interaction(ctx, t, id)
		if err != nil {
			return err
		}
		if d.Title, err = journal.NameOf(ctx, t, old.ContactID); err != nil {
			return err
		}
		t.Changed(data.TopicContacts)
		_, err = t.Exec(ctx, `UPDATE interaction SET pinned = ? WHERE id = ?`, sqlite.Flag(pinned), id)
		return err
	})
}

// existing names the tables that a reference may point to.
var existing = map[string]string{
	"contact":   `SELECT 1 FROM contact WHERE id = ?`,
	"case":      `SELECT 1 FROM case_record WHERE id = ?`,
	"message":   `SELECT 1 FROM message WHERE id = ?`,
	"follow-up": `SELECT 1 FROM follow_up WHERE id = ?`,
}

// MustExist returns a not-found error unless the row is there.
func MustExist(ctx context.Context, t *sqlite.Tx, what string, id int64) error {
	_, found, err := sqlite.Value[int](ctx, t, existing[what], id)
	if err == nil && !found {
		return sqlite.NotFound(what, id)
	}
	return err
}

// TimelineRows reads interactions; what mail says is read from its message.
const TimelineRows = `SELECT i.id, i.contact_id, i.at, i.channel, i.direction, i.kind,
	i.category, coalesce(m.subject, i.subject), coalesce(x.text, i.text), i.note, i.minutes, i.case_id,
	i.message_id, i.automatic, i.outcome, coalesce(k.number, ''), coalesce(m.excerpt, '')
	FROM interaction i
	LEFT JOIN message m ON m.id = i.message_id
	LEFT JOIN message_text x ON x.message_id = i.message_id
	LEFT JOIN case_record k ON k.id = i.case_id`

// ScanTimeline reads a row that TimelineRows selects.
func ScanTimeline(s sqlite.Scanner, r *data.TimelineRow) error {
	err := s.Scan(&r.ID, &r.ContactID, sqlite.TimeOf(&r.At), &r.Channel, &r.Direction, &r.Kind, &r.Category, &r.Subject,
		&r.Text, &r.Note, &r.Minutes, sqlite.RefOf(&r.CaseID), sqlite.RefOf(&r.MessageID), &r.Automatic, &r.Outcome, &r.CaseNumber, &r.Excerpt)
	if r.Excerpt == "" {
		r.Excerpt = fulltext.Excerpt(r.Text, fulltext.ExcerptLength)
	}
	return err
}
