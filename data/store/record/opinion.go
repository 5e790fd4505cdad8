package record

import (
	"context"
	"database/sql"

	"kartoteka/data"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/settings"
	"kartoteka/data/store/sqlite"
)

// OpinionColumns are what ScanOpinion reads of OpinionTables.
const OpinionColumns = `o.id, o.contact_id, o.message_id, o.source, o.rating, o.tone,
	coalesce(o.text, x.text, ''), o.at, o.answered`

// OpinionTables are where opinions are read from: opinion o and its letter.
const OpinionTables = ` FROM opinion o
	LEFT JOIN message_text x ON x.message_id = o.message_id AND o.text IS NULL`

// Opinions returns what was said in the period, newest first.
func (rs *Records) Opinions(ctx context.Context, p data.Period) ([]data.Opinion, error) {
	var out []data.Opinion
	err := rs.file.Read(ctx, "list opinions", func(q *sql.Tx) error {
		loc, err := settings.Zone(ctx, q)
		if err != nil {
			return err
		}
		from, to := settings.Span(p, loc)
		out, err = sqlite.Collect(ctx, q, ScanOpinion, `SELECT `+OpinionColumns+OpinionTables+`
			WHERE o.at >= ? AND o.at < ? ORDER BY o.at DESC, o.id DESC`, from, to)
		return err
	})
	return out, err
}

// ScanOpinion reads a row of OpinionColumns.
func ScanOpinion(s sqlite.Scanner, o *data.Opinion) error {
	return s.Scan(&o.ID, sqlite.RefOf(&o.ContactID), sqlite.RefOf(&o.MessageID), &o.Source, &o.Rating, &o.Tone, &o.Text,
		sqlite.TimeOf(&o.At), sqlite.TimeOf(&o.Answered))
}

// AddOpinion saves praise or criticism and returns its id.
func (rs *Records) AddOpinion(ctx context.Context, o data.Opinion) (id int64, err error) {
	d := &journal.Deed{What: data.ActAddOpinion}
	err = rs.book.Act(ctx, "add opinion", d, func(t *sqlite.Tx) error {
		if id, err = AddOpinion(ctx, t, &o); err != nil {
			return err
		}
		d.Title, err = journal.NameOf(ctx, t, o.ContactID)
		return err
	})
	return id, err
}

// ChangeOpinion saves a changed opinion. That of a mail goes on to take its words
// from it as long as they are the same.
func (rs *Records) ChangeOpinion(ctx context.Context, o data.Opinion) error {
	d := &journal.Deed{What: data.ActChangeOpinion}
	return rs.book.Act(ctx, "change opinion", d, func(t *sqlite.Tx) (err error) {
		if err := checkOpinion(ctx, t, &o); err != nil {
			return err
		}
		if d.Title, err = journal.NameOf(ctx, t, o.ContactID); err != nil {
			return err
		}
		t.Changed(data.TopicContacts)
		n, err := t.Exec(ctx, `UPDATE opinion SET contact_id = ?1, source = ?2, rating = ?3, tone = ?4,
			text = CASE WHEN ?5 = (SELECT x.text FROM message_text x WHERE x.message_id = opinion.message_id)
				THEN NULL ELSE ?5 END,
			at = ?6, answered = ?7 WHERE id = ?8`, sqlite.Ref(o.ContactID), o.Source, o.Rating, string(o.Tone), o.Text,
			sqlite.Stamp(o.At), sqlite.Stamp(o.Answered), o.ID)
		if err == nil && n == 0 {
			err = sqlite.NotFound("opinion", o.ID)
		}
		return err
	})
}

// checkOpinion refuses what is no opinion, and fills in what goes without saying.
func checkOpinion(ctx context.Context, t *sqlite.Tx, o *data.Opinion) error {
	if o.Rating < 0 || o.Rating > 5 {
		return data.NewError(data.CodeInvalid, "bad-rating", "Rating", o.Rating)
	}
	if o.ContactID != 0 {
		if err := MustExist(ctx, t, "contact", o.ContactID); err != nil {
			return err
		}
	}
	if o.At.IsZero() {
		o.At = t.Now
	}
	if o.Tone == "" {
		o.Tone = toneOf(o.Rating)
	}
	return nil
}

// AddOpinion enters an opinion and returns its id.
func AddOpinion(ctx context.Context, t *sqlite.Tx, o *data.Opinion) (int64, error) {
	if err := checkOpinion(ctx, t, o); err != nil {
		return 0, err
	}
	var text any
	if o.MessageID == 0 || o.Text != "" {
		text = o.Text
	}
	t.Changed(data.TopicContacts)
	return t.Insert(ctx, `INSERT INTO opinion (contact_id, message_id, source, rating, tone, text, at, answered)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, sqlite.Ref(o.ContactID), sqlite.Ref(o.MessageID), o.Source, o.Rating, string(o.Tone),
		text, sqlite.Stamp(o.At), sqlite.Stamp(o.Answered))
}

// toneOf reads the tone from the rating when nobody said it.
func toneOf(rating int) data.Tone {
	switch {
	case rating >= 4:
		return data.Positive
	case rating == 1 || rating == 2:
		return data.Negative
	}
	return data.Neutral
}
