package sqlite

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

// Told turns a driver's failure into one that a person can be told, by its
// code and never by its text. What it does not know it returns wrapped.
func Told(doing string, err error) error {
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
	if known := failures[code&primary]; known != nil {
		return known.Because(err)
	}
	return err
}

// failures says what the driver's codes mean for a person.
var failures = map[int]*data.Error{
	lib.SQLITE_BUSY:       data.NewError(data.CodeBusy, "busy"),
	lib.SQLITE_LOCKED:     data.NewError(data.CodeBusy, "busy"),
	lib.SQLITE_READONLY:   data.NewError(data.CodeReadOnly, "read-only"),
	lib.SQLITE_PERM:       data.NewError(data.CodeReadOnly, "read-only"),
	lib.SQLITE_CANTOPEN:   data.NewError(data.CodeReadOnly, "cannot-open"),
	lib.SQLITE_FULL:       data.NewError(data.CodeNoSpace, "no-space"),
	lib.SQLITE_IOERR:      data.NewError(data.CodeInternal, "disk-failed"),
	lib.SQLITE_CORRUPT:    data.NewError(data.CodeCorrupt, "damaged"),
	lib.SQLITE_NOTADB:     data.NewError(data.CodeCorrupt, "not-a-database"),
	lib.SQLITE_CONSTRAINT: data.NewError(data.CodeConflict, "not-consistent"),
	lib.SQLITE_INTERRUPT:  data.NewError(data.CodeCancelled, "cancelled"),
}

// driverCode returns the extended result code of a driver's failure.
func driverCode(err error) (int, bool) {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0, false
	}
	return e.Code(), true
}

// Taken reports whether a unique index refused the row.
func Taken(err error) bool {
	code, ok := driverCode(err)
	return ok && (code == lib.SQLITE_CONSTRAINT_UNIQUE || code == lib.SQLITE_CONSTRAINT_PRIMARYKEY)
}

// Refused reports whether the file's own rules do not let a row be so.
func Refused(err error) bool {
	code, ok := driverCode(err)
	return ok && code&primary == lib.SQLITE_CONSTRAINT
}

// NotFound says that the thing asked for is not there.
func NotFound(what string, id int64) error {
	return data.NewError(data.CodeNotFound, "not-found-"+what, "ID", id)
}
