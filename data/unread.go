package data

import "time"

// Unread is a message of a mailbox that is here but can't be read, or that
// could not be had at all.
type Unread struct {
	MessageID   int64 // its bytes are kept, and nothing could be read of them; 0: not had
	AccountID   int64
	Account     string // "" for one that came from a file
	Folder      string
	UIDValidity uint32
	UID         uint32
	At          time.Time // when it was received, or tried last
	Size        int64     // of what is kept
	Reason      string    // key of the sentence that says why
	Detail      string    // for those who know mail; may be ""
	Attempts    int       // to have it
	Next        time.Time // when it is tried again by itself; zero: it is not
}

// RawView is the beginning of a message's bytes, fit to be looked at.
type RawView struct {
	Text string // control characters are shown as pictures of them
	Size int64  // of the whole message
	Cut  bool   // there is more than Text shows
}
