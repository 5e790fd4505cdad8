package demo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"kartoteka/data"
	"kartoteka/data/sample"
	"kartoteka/data/store"
)

// replay does what the sample firm's owner did, on the days on which he did it,
// and returns how many messages it filed. What was done already stays as it is,
// so that a replay that was stopped goes on. None of it can be undone: whoever
// looks at the firm did not do it.
func (st *Story) replay(ctx context.Context, firm *sample.Firm, tell func(done, total int)) (int, error) {
	defer st.desk.Clock.Show(time.Time{})
	ctx = store.Past(ctx)
	known, err := st.decisions(ctx)
	if err != nil {
		return 0, err
	}
	decided := slices.DeleteFunc(slices.Clone(firm.Messages), func(m sample.Mail) bool {
		return m.Waiting || m.Truth.Kind == data.KindNone
	})
	slices.SortStableFunc(decided, func(a, b sample.Mail) int { return a.Truth.Decided.Compare(b.Truth.Decided) })
	filed := 0
	for i := range decided {
		m := known[sumOf(&decided[i])]
		if m.id == 0 {
			continue // in a folder that is not pulled
		}
		if m.kind == data.KindNone {
			if err := st.replayFiling(ctx, m.id, &decided[i].Truth); err != nil {
				return filed, err
			}
			filed++
		}
		if err := st.replayRest(ctx, m.id, &decided[i].Truth); err != nil {
			return filed, err
		}
		if tell != nil {
			tell(i+1, len(decided))
		}
	}
	return filed, st.replayAnswers(ctx, firm, known)
}

// replayAnswers says which letters of the firm's only sent a client elsewhere, and
// which of the clients' need no answer. That is known only when all are there.
func (st *Story) replayAnswers(ctx context.Context, firm *sample.Firm, known map[string]decision) error {
	for i := range firm.Messages {
		m := &firm.Messages[i]
		if !m.Elsewhere && m.Truth.NoAnswer.IsZero() {
			continue
		}
		id := known[sumOf(m)].id
		if id == 0 {
			continue
		}
		err := error(nil)
		if m.Elsewhere {
			err = st.replayElsewhere(ctx, id)
		} else {
			st.desk.Clock.Show(m.Truth.NoAnswer)
			err = st.deeds.NoAnswer(ctx, data.UnansweredKey{Type: data.UnansweredMessage, ID: id})
		}
		if err != nil && data.CodeOf(err) != data.CodeNotFound { // it is answered or was closed before
			return err
		}
	}
	return nil
}

// replayElsewhere notes on a letter of the firm's that it answers nothing.
func (st *Story) replayElsewhere(ctx context.Context, messageID int64) error {
	m, err := st.db.Message(ctx, messageID)
	if err != nil || m.ContactID == 0 {
		return err
	}
	line, err := st.db.Entries(ctx, m.ContactID, data.EntryFilter{Types: []data.EntryType{data.EntryInteraction}}, data.EntryCursor{}, 0)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(line, func(e data.Entry) bool { return e.MessageID == messageID })
	if i < 0 {
		return nil
	}
	st.desk.Clock.Show(m.Received)
	return st.deeds.SetOutcome(ctx, line[i].ID, data.OutcomeRedirected)
}

func sumOf(m *sample.Mail) string {
	sum := sha256.Sum256(m.Raw)
	return hex.EncodeToString(sum[:])
}

// decision is a message and what was decided about it.
type decision struct {
	id   int64
	kind data.Kind
}

// decisions returns the kept messages by their hash.
func (st *Story) decisions(ctx context.Context) (map[string]decision, error) {
	out := map[string]decision{}
	err := st.db.EachMessage(ctx, data.MessageFilter{}, func(m data.Message) error {
		out[m.SHA256] = decision{m.ID, m.Kind}
		return nil
	})
	return out, err
}

func (st *Story) replayFiling(ctx context.Context, id int64, truth *sample.Truth) error {
	f := data.Filing{MessageID: id, Kind: truth.Kind, Due: truth.Due, What: truth.What}
	if k := truth.Case; k != nil {
		f.Category, f.Severity, f.Demand = k.Category, k.Severity, k.Demand
	}
	st.desk.Clock.Show(truth.Decided)
	_, err := st.deeds.File(ctx, f)
	return err
}

// replayRest does what followed from a decision.
func (st *Story) replayRest(ctx context.Context, messageID int64, truth *sample.Truth) error {
	if !truth.Done.IsZero() {
		return st.replayDone(ctx, messageID, truth.Done)
	}
	if truth.Case != nil {
		return st.replayCase(ctx, messageID, truth.Case)
	}
	return nil
}

// replayDone ticks off the follow-up that was made from a message.
func (st *Story) replayDone(ctx context.Context, messageID int64, at time.Time) error {
	m, err := st.db.Message(ctx, messageID)
	if err != nil {
		return err
	}
	open, err := st.db.FollowUps(ctx, data.FollowUpFilter{ContactID: m.ContactID}, st.desk.Today())
	if err != nil {
		return err
	}
	for i := range open {
		if open[i].MessageID == messageID {
			st.desk.Clock.Show(at)
			return st.db.DoneFollowUp(ctx, open[i].ID, true)
		}
	}
	return nil
}

// replayCase handles a complaint step by step, from the step that it has reached.
func (st *Story) replayCase(ctx context.Context, messageID int64, k *sample.Case) error {
	row, err := st.caseOf(ctx, messageID)
	if err != nil || row.ID == 0 {
		return err
	}
	for _, s := range stepsOf(k) {
		if rank(s.state) <= rank(row.State) {
			continue
		}
		change := data.CaseChange{ID: row.ID, State: &s.state, Product: &k.Product}
		if s.state == data.CaseAnswered || s.state == data.CaseClosed || s.state == k.State {
			change.Cause, change.Decision, change.Reason, change.Cost = &k.Cause, &k.Decision, &k.Reason, &k.Cost
		}
		st.desk.Clock.Show(s.at)
		if err := st.deeds.ChangeCase(ctx, change); err != nil {
			return err
		}
	}
	return nil
}

// step is a state of a case and when it was reached.
type step struct {
	state data.CaseState
	at    time.Time
}

func stepsOf(k *sample.Case) []step {
	var out []step
	add := func(state data.CaseState, at time.Time) {
		if !at.IsZero() && !slices.ContainsFunc(out, func(s step) bool { return s.state == state }) {
			out = append(out, step{state, at})
		}
	}
	add(data.CaseAcknowledged, k.Acknowledged)
	if k.State.Open() && k.State != data.CaseNew {
		add(k.State, k.Acknowledged)
	}
	add(data.CaseAnswered, k.Answered)
	if k.State == data.CaseWithdrawn {
		add(data.CaseWithdrawn, k.Closed)
	} else {
		add(data.CaseClosed, k.Closed)
	}
	return out
}

// rank is where a state stands in the usual order.
func rank(s data.CaseState) int { return slices.Index(data.CaseStates(), s) }

func (st *Story) caseOf(ctx context.Context, messageID int64) (data.CaseRow, error) {
	m, err := st.db.Message(ctx, messageID)
	if err != nil {
		return data.CaseRow{}, err
	}
	all, err := st.db.Cases(ctx, data.CaseFilter{ContactID: m.ContactID}, st.desk.Today())
	if err != nil {
		return data.CaseRow{}, err
	}
	i := slices.IndexFunc(all, func(k data.CaseRow) bool { return k.MessageID == messageID })
	if i < 0 {
		return data.CaseRow{}, nil
	}
	return all[i], nil
}
