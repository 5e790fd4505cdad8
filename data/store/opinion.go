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

func (t *tx) addOpinion(ctx context.Context, o *data.Opinion) (int64, error) {
	if o.Rating < 0 || o.Rating > 5 {
		return 0, data.NewError(data.CodeInvalid, "bad-rating", "Rating", o.Rating)
	}
	if o.ContactID != 0 {
		if err := t.mustExist(ctx, "contact", o.ContactID); err != nil {
			return 0, err
		}
	}
	at, tone := o.At, o.Tone
	if at.IsZero() {
		at = t.now
	}
	if tone == "" {
		tone = toneOf(o.Rating)
	}
	var text any
	if o.MessageID == 0 || o.Text != "" {
		text = o.Text
	}
	t.changed(data.TopicContacts)
	return t.insert(ctx, `INSERT INTO opinion (contact_id, message_id, source, rating, tone, text, at, answered)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, ref(o.ContactID), ref(o.MessageID), o.Source, o.Rating, string(tone),
		text, stamp(at), stamp(o.Answered))
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
