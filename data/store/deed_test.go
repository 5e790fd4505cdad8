package store_test

import (
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

func TestALogWithWhatIsNextIsOneDeed(t *testing.T) {
	db, _ := datatest.New(t)
	id := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	before := dump(t, db)
	call := data.Interaction{ContactID: id, Channel: data.ChannelPhone, Text: "pyta o klucz"}
	next := &data.FollowUp{What: " oddzwonić ", Due: datatest.Today}
	one := must(db.AddInteractionAndNext(ctx, call, next))(t)
	if who := must(db.InteractionContact(ctx, one))(t); who != id {
		t.Errorf("logged with %d", who)
	}
	open := must(db.FollowUps(ctx, data.FollowUpFilter{ContactID: id}, datatest.Today))(t)
	if len(open) != 1 || open[0].What != "oddzwonić" || next.ContactID != 0 {
		t.Errorf("to be done is %+v", open)
	}
	whole := dump(t, db)
	if r := undo(t, db); r.Undone.What != data.ActLog || r.Undone.Title != "Ewa Kot" || r.Changes != 2 {
		t.Errorf("undone is %+v", r)
	}
	if now := dump(t, db); now != before {
		t.Errorf("one undo does not take both back:\n%s", difference(before, now))
	}
	must(db.Redo(ctx))(t)
	if now := dump(t, db); now != whole {
		t.Errorf("one redo does not bring both back:\n%s", difference(whole, now))
	}
	datatest.Sound(t, db)
}

func TestALogWhoseNextIsRefusedIsNotKept(t *testing.T) {
	db, _ := datatest.New(t)
	id := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	before := dump(t, db)
	call := data.Interaction{ContactID: id, Text: "pyta o klucz"}
	_, err := db.AddInteractionAndNext(ctx, call, &data.FollowUp{What: "oddzwonić"})
	code(t, err, data.CodeInvalid, "follow-up-without-day")
	_, err = db.AddInteractionAndNext(ctx, call, &data.FollowUp{What: " ", Due: datatest.Today})
	code(t, err, data.CodeInvalid, "follow-up-without-text")
	_, err = db.AddInteractionAndNext(ctx, data.Interaction{ContactID: 404}, &data.FollowUp{What: "x", Due: datatest.Today})
	code(t, err, data.CodeNotFound, "not-found-contact")
	if now := dump(t, db); now != before {
		t.Errorf("a part is kept:\n%s", difference(before, now))
	}
}

// moved changes the contact's city and returns the deed.
func moved(t *testing.T, db *store.DB, id int64, city string) int64 {
	t.Helper()
	c := must(db.Contact(ctx, id))(t)
	c.City = city
	heard, noted := data.WithNoted(ctx)
	if err := db.ChangeContact(heard, c); err != nil {
		t.Fatal(err)
	}
	if noted.ID() == 0 {
		t.Fatal("nothing is heard of the deed")
	}
	return noted.ID()
}

func TestOneDeedOfTheSessionIsUndone(t *testing.T) {
	db, clock := datatest.New(t)
	ewa := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	jan := datatest.Add(t, db, datatest.Person("Jan", "Lis", "jan@lis.example"))
	city := func(id int64) string { return must(db.Contact(ctx, id))(t).City }
	was := city(ewa)
	clock.Move(time.Minute)
	first := moved(t, db, ewa, "Kraków")
	clock.Move(time.Minute)
	moved(t, db, jan, "Gdynia")
	got := must(db.UndoDeed(ctx, first))(t)
	if city(ewa) != was || city(jan) != "Gdynia" || got.Undone.ID != first || got.Undone.Title != "Ewa Kot" {
		t.Errorf("Ewa is in %q, Jan in %q, undone is %+v", city(ewa), city(jan), got)
	}
	_, err := db.UndoDeed(ctx, first)
	code(t, err, data.CodeConflict, "already-undone")
	again := must(db.Redo(ctx))(t)
	if city(ewa) != "Kraków" {
		t.Error("it can't be done again")
	}
	must(db.UndoDeed(ctx, again.Action.ID))(t) // as the notice of the redoing offers
	if city(ewa) != was {
		t.Error("the redoing can't be undone by itself")
	}
	if undo(t, db); city(jan) == "Gdynia" {
		t.Error("the other deed can't be undone any more")
	}
	_, err = db.UndoDeed(ctx, 404)
	code(t, err, data.CodeConflict, "already-undone")
	datatest.Sound(t, db)
}

func TestOneDeedIsUndoneStrictly(t *testing.T) {
	db, clock := datatest.New(t)
	id := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	clock.Move(time.Minute)
	first := moved(t, db, id, "Kraków")
	clock.Move(time.Minute)
	moved(t, db, id, "Gdynia")
	_, err := db.UndoDeed(ctx, first)
	code(t, err, data.CodeConflict, "changed-meanwhile")
	if c := must(db.Contact(ctx, id))(t); c.City != "Gdynia" {
		t.Errorf("a refused undo moved her to %q", c.City)
	}
	undo(t, db)
	if c := must(db.Contact(ctx, id))(t); c.City != "Kraków" {
		t.Errorf("she is in %q", c.City)
	}
	must(db.UndoDeed(ctx, first))(t)
	datatest.Sound(t, db)
}

func TestRestoringIsUndoneByItsOwnNotice(t *testing.T) {
	db, _ := datatest.New(t)
	id := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	if err := db.DeleteContact(ctx, id); err != nil {
		t.Fatal(err)
	}
	heard, noted := data.WithNoted(ctx)
	must(db.RestoreTrashed(heard, must(db.Trash(ctx))(t)[0].ActionID))(t)
	must(db.UndoDeed(ctx, noted.ID()))(t)
	if trash := must(db.Trash(ctx))(t); len(trash) != 1 || trash[0].Title != "Ewa Kot" {
		t.Errorf("the trash holds %+v", trash)
	}
	undo(t, db)
	if c := must(db.Contact(ctx, id))(t); c.GivenName != "Ewa" {
		t.Errorf("brought back is %+v", c)
	}
	datatest.Sound(t, db)
}

func TestAnInventedPastLeavesNoDeeds(t *testing.T) {
	db, _ := datatest.New(t)
	past, noted := data.WithNoted(store.Past(ctx))
	id := must(db.AddContact(past, datatest.Person("Ewa", "Kot", "ewa@kot.example")))(t)
	must(db.AddFollowUp(past, data.FollowUp{ContactID: id, What: "oddzwonić", Due: datatest.Today}))(t)
	_, err := db.Undo(ctx)
	if code(t, err, data.CodeNotFound, "nothing-to-undo"); noted.ID() != 0 {
		t.Errorf("deed %d can be undone", noted.ID())
	}
	if all := must(db.Actions(ctx, 0, 0))(t); len(all) != 0 {
		t.Errorf("the journal holds %+v", all)
	}
	if c := must(db.Contact(ctx, id))(t); c.GivenName != "Ewa" {
		t.Errorf("entered as %+v", c)
	}
	code(t, db.DeleteContact(past, 404), data.CodeNotFound, "not-found-contact")
	datatest.Sound(t, db)
}
