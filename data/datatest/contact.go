package datatest

import (
	"context"
	"testing"

	"kartoteka/data"
	"kartoteka/data/store"
)

// Person makes a contact with one e-mail address.
func Person(given, family, email string) data.Contact {
	return data.Contact{
		Kind: data.Person, GivenName: given, FamilyName: family, LegalType: data.Consumer,
		Status: data.StatusActive, City: "Łódź",
		Handles: []data.Handle{{Kind: data.HandleEmail, Value: email, Norm: email}},
	}
}

// Add adds a contact and returns its id.
func Add(t testing.TB, db *store.DB, c data.Contact) int64 {
	t.Helper()
	id, err := db.AddContact(context.Background(), c)
	if err != nil {
		t.Fatalf("add contact: %v", err)
	}
	return id
}
