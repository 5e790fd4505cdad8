package store_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

// client enters a contact with one of everything.
func client(t *testing.T, db *store.DB) int64 {
	t.Helper()
	a := datatest.Account(t, db)
	ids := datatest.Keep(t, db, a.ID, datatest.Mail(1), datatest.Mail(2))
	id := file(t, db, data.Filing{MessageID: ids[0], Kind: data.KindComplaint}).ContactID
	c := must(db.Contact(ctx, id))(t)
	c.Tags, c.MoreAddresses = []string{"vip"}, []data.PostalAddress{{City: "Kraków"}}
	c.Consents = []data.Consent{{Purpose: "marketing", Basis: data.BasisConsent, Given: datatest.Now}}
	c.Fields = map[int64]string{must(db.SaveCustomField(ctx, data.CustomField{Name: "Pies", Kind: data.FieldText}))(t): "Burek"}
	if err := db.ChangeContact(ctx, c); err != nil {
		t.Fatal(err)
	}
	person := datatest.Person("Ola", "Żółw", "ola@klient.example")
	person.CompanyID, person.ReferredBy = id, id
	datatest.Add(t, db, person)
	must(db.AddInteraction(ctx, data.Interaction{ContactID: id, Channel: data.ChannelPhone, Text: "telefon"}))(t)
	must(db.AddOpinion(ctx, data.Opinion{ContactID: id, Rating: 5}))(t)
	must(db.AddOrder(ctx, data.Order{ContactID: id, On: datatest.Today, What: "klucz"}))(t)
	must(db.AddFollowUp(ctx, data.FollowUp{ContactID: id, What: "oddzwonić", Due: datatest.Today}))(t)
	return id
}

func TestDeleteAndRestoreAContact(t *testing.T) {
	db, clock := datatest.New(t)
	id := client(t, db)
	whole := dump(t, db)
	clock.Move(time.Minute)
	if err := db.DeleteContact(ctx, id); err != nil {
		t.Fatal(err)
	}
	datatest.Sound(t, db)
	if hits := must(db.Search(ctx, "telefon", 9))(t); len(hits) != 0 {
		t.Errorf("what was logged is still found: %+v", hits)
	}
	if cases := must(db.Cases(ctx, data.CaseFilter{}, datatest.Today))(t); len(cases) != 1 || cases[0].ContactID != 0 {
		t.Errorf("of cases there are %+v", cases)
	}
	if f := must(db.FollowUps(ctx, data.FollowUpFilter{}, datatest.Today))(t); len(f) != 0 {
		t.Errorf("nobody is left to be called, but there is %+v", f)
	}
	trash := must(db.Trash(ctx))(t)
	if len(trash) != 1 || trash[0].What != data.ActDeleteContact || trash[0].Title != "Jan Żółw" || trash[0].N != 1 {
		t.Fatalf("the trash holds %+v", trash)
	}
	got := must(db.RestoreTrashed(ctx, trash[0].ActionID))(t)
	if got.Kept != 0 {
		t.Errorf("it came to %+v", got)
	}
	if now := dump(t, db); now != whole {
		t.Errorf("it is not whole again:\n%s", difference(whole, now))
	}
	if trash := must(db.Trash(ctx))(t); len(trash) != 0 {
		t.Errorf("the trash still holds %+v", trash)
	}
	datatest.Sound(t, db)
}

func TestMailThatCameWhileAContactWasInTheTrash(t *testing.T) {
	db, clock := datatest.New(t)
	id := client(t, db)
	if err := db.DeleteContact(ctx, id); err != nil {
		t.Fatal(err)
	}
	clock.Move(time.Hour)
	late := datatest.Keep(t, db, 1, datatest.Mail(8))
	must(db.RestoreTrashed(ctx, must(db.Trash(ctx))(t)[0].ActionID))(t)
	if m := must(db.Message(ctx, late[0]))(t); m.ContactID != id {
		t.Errorf("the late letter belongs to %d", m.ContactID)
	}
	datatest.Sound(t, db)
}

func TestRestoreWhatWasTakenMeanwhile(t *testing.T) {
	db, clock := datatest.New(t)
	company := datatest.Add(t, db, data.Contact{Kind: data.Company, Company: "Firma"})
	p := datatest.Person("Ewa", "Kot", "ewa@kot.example")
	p.CompanyID = company
	p.Handles = append(p.Handles, data.Handle{Kind: data.HandlePhone, Value: "601700800", Norm: "+48601700800"})
	id := datatest.Add(t, db, p)
	uid := must(db.Contact(ctx, id))(t).UID
	for _, gone := range []int64{id, company} {
		clock.Move(time.Minute)
		if err := db.DeleteContact(ctx, gone); err != nil {
			t.Fatal(err)
		}
	}
	again := datatest.Person("Ewa", "Nowa", "ewa@kot.example")
	again.UID = uid
	datatest.Add(t, db, again)
	trash := must(db.Trash(ctx))(t)
	got := must(db.RestoreTrashed(ctx, trash[1].ActionID))(t)
	if got.Kept != 1 || !slices.Equal(got.Names, []string{"Ewa Kot"}) {
		t.Errorf("it came to %+v", got)
	}
	c := must(db.Contact(ctx, id))(t)
	if c.CompanyID != 0 || len(c.Handles) != 1 || c.Handles[0].Kind != data.HandlePhone || c.UID == uid {
		t.Errorf("restored is %+v", c)
	}
	datatest.Sound(t, db)
}

func TestDeleteManyOrNone(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	b := datatest.Add(t, db, datatest.Person("Jan", "Kot", "jan@kot.example"))
	code(t, db.DeleteContacts(ctx, []int64{a, 404}), data.CodeNotFound, "not-found-contact")
	if n := must(db.ContactCount(ctx, data.ContactFilter{}))(t); n != 2 {
		t.Errorf("%d contacts stay", n)
	}
	if err := db.DeleteContacts(ctx, []int64{a, b}); err != nil {
		t.Fatal(err)
	}
	if trash := must(db.Trash(ctx))(t); trash[0].N != 2 || trash[0].Title != "Ewa Kot" {
		t.Errorf("the trash holds %+v", trash)
	}
	if err := db.DeleteContacts(ctx, nil); err != nil {
		t.Error(err)
	}
	undo(t, db)
	if n := must(db.ContactCount(ctx, data.ContactFilter{}))(t); n != 2 {
		t.Errorf("%d contacts came back", n)
	}
	datatest.Sound(t, db)
}

func TestDeleteACase(t *testing.T) {
	db, _ := datatest.New(t)
	id := client(t, db)
	k := must(db.Cases(ctx, data.CaseFilter{ContactID: id}, datatest.Today))(t)[0]
	must(db.AddFollowUp(ctx, data.FollowUp{ContactID: id, CaseID: k.ID, What: "sprawdzić", Due: datatest.Today}))(t)
	if err := db.DeleteCase(ctx, k.ID); err != nil {
		t.Fatal(err)
	}
	datatest.Sound(t, db)
	if m := must(db.Message(ctx, k.MessageID))(t); m.Kind != data.KindOther {
		t.Errorf("its letter is %q", m.Kind)
	}
	next := must(db.AddCase(ctx, data.Case{ContactID: id}))(t)
	if next.Number != "R/2026/0002" {
		t.Errorf("the number of a deleted case was given again: %s", next.Number)
	}
	datatest.Sound(t, db)
	must(db.RestoreTrashed(ctx, must(db.Trash(ctx))(t)[0].ActionID))(t)
	if got := must(db.Case(ctx, k.ID))(t); got.Number != k.Number || got.MessageID != k.MessageID {
		t.Errorf("restored is %+v", got)
	}
	if m := must(db.Message(ctx, k.MessageID))(t); m.Kind != data.KindComplaint {
		t.Errorf("its letter is %q again", m.Kind)
	}
	datatest.Sound(t, db)
	code(t, db.DeleteCase(ctx, 404), data.CodeNotFound, "not-found-case")
}

func TestDeleteRecords(t *testing.T) {
	db, _ := datatest.New(t)
	id := client(t, db)
	whole := dump(t, db)
	log := slices.IndexFunc(said(t, db, id), func(r data.Entry) bool { return r.MessageID == 0 })
	row := said(t, db, id)[log]
	for name, do := range map[string]func(context.Context, int64) error{
		"interaction": db.DeleteInteraction, "follow-up": db.DeleteFollowUp, "order": db.DeleteOrder, "opinion": db.DeleteOpinion,
	} {
		code(t, do(ctx, 404), data.CodeNotFound, "not-found-"+name)
		one := int64(1)
		if name == "interaction" {
			one = row.ID
		}
		if err := do(ctx, one); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		datatest.Sound(t, db)
		if trash := must(db.Trash(ctx))(t); len(trash) != 1 || trash[0].Title == "" || !strings.HasPrefix(string(trash[0].What), name) {
			t.Errorf("the trash holds %+v", trash)
		}
		undo(t, db)
		if now := dump(t, db); now != whole {
			t.Errorf("%s is not whole again:\n%s", name, difference(whole, now))
		}
	}
	mail := said(t, db, id)
	i := slices.IndexFunc(mail, func(r data.Entry) bool { return r.MessageID != 0 })
	code(t, db.DeleteInteraction(ctx, mail[i].ID), data.CodeInvalid, "interaction-of-mail")
}

func TestEmptyTheTrash(t *testing.T) {
	db, clock := datatest.New(t)
	a := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	b := datatest.Add(t, db, datatest.Person("Jan", "Kot", "jan@kot.example"))
	if err := db.DeleteContact(ctx, a); err != nil {
		t.Fatal(err)
	}
	old := must(db.Trash(ctx))(t)[0].ActionID
	clock.Move(40 * 24 * time.Hour)
	if err := db.DeleteContact(ctx, b); err != nil {
		t.Fatal(err)
	}
	if n := must(db.EmptyTrash(ctx, clock.Now().Add(-30*24*time.Hour)))(t); n != 1 {
		t.Errorf("%d deletions went", n)
	}
	if trash := must(db.Trash(ctx))(t); len(trash) != 1 || trash[0].Title != "Jan Kot" {
		t.Errorf("the trash holds %+v", trash)
	}
	_, err := db.RestoreTrashed(ctx, old)
	code(t, err, data.CodeNotFound, "not-found-action")
	undo(t, db) // Jan
	undo(t, db) // adding Jan; deleting Ewa can't be undone any more and is passed over
	_, err = db.Undo(ctx)
	if data.CodeOf(err) == data.CodeInternal {
		t.Errorf("undoing what is forgotten: %v", err)
	}
	datatest.Sound(t, db)
}

func TestPruneTheJournal(t *testing.T) {
	db, clock := datatest.New(t)
	a := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	b := datatest.Add(t, db, datatest.Person("Jan", "Kot", "jan@kot.example"))
	if err := db.DeleteContact(ctx, b); err != nil {
		t.Fatal(err)
	}
	clock.Move(400 * 24 * time.Hour)
	must(db.AddInteraction(ctx, data.Interaction{ContactID: a, Text: "telefon"}))(t)
	if n := must(db.PruneJournal(ctx, clock.Now().Add(-365*24*time.Hour), 1000))(t); n != 2 {
		t.Errorf("%d deeds went", n)
	}
	var left []string
	for _, x := range must(db.Actions(ctx, 0, 0))(t) {
		left = append(left, string(x.What))
	}
	if !slices.Equal(left, []string{"interaction-add", "contact-delete"}) {
		t.Errorf("left are %v", left)
	}
	must(db.RestoreTrashed(ctx, must(db.Trash(ctx))(t)[0].ActionID))(t)
	if n := must(db.PruneJournal(ctx, time.Time{}, 0))(t); n == 0 {
		t.Error("more rows than are allowed stay")
	}
	datatest.Sound(t, db)
}

func TestHistoryOfAContact(t *testing.T) {
	db, clock := datatest.New(t)
	id := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	clock.Move(time.Minute)
	c := must(db.Contact(ctx, id))(t)
	c.City, c.Handles = "Kraków", nil
	if err := db.ChangeContact(ctx, c); err != nil {
		t.Fatal(err)
	}
	type said struct{ what, record, field, before, after string }
	var got []said
	for _, h := range must(db.History(ctx, id, 0))(t) {
		got = append(got, said{string(h.Action.What), h.Record, h.Field, h.Before, h.After})
	}
	want := []said{
		{"contact-change", "contact", "city", "Łódź", "Kraków"},
		{"contact-change", "handle", "", "ewa@kot.example", ""},
		{"contact-add", "handle", "", "", ""},
		{"contact-add", "contact", "", "", "Ewa Kot"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("the history is\n%v, want\n%v", got, want)
	}
	if h := must(db.History(ctx, id, 1))(t); len(h) != 1 || !h[0].Action.At.Equal(clock.Now()) {
		t.Errorf("the newest is %+v", h)
	}
}
