package backups

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
func (k *Copies) RestorePreview(ctx context.Context, path, passphrase string) (data.RestorePreview, error) {
	source, release, err := k.source(ctx, path, passphrase, nil)
	if err != nil {
		return data.RestorePreview{}, err
	}
	defer release()
	p, err := preview(ctx, source, k.desk.Zone())
	if err != nil {
		return data.RestorePreview{}, err
	}
	t, err := k.db.Tally(ctx)
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
func (k *Copies) source(ctx context.Context, path, passphrase string, progress data.BackupProgress) (backup.Source, func(), error) {
	s, err := sourceIn(ctx, RestoreOptions{k.desk.Dir, path, passphrase, k.vault, progress})
	if err != nil || !k.db.Protected() {
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
func (k *Copies) Restore(ctx context.Context, path, passphrase string, progress data.BackupProgress) (data.Restored, error) {
	r, err := k.restore(ctx, path, passphrase, progress)
	k.desk.LogError("restore", err)
	return r, err
}

func (k *Copies) restore(ctx context.Context, path, passphrase string, progress data.BackupProgress) (data.Restored, error) {
	if why := k.parts.OnlyRead(); why != nil {
		return data.Restored{}, why
	}
	for _, l := range [][2]string{{folder.SyncLock, "sync-running"}, {folder.BackupLock, "backup-running"}} {
		release, err := k.alone(l[0], l[1])
		if err != nil {
			return data.Restored{}, err
		}
		defer release()
	}
	source, release, err := k.source(ctx, path, passphrase, progress)
	if err != nil {
		return data.Restored{}, err
	}
	defer release()
	if err := k.notTheIndex(source.Path); err != nil {
		return data.Restored{}, err
	}
	stage, err := backup.Prepare(ctx, source)
	if err != nil {
		return data.Restored{}, err
	}
	defer stage.Discard()
	before, err := k.db.BackupRecord(ctx)
	if err != nil && data.CodeOf(err) != data.CodeCorrupt {
		return data.Restored{}, err
	}
	log, err := k.db.Erasures(ctx)
	if err != nil && data.CodeOf(err) != data.CodeCorrupt {
		return data.Restored{}, err
	}
	if progress != nil {
		progress(data.StageReplace, 0, 0)
	}
	kept, err := k.replace(ctx, stage)
	if err != nil {
		return data.Restored{}, err
	}
	k.desk.Log.Info("restored", slog.Bool("encrypted", source.Passphrase != ""))
	ctx = context.WithoutCancel(ctx)
	back := k.keepErasures(ctx, before.Mark, log)
	k.settle(ctx, before, kept)
	return data.Restored{Counts: stage.Counts, Kept: kept, Back: back}, nil
}

// keepErasures brings the log of erasures over into what was restored, if that
// is this card index and no other's. It returns the numbers of those erased
// since, who may be back.
func (k *Copies) keepErasures(ctx context.Context, mark string, log []data.Erasure) []int64 {
	after, err := k.db.BackupRecord(ctx)
	if err != nil || after.Mark != mark && after.Mark != "" {
		return nil
	}
	back, err := k.db.KeepErasures(ctx, log)
	k.desk.LogError("keep log of erasures", err)
	return back
}

// replace swaps the files while nobody has the card index open.
func (k *Copies) replace(ctx context.Context, stage *backup.Stage) (kept string, err error) {
	back, err := folder.SoleUser(k.parts.Use, k.desk.Dir)
	if err != nil {
		return "", err
	}
	defer back()
	err = k.db.Swap(ctx, func() error {
		if st, err := os.Stat(k.desk.Index() + "-wal"); err == nil && st.Size() > 0 {
			// A program that knows nothing of our locks still has it open.
			return data.NewError(data.CodeBusy, "restore-others", "Folder", k.desk.Dir)
		}
		if err := stage.Decide(k.desk.Index(), k.desk.Now()); err != nil {
			return err
		}
		var err error
		kept, err = backup.Finish(k.desk.Index(), k.asideDir(), k.desk.Zone())
		return err
	})
	return kept, err
}

// settle makes the program go on with the restored card index: its zone, and
// what was known of its backups, which the restored one can't know yet.
func (k *Copies) settle(ctx context.Context, before store.BackupRecord, kept string) {
	settings, err := k.db.Settings(ctx)
	k.desk.LogError("restored settings", err)
	if err == nil {
		k.desk.SetZone(settings)
	}
	after, err := k.db.BackupRecord(ctx)
	k.desk.LogError("restored settings", err)
	if err == nil && before.Mark != "" && (after.Mark == before.Mark || after.Mark == "") {
		after = before
		k.desk.LogError("restored settings", k.db.SetBackupRecord(ctx, before))
	}
	if kept == "" {
		return
	}
	e, err := backup.Examine(ctx, kept, after.Mark, k.desk.Zone())
	if err != nil {
		k.desk.LogError("what was replaced", err) // a damaged one stays, and is listed as unverified
		return
	}
	k.desk.LogError("backup list", backup.Note(e, k.desk.Now()))
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

// FinishRestore brings to its end what a killed program had decided.
func FinishRestore(dir string) error {
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
