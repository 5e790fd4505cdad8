package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"kartoteka/data"
)

// prefix begins the name of every file that is not finished yet.
const prefix = ".kartoteka-"

// databaseEnding follows the name of an unfinished file when a database is
// written in its stead; SQLite adds endings of its own to that.
const databaseEnding = ".db"

var databaseEndings = []string{databaseEnding, ".db-wal", ".db-shm", ".db-journal"}

// tries is how often a new name is made when a sweep was quicker than its lock.
const tries = 5

// Write writes a file whole or not at all. A link is followed, so that the file
// it leads to is replaced and the link stays; what is not a plain file is not
// replaced. A new file is for its owner only, a replaced one keeps its mode. A
// database is not replaced, whatever it is called: nothing that is written this
// way is one, and a link may lead to the card index itself.
func Write(path string, fill func(io.Writer) error) error {
	if isDatabase(path) {
		return data.NewError(data.CodeInvalid, "file-is-database", "File", path)
	}
	f, err := Create(path)
	if err != nil {
		return err
	}
	defer f.Discard() // does nothing after Commit
	if err := fill(f); err != nil {
		return Error(path, err)
	}
	return f.Commit()
}

// databaseHead is how a database begins (sqlite.org/fileformat2.html, 1.3).
const databaseHead = "SQLite format 3\x00"

// isDatabase reports whether there is a database under the name, or at the end
// of the links that it begins.
func isDatabase(path string) bool {
	if st, err := os.Stat(path); err != nil || !st.Mode().IsRegular() {
		return false
	}
	if Held(path) {
		return true
	}
	f, err := os.Open(path)
	if err != nil {
		return false // whoever writes says what is wrong with it
	}
	defer func() { _ = f.Close() }() // only read
	head := make([]byte, len(databaseHead))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == databaseHead
}

// File is a file that is being written. Until Commit there is nothing under
// its name, or what was there before.
type File struct {
	*os.File
	path string
	lock *flock.Flock // nil where the folder's system knows no locks
	done bool
}

// Create begins to write the file that will have the name path. What killed
// runs left in its folder is removed.
func Create(path string) (*File, error) {
	target, err := destination(path)
	if err != nil {
		return nil, err
	}
	dir := filepath.Dir(target)
	if !recently(dir) {
		Sweep(dir)
	}
	return create(dir, target)
}

// Scratch makes a file in the folder that never gets another name: it ends with
// Discard, or with a later Sweep.
func Scratch(dir string) (*File, error) { return create(dir, filepath.Join(dir, "scratch")) }

func create(dir, target string) (*File, error) {
	var failed error
	for range tries {
		f, err := os.CreateTemp(dir, prefix+"*") // for its owner only
		if errors.Is(err, fs.ErrNotExist) {
			return nil, data.NewError(data.CodeNotFound, "folder-missing", "Folder", dir).Because(err)
		}
		if err != nil {
			return nil, Error(target, err)
		}
		l := flock.New(f.Name(), flock.SetFlag(os.O_RDWR))
		ok, err := l.TryLock()
		if err != nil && same(f) {
			return &File{File: f, path: target}, nil // a system without locks
		}
		if ok && same(f) {
			return &File{File: f, path: target, lock: l}, nil
		}
		// A sweep took it between its birth and its lock.
		failed = errors.Join(l.Unlock(), f.Close())
	}
	return nil, Error(target, errors.Join(fs.ErrExist, failed))
}

// same reports whether the open file still has its name.
func same(f *os.File) bool {
	a, err := f.Stat()
	if err != nil {
		return false
	}
	b, err := os.Lstat(f.Name())
	return err == nil && os.SameFile(a, b)
}

// destination is where a write to path ends up: at the end of its links.
func destination(path string) (string, error) {
	st, err := os.Stat(path)
	switch {
	case err == nil && !st.Mode().IsRegular():
		return "", data.NewError(data.CodeInvalid, "file-not-plain", "File", path)
	case err == nil:
		return followed(path)
	case !errors.Is(err, fs.ErrNotExist):
		return "", Error(path, err)
	}
	// Nothing is there, but a link may lead to where nothing is yet.
	for range 40 {
		next, err := os.Readlink(path)
		if err != nil {
			return path, nil //nolint:nilerr // it is no link
		}
		if !filepath.IsAbs(next) {
			next = filepath.Join(filepath.Dir(path), next)
		}
		path = next
	}
	return "", data.NewError(data.CodeInvalid, "file-not-plain", "File", path)
}

func followed(path string) (string, error) {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", Error(path, err)
	}
	return target, nil
}

// Commit puts every byte on the disk and gives the file its name.
func (f *File) Commit() error {
	if f.done {
		return nil
	}
	if st, err := os.Stat(f.path); err == nil {
		// Best effort: a file system without modes keeps its own.
		_ = f.Chmod(st.Mode().Perm())
	}
	if err := f.Sync(); err != nil {
		return f.failed(err)
	}
	if runtime.GOOS == "windows" { // which renames no open file
		if err := f.closeBoth(); err != nil {
			return f.failed(err)
		}
	}
	if err := os.Rename(f.Name(), f.path); err != nil {
		return f.failed(err)
	}
	f.done = true
	_ = f.closeBoth() // its bytes are on the disk
	return Error(f.path, SyncFolder(filepath.Dir(f.path)))
}

func (f *File) failed(err error) error {
	f.Discard()
	return Error(f.path, err)
}

// Discard ends the writing and leaves nothing. After Commit it does nothing.
func (f *File) Discard() {
	if f.done {
		return
	}
	f.done = true
	if runtime.GOOS == "windows" {
		_ = f.closeBoth()
	}
	for _, ending := range databaseEndings {
		_ = os.Remove(f.Name() + ending)
	}
	_ = os.Remove(f.Name()) // best effort: a sweep finds it
	_ = f.closeBoth()
}

// closeBoth closes the file and gives its lock back.
func (f *File) closeBoth() error {
	err := f.Close()
	if errors.Is(err, fs.ErrClosed) {
		err = nil
	}
	if f.lock != nil {
		err = errors.Join(err, f.lock.Unlock())
	}
	return err
}

// Database is the name of a database that is written in the file's stead, by
// somebody who locks it himself: the file only stands for it meanwhile. It is
// made here, empty, for its owner only.
func (f *File) Database() (string, error) {
	d, err := os.OpenFile(f.Name()+databaseEnding, os.O_CREATE|os.O_RDWR|os.O_EXCL, 0o600)
	if err != nil {
		return "", Error(f.path, err)
	}
	return d.Name(), Error(f.path, d.Close())
}

// CommitDatabase is Commit for what was written into Database.
func (f *File) CommitDatabase() error { return f.RenameDatabase(f.path) }

// RenameDatabase is CommitDatabase under another name in the same folder.
func (f *File) RenameDatabase(path string) error {
	from := f.Name() + databaseEnding
	if st, err := os.Stat(path); err == nil {
		_ = os.Chmod(from, st.Mode().Perm()) // best effort
	}
	if err := SyncFile(from); err != nil {
		return f.failed(err)
	}
	if err := os.Rename(from, path); err != nil {
		return f.failed(err)
	}
	f.Discard()
	return Error(path, SyncFolder(filepath.Dir(path)))
}

// SyncFile puts a file's bytes on the disk.
func SyncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Target is the name that the file will have.
func (f *File) Target() string { return f.path }

// swept remembers when each folder was last looked through (a time.Time by its
// name), so that ten thousand files written in a row do not list it each time.
var swept sync.Map

const sweepPause = time.Minute

func recently(dir string) bool {
	v, _ := swept.Load(dir)
	last, ok := v.(time.Time)
	return ok && time.Since(last) < sweepPause
}

// Sweep removes what killed runs left in a folder: unfinished files whose lock
// nobody holds. It is best effort, and returns how many it removed.
func Sweep(dir string) int {
	swept.Store(dir, time.Now())
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0
	}
	n := 0
	for _, e := range entries {
		if e.Type().IsRegular() && strings.HasPrefix(e.Name(), prefix) && stale(filepath.Join(dir, e.Name())) {
			n++
		}
	}
	return n
}

// stale removes an unfinished file unless somebody still writes it.
func stale(path string) bool {
	dir, name := filepath.Split(path)
	if owner, _, ok := strings.Cut(name, databaseEnding); ok {
		// It goes with the file that stands for it, or is alone.
		_, err := os.Stat(filepath.Join(dir, owner))
		return errors.Is(err, fs.ErrNotExist) && os.Remove(path) == nil
	}
	l := flock.New(path, flock.SetFlag(os.O_RDWR))
	ok, err := l.TryLock()
	if err != nil || !ok {
		return false
	}
	for _, ending := range databaseEndings {
		_ = os.Remove(path + ending)
	}
	if runtime.GOOS == "windows" { // which removes no open file
		_ = l.Unlock()
		return os.Remove(path) == nil
	}
	removed := os.Remove(path) == nil
	_ = l.Unlock()
	return removed
}

// SyncFolder puts a folder's names on the disk, where the system needs that
// to be asked for.
func SyncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, errors.ErrUnsupported) || noSync(err) {
		err = nil // some network folders can't
	}
	return errors.Join(err, d.Close())
}

// Writable reports whether new files can be made in the folder, as far as can
// be known: a full disk is no reason to call it write-protected.
func Writable(dir string) bool {
	f, err := os.CreateTemp(dir, prefix+"*")
	if err != nil {
		return !Protected(err)
	}
	_ = f.Close()
	_ = os.Remove(f.Name())
	return true
}
