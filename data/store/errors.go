package store

import (
	"context"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"kartoteka/data"
)

// primary is the part of a result code that says what kind of failure it is;
// the rest says where it happened.
const primary = 0xff

// told turns a driver's failure into one that a person can be told, by its
// code and never by its text. What it does not know it returns wrapped.
func told(doing string, err error) error {
	if err == nil {
		return nil
	}
	var known *data.Error
	if errors.As(err, &known) {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return data.NewError(data.CodeCancelled, "cancelled").Because(fmt.Errorf("%s: %w", doing, err))
	}
	err = fmt.Errorf("%s: %w", doing, err)
	code, ok := driverCode(err)
	if !ok {
		return err
	}
	if code == lib.SQLITE_IOERR_SHMSIZE || code == lib.SQLITE_IOERR_SHMMAP {
		// What stands beside the file for those who read it could not be made
		// large enough; SQLite has no other word for a full disk there.
		return data.NewError(data.CodeNoSpace, "no-space").Because(err)
	}
	switch code & primary {
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return data.NewError(data.CodeBusy, "busy").Because(err)
	case lib.SQLITE_READONLY, lib.SQLITE_PERM:
		return data.NewError(data.CodeReadOnly, "read-only").Because(err)
	case lib.SQLITE_CANTOPEN:
		return data.NewError(data.CodeReadOnly, "cannot-open").Because(err)
	case lib.SQLITE_FULL:
		return data.NewError(data.CodeNoSpace, "no-space").Because(err)
	case lib.SQLITE_IOERR:
		return data.NewError(data.CodeInternal, "disk-failed").Because(err)
	case lib.SQLITE_CORRUPT:
		return data.NewError(data.CodeCorrupt, "damaged").Because(err)
	case lib.SQLITE_NOTADB:
		return data.NewError(data.CodeCorrupt, "not-a-database").Because(err)
	case lib.SQLITE_CONSTRAINT:
		return data.NewError(data.CodeConflict, "not-consistent").Because(err)
	case lib.SQLITE_INTERRUPT:
		return data.NewError(data.CodeCancelled, "cancelled").Because(err)
	}
	return err
}

// driverCode returns the extended result code of a driver's failure.
func driverCode(err error) (int, bool) {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0, false
	}
	return e.Code(), true
}

// taken reports whether a unique index refused the row.
func taken(err error) bool {
	code, ok := driverCode(err)
	return ok && (code == lib.SQLITE_CONSTRAINT_UNIQUE || code == lib.SQLITE_CONSTRAINT_PRIMARYKEY)
}

// notFound says that the thing asked for is not there.
func notFound(what string, id int64) error {
	return data.NewError(data.CodeNotFound, "not-found-"+what, "ID", id)
}
