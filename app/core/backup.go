package core

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"kartoteka/app/core/folder"
	"kartoteka/data"
	"kartoteka/data/backup"
	"kartoteka/data/disk"
	"kartoteka/data/store"
	"kartoteka/mail/secret"
)

// backupAge is how old the last good backup may be before the owner is warned.
const backupAge = 7 * 24 * time.Hour

// BackupOptions say which backup is made.
type BackupOptions struct {
	// Path is the file, or a folder in which it gets its usual name. "": the
	// folder of the settings, where old ones then make room.
	Path string
	// Passphrase encrypts it. "": as the settings say, for the settings' folder
	// or a name that ends in .age; plain for any other.
	Passphrase string
}

// Backup makes a backup and verifies it. When it fails or is stopped, what was
// there before is there still and nothing else.
func (c *Core) Backup(ctx context.Context, o BackupOptions, progress data.BackupProgress) (data.BackupInfo, error) {
	release, err := c.alone(folder.BackupLock, "backup-running")
	if err != nil {
		return data.BackupInfo{}, err
	}
	defer release()
	info, err := c.backup(ctx, o, progress, false)
	if err != nil {
		c.LogError("backup", err)
	}
	return info, err
}

// alone takes one of the folder's locks for as long as something is done.
func (c *Core) alone(name, key string) (release func(), err error) {
	return folder.Alone(c.desk.Dir, name, key, c.db.Protected())
}

func (c *Core) backup(ctx context.Context, o BackupOptions, progress data.BackupProgress, night bool) (data.BackupInfo, error) {
	r, err := c.markedRecord(ctx)
	if err != nil {
		return data.BackupInfo{}, err
	}
	now := c.Now()
	path, passphrase, err := c.whereTo(ctx, o, r)
	if err != nil {
		return data.BackupInfo{}, err
	}
	e, err := backup.Make(ctx, c.db, backup.Job{
		Path: path, At: now, Mark: r.Mark, Passphrase: passphrase, Scratch: c.desk.Dir, Progress: progress,
	})
	if err != nil {
		return data.BackupInfo{}, err
	}
	c.desk.Log.Info("backup", slog.Int64("bytes", e.Size), slog.Bool("encrypted", e.Encrypted))
	if o.Path == "" {
		c.afterwards(e, r.Mark, now)
	}
	return e.BackupInfo, c.noteGood(context.WithoutCancel(ctx), now, night)
}

// markedRecord is the record of backups, with a mark by which this card index's
// backups are told from another's.
func (c *Core) markedRecord(ctx context.Context) (store.BackupRecord, error) {
	r, err := c.db.BackupRecord(ctx)
	if err != nil || r.Mark != "" || c.db.Protected() {
		return r, err
	}
	if err := c.db.SetBackupRecord(ctx, r); err != nil {
		return r, err
	}
	return c.db.BackupRecord(ctx)
}

// whereTo settles the file and the passphrase of a backup.
func (c *Core) whereTo(ctx context.Context, o BackupOptions, r store.BackupRecord) (path, passphrase string, err error) {
	passphrase = o.Passphrase
	own := o.Path == ""
	if passphrase == "" && (own && r.Settings.Encrypted || filepath.Ext(o.Path) == ".age") {
		if passphrase, err = c.backupPassphrase(ctx); err != nil {
			return "", "", err
		}
		if passphrase == "" {
			return "", "", data.NewError(data.CodeNoPassword, "backup-passphrase-needed")
		}
	}
	if own {
		dir := c.backupDir(r.Settings)
		if err := makeBackupDir(dir, r.Settings.Folder == ""); err != nil {
			return "", "", err
		}
		return backup.Name(dir, c.Now().In(c.Zone()), passphrase != ""), passphrase, nil
	}
	if path, err = filepath.Abs(o.Path); err != nil {
		return "", "", disk.Error(o.Path, err)
	}
	if st, err := os.Stat(path); err == nil && st.IsDir() {
		return backup.Name(path, c.Now().In(c.Zone()), passphrase != ""), passphrase, nil
	}
	return path, passphrase, c.notTheIndex(path)
}

// makeBackupDir makes the folder beside the card index. The owner's own is not
// made: where his disk is not plugged in, a folder of that name would be on
// another one.
func makeBackupDir(dir string, ours bool) error {
	if ours {
		return disk.Error(dir, os.MkdirAll(dir, folder.Mode))
	}
	if st, err := os.Stat(dir); err != nil || !st.IsDir() {
		return data.NewError(data.CodeNotFound, "backup-folder", "Folder", dir).Because(err)
	}
	return nil
}

// notTheIndex refuses a path that is the card index itself, or stands beside it
// by a name that the program needs there: its log, the locks.
func (c *Core) notTheIndex(path string) error {
	if folder.OfIndex(c.desk.Dir, path) || filepath.Dir(path) == filepath.Clean(c.desk.Dir) && filepath.Ext(path) == ".lock" {
		return data.NewError(data.CodeInvalid, "backup-same-file", "File", path)
	}
	a, err := os.Stat(path)
	if err != nil {
		return nil //nolint:nilerr // what is not there is not it
	}
	if b, err := os.Stat(c.desk.Index()); err == nil && os.SameFile(a, b) {
		return data.NewError(data.CodeInvalid, "backup-same-file", "File", path)
	}
	return nil
}

// afterwards notes a backup in its folder's list and lets old ones go. Neither
// makes the backup any worse when it fails.
func (c *Core) afterwards(e backup.Entry, mark string, now time.Time) {
	c.LogError("backup list", backup.Note(e, now))
	n, err := backup.Rotate(filepath.Dir(e.Path), mark, now, c.Zone())
	c.LogError("backup rotation", err)
	if n > 0 {
		c.desk.Log.Info("backups made room", slog.Int("removed", n))
	}
}

// noteGood remembers that there is a good backup.
func (c *Core) noteGood(ctx context.Context, now time.Time, night bool) error {
	if c.db.Protected() {
		return nil
	}
	r, err := c.db.BackupRecord(ctx)
	if err != nil {
		return err
	}
	r.Last, r.Failed, r.Tried = now, "", time.Time{}
	if night {
		r.Night = now
	}
	return c.db.SetBackupRecord(ctx, r)
}

// backupDir is the folder that backups go to.
func (c *Core) backupDir(s data.BackupSettings) string {
	if s.Folder != "" {
		return s.Folder
	}
	return c.asideDir()
}

// asideDir is the folder beside the card index: for backups unless the owner
// chose another, and for what a restore puts aside, which is not encrypted and
// must not leave this place.
func (c *Core) asideDir() string { return folder.Backups(c.desk.Dir) }

// Backups returns the backups, newest first: those of the settings' folder, and
// those beside the card index.
func (c *Core) Backups(ctx context.Context) ([]data.BackupInfo, error) {
	r, err := c.db.BackupRecord(ctx)
	if err != nil {
		return nil, err
	}
	dirs := []string{c.asideDir()}
	if dir := c.backupDir(r.Settings); dir != dirs[0] {
		dirs = append(dirs, dir)
	}
	var out []data.BackupInfo
	for _, dir := range dirs {
		all, err := backup.List(dir, c.Zone())
		if err != nil {
			return nil, err
		}
		out = append(out, mapped(all, func(e backup.Entry) data.BackupInfo { return e.BackupInfo })...)
	}
	slices.SortStableFunc(out, func(a, b data.BackupInfo) int { return b.At.Compare(a.At) })
	return out, nil
}

// CheckBackup verifies a backup as Check verifies the card index.
func (c *Core) CheckBackup(ctx context.Context, path, passphrase string) ([]data.Finding, error) {
	source, release, err := c.source(ctx, path, passphrase, nil)
	if err != nil {
		return nil, err
	}
	defer release()
	return backup.Findings(ctx, source)
}

// BackupState returns how the backups stand.
func (c *Core) BackupState(ctx context.Context) (data.BackupState, error) {
	r, err := c.db.BackupRecord(ctx)
	if err != nil {
		return data.BackupState{}, err
	}
	settings, err := c.db.Settings(ctx)
	if err != nil {
		return data.BackupState{}, err
	}
	s := data.BackupState{
		Settings: r.Settings, Folder: c.backupDir(r.Settings), Last: r.Last, Failed: r.Failed, Tried: r.Tried,
	}
	now := c.Now()
	if settings.Demo != "" || c.db.Protected() {
		return s, nil // nobody's data, or none that could change
	}
	if !r.Settings.Off {
		s.Next = nextNight(now, c.Zone())
	}
	since := r.Last
	if since.IsZero() {
		since = r.Since
	}
	s.Warn = !since.IsZero() && now.Sub(since) > backupAge
	return s, nil
}

// SetBackupSettings keeps the owner's choices. A passphrase goes into the
// keyring and nowhere else; "" keeps the one that is there. Backups that were
// made before keep what they were encrypted with.
func (c *Core) SetBackupSettings(ctx context.Context, s data.BackupSettings, passphrase string) error {
	if s.Folder != "" {
		if !filepath.IsAbs(s.Folder) {
			return data.NewError(data.CodeInvalid, "backup-folder", "Folder", s.Folder)
		}
		s.Folder = filepath.Clean(s.Folder)
		if err := makeBackupDir(s.Folder, false); err != nil {
			return err
		}
		if !disk.Writable(s.Folder) {
			return data.NewError(data.CodeReadOnly, "file-read-only", "File", s.Folder)
		}
	}
	if err := c.keepBackupPassphrase(ctx, s, passphrase); err != nil {
		return err
	}
	r, err := c.db.BackupRecord(ctx)
	if err != nil {
		return err
	}
	r.Settings, r.Failed, r.Tried = s, "", time.Time{} // with other choices it may succeed
	return c.db.SetBackupRecord(ctx, r)
}

func (c *Core) keepBackupPassphrase(ctx context.Context, s data.BackupSettings, passphrase string) error {
	switch {
	case !s.Encrypted:
		return nil
	case passphrase != "":
		if err := c.vault.Set(ctx, passphraseName(c.desk.Dir), secret.New(passphrase)); err != nil {
			return data.NewError(data.CodeNoPassword, "backup-no-keyring").Because(err)
		}
		return nil
	}
	kept, err := c.backupPassphrase(ctx)
	if err == nil && kept == "" {
		err = data.NewError(data.CodeNoPassword, "backup-passphrase-needed")
	}
	return err
}

// backupPassphrase returns the kept passphrase; "" if there is none.
func (c *Core) backupPassphrase(ctx context.Context) (string, error) {
	return keptPassphrase(ctx, c.vault, c.desk.Dir)
}

// passphraseName is the name under which the keyring holds the passphrase: one
// for each data folder.
func passphraseName(dir string) string { return "backup: " + dir }

func keptPassphrase(ctx context.Context, vault secret.Vault, dir string) (string, error) {
	kept, err := vault.Get(ctx, passphraseName(dir))
	switch {
	case errors.Is(err, secret.ErrNotFound), errors.Is(err, secret.ErrNoKeyring):
		return "", nil
	case err != nil:
		return "", data.NewError(data.CodeNoPassword, "backup-passphrase-needed").Because(err)
	}
	return kept.Reveal(), nil
}
