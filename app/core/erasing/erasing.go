// Package erasing erases people, and what was kept for its time: from the card
// index, and from every copy of it.
package erasing

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"

	"kartoteka/app/core/desk"
	"kartoteka/app/core/folder"
	"kartoteka/data"
	"kartoteka/data/backup"
	"kartoteka/data/disk"
	"kartoteka/data/privacy"
	"kartoteka/data/store"
)

// Eraser erases from a card index and its copies.
type Eraser struct {
	db    *store.DB
	desk  *desk.Desk
	rules func(context.Context) ([]data.RetentionRule, error)
}

// New returns the eraser of a card index; rules say how long what is kept.
func New(db *store.DB, d *desk.Desk, rules func(context.Context) ([]data.RetentionRule, error)) *Eraser {
	return &Eraser{db, d, rules}
}

// How files begin.
var (
	sqliteHead = []byte("SQLite format 3\x00")
	ageHead    = []byte("age-encryption.org/")
)

// ErasePreview says what erasing a contact would do, what speaks against it,
// and which copies of the card index there are.
func (er *Eraser) ErasePreview(ctx context.Context, contactID int64, o data.EraseOptions) (data.ErasePreview, error) {
	p, err := er.db.PreviewErasure(ctx, contactID, o, privacy.TaxUntil)
	if err != nil {
		return p, err
	}
	copies, err := er.copies(ctx)
	for _, k := range copies {
		p.Backups = append(p.Backups, k.name())
		if k.sealed || k.closed {
			p.Sealed = append(p.Sealed, k.name())
		}
	}
	return p, err
}

// EraseSubject erases a person (RODO art. 17): identity and texts go from every
// row, index, history and copy of the card index, and figures stay. What could
// not be rewritten is named. It can't be undone, and once the rows are gone it
// can't be stopped either: it is brought to its end whatever becomes of ctx.
func (er *Eraser) EraseSubject(ctx context.Context, contactID int64, o data.EraseOptions) (data.Erasure, error) {
	release, err := er.eraseAlone()
	if err != nil {
		return data.Erasure{}, err
	}
	defer release()
	if err := er.endErasure(ctx); err != nil {
		return data.Erasure{}, err
	}
	e, err := er.db.EraseSubject(ctx, contactID, o, privacy.TaxUntil)
	if err != nil {
		return data.Erasure{}, err
	}
	er.desk.Log.Info("erased", slog.Int64("erasure", e.ID))
	ctx = context.WithoutCancel(ctx)
	if err := er.endErasure(ctx); err != nil {
		er.desk.LogError("end erasure", err)
		return e, data.NewError(data.CodePartly, "erase-unfinished").Because(err)
	}
	all, err := er.db.Erasures(ctx)
	if err != nil {
		return e, err
	}
	if i := slices.IndexFunc(all, func(l data.Erasure) bool { return l.ID == e.ID }); i >= 0 {
		e.Backups = all[i].Backups
	}
	return e, nil
}

// Erasures returns the log of erasures, newest first.
func (er *Eraser) Erasures(ctx context.Context) ([]data.Erasure, error) { return er.db.Erasures(ctx) }

// FinishErasure ends an erasure that was killed or failed between its rows and
// its copies; without one it does nothing. It is called at every start and every night.
func (er *Eraser) FinishErasure(ctx context.Context) error {
	_, found, err := er.db.UnfinishedErasure(ctx)
	if err != nil || !found || er.db.Protected() {
		return err
	}
	release, err := er.eraseAlone()
	if err != nil {
		return err
	}
	defer release()
	return er.endErasure(ctx)
}

// eraseAlone keeps other erasures out, and backups: one that was begun before
// the person went would hold the person when it is done.
func (er *Eraser) eraseAlone() (release func(), err error) {
	erasing, err := folder.Alone(er.desk.Dir, folder.EraseLock, "erase-running", er.db.Protected())
	if err != nil {
		return nil, err
	}
	copying, err := folder.Alone(er.desk.Dir, folder.BackupLock, "backup-running", er.db.Protected())
	if err != nil {
		erasing()
		return nil, err
	}
	return func() { copying(); erasing() }, nil
}

// endErasure takes up an erasure where it is: the copies, then the free pages.
func (er *Eraser) endErasure(ctx context.Context) error {
	u, found, err := er.db.UnfinishedErasure(ctx)
	if err != nil || !found {
		return err
	}
	folder.ClearViewed(er.desk.Dir) // what was looked at may be the person's
	var stillIn []string
	if !u.Squeeze {
		if stillIn, err = er.eraseCopies(ctx, u); err != nil {
			return err
		}
	}
	return er.db.EndErasure(ctx, u, stillIn)
}

// eraseCopies erases in every copy and names those in which it could not.
func (er *Eraser) eraseCopies(ctx context.Context, u store.Unfinished) ([]string, error) {
	copies, err := er.copies(ctx)
	if err != nil {
		return nil, err
	}
	var stillIn []string
	for _, k := range copies {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if k.sealed || k.closed {
			stillIn = append(stillIn, k.name())
			continue
		}
		if err := er.eraseCopy(ctx, k.path, u); err != nil {
			if ctx.Err() != nil {
				return nil, err
			}
			er.desk.LogError("erase in copy", err)
			stillIn = append(stillIn, filepath.Base(k.path))
		}
	}
	return stillIn, nil
}

// eraseCopy rewrites one copy: the person is taken out of a twin of it, and a
// backup of that, verified as every backup is, takes the copy's place. A log
// beside it is taken in before.
func (er *Eraser) eraseCopy(ctx context.Context, path string, u store.Unfinished) error {
	if size(path+"-wal") > 0 {
		// Put aside as it was: the end of its rows stands in the log beside it.
		if err := store.TakeInLog(ctx, path); err != nil {
			return err
		}
	}
	known, listed := er.listed(path)
	twin, err := disk.Scratch(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer twin.Discard()
	file, err := twin.Database()
	if err != nil {
		return err
	}
	if err := fillFrom(file, path); err != nil {
		return disk.Error(path, err)
	}
	e, found, err := er.rewritten(ctx, file, backup.Job{Path: path, At: known.At, Mark: known.Mark}, u)
	if err != nil || !found || !listed {
		return err
	}
	return backup.Note(e, er.desk.Now())
}

// size is how many bytes a file has, 0 where there is none.
func size(path string) int64 {
	st, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return st.Size()
}

// rewritten erases in a twin and writes what is left to where the job says.
func (er *Eraser) rewritten(ctx context.Context, twin string, job backup.Job, u store.Unfinished) (e backup.Entry, found bool, err error) {
	db, err := store.Open(ctx, twin, er.desk.Clock.Now)
	if err != nil {
		return e, false, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if found, err = db.EraseCopy(ctx, u); err != nil || !found {
		return e, found, err
	}
	e, err = backup.Make(ctx, db, job)
	return e, found, err
}

// fillFrom copies a file's bytes into one that is there.
func fillFrom(to, path string) error {
	from, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }() // only read
	w, err := os.OpenFile(to, os.O_WRONLY|os.O_TRUNC, folder.FileMode)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, from)
	return errors.Join(err, w.Close())
}

// listed returns what the list of its folder knows of a copy; listed is false
// for one that is none of the backups.
func (er *Eraser) listed(path string) (e backup.Entry, listed bool) {
	all, err := backup.List(filepath.Dir(path), er.desk.Zone())
	i := slices.IndexFunc(all, func(e backup.Entry) bool { return e.Path == path })
	if err != nil || i < 0 {
		return backup.Entry{}, false
	}
	return all[i], true
}

// copyFile is a copy of the card index.
type copyFile struct {
	path   string
	sealed bool // encrypted
	closed bool // a folder or file that can't be read, with what may be in it
}

// name is what the owner is told that a copy is called: a folder's whole path,
// since the owner has to look there.
func (k copyFile) name() string {
	if k.closed {
		return k.path
	}
	return filepath.Base(k.path)
}

// copies finds every copy of the card index, in its folder and in that of the
// backups, by how files begin and not by their names. What an earlier erasure or
// backup left half written is removed.
func (er *Eraser) copies(ctx context.Context) ([]copyFile, error) {
	r, err := er.db.BackupRecord(ctx)
	if err != nil {
		return nil, err
	}
	out, err := er.copiesIn(ctx, er.desk.Dir, true)
	if err != nil || r.Settings.Folder == "" {
		return out, err
	}
	more, err := er.copiesIn(ctx, r.Settings.Folder, false)
	for _, k := range more {
		if !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out, err
}

// copiesIn finds the copies in a folder. In one of the owner's own only what is
// named as a backup is looked at, and nothing below it: other programs' files
// are none of ours.
func (er *Eraser) copiesIn(ctx context.Context, dir string, ours bool) ([]copyFile, error) {
	var out []copyFile
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			out = append(out, copyFile{path: path, closed: true}) // it is named instead
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case d.IsDir() && !ours && path != dir:
			return fs.SkipDir
		case d.IsDir():
			disk.Sweep(path)
			return nil
		case !d.Type().IsRegular() || folder.OfIndex(er.desk.Dir, path):
			return nil
		}
		if _, listed := er.listed(path); !ours && !listed {
			return nil
		}
		switch head := fileHead(path, len(ageHead)); {
		case bytes.HasPrefix(head, sqliteHead):
			out = append(out, copyFile{path: path})
		case bytes.Equal(head, ageHead):
			out = append(out, copyFile{path: path, sealed: true})
		}
		return nil
	})
	return out, err
}

// fileHead returns the first bytes of a file, nothing if it can't be read.
func fileHead(path string, n int) []byte {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }() // only read
	b := make([]byte, n)
	got, _ := io.ReadFull(f, b) // a short file has a short head
	return b[:got]
}
