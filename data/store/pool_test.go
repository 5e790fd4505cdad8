package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

// other makes another card index with n contacts, closed.
func other(t *testing.T, n int) string {
	t.Helper()
	db, _ := datatest.New(t)
	for i := range n {
		datatest.Add(t, db, datatest.Person("Ewa", "Kos", string(rune('a'+i))+"@kos.example"))
	}
	to := empty(t, filepath.Join(t.TempDir(), "other.db"))
	must(db.SaveCopy(ctx, to, nil))(t)
	return to
}

func TestSwapGoesOnWithTheOtherFile(t *testing.T) {
	db, _ := datatest.New(t)
	datatest.Add(t, db, datatest.Person("Jan", "Kot", "jan@kot.example"))
	from := other(t, 3)
	var heard []data.Change
	db.OnChange(func(c data.Change) { heard = append(heard, c) })
	err := db.Swap(ctx, func() error {
		for _, beside := range []string{"-wal", "-shm"} {
			if _, err := os.Stat(db.Path() + beside); err == nil {
				t.Errorf("%s is there while the file is closed", beside)
			}
		}
		return os.Rename(from, db.Path())
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := must(db.ContactCount(ctx, data.ContactFilter{}))(t); n != 3 {
		t.Errorf("%d contacts, want the other file's 3", n)
	}
	if len(heard) != 1 || !heard[0].Has(data.TopicContacts) || !heard[0].Has(data.TopicMail) {
		t.Errorf("announced %v", heard)
	}
	datatest.Add(t, db, datatest.Person("Jan", "Kot", "jan@kot.example"))
	datatest.Sound(t, db)
}

func TestASwapThatFailsGoesOnWithTheOldFile(t *testing.T) {
	db, _ := datatest.New(t)
	datatest.Add(t, db, datatest.Person("Jan", "Kot", "jan@kot.example"))
	broken := errors.New("it did not work")
	if err := db.Swap(ctx, func() error { return broken }); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	if n := must(db.ContactCount(ctx, data.ContactFilter{}))(t); n != 1 {
		t.Errorf("%d contacts", n)
	}
	datatest.Sound(t, db)
}

// TestASwapDoesNotPullTheFileFromUnderAWriter asks for it in the middle of a
// write: the store asks its clock then.
func TestASwapDoesNotPullTheFileFromUnderAWriter(t *testing.T) {
	inside := func() {}
	db := must(store.Open(ctx, filepath.Join(t.TempDir(), "x.db"), func() time.Time {
		inside()
		return datatest.Now
	}))(t)
	defer func() { _ = db.Close() }()
	stopped, cancel := context.WithCancel(ctx)
	inside = func() {
		cancel()
		err := db.Swap(stopped, func() error {
			t.Error("the file was replaced while it was written")
			return nil
		})
		if data.CodeOf(err) != data.CodeCancelled {
			t.Errorf("error %v", err)
		}
	}
	datatest.Add(t, db, datatest.Person("Jan", "Kot", "jan@kot.example"))
	inside = func() {}
	if err := db.Swap(ctx, func() error { return nil }); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	datatest.Sound(t, db)
}

// TestReadsAndWritesWaitForASwap asks without rest while files are swapped.
func TestReadsAndWritesWaitForASwap(t *testing.T) {
	db, _ := datatest.New(t)
	for i := range 4 {
		datatest.Add(t, db, datatest.Person("Jan", "Kot", string(rune('a'+i))+"@kot.example"))
	}
	to := empty(t, filepath.Join(t.TempDir(), "copy.db"))
	must(db.SaveCopy(ctx, to, nil))(t)
	stop := make(chan struct{})
	var asking sync.WaitGroup
	for range 4 {
		asking.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				n, err := db.ContactCount(ctx, data.ContactFilter{})
				if err != nil || n != 4 {
					t.Errorf("%d contacts, %v", n, err)
					return
				}
				s, err := db.Settings(ctx)
				if err == nil {
					err = db.SetSettings(ctx, s)
				}
				if err != nil {
					t.Errorf("settings: %v", err)
					return
				}
			}
		})
	}
	for range 10 {
		raw := must(os.ReadFile(to))(t)
		err := db.Swap(ctx, func() error {
			next := db.Path() + ".next"
			return errors.Join(os.WriteFile(next, raw, 0o600), os.Rename(next, db.Path()))
		})
		if err != nil {
			t.Error(err)
		}
	}
	close(stop)
	asking.Wait()
	datatest.Sound(t, db)
}
