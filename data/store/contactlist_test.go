package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	_ "kartoteka/data/datatest/steady" // the same cases each time

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

// crowd enters n contacts that differ in everything that a list is filtered and
// ordered by.
func crowd(t testing.TB, db *store.DB, n int) {
	t.Helper()
	var s store.Seed
	for i := range n {
		email := fmt.Sprintf("k%d@x.example", i)
		c := datatest.Person([]string{"Jan", "Ewa", "Łukasz", "Zoë"}[i%4], []string{"Żółw", "Lis", "Łoś", "ćma", "Kot"}[i%5], email)
		c.City = []string{"Łódź", "Lublin", "", "Żory", "Lądek"}[i%5]
		c.Company = []string{"", "Ślusarnia", "Sowa", "Żaba"}[i%4]
		c.Status = data.ContactStatuses()[i%5]
		c.LegalType = data.LegalTypes()[i%3]
		c.NoContact = i%6 == 5
		c.PreferredChannel = data.Channels()[i%9]
		c.Created = datatest.Now.Add(-time.Duration(i*37%101) * 24 * time.Hour)
		if i%7 == 0 {
			c.Kind, c.Company = data.Company, "Zakład "+fmt.Sprint(i%3)
		}
		if i%4 == 1 {
			c.Tags = []string{"stały", "hurt"}[:1+i%2]
		}
		s.Contacts = append(s.Contacts, c)
		if i%3 == 0 {
			s.Interactions = append(s.Interactions, store.SeedInteraction{Email: email, Interaction: data.Interaction{
				At: datatest.Now.Add(-time.Duration(i*53%97) * 24 * time.Hour),
			}})
		}
		if i%11 == 0 {
			s.FollowUps = append(s.FollowUps, store.SeedFollowUp{Email: email, FollowUp: data.FollowUp{What: "x", Due: datatest.Today}})
		}
	}
	if err := db.AddMany(ctx, s); err != nil {
		t.Fatal(err)
	}
}

// selects says in Go whom a filter selects, apart from its words.
func selects(f data.ContactFilter, r *data.ContactRow) bool {
	since := r.LastContact
	if since.IsZero() {
		since = r.Created
	}
	return (f.Status == "" || r.Status == f.Status) && (f.Kind == "" || r.Kind == f.Kind) &&
		(f.LegalType == "" || r.LegalType == f.LegalType) && (f.Channel == "" || r.PreferredChannel == f.Channel) &&
		(f.City == "" || r.City == f.City) && (f.Tag == "" || slices.Contains(r.Tags, f.Tag)) &&
		(!f.OpenOnly || r.OpenCases+r.OpenFollowUps > 0) && (!f.NoContact || r.NoContact) &&
		(!f.Ended || r.Status == data.StatusEndedByClient || r.Status == data.StatusEndedByUs) &&
		(f.SilentFor == 0 || since.Before(datatest.Now.Add(-time.Duration(f.SilentFor)*24*time.Hour)))
}

func TestAnyFilterInAnyOrderOnAnyPage(t *testing.T) {
	db, _ := datatest.New(t)
	crowd(t, db, 700)
	all := must(db.Contacts(ctx, data.ContactFilter{}))(t)
	maybe := func(t *rapid.T, name string, values ...string) string {
		return rapid.SampledFrom(append(values, "", "")).Draw(t, name)
	}
	rapid.Check(t, func(rt *rapid.T) {
		f := data.ContactFilter{
			Status: data.ContactStatus(maybe(rt, "status", "lead", "active")), Kind: data.ContactKind(maybe(rt, "kind", "company")),
			LegalType: data.LegalType(maybe(rt, "legal", "consumer")), Tag: maybe(rt, "tag", "stały", "hurt"),
			Channel: data.Channel(maybe(rt, "channel", "phone")), City: maybe(rt, "city", "Łódź"),
			SilentFor: rapid.SampledFrom([]int{0, 0, 30}).Draw(rt, "silent"), OpenOnly: rapid.Bool().Draw(rt, "open"),
			NoContact: rapid.IntRange(0, 5).Draw(rt, "no contact") == 0, Ended: rapid.IntRange(0, 5).Draw(rt, "ended") == 0,
			Order:   data.ContactOrder(maybe(rt, "order", "name", "company", "city", "status", "created")),
			Reverse: rapid.Bool().Draw(rt, "reverse"),
		}
		var want []string
		for i := range all {
			if selects(f, &all[i]) {
				want = append(want, all[i].Handles[0].Value)
			}
		}
		whole := must(db.Contacts(ctx, f))(t)
		ids := must(db.ContactIDs(ctx, f))(t)
		var got []string
		for i := range whole {
			got = append(got, whole[i].Handles[0].Value)
			if ids[i] != whole[i].ID {
				rt.Fatalf("%+v: row %d is %d, among all ids %d", f, i, whole[i].ID, ids[i])
			}
		}
		if n := must(db.ContactCount(ctx, f))(t); n != len(want) || len(ids) != n {
			rt.Fatalf("%+v counts %d and names %d, want %d", f, n, len(ids), len(want))
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			rt.Fatalf("%+v selects\n%v, want\n%v", f, got, want)
		}
		f.Offset, f.Limit = rapid.IntRange(0, 720).Draw(rt, "offset"), rapid.IntRange(1, 50).Draw(rt, "limit")
		page := must(db.Contacts(ctx, f))(t)
		for i, r := range page {
			if r.ID != whole[f.Offset+i].ID {
				rt.Fatalf("%+v: row %d of the page is not that of the list", f, i)
			}
		}
		if rest := max(0, len(whole)-f.Offset); len(page) != min(f.Limit, rest) {
			rt.Fatalf("%+v: the page has %d rows of %d", f, len(page), rest)
		}
	})
}

func TestContactOrders(t *testing.T) {
	db, clock := datatest.New(t)
	for i, c := range []data.Contact{
		{FamilyName: "Ćma", City: "Łódź", Company: "Śruba", Status: data.StatusDormant},
		{FamilyName: "Cap", City: "Lublin", Company: "sowa", Status: data.StatusEndedByUs},
		{FamilyName: "Żuk", City: "Żory", Status: data.StatusLead},
		{FamilyName: "Lis", Company: "Zebra", Status: data.StatusActive},
	} {
		c.Created = clock.Now().Add(time.Duration(i) * time.Hour)
		datatest.Add(t, db, c)
	}
	for o, want := range map[data.ContactOrder]string{
		data.OrderName:    "Cap Ćma Lis Żuk",
		data.OrderCity:    "Cap Ćma Żuk Lis", // nowhere comes last
		data.OrderCompany: "Cap Ćma Lis Żuk",
		data.OrderStatus:  "Żuk Lis Ćma Cap",
		data.OrderCreated: "Lis Żuk Cap Ćma",
	} {
		got := names(t, db, data.ContactFilter{Order: o})
		if strings.Join(got, " ") != want {
			t.Errorf("by %s: %v, want %s", o, got, want)
		}
		slices.Reverse(got)
		if back := names(t, db, data.ContactFilter{Order: o, Reverse: true}); !slices.Equal(got, back) {
			t.Errorf("by %s turned round: %v, want %v", o, back, got)
		}
	}
}

func TestFilterByCompanyAndIDs(t *testing.T) {
	db, _ := datatest.New(t)
	firm := datatest.Add(t, db, data.Contact{Kind: data.Company, Company: "Sowa"})
	ewa := datatest.Add(t, db, data.Contact{GivenName: "Ewa", CompanyID: firm, Company: "Sowa"})
	datatest.Add(t, db, data.Contact{GivenName: "Adam"})
	for want, f := range map[string]data.ContactFilter{
		"Ewa":      {CompanyID: firm},
		"Ewa Sowa": {IDs: []int64{firm, ewa, 404}, Order: data.OrderName},
		"":         {IDs: []int64{}},
	} {
		if got := names(t, db, f); strings.Join(got, " ") != want {
			t.Errorf("%+v finds %v, want %q", f, got, want)
		}
		if n := must(db.ContactCount(ctx, f))(t); n != len(strings.Fields(want)) {
			t.Errorf("%+v counts %d", f, n)
		}
	}
}

// A page far down comes from remembered ids, which must not outlive a change.
func TestDeepPageSeesEveryChange(t *testing.T) {
	path := t.TempDir() + "/kartoteka.db"
	clock := &datatest.Clock{}
	db := datatest.Open(t, path, clock)
	crowd(t, db, 600)
	f := data.ContactFilter{Order: data.OrderName, Offset: 590, Limit: 100}
	if n := len(must(db.Contacts(ctx, f))(t)); n != 10 {
		t.Fatalf("%d rows", n)
	}
	datatest.Add(t, db, data.Contact{FamilyName: "Żyżyn"})
	rows := must(db.Contacts(ctx, f))(t)
	if len(rows) != 11 || rows[10].DisplayName != "Żyżyn" {
		t.Errorf("%d rows, the last %v", len(rows), rows[len(rows)-1].DisplayName)
	}
	datatest.Add(t, datatest.Open(t, path, clock), data.Contact{FamilyName: "Żyżyński"}) // by another program
	if n := len(must(db.Contacts(ctx, f))(t)); n != 12 {
		t.Errorf("%d rows after another program's, want 12", n)
	}
}

func TestErasedAreInNoList(t *testing.T) {
	path := t.TempDir() + "/kartoteka.db"
	db := datatest.Open(t, path, &datatest.Clock{})
	crowd(t, db, 20)
	plant(t, path, `UPDATE contact SET erased = 1 WHERE id = 3`)
	all := must(db.Contacts(ctx, data.ContactFilter{}))(t)
	for _, f := range []data.ContactFilter{{}, {Words: "x"}, {IDs: []int64{1, 3}, Words: "k2"}} {
		if slices.Contains(must(db.ContactIDs(ctx, f))(t), 3) {
			t.Errorf("%+v lists an erased card", f)
		}
	}
	if n := must(db.ContactCount(ctx, data.ContactFilter{Words: "example"}))(t); n != 19 || len(all) != 19 {
		t.Errorf("%d found, %d listed, want 19", n, len(all))
	}
	if c := must(db.Contact(ctx, 3))(t); c.Erased.IsZero() {
		t.Error("the shell itself is not there")
	}
}

func TestTagsAndCities(t *testing.T) {
	db, _ := datatest.New(t)
	for i, tag := range []string{"żwawy", "zły", "łatwy", "lepszy", "zły"} {
		datatest.Add(t, db, data.Contact{GivenName: "A", Tags: []string{tag, " "}, City: []string{"Łódź", "Lublin", ""}[i%3]})
	}
	if got, want := must(db.Tags(ctx))(t), []string{"lepszy", "łatwy", "zły", "żwawy"}; !slices.Equal(got, want) {
		t.Errorf("tags are %v", got)
	}
	if got, want := must(db.Cities(ctx))(t), []string{"Lublin", "Łódź"}; !slices.Equal(got, want) {
		t.Errorf("cities are %v", got)
	}
}

// Words of a tag find who bears it, beside words of the card.
func TestTagsAreFoundByWords(t *testing.T) {
	db, _ := datatest.New(t)
	ewa := datatest.Add(t, db, data.Contact{GivenName: "Ewa", FamilyName: "Kot", Tags: []string{"Stały klient"}})
	datatest.Add(t, db, data.Contact{GivenName: "Jan", FamilyName: "Stalski"})
	for words, want := range map[string]int{"stal": 2, "stały": 1, "kot staly": 1, "klient kot": 1, "klient jan": 0} {
		if got := names(t, db, data.ContactFilter{Words: words}); len(got) != want {
			t.Errorf("%q finds %v, want %d", words, got, want)
		}
		hits := must(db.Search(ctx, words, 10))(t)
		if want == 1 && (len(hits) != 1 || hits[0].ID != ewa) {
			t.Errorf("the search for %q finds %+v", words, hits)
		}
	}
}

func TestViews(t *testing.T) {
	db, _ := datatest.New(t)
	v := data.SavedView{
		Name: " Śpiący ", Columns: []string{"name", "phones", "field:3"},
		Filter: data.ContactFilter{Words: "łódź", Status: data.StatusDormant, SilentFor: 90, Order: data.OrderCity, Reverse: true},
	}
	v.ID = must(db.SaveView(ctx, v))(t)
	second := must(db.SaveView(ctx, data.SavedView{Name: "Firmy", Filter: data.ContactFilter{Kind: data.Company}}))(t)
	v.Name, v.Rank = "Śpiący", 1
	if got := must(db.Views(ctx))(t); len(got) != 2 || !cmp.Equal(got[0], v) || got[1].ID != second {
		t.Errorf("views are %+v", got)
	}
	_, err := db.SaveView(ctx, data.SavedView{ID: second, Name: "Śpiący"})
	code(t, err, data.CodeConflict, "view-name-taken")
	_, err = db.SaveView(ctx, data.SavedView{Name: "  "})
	code(t, err, data.CodeInvalid, "view-without-name")
	_, err = db.SaveView(ctx, data.SavedView{ID: 404, Name: "x"})
	code(t, err, data.CodeNotFound, "not-found-view")
	v.Name, v.Filter.Kind = "Dawno nie było", data.Person
	must(db.SaveView(ctx, v))(t)
	if err := db.DeleteView(ctx, second); err != nil {
		t.Fatal(err)
	}
	if got := must(db.Views(ctx))(t); len(got) != 1 || !cmp.Equal(got[0], v) {
		t.Errorf("views are %+v", got)
	}
	code(t, db.DeleteView(ctx, second), data.CodeNotFound, "not-found-view")
}
