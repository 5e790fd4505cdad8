package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"kartoteka/data"
	"kartoteka/data/disk"
	"kartoteka/data/store"
)

// Source says which backup is read, and how.
type Source struct {
	Path       string
	Passphrase string // of an encrypted one
	Scratch    string // folder for copies; that of the card index
	Progress   data.BackupProgress
}

func (s *Source) tell(stage data.BackupStage, done, total int64) {
	if s.Progress != nil {
		s.Progress(stage, done, total)
	}
}

// Look reads a backup whole, without changing it, and returns what it holds. One
// that is damaged, of a newer program or of another one is refused.
func Look(ctx context.Context, s Source) (data.BackupCounts, error) {
	path, discard, err := s.plain(ctx, false)
	if err != nil {
		return data.BackupCounts{}, disk.Error(s.Path, stopped(ctx, err))
	}
	defer discard()
	s.tell(data.StageVerify, 0, 0)
	found, err := inspect(ctx, path)
	if err != nil {
		return data.BackupCounts{}, refusal(s.Path, stopped(ctx, err))
	}
	return found.Counts(), nil
}

// Findings reads a backup as check reads the card index.
func Findings(ctx context.Context, s Source) (out []data.Finding, err error) {
	path, discard, err := s.plain(ctx, false)
	if err != nil {
		return nil, disk.Error(s.Path, stopped(ctx, err))
	}
	defer discard()
	c, err := store.OpenCopy(ctx, path)
	if err != nil {
		return nil, refusal(s.Path, err)
	}
	out, err = c.Check(ctx)
	return out, errors.Join(err, c.Close())
}

// refusal says of a backup what the store says of its file.
func refusal(path string, err error) error {
	var told *data.Error
	if !errors.As(err, &told) {
		return disk.Error(path, err)
	}
	switch told.Key {
	case "newer-file":
		return data.NewError(data.CodeNewerFile, "backup-newer", "File", path).Because(err)
	case "not-ours", "not-a-database":
		return data.NewError(data.CodeCorrupt, "backup-foreign", "File", path).Because(err)
	case "damaged":
		return damaged(path, err)
	}
	return err
}

// plain returns a file to be read: the backup itself, or a copy of it where it is
// encrypted, has a log beside it, or is asked to be a copy.
func (s *Source) plain(ctx context.Context, copied bool) (path string, discard func(), err error) {
	st, err := os.Stat(s.Path)
	if err != nil {
		return "", nil, disk.Error(s.Path, err)
	}
	if disk.Held(s.Path) {
		return "", nil, data.NewError(data.CodeInvalid, "backup-same-file", "File", s.Path)
	}
	if !st.Mode().IsRegular() {
		return "", nil, data.NewError(data.CodeInvalid, "backup-no-file", "File", s.Path)
	}
	if err := unchanged(ctx, s.Path, st.Size()); err != nil {
		return "", nil, err
	}
	encrypted, err := Encrypted(s.Path)
	if err != nil {
		return "", nil, err
	}
	if !encrypted && !copied && !hasLog(s.Path) {
		return s.Path, func() {}, nil
	}
	f, path, err := s.copied(ctx, encrypted)
	if err != nil {
		return "", nil, err
	}
	if hasLog(path) {
		// Opened once and closed, it has no log any more.
		if err := settle(ctx, path); err != nil {
			f.Discard()
			return "", nil, err
		}
	}
	return path, f.Discard, nil
}

// unchanged compares a backup with the sum that was taken when it was made, if
// its folder's list has one: a changed letter in a text breaks no other rule.
func unchanged(ctx context.Context, path string, size int64) error {
	r, ok := readList(filepath.Dir(path))[filepath.Base(path)]
	if !ok || r.Size != size || r.SHA256 == "" {
		return nil
	}
	sum, err := sumOf(ctx, path)
	if err == nil && sum != r.SHA256 {
		err = damaged(path, errors.New("its bytes are not those that were written"))
	}
	return disk.Error(path, err)
}

func hasLog(path string) bool {
	st, err := os.Stat(path + "-wal")
	return err == nil && st.Size() > 0
}

func settle(ctx context.Context, path string) error {
	db, err := store.Open(ctx, path, time.Now)
	if err != nil {
		return err
	}
	return db.Close()
}

// copied makes a plain copy of the backup in the scratch folder.
func (s *Source) copied(ctx context.Context, encrypted bool) (f *disk.File, to string, err error) {
	disk.Sweep(s.Scratch)
	f, err = disk.Scratch(s.Scratch)
	if err != nil {
		return nil, "", err
	}
	defer func() {
		if err != nil {
			f.Discard()
		}
	}()
	if to, err = f.Database(); err != nil {
		return nil, "", err
	}
	if !encrypted && hasLog(s.Path) {
		if err := s.copyFile(ctx, s.Path+"-wal", to+"-wal", false); err != nil {
			return nil, "", err
		}
	}
	return f, to, s.copyFile(ctx, s.Path, to, encrypted)
}

// copyFile copies a file onto the disk, decrypted where it has to be.
func (s *Source) copyFile(ctx context.Context, from, to string, encrypted bool) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return disk.Error(from, err)
	}
	defer func() { _ = in.Close() }() // only read
	st, err := in.Stat()
	if err != nil {
		return disk.Error(from, err)
	}
	var r io.Reader = in
	if encrypted {
		if r, err = unseal(in, s.Passphrase, s.Path); err != nil {
			return err
		}
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return disk.Error(to, err)
	}
	err = pour(ctx, out, faulty{r}, func(done int64) { s.tell(data.StageCopy, done, st.Size()) })
	var broken *readError
	switch {
	case errors.As(err, &broken) && encrypted:
		err = damaged(s.Path, err) // age's own sum does not fit
	case err != nil && ctx.Err() == nil:
		err = disk.Error(to, err)
	case err == nil:
		err = disk.Error(to, out.Sync())
	}
	return errors.Join(err, out.Close())
}

// faulty marks what fails in reading, as against in writing.
type faulty struct{ r io.Reader }

func (f faulty) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = &readError{err}
	}
	return n, err
}

type readError struct{ err error }

func (e *readError) Error() string { return "read: " + e.err.Error() }
func (e *readError) Unwrap() error { return e.err }

// Stage is a backup that is ready to take the card index's place: a verified
// copy beside it, brought to the newest version.
type Stage struct {
	Counts  data.BackupCounts
	file    string
	discard func()
}

// Prepare makes and verifies the copy. Nothing but that copy is written.
func Prepare(ctx context.Context, s Source) (*Stage, error) {
	path, discard, err := s.plain(ctx, true)
	if err != nil {
		return nil, disk.Error(s.Path, stopped(ctx, err))
	}
	st := &Stage{file: path, discard: discard}
	s.tell(data.StageVerify, 0, 0)
	if err := st.verify(ctx); err != nil {
		discard()
		return nil, refusal(s.Path, stopped(ctx, err))
	}
	return st, nil
}

// verify opens the copy as the program will, which refuses or migrates it, and
// reads it whole. It is refused for what is broken, and not for what is merely
// wrong: a backup of an index with a wrong sum is still the owner's data.
func (st *Stage) verify(ctx context.Context) error {
	if _, err := inspect(ctx, st.file); err != nil {
		return err // before anything is done to it
	}
	db, err := store.Open(ctx, st.file, time.Now)
	if err != nil {
		return err
	}
	found, err := db.Check(ctx)
	for _, f := range found {
		if err == nil && f.Bad == data.BadBroken {
			err = data.NewError(data.CodeCorrupt, "damaged").Because(fmt.Errorf("%s: %s", f.What, f.Where))
		}
	}
	if err == nil {
		var t store.Tally
		t, err = db.Tally(ctx)
		st.Counts = t.Counts()
	}
	return errors.Join(err, db.Close())
}

// Discard gives the copy up. After Decide it does nothing that matters.
func (st *Stage) Discard() { st.discard() }

// Decide puts the copy where Finish looks for it. It is the one step by which a
// restore is done or not. The moment names what it puts aside.
func (st *Stage) Decide(index string, at time.Time) error {
	if err := os.Chtimes(st.file, at, at); err != nil {
		return disk.Error(index, err)
	}
	if err := disk.SyncFile(st.file); err != nil {
		return disk.Error(index, err)
	}
	if err := os.Rename(st.file, pending(index)); err != nil {
		return disk.Error(index, err)
	}
	return disk.Error(index, disk.SyncFolder(filepath.Dir(index)))
}

// pending is the name of a card index that is decided to become the present one.
func pending(index string) string { return index + ".new" }

// Pending reports whether a restore of the card index at that path was decided
// and not finished.
func Pending(index string) bool {
	_, err := os.Lstat(pending(index))
	return err == nil
}

// Finish brings a decided restore to its end: what is there now goes, with its
// log, into the folder aside, and the new one takes its place. It may be broken
// off at any point and done again. Nobody may have the card index open. It
// returns where the old one lies now; "" if there was none.
func Finish(index, aside string, loc *time.Location) (string, error) {
	st, err := os.Stat(pending(index))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", disk.Error(index, err)
	}
	kept, err := putAside(index, aside, st.ModTime().In(loc))
	if err != nil {
		if _, there := os.Stat(index); there == nil {
			_ = os.Remove(pending(index)) // undecided again: nothing was changed
		}
		return "", err
	}
	if err := os.Rename(pending(index), index); err != nil {
		return kept, disk.Error(index, err)
	}
	return kept, disk.Error(index, disk.SyncFolder(filepath.Dir(index)))
}

// putAside moves the present card index away. The name follows from the moment
// of the decision, so that a log that was left behind finds its file.
func putAside(index, aside string, at time.Time) (string, error) {
	if err := os.MkdirAll(aside, 0o700); err != nil {
		return "", disk.Error(aside, err)
	}
	kept := ""
	if _, err := os.Stat(index); err == nil {
		kept = beforeName(aside, at)
		if err := move(index, kept); err != nil {
			return "", err
		}
	} else if hasLog(index) {
		kept = filepath.Join(aside, beforeStart+at.Format(secondForm)+ending)
	}
	for _, log := range []string{"-wal", "-journal"} {
		if st, err := os.Stat(index + log); err == nil && st.Size() > 0 && kept != "" {
			if err := move(index+log, kept+log); err != nil {
				return kept, err
			}
		}
	}
	for _, rest := range []string{"-wal", "-shm", "-journal"} {
		if err := os.Remove(index + rest); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return kept, disk.Error(index+rest, err)
		}
	}
	return kept, disk.Error(index, errors.Join(disk.SyncFolder(aside), disk.SyncFolder(filepath.Dir(index))))
}

// move renames, or copies where the folder is on another disk.
func move(from, to string) error {
	if err := os.Rename(from, to); err == nil {
		return nil
	}
	in, err := os.Open(from)
	if err != nil {
		return disk.Error(from, err)
	}
	err = disk.Write(to, func(w io.Writer) error {
		_, err := io.Copy(w, in)
		return err
	})
	if err = errors.Join(err, in.Close()); err != nil {
		return err
	}
	return disk.Error(from, os.Remove(from))
}

// Examine looks at a file that a restore put aside, so that the list can say
// whether it is good.
func Examine(ctx context.Context, path, mark string, loc *time.Location) (Entry, error) {
	info, ok := parseName(filepath.Base(path), loc)
	if !ok {
		return Entry{}, data.NewError(data.CodeInvalid, "backup-no-file", "File", path)
	}
	e := Entry{BackupInfo: info, Mark: mark}
	e.Path = path
	if hasLog(path) {
		return Entry{}, damaged(path, errors.New("its log lies beside it"))
	}
	found, err := inspect(ctx, path)
	if err != nil {
		return Entry{}, refusal(path, err)
	}
	e.Counts, e.OK = found.Counts(), true
	if e.SHA256, err = sumOf(ctx, path); err != nil {
		return Entry{}, disk.Error(path, err)
	}
	st, err := os.Stat(path)
	if err != nil {
		return Entry{}, disk.Error(path, err)
	}
	e.Size = st.Size()
	return e, nil
}
