package data

import (
	"context"
	"errors"
	"fmt"
)

// Code says what kind of failure an Error is, for callers that decide on it.
type Code string

// The kinds of failure.
const (
	CodeInternal   Code = "internal"    // anything not foreseen
	CodeNotFound   Code = "not-found"   // the thing asked for is not there
	CodeInvalid    Code = "invalid"     // what was given breaks a rule
	CodeConflict   Code = "conflict"    // it exists already, or changed meanwhile
	CodeNewerFile  Code = "newer-file"  // the database was written by a newer program
	CodeCorrupt    Code = "corrupt"     // the database or a file is damaged
	CodeBusy       Code = "busy"        // another program holds the file
	CodeNoSpace    Code = "no-space"    // the disk is full
	CodeReadOnly   Code = "read-only"   // the folder or file can't be written
	CodeCancelled  Code = "cancelled"   // the person or the program stopped it
	CodePartly     Code = "partly"      // some of it was done; what failed is named
	CodeMail       Code = "mail"        // a mail server refused or was not reached
	CodeNoPassword Code = "no-password" // a secret is needed and none is known
	CodeUsage      Code = "usage"       // wrong use of a command
)

// Error is a failure that a person can be told about. Key names a sentence in
// the catalogue ("error.<key>"), Args fill its blanks; Err, if any, is the
// cause, for the log only.
type Error struct {
	Code Code
	Key  string
	Args map[string]any
	Err  error
}

// NewError makes an Error from a code, a catalogue key without its "error."
// prefix, and pairs of blank name and value.
func NewError(code Code, key string, pairs ...any) *Error {
	e := &Error{Code: code, Key: key}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			continue
		}
		if e.Args == nil {
			e.Args = map[string]any{}
		}
		e.Args[name] = pairs[i+1]
	}
	return e
}

// Because returns a copy of the error with its cause.
func (e *Error) Because(err error) *Error {
	c := *e
	c.Err = err
	return &c
}

// Error is the text for logs; a person is shown the translated sentence.
func (e *Error) Error() string {
	s := string(e.Code) + ": " + e.Key
	if len(e.Args) > 0 {
		s += fmt.Sprintf(" %v", e.Args)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf returns the code of the first Error in err's chain; CodeInternal for
// any other error, and "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}

// Refused reports whether a store would not take what it was given, other than
// being unable to save anything at all: the rest may still be taken without it.
func Refused(err error) bool {
	var e *Error
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	if !errors.As(err, &e) {
		return true
	}
	switch e.Code {
	case CodeConflict, CodeInvalid, CodeNotFound:
		return true
	}
	return false
}

// KeyOf returns the key of the sentence for a failure: ErrCancelled for one that
// was stopped, "internal" for one that has none of its own.
func KeyOf(err error) string {
	var e *Error
	switch {
	case errors.Is(err, context.Canceled):
		return ErrCancelled
	case errors.As(err, &e):
		return e.Key
	}
	return "internal"
}

// Cancelled is the failure of what a person or the program stopped.
func Cancelled(err error) *Error { return NewError(CodeCancelled, ErrCancelled).Because(err) }
