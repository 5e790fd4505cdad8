package store_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kartoteka/data"
	"kartoteka/data/datatest"
)

func TestCustomFields(t *testing.T) {
	db, _ := datatest.New(t)
	key := data.CustomField{Name: " Numer klucza ", Kind: data.FieldText}
	key.ID = must(db.SaveCustomField(ctx, key))(t)
	date := data.CustomField{Name: "Przegląd", Kind: data.FieldDate}
	date.ID = must(db.SaveCustomField(ctx, date))(t)
	key.Name, key.Rank, date.Rank = "Numer klucza", 0, 1
	if diff := cmp.Diff([]data.CustomField{key, date}, must(db.CustomFields(ctx))(t)); diff != "" {
		t.Error(diff)
	}
	jan := datatest.Add(t, db, data.Contact{GivenName: "Jan", Fields: map[int64]string{key.ID: "KX 7", date.ID: "1.12.2026"}})
	c := must(db.Contact(ctx, jan))(t)
	if want := map[int64]string{key.ID: "KX 7", date.ID: "2026-12-01"}; !cmp.Equal(c.Fields, want) {
		t.Errorf("fields are %v", c.Fields)
	}
	if got := names(t, db, data.ContactFilter{Words: "kx"}); len(got) != 1 {
		t.Errorf("found by its field are %v", got)
	}
	c.Fields[date.ID] = "jutro"
	code(t, db.ChangeContact(ctx, c), data.CodeInvalid, "field-value-date")
	c.Fields[date.ID] = " "
	if err := db.ChangeContact(ctx, c); err != nil {
		t.Fatal(err)
	}
	if c = must(db.Contact(ctx, jan))(t); len(c.Fields) != 1 {
		t.Errorf("an empty value stayed: %v", c.Fields)
	}
	if err := db.DeleteCustomField(ctx, key.ID); err != nil {
		t.Fatal(err)
	}
	if c = must(db.Contact(ctx, jan))(t); c.Fields != nil || len(names(t, db, data.ContactFilter{Words: "kx"})) != 0 {
		t.Errorf("a deleted field stayed: %v", c.Fields)
	}
	code(t, db.DeleteCustomField(ctx, key.ID), data.CodeNotFound, "not-found-field")
	datatest.Sound(t, db)
}

func TestCustomFieldsRefused(t *testing.T) {
	db, _ := datatest.New(t)
	id := must(db.SaveCustomField(ctx, data.CustomField{Name: "Śruba", Kind: data.FieldNumber}))(t)
	_, err := db.SaveCustomField(ctx, data.CustomField{Name: "sruba", Kind: data.FieldText})
	code(t, err, data.CodeConflict, "field-name-taken")
	_, err = db.SaveCustomField(ctx, data.CustomField{ID: 404, Name: "x", Kind: data.FieldText})
	code(t, err, data.CodeNotFound, "not-found-field")
	_, err = db.SaveCustomField(ctx, data.CustomField{Name: "x", Kind: data.FieldChoice})
	code(t, err, data.CodeInvalid, "field-choices")
	_, err = db.AddContact(ctx, data.Contact{GivenName: "Jan", Fields: map[int64]string{id + 1: "x"}})
	code(t, err, data.CodeNotFound, "not-found-field")
}

// A field that becomes one of another kind takes its values along, or stays.
func TestAFieldOfAnotherKind(t *testing.T) {
	db, _ := datatest.New(t)
	f := data.CustomField{Name: "Piętro", Kind: data.FieldText}
	f.ID = must(db.SaveCustomField(ctx, f))(t)
	first := datatest.Add(t, db, data.Contact{GivenName: "Jan", Fields: map[int64]string{f.ID: "2,50"}})
	f.Kind = data.FieldNumber
	must(db.SaveCustomField(ctx, f))(t)
	if c := must(db.Contact(ctx, first))(t); c.Fields[f.ID] != "2.5" {
		t.Errorf("the number is %q", c.Fields[f.ID])
	}
	f.Kind, f.Choices = data.FieldChoice, []string{"parter", "wyżej"}
	_, err := db.SaveCustomField(ctx, f)
	if e := code(t, err, data.CodeConflict, "field-value-lost"); e.Args["Text"] != "2.5" {
		t.Errorf("the refusal names %v", e.Args)
	}
	if got := must(db.CustomFields(ctx))(t); got[0].Kind != data.FieldNumber || got[0].Choices != nil {
		t.Errorf("half of the refused change stayed: %+v", got)
	}
}

func TestTheOwnersLists(t *testing.T) {
	db, _ := datatest.New(t)
	save := func(c data.Category) error { c.List = data.ListChannels; return db.SaveCategory(ctx, c) }
	before := len(must(db.Categories(ctx, data.ListChannels))(t))
	if before != len(data.Channels()) {
		t.Fatalf("%d channels to begin with", before)
	}
	for _, name := range []string{" Stoisko  na targach ", "Stoisko-na targach!"} {
		err := save(data.Category{Name: name})
		if name[0] == 'S' {
			code(t, err, data.CodeConflict, "category-name-taken")
		} else if err != nil {
			t.Fatal(err)
		}
	}
	all := must(db.Categories(ctx, data.ListChannels))(t)
	own := all[len(all)-1]
	if own.Code != "stoisko-na-targach" || own.Name != "Stoisko na targach" || len(all) != before+1 {
		t.Fatalf("the new channel is %+v", own)
	}
	own.Name = "Targi"
	if err := save(own); err != nil {
		t.Fatal(err)
	}
	if err := save(data.Category{Name: "Stoisko na targach"}); err != nil { // the name is free again, its code is not
		t.Fatal(err)
	}
	all = must(db.Categories(ctx, data.ListChannels))(t)
	if last := all[len(all)-1]; last.Code != "stoisko-na-targach-2" || all[len(all)-2].Name != "Targi" {
		t.Errorf("the channels end %+v", all[len(all)-2:])
	}
	if err := save(data.Category{Code: "phone", Hidden: true, Rank: 1}); err != nil {
		t.Fatal(err)
	}
	if all = must(db.Categories(ctx, data.ListChannels))(t); !all[0].Hidden || all[0].Code != "phone" {
		t.Errorf("the first channel is %+v", all[0])
	}
	code(t, save(data.Category{Code: "gone", Name: "x"}), data.CodeNotFound, "category-gone")
	code(t, save(data.Category{Name: " "}), data.CodeInvalid, "category-without-name")
	own.Name = ""
	code(t, save(own), data.CodeInvalid, "category-without-name")
	code(t, db.SaveCategory(ctx, data.Category{List: "colours", Name: "x"}), data.CodeInvalid, "category-list")
}

func TestAChannelInUseStays(t *testing.T) {
	db, _ := datatest.New(t)
	for i, use := range []func(channel data.Channel) error{
		func(data.Channel) error { return nil },
		func(ch data.Channel) error {
			_, err := db.AddContact(ctx, data.Contact{GivenName: "Jan", SecondChannel: ch})
			return err
		},
		func(ch data.Channel) error {
			_, err := db.AddContact(ctx, data.Contact{GivenName: "Ewa", Consents: []data.Consent{{Channel: ch, Purpose: "x", Basis: data.BasisConsent}}})
			return err
		},
		func(ch data.Channel) error {
			_, err := db.AddInteraction(ctx, data.Interaction{ContactID: 1, Channel: ch})
			return err
		},
	} {
		name := fmt.Sprint("kanał ", i)
		if err := db.SaveCategory(ctx, data.Category{List: data.ListChannels, Name: name}); err != nil {
			t.Fatal(err)
		}
		channel := fmt.Sprint("kanal-", i)
		if err := use(data.Channel(channel)); err != nil {
			t.Fatal(err)
		}
		err := db.DeleteCategory(ctx, data.ListChannels, channel)
		if i == 0 && err != nil {
			t.Errorf("an unused channel stays: %v", err)
		}
		if i > 0 {
			code(t, err, data.CodeConflict, "category-used")
		}
	}
	code(t, db.DeleteCategory(ctx, data.ListChannels, "phone"), data.CodeConflict, "category-built-in")
	code(t, db.DeleteCategory(ctx, data.ListCauses, "nie ma"), data.CodeNotFound, "category-gone")
}

// What a choice is offered from never becomes empty.
func TestOneEntryStaysVisible(t *testing.T) {
	db, _ := datatest.New(t)
	all := must(db.Categories(ctx, data.ListCauses))(t)
	for i, c := range all {
		c.Hidden = true
		err := db.SaveCategory(ctx, c)
		if i < len(all)-1 && err != nil {
			t.Fatal(err)
		}
		if i == len(all)-1 {
			code(t, err, data.CodeConflict, "category-last")
		}
	}
}
