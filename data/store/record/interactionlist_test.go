package record_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

var ctx = context.Background()

func TestEveryInteractionOnceNewestFirst(t *testing.T) {
	db, _ := datatest.New(t)
	const all = 450 // more than two pages, and more of one moment than a page holds
	seed := store.Seed{Contacts: []data.Contact{
		datatest.Person("Jan", "Żółw", "jan@klient.example"), datatest.Person("Ewa", "Kot", "ewa@kot.example"),
	}}
	for i := range all {
		who, at := "jan@klient.example", datatest.Now
		if i%2 == 1 {
			who = "ewa@kot.example"
		}
		if i >= 250 {
			at = at.Add(-time.Duration(i) * time.Minute)
		}
		seed.Interactions = append(seed.Interactions, store.SeedInteraction{
			Email: who, Interaction: data.Interaction{At: at, Text: "rozmowa"},
		})
	}
	if err := db.AddMany(ctx, seed); err != nil {
		t.Fatal(err)
	}
	seen, people, last := map[int64]bool{}, map[int64]int{}, data.TimelineRow{}
	err := db.EachInteraction(ctx, func(r data.TimelineRow) error {
		if len(seen) > 0 && (r.At.After(last.At) || r.At.Equal(last.At) && r.ID >= last.ID) {
			t.Errorf("%d of %v comes after %d of %v", r.ID, r.At, last.ID, last.At)
		}
		if r.Text != "rozmowa" || seen[r.ID] {
			t.Errorf("a second time, or not whole: %+v", r)
		}
		seen[r.ID], last = true, r
		people[r.ContactID]++
		return nil
	})
	if err != nil || len(seen) != all || len(people) != 2 {
		t.Errorf("%d interactions of %d people, %v", len(seen), len(people), err)
	}
	who, err := db.InteractionContact(ctx, last.ID)
	if err != nil || who != last.ContactID {
		t.Errorf("the last was with %d, %v; want %d", who, err, last.ContactID)
	}
	_, err = db.InteractionContact(ctx, 40_404)
	datatest.Refused(t, err, data.CodeNotFound, "not-found-contact")
}

func TestWalkingInteractionsStopsWhenAsked(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	for range 3 {
		datatest.Must(db.AddInteractionAndNext(ctx, data.Interaction{ContactID: jan}, nil))(t)
	}
	enough, n := errors.New("enough"), 0
	err := db.EachInteraction(ctx, func(data.TimelineRow) error { n++; return enough })
	if !errors.Is(err, enough) || n != 1 {
		t.Errorf("%d were handed on, %v", n, err)
	}
}
