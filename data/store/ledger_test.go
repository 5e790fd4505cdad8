package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

func TestOpinions(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	want := data.Opinion{
		ContactID: jan, Source: "google", Rating: 4, Tone: data.Neutral, Text: "Może być.",
		At: datatest.Now.Add(-time.Hour), Answered: datatest.Now,
	}
	want.ID = must(db.AddOpinion(ctx, want))(t)
	if diff := cmp.Diff([]data.Opinion{want}, must(db.Opinions(ctx, data.Period{}))(t)); diff != "" {
		t.Error(diff)
	}
	_, err := db.AddOpinion(ctx, data.Opinion{Rating: 6})
	code(t, err, data.CodeInvalid, "bad-rating")
	_, err = db.AddOpinion(ctx, data.Opinion{ContactID: 404})
	code(t, err, data.CodeNotFound, "not-found-contact")
}

func TestToneFollowsTheRating(t *testing.T) {
	for rating, want := range []data.Tone{data.Neutral, data.Negative, data.Negative, data.Neutral, data.Positive, data.Positive} {
		db, _ := datatest.New(t)
		must(db.AddOpinion(ctx, data.Opinion{Rating: rating}))(t)
		if o := must(db.Opinions(ctx, data.Period{}))(t)[0]; o.Tone != want || !o.At.Equal(datatest.Now) {
			t.Errorf("rating %d is %s at %v, want %s now", rating, o.Tone, o.At, want)
		}
	}
}

func TestPeriodsAreDaysOfTheFirm(t *testing.T) {
	db, _ := datatest.New(t)
	// A quarter to midnight in London is the next day in Warsaw.
	must(db.AddOpinion(ctx, data.Opinion{Text: "noc", At: time.Date(2026, 5, 31, 22, 45, 0, 0, time.UTC)}))(t)
	day := func(month time.Month, d int) data.Date { return data.NewDate(2026, month, d) }
	for name, c := range map[string]struct {
		p    data.Period
		want int
	}{
		"its day":        {data.Period{From: day(6, 1), To: day(6, 1)}, 1},
		"the day before": {data.Period{From: day(5, 31), To: day(5, 31)}, 0},
		"since":          {data.Period{From: day(6, 1)}, 1},
		"until before":   {data.Period{To: day(5, 31)}, 0},
	} {
		if got := must(db.Opinions(ctx, c.p))(t); len(got) != c.want {
			t.Errorf("%s: %d opinions, want %d", name, len(got), c.want)
		}
	}
	if err := db.SetSettings(ctx, data.Settings{Zone: "Europe/London"}); err != nil {
		t.Fatal(err)
	}
	if got := must(db.Opinions(ctx, data.Period{To: day(5, 31)}))(t); len(got) != 1 {
		t.Errorf("in London it is still May, yet %d opinions", len(got))
	}
}

func TestOrders(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	want := data.Order{ContactID: jan, On: datatest.Today, Amount: data.Money{Minor: 4999, Currency: "EUR"}, What: "Zamek"}
	want.ID = must(db.AddOrder(ctx, want))(t)
	must(db.AddOrder(ctx, data.Order{On: datatest.Today.AddDays(-40)}))(t)
	got := must(db.Orders(ctx, data.Period{From: datatest.Today, To: datatest.Today}))(t)
	if diff := cmp.Diff([]data.Order{want}, got); diff != "" {
		t.Error(diff)
	}
	if all := must(db.Orders(ctx, data.Period{}))(t); len(all) != 2 || all[0].ID != want.ID {
		t.Errorf("all orders are %+v, want both, newest first", all)
	}
	_, err := db.AddOrder(ctx, data.Order{What: "x"})
	code(t, err, data.CodeInvalid, "order-without-day")
	_, err = db.AddOrder(ctx, data.Order{On: datatest.Today, ContactID: 404})
	code(t, err, data.CodeNotFound, "not-found-contact")
}

func TestAddManyIsAllOrNothing(t *testing.T) {
	db, _ := datatest.New(t)
	seed := store.Seed{
		Contacts: []data.Contact{
			datatest.Person("Jan", "Żółw", "Jan@klient.example"), datatest.Person("Ewa", "Kot", "ewa@kot.example"),
		},
		Interactions: []store.SeedInteraction{{Email: "jan@klient.example", Interaction: data.Interaction{Text: "Telefon w sprawie zamka"}}},
		Orders:       []store.SeedOrder{{Email: "ewa@kot.example", Order: data.Order{On: datatest.Today}}},
		FollowUps: []store.SeedFollowUp{
			{Email: "ewa@kot.example", FollowUp: data.FollowUp{What: "x", Due: datatest.Today}},
			{FollowUp: data.FollowUp{What: "dla nikogo", Due: datatest.Today}},
		},
		Opinions: []store.SeedOpinion{{Email: "nikt@x.example", Opinion: data.Opinion{Rating: 5}}},
	}
	seed.Contacts[0].Handles[0].Norm = ""
	err := db.AddMany(ctx, seed)
	if e := code(t, err, data.CodeNotFound, "not-found-address"); e.Args["Handle"] != "nikt@x.example" {
		t.Errorf("the refusal names %v", e.Args)
	}
	if !must(db.Empty(ctx))(t) {
		t.Error("half of the refused seed stayed")
	}
	seed.Opinions[0].Email = "jan@klient.example"
	if err := db.AddMany(ctx, seed); err != nil {
		t.Fatal(err)
	}
	rows := must(db.Contacts(ctx, data.ContactFilter{}))(t)
	if len(rows) != 2 || rows[0].DisplayName != "Jan Żółw" || rows[1].OpenFollowUps != 1 || must(db.Empty(ctx))(t) {
		t.Errorf("contacts are %+v", rows)
	}
	if o := must(db.Opinions(ctx, data.Period{}))(t); len(o) != 1 || o[0].ContactID != rows[0].ID {
		t.Errorf("opinions are %+v", o)
	}
	if hits := must(db.Search(ctx, "zamka", 5))(t); len(hits) != 1 || hits[0].Type != data.HitInteraction || hits[0].Title != "Jan Żółw" {
		t.Errorf("search finds %+v", hits)
	}
	datatest.Sound(t, db)
}

func TestSettings(t *testing.T) {
	db, _ := datatest.New(t)
	if s := must(db.Settings(ctx))(t); s != (data.Settings{Theme: "auto", Zone: data.DefaultZone}) {
		t.Errorf("a fresh file has %+v", s)
	}
	want := data.Settings{FirmName: "Ślusarz", Language: "en", Theme: "dark", Zone: "Europe/London", Demo: "2026-11-22T10:00:00Z"}
	if err := db.SetSettings(ctx, want); err != nil {
		t.Fatal(err)
	}
	if s := must(db.Settings(ctx))(t); s != want {
		t.Errorf("settings are %+v, want %+v", s, want)
	}
	code(t, db.SetSettings(ctx, data.Settings{Zone: "Europa/Łódź"}), data.CodeInvalid, "unknown-zone")
	if s := must(db.Settings(ctx))(t); s != want {
		t.Errorf("a refused change left %+v", s)
	}
	want.Zone = ""
	if err := db.SetSettings(ctx, want); err != nil {
		t.Fatal(err)
	}
	if s := must(db.Settings(ctx))(t); s.Zone != data.DefaultZone {
		t.Errorf("no zone became %q", s.Zone)
	}
}

func TestCategories(t *testing.T) {
	db, _ := datatest.New(t)
	for list, n := range map[string]int{data.ListCategories: 10, data.ListCauses: 13, "nothing": 0} {
		got := must(db.Categories(ctx, list))(t)
		if len(got) != n {
			t.Errorf("%s has %d entries, want %d", list, len(got), n)
		}
		for i, c := range got {
			if c.List != list || c.Rank != i+1 || c.Code == "" || c.Name != "" {
				t.Errorf("%s %d is %+v", list, i, c)
			}
		}
	}
}
