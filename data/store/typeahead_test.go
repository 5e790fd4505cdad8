package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

// like returns what a type-ahead offers.
func like(t testing.TB, db *store.DB, typed string, limit int) []string {
	t.Helper()
	var out []string
	for _, r := range must(db.ContactsLike(ctx, typed, limit))(t) {
		out = append(out, r.DisplayName)
	}
	return out
}

func TestTypeAhead(t *testing.T) {
	db, _ := datatest.New(t)
	add := func(c data.Contact, daysAgo int) {
		id := datatest.Add(t, db, c)
		if daysAgo >= 0 {
			must(db.AddInteraction(ctx, data.Interaction{ContactID: id, At: datatest.Now.Add(-time.Duration(daysAgo) * 24 * time.Hour)}))(t)
		}
	}
	with := func(c data.Contact, kind data.HandleKind, value, norm string) data.Contact {
		c.Handles = append(c.Handles, data.Handle{Kind: kind, Value: value, Norm: norm})
		return c
	}
	add(with(datatest.Person("Łucja", "Żółw", "lucja@poczta.example"), data.HandlePhone, "601 234 567", "+48601234567"), 9)
	add(datatest.Person("Jan", "Łucki", "jan.l@poczta.example"), 3)
	add(data.Contact{Kind: data.Company, Company: "Zakład Łuczniczy", NIP: "5260250274", City: "Łuck"}, -1)
	add(data.Contact{GivenName: "Ewa", FamilyName: "Kowal-Łucka", City: "Łuck"}, 1)
	add(with(datatest.Person("Adam", "Lis", "luc.adam@firma.example"), data.HandlePhone, "+49 30 601", "+4930601"), 0)
	add(data.Contact{Nickname: "Łucznik"}, -1)
	for typed, want := range map[string][]string{
		"":             {"Adam Lis", "Ewa Kowal-Łucka", "Jan Łucki", "Łucja Żółw"},
		"łuc":          {"Jan Łucki", "Łucja Żółw", "Łucznik", "Ewa Kowal-Łucka", "Zakład Łuczniczy", "Adam Lis"},
		"LUC":          {"Jan Łucki", "Łucja Żółw", "Łucznik", "Ewa Kowal-Łucka", "Zakład Łuczniczy", "Adam Lis"},
		"łucki j":      {"Jan Łucki"},
		"jan łuc":      {"Jan Łucki"},
		"j łuc":        {"Jan Łucki"},
		"luczniczy za": {"Zakład Łuczniczy"},
		"lucja@":       {"Łucja Żółw"},
		"Jan.L":        {"Jan Łucki"},
		"601":          {"Łucja Żółw"},
		"601-23":       {"Łucja Żółw"},
		"+48 60":       {"Łucja Żółw"},
		"004930":       {"Adam Lis"},
		"+49":          {"Adam Lis"},
		"526 025":      {"Zakład Łuczniczy"},
		"nikt":         nil,
		"?!":           nil,
	} {
		got := like(t, db, typed, 10)
		if typed == "" {
			got = got[:4]
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q offers %v, want %v", typed, got, want)
		}
	}
	if got := like(t, db, "łuc", 2); !slices.Equal(got, []string{"Jan Łucki", "Łucja Żółw"}) {
		t.Errorf("two of them are %v", got)
	}
	if got := like(t, db, "łuc", 0); got != nil {
		t.Errorf("none of them are %v", got)
	}
}

// A common beginning has more bearers than are read: those in touch last come
// first all the same, and those who never were fill the rest.
func TestTypeAheadOfACommonName(t *testing.T) {
	db, _ := datatest.New(t)
	var s store.Seed
	for i := range 600 {
		s.Contacts = append(s.Contacts, datatest.Person("Jan", fmt.Sprintf("Nowak%04d", i), fmt.Sprintf("n%d@x.example", i)))
	}
	for i, n := range []int{599, 300, 1} {
		s.Interactions = append(s.Interactions, store.SeedInteraction{
			Email: fmt.Sprintf("n%d@x.example", n), Interaction: data.Interaction{At: datatest.Now.Add(-time.Duration(i) * time.Hour)},
		})
	}
	if err := db.AddMany(ctx, s); err != nil {
		t.Fatal(err)
	}
	for _, typed := range []string{"now", "jan n"} {
		got := like(t, db, typed, 5)
		if want := []string{"Jan Nowak0599", "Jan Nowak0300", "Jan Nowak0001", "Jan Nowak0000", "Jan Nowak0002"}; !slices.Equal(got, want) {
			t.Errorf("%q offers %v", typed, got)
		}
	}
}
