package store_test

import (
	"slices"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
)

func TestBulkChange(t *testing.T) {
	db, clock := datatest.New(t)
	crowd(t, db, 30)
	ids := must(db.ContactIDs(ctx, data.ContactFilter{Order: data.OrderName}))(t)[:20]
	before := must(db.Contacts(ctx, data.ContactFilter{}))(t)
	clock.Move(time.Hour)
	ended, yes := data.StatusEndedByClient, true
	n, err := db.BulkChange(ctx, append(ids, 404), data.BulkChange{
		AddTags: []string{" nowy ", "stały", ""}, RemoveTags: []string{"hurt"}, Status: &ended, NoContact: &yes,
		FollowUp: &data.FollowUp{What: "zadzwonić", Due: datatest.Today},
	})
	if err != nil || n != 20 {
		t.Fatalf("%d changed, %v", n, err)
	}
	open := must(db.FollowUps(ctx, data.FollowUpFilter{}, datatest.Today))(t)
	for i := range before {
		c := must(db.Contact(ctx, before[i].ID))(t)
		mine := slices.DeleteFunc(slices.Clone(open), func(f data.FollowUpRow) bool { return f.ContactID != c.ID || f.What != "zadzwonić" })
		if !slices.Contains(ids, c.ID) {
			if c.Status != before[i].Status || !slices.Equal(c.Tags, before[i].Tags) || len(mine) != 0 || c.NoContact != before[i].NoContact {
				t.Errorf("%d was not meant and is %+v", c.ID, c)
			}
			continue
		}
		if !slices.Equal(c.Tags, []string{"nowy", "stały"}) || c.Status != ended || !c.NoContact || len(mine) != 1 {
			t.Errorf("%d is %v %s %v with %d follow-ups", c.ID, c.Tags, c.Status, c.NoContact, len(mine))
		}
		if before[i].Status != ended && (c.End.By != data.EndedByClient || c.End.On != datatest.Today) {
			t.Errorf("%d ended by %q on %v", c.ID, c.End.By, c.End.On)
		}
	}
	if got := names(t, db, data.ContactFilter{Words: "nowy"}); len(got) != 20 {
		t.Errorf("%d are found by the new tag", len(got))
	}
	active := data.StatusActive
	must(db.BulkChange(ctx, ids[:1], data.BulkChange{Status: &active}))(t)
	if c := must(db.Contact(ctx, ids[0]))(t); c.End != (data.Ending{}) {
		t.Errorf("a relation that goes on ends with %+v", c.End)
	}
	datatest.Sound(t, db)
}

func TestBulkChangeRefused(t *testing.T) {
	db, _ := datatest.New(t)
	id := datatest.Add(t, db, data.Contact{GivenName: "Ewa"})
	_, err := db.BulkChange(ctx, []int64{id}, data.BulkChange{AddTags: []string{"x"}, FollowUp: &data.FollowUp{Due: datatest.Today}})
	code(t, err, data.CodeInvalid, "follow-up-without-text")
	_, err = db.BulkChange(ctx, []int64{id}, data.BulkChange{AddTags: []string{"x"}, FollowUp: &data.FollowUp{What: "x"}})
	code(t, err, data.CodeInvalid, "follow-up-without-day")
	if c := must(db.Contact(ctx, id))(t); len(c.Tags) != 0 {
		t.Errorf("half of the refused change stayed: %v", c.Tags)
	}
	if n, err := db.BulkChange(ctx, nil, data.BulkChange{AddTags: []string{"x"}}); n != 0 || err != nil {
		t.Errorf("nobody: %d, %v", n, err)
	}
}
