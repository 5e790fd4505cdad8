package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

// empty makes the empty file that a copy is written into.
func empty(t testing.TB, path string) string {
	t.Helper()
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func openCopy(t testing.TB, path string) *store.Copy {
	t.Helper()
	c := must(store.OpenCopy(ctx, path))(t)
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func TestACopyIsWholeAndStandsAlone(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	for uid := range uint32(30) {
		datatest.Keep(t, db, a.ID, datatest.Mail(uid+1))
	}
	dir := t.TempDir()
	to := empty(t, filepath.Join(dir, "kopia 100% #.db"))
	counted := must(db.SaveCopy(ctx, to, nil))(t)
	c := openCopy(t, to)
	if got := must(c.Tally(ctx))(t); !maps.Equal(got, counted) {
		t.Errorf("the copy holds %v, counted were %v", got, counted)
	}
	if n := counted.Counts(); n.Contacts != 1 || n.Messages != 30 {
		t.Errorf("counted %+v", n)
	}
	if err := c.Verify(ctx); err != nil {
		t.Error(err)
	}
	if found := must(c.Check(ctx))(t); len(found) != 0 {
		t.Errorf("found %v", found)
	}
	entries := must(os.ReadDir(dir))(t)
	if len(entries) != 1 {
		t.Errorf("beside the copy lies %v", entries)
	}
	again := datatest.Open(t, to, &datatest.Clock{})
	if hits := must(again.Search(ctx, "lodzi", 100))(t); len(hits) != 30 {
		t.Errorf("search in the copy finds %d of 30", len(hits))
	}
}

// TestACopyHoldsWhatWasCountedWhileOthersWrite has a writer that never rests.
func TestACopyHoldsWhatWasCountedWhileOthersWrite(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	stop := make(chan struct{})
	var writer sync.WaitGroup
	var uid uint32
	more := func(n uint32) {
		var items []data.MailItem
		for range n {
			uid++
			items = append(items, datatest.Mail(uid, func(m *data.Message) { m.Text += strings.Repeat(" zamek", 500) }))
		}
		datatest.Keep(t, db, a.ID, items...)
	}
	more(300)
	writer.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				more(3)
			}
		}
	})
	for i := range 5 {
		to := empty(t, filepath.Join(t.TempDir(), "kopia.db"))
		counted := must(db.SaveCopy(ctx, to, nil))(t)
		c := must(store.OpenCopy(ctx, to))(t)
		if got := must(c.Tally(ctx))(t); !maps.Equal(got, counted) {
			t.Errorf("copy %d holds %v, counted were %v", i, got, counted)
		}
		if err := errors.Join(c.Verify(ctx), c.Close()); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	writer.Wait()
	datatest.Sound(t, db)
}

func TestACopyThatIsStoppedSaysSo(t *testing.T) {
	db, _ := datatest.New(t)
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	_, err := db.SaveCopy(stopped, empty(t, filepath.Join(t.TempDir(), "k.db")), nil)
	if data.CodeOf(err) != data.CodeCancelled {
		t.Errorf("error %v", err)
	}
	datatest.Add(t, db, datatest.Person("Jan", "Kot", "jan@kot.example")) // and nobody is kept out
}

func TestACopyOverAnotherFileIsRefused(t *testing.T) {
	db, _ := datatest.New(t)
	path := filepath.Join(t.TempDir(), "list.txt")
	if err := os.WriteFile(path, []byte("ważne"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := db.SaveCopy(ctx, path, nil); err == nil {
		t.Error("it was overwritten")
	}
	if got := string(must(os.ReadFile(path))(t)); got != "ważne" {
		t.Errorf("it holds %q", got)
	}
}

func TestOpenCopyRefusesWhatIsNoBackup(t *testing.T) {
	dir := t.TempDir()
	newer := filepath.Join(dir, "newer.db")
	if err := must(store.Open(ctx, newer, (&datatest.Clock{}).Now))(t).Close(); err != nil {
		t.Fatal(err)
	}
	plant(t, newer, `PRAGMA user_version = 999`)
	other := filepath.Join(dir, "other.db")
	plant(t, other, `CREATE TABLE recipe (name TEXT)`)
	for name, c := range map[string]struct {
		path string
		code data.Code
		key  string
	}{
		"newer":         {newer, data.CodeNewerFile, "newer-file"},
		"another's":     {other, data.CodeCorrupt, "not-ours"},
		"empty":         {empty(t, filepath.Join(dir, "empty.db")), data.CodeCorrupt, "not-ours"},
		"not there":     {filepath.Join(dir, "nie ma"), data.CodeReadOnly, "cannot-open"},
		"not one of us": {writeText(t, filepath.Join(dir, "x.db")), data.CodeCorrupt, "not-a-database"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := store.OpenCopy(ctx, c.path)
			code(t, err, c.code, c.key)
		})
	}
}

func writeText(t *testing.T, path string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(strings.Repeat("To nie jest baza danych. ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestVerifySeesADamagedCopy damages the bytes of a message, one at a time, and
// the file's structure.
func TestVerifySeesADamagedCopy(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	for uid := range uint32(20) {
		datatest.Keep(t, db, a.ID, datatest.Mail(uid+1, func(m *data.Message) { m.Text = strings.Repeat("zamek ", 2000) }))
	}
	to := empty(t, filepath.Join(t.TempDir(), "k.db"))
	must(db.SaveCopy(ctx, to, nil))(t)
	whole := must(os.ReadFile(to))(t)
	at := []int{0, 100, 4096 * 2, 4096 * 9, 4096 * 20}
	for i := 0; ; {
		n := bytes.Index(whole[i:], []byte("\r\nReferences: "))
		if n < 0 {
			break
		}
		i += n + 1
		at = append(at, i)
	}
	if len(at) < 20 {
		t.Fatalf("only %d messages were found in the file", len(at))
	}
	for _, at := range at {
		broken := slices.Clone(whole)
		for j := range 8 {
			broken[at+j] ^= 0x5a
		}
		if err := os.WriteFile(to, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := store.OpenCopy(ctx, to)
		if err == nil {
			err = errors.Join(c.Verify(ctx), c.Close())
		}
		if data.CodeOf(err) != data.CodeCorrupt {
			t.Errorf("damage at %d: %v", at, err)
		}
	}
	if err := os.WriteFile(to, whole[:len(whole)-8192], 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := store.OpenCopy(ctx, to)
	if err == nil {
		err = errors.Join(c.Verify(ctx), c.Close())
	}
	if data.CodeOf(err) != data.CodeCorrupt {
		t.Errorf("a file cut short: %v", err)
	}
}

func TestBackupRecordIsKept(t *testing.T) {
	db, _ := datatest.New(t)
	r := must(db.BackupRecord(ctx))(t)
	if r != (store.BackupRecord{}) {
		t.Errorf("a fresh file has %+v", r)
	}
	r.Settings = data.BackupSettings{Folder: "/mnt/dysk", Off: true, Encrypted: true}
	r.Last, r.Tried, r.Since, r.Failed = datatest.Now, datatest.Now.Add(time.Hour), datatest.Now.Add(-time.Hour), "no-space"
	if err := db.SetBackupRecord(ctx, r); err != nil {
		t.Fatal(err)
	}
	got := must(db.BackupRecord(ctx))(t)
	mark := got.Mark
	if len(mark) < 20 {
		t.Errorf("the mark is %q", mark)
	}
	got.Mark = ""
	if fmt.Sprint(got) != fmt.Sprint(r) {
		t.Errorf("kept %+v, want %+v", got, r)
	}
	got.Mark, got.Settings = mark, data.BackupSettings{}
	if err := db.SetBackupRecord(ctx, got); err != nil {
		t.Fatal(err)
	}
	again := must(db.BackupRecord(ctx))(t)
	if again.Mark != mark || again.Settings != (data.BackupSettings{}) {
		t.Errorf("then %+v", again)
	}
	to := empty(t, filepath.Join(t.TempDir(), "k.db"))
	must(db.SaveCopy(ctx, to, nil))(t)
	if owner := must(openCopy(t, to).Owner(ctx))(t); owner != mark {
		t.Errorf("the copy is %q's, want %q", owner, mark)
	}
	if s := must(db.Settings(ctx))(t); s.Theme != "auto" {
		t.Errorf("the other settings are %+v", s)
	}
}
