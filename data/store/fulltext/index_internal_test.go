package fulltext

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"kartoteka/data/store/sqlite"
)

// TestAFreeSecondIsTakenBesideABurst has much come in one second, and then
// something in each of the seconds beside it: what is found is put in order by
// these keys.
func TestAFreeSecondIsTakenBesideABurst(t *testing.T) {
	f, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), time.Now, sqlite.Setup{
		Scripts: []string{`CREATE TABLE doc (key INTEGER PRIMARY KEY) STRICT;`},
		Ready:   func(context.Context, *sqlite.File) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	burst := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	err = f.Write(t.Context(), "look for keys", func(tx *sqlite.Tx) error {
		var u unindexed
		taken := map[int64]bool{}
		for range 200 {
			key, err := u.freeKey(t.Context(), tx, burst)
			if err != nil {
				return err
			}
			if taken[key] || key < burst.Unix() {
				t.Fatalf("%d s from the burst's second, taken before: %v", key-burst.Unix(), taken[key])
			}
			taken[key] = true
			if _, err := tx.Exec(t.Context(), `INSERT INTO doc VALUES (?)`, key); err != nil {
				return err
			}
		}
		free := 0
		for at := burst.Unix() + 1; at < u.base+u.reach; at++ {
			if taken[at] {
				continue
			}
			free++
			after := u
			if key, err := after.freeKey(t.Context(), tx, time.Unix(at, 0)); err != nil || key != at {
				t.Errorf("%d s after the burst it stands %d s too late (%v)", at-burst.Unix(), key-at, err)
			}
		}
		if free == 0 {
			t.Error("no second was free")
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
