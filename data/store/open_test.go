package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

var ctx = context.Background()

// code fails the test unless err has the code and the key.
func code(t testing.TB, err error, want data.Code, key string) *data.Error {
	t.Helper()
	return datatest.Refused(t, err, want, key)
}

// must fails the test on an error.
func must[T any](v T, err error) func(t testing.TB) T { return datatest.Must(v, err) }

// plant changes the file behind the store's back, with no rule in force.
func plant(t testing.TB, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func TestOpenTakesAnyFolderName(t *testing.T) {
	for _, name := range []string{"zwykły", "ze spacją i ł", "co?to=tak&nie", "50% # nowe", "a;b'c"} {
		t.Run(name, func(t *testing.T) {
			if runtime.GOOS == "windows" {
				name = strings.ReplaceAll(name, "?", "") // no name there
			}
			dir := filepath.Join(t.TempDir(), name)
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, "kartoteka.db")
			c := &datatest.Clock{}
			db := must(store.Open(ctx, path, c.Now))(t)
			datatest.Add(t, db, datatest.Person("Jan", "Kot", "jan@kot.example"))
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			entries := must(os.ReadDir(dir))(t)
			if len(entries) != 1 || entries[0].Name() != "kartoteka.db" {
				t.Errorf("after closing the folder holds %v, want the file alone", entries)
			}
			again := datatest.Open(t, path, c)
			if n := must(again.ContactCount(ctx, data.ContactFilter{}))(t); n != 1 {
				t.Errorf("%d contacts after opening again, want 1", n)
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	newer := filepath.Join(dir, "newer.db")
	datatest.Open(t, newer, &datatest.Clock{})
	plant(t, newer, `PRAGMA user_version = 999`)
	before := filepath.Join(dir, "before.db")
	datatest.Open(t, before, &datatest.Clock{})
	plant(t, before, `PRAGMA user_version = -5`)
	other := filepath.Join(dir, "other.db")
	plant(t, other, `CREATE TABLE recipe (name TEXT)`)
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte("Drogi pamiętniku, dzisiaj znowu padał deszcz, a zamek się zaciął.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, path string
		code       data.Code
		key        string
	}{
		{"a file of a newer program", newer, data.CodeNewerFile, "newer-file"},
		{"a file of no version", before, data.CodeCorrupt, "damaged"},
		{"another program's database", other, data.CodeCorrupt, "not-ours"},
		{"a text file", text, data.CodeCorrupt, "not-a-database"},
		{"a folder that is not there", filepath.Join(dir, "no", "x.db"), data.CodeReadOnly, "cannot-open"},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, _ := os.ReadFile(c.path)
			_, err := store.Open(ctx, c.path, data.SystemClock)
			code(t, err, c.code, c.key)
			after, _ := os.ReadFile(c.path)
			if !slices.Equal(before, after) {
				t.Error("the refused file was changed")
			}
		})
	}
}

func TestChangesAreAnnouncedAfterCommit(t *testing.T) {
	db, _ := datatest.New(t)
	var got []data.Change
	var seen int
	db.OnChange(func(c data.Change) {
		got = append(got, c)
		seen = must(db.ContactCount(ctx, data.ContactFilter{}))(t)
	})
	datatest.Add(t, db, datatest.Person("Jan", "Kot", "jan@kot.example"))
	if len(got) != 1 || !got[0].Has(data.TopicContacts) || got[0].Has(data.TopicCases) {
		t.Fatalf("announced %v, want contacts once", got)
	}
	if seen != 1 {
		t.Error("the listener could not see the change yet")
	}
	_, err := db.AddContact(ctx, datatest.Person("Ewa", "Kot", "jan@kot.example"))
	code(t, err, data.CodeConflict, "handle-taken")
	if len(got) != 1 {
		t.Error("a refused change was announced")
	}
}

func TestReadsGoOnDuringAWrite(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	datatest.Keep(t, db, a.ID, datatest.Mail(1))
	var readers sync.WaitGroup
	done := make(chan struct{})
	for range 3 {
		readers.Go(func() {
			last := 0
			for {
				select {
				case <-done:
					return
				default:
				}
				n := 0
				err := db.EachMessage(ctx, data.MessageFilter{}, func(data.Message) error {
					n++
					return nil
				})
				if err != nil {
					t.Errorf("read during a write: %v", err)
					return
				}
				if n < last || n%10 != 1 {
					t.Errorf("saw %d messages after %d: a batch shows whole or not at all", n, last)
				}
				last = n
				if _, err := db.Search(ctx, "zamek", 5); err != nil {
					t.Errorf("search during a write: %v", err)
				}
			}
		})
	}
	for batch := range uint32(20) {
		var items []data.MailItem
		for i := range uint32(10) {
			items = append(items, datatest.Mail(2+batch*10+i))
		}
		datatest.Keep(t, db, a.ID, items...)
	}
	close(done)
	readers.Wait()
	datatest.Sound(t, db)
}

// TestStopInTheMiddleOfAWrite stops it when its transaction has just begun: the
// store asks its clock then.
func TestStopInTheMiddleOfAWrite(t *testing.T) {
	stop := func() {}
	db := must(store.Open(ctx, filepath.Join(t.TempDir(), "x.db"), func() time.Time {
		stop()
		return datatest.Now
	}))(t)
	defer func() { _ = db.Close() }()
	a := datatest.Account(t, db)
	var items []data.MailItem
	for uid := range uint32(50) {
		items = append(items, datatest.Mail(uid+1))
	}
	for range 5 {
		stopped, cancel := context.WithCancel(ctx)
		stop = cancel
		_, err := db.Keep(stopped, data.MailBatch{AccountID: a.ID, Folder: datatest.Inbox(50), Items: items})
		stop = func() {}
		code(t, err, data.CodeCancelled, "cancelled")
		if !errors.Is(err, context.Canceled) {
			t.Errorf("the stop is not named as the cause: %v", err)
		}
	}
	if n := len(all(t, db)); n != 0 {
		t.Errorf("%d messages of stopped batches are there", n)
	}
	datatest.Keep(t, db, a.ID, items...)
	datatest.Sound(t, db)
}

func TestStoppedWriteLeavesNothing(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	_, err := db.Keep(stopped, data.MailBatch{AccountID: a.ID, Folder: datatest.Inbox(1), Items: []data.MailItem{datatest.Mail(1)}})
	code(t, err, data.CodeCancelled, "cancelled")
	f := must(db.Folder(ctx, a.ID, "INBOX"))(t)
	if f.UIDValidity != 0 || f.Floor != 0 {
		t.Errorf("the pointer moved to %d/%d though nothing was kept", f.UIDValidity, f.Floor)
	}
	if all := datatest.Messages(t, db, data.MessageFilter{}); len(all) != 0 {
		t.Errorf("%d messages of a stopped batch are there", len(all))
	}
	datatest.Keep(t, db, a.ID, datatest.Mail(1)) // and the writer is free again
	datatest.Sound(t, db)
}
