package records

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/ical"
	"kartoteka/data/match"
)

// todos are the follow-ups that rows are compared with. Each stands there under
// its key alone, and under its key with whom it concerns.
type todos struct {
	kept map[string]bool
	seen map[string]int    // row of the plan that brings it
	uids map[string]string // key of a kept one by the UID that an export gave it
}

// keptTodos returns the follow-ups that there are, done ones too.
func keptTodos(ctx context.Context, db Store, cards *cards, today data.Date) (*todos, error) {
	all, err := db.FollowUps(ctx, data.FollowUpFilter{WithDone: true}, today)
	if err != nil {
		return nil, err
	}
	uid := map[int64]string{}
	if len(all) > 0 {
		for _, k := range cards.all {
			uid[k.base.ID] = k.base.UID
		}
	}
	t := &todos{kept: map[string]bool{}, seen: map[string]int{}, uids: map[string]string{}}
	for i := range all {
		f := &all[i].FollowUp
		key := ical.TodoKey(f)
		t.kept[key], t.kept[concerning(key, f.ContactID)] = true, true
		t.uids[ical.TodoUID(f, uid[f.ContactID])] = key
	}
	return t, nil
}

func concerning(key string, contact int64) string {
	return key + "\x00" + strconv.FormatInt(contact, 10)
}

// known reports whether the row's follow-up is kept. A row that names nobody is
// the same as any of its words and day: it tells no other contact.
func (t *todos) known(f *data.FollowUp, it *exchange.Item) bool {
	key := ical.TodoKey(f)
	if it.UID != "" && t.uids[it.UID] == key {
		return true
	}
	if it.Who == "" {
		return t.kept[key]
	}
	return t.kept[concerning(key, f.ContactID)]
}

// names returns under what the follow-up is known to later rows, whom it concerns
// first. Of those whom nobody knows two are two.
func (t *todos) names(f *data.FollowUp, it *exchange.Item) [2]string {
	key := ical.TodoKey(f)
	switch {
	case it.Who == "":
		return [2]string{key, key}
	case f.ContactID == 0:
		return [2]string{key + "\x00" + match.Fold(strings.TrimSpace(it.Who)) + "\x00" + it.UID, key}
	}
	return [2]string{concerning(key, f.ContactID), key}
}

// takeFollowUp decides on something to do. The same words on the same day for the
// same contact are the same.
func (p *planner) takeFollowUp(r *read, row *data.ImportPlanRow) {
	f := *r.FollowUp
	f.What = strings.TrimSpace(f.What)
	switch {
	case f.What == "":
		row.Outcome, row.Why = data.OutcomeFailed, data.NewError(data.CodeInvalid, "follow-up-without-text")
		return
	case f.Due.IsZero():
		row.Outcome, row.Why = data.OutcomeFailed, data.NewError(data.CodeInvalid, "follow-up-without-day")
		return
	}
	lost := false
	if r.Who != "" {
		c := p.named(r.Who)
		if lost = c == nil || c.base == nil; !lost {
			f.ContactID = c.base.ID
		}
	}
	if p.todo.known(&f, &r.Item) {
		row.Outcome = data.OutcomeUnchanged
		return
	}
	names := p.todo.names(&f, &r.Item)
	if at, repeated := p.todo.seen[names[0]]; repeated {
		row.Outcome = data.OutcomeDuplicate
		row.Why = data.NewError(data.CodeConflict, "import-repeated", "Name", f.What, "Row", p.plan.Rows[at].Number)
		return
	}
	for _, name := range names {
		if _, there := p.todo.seen[name]; !there {
			p.todo.seen[name] = len(p.plan.Rows)
		}
	}
	if lost {
		row.Warnings = append(slices.Clone(row.Warnings), "import.warning.who-unknown")
	}
	row.Outcome, row.ContactID, row.FollowUp = data.OutcomeNew, f.ContactID, &f
}
