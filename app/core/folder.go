package core

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/gofrs/flock"

	"kartoteka/data"
	"kartoteka/data/backup"
	"kartoteka/data/disk"
)

// What lies in the data folder. Nobody but its owner may read it.
const (
	fileName   = "kartoteka.db"
	logFolder  = "logs"
	logName    = "kartoteka.log"
	crashName  = "crash.txt"
	windowLock = "window.lock" // held by the window and by demo
	syncLock   = "sync.lock"   // held by whoever pulls mail
	backupLock = "backup.lock" // held by whoever makes a backup
	useLock    = "use.lock"    // shared by all who have the card index open, alone by a restore

	backupFolder = "backups"

	folderMode fs.FileMode = 0o700
	fileMode   fs.FileMode = 0o600
)

// DefaultDir returns the folder with everything: KARTOTEKA_DATA, or the
// system's place for application data.
func DefaultDir() string {
	if dir := os.Getenv("KARTOTEKA_DATA"); dir != "" {
		return dir
	}
	return systemDir(runtime.GOOS, os.Getenv)
}

// DemoDir returns the folder of the sample firm, which is never the firm's own.
func DemoDir() string {
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
	index := filepath.Join(dir, fileName)
	_, err := os.Stat(index)
	return err == nil || backup.Pending(index)
}

// missing reports whether there is surely no card index in the folder. One that
// can't be looked into may have one, and opening it says what is wrong.
func missing(dir string) bool {
	index := filepath.Join(dir, fileName)
	_, err := os.Stat(index)
	return errors.Is(err, fs.ErrNotExist) && !backup.Pending(index)
}

// OnlyRead says why the card index can only be read at present; nil: it can be
// written.
func (c *Core) OnlyRead() error {
	switch {
	case c.db.Full():
		return data.NewError(data.CodeNoSpace, "opened-full")
	case c.db.Protected():
		return data.NewError(data.CodeReadOnly, "read-only")
	}
	return nil
}

// prepare makes the folder and returns its absolute path.
func prepare(dir string) (string, error) {
	if dir == "" {
		return "", data.NewError(data.CodeUsage, "folder-unknown")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", folderError(dir, err)
	}
	if err := os.MkdirAll(dir, folderMode); err != nil {
		return "", folderError(dir, err)
	}
	return dir, nil
}

// reserve makes the file before the database does, so that it and what SQLite
// puts beside it are the owner's alone from the first byte.
func reserve(dir string) error {
	f, err := os.OpenFile(filepath.Join(dir, fileName), os.O_CREATE|os.O_RDWR, fileMode)
	if disk.Protected(err) && HasFile(dir) {
		return nil // the store opens it for reading
	}
	if err != nil {
		return folderError(dir, err)
	}
	return f.Close()
}

func folderError(dir string, err error) error {
	code := data.CodeInternal
	switch {
	case disk.Full(err):
		return data.NewError(data.CodeNoSpace, "folder-no-space", "Folder", dir).Because(err)
	case disk.Protected(err):
		code = data.CodeReadOnly
	}
	return data.NewError(code, "folder", "Folder", dir).Because(err)
}

// lock takes a lock of the folder without waiting. The system gives it back
// when the process ends, however it ends.
func lock(dir, name, key string) (*flock.Flock, error) {
	l := flock.New(filepath.Join(dir, name), flock.SetPermissions(fileMode))
	ok, err := l.TryLock()
	if err != nil {
		return nil, folderError(dir, err)
	}
	if !ok {
		return nil, data.NewError(data.CodeBusy, key, "Folder", dir)
	}
	return l, nil
}

// inUse says that this program has the card index open, so that nobody puts
// another in its place meanwhile; while somebody does, it is refused. Where no
// lock can be made (a medium that can't be written) nobody can do that either.
func inUse(dir string) (*flock.Flock, error) {
	l := flock.New(filepath.Join(dir, useLock), flock.SetPermissions(fileMode))
	ok, err := l.TryRLock()
	if err != nil {
		return nil, nil //nolint:nilerr,nilnil // see above
	}
	if !ok {
		return nil, data.NewError(data.CodeBusy, "restore-running", "Folder", dir)
	}
	return l, nil
}

// CrashFile opens the file that the Go runtime writes a crash to.
func CrashFile(dir string) (*os.File, error) {
	dir, err := prepare(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(dir, logFolder), folderMode); err != nil {
		return nil, folderError(dir, err)
	}
	f, err := os.OpenFile(filepath.Join(dir, logFolder, crashName), os.O_CREATE|os.O_WRONLY|os.O_APPEND, fileMode)
	if err != nil {
		return nil, folderError(dir, err)
	}
	return f, nil
}

// MakeFolder makes the folder that a file is to be written into.
func MakeFolder(dir string) error {
	if dir == "" {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return folderError(dir, err)
	}
	return nil
}
