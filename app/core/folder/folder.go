// Package folder is the data folder: where the system wants it, what lies in it
// under which names, and the locks by which programs stay out of each other's way.
//
// It holds kartoteka.db, backups/, logs/ (which name no client) and lock files.
// window.lock is held by a window and by demo, so that there is one of them;
// sync.lock by whoever pulls mail, drafts.lock by whoever lays drafts, backup.lock
// by whoever makes a backup and erase.lock by whoever erases a person, so that no
// two of a kind overlap; use.lock is shared by all who have the card index open,
// so that a restore can wait to be alone. All else may run side by side: SQLite
// keeps its writers apart. A lock ends with its process, however that ends.
package folder

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/gofrs/flock"

	"kartoteka/data"
	"kartoteka/data/backup"
	"kartoteka/data/disk"
)

// Nobody but its owner may read what lies in the data folder.
const (
	Mode     fs.FileMode = 0o700 // of the folders
	FileMode fs.FileMode = 0o600 // of the files
)

// The locks.
const (
	WindowLock = "window.lock" // held by the window and by demo
	SyncLock   = "sync.lock"   // held by whoever pulls mail
	DraftLock  = "drafts.lock" // held by whoever lays drafts
	BackupLock = "backup.lock" // held by whoever makes a backup
	EraseLock  = "erase.lock"  // held by whoever erases a person
	useLock    = "use.lock"    // shared by all who have the card index open, alone by a restore
)

const (
	fileName     = "kartoteka.db"
	logFolder    = "logs"
	logName      = "kartoteka.log"
	crashName    = "crash.txt"
	backupFolder = "backups"
	viewFolder   = "viewed"
)

// Index is the path of the card index.
func Index(dir string) string { return filepath.Join(dir, fileName) }

// Backups is the folder beside the card index for backups, and for what a restore
// puts aside.
func Backups(dir string) string { return filepath.Join(dir, backupFolder) }

// Log is the path of the program's log.
func Log(dir string) string { return filepath.Join(dir, logFolder, logName) }

// Viewed is the folder with the attachments that were opened to be looked at. It
// is for its owner only, and is emptied at every start.
func Viewed(dir string) string { return filepath.Join(dir, viewFolder) }

// ClearViewed drops what was looked at earlier. What another program still holds
// open stays until the next start.
func ClearViewed(dir string) { _ = os.RemoveAll(Viewed(dir)) }

// OfIndex reports whether a file is the card index itself or stands beside it as
// a part of it.
func OfIndex(dir, path string) bool {
	rest, ok := strings.CutPrefix(path, Index(dir))
	return ok && (rest == "" || rest == "-wal" || rest == "-shm" || rest == "-journal")
}

// Default returns the folder with everything: KARTOTEKA_DATA, or the
// system's place for application data.
func Default() string {
	if dir := os.Getenv("KARTOTEKA_DATA"); dir != "" {
		return dir
	}
	return systemDir(runtime.GOOS, os.Getenv)
}

// Demo returns the folder of the sample firm, which is never the firm's own.
func Demo() string {
	if dir := os.Getenv("KARTOTEKA_DATA"); dir != "" {
		return dir
	}
	dir := systemDir(runtime.GOOS, os.Getenv)
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, "demo")
}

// systemDir returns the system's place for our data, or "" if the environment
// does not say where the person's own folder is: a card index that grew in
// whatever folder the program was started from would not be found again.
func systemDir(system string, env func(string) string) string {
	home := env("HOME")
	switch system {
	case "windows":
		if local := env("LOCALAPPDATA"); local != "" {
			return filepath.Join(local, "Kartoteka")
		}
		if home = env("USERPROFILE"); home == "" {
			return ""
		}
		return filepath.Join(home, "AppData", "Local", "Kartoteka")
	case "darwin":
		if home == "" {
			return ""
		}
		return filepath.Join(home, "Library", "Application Support", "Kartoteka")
	}
	if data := env("XDG_DATA_HOME"); filepath.IsAbs(data) {
		return filepath.Join(data, "kartoteka")
	}
	if home == "" {
		return ""
	}
	return filepath.Join(home, ".local", "share", "kartoteka")
}

// HasFile reports whether the folder already holds a card index.
func HasFile(dir string) bool {
	index := Index(dir)
	_, err := os.Stat(index)
	return err == nil || backup.Pending(index)
}

// Missing reports whether there is surely no card index in the folder. One that
// can't be looked into may have one, and opening it says what is wrong.
func Missing(dir string) bool {
	index := Index(dir)
	_, err := os.Stat(index)
	return errors.Is(err, fs.ErrNotExist) && !backup.Pending(index)
}

// Prepare makes the folder and returns its absolute path.
func Prepare(dir string) (string, error) {
	if dir == "" {
		return "", data.NewError(data.CodeUsage, "folder-unknown")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", Error(dir, err)
	}
	if err := os.MkdirAll(dir, Mode); err != nil {
		return "", Error(dir, err)
	}
	return dir, nil
}

// Reserve makes the file before the database does, so that it and what SQLite
// puts beside it are the owner's alone from the first byte.
func Reserve(dir string) error {
	f, err := os.OpenFile(Index(dir), os.O_CREATE|os.O_RDWR, FileMode)
	if disk.Protected(err) && HasFile(dir) {
		return nil // the store opens it for reading
	}
	if err != nil {
		return Error(dir, err)
	}
	return f.Close()
}

// Error says what is wrong with the folder.
func Error(dir string, err error) error {
	code := data.CodeInternal
	switch {
	case disk.Full(err):
		return data.NewError(data.CodeNoSpace, "folder-no-space", "Folder", dir).Because(err)
	case disk.Protected(err):
		code = data.CodeReadOnly
	}
	return data.NewError(code, "folder", "Folder", dir).Because(err)
}

// Lock takes a lock of the folder without waiting. The system gives it back
// when the process ends, however it ends.
func Lock(dir, name, key string) (*flock.Flock, error) {
	l := flock.New(filepath.Join(dir, name), flock.SetPermissions(FileMode))
	ok, err := l.TryLock()
	if err != nil {
		return nil, Error(dir, err)
	}
	if !ok {
		return nil, data.NewError(data.CodeBusy, key, "Folder", dir)
	}
	return l, nil
}

// Use says that this program has the card index open, so that nobody puts
// another in its place meanwhile; while somebody does, it is refused. Where no
// lock can be made (a medium that can't be written) nobody can do that either.
func Use(dir string) (*flock.Flock, error) {
	l := flock.New(filepath.Join(dir, useLock), flock.SetPermissions(FileMode))
	ok, err := l.TryRLock()
	if err != nil {
		return nil, nil //nolint:nilerr,nilnil // see above
	}
	if !ok {
		return nil, data.NewError(data.CodeBusy, "restore-running", "Folder", dir)
	}
	return l, nil
}

// SoleUse takes a folder that nobody has open.
func SoleUse(dir string) (release func(), err error) {
	l := flock.New(filepath.Join(dir, useLock), flock.SetPermissions(FileMode))
	ok, err := l.TryLock()
	if err != nil {
		return nil, Error(dir, err)
	}
	if !ok {
		return nil, data.NewError(data.CodeBusy, "restore-others", "Folder", dir)
	}
	return func() { _ = l.Unlock() }, nil
}

// SoleUser makes this program the only one that has the card index open, until
// back is called.
func SoleUser(use *flock.Flock, dir string) (back func(), err error) {
	if use == nil {
		return func() {}, nil // a system without locks
	}
	// No system turns a shared lock into the only one in one step.
	if err := use.Unlock(); err != nil {
		return nil, Error(dir, err)
	}
	ok, err := use.TryLock()
	if err != nil || !ok {
		_ = use.RLock()
		return nil, data.NewError(data.CodeBusy, "restore-others", "Folder", dir).Because(err)
	}
	return func() {
		_ = use.Unlock()
		_ = use.RLock() // nobody holds it alone but for a moment
	}, nil
}

// Alone takes one of the folder's locks for as long as something is done; where
// nothing can be written there is nobody to be kept out.
func Alone(dir, name, key string, protected bool) (release func(), err error) {
	if protected {
		return func() {}, nil
	}
	l, err := Lock(dir, name, key)
	if err != nil {
		return nil, err
	}
	return func() { _ = l.Unlock() }, nil // the process's end does it too
}

// CrashFile opens the file that the Go runtime writes a crash to.
func CrashFile(dir string) (*os.File, error) {
	dir, err := Prepare(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(dir, logFolder), Mode); err != nil {
		return nil, Error(dir, err)
	}
	f, err := os.OpenFile(filepath.Join(dir, logFolder, crashName), os.O_CREATE|os.O_WRONLY|os.O_APPEND, FileMode)
	if err != nil {
		return nil, Error(dir, err)
	}
	return f, nil
}

// Make makes the folder that a file is to be written into.
func Make(dir string) error {
	if dir == "" {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return Error(dir, err)
	}
	return nil
}
