package data

import "time"

// MailItem is one message as a pull hands it over: its raw bytes exactly as
// served, where it lay, and what was read from it (already parsed).
type MailItem struct {
	UID      uint32
	Received time.Time // the server's INTERNALDATE
	Raw      []byte
	Message  Message // parsed fields; Triage filled by the keeper
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
	IDs    []int64
}
