package core

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"kartoteka/app/core/desk"
	"kartoteka/app/core/folder"
	"kartoteka/data"
	"kartoteka/data/backup"
	"kartoteka/data/disk"
	"kartoteka/data/store"
	"kartoteka/mail/secret"
)

// RestorePreview reads a backup whole and returns what it and the card index
// hold. A passphrase is needed for an encrypted one unless the keyring has it.
// Nothing is changed.
func (c *Core) RestorePreview(ctx context.Context, path, passphrase string) (data.RestorePreview, error) {
	source, release, err := c.source(ctx, path, passphrase, nil)
	if err != nil {
		return data.RestorePreview{}, err
	}
	defer release()
	p, err := preview(ctx, source, c.Zone())
	if err != nil {
		return data.RestorePreview{}, err
	}
	t, err := c.db.Tally(ctx)
	if data.CodeOf(err) == data.CodeCorrupt {
		p.Damaged = true
		err = nil
	}
	p.Present = t.Counts()
	return p, err
}

// preview reads the backup whole.
func preview(ctx context.Context, s backup.Source, loc *time.Location) (data.RestorePreview, error) {
	counts, err := backup.Look(ctx, s)
	if err != nil {
		return data.RestorePreview{}, err
	}
	st, err := os.Stat(s.Path)
	if err != nil {
		return data.RestorePreview{}, disk.Error(s.Path, err)
	}
	info := data.BackupInfo{Path: s.Path, At: st.ModTime(), Size: st.Size(), Encrypted: s.Passphrase != ""}
	if known, err := backup.List(filepath.Dir(s.Path), loc); err == nil {
		for _, e := range known {
			if e.Path == s.Path {
				info = e.BackupInfo
			}
		}
	}
	info.Counts, info.OK = counts, true
	return data.RestorePreview{Backup: info}, nil
}

// source settles how a backup is read. Copies of it are made beside the card
// index, or in a folder of their own where nothing can be written there.
func (c *Core) source(ctx context.Context, path, passphrase string, progress data.BackupProgress) (backup.Source, func(), error) {
	s, err := sourceIn(ctx, RestoreOptions{c.desk.Dir, path, passphrase, c.vault, progress})
	if err != nil || !c.db.Protected() {
		return s, func() {}, err
	}
	return elsewhere(s)
}

// sourceIn settles how a backup is read for the card index of a folder. An
// encrypted one gets the passphrase that the keyring has, unless one is given.
func sourceIn(ctx context.Context, o RestoreOptions) (backup.Source, error) {
	s := backup.Source{Scratch: o.Dir, Progress: o.Progress}
	var err error
	if s.Path, err = filepath.Abs(o.Path); err != nil {
		return s, disk.Error(o.Path, err)
	}
	if st, err := os.Stat(s.Path); err == nil && !st.Mode().IsRegular() {
		return s, data.NewError(data.CodeInvalid, "backup-no-file", "File", s.Path)
	}
	encrypted, err := backup.Encrypted(s.Path)
	if err != nil || !encrypted {
		return s, err
	}
	if s.Passphrase = o.Passphrase; s.Passphrase == "" {
		s.Passphrase, err = keptPassphrase(ctx, o.Vault, o.Dir)
	}
	return s, err
}

// elsewhere has copies made in a folder that goes again.
func elsewhere(s backup.Source) (backup.Source, func(), error) {
	dir, err := os.MkdirTemp("", "kartoteka-*") // for its owner only
	if err != nil {
		return s, nil, disk.Error(os.TempDir(), err)
	}
	s.Scratch = dir
	return s, func() { _ = os.RemoveAll(dir) }, nil
}

// Restore puts a backup in the card index's place and goes on with it. What was
// there is kept among the backups. A backup that is damaged, of a newer program
// or of another one is refused, as is any while another program has the card
// index open or mail is being pulled; nothing is changed then. Killed at any
// moment, it leaves the old or the new card index, whole.
func (c *Core) Restore(ctx context.Context, path, passphrase string, progress data.BackupProgress) (data.Restored, error) {
	r, err := c.restore(ctx, path, passphrase, progress)
	c.LogError("restore", err)
	return r, err
}

func (c *Core) restore(ctx context.Context, path, passphrase string, progress data.BackupProgress) (data.Restored, error) {
	if why := c.OnlyRead(); why != nil {
		return data.Restored{}, why
	}
	for _, l := range [][2]string{{folder.SyncLock, "sync-running"}, {folder.BackupLock, "backup-running"}} {
		release, err := c.alone(l[0], l[1])
		if err != nil {
			return data.Restored{}, err
		}
		defer release()
	}
	source, release, err := c.source(ctx, path, passphrase, progress)
	if err != nil {
		return data.Restored{}, err
	}
	defer release()
	if err := c.notTheIndex(source.Path); err != nil {
		return data.Restored{}, err
	}
	stage, err := backup.Prepare(ctx, source)
	if err != nil {
		return data.Restored{}, err
	}
	defer stage.Discard()
	before, err := c.db.BackupRecord(ctx)
	if err != nil && data.CodeOf(err) != data.CodeCorrupt {
		return data.Restored{}, err
	}
	log, err := c.db.Erasures(ctx)
	if err != nil && data.CodeOf(err) != data.CodeCorrupt {
		return data.Restored{}, err
	}
	if progress != nil {
		progress(data.StageReplace, 0, 0)
	}
	kept, err := c.replace(ctx, stage)
	if err != nil {
		return data.Restored{}, err
	}
	c.desk.Log.Info("restored", slog.Bool("encrypted", source.Passphrase != ""))
	ctx = context.WithoutCancel(ctx)
	back := c.keepErasures(ctx, before.Mark, log)
	c.settle(ctx, before, kept)
	return data.Restored{Counts: stage.Counts, Kept: kept, Back: back}, nil
}

// keepErasures brings the log of erasures over into what was restored, if that
// is this card index and no other's. It returns the numbers of those erased
// since, who may be back.
func (c *Core) keepErasures(ctx context.Context, mark string, log []data.Erasure) []int64 {
	after, err := c.db.BackupRecord(ctx)
	if err != nil || after.Mark != mark && after.Mark != "" {
		return nil
	}
	back, err := c.db.KeepErasures(ctx, log)
	c.LogError("keep log of erasures", err)
	return back
}

// replace swaps the files while nobody has the card index open.
func (c *Core) replace(ctx context.Context, stage *backup.Stage) (kept string, err error) {
	back, err := folder.SoleUser(c.use, c.desk.Dir)
	if err != nil {
		return "", err
	}
	defer back()
	err = c.db.Swap(ctx, func() error {
		if st, err := os.Stat(c.desk.Index() + "-wal"); err == nil && st.Size() > 0 {
			// A program that knows nothing of our locks still has it open.
			return data.NewError(data.CodeBusy, "restore-others", "Folder", c.desk.Dir)
		}
		if err := stage.Decide(c.desk.Index(), c.Now()); err != nil {
			return err
		}
		var err error
		kept, err = backup.Finish(c.desk.Index(), c.asideDir(), c.Zone())
		return err
	})
	return kept, err
}

// settle makes the program go on with the restored card index: its zone, and
// what was known of its backups, which the restored one can't know yet.
func (c *Core) settle(ctx context.Context, before store.BackupRecord, kept string) {
	settings, err := c.db.Settings(ctx)
	c.LogError("restored settings", err)
	if err == nil {
		c.desk.SetZone(settings)
	}
	after, err := c.db.BackupRecord(ctx)
	c.LogError("restored settings", err)
	if err == nil && before.Mark != "" && (after.Mark == before.Mark || after.Mark == "") {
		after = before
		c.LogError("restored settings", c.db.SetBackupRecord(ctx, before))
	}
	if kept == "" {
		return
	}
	e, err := backup.Examine(ctx, kept, after.Mark, c.Zone())
	if err != nil {
		c.LogError("what was replaced", err) // a damaged one stays, and is listed as unverified
		return
	}
	c.LogError("backup list", backup.Note(e, c.Now()))
}

// RestoreOptions say where a backup is put that no card index is open for.
type RestoreOptions struct {
	Dir        string
	Path       string
	Passphrase string
	Vault      secret.Vault // nil: the system's keyring
	Progress   data.BackupProgress
}

// whole completes the options.
func (o RestoreOptions) whole() (RestoreOptions, error) {
	if o.Vault == nil {
		o.Vault = secret.Keyring{}
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil || o.Dir == "" {
		return o, data.NewError(data.CodeUsage, "folder-unknown").Because(err)
	}
	o.Dir = dir
	return o, nil
}

// PreviewInto is RestorePreview for a folder whose card index is missing or
// can't be opened.
func PreviewInto(ctx context.Context, o RestoreOptions) (data.RestorePreview, error) {
	o, err := o.whole()
	if err != nil {
		return data.RestorePreview{}, err
	}
	s, err := sourceIn(ctx, o)
	if err != nil {
		return data.RestorePreview{}, err
	}
	s, release, err := elsewhere(s)
	if err != nil {
		return data.RestorePreview{}, err
	}
	defer release()
	p, err := preview(ctx, s, desk.ZoneOf(data.Settings{}))
	p.Missing = folder.Missing(o.Dir)
	p.Damaged = !p.Missing
	return p, err
}

// RestoreInto is Restore for a folder whose card index is missing or can't be
// opened: what lies there is put aside as it is.
func RestoreInto(ctx context.Context, o RestoreOptions) (data.Restored, error) {
	o, err := o.whole()
	if err != nil {
		return data.Restored{}, err
	}
	s, err := sourceIn(ctx, o)
	if err != nil {
		return data.Restored{}, err
	}
	dir, err := folder.Prepare(o.Dir)
	if err != nil {
		return data.Restored{}, err
	}
	held, err := folder.Lock(dir, folder.BackupLock, "backup-running")
	if err != nil {
		return data.Restored{}, err
	}
	defer func() { _ = held.Unlock() }() // the process's end does it too
	release, err := folder.SoleUse(dir)
	if err != nil {
		return data.Restored{}, err
	}
	defer release()
	stage, err := backup.Prepare(ctx, s)
	if err != nil {
		return data.Restored{}, err
	}
	defer stage.Discard()
	index := folder.Index(dir)
	if err := stage.Decide(index, time.Now()); err != nil {
		return data.Restored{}, err
	}
	kept, err := backup.Finish(index, folder.Backups(dir), desk.ZoneOf(data.Settings{}))
	return data.Restored{Counts: stage.Counts, Kept: kept}, err
}

// finishRestore brings to its end what a killed program had decided.
func finishRestore(dir string) error {
	index := folder.Index(dir)
	if !backup.Pending(index) {
		return nil
	}
	release, err := folder.SoleUse(dir)
	if err != nil {
		return err
	}
	defer release()
	_, err = backup.Finish(index, folder.Backups(dir), desk.ZoneOf(data.Settings{}))
	if errors.Is(err, fs.ErrNotExist) {
		err = folder.Error(dir, err)
	}
	return err
}
