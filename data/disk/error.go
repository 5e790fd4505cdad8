package disk

import (
	"context"
	"errors"
	"io/fs"

	"kartoteka/data"
)

// Error says what is wrong with a file that a person named: it is not there, it
// may not be touched, its disk is full or write-protected. What is known
// already, and nil, is returned as it is.
func Error(path string, err error) error {
	var told *data.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &told), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case Full(err):
		return data.NewError(data.CodeNoSpace, "file-no-space", "File", path).Because(err)
	case writeProtected(err):
		return data.NewError(data.CodeReadOnly, "file-read-only", "File", path).Because(err)
	case errors.Is(err, fs.ErrNotExist):
		return data.NewError(data.CodeNotFound, "file-missing", "File", path).Because(err)
	case errors.Is(err, fs.ErrPermission):
		return data.NewError(data.CodeReadOnly, "file-forbidden", "File", path).Because(err)
	}
	return data.NewError(data.CodeInternal, "file-failed", "File", path).Because(err)
}

// Full reports whether there was no room: on the disk, or in what the person
// may use of it.
func Full(err error) bool { return anyOf(err, fullErrors) }

// Protected reports whether writing is not allowed there, for this person or
// for anybody.
func Protected(err error) bool { return errors.Is(err, fs.ErrPermission) || writeProtected(err) }

func writeProtected(err error) bool { return anyOf(err, protectedErrors) }

func noSync(err error) bool { return anyOf(err, syncErrors) }

func anyOf(err error, kinds []error) bool {
	for _, k := range kinds {
		if errors.Is(err, k) {
			return true
		}
	}
	return false
}
