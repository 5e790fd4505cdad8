package store_test

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

func undo(t *testing.T, db *store.DB) data.Reverted {
	t.Helper()
	return must(db.Undo(ctx))(t)
}

// newest is the deed that was done last.
func newest(t *testing.T, db *store.DB) data.Action {
	t.Helper()
	all := must(db.Actions(ctx, 1, 0))(t)
	if len(all) == 0 {
		t.Fatal("nothing was done")
	}
	return all[0]
}

func TestUndoTellsWhatItTookBack(t *testing.T) {
	db, _ := datatest.New(t)
	_, err := db.Undo(ctx)
	code(t, err, data.CodeNotFound, "nothing-to-undo")
	id := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	if u := newest(t, db); u.What != data.ActAddContact || u.Title != "Ewa Kot" || u.N != 1 {
		t.Fatalf("to be undone is %+v", u)
	}
	got := undo(t, db)
	if got.Undone.What != data.ActAddContact || got.Undone.Title != "Ewa Kot" || got.Action.What != data.ActUndo || got.Changes != 2 {
		t.Errorf("undone is %+v", got)
	}
	if _, err := db.Contact(ctx, id); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("the contact is still there: %v", err)
	}
	_, err = db.Undo(ctx)
	code(t, err, data.CodeNotFound, "nothing-to-undo")
	again := must(db.Redo(ctx))(t)
	if again.Action.What != data.ActAddContact || must(db.Contact(ctx, id))(t).GivenName != "Ewa" {
		t.Errorf("redone is %+v", again)
	}
	_, err = db.Redo(ctx)
	code(t, err, data.CodeNotFound, "nothing-to-redo")
	datatest.Sound(t, db)
}

func TestANewDeedEndsRedoing(t *testing.T) {
	db, _ := datatest.New(t)
	datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	undo(t, db)
	datatest.Add(t, db, datatest.Person("Jan", "Kot", "jan@kot.example"))
	_, err := db.Redo(ctx)
	code(t, err, data.CodeNotFound, "nothing-to-redo")
}

func TestADeedThatChangesNothingIsNone(t *testing.T) {
	db, _ := datatest.New(t)
	id := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	c := must(db.Contact(ctx, id))(t)
	if err := db.ChangeContact(ctx, c); err != nil {
		t.Fatal(err)
	}
	if all := must(db.Actions(ctx, 0, 0))(t); len(all) != 1 {
		t.Errorf("the journal holds %+v", all)
	}
}

func TestAFailedDeedLeavesNothing(t *testing.T) {
	db, _ := datatest.New(t)
	datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	before, actions := dump(t, db), must(db.Actions(ctx, 0, 0))(t)
	taken := datatest.Person("Jan", "Kot", "ewa@kot.example")
	taken.Tags = []string{"vip"}
	if _, err := db.AddContact(ctx, taken); data.CodeOf(err) != data.CodeConflict {
		t.Fatalf("an address was given twice: %v", err)
	}
	if got := dump(t, db); got != before {
		t.Errorf("it left something:\n%s", difference(before, got))
	}
	if after := must(db.Actions(ctx, 0, 0))(t); !slices.Equal(after, actions) {
		t.Errorf("the journal names it: %+v", after)
	}
	if u := undo(t, db).Undone; u.Title != "Ewa Kot" {
		t.Errorf("to be undone was %+v", u)
	}
}

// Another program on the same file, as the command line beside the window.
func TestUndoRefusesWhatOthersChanged(t *testing.T) {
	db, clock := datatest.New(t)
	id := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	c := must(db.Contact(ctx, id))(t)
	c.City = "Kraków"
	if err := db.ChangeContact(ctx, c); err != nil {
		t.Fatal(err)
	}
	other := datatest.Open(t, db.Path(), clock)
	clock.Move(time.Minute)
	theirs := must(other.Contact(ctx, id))(t)
	theirs.City = "Gdańsk"
	if err := other.ChangeContact(ctx, theirs); err != nil {
		t.Fatal(err)
	}
	_, err := db.Undo(ctx)
	code(t, err, data.CodeConflict, "changed-meanwhile")
	if got := must(db.Contact(ctx, id))(t); got.City != "Gdańsk" {
		t.Errorf("the other's change was lost: %q", got.City)
	}
	_, err = db.Undo(ctx) // of the contact itself, which is in use by the other's change
	code(t, err, data.CodeConflict, "changed-meanwhile")
	_, err = db.Undo(ctx)
	code(t, err, data.CodeNotFound, "nothing-to-undo")
	datatest.Sound(t, db)
}

func TestUndoLeavesOtherFieldsAlone(t *testing.T) {
	db, clock := datatest.New(t)
	id := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	c := must(db.Contact(ctx, id))(t)
	c.FamilyName = "Lis"
	if err := db.ChangeContact(ctx, c); err != nil {
		t.Fatal(err)
	}
	other := datatest.Open(t, db.Path(), clock)
	clock.Move(time.Minute)
	theirs := must(other.Contact(ctx, id))(t)
	theirs.GivenName, theirs.City = "Anna", "Gdańsk"
	if err := other.ChangeContact(ctx, theirs); err != nil {
		t.Fatal(err)
	}
	undo(t, db)
	rows := must(db.Contacts(ctx, data.ContactFilter{Words: "anna kot"}))(t)
	if len(rows) != 1 || rows[0].DisplayName != "Anna Kot" || rows[0].City != "Gdańsk" {
		t.Errorf("found is %+v", rows)
	}
	datatest.Sound(t, db)
}

func TestUndoOfAFilingWithMailSince(t *testing.T) {
	db, clock := datatest.New(t)
	a := datatest.Account(t, db)
	ids := datatest.Keep(t, db, a.ID, datatest.Mail(1), datatest.Mail(2))
	filed := file(t, db, data.Filing{MessageID: ids[0], Kind: data.KindComplaint})
	clock.Move(time.Hour)
	late := datatest.Keep(t, db, a.ID, datatest.Mail(3, func(m *data.Message) { m.ContactID = filed.ContactID }))
	undo(t, db)
	for _, id := range append(ids, late...) {
		if m := must(db.Message(ctx, id))(t); m.ContactID != 0 || m.Kind != data.KindNone {
			t.Errorf("message %d is %+v", id, m.Triage)
		}
	}
	if n := must(db.ContactCount(ctx, data.ContactFilter{}))(t); n != 0 {
		t.Errorf("%d contacts stay", n)
	}
	datatest.Sound(t, db)
	must(db.Redo(ctx))(t)
	for _, id := range append(ids, late...) {
		if m := must(db.Message(ctx, id))(t); m.ContactID != filed.ContactID {
			t.Errorf("message %d is tied to %d again", id, m.ContactID)
		}
	}
	datatest.Sound(t, db)
}

func TestNumberOfAnUndoneComplaint(t *testing.T) {
	db, clock := datatest.New(t)
	a := datatest.Account(t, db)
	from := func(uid uint32, email string) data.MailItem {
		return datatest.Mail(uid, func(m *data.Message) { m.From.Email = email })
	}
	ids := datatest.Keep(t, db, a.ID, from(1, "jan@kot.example"), from(2, "ewa@kot.example"), from(3, "ola@kot.example"))
	file(t, db, data.Filing{MessageID: ids[0], Kind: data.KindComplaint})
	undo(t, db)
	if got := file(t, db, data.Filing{MessageID: ids[1], Kind: data.KindComplaint}); got.CaseNumber != "R/2026/0001" {
		t.Errorf("the next complaint is %s, though no number is out", got.CaseNumber)
	}
	other := datatest.Open(t, db.Path(), clock)
	if got := file(t, other, data.Filing{MessageID: ids[2], Kind: data.KindComplaint}); got.CaseNumber != "R/2026/0002" {
		t.Errorf("the one after is %s", got.CaseNumber)
	}
	undo(t, db) // 0001, below a number that is out
	datatest.Sound(t, db)
	if got := file(t, db, data.Filing{MessageID: ids[1], Kind: data.KindComplaint}); got.CaseNumber != "R/2026/0003" {
		t.Errorf("a number below one that is out was given again: %s", got.CaseNumber)
	}
	datatest.Sound(t, db)
}

func TestRevertAnOldDeed(t *testing.T) {
	db, clock := datatest.New(t)
	id := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	change := func(f func(*data.Contact)) int64 {
		t.Helper()
		clock.Move(time.Minute)
		c := must(db.Contact(ctx, id))(t)
		f(&c)
		if err := db.ChangeContact(ctx, c); err != nil {
			t.Fatal(err)
		}
		return newest(t, db).ID
	}
	first := change(func(c *data.Contact) { c.City, c.Note = "Kraków", "notatka"; c.Tags = []string{"vip"} })
	change(func(c *data.Contact) { c.City = "Gdańsk" })
	got := must(db.RevertAction(ctx, first))(t)
	if got.Changes == 0 || got.Kept != 1 || !slices.Equal(got.Names, []string{"Ewa Kot"}) {
		t.Errorf("it came to %+v", got)
	}
	c := must(db.Contact(ctx, id))(t)
	if c.City != "Gdańsk" || c.Note != "" || len(c.Tags) != 0 {
		t.Errorf("the card is %q %q %v", c.City, c.Note, c.Tags)
	}
	_, err := db.RevertAction(ctx, first)
	code(t, err, data.CodeConflict, "already-undone")
	undo(t, db) // reverting is a deed, too
	if c := must(db.Contact(ctx, id))(t); c.Note != "notatka" || !slices.Equal(c.Tags, []string{"vip"}) {
		t.Errorf("the card is %q %v", c.Note, c.Tags)
	}
	must(db.RevertAction(ctx, first))(t) // it stands again
	_, err = db.RevertAction(ctx, 404)
	code(t, err, data.CodeNotFound, "not-found-action")
	datatest.Sound(t, db)
}

func TestRevertLeavesAContactInUse(t *testing.T) {
	for name, use := range map[string]func(db *store.DB, id int64) error{
		"a call was logged": func(db *store.DB, id int64) error {
			_, err := db.AddInteraction(ctx, data.Interaction{ContactID: id, Channel: data.ChannelPhone})
			return err
		},
		"an order was noted": func(db *store.DB, id int64) error {
			_, err := db.AddOrder(ctx, data.Order{ContactID: id, On: datatest.Today})
			return err
		},
		"it has a person": func(db *store.DB, id int64) error {
			p := datatest.Person("Jan", "Kot", "jan@kot.example")
			p.CompanyID = id
			_, err := db.AddContact(ctx, p)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			db, clock := datatest.New(t)
			id := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
			u := newest(t, db)
			clock.Move(time.Minute)
			if err := use(db, id); err != nil {
				t.Fatal(err)
			}
			got := must(db.RevertAction(ctx, u.ID))(t)
			if got.Changes != 0 || got.Kept == 0 || got.Action.ID != 0 || !slices.Equal(got.Names, []string{"Ewa Kot"}) {
				t.Errorf("it came to %+v", got)
			}
			if c := must(db.Contact(ctx, id))(t); len(c.Handles) != 1 {
				t.Errorf("the contact stays without its address")
			}
			datatest.Sound(t, db)
		})
	}
}

func TestTriggersAreMadeAnew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kartoteka.db")
	clock := &datatest.Clock{}
	db := must(store.Open(ctx, path, clock.Now))(t)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	plant(t, path, `DROP TRIGGER journal_of_contact_insert`, `DROP TRIGGER journal_of_handle_insert`,
		`CREATE TRIGGER journal_of_handle_insert AFTER INSERT ON handle BEGIN SELECT 1; END`,
		`CREATE TRIGGER journal_of_old AFTER INSERT ON handle BEGIN SELECT 1; END`)
	db = datatest.Open(t, path, clock)
	datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	if got := undo(t, db); got.Changes != 2 {
		t.Errorf("undone is %+v", got)
	}
	datatest.Sound(t, db)
}

func TestSystemWritesAreNoDeeds(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	c := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	datatest.Keep(t, db, a.ID, datatest.Mail(1, func(m *data.Message) { m.ContactID = c }))
	s := must(db.Settings(ctx))(t)
	if err := db.SetSettings(ctx, s); err != nil {
		t.Fatal(err)
	}
	if all := must(db.Actions(ctx, 0, 0))(t); len(all) != 1 {
		t.Errorf("the journal holds %+v", all)
	}
}

func TestActionsByPage(t *testing.T) {
	db, _ := datatest.New(t)
	for _, n := range []string{"Ewa", "Jan", "Ola"} {
		datatest.Add(t, db, datatest.Person(n, "Kot", n+"@kot.example"))
	}
	page := must(db.Actions(ctx, 2, 0))(t)
	if len(page) != 2 || page[0].Title != "Ola Kot" || page[1].Title != "Jan Kot" {
		t.Fatalf("the newest are %+v", page)
	}
	if rest := must(db.Actions(ctx, 2, page[1].ID))(t); len(rest) != 1 || rest[0].Title != "Ewa Kot" {
		t.Errorf("the rest are %+v", rest)
	}
	if a := newest(t, db); a != page[0] {
		t.Errorf("one is %+v", a)
	}
	var e *data.Error
	if _, err := db.RevertAction(ctx, 99); !errors.As(err, &e) || e.Key != "not-found-action" {
		t.Errorf("an unknown one is %v", err)
	}
}
