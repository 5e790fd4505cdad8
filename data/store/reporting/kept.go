package reporting

import (
	"context"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
	"kartoteka/data/store/waiting"
)

// kept is how something counted before its letter, or its client, was erased.
type kept struct {
	is, out, wanted, redirected bool
	heard                       time.Time // zero: it did not come by letter
	first                       Word
}

// keptColumns are those of said_kept s; the query's own columns stand before them.
const keptColumns = `, s.id IS NOT NULL, coalesce(s.left_out, 0), coalesce(s.wanted, 0), coalesce(s.redirected, 0),
	s.heard, s.first_at, coalesce(s.channel, '')`

func (k *kept) columns() []any {
	return []any{
		&k.is, &k.out, &k.wanted, &k.redirected, sqlite.TimeOf(&k.heard), sqlite.TimeOf(&k.first.At), &k.first.Channel,
	}
}

// recall lets something count as it did.
func (r *saying) recall() {
	k := &r.kept
	if !k.is {
		return
	}
	r.out, r.Wanted, r.Redirected, r.Waits, r.First = k.out, k.wanted, k.redirected, false, k.first
	if !k.heard.IsZero() {
		r.At, r.DayOnly = k.heard, false
	}
}

// Counted is how all that clients said counts at one moment of a transaction, so
// that an erasure leaves the figures as they were.
type Counted struct {
	said  map[data.UnansweredKey]saying
	cases map[int64]time.Time // when each was first answered
}

// Count returns how things count now.
func Count(ctx context.Context, t *sqlite.Tx) (Counted, error) {
	c := Counted{said: map[data.UnansweredKey]saying{}, cases: map[int64]time.Time{}}
	if err := waiting.Settle(ctx, t); err != nil {
		return c, err
	}
	all, err := said(ctx, t, data.Period{})
	if err != nil {
		return c, err
	}
	for _, r := range all {
		c.said[r.key()] = r
	}
	cases, err := cases(ctx, t, data.Period{})
	for i := range cases {
		c.cases[cases[i].ID] = cases[i].FirstAnswer
	}
	return c, err
}

// key names something by what an erasure leaves of it.
func (r *saying) key() data.UnansweredKey {
	if r.entry != 0 {
		return data.UnansweredKey{Type: data.UnansweredInteraction, ID: r.entry}
	}
	return data.UnansweredKey{Type: r.Type, ID: r.Ref}
}

// Keep notes what would count differently now, and lets it count as it did. What
// waited waits on, or nobody is there any more who does.
func (c Counted) Keep(ctx context.Context, t *sqlite.Tx) error {
	now, err := Count(ctx, t)
	if err != nil {
		return err
	}
	for key, is := range now.said {
		was, counted := c.said[key]
		if counted && (was.Waits || was.sameAs(&is)) {
			continue
		}
		if err := keep(ctx, t, key, &was, !counted); err != nil {
			return err
		}
	}
	for id, was := range c.cases {
		if was.IsZero() || was.Equal(now.cases[id]) {
			continue
		}
		if _, err := t.Exec(ctx, `INSERT INTO said_seen (case_id, first_answer) VALUES (?, ?)
			ON CONFLICT (case_id) DO UPDATE SET first_answer = excluded.first_answer`, id, sqlite.Stamp(was)); err != nil {
			return err
		}
	}
	return nil
}

func (r *saying) sameAs(o *saying) bool {
	return r.Wanted == o.Wanted && r.Redirected == o.Redirected && r.DayOnly == o.DayOnly && r.At.Equal(o.At) &&
		r.First.At.Equal(o.First.At) && r.First.Channel == o.First.Channel
}

// keptBy are the columns of said_kept by which a thing is found.
var keptBy = map[data.UnansweredType]string{
	data.UnansweredInteraction: "interaction_id", data.UnansweredCase: "case_id", data.UnansweredOpinion: "opinion_id",
}

func keep(ctx context.Context, t *sqlite.Tx, key data.UnansweredKey, was *saying, out bool) error {
	var heard time.Time
	if was.letter != 0 {
		heard = was.At
	} else {
		heard = was.kept.heard
	}
	by := keptBy[key.Type]
	_, err := t.Exec(ctx, `INSERT INTO said_kept (`+by+`, left_out, wanted, redirected, heard, first_at, channel)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (`+by+`) DO UPDATE SET left_out = excluded.left_out, wanted = excluded.wanted,
		redirected = excluded.redirected, heard = excluded.heard, first_at = excluded.first_at, channel = excluded.channel`,
		key.ID, out, was.Wanted, was.Redirected, sqlite.Stamp(heard), sqlite.Stamp(was.First.At), string(was.First.Channel))
	return err
}
