package mail

import (
	"context"
	"io"

	"kartoteka/data"
)

// Keeper is what a pull needs from a store. Keep saves a batch and its cursor
// in one transaction, so that a stop at any moment loses and doubles nothing.
type Keeper interface {
	// Folder returns how far the folder was pulled; a zero UIDValidity when
	// it is new.
	Folder(ctx context.Context, account int64, name string) (data.MailFolder, error)
	// Problems returns the UIDs of this folder that were set aside and are due
	// to be tried again.
	Problems(ctx context.Context, account int64, name string, validity uint32) ([]data.Problem, error)
	// UIDs returns the UIDs kept of the folder under this UIDVALIDITY,
	// ascending, without those marked as gone.
	UIDs(ctx context.Context, account int64, name string, validity uint32) ([]uint32, error)
	// Count returns how many UIDs there are that UIDs would return.
	Count(ctx context.Context, account int64, name string, validity uint32) (int, error)
	// LeftOut returns the UIDs of the folder that are not to be kept, since their
	// messages were deleted here for good, ascending.
	LeftOut(ctx context.Context, account int64, name string, validity uint32) ([]uint32, error)
	// Keep saves a batch. What was deleted here for good is not kept: the result counts it.
	Keep(ctx context.Context, b data.MailBatch) (data.Kept, error)
	// Held returns what of the folder is left on the server for its sender's
	// sake, ascending, and which of it is to be fetched by now.
	Held(ctx context.Context, account int64, name string, validity uint32) ([]data.Held, error)
	// Selective reports whether what is new has to be decided on by its header.
	Selective(ctx context.Context) (bool, error)
	// Hold decides on messages by their headers. It returns the UIDs that are to
	// be fetched, ascending, and keeps the headers of the others.
	Hold(ctx context.Context, b data.HeadBatch) (keep []uint32, err error)
	// MarkGone notes that the server no longer holds these UIDs; nothing is deleted.
	MarkGone(ctx context.Context, account int64, name string, validity uint32, uids []uint32) error
	// FoldersGone notes that the server has no other folders of the account than
	// these; what lay in others lies on no server any more. Nothing is deleted.
	FoldersGone(ctx context.Context, account int64, there []string) error
	// FolderFailed notes a folder's failure, for the account screen.
	FolderFailed(ctx context.Context, account int64, name, key string) error
}

// Parser reads a raw message. It never fails: what can't be read is marked
// Quarantined with its Error.
type Parser func(raw []byte) data.Message

// LargeParser is a Parser for a message that is too large to be held. Its error
// is one of reading the bytes.
type LargeParser func(r io.ReaderAt, size int64) (data.Message, error)
