package core_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kartoteka/app/core"
	"kartoteka/data"
	"kartoteka/mail/secret"
)

// moving is a card index whose clock can be moved, with n clients.
func moving(t *testing.T, n int, o core.Options) (*core.Core, *time.Time) {
	t.Helper()
	now := noon
	o.Clock = func() time.Time { return now }
	c := open(t, o)
	more(t, c, n)
	return c, &now
}

func more(t *testing.T, c *core.Core, n int) {
	t.Helper()
	for range n {
		_, err := c.AddContact(t.Context(), data.Contact{
			Kind: data.Person, GivenName: "Anna", FamilyName: "Nowak", Status: data.StatusActive, LegalType: data.Consumer,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func clients(t *testing.T, c *core.Core) int {
	t.Helper()
	n, err := c.ContactCount(t.Context(), data.ContactFilter{})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func backedUp(t *testing.T, c *core.Core, o core.BackupOptions) data.BackupInfo {
	t.Helper()
	info, err := c.Backup(t.Context(), o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func keyIs(t *testing.T, err error, key string) {
	t.Helper()
	var told *data.Error
	if !errors.As(err, &told) || told.Key != key {
		t.Errorf("error %v, want %s", err, key)
	}
}

func TestABackupTakesNoNameThatTheProgramNeeds(t *testing.T) {
	c, _ := moving(t, 2, core.Options{})
	for _, name := range []string{"kartoteka.db", "kartoteka.db-wal", "kartoteka.db-journal", "use.lock", "window.lock"} {
		_, err := c.Backup(t.Context(), core.BackupOptions{Path: filepath.Join(c.Dir(), name)}, nil)
		keyIs(t, err, "backup-same-file")
	}
	if n := clients(t, c); n != 2 {
		t.Errorf("%d clients", n)
	}
}

func TestARestoreGoesOnWithTheRunningProgram(t *testing.T) {
	c, now := moving(t, 2, core.Options{})
	info := backedUp(t, c, core.BackupOptions{})
	more(t, c, 3)
	*now = now.Add(time.Hour)
	p, err := c.RestorePreview(t.Context(), info.Path, "")
	if err != nil || p.Backup.Counts.Contacts != 2 || p.Present.Contacts != 5 || p.Damaged || p.Missing || !p.Backup.At.Equal(noon) {
		t.Errorf("preview %+v, %v", p, err)
	}
	if n := clients(t, c); n != 5 {
		t.Errorf("a preview left %d clients", n)
	}
	var heard []data.Topic
	defer c.Subscribe(func(ch data.Change) { heard = append(heard, ch.Topics...) })()
	r, err := c.Restore(t.Context(), info.Path, "", nil)
	if err != nil || r.Counts.Contacts != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	if n := clients(t, c); n != 2 || len(heard) == 0 {
		t.Errorf("%d clients, heard %v", n, heard)
	}
	more(t, c, 1)
	clean(t, c)
	all, err := c.Backups(t.Context())
	if err != nil || len(all) != 2 || all[0].Kind != data.BackupBefore || !all[0].OK || all[0].Counts.Contacts != 5 || all[0].Path != r.Kept {
		t.Errorf("backups %+v, %v", all, err)
	}
	if _, err := c.Restore(t.Context(), r.Kept, "", nil); err != nil || clients(t, c) != 5 {
		t.Errorf("back again: %v, %d clients", err, clients(t, c))
	}
	if s, err := c.BackupState(t.Context()); err != nil || !s.Last.Equal(noon) {
		t.Errorf("of its backups it knows %+v, %v", s, err)
	}
	if _, err := c.Undo(t.Context()); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("what was done to the other file can be undone: %v", err)
	}
}

func TestARestoreIsRefusedAndChangesNothing(t *testing.T) {
	c, _ := moving(t, 2, core.Options{})
	info := backedUp(t, c, core.BackupOptions{})
	dir := t.TempDir()
	whole, err := os.ReadFile(info.Path)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, b []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	newer := append([]byte(nil), whole...)
	copy(newer[60:], []byte{0, 0, 3, 231}) // user_version 999 (sqlite.org/fileformat2.html, 1.3)
	for name, c2 := range map[string]struct{ path, key string }{
		"damaged":     {write("a.db", append(whole[:8192:8192], make([]byte, len(whole)-8192)...)), "backup-damaged"},
		"cut short":   {write("b.db", whole[:len(whole)/2]), "backup-damaged"},
		"newer":       {write("c.db", newer), "backup-newer"},
		"text":        {write("d.db", []byte(strings.Repeat("tekst ", 1000))), "backup-foreign"},
		"empty":       {write("e.db", nil), "backup-foreign"},
		"folder":      {dir, "backup-no-file"},
		"not there":   {filepath.Join(dir, "nie ma"), "file-missing"},
		"itself":      {filepath.Join(c.Dir(), "kartoteka.db"), "backup-same-file"},
		"foreign age": {write("f.age", []byte("age-encryption.org/v1\n-> X25519 abc\n")), "backup-passphrase-needed"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.Restore(t.Context(), c2.path, "", nil)
			keyIs(t, err, c2.key)
			if n := clients(t, c); n != 2 {
				t.Errorf("%d clients", n)
			}
		})
	}
	other, err := core.Open(t.Context(), core.Options{Dir: c.Dir(), Vault: &vault{}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Restore(t.Context(), info.Path, "", nil)
	keyIs(t, err, "restore-others")
	if clients(t, c) != 2 || clients(t, other) != 2 {
		t.Error("something was changed under another program")
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Restore(stopped, info.Path, "", nil); data.CodeOf(err) != data.CodeCancelled {
		t.Errorf("stopped: %v", err)
	}
	if _, err := c.Restore(t.Context(), info.Path, "", nil); err != nil {
		t.Errorf("alone: %v", err)
	}
	entries, err := os.ReadDir(c.Dir())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".kartoteka-") {
			t.Errorf("%s is left", e.Name())
		}
	}
}

func TestALetterChangedInABackupIsSeen(t *testing.T) {
	c, _ := moving(t, 30, core.Options{})
	info := backedUp(t, c, core.BackupOptions{})
	raw, err := os.ReadFile(info.Path)
	if err != nil {
		t.Fatal(err)
	}
	i := strings.Index(string(raw), "Nowak")
	raw[i] = 'M' // no rule of the file is broken by this
	if err := os.WriteFile(info.Path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = c.Restore(t.Context(), info.Path, "", nil)
	keyIs(t, err, "backup-damaged")
}

func TestThePassphraseIsTheKeyringsAndNowhereElse(t *testing.T) {
	v := &vault{}
	c, _ := moving(t, 2, core.Options{Vault: v})
	err := c.SetBackupSettings(t.Context(), data.BackupSettings{Encrypted: true}, "")
	keyIs(t, err, "backup-passphrase-needed")
	const word = "zażółć-gęślą"
	if err := c.SetBackupSettings(t.Context(), data.BackupSettings{Encrypted: true}, word); err != nil {
		t.Fatal(err)
	}
	if err := c.SetBackupSettings(t.Context(), data.BackupSettings{Encrypted: true}, ""); err != nil {
		t.Errorf("kept as it is: %v", err)
	}
	info := backedUp(t, c, core.BackupOptions{})
	if !info.Encrypted || !strings.HasSuffix(info.Path, ".db.age") {
		t.Errorf("made %+v", info)
	}
	more(t, c, 1)
	if _, err := c.Restore(t.Context(), info.Path, "", nil); err != nil || clients(t, c) != 2 {
		t.Errorf("restored with the kept passphrase: %v", err)
	}
	err = filepath.WalkDir(c.Dir(), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if strings.Contains(string(raw), word) {
			t.Errorf("the passphrase stands in %s", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	v.fail = secret.ErrNoKeyring
	err = c.SetBackupSettings(t.Context(), data.BackupSettings{Encrypted: true}, word)
	keyIs(t, err, "backup-no-keyring")
	_, err = c.Backup(t.Context(), core.BackupOptions{}, nil)
	keyIs(t, err, "backup-passphrase-needed")
}

func TestTheNightlyBackupIsMadeOnceANight(t *testing.T) {
	c, now := moving(t, 1, core.Options{})
	night := func(want bool, when string) {
		t.Helper()
		at, err := time.ParseInLocation("2006-01-02 15:04", when, c.Zone())
		if err != nil {
			t.Fatal(err)
		}
		*now = at
		if made, err := c.NightlyBackup(t.Context()); made != want || err != nil {
			t.Errorf("%s: made %v, %v", when, made, err)
		}
	}
	night(false, "2026-11-16 12:00") // the first day
	night(false, "2026-11-17 01:59")
	night(true, "2026-11-17 02:00")
	night(false, "2026-11-17 02:10")
	night(false, "2026-11-18 01:00")
	night(true, "2026-11-20 18:00") // it was switched off for three days
	night(false, "2026-11-20 23:00")
	night(true, "2027-03-28 03:00") // the night whose 02:00 is left out
	night(false, "2027-03-28 04:00")
	night(true, "2027-10-31 02:30")
	night(false, "2027-10-31 05:00")
	if err := c.SetBackupSettings(t.Context(), data.BackupSettings{Off: true}, ""); err != nil {
		t.Fatal(err)
	}
	night(false, "2027-11-02 05:00")
	s, err := c.BackupState(t.Context())
	if err != nil || !s.Next.IsZero() || s.Warn {
		t.Errorf("state %+v, %v", s, err)
	}
	*now = now.AddDate(0, 0, 8)
	if s, err = c.BackupState(t.Context()); err != nil || !s.Warn {
		t.Errorf("a week later %+v, %v", s, err)
	}
}

func TestANightlyBackupThatFailsIsToldOnce(t *testing.T) {
	c, now := moving(t, 1, core.Options{})
	usb := filepath.Join(t.TempDir(), "usb")
	if err := os.Mkdir(usb, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := c.SetBackupSettings(t.Context(), data.BackupSettings{Folder: usb}, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := c.NightlyBackup(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(usb); err != nil { // it is pulled out
		t.Fatal(err)
	}
	told := 0
	for range 48 { // two days, asked every hour
		*now = now.Add(time.Hour)
		made, err := c.NightlyBackup(t.Context())
		if made {
			t.Error("made where there is no folder")
		}
		if err != nil {
			keyIs(t, err, "backup-folder")
			told++
		}
	}
	s, err := c.BackupState(t.Context())
	if err != nil || told != 1 || s.Failed != "backup-folder" || s.Folder != usb {
		t.Errorf("told %d times, state %+v, %v", told, s, err)
	}
	if err := os.Mkdir(usb, 0o700); err != nil {
		t.Fatal(err)
	}
	*now = now.Add(7 * time.Hour)
	if made, err := c.NightlyBackup(t.Context()); !made || err != nil {
		t.Errorf("plugged in again: %v, %v", made, err)
	}
	if s, err := c.BackupState(t.Context()); err != nil || s.Failed != "" || s.Warn {
		t.Errorf("state %+v, %v", s, err)
	}
}

func TestSixWeeksOfNightsKeepFewBackups(t *testing.T) {
	c, now := moving(t, 1, core.Options{})
	if _, err := c.NightlyBackup(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 45 {
		*now = now.AddDate(0, 0, 1)
		if made, err := c.NightlyBackup(t.Context()); !made || err != nil {
			t.Fatalf("%v: %v", *now, err)
		}
	}
	all, err := c.Backups(t.Context())
	if err != nil || len(all) < 9 || len(all) > 13 {
		t.Errorf("%d backups, %v", len(all), err)
	}
	for _, b := range all {
		if !b.OK {
			t.Errorf("%+v is not verified", b)
		}
	}
}

func TestARestoreThatWasDecidedIsFinishedAtTheNextStart(t *testing.T) {
	c, _ := moving(t, 2, core.Options{})
	info := backedUp(t, c, core.BackupOptions{})
	more(t, c, 1)
	dir := c.Dir()
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	index := filepath.Join(dir, "kartoteka.db")
	// The points at which a killed restore can stand once it is decided.
	for name, at := range map[string]func() error{
		"decided":            func() error { return nil },
		"put aside":          func() error { return os.Rename(index, filepath.Join(dir, "backups", "odłożona.db")) },
		"with a log left by": func() error { return os.WriteFile(index+"-wal", []byte("resztki"), 0o600) },
	} {
		raw, err := os.ReadFile(info.Path)
		if err == nil {
			err = errors.Join(os.WriteFile(index+".new", raw, 0o600), at())
		}
		if err != nil {
			t.Fatal(err)
		}
		again, err := core.Open(t.Context(), core.Options{Dir: dir, Existing: true, Vault: &vault{}})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if n := clients(t, again); n != 2 {
			t.Errorf("%s: %d clients", name, n)
		}
		clean(t, again)
		if err := again.Close(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(index + ".new"); err == nil {
			t.Errorf("%s: it is not finished", name)
		}
	}
}

func TestASampleFirmMakesNoBackupByItself(t *testing.T) {
	c, now := moving(t, 0, core.Options{})
	settings, err := c.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	settings.Demo = noon.Format(time.RFC3339)
	if err := c.SetSettings(t.Context(), settings); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		*now = now.AddDate(0, 0, 9)
		if made, err := c.NightlyBackup(t.Context()); made || err != nil {
			t.Errorf("made %v, %v", made, err)
		}
	}
	if s, err := c.BackupState(t.Context()); err != nil || s.Warn {
		t.Errorf("state %+v, %v", s, err)
	}
}

func TestABackupWithoutAnErasedPersonIsStillAGoodOne(t *testing.T) {
	c, now := moving(t, 3, core.Options{})
	info := backedUp(t, c, core.BackupOptions{})
	all, err := c.Contacts(t.Context(), data.ContactFilter{})
	if err != nil || len(all) != 3 {
		t.Fatalf("%d clients, %v", len(all), err)
	}
	*now = now.Add(time.Hour)
	if _, err := c.EraseSubject(t.Context(), all[0].ID, data.EraseOptions{}); err != nil {
		t.Fatal(err)
	}
	listed, err := c.Backups(t.Context())
	if err != nil || len(listed) != 1 || !listed[0].OK || !listed[0].At.Equal(info.At) {
		t.Errorf("listed %+v, %v", listed, err)
	}
	if _, err := c.Restore(t.Context(), info.Path, "", nil); err != nil {
		t.Errorf("it can't be restored: %v", err)
	}
	clean(t, c)
}
