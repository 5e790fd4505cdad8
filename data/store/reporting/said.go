package reporting

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/settings"
	"kartoteka/data/store/sqlite"
	"kartoteka/data/store/waiting"
)

// Said is one thing that a client said: a case, an opinion, or an entry or
// letter that began neither of them. What a machine wrote, and what is not for
// the firm, is none.
type Said struct {
	Type       data.UnansweredType // message, interaction, case or opinion
	Ref        int64               // its id; of a letter that of the message
	ContactID  int64               // 0: not known
	Generation string              // one of data.Generations, "" not known
	Preferred  data.Channel        // as the card says, "" not stated
	Channel    data.Channel        // as noted; of an opinion its source
	Kind       data.Kind           // of an entry or letter
	CaseKind   data.CaseKind
	Tone       data.Tone
	On         data.Date // the day that it counts for
	At         time.Time // when it was heard
	DayOnly    bool      // the hour was not noted
	Wanted     bool      // an answer was due, later than on the spot; what one word answered wanted it once
	Waits      bool      // nobody has answered: it is on the list of what waits
	Redirected bool      // the client was only sent elsewhere
	First      Word      // the first word of a person about it, zero: none is known
}

// saying is something said, with what tells it from other things.
type saying struct {
	Said
	entry  int64 // the interaction, 0: it is a case or an opinion
	letter int64 // the message that it came by, 0: none, or no more
	thread int64 // of that
	caseID int64 // the case that it is, or belongs to
	begun  bool  // of a case: an entry that is tied to it is how it came
	out    bool  // it is part of a case or opinion and nothing for itself
	kept   kept
}

// begin are the entries with which a case or an opinion came to be known, and
// which are the same thing: its letter, or the first entry of the case up to half
// a day after its own moment, which is noon where only the day was noted.
const begin = `SELECT e.id FROM case_record b JOIN interaction e ON e.message_id = b.message_id
	UNION ALL SELECT e.id FROM opinion b JOIN interaction e ON e.message_id = b.message_id
	UNION ALL SELECT e.id FROM case_record b JOIN interaction e ON e.id = (SELECT f.id FROM interaction f
		WHERE f.case_id = b.id AND ` + beganIt + ` ORDER BY f.at, f.id LIMIT 1)
		WHERE NOT EXISTS (SELECT 1 FROM interaction f WHERE f.message_id = b.message_id)`

// beganIt is the condition that an entry f of a case b may be how it came.
const beganIt = `f.direction = 'in' AND f.automatic = 0 AND f.at <= b.received + 43200000`

// entryWanted is the condition that an entry or letter wants an answer that is
// not given on the spot, as the list has it; ?3 is the day of the first import.
var entryWanted = `CASE WHEN m.id IS NULL THEN i.no_answer IS NULL AND i.at >= ?3
	AND (i.outcome IN ('owed', 'redirected') OR i.outcome = '' AND i.channel IN ` + waiting.WrittenChannels() + `)
	ELSE m.no_answer IS NULL AND m.silent = 0 END`

// entriesSaid reads entries and letters from ?1 up to ?2 that began no case and
// no opinion.
var entriesSaid = `SELECT i.id, m.id, i.contact_id, coalesce(i.case_id, 0), i.channel, i.kind, i.at, ` + waiting.Heard + `,
	i.outcome = 'redirected', m.thread, k.answered, k.closed, ` + entryWanted + keptColumns + `
	FROM interaction i LEFT JOIN message m ON m.id = i.message_id LEFT JOIN case_record k ON k.id = i.case_id
	LEFT JOIN said_kept s ON s.interaction_id = i.id
	WHERE i.at >= ?1 AND i.at < ?2 AND i.direction = 'in' AND i.automatic = 0 AND i.kind <> 'not-for-us'
		AND (m.id IS NULL OR m.automatic = '' AND m.trashed IS NULL AND m.kind <> 'not-for-us') AND i.id NOT IN (` + begin + `)
	ORDER BY i.at`

func (g *gathering) entry(s sqlite.Scanner) (r saying, err error) {
	var heard, answered, closed time.Time
	err = s.Scan(append([]any{
		&r.entry, sqlite.RefOf(&r.letter), &r.ContactID, &r.caseID, &r.Channel, &r.Kind, sqlite.TimeOf(&r.At), sqlite.TimeOf(&heard),
		&r.Redirected, sqlite.RefOf(&r.thread), sqlite.TimeOf(&answered), sqlite.TimeOf(&closed), &r.Wanted,
	}, r.kept.columns()...)...)
	r.Type, r.Ref, r.On = data.UnansweredInteraction, r.entry, data.DateIn(r.At, g.loc)
	if r.letter != 0 {
		r.Type, r.Ref, r.At = data.UnansweredMessage, r.letter, heard
		r.Redirected = r.Redirected || !g.redirected.since(r.thread, r.At).At.IsZero()
	}
	if !r.Wanted {
		return r, err
	}
	r.Waits = g.waits[data.UnansweredKey{Type: r.Type, ID: r.Ref}]
	if answered.IsZero() {
		answered = closed
	}
	if answered.Before(r.At) {
		answered = time.Time{}
	}
	r.First = earliest(g.threads.since(r.thread, r.At), g.letters.since(r.ContactID, r.At), g.entries.since(r.ContactID, r.At),
		Word{At: answered})
	return r, err
}

// casesSaid reads the cases of the days ?1 to ?2; ?3 is the day of the first import.
const casesSaid = `SELECT b.id, b.message_id, b.contact_id, b.channel, b.kind, b.received_on, b.received, b.redirected IS NOT NULL,
	(SELECT m.thread FROM message m WHERE m.id = b.message_id), b.acknowledged, b.answered,
	CASE WHEN b.state <> 'withdrawn' THEN b.closed END, b.received >= ?3,
	EXISTS (SELECT 1 FROM interaction f WHERE f.case_id = b.id AND ` + beganIt + `)` + keptColumns + `
	FROM case_record b LEFT JOIN said_kept s ON s.case_id = b.id
	WHERE b.received_on BETWEEN ?1 AND ?2 ORDER BY b.received, b.id`

// caseOf reads a case. One that was withdrawn, or that waits for its client,
// wants no answer unless it was given one.
func (g *gathering) caseOf(s sqlite.Scanner) (r saying, err error) {
	var noted, answered, closed time.Time
	err = s.Scan(append([]any{
		&r.caseID, sqlite.RefOf(&r.letter), sqlite.RefOf(&r.ContactID), &r.Channel, &r.CaseKind, sqlite.DayOf(&r.On),
		sqlite.TimeOf(&r.At), &r.Redirected, sqlite.RefOf(&r.thread), sqlite.TimeOf(&noted), sqlite.TimeOf(&answered),
		sqlite.TimeOf(&closed), &r.Wanted, &r.begun,
	}, r.kept.columns()...)...)
	r.Type, r.Ref = data.UnansweredCase, r.caseID
	r.Waits = g.waits[data.UnansweredKey{Type: r.Type, ID: r.Ref}] || g.waits[data.UnansweredKey{Type: data.UnansweredMessage, ID: r.letter}]
	if !g.clients[r.ContactID].erased {
		noted = time.Time{} // where nothing else is left, it says when the client was first written to
	}
	r.First = earliest(g.threads.since(r.thread, r.At), g.cases.since(r.Ref, r.At), g.letters.since(r.ContactID, r.At),
		g.entries.since(r.ContactID, r.At), Word{At: answered}, Word{At: noted}, Word{At: closed})
	return r, err
}

// opinionsSaid reads the opinions from ?1 up to ?2; ?3 is the day of the first import.
const opinionsSaid = `SELECT p.id, p.message_id, p.contact_id, p.source, p.tone, p.at,
	(SELECT m.thread FROM message m WHERE m.id = p.message_id), p.answered, p.at >= ?3` + keptColumns + `
	FROM opinion p LEFT JOIN said_kept s ON s.opinion_id = p.id
	WHERE p.at >= ?1 AND p.at < ?2 ORDER BY p.at, p.id`

func (g *gathering) opinion(s sqlite.Scanner) (r saying, err error) {
	var answered time.Time
	err = s.Scan(append([]any{
		&r.Ref, sqlite.RefOf(&r.letter), sqlite.RefOf(&r.ContactID), &r.Channel, &r.Tone, sqlite.TimeOf(&r.At),
		sqlite.RefOf(&r.thread), sqlite.TimeOf(&answered), &r.Wanted,
	}, r.kept.columns()...)...)
	r.Type, r.On = data.UnansweredOpinion, data.DateIn(r.At, g.loc)
	r.Waits = g.waits[data.UnansweredKey{Type: r.Type, ID: r.Ref}] || g.waits[data.UnansweredKey{Type: data.UnansweredMessage, ID: r.letter}]
	r.First = earliest(g.threads.since(r.thread, r.At), g.letters.since(r.ContactID, r.At), g.entries.since(r.ContactID, r.At),
		Word{At: answered})
	return r, err
}

// Said returns everything that clients said in the period, over all channels and
// each thing once: entries and letters, cases, opinions, each in its order. What
// waits is what Unanswered lists of them; a letter of somebody who has no card is
// none of them.
func (rs *Rows) Said(ctx context.Context, p data.Period) ([]Said, error) {
	var out []Said
	err := rs.file.Read(ctx, "read what clients said", func(q *sql.Tx) error {
		all, err := said(ctx, q, p)
		for i := range all {
			out = append(out, all[i].Said)
		}
		return err
	})
	return out, err
}

// said reads what counts for itself of what clients said in the period.
func said(ctx context.Context, q sqlite.Querier, p data.Period) ([]saying, error) {
	since, err := waiting.FirstImport(ctx, q)
	if err != nil {
		return nil, err
	}
	g, err := gather(ctx, q, p, since)
	if err != nil {
		return nil, err
	}
	from, to := settings.Span(p, g.loc)
	first, last := settings.Days(p)
	var all []saying
	for _, part := range []struct {
		query    string
		read     func(sqlite.Scanner) (saying, error)
		from, to any
	}{
		{entriesSaid, g.entry, from, to}, {casesSaid, g.caseOf, first, last}, {opinionsSaid, g.opinion, from, to},
	} {
		err := sqlite.Each(ctx, q, func(rows *sql.Rows) error {
			r, err := part.read(rows)
			g.complete(&r)
			all = append(all, r)
			return err
		}, part.query, part.from, part.to, since)
		if err != nil {
			return nil, err
		}
	}
	joinTalks(all, g.loc)
	answerOnce(all)
	for i := range all {
		all[i].recall()
	}
	return slices.DeleteFunc(all, func(r saying) bool { return r.out }), nil
}
