package shell_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"kartoteka/app/core"
	"kartoteka/app/ui/shell"
	"kartoteka/data"
)

// laterCore is a card index with one client whose clock can be moved.
func laterCore(t *testing.T) (*core.Core, *time.Time) {
	t.Helper()
	now := noon
	c, err := core.Open(context.Background(), core.Options{Dir: t.TempDir(), Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	_, err = c.AddContact(context.Background(), data.Contact{
		Kind: data.Person, GivenName: "Łucja", Status: data.StatusActive, LegalType: data.Consumer,
	})
	if err != nil {
		t.Fatal(err)
	}
	return c, &now
}

func TestTheNightsBackupIsMadeWhileTheWindowIsOpen(t *testing.T) {
	c, now := laterCore(t)
	f := open(t, c, shell.Options{})
	backups := func() int {
		all, err := c.Backups(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	f.shell.Tick()
	if n := backups(); n != 0 {
		t.Errorf("%d backups before the first night", n)
	}
	*now = now.AddDate(0, 0, 1)
	for range 3 {
		f.shell.Tick()
	}
	if n := backups(); n != 1 {
		t.Errorf("%d backups after the first night", n)
	}
}

func TestTheWindowWarnsWithoutAGoodBackupAndMakesOneAtOnce(t *testing.T) {
	c, now := laterCore(t)
	f := open(t, c, shell.Options{})
	f.shell.Tick()
	folder := filepath.Join(t.TempDir(), "dysk")
	if err := c.SetBackupSettings(context.Background(), data.BackupSettings{Off: true}, ""); err != nil {
		t.Fatal(err)
	}
	const warning = "Od tygodnia nie ma żadnej kopii zapasowej."
	*now = now.AddDate(0, 0, 6)
	f.shell.Tick()
	if f.Says(warning) {
		t.Error("it warns before the week is over")
	}
	*now = now.AddDate(0, 0, 2)
	f.shell.Tick()
	if !f.Says(warning) {
		t.Fatal("it does not warn")
	}
	f.Tap(t, "Zrób kopię teraz")
	if f.Says(warning) || !f.Says("Kopia zapasowa jest gotowa i sprawdzona.") {
		t.Error("after a backup it still warns")
	}
	if err := c.SetBackupSettings(context.Background(), data.BackupSettings{Folder: folder}, ""); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("a folder that is not there: %v", err)
	}
}
