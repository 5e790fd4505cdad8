// Package backups makes the card index's backups, by the owner's hand and every
// night, and puts one in its place. How a backup is written, verified and told from
// other files is data/backup's matter.
package backups

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gofrs/flock"

	"kartoteka/app/core/desk"
	"kartoteka/app/core/folder"
	"kartoteka/data"
	"kartoteka/data/backup"
	"kartoteka/data/disk"
	"kartoteka/data/store"
	"kartoteka/mail/secret"
)

// backupAge is how old the last good backup may be before the owner is warned.
const backupAge = 7 * 24 * time.Hour

// Parts are what backups are joined with.
type Parts struct {
	DB    *store.DB
	Desk  *desk.Desk
	Vault secret.Vault // has the passphrase
	Use   *flock.Flock // says that the card index is open; nil where there can be none
	// OnlyRead says why the card index can't be written; nil: it can.
	OnlyRead func() error
	// EndErasure ends an erasure that was broken off: before the backup of a night.
	EndErasure func(context.Context) error
	// Tidy is the rest of the work of a night, after the backup.
	Tidy func(context.Context) error
}

// Copies are the backups of a card index.
type Copies struct {
	db    *store.DB
	desk  *desk.Desk
	vault secret.Vault
	parts Parts
}

// New returns the backups of a card index.
func New(p Parts) *Copies { return &Copies{p.DB, p.Desk, p.Vault, p} }

// Options say which backup is made.
type Options struct {
	// Path is the file, or a folder in which it gets its usual name. "": the
	// folder of the settings, where old ones then make room.
	Path string
	// Passphrase encrypts it. "": as the settings say, for the settings' folder
	// or a name that ends in .age; plain for any other.
	Passphrase string
}

// Backup makes a backup and verifies it. When it fails or is stopped, what was
// there before is there still and nothing else.
func (k *Copies) Backup(ctx context.Context, o Options, progress data.BackupProgress) (data.BackupInfo, error) {
	release, err := k.alone(folder.BackupLock, "backup-running")
	if err != nil {
		return data.BackupInfo{}, err
	}
	defer release()
	info, err := k.backup(ctx, o, progress, false)
	if err != nil {
		k.desk.LogError("backup", err)
	}
	return info, err
}

// alone takes one of the folder's locks for as long as something is done.
func (k *Copies) alone(name, key string) (release func(), err error) {
	return folder.Alone(k.desk.Dir, name, key, k.db.Protected())
}

func (k *Copies) backup(ctx context.Context, o Options, progress data.BackupProgress, night bool) (data.BackupInfo, error) {
	r, err := k.markedRecord(ctx)
	if err != nil {
		return data.BackupInfo{}, err
	}
	now := k.desk.Now()
	path, passphrase, err := k.whereTo(ctx, o, r)
	if err != nil {
		return data.BackupInfo{}, err
	}
	e, err := backup.Make(ctx, k.db, backup.Job{
		Path: path, At: now, Mark: r.Mark, Passphrase: passphrase, Scratch: k.desk.Dir, Progress: progress,
	})
	if err != nil {
		return data.BackupInfo{}, err
	}
	k.desk.Log.Info("backup", slog.Int64("bytes", e.Size), slog.Bool("encrypted", e.Encrypted))
	if o.Path == "" {
		k.afterwards(e, r.Mark, now)
	}
	return e.BackupInfo, k.noteGood(context.WithoutCancel(ctx), now, night)
}

// markedRecord is the record of backups, with a mark by which this card index's
// backups are told from another's.
func (k *Copies) markedRecord(ctx context.Context) (store.BackupRecord, error) {
	r, err := k.db.BackupRecord(ctx)
	if err != nil || r.Mark != "" || k.db.Protected() {
		return r, err
	}
	if err := k.db.SetBackupRecord(ctx, r); err != nil {
		return r, err
	}
	return k.db.BackupRecord(ctx)
}

// whereTo settles the file and the passphrase of a backup.
func (k *Copies) whereTo(ctx context.Context, o Options, r store.BackupRecord) (path, passphrase string, err error) {
	passphrase = o.Passphrase
	own := o.Path == ""
	if passphrase == "" && (own && r.Settings.Encrypted || filepath.Ext(o.Path) == ".age") {
		if passphrase, err = k.backupPassphrase(ctx); err != nil {
			return "", "", err
		}
		if passphrase == "" {
			return "", "", data.NewError(data.CodeNoPassword, "backup-passphrase-needed")
		}
	}
	if own {
		dir := k.backupDir(r.Settings)
		if err := makeBackupDir(dir, r.Settings.Folder == ""); err != nil {
			return "", "", err
		}
		return backup.Name(dir, k.desk.Now().In(k.desk.Zone()), passphrase != ""), passphrase, nil
	}
	if path, err = filepath.Abs(o.Path); err != nil {
		return "", "", disk.Error(o.Path, err)
	}
	if st, err := os.Stat(path); err == nil && st.IsDir() {
		return backup.Name(path, k.desk.Now().In(k.desk.Zone()), passphrase != ""), passphrase, nil
	}
	return path, passphrase, k.notTheIndex(path)
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
func (k *Copies) notTheIndex(path string) error {
	if folder.OfIndex(k.desk.Dir, path) || filepath.Dir(path) == filepath.Clean(k.desk.Dir) && filepath.Ext(path) == ".lock" {
		return data.NewError(data.CodeInvalid, "backup-same-file", "File", path)
	}
	a, err := os.Stat(path)
	if err != nil {
		return nil //nolint:nilerr // what is not there is not it
	}
	if b, err := os.Stat(k.desk.Index()); err == nil && os.SameFile(a, b) {
		return data.NewError(data.CodeInvalid, "backup-same-file", "File", path)
	}
	return nil
}

// afterwards notes a backup in its folder's list and lets old ones go. Neither
// makes the backup any worse when it fails.
func (k *Copies) afterwards(e backup.Entry, mark string, now time.Time) {
	k.desk.LogError("backup list", backup.Note(e, now))
	n, err := backup.Rotate(filepath.Dir(e.Path), mark, now, k.desk.Zone())
	k.desk.LogError("backup rotation", err)
	if n > 0 {
		k.desk.Log.Info("backups made room", slog.Int("removed", n))
	}
}

// noteGood remembers that there is a good backup.
func (k *Copies) noteGood(ctx context.Context, now time.Time, night bool) error {
	if k.db.Protected() {
		return nil
	}
	r, err := k.db.BackupRecord(ctx)
	if err != nil {
		return err
	}
	r.Last, r.Failed, r.Tried = now, "", time.Time{}
	if night {
		r.Night = now
	}
	return k.db.SetBackupRecord(ctx, r)
}

// backupDir is the folder that backups go to.
func (k *Copies) backupDir(s data.BackupSettings) string {
	if s.Folder != "" {
		return s.Folder
	}
	return k.asideDir()
}

// asideDir is the folder beside the card index: for backups unless the owner
// chose another, and for what a restore puts aside, which is not encrypted and
// must not leave this place.
func (k *Copies) asideDir() string { return folder.Backups(k.desk.Dir) }

// Backups returns the backups, newest first: those of the settings' folder, and
// those beside the card index.
func (k *Copies) Backups(ctx context.Context) ([]data.BackupInfo, error) {
	r, err := k.db.BackupRecord(ctx)
	if err != nil {
		return nil, err
	}
	dirs := []string{k.asideDir()}
	if dir := k.backupDir(r.Settings); dir != dirs[0] {
		dirs = append(dirs, dir)
	}
	var out []data.BackupInfo
	for _, dir := range dirs {
		all, err := backup.List(dir, k.desk.Zone())
		if err != nil {
			return nil, err
		}
		for _, e := range all {
			out = append(out, e.BackupInfo)
		}
	}
	slices.SortStableFunc(out, func(a, b data.BackupInfo) int { return b.At.Compare(a.At) })
	return out, nil
}

// CheckBackup verifies a backup as Check verifies the card index.
func (k *Copies) CheckBackup(ctx context.Context, path, passphrase string) ([]data.Finding, error) {
	source, release, err := k.source(ctx, path, passphrase, nil)
	if err != nil {
		return nil, err
	}
	defer release()
	return backup.Findings(ctx, source)
}

// BackupState returns how the backups stand.
func (k *Copies) BackupState(ctx context.Context) (data.BackupState, error) {
	r, err := k.db.BackupRecord(ctx)
	if err != nil {
		return data.BackupState{}, err
	}
	settings, err := k.db.Settings(ctx)
	if err != nil {
		return data.BackupState{}, err
	}
	s := data.BackupState{
		Settings: r.Settings, Folder: k.backupDir(r.Settings), Last: r.Last, Failed: r.Failed, Tried: r.Tried,
	}
	now := k.desk.Now()
	if settings.Demo != "" || k.db.Protected() {
		return s, nil // nobody's data, or none that could change
	}
	if !r.Settings.Off {
		s.Next = nextNight(now, k.desk.Zone())
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
func (k *Copies) SetBackupSettings(ctx context.Context, s data.BackupSettings, passphrase string) error {
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
	if err := k.keepBackupPassphrase(ctx, s, passphrase); err != nil {
		return err
	}
	r, err := k.db.BackupRecord(ctx)
	if err != nil {
		return err
	}
	r.Settings, r.Failed, r.Tried = s, "", time.Time{} // with other choices it may succeed
	return k.db.SetBackupRecord(ctx, r)
}

func (k *Copies) keepBackupPassphrase(ctx context.Context, s data.BackupSettings, passphrase string) error {
	switch {
	case !s.Encrypted:
		return nil
	case passphrase != "":
		if err := k.vault.Set(ctx, passphraseName(k.desk.Dir), secret.New(passphrase)); err != nil {
			return data.NewError(data.CodeNoPassword, "backup-no-keyring").Because(err)
		}
		return nil
	}
	kept, err := k.backupPassphrase(ctx)
	if err == nil && kept == "" {
		err = data.NewError(data.CodeNoPassword, "backup-passphrase-needed")
	}
	return err
}

// backupPassphrase returns the kept passphrase; "" if there is none.
func (k *Copies) backupPassphrase(ctx context.Context) (string, error) {
	return keptPassphrase(ctx, k.vault, k.desk.Dir)
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
