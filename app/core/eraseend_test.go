package core_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kartoteka/app/core"
	"kartoteka/data"
	"kartoteka/data/privacy"
	"kartoteka/data/store"
)

// unfinished reports whether an erasure waits to be brought to its end.
func unfinished(t *testing.T, dir string) bool {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "kartoteka.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var n int
	if err := db.QueryRow(`SELECT count(*) FROM setting WHERE key = 'erasure-unfinished'`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n > 0
}

// odd is a client whose name stands nowhere else.
func odd(t *testing.T, c *core.Core) int64 {
	t.Helper()
	id, err := c.AddContact(t.Context(), data.Contact{
		Kind: data.Person, GivenName: "Wenancjusz", FamilyName: "Grzmotopędzki", Status: data.StatusActive,
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAnErasureThatIsStoppedTooLateIsDoneToItsEndAndTold(t *testing.T) {
	dir := t.TempDir()
	c := open(t, core.Options{Dir: dir})
	id := odd(t, c)
	backedUp(t, c, core.BackupOptions{})
	ctx, stop := context.WithCancel(t.Context())
	defer c.Subscribe(func(ch data.Change) {
		if ch.Has(data.TopicPrivacy) {
			stop() // the rows are gone by now
		}
	})()
	e, err := c.EraseSubject(ctx, id, data.EraseOptions{})
	if err != nil || e.ID == 0 || ctx.Err() == nil {
		t.Errorf("erased %+v, %v", e, err)
	}
	if unfinished(t, dir) {
		t.Error("the erasure waits for the next start")
	}
	if left := traces(t, dir, []string{"Grzmotopędzki"}); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
}

func TestAnErasureThatIsStoppedInTimeChangesNothing(t *testing.T) {
	dir := t.TempDir()
	c := open(t, core.Options{Dir: dir})
	id := odd(t, c)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := c.EraseSubject(ctx, id, data.EraseOptions{}); err == nil {
		t.Error("it was not stopped")
	}
	if p, err := c.Contact(t.Context(), id); err != nil || !p.Erased.IsZero() || unfinished(t, dir) {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestACopyPutAsideWithItsLogIsErasedInToo(t *testing.T) {
	dir := t.TempDir()
	c := open(t, core.Options{Dir: dir})
	id := odd(t, c)
	aside := filepath.Join(dir, "backups", "odłożona.db")
	if err := os.MkdirAll(filepath.Dir(aside), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, end := range []string{"", "-wal"} { // as it is while the program runs
		raw, err := os.ReadFile(filepath.Join(dir, "kartoteka.db"+end))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(aside+end, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if len(traces(t, filepath.Dir(aside), []string{"Grzmotopędzki"})) == 0 {
		t.Fatal("the copy does not hold the person")
	}
	e, err := c.EraseSubject(t.Context(), id, data.EraseOptions{})
	if err != nil || len(e.Backups) > 0 {
		t.Errorf("erased %+v, %v", e, err)
	}
	if left := traces(t, dir, []string{"Grzmotopędzki"}); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
	clean(t, open(t, core.Options{Dir: asIndex(t, aside)}))
}

func TestABackupFolderThatCantBeReadIsNamed(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "dysk")
	c := open(t, core.Options{})
	id := odd(t, c)
	mkdir(t, folder)
	if err := c.SetBackupSettings(t.Context(), data.BackupSettings{Folder: folder}, ""); err != nil {
		t.Fatal(err)
	}
	backedUp(t, c, core.BackupOptions{})
	if err := os.Rename(folder, folder+" odpięty"); err != nil {
		t.Fatal(err)
	}
	p, err := c.ErasePreview(t.Context(), id, data.EraseOptions{})
	if err != nil || !slices.Contains(p.Sealed, folder) {
		t.Errorf("preview %+v, %v", p, err)
	}
	e, err := c.EraseSubject(t.Context(), id, data.EraseOptions{})
	if err != nil || !slices.Equal(e.Backups, []string{folder}) {
		t.Errorf("erased %+v, %v", e, err)
	}
}

func TestTheLogNamesNoFile(t *testing.T) {
	dir := t.TempDir()
	c := open(t, core.Options{Dir: dir})
	missing := filepath.Join(dir, "Grzmotopędzki", "x")
	_, err := os.Open(missing)
	c.LogError("first", fmt.Errorf("read card: %w", err))
	c.LogError("second", data.NewError(data.CodeNotFound, "no-file").Because(err))
	c.LogError("third", os.Rename(missing, missing+"2"))
	raw, err := os.ReadFile(filepath.Join(dir, "logs", "kartoteka.log"))
	if err != nil {
		t.Fatal(err)
	}
	if s := string(raw); strings.Contains(s, "Grzmot") || strings.Count(s, "open: ") != 2 || !strings.Contains(s, "rename: ") {
		t.Errorf("the log says\n%s", s)
	}
}

func TestAnErasureThatWasBrokenOffIsEndedInTheNight(t *testing.T) {
	dir := t.TempDir()
	c, now := moving(t, 1, core.Options{Dir: dir})
	id := odd(t, c)
	backedUp(t, c, core.BackupOptions{})
	if _, err := c.NightlyBackup(t.Context()); err != nil { // from now on the nights count
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), filepath.Join(dir, "kartoteka.db"), func() time.Time { return *now })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.EraseSubject(t.Context(), id, data.EraseOptions{}, privacy.TaxUntil); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil || !unfinished(t, dir) {
		t.Fatalf("nothing is left to be done: %v", err)
	}
	*now = now.Add(24 * time.Hour)
	if made, err := c.NightlyBackup(t.Context()); err != nil || !made {
		t.Errorf("made %v, %v", made, err)
	}
	if unfinished(t, dir) {
		t.Error("it is still unfinished")
	}
	if left := traces(t, dir, []string{"Grzmotopędzki"}); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
}

func TestARetentionRunErasesManyAndTheirCopiesAtOnce(t *testing.T) {
	dir := t.TempDir()
	c := open(t, core.Options{Dir: dir})
	var items []data.RetentionItem
	var names []string
	for _, name := range []string{"Grzmotopędzki", "Wyrwidębski", "Łomignatowicz"} {
		id, err := c.AddContact(t.Context(), data.Contact{Kind: data.Person, GivenName: "Jan", FamilyName: name, Status: data.StatusLead})
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
		items = append(items, data.RetentionItem{Rule: privacy.KeepLeads, Record: "contact", ID: id, Title: name})
	}
	backedUp(t, c, core.BackupOptions{})
	if len(traces(t, dir, names)) < len(names) {
		t.Fatal("they are not in the files")
	}
	items = append(items, data.RetentionItem{Rule: privacy.KeepLeads, Record: "contact", ID: 404, Title: "Nikt"})
	r, err := c.RetentionRun(t.Context(), items)
	if err != nil || r.Erased != 3 || !slices.Equal(r.Kept, []string{"Nikt"}) {
		t.Errorf("%+v, %v", r, err)
	}
	if left := traces(t, dir, names); len(left) > 0 || unfinished(t, dir) {
		t.Errorf("left: %q", left)
	}
	if log, err := c.Erasures(t.Context()); err != nil || len(log) != 3 {
		t.Errorf("the log is %+v, %v", log, err)
	}
	clean(t, c)
}

func TestARestoreKeepsTheLogOfErasuresAndTellsWhoMayBeBack(t *testing.T) {
	dir, elsewhere := t.TempDir(), filepath.Join(t.TempDir(), "na-pendrivie.db")
	c := open(t, core.Options{Dir: dir})
	id := odd(t, c)
	here := backedUp(t, c, core.BackupOptions{})
	backedUp(t, c, core.BackupOptions{Path: elsewhere})
	e, err := c.EraseSubject(t.Context(), id, data.EraseOptions{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Restore(t.Context(), here.Path, "", nil)
	if err != nil || len(r.Back) > 0 {
		t.Errorf("a copy that was erased in: %+v, %v", r, err)
	}
	if log, err := c.Erasures(t.Context()); err != nil || len(log) != 1 || log[0].Counts != e.Counts || !log[0].At.Equal(e.At) {
		t.Errorf("the log is %+v, %v", log, err)
	}
	r, err = c.Restore(t.Context(), elsewhere, "", nil)
	if err != nil || !slices.Equal(r.Back, []int64{e.ID}) {
		t.Errorf("a copy that nobody could erase in: %+v, %v", r, err)
	}
	if log, err := c.Erasures(t.Context()); err != nil || len(log) != 1 || log[0].Counts != e.Counts {
		t.Errorf("the log is %+v, %v", log, err)
	}
}
