package core_test

import (
	"slices"
	"testing"

	"kartoteka/app/core"
	"kartoteka/data"
)

// An owner adds a channel, talks over it, and can't take it away any more.
func TestAChannelOfTheOwnersOwn(t *testing.T) {
	c := open(t, core.Options{})
	if err := c.SaveCategory(t.Context(), data.Category{List: data.ListChannels, Name: "Targi"}); err != nil {
		t.Fatal(err)
	}
	all, err := c.Categories(t.Context(), data.ListChannels)
	if err != nil || all[len(all)-1].Code != "targi" {
		t.Fatalf("channels are %+v, %v", all, err)
	}
	jan := kept(t, c, data.Contact{GivenName: "Jan", PreferredChannel: "targi"})
	if _, err := c.LogInteractionAndNext(t.Context(), data.Interaction{ContactID: jan.ID, Channel: "targi", Direction: data.Inbound, Text: "Podoba się."}, nil); err != nil {
		t.Fatal(err)
	}
	refusedFor(t, "a channel in use", c.DeleteCategory(t.Context(), data.ListChannels, "targi"), "category-used")
	line, err := c.Entries(t.Context(), jan.ID, data.EntryFilter{Channels: []data.Channel{"targi"}}, data.EntryCursor{}, 0)
	if err != nil || len(line) != 1 || line[0].Text != "Podoba się." {
		t.Errorf("over it was said %+v, %v", line, err)
	}
	r, err := c.Report(t.Context(), data.Period{})
	if err != nil {
		t.Fatal(err)
	}
	if k := r.Table("channel-kinds"); k == nil || k.Row(0, nil)[0].Text != "Targi" {
		t.Errorf("the report does not call it by its name: %+v", k)
	}
}

// What is done to many at once is one deed, taken back at once.
func TestManyAtOnceAndBack(t *testing.T) {
	c := open(t, core.Options{})
	for _, name := range []string{"Jan", "Ewa", "Ala"} {
		kept(t, c, data.Contact{GivenName: name, City: "Łódź"})
	}
	ids, err := c.ContactIDs(t.Context(), data.ContactFilter{Order: data.OrderName})
	if err != nil || len(ids) != 3 {
		t.Fatal(ids, err)
	}
	dormant := data.StatusDormant
	n, err := c.BulkChange(t.Context(), ids[:2], data.BulkChange{AddTags: []string{"zima"}, Status: &dormant})
	if err != nil || n != 2 {
		t.Fatalf("%d changed, %v", n, err)
	}
	tags, err := c.Tags(t.Context())
	if err != nil || !slices.Equal(tags, []string{"zima"}) {
		t.Errorf("tags are %v, %v", tags, err)
	}
	if _, err := c.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	asleep, err := c.ContactCount(t.Context(), data.ContactFilter{Status: data.StatusDormant})
	tags, e := c.Tags(t.Context())
	if err != nil || e != nil || asleep != 0 || len(tags) != 0 {
		t.Errorf("taken back, %d sleep and tags are %v (%v, %v)", asleep, tags, err, e)
	}
	cities, err := c.Cities(t.Context())
	if err != nil || !slices.Equal(cities, []string{"Łódź"}) {
		t.Errorf("cities are %v, %v", cities, err)
	}
}

func TestAViewIsKept(t *testing.T) {
	c := open(t, core.Options{})
	id, err := c.SaveView(t.Context(), data.SavedView{Name: "Śpiący", Filter: data.ContactFilter{SilentFor: 90}, Columns: []string{"name"}})
	if err != nil {
		t.Fatal(err)
	}
	views, err := c.Views(t.Context())
	if err != nil || len(views) != 1 || views[0].ID != id || views[0].Filter.SilentFor != 90 {
		t.Errorf("views are %+v, %v", views, err)
	}
	if err := c.DeleteView(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	field, err := c.SaveCustomField(t.Context(), data.CustomField{Name: "Numer klucza", Kind: data.FieldText})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.DeleteCustomField(t.Context(), field); err != nil {
		t.Fatal(err)
	}
	found, err := c.ContactsLike(t.Context(), "", 5)
	if err != nil || len(found) != 0 {
		t.Errorf("an empty index offers %v, %v", found, err)
	}
}
