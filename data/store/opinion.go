package store

import (
	"context"
	"database/sql"

	"kartoteka/data"
)

const opinionColumns = `o.id, o.contact_id, o.message_id, o.source, o.rating, o.tone,
	coalesce(o.text, x.text, ''), o.at, o.answered`

const opinionTables = ` FROM opinion o
	LEFT JOIN message_text x ON x.message_id = o.message_id AND o.text IS NULL`

// Opinions returns what was said in the period, newest first.
func (db *DB) Opinions(ctx context.Context, p data.Period) ([]data.Opinion, error) {
	var out []data.Opinion
	err := db.read(ctx, "list opinions", func(q *sql.Tx) error {
		loc, err := zone(ctx, q)
		if err != nil {
			return err
		}
		from, to := span(p, loc)
		out, err = collect(ctx, q, scanOpinion, `SELECT `+opinionColumns+opinionTables+`
			WHERE o.at >= ? AND o.at < ? ORDER BY o.at DESC, o.id DESC`, from, to)
		return err
	})
	return out, err
}

func scanOpinion(s scanner, o *data.Opinion) error {
	return s.Scan(&o.ID, idOf{&o.ContactID}, idOf{&o.MessageID}, &o.Source, &o.Rating, &o.Tone, &o.Text,
		timeOf{&o.At}, timeOf{&o.Answered})
}

// AddOpinion saves praise or criticism and returns its id.
func (db *DB) AddOpinion(ctx context.Context, o data.Opinion) (id int64, err error) {
	d := &deed{what: data.ActAddOpinion}
	err = db.act(ctx, "add opinion", d, func(t *tx) error {
		if id, err = t.addOpinion(ctx, &o); err != nil {
			return err
		}
		d.title, err = t.nameOf(ctx, o.ContactID)
		return err
	})
	return id, err
}

// ChangeOpinion saves a changed opinion. That of a mail goes on to take its words
// from it as long as they are the same.
func (db *DB) ChangeOpinion(ctx context.Context, o data.Opinion) error {
	d := &deed{what: data.ActChangeOpinion}
	return db.act(ctx, "change opinion", d, func(t *tx) (err error) {
		if err := t.checkOpinion(ctx, &o); err != nil {
			return err
		}
		if d.title, err = t.nameOf(ctx, o.ContactID); err != nil {
			return err
		}
		t.changed(data.TopicContacts)
		n, err := t.exec(ctx, `UPDATE opinion SET contact_id = ?1, source = ?2, rating = ?3, tone = ?4,
			text = CASE WHEN ?5 = (SELECT x.text FROM message_text x WHERE x.message_id = opinion.message_id)
				THEN NULL ELSE ?5 END,
			at = ?6, answered = ?7 WHERE id = ?8`, ref(o.ContactID), o.Source, o.Rating, string(o.Tone), o.Text,
			stamp(o.At), stamp(o.Answered), o.ID)
		if err == nil && n == 0 {
			err = notFound("opinion", o.ID)
		}
		return err
	})
}

// checkOpinion refuses what is no opinion, and fills in what goes without saying.
func (t *tx) checkOpinion(ctx context.Context, o *data.Opinion) error {
	if o.Rating < 0 || o.Rating > 5 {
		return data.NewError(data.CodeInvalid, "bad-rating", "Rating", o.Rating)
	}
	if o.ContactID != 0 {
		if err := t.mustExist(ctx, "contact", o.ContactID); err != nil {
			return err
		}
	}
	if o.At.IsZero() {
		o.At = t.now
	}
	if o.Tone == "" {
		o.Tone = toneOf(o.Rating)
	}
	return nil
}

func (t *tx) addOpinion(ctx context.Context, o *data.Opinion) (int64, error) {
	if err := t.checkOpinion(ctx, o); err != nil {
		return 0, err
	}
	var text any
	if o.MessageID == 0 || o.Text != "" {
		text = o.Text
	}
	t.changed(data.TopicContacts)
	return t.insert(ctx, `INSERT INTO opinion (contact_id, message_id, source, rating, tone, text, at, answered)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, ref(o.ContactID), ref(o.MessageID), o.Source, o.Rating, string(o.Tone),
		text, stamp(o.At), stamp(o.Answered))
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
