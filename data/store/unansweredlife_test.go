package store_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/privacy"
)

// waitingLife is a firm to which anything may happen, in any order.
type waitingLife struct {
	*asked
	t        *testing.T
	r        *rand.Rand
	ewa      int64
	uid      uint32
	validity uint32
	letters  []data.MailItem
	messages []int64
	cases    []int64
	opinions []int64
	roles    []data.FolderRole // of the folders F0, F1, …
	deed     string
}

var lifeRoles = []data.FolderRole{data.RoleInbox, data.RoleSent, data.RoleDrafts, data.RoleJunk, data.RoleNone, data.RoleTrash}

func newWaitingLife(t *testing.T, seed uint64) *waitingLife {
	t.Helper()
	l := &waitingLife{asked: ask(t), t: t, r: rand.New(rand.NewPCG(seed, 1)), uid: 100, validity: 7, roles: lifeRoles}
	l.roles = append([]data.FolderRole{}, lifeRoles...)
	l.messages = []int64{l.question}
	l.ewa = datatest.Add(t, l.db, datatest.Person("Ewa", "Kotowska", "ewa@kotowska.example"))
	return l
}

func (l *waitingLife) contact() int64 {
	return []int64{l.jan, l.jan, l.ewa, 0}[l.r.IntN(4)]
}

func (l *waitingLife) one(of []int64) int64 {
	if len(of) == 0 {
		return 0
	}
	return of[l.r.IntN(len(of))]
}

func (l *waitingLife) at() time.Time {
	return datatest.Now.Add(time.Duration(l.r.IntN(96)-72) * time.Hour)
}

// letter is a new letter of anybody's, in a thread or two.
func (l *waitingLife) letter() data.MailItem {
	l.uid++
	it := datatest.Mail(l.uid, func(m *data.Message) {
		m.ContactID, m.Date, m.MessageID = l.contact(), l.at(), fmt.Sprintf("l%d@x", l.r.IntN(12))
		for range l.r.IntN(3) {
			m.References = append(m.References, fmt.Sprintf("l%d@x", l.r.IntN(12)))
		}
		if l.r.IntN(2) == 0 {
			m.Direction = data.Outbound
			if l.r.IntN(2) == 0 {
				m.InReplyTo = m.References
			}
		}
		if l.r.IntN(8) == 0 {
			m.Automatic = data.AutoReply
		}
		m.Silent = l.r.IntN(8) == 0
		if l.r.IntN(4) == 0 {
			m.Text = "Pisze też ewa@kotowska.example"
		}
	})
	it.Received = it.Message.Date
	l.letters = append(l.letters, it)
	return it
}

// keep keeps letters, new and known ones, in a folder.
func (l *waitingLife) keep() error {
	i := l.r.IntN(len(l.roles))
	items := []data.MailItem{l.letter()}
	for range l.r.IntN(3) {
		it := l.letters[l.r.IntN(len(l.letters))]
		l.uid++
		if l.r.IntN(3) > 0 { // at times under a number that another letter had
			it.UID = l.uid
		}
		items = append(items, it)
	}
	kept, err := l.db.Keep(ctx, data.MailBatch{
		AccountID: l.account, Items: items,
		Folder: data.MailFolder{Name: fmt.Sprintf("F%d", i), Role: l.roles[i], UIDValidity: l.validity, Floor: l.uid},
	})
	l.messages = append(l.messages, kept.IDs...)
	return err
}

func (l *waitingLife) fileAway() error {
	kinds := []data.Kind{data.KindComplaint, data.KindPraise, data.KindNotForUs, data.KindQuestion}
	filed, err := l.db.File(ctx, data.Filing{MessageID: l.one(l.messages), Kind: kinds[l.r.IntN(4)]}, data.Case{})
	if filed.CaseID != 0 {
		l.cases = append(l.cases, filed.CaseID)
	}
	return err
}

func (l *waitingLife) changeCase() error {
	states := data.CaseStates()
	c := data.CaseChange{ID: l.one(l.cases), State: &states[l.r.IntN(len(states))]}
	if l.r.IntN(3) == 0 {
		c.Answered = l.at()
	}
	return l.db.ChangeCase(ctx, c)
}

func (l *waitingLife) log() error {
	in := data.Interaction{
		ContactID: []int64{l.jan, l.ewa}[l.r.IntN(2)], At: l.at(), Channel: data.Channels()[l.r.IntN(9)],
		Direction: []data.Direction{data.Inbound, data.Outbound}[l.r.IntN(2)], Outcome: data.EntryOutcomes()[l.r.IntN(4)],
	}
	if l.r.IntN(2) == 0 {
		in.CaseID = l.one(l.cases)
	}
	_, err := l.db.AddInteraction(ctx, in)
	return err
}

// entry is any entry of a timeline.
func (l *waitingLife) entry() int64 {
	all := said(l.t, l.db, []int64{l.jan, l.ewa}[l.r.IntN(2)])
	if len(all) == 0 {
		return 0
	}
	return all[l.r.IntN(len(all))].ID
}

func (l *waitingLife) opinion() error {
	o := data.Opinion{Source: "google", Tone: data.Negative, At: l.at(), ContactID: l.contact()}
	if l.r.IntN(2) == 0 && len(l.opinions) > 0 {
		o.ID, o.Answered = l.one(l.opinions), l.at()
		return l.db.ChangeOpinion(ctx, o)
	}
	id, err := l.db.AddOpinion(ctx, o)
	l.opinions = append(l.opinions, id)
	return err
}

func (l *waitingLife) closeOne() error {
	rows, err := l.db.Unanswered(ctx, data.UnansweredFilter{})
	if err != nil || len(rows) == 0 {
		return err
	}
	return l.db.NoAnswer(ctx, rows[l.r.IntN(len(rows))].UnansweredKey)
}

// erase deletes somebody with all that is his, and lets him come again.
func (l *waitingLife) erase() error {
	if _, err := l.db.EraseSubject(ctx, l.ewa, data.EraseOptions{}, privacy.TaxUntil); err != nil {
		return err // an open case is in its way
	}
	u, _, err := l.db.UnfinishedErasure(ctx)
	if err == nil {
		err = l.db.EndErasure(ctx, u, nil)
	}
	if err != nil {
		return err
	}
	l.ewa = datatest.Add(l.t, l.db, datatest.Person("Ewa", "Kotowska", "ewa@kotowska.example"))
	return nil
}

func (l *waitingLife) merge() error {
	twin := datatest.Add(l.t, l.db, datatest.Person("Janek", "Żółw", fmt.Sprintf("janek%d@klient.example", l.uid)))
	l.uid++
	if _, err := l.db.AddInteraction(ctx, data.Interaction{ContactID: twin, Channel: data.ChannelSMS, Direction: data.Inbound, At: l.at()}); err != nil {
		return err
	}
	_, err := l.db.Merge(ctx, data.Merge{Keep: l.jan, Gone: twin})
	return err
}

func (l *waitingLife) reroll() error {
	i := l.r.IntN(len(l.roles))
	l.roles[i] = lifeRoles[l.r.IntN(len(lifeRoles))]
	_, err := l.db.Keep(ctx, data.MailBatch{
		AccountID: l.account, Folder: data.MailFolder{Name: fmt.Sprintf("F%d", i), Role: l.roles[i], UIDValidity: l.validity, Floor: l.uid},
	})
	return err
}

func (l *waitingLife) importFile() error {
	kept, err := l.db.KeepLocal(ctx, []data.MailItem{l.letter()}, "stare.mbox")
	l.messages = append(l.messages, kept.IDs...)
	return err
}

// step does something. What is refused is refused: only the list counts here.
func (l *waitingLife) step() error {
	deeds := []struct {
		name string
		do   func() error
	}{
		{"keep", l.keep},
		{"keep", l.keep},
		{"keep", l.keep},
		{"import", l.importFile},
		{"file", l.fileAway},
		{"file", l.fileAway},
		{"unfile", func() error { return l.db.Unfile(ctx, l.one(l.messages)) }},
		{"case", l.changeCase},
		{"log", l.log},
		{"log", l.log},
		{"opinion", l.opinion},
		{"no answer", l.closeOne},
		{"outcome", func() error { return l.db.SetOutcome(ctx, l.entry(), data.EntryOutcomes()[l.r.IntN(4)]) }},
		{"elsewhere", func() error { return l.db.RedirectCase(ctx, l.one(l.cases), l.at()) }},
		{"delete entry", func() error { return l.db.DeleteInteraction(ctx, l.entry()) }},
		{"delete", func() error { return l.db.DeleteMessage(ctx, l.one(l.messages)) }},
		{"automatic", func() error {
			return l.db.SetAutomatic(ctx, l.one(l.messages), []data.Automatic{data.ByPerson, data.AutoBulk}[l.r.IntN(2)], data.Triage{})
		}},
		{"new epoch", func() error { l.validity++; return l.reroll() }},
		{"role", l.reroll},
		{"role", l.reroll},
		{"empty trash", func() error { _, err := l.db.EmptyTrash(ctx, datatest.Now.AddDate(1, 0, 0)); return err }},
		{"undo", func() error { _, err := l.db.Undo(ctx); return err }},
		{"undo", func() error { _, err := l.db.Undo(ctx); return err }},
		{"redo", func() error { _, err := l.db.Redo(ctx); return err }},
		{"erase", l.erase},
		{"merge", l.merge},
	}
	d := deeds[l.r.IntN(len(deeds))]
	l.deed = d.name
	return d.do()
}

// Whatever happens, the list that is kept is the one that would be made anew.
func TestTheListIsRightWhateverHappens(t *testing.T) {
	done := map[string]int{}
	for seed := range uint64(3) {
		l := newWaitingLife(t, seed)
		for i := range 45 {
			if err := l.step(); err == nil {
				done[l.deed]++
			} else if c := data.CodeOf(err); c == data.CodeInternal || c == data.CodeCorrupt {
				t.Fatalf("seed %d, step %d, %s: %v", seed, i, l.deed, err)
			}
			datatest.Sound(t, l.db)
			if t.Failed() {
				t.Fatalf("seed %d, step %d: after %s", seed, i, l.deed)
			}
		}
	}
	if len(done) < 18 {
		t.Errorf("only %v was done", done)
	}
}
