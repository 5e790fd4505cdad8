package store_test

import (
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
)

// Two windows show the same card; the one that saves last has not seen what the
// other wrote.
func TestAnOldCardDoesNotTakeBackWhatOthersWrote(t *testing.T) {
	db, clock := datatest.New(t)
	id := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	mine, theirs := must(db.Contact(ctx, id))(t), must(db.Contact(ctx, id))(t)
	clock.Move(time.Minute)
	theirs.Arrangements = "rabat 5%"
	if err := db.ChangeContact(ctx, theirs); err != nil {
		t.Fatal(err)
	}
	clock.Move(time.Minute)
	mine.City = "Kraków"
	if e := code(t, db.ChangeContact(ctx, mine), data.CodeConflict, "card-changed-meanwhile"); e.Args["Name"] != "Ewa Kot" {
		t.Errorf("the refusal names %v", e.Args)
	}
	if c := must(db.Contact(ctx, id))(t); c.Arrangements != "rabat 5%" || c.City != "Łódź" {
		t.Errorf("kept is %+v", c)
	}
	fresh := must(db.Contact(ctx, id))(t)
	fresh.City = "Kraków"
	if err := db.ChangeContact(ctx, fresh); err != nil {
		t.Fatal(err)
	}
	if c := must(db.Contact(ctx, id))(t); c.Arrangements != "rabat 5%" || c.City != "Kraków" {
		t.Errorf("after reading it again kept is %+v", c)
	}
	datatest.Sound(t, db)
}
