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

// gathering is what is known of the firm's side while what clients said is read.
type gathering struct {
	spoken
	waits   map[data.UnansweredKey]bool
	clients map[int64]client
	loc     *time.Location
}

func gather(ctx context.Context, q sqlite.Querier, p data.Period, since int64) (g gathering, err error) {
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

// complete fills in what is known of the client, and whether the hour is: what
// did not come by letter and stands at noon is entered for another day, what
// stands at midnight was imported.
func (g *gathering) complete(r *saying) {
	c := g.clients[r.ContactID]
	r.Generation, r.Preferred = c.generation, c.preferred
	r.Wanted = r.Wanted && (r.Waits || !r.First.At.IsZero()) && !c.erased // nobody is there to be answered
	r.Waits = r.Waits && r.Wanted
	if r.Waits || !r.Wanted {
		r.First = Word{} // also of a case that was confirmed and not answered
	}
	if r.letter == 0 {
		h, m, s := r.At.In(g.loc).Clock()
		r.DayOnly = (h == 0 || h == 12) && m == 0 && s == 0 && r.At.Nanosecond() == 0
	}
}

// talk is what a logged talk and the case that came of it have in common.
type talk struct {
	contact int64
	channel data.Channel
	kind    data.CaseKind
	on      data.Date
}

// joinTalks leaves out the logged talk by which a case or an opinion came, where
// nobody tied the two: that of the same client on the same day over the same
// channel, about what the case is about.
func joinTalks(all []saying, loc *time.Location) {
	cases, opinions := withoutLetters(all)
	for i := range all {
		r := &all[i]
		if r.entry == 0 || r.letter != 0 || r.caseID != 0 {
			continue
		}
		if r.Kind == data.KindPraise && opinions[r.At.UnixMilli()] == r.ContactID {
			r.out = true
			continue
		}
		for _, kind := range casesOf(r.Kind) {
			key := talk{r.ContactID, r.Channel, kind, data.DateIn(r.At, loc)}
			if cases[key] > 0 {
				cases[key]--
				r.out = true
				break
			}
		}
	}
}

// withoutLetters counts the cases, and finds whose the opinions of a moment are,
// that came by no letter which is still there and by no entry tied to them.
func withoutLetters(all []saying) (cases map[talk]int, opinions map[int64]int64) {
	cases, opinions = map[talk]int{}, map[int64]int64{}
	for i := range all {
		r := &all[i]
		switch {
		case r.letter != 0 || r.ContactID == 0:
		case r.Type == data.UnansweredCase && !r.begun:
			cases[talk{r.ContactID, r.Channel, r.CaseKind, r.On}]++
		case r.Type == data.UnansweredOpinion:
			opinions[r.At.UnixMilli()] = r.ContactID
		}
	}
	return cases, opinions
}

// casesOf are the kinds of case that a talk of a kind may have begun.
func casesOf(k data.Kind) []data.CaseKind {
	switch k {
	case data.KindComplaint:
		return []data.CaseKind{data.CaseComplaint}
	case data.KindQuestion:
		return []data.CaseKind{data.CaseRequest}
	case data.KindNone, data.KindOther:
		return []data.CaseKind{data.CaseComplaint, data.CaseRequest}
	}
	return nil
}

// answerOnce lets an answer count once for all that it answers of one matter, a
// thread or a case, and a matter that waits wait once: from what was said first.
func answerOnce(all []saying) {
	type matter struct {
		thread, caseID, answered int64
	}
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return all[a].At.Compare(all[b].At) })
	told := map[matter]bool{}
	for _, i := range order {
		r := &all[i]
		if !r.Wanted || r.out {
			continue
		}
		var answered int64
		if !r.Waits {
			answered = r.First.At.UnixMilli()
		}
		again := false
		for _, m := range []matter{{thread: r.thread, answered: answered}, {caseID: r.caseID, answered: answered}} {
			if m.thread == 0 && m.caseID == 0 {
				continue
			}
			again = again || told[m]
			told[m] = true
		}
		if again {
			r.Wanted, r.Waits, r.First = false, false, Word{}
		}
	}
}

// client is what is asked of a contact.
type client struct {
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
		err := rows.Scan(&id, &who.Generation, &who.BirthYear, &c.preferred, &c.erased)
		c.generation = who.AgeGroup()
		out[id] = c
		return err
	}, `SELECT id, generation, birth_year, preferred_channel, erased IS NOT NULL FROM contact`)
	return out, err
}
