package reporting

import (
	"context"
	"database/sql"
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
	LegalType  data.LegalType
	Generation string       // one of data.Generations, "" not known
	Preferred  data.Channel // as the card says, "" not stated
	Channel    data.Channel // as noted; of an opinion its source
	Kind       data.Kind    // of an entry or letter
	CaseKind   data.CaseKind
	Tone       data.Tone
	On         data.Date // the day that it counts for
	At         time.Time // when it was heard
	DayOnly    bool      // the hour was not noted
	Wanted     bool      // an answer was due, later than on the spot
	Waits      bool      // nobody has answered: it is on the list of what waits
	Redirected bool      // the client was only sent elsewhere
	First      Word      // the first word of a person about it, zero: none is known
}

// begin are the entries with which a case or an opinion came to be known, and
// which are the same thing: its letter, or the first entry of the case up to its
// own moment.
const begin = `SELECT e.id FROM case_record b JOIN interaction e ON e.message_id = b.message_id
	UNION ALL SELECT e.id FROM opinion b JOIN interaction e ON e.message_id = b.message_id
	UNION ALL SELECT e.id FROM case_record b JOIN interaction e ON e.id = (SELECT f.id FROM interaction f
		WHERE f.case_id = b.id AND f.direction = 'in' AND f.automatic = 0 AND f.at <= b.received ORDER BY f.at, f.id LIMIT 1)
		WHERE NOT EXISTS (SELECT 1 FROM interaction f WHERE f.message_id = b.message_id)`

// entryWanted is the condition that an entry or letter wants an answer that is
// not given on the spot, as the list has it; ?3 is the day of the first import.
var entryWanted = `CASE WHEN m.id IS NULL THEN i.no_answer IS NULL AND i.at >= ?3
	AND (i.outcome IN ('owed', 'redirected') OR i.outcome = '' AND i.channel IN ` + waiting.WrittenChannels() + `)
	ELSE m.no_answer IS NULL AND m.silent = 0 END`

// entriesSaid reads entries and letters from ?1 up to ?2 that began no case and
// no opinion.
var entriesSaid = `SELECT i.id, m.id, i.contact_id, i.channel, i.kind, i.at, ` + waiting.Heard + `, i.outcome = 'redirected',
	m.thread, k.answered, k.closed, ` + entryWanted + `
	FROM interaction i LEFT JOIN message m ON m.id = i.message_id LEFT JOIN case_record k ON k.id = i.case_id
	WHERE i.at >= ?1 AND i.at < ?2 AND i.direction = 'in' AND i.automatic = 0 AND i.kind <> 'not-for-us'
		AND (m.id IS NULL OR m.automatic = '' AND m.trashed IS NULL AND m.kind <> 'not-for-us') AND i.id NOT IN (` + begin + `)
	ORDER BY i.at`

func (g *gathering) entry(s sqlite.Scanner) (r Said, err error) {
	var letter, thread int64
	var heard, answered, closed time.Time
	err = s.Scan(&r.Ref, sqlite.RefOf(&letter), &r.ContactID, &r.Channel, &r.Kind, sqlite.TimeOf(&r.At), sqlite.TimeOf(&heard), &r.Redirected,
		sqlite.RefOf(&thread), sqlite.TimeOf(&answered), sqlite.TimeOf(&closed), &r.Wanted)
	r.Type, r.On = data.UnansweredInteraction, data.DateIn(r.At, g.loc)
	if letter != 0 {
		r.At = heard
		r.Type, r.Ref = data.UnansweredMessage, letter
		r.Redirected = r.Redirected || !g.redirected.since(thread, r.At).At.IsZero()
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
	r.First = earliest(g.threads.since(thread, r.At), g.letters.since(r.ContactID, r.At), g.entries.since(r.ContactID, r.At),
		Word{At: answered})
	return r, err
}

// casesSaid reads the cases of the days ?1 to ?2; ?3 is not used.
const casesSaid = `SELECT k.id, k.message_id, k.contact_id, k.channel, k.kind, k.received_on, k.received, k.redirected IS NOT NULL,
	(SELECT m.thread FROM message m WHERE m.id = k.message_id), k.acknowledged, k.answered,
	CASE WHEN k.state <> 'withdrawn' THEN k.closed END
	FROM case_record k WHERE k.received_on BETWEEN ?1 AND ?2 AND ?3 IS NOT NULL ORDER BY k.received, k.id`

// caseOf reads a case. One that was withdrawn, or that waits for its client,
// wants no answer unless it was given one.
func (g *gathering) caseOf(s sqlite.Scanner) (r Said, err error) {
	var letter, thread int64
	var noted, answered, closed time.Time
	err = s.Scan(&r.Ref, sqlite.RefOf(&letter), sqlite.RefOf(&r.ContactID), &r.Channel, &r.CaseKind, sqlite.DayOf(&r.On),
		sqlite.TimeOf(&r.At), &r.Redirected,
		sqlite.RefOf(&thread), sqlite.TimeOf(&noted), sqlite.TimeOf(&answered), sqlite.TimeOf(&closed))
	r.Type = data.UnansweredCase
	r.Waits = g.waits[data.UnansweredKey{Type: r.Type, ID: r.Ref}] || g.waits[data.UnansweredKey{Type: data.UnansweredMessage, ID: letter}]
	r.First = earliest(g.threads.since(thread, r.At), g.cases.since(r.Ref, r.At), g.letters.since(r.ContactID, r.At),
		g.entries.since(r.ContactID, r.At), Word{At: answered}, Word{At: noted}, Word{At: closed})
	r.Wanted = true
	return r, err
}

// opinionsSaid reads the opinions from ?1 up to ?2; ?3 is not used.
const opinionsSaid = `SELECT p.id, p.message_id, p.contact_id, p.source, p.tone, p.at,
	(SELECT m.thread FROM message m WHERE m.id = p.message_id), p.answered
	FROM opinion p WHERE p.at >= ?1 AND p.at < ?2 AND ?3 IS NOT NULL ORDER BY p.at, p.id`

func (g *gathering) opinion(s sqlite.Scanner) (r Said, err error) {
	var letter, thread int64
	var answered time.Time
	err = s.Scan(&r.Ref, sqlite.RefOf(&letter), sqlite.RefOf(&r.ContactID), &r.Channel, &r.Tone, sqlite.TimeOf(&r.At),
		sqlite.RefOf(&thread), sqlite.TimeOf(&answered))
	r.Type, r.On = data.UnansweredOpinion, data.DateIn(r.At, g.loc)
	r.Waits = g.waits[data.UnansweredKey{Type: r.Type, ID: r.Ref}] || g.waits[data.UnansweredKey{Type: data.UnansweredMessage, ID: letter}]
	r.First = earliest(g.threads.since(thread, r.At), g.letters.since(r.ContactID, r.At), g.entries.since(r.ContactID, r.At),
		Word{At: answered})
	r.Wanted = true
	return r, err
}

// gathering is what is known of the firm's side while what clients said is read.
type gathering struct {
	spoken
	waits   map[data.UnansweredKey]bool
	clients map[int64]client
	loc     *time.Location
}

// Said returns everything that clients said in the period, over all channels and
// each thing once: entries and letters, cases, opinions, each in its order. What
// waits is what Unanswered lists of them; a letter of somebody who has no card is
// none of them.
func (rs *Rows) Said(ctx context.Context, p data.Period) ([]Said, error) {
	var out []Said
	err := rs.file.Read(ctx, "read what clients said", func(q *sql.Tx) error {
		since, err := waiting.FirstImport(ctx, q)
		if err != nil {
			return err
		}
		g, err := gather(ctx, q, p, since)
		if err != nil {
			return err
		}
		from, to := settings.Span(p, g.loc)
		first, last := settings.Days(p)
		for _, part := range []struct {
			query    string
			read     func(sqlite.Scanner) (Said, error)
			from, to any
		}{
			{entriesSaid, g.entry, from, to}, {casesSaid, g.caseOf, first, last}, {opinionsSaid, g.opinion, from, to},
		} {
			err := sqlite.Each(ctx, q, func(rows *sql.Rows) error {
				r, err := part.read(rows)
				g.complete(&r)
				out = append(out, r)
				return err
			}, part.query, part.from, part.to, since)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

func gather(ctx context.Context, q *sql.Tx, p data.Period, since int64) (g gathering, err error) {
	if g.loc, err = settings.Zone(ctx, q); err != nil {
		return g, err
	}
	if g.clients, err = clientsOf(ctx, q); err != nil {
		return g, err
	}
	from, _ := settings.Span(p, g.loc)
	if g.spoken, err = readSpoken(ctx, q, from); err != nil {
		return g, err
	}
	g.waits = map[data.UnansweredKey]bool{}
	err = sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var typ int
		var key data.UnansweredKey
		err := rows.Scan(&typ, &key.ID)
		key.Type = waiting.TypeOf(typ)
		g.waits[key] = true
		return err
	}, `SELECT type, ref FROM unanswered WHERE type = 1 OR at >= ?`, since)
	return g, err
}

// complete fills in what is known of the client, and whether the hour is: a case
// or opinion of another day is entered for its noon, an imported one for its
// beginning.
func (g *gathering) complete(r *Said) {
	c := g.clients[r.ContactID]
	r.LegalType, r.Generation, r.Preferred = c.legal, c.generation, c.preferred
	r.Wanted = r.Wanted && (r.Waits || !r.First.At.IsZero()) && !c.erased // nobody is there to be answered
	if !r.Wanted {
		r.First = Word{}
	}
	if r.Waits {
		r.First = Word{} // a case that was confirmed and not answered
	}
	if r.Type == data.UnansweredCase || r.Type == data.UnansweredOpinion {
		h, m, s := r.At.In(g.loc).Clock()
		r.DayOnly = (h == 0 || h == 12) && m == 0 && s == 0 && r.At.Nanosecond() == 0
	}
}

// client is what is asked of a contact.
type client struct {
	legal      data.LegalType
	generation string
	preferred  data.Channel
	erased     bool
}

func clientsOf(ctx context.Context, q sqlite.Querier) (map[int64]client, error) {
	out := map[int64]client{}
	err := sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var id int64
		var c client
		var who data.Contact
		err := rows.Scan(&id, &c.legal, &who.Generation, &who.BirthYear, &c.preferred, &c.erased)
		c.generation = who.AgeGroup()
		out[id] = c
		return err
	}, `SELECT id, legal_type, generation, birth_year, preferred_channel, erased IS NOT NULL FROM contact`)
	return out, err
}
