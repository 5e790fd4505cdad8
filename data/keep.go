package data

import (
	"io"
	"time"
)

// LargeMail is the size in bytes above which a message is not held in memory
// but read and kept in pieces.
const LargeMail = 4 << 20

// Content is the bytes of a message that is too large to be held in memory.
// They can be read in any order and as often as need be, until it is closed.
type Content interface {
	io.ReaderAt
	io.Closer
	Size() int64
}

// MailItem is one message as a pull hands it over: its raw bytes exactly as
// served, where it lay, and what was read from it (already parsed).
type MailItem struct {
	UID      uint32
	Received time.Time // the server's INTERNALDATE; zero: no server said
	Raw      []byte
	Large    Content // in place of Raw, with the sum in Message.SHA256; nil: all is in Raw
	Message  Message // parsed fields; Triage filled by the keeper
}

// Size returns how many bytes the message has.
func (it *MailItem) Size() int64 {
	if it.Large != nil {
		return it.Large.Size()
	}
	return int64(len(it.Raw))
}

// CountsAt is the time under which a message stands in lists and statistics:
// that of its header. Where the header has none, or one before 1995 or more than
// a day (so far may time zones be mistaken) after the message was received, its
// writer's clock was wrong: then it is the time of receipt, which without a word
// of a server is now. So no message tops the inbox for years, and none sinks to
// 1970. Earlier than received it may well be: mail waits, and history is moved.
func (it *MailItem) CountsAt(now time.Time) time.Time {
	received := it.Received
	if received.Before(firstMail) {
		received = now
	}
	if at := it.Message.Date; !at.Before(firstMail) && !at.After(received.Add(24*time.Hour)) {
		return at
	}
	return received
}

// MailBatch is what one transaction keeps: messages of one folder and the
// cursor that then holds. Nothing of it is kept unless all of it is.
type MailBatch struct {
	AccountID int64
	Folder    MailFolder // Name, Role, UIDValidity; Floor after this batch
	Items     []MailItem
	Problems  []Problem // UIDs that could not be had; the pointer passes only these
	Resolved  []uint32  // UIDs that earlier were problems and now are kept or gone
}

// Kept says what a batch added.
type Kept struct {
	New    int // messages not seen before
	Joined int // known bytes at another place: one message, one more place
	// LeftOut are messages that were deleted here for good and stay away.
	LeftOut int
	IDs     []int64
}
