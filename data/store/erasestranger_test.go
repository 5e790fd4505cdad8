package store_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/privacy"
	"kartoteka/data/store"
)

// intact fails the test unless a contact is as it was entered.
func intact(t *testing.T, db *store.DB, id int64, name string, handles int) {
	t.Helper()
	if c := must(db.Contact(ctx, id))(t); !c.Erased.IsZero() || c.Name() != name || len(c.Handles) != handles {
		t.Errorf("%s became %+v", name, c)
	}
}

func TestAMergeThatWasTakenBackMakesNobodyOneWithTheErased(t *testing.T) {
	db, _ := datatest.New(t)
	anna := datatest.Add(t, db, datatest.Person("Anna", "Grzmotopędzka", "anna@krzaczkowo.example"))
	jan := datatest.Add(t, db, datatest.Person("Jan", "Obcy", "jan@obcy.example"))
	must(db.Merge(ctx, data.Merge{Keep: anna, Gone: jan}))(t)
	must(db.Undo(ctx))(t)
	must(db.AddInteraction(ctx, data.Interaction{ContactID: jan, Channel: data.ChannelPhone, Text: "tylko Jana"}))(t)
	c := must(db.Contact(ctx, jan))(t)
	c.Note = "uwaga o Janie"
	if err := db.ChangeContact(ctx, c); err != nil {
		t.Fatal(err)
	}
	for _, ch := range must(db.Subject(ctx, anna))(t).Changes {
		if ch.After == "uwaga o Janie" {
			t.Errorf("what was noted of Jan is written out as Anna's: %+v", ch)
		}
	}
	erase(t, db, anna, data.EraseOptions{})
	intact(t, db, jan, "Jan Obcy", 1)
	if hits := must(db.Search(ctx, "tylko jana", 5))(t); len(hits) != 1 {
		t.Errorf("Jan's talk is found %d times", len(hits))
	}
	datatest.Sound(t, db)
}

func TestAMergeThatStandsOrWasDoneAgainIsStillTheSamePerson(t *testing.T) {
	for name, steps := range map[string]int{"stands": 0, "done again": 1} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			db := datatest.Open(t, filepath.Join(dir, "kartoteka.db"), &datatest.Clock{})
			keep := datatest.Add(t, db, datatest.Person("Anna", "Zwykła", "anna@zwykla.example"))
			gone := datatest.Add(t, db, datatest.Person("Wenancjusz", "Grzmotopędzki", "w.grzmotek@krzaczkowo.example"))
			must(db.Merge(ctx, data.Merge{Keep: keep, Gone: gone}))(t)
			for range steps {
				must(db.Undo(ctx))(t)
				must(db.Redo(ctx))(t)
			}
			must(db.AddFollowUp(ctx, data.FollowUp{What: "Oddzwonić: Wenancjusz Grzmotopędzki", Due: datatest.Today}))(t)
			erase(t, db, keep, data.EraseOptions{})
			if f := must(db.FollowUps(ctx, data.FollowUpFilter{}, datatest.Today))(t); len(f) != 1 || f[0].What != "Oddzwonić: […]" {
				t.Errorf("follow-ups %+v", f)
			}
			for _, left := range leftIn(t, dir, secrets()) {
				t.Error(left)
			}
			datatest.Sound(t, db)
		})
	}
}

// handOver gives an address and a number of one contact to another: mail and
// notes of the time after are the other's.
func handOver(t *testing.T, db *store.DB) (from, to int64) {
	t.Helper()
	account := datatest.Account(t, db)
	phone := data.Handle{Kind: data.HandlePhone, Value: "601 902 803", Norm: victimPhone}
	office := data.Handle{Kind: data.HandleEmail, Value: "biuro@wspolne.example", Norm: "biuro@wspolne.example"}
	one := datatest.Person("Anna", "Grzmotopędzka", "anna@krzaczkowo.example")
	one.Handles = append(one.Handles, office, phone)
	from = datatest.Add(t, db, one)
	c := must(db.Contact(ctx, from))(t)
	c.Handles = c.Handles[:1]
	if err := db.ChangeContact(ctx, c); err != nil {
		t.Fatal(err)
	}
	to = datatest.Add(t, db, data.Contact{
		Kind: data.Person, GivenName: "Jan", FamilyName: "Obcy", Note: "pisać na biuro@wspolne.example, tel. 601 902 803",
		Handles: []data.Handle{office, phone},
	})
	datatest.Keep(t, db, account.ID, withRaw(datatest.Mail(1, func(m *data.Message) {
		m.From, m.ContactID, m.Text = data.Address{Name: "Jan Obcy", Email: "biuro@wspolne.example"}, to, "list Jana, tel. 601 902 803"
	})))
	return from, to
}

func TestAnAddressThatIsAnothersNowTakesNothingOfTheOther(t *testing.T) {
	db, _ := datatest.New(t)
	from, to := handOver(t, db)
	if s := must(db.Subject(ctx, from))(t); len(s.Mentions) > 0 {
		t.Errorf("the other's records are told to be about the erased: %+v", s.Mentions)
	}
	e := erase(t, db, from, data.EraseOptions{})
	if left := all(t, db); len(left) != 1 || left[0].ContactID != to || e.Counts.Messages != 0 {
		t.Errorf("left are %+v, erased %+v", left, e.Counts)
	}
	intact(t, db, to, "Jan Obcy", 2)
	if c := must(db.Contact(ctx, to))(t); c.Note != "pisać na biuro@wspolne.example, tel. 601 902 803" {
		t.Errorf("the other's note says %q", c.Note)
	}
	datatest.Sound(t, db)
}

func TestAnOlderCopyInWhichTheAddressWasAnothersLeavesTheOther(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "kopia.db")
	db := datatest.Open(t, filepath.Join(dir, "kartoteka.db"), &datatest.Clock{})
	// When the copy was made, the address was Jan's; by now it is Anna's.
	anna := datatest.Add(t, db, datatest.Person("Anna", "Grzmotopędzka", "anna@krzaczkowo.example"))
	jan := datatest.Add(t, db, datatest.Person("Jan", "Obcy", "biuro@wspolne.example"))
	plant(t, db.Path(), `VACUUM INTO '`+file+`'`)
	for _, now := range []struct {
		id        int64
		addresses []string
	}{{jan, []string{"jan@obcy.example"}}, {anna, []string{"anna@krzaczkowo.example", "biuro@wspolne.example"}}} {
		c := must(db.Contact(ctx, now.id))(t)
		c.Handles = nil
		for _, a := range now.addresses {
			c.Handles = append(c.Handles, data.Handle{Kind: data.HandleEmail, Value: a, Norm: a})
		}
		if err := db.ChangeContact(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	must(db.EraseSubject(ctx, anna, data.EraseOptions{}, privacy.TaxUntil))(t)
	u, _, err := db.UnfinishedErasure(ctx)
	if err != nil {
		t.Fatal(err)
	}
	older := datatest.Open(t, file, &datatest.Clock{})
	if found := must(older.EraseCopy(ctx, u))(t); !found {
		t.Error("Anna is not found in the copy")
	}
	intact(t, older, jan, "Jan Obcy", 1)
	if c := must(older.Contact(ctx, anna))(t); c.Erased.IsZero() {
		t.Error("Anna is still in the copy")
	}
	datatest.Sound(t, older)
}

func TestOfAContactThatLeftTheTrashTheJournalKeepsNothing(t *testing.T) {
	dir := t.TempDir()
	clock := &datatest.Clock{}
	db := datatest.Open(t, filepath.Join(dir, "kartoteka.db"), clock)
	id := datatest.Add(t, db, datatest.Person("Wenancjusz", "Grzmotopędzki", "w.grzmotek@krzaczkowo.example"))
	kept := datatest.Add(t, db, datatest.Person("Ewa", "Kotowska", "ewa@kotowska.example"))
	c := must(db.Contact(ctx, id))(t)
	c.FamilyName = "Grzmotopędzki-Nowy"
	if err := db.ChangeContact(ctx, c); err != nil {
		t.Fatal(err)
	}
	if err := db.DeleteContact(ctx, id); err != nil {
		t.Fatal(err)
	}
	held := func() (n int) {
		for _, a := range must(db.Actions(ctx, 50, 0))(t) {
			if strings.Contains(a.Title, "Grzmotop") {
				n++
			}
		}
		return n + len(must(db.History(ctx, id, 50))(t))
	}
	if must(db.EmptyTrash(ctx, datatest.Now.Add(-time.Hour)))(t) != 0 || held() == 0 {
		t.Error("what can be restored is out of the journal")
	}
	clock.Move(time.Hour)
	if n := must(db.EmptyTrash(ctx, clock.Now()))(t); n != 1 {
		t.Errorf("%d deletions emptied", n)
	}
	if n := held(); n != 0 {
		t.Errorf("the journal still holds %d rows of who is gone", n)
	}
	if len(must(db.Actions(ctx, 50, 0))(t)) == 0 {
		t.Errorf("the history of %d is gone, too", kept)
	}
}
