package core

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"kartoteka/data"
)

// writeFile writes a file whole or not at all: into a new one beside it, which
// takes its name only when every byte is on the disk. What is not a plain file
// is not replaced.
func writeFile(path string, fill func(io.Writer) error) error {
	if st, err := os.Stat(path); err == nil && !st.Mode().IsRegular() {
		return data.NewError(data.CodeInvalid, "file-not-plain", "File", path)
	}
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, ".kartoteka-*") // for its owner only
	if err != nil {
		return fileError(path, err)
	}
	err = fill(f)
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // best effort: it is a stray at worst
		return fileError(path, err)
	}
	return nil
}

// fileError says what is wrong with a file that the person named.
func fileError(path string, err error) error {
	var told *data.Error
	switch {
	case errors.As(err, &told):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return data.NewError(data.CodeNotFound, "file-missing", "File", path).Because(err)
	case errors.Is(err, fs.ErrPermission):
		return data.NewError(data.CodeReadOnly, "file-forbidden", "File", path).Because(err)
	case errors.Is(err, syscall.ENOSPC):
		return data.NewError(data.CodeNoSpace, "no-space").Because(err)
	}
	return data.NewError(data.CodeInternal, "file-failed", "File", path).Because(err)
}
