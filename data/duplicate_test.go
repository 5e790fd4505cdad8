package data_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"kartoteka/data"
)

func TestACardTellsWhichContactIsMeant(t *testing.T) {
	c := data.Contact{
		ID: 7, Kind: data.Person, GivenName: "Jan", FamilyName: "Lis", Company: "Młyn", City: "Łódź",
		Handles: []data.Handle{
			{Kind: data.HandleOther, Value: "signal"},
			{Kind: data.HandlePhone, Value: "601 234 567"},
			{Kind: data.HandleEmail, Value: "a@b.pl"},
			{Kind: data.HandleEmail, Value: "c@d.pl"},
			{Kind: data.HandlePhone, Value: "2"},
		},
	}
	want := data.DuplicateCard{
		ID: 7, Kind: data.Person, Name: "Jan Lis", Company: "Młyn", City: "Łódź", Email: "a@b.pl", Phone: "601 234 567",
	}
	if diff := cmp.Diff(want, data.CardOf(&c)); diff != "" {
		t.Error(diff)
	}
	c = data.Contact{Kind: data.Person, Company: "Młyn"}
	if got := data.CardOf(&c); got.Name != "Młyn" || got.Company != "" {
		t.Errorf("a nameless card says where it belongs twice: %+v", got)
	}
}
