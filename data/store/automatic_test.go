package store_test

import (
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

// shop is a client whose letters the headers take for a newsletter.
func shop(t *testing.T) (db *store.DB, contact, message int64) {
	t.Helper()
	db, _ = datatest.New(t)
	a := datatest.Account(t, db)
	contact = datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	ids := datatest.Keep(t, db, a.ID, datatest.Mail(1, func(m *data.Message) {
		m.Automatic, m.ContactID, m.Suggested = data.AutoBulk, contact, data.KindNotForUs
	}))
	return db, contact, ids[0]
}

func TestWhatTheOwnerKnowsBetterCounts(t *testing.T) {
	db, contact, id := shop(t)
	counts := func() (waiting int, last time.Time, automatic bool, m data.Message) {
		waiting = must(db.InboxCount(ctx))(t)
		last = must(db.Contacts(ctx, data.ContactFilter{}))(t)[0].LastContact
		rows := must(db.Entries(ctx, contact, data.EntryFilter{}, data.EntryCursor{}, 0))(t)
		if len(rows) != 1 {
			t.Fatalf("%d entries", len(rows))
		}
		return waiting, last, rows[0].Automatic, must(db.Message(ctx, id))(t)
	}
	if waiting, last, automatic, m := counts(); waiting != 0 || !last.IsZero() || !automatic || m.Judged {
		t.Fatalf("before: %d wait, last %v, automatic %v, judged %v", waiting, last, automatic, m.Judged)
	}
	err := db.SetAutomatic(ctx, id, data.ByPerson, data.Triage{Suggested: data.KindComplaint, Words: []string{"zaciął"}})
	if err != nil {
		t.Fatal(err)
	}
	person := func(when string) {
		waiting, last, automatic, m := counts()
		if waiting != 1 || last.IsZero() || automatic || !m.Judged || m.Automatic != data.ByPerson || m.Suggested != data.KindComplaint {
			t.Errorf("%s: %d wait, last %v, automatic %v, %+v", when, waiting, last, automatic, m.Triage)
		}
		datatest.Sound(t, db)
	}
	person("judged")
	if got := undo(t, db); got.Undone.What != data.ActAutomatic || got.Undone.Title != "Zamek w drzwiach 1" {
		t.Errorf("undone %+v", got.Undone)
	}
	if waiting, last, automatic, m := counts(); waiting != 0 || !last.IsZero() || !automatic || m.Judged || m.Suggested != data.KindNotForUs {
		t.Errorf("undone: %d wait, last %v, automatic %v, %+v", waiting, last, automatic, m.Triage)
	}
	must(db.Redo(ctx))(t)
	person("redone")
	code(t, db.SetAutomatic(ctx, 99, data.AutoBulk, data.Triage{}), data.CodeNotFound, "not-found-message")
}

func TestASubjectOnlySuggestsAndNeverAcrossContacts(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	ewa := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@klient.example"))
	letter := func(uid uint32, contact int64, subject string, days int, refs ...string) data.MailItem {
		return datatest.Mail(uid, func(m *data.Message) {
			m.ContactID, m.Subject, m.References = contact, subject, refs
			m.Date = datatest.Now.AddDate(0, 0, -days)
		})
	}
	ids := datatest.Keep(t, db, a.ID,
		letter(1, jan, "Wycena drzwi do hotelu", 10),
		letter(2, jan, "Odp.: RE[2]: PD: wycena  drzwi do hotelu", 9),
		letter(3, ewa, "Wycena drzwi do hotelu", 9),
		letter(4, jan, "Wycena drzwi do hotelu", 60),
		letter(5, jan, "Faktura", 10),
		letter(6, jan, "Faktura", 9),
		letter(7, jan, "Re: Wycena drzwi do hotelu", 8, "x@y.example"),
	)
	for i, want := range [][]int64{{ids[6], ids[1]}, {ids[6], ids[0]}, {}, {}, {}, {}, {ids[1], ids[0]}} {
		got := must(db.Similar(ctx, ids[i]))(t)
		if len(got) != len(want) {
			t.Errorf("letter %d: similar %v, want %v", i+1, got, want)
			continue
		}
		for j := range got {
			if got[j] != want[j] {
				t.Errorf("letter %d: similar %v, want %v", i+1, got, want)
			}
		}
	}
	for _, m := range all(t, db) {
		if m.Thread != m.ID {
			t.Errorf("message %d was put into thread %d by its subject", m.ID, m.Thread)
		}
	}
}

func TestOutlooksMarkTiesAnAnswerThatNamesNothing(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	marked := func(uid uint32, answers bool, refs ...string) data.MailItem {
		return datatest.Mail(uid, func(m *data.Message) { m.Topic, m.Answers, m.References = "01db4c", answers, refs })
	}
	ids := datatest.Keep(t, db, a.ID, marked(1, false), marked(2, true), marked(3, false), marked(4, true, "other@x.example"))
	want := []int64{ids[0], ids[0], ids[2], ids[3]}
	for i, id := range ids {
		if m := must(db.Message(ctx, id))(t); m.Thread != want[i] {
			t.Errorf("letter %d is in thread %d, want %d", i+1, m.Thread, want[i])
		}
	}
	datatest.Sound(t, db)
}

func TestAMessageIsFoundByItsID(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	ids := datatest.Keep(t, db, a.ID, datatest.Mail(1), datatest.Mail(2))
	if got := must(db.MessageCalled(ctx, "m2@klient.example"))(t); got != ids[1] {
		t.Errorf("found %d, want %d", got, ids[1])
	}
	for _, ref := range []string{"", "nobody@x.example"} {
		if got := must(db.MessageCalled(ctx, ref))(t); got != 0 {
			t.Errorf("%q: found %d", ref, got)
		}
	}
}
