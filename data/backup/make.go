package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/disk"
	"kartoteka/data/store"
)

// Job says which backup to make.
type Job struct {
	Path       string    // of the file to be written
	At         time.Time // its moment
	Mark       string    // of the card index
	Passphrase string    // "": not encrypted
	Scratch    string    // folder for the plain text of an encrypted one
	Work       int       // age's work factor; 0: its own (18)
	Progress   data.BackupProgress
}

func (j *Job) tell(stage data.BackupStage, done, total int64) {
	if j.Progress != nil {
		j.Progress(stage, done, total)
	}
}

// Make makes a backup and verifies it. When it fails or is stopped there is
// nothing under its name, or what was there before.
func Make(ctx context.Context, db *store.DB, j Job) (Entry, error) {
	if err := replaceable(j.Path); err != nil {
		return Entry{}, err
	}
	e := Entry{Mark: j.Mark}
	e.Path, e.At, e.Encrypted = j.Path, j.At, j.Passphrase != ""
	f, err := disk.Create(j.Path)
	if err != nil {
		return Entry{}, err
	}
	defer f.Discard() // does nothing once it has its name
	if e.Encrypted {
		err = j.encrypted(ctx, db, f, &e)
	} else {
		err = j.plain(ctx, db, f, &e)
	}
	if err != nil {
		return Entry{}, disk.Error(j.Path, stopped(ctx, err))
	}
	e.OK = true
	st, err := os.Stat(j.Path)
	if err != nil {
		return Entry{}, disk.Error(j.Path, err)
	}
	e.Size = st.Size()
	return e, nil
}

// stopped makes of a stop what a person is told.
func stopped(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return data.NewError(data.CodeCancelled, "backup-cancelled").Because(errors.Join(ctx.Err(), err))
	}
	return err
}

func (j *Job) plain(ctx context.Context, db *store.DB, f *disk.File, e *Entry) error {
	path, err := f.Database()
	if err != nil {
		return err
	}
	if e.SHA256, err = j.copyOf(ctx, db, path, e); err != nil {
		return err
	}
	if err := forget(f.Target()); err != nil {
		return err
	}
	return f.CommitDatabase()
}

// copyOf writes the copy and reads it again. It returns the hash of its bytes.
func (j *Job) copyOf(ctx context.Context, db *store.DB, path string, e *Entry) (string, error) {
	counted, err := db.SaveCopy(ctx, path, func(done, total int64) { j.tell(data.StageCopy, done, total) })
	if err != nil {
		return "", err
	}
	if err := disk.SyncFile(path); err != nil {
		return "", err
	}
	j.tell(data.StageVerify, 0, 0)
	found, err := inspect(ctx, path)
	if err != nil {
		return "", err
	}
	if !maps.Equal(counted, found) {
		return "", data.NewError(data.CodeCorrupt, "backup-not-equal").Because(
			fmt.Errorf("counted %v, the copy holds %v", counted, found))
	}
	e.Counts = found.Counts()
	return sumOf(ctx, path)
}

// inspect reads a plain copy for damage and counts it.
func inspect(ctx context.Context, path string) (store.Tally, error) {
	c, err := store.OpenCopy(ctx, path)
	if err != nil {
		return nil, err
	}
	found, err := c.Tally(ctx)
	if err == nil {
		err = c.Verify(ctx)
	}
	return found, errors.Join(err, c.Close())
}

func sumOf(ctx context.Context, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // only read
	sum := sha256.New()
	if err := pour(ctx, sum, f, nil); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// encrypted makes the copy in the scratch folder, which holds the plain card
// index already, so that no plain text ever lies where backups go.
func (j *Job) encrypted(ctx context.Context, db *store.DB, f *disk.File, e *Entry) error {
	disk.Sweep(j.Scratch)
	s, err := disk.Scratch(j.Scratch)
	if err != nil {
		return err
	}
	defer s.Discard()
	path, err := s.Database()
	if err != nil {
		return err
	}
	plain, err := j.copyOf(ctx, db, path, e)
	if err != nil {
		return err
	}
	outer := sha256.New()
	if err := j.sealFile(ctx, f, path, outer); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	e.SHA256 = hex.EncodeToString(outer.Sum(nil))
	again, err := j.openedAgain(ctx, f.Name())
	if err != nil {
		return err
	}
	if again != plain {
		return data.NewError(data.CodeCorrupt, "backup-not-equal").Because(errors.New("it decrypts to something else"))
	}
	if err := forget(f.Target()); err != nil {
		return err
	}
	return f.Commit()
}

func (j *Job) sealFile(ctx context.Context, w io.Writer, path string, outer hash.Hash) error {
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // only read
	st, err := in.Stat()
	if err != nil {
		return err
	}
	sealed, err := seal(io.MultiWriter(w, outer), j.Passphrase, j.Work)
	if err != nil {
		return err
	}
	err = pour(ctx, sealed, in, func(done int64) { j.tell(data.StageEncrypt, done, st.Size()) })
	return errors.Join(err, sealed.Close())
}

// openedAgain decrypts what was just written and returns the hash of its text.
func (j *Job) openedAgain(ctx context.Context, path string) (string, error) {
	in, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = in.Close() }() // only read
	plain, err := unseal(in, j.Passphrase, path)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	if err := pour(ctx, sum, plain, nil); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// replaceable refuses to write over something that is no backup of a card
// index: a name given by mistake must not cost anybody a file. A card index in
// use is none either, though it is the same kind of file.
func replaceable(path string) error {
	st, err := os.Stat(path)
	if err != nil || !st.Mode().IsRegular() || st.Size() == 0 {
		return nil // nothing is lost, or what writes it refuses it
	}
	other := data.NewError(data.CodeConflict, "backup-other-file", "File", path)
	if inUse(path) {
		return other
	}
	if _, ours := parseName(filepath.Base(path), time.UTC); ours {
		return nil
	}
	if enc, err := Encrypted(path); err == nil && enc {
		if strings.HasSuffix(strings.TrimSuffix(path, ageEnding), ending) {
			return nil
		}
		return other
	}
	head := make([]byte, headLength)
	f, err := os.Open(path)
	if err != nil {
		return disk.Error(path, err)
	}
	defer func() { _ = f.Close() }() // only read
	_, err = io.ReadFull(f, head)
	if err == nil && string(head[:len(sqliteHead)]) == sqliteHead && string(head[markAt:markAt+len(mark)]) == mark &&
		filepath.Base(path) != liveName {
		return nil
	}
	return other
}

// inUse reports whether a database is open, here or perhaps elsewhere: a log with
// something in it lies beside it.
func inUse(path string) bool {
	log, err := os.Stat(path + "-wal")
	return disk.Held(path) || err == nil && log.Size() > 0
}

// How a card index begins (sqlite.org/fileformat2.html, 1.3): the header of
// 100 bytes holds the application's mark at byte 68.
const (
	headLength = 100
	markAt     = 68
	mark       = "KART"
	liveName   = "kartoteka.db" // what a card index in use is called
)

// sqliteHead is how a database begins (sqlite.org/fileformat2.html, 1.3).
const sqliteHead = "SQLite format 3\x00"
