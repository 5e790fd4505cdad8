package store_test

import (
	"testing"

	"kartoteka/data"
	"kartoteka/data/datatest"
)

// A connection that searched keeps the text index's shape of that moment, and
// the check must not take what was merged away since for damage.
func TestCheckAfterSearchesAndWritesIsClean(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	for uid := uint32(1); uid <= 60; uid++ {
		datatest.Keep(t, db, a.ID, datatest.Mail(uid, func(m *data.Message) { m.Text = "Zamek w Łodzi" }))
		if uid%3 == 0 {
			if _, err := db.Search(ctx, "lodzi", 5); err != nil {
				t.Fatal(err)
			}
		}
		found, err := db.Check(ctx)
		if err != nil || len(found) > 0 {
			t.Fatalf("after message %d: %v %v", uid, found, err)
		}
	}
}
