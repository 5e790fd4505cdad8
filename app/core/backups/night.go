package backups

import (
	"context"
	"errors"
	"time"

	"kartoteka/app/core/folder"
	"kartoteka/data"
)

// When the nightly backup is due, and how long one that failed is left alone: a
// disk that is not plugged in is not there a minute later either.
const (
	nightHour  = 2
	retryAfter = 6 * time.Hour
)

// NightlyBackup makes the backup of the last night if there was none: it is
// called when the program starts, now and then while it runs, and after a pull.
// An erasure that was broken off is ended before, so that no new backup holds
// what it left, and the trash and the journal are tidied after, also where the
// owner wants no backups. made is false when none was made. A failure is returned once; the same one
// again is only logged, and stands in BackupState.
func (k *Copies) NightlyBackup(ctx context.Context) (made bool, err error) {
	due, err := k.backupDue(ctx)
	if err != nil || !due {
		return false, err
	}
	k.desk.LogError("end erasure", k.parts.EndErasure(ctx)) // the next night does it then
	release, err := k.alone(folder.BackupLock, "backup-running")
	if data.CodeOf(err) == data.CodeBusy {
		return false, nil // then it is being made
	}
	if err != nil {
		return false, err
	}
	defer release()
	if due, err := k.backupDue(ctx); err != nil || !due {
		return false, err // another program made it meanwhile
	}
	r, err := k.db.BackupRecord(ctx)
	if err != nil {
		return false, err
	}
	if made = !r.Settings.Off; made {
		_, err = k.backup(ctx, Options{}, nil, true)
	} else {
		r.Night = k.desk.Now()
		err = k.db.SetBackupRecord(ctx, r)
	}
	if err != nil {
		return false, k.noteFailed(ctx, err)
	}
	k.desk.LogError("tidy journal", k.parts.Tidy(ctx)) // the next night does it then
	return made, nil
}

// backupDue reports whether the last night's work is not done. A card index is
// given until its first night.
func (k *Copies) backupDue(ctx context.Context) (bool, error) {
	settings, err := k.db.Settings(ctx)
	if err != nil {
		return false, err
	}
	if settings.Demo != "" || k.db.Protected() {
		return false, nil
	}
	r, err := k.db.BackupRecord(ctx)
	if err != nil {
		return false, err
	}
	now := k.desk.Now()
	if r.Since.IsZero() {
		r.Since = now
		return false, k.db.SetBackupRecord(ctx, r)
	}
	night := lastNight(now, k.desk.Zone())
	waits := now.Sub(r.Tried)
	switch {
	case r.Failed != "" && waits >= 0 && waits < retryAfter:
		return false, nil
	case r.Night.After(now.Add(24 * time.Hour)):
		return true, nil // the clock was wrong then, or is now
	}
	return r.Since.Before(night) && r.Night.Before(night), nil
}

// noteFailed remembers why there is no backup, and returns the error unless it
// is the one that was told last.
func (k *Copies) noteFailed(ctx context.Context, failed error) error {
	k.desk.LogError("nightly backup", failed)
	if ctx.Err() != nil || data.CodeOf(failed) == data.CodeCancelled {
		return failed // it will be due again
	}
	r, err := k.db.BackupRecord(ctx)
	if err != nil {
		return errors.Join(failed, err)
	}
	key := data.KeyOf(failed)
	told := r.Failed == key
	r.Failed, r.Tried = key, k.desk.Now()
	if err := k.db.SetBackupRecord(ctx, r); err != nil {
		k.desk.LogError("nightly backup", err) // a full disk takes this no more than the rest
	}
	if told {
		return nil
	}
	return failed
}

// lastNight is the last moment at which a nightly backup became due.
func lastNight(now time.Time, loc *time.Location) time.Time {
	t := now.In(loc)
	due := time.Date(t.Year(), t.Month(), t.Day(), nightHour, 0, 0, 0, loc)
	if due.After(now) {
		due = time.Date(t.Year(), t.Month(), t.Day()-1, nightHour, 0, 0, 0, loc)
	}
	return due
}

// nextNight is the next moment at which one becomes due.
func nextNight(now time.Time, loc *time.Location) time.Time {
	t := now.In(loc)
	due := time.Date(t.Year(), t.Month(), t.Day(), nightHour, 0, 0, 0, loc)
	if !due.After(now) {
		due = time.Date(t.Year(), t.Month(), t.Day()+1, nightHour, 0, 0, 0, loc)
	}
	return due
}
