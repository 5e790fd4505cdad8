package data

import "time"

// Address is a mail address with the name written beside it.
type Address struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email"`
}

// String returns `Name <email>`, or the address alone.
func (a Address) String() string {
	if a.Name == "" {
		return a.Email
	}
	if a.Email == "" {
		return a.Name
	}
	return a.Name + " <" + a.Email + ">"
}

// Automatic says which kind of machine wrote a message; "" is a person.
type Automatic string

// The kinds of automatic mail.
const (
	ByPerson    Automatic = ""
	AutoReply   Automatic = "auto-reply" // RFC 3834
	AutoBulk    Automatic = "bulk"       // list or newsletter
	AutoBounce  Automatic = "bounce"     // delivery report
	AutoReceipt Automatic = "receipt"    // it was read, or thrown away: RFC 8098; neither an answer nor an absence
)

// Attachment is a part of a message that is not its readable text. The bytes
// stay in the raw message; Part finds them again.
type Attachment struct {
	Part   int    `json:"-"` // index among the message's leaf parts, in order
	Name   string `json:"name"`
	Type   string `json:"type"`
	Size   int64  `json:"size"` // decoded bytes
	SHA256 string `json:"sha256"`
	Inline bool   `json:"-"`
}

// Message is a mail message: what the server gave, kept whole as raw bytes in
// the store, and what was read from it.
type Message struct {
	ID          int64
	SHA256      string // lower-case hex of the raw bytes exactly as served
	Size        int64  // raw bytes
	MessageID   string // without <>
	InReplyTo   []string
	References  []string
	Thread      int64
	Topic       string // Outlook's mark of a conversation, "": none; filled by reading the raw bytes, not kept
	Answers     bool   // by that mark it answers another
	From        Address
	ReplyTo     []Address
	To, Cc      []Address
	Subject     string
	Date        time.Time // UTC, when it counts: from the header, unless that can't be so (see MailItem.CountsAt)
	Received    time.Time // UTC, when the server took it in; zero when no server said
	Text        string    // readable body: text/plain, or HTML turned into text
	Said        string    // what the sender says himself, without quotes; filled by reading the raw bytes, not kept
	Attachments []Attachment
	Automatic   Automatic
	Judged      bool     // the owner said himself who wrote it
	Warnings    []string // what was odd, as codes
	Quarantined bool     // raw kept, could not be read
	Error       string   // why, for the log and the list

	Places    []Place
	Direction Direction
	ContactID int64 // 0: not known
	Triage
}

// firstMail is the earliest date that is believed of a message. Clocks that have
// lost the time say 1970, 1980 or 1904.
var firstMail = time.Date(1995, 1, 1, 0, 0, 0, 0, time.UTC)

// ReceivedAt is when a message reached the firm: the day that a term set by law
// counts from. That is when the server took it in, and not when the sender says
// he wrote it, for his clock may stand. But when old mail is moved to another
// provider, that server takes it all in on the day of the move, so of the two
// the earlier counts, if it can be believed. Nothing is received after now.
func (m *Message) ReceivedAt(now time.Time) time.Time {
	at := m.Received
	if at.Before(firstMail) || !m.Date.Before(firstMail) && m.Date.Before(at) {
		at = m.Date
	}
	if at.Before(firstMail) || at.After(now) {
		return now
	}
	return at
}

// Place is where a server holds a message.
type Place struct {
	AccountID   int64
	Account     string // its name
	Folder      string // UTF-8
	UIDValidity uint32
	UID         uint32
	Gone        bool // the server no longer has it; nothing is deleted here
}

// MessageFilter selects messages. The zero filter selects all.
type MessageFilter struct {
	AccountID   int64
	ContactID   int64
	Thread      int64
	Quarantined bool      // only those
	Since       time.Time // from then on; zero: from the beginning
	Before      time.Time // up to but not including then; zero: to the end
	Offset      int
	Limit       int // 0: no limit
}

// MailMark is a message of which only so much is known as an export needs.
type MailMark struct {
	ID     int64
	At     time.Time // when it counts
	Size   int64
	SHA256 string // as of the message
}
