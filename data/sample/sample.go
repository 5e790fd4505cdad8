package sample

import (
	"time"

	"kartoteka/data"
)

// Firm is the sample firm as its mailbox and its card index would hold it on
// the day of the anchor.
type Firm struct {
	Name    string
	Owner   string // the owner's name
	Address string // the mailbox
	Aliases []string
	City    string
	Anchor  time.Time

	Contacts     []data.Contact
	Fields       []Field
	Links        []Link
	Messages     []Mail // oldest first
	Interactions []Interaction
	Orders       []Order
	Opinions     []Opinion
	FollowUps    []FollowUp
}

// Mail is one message of the mailbox, with what the owner makes of it.
type Mail struct {
	Folder    string
	Role      data.FolderRole
	UID       uint32
	Received  time.Time // INTERNALDATE, in the anchor's zone
	Raw       []byte    // CRLF lines
	MessageID string    // without <>
	Thread    string    // Message-ID of the thread's first message
	Direction data.Direction
	Automatic data.Automatic
	From      data.Address
	Contact   string // the contact's first e-mail; "" when it is nobody's or nobody known
	Subject   string // as a reader would show it
	Text      string // what the sender wrote, without what he quotes
	Body      string // all of the readable text
	Truth     Truth
	Waiting   bool // not decided yet on the anchor's day
	Elsewhere bool // the firm's, and only sends the client elsewhere
}

// Truth is what the owner decides, or would decide, about a message.
type Truth struct {
	Kind    data.Kind // KindNone for the firm's own mail
	Decided time.Time // zero while it waits
	// When the owner noted that it needs no answer, zero: never.
	NoAnswer time.Time
	Case     *Case     // of a complaint that has been decided
	Due      data.Date // of a follow-up
	Done     time.Time // of a follow-up, zero: not yet
	What     string    // of a follow-up or an order
	Amount   data.Money
}

// Case is how the owner handled a complaint.
type Case struct {
	Product  string
	Category string
	Cause    string // "" while not known
	Severity data.Severity
	Demand   data.Demand
	State    data.CaseState
	Decision data.Decision
	Reason   string
	Cost     data.Money

	Acknowledged, Answered, Closed time.Time // zero: not yet
}

// Interaction is a call, a visit or a text message with the contact's first
// e-mail.
type Interaction struct {
	data.Interaction
	Contact string
}

// Order is a sale that was not placed by mail. Contact is "" for one over the
// counter.
type Order struct {
	data.Order
	Contact string
}

// Opinion is praise or criticism said elsewhere. Contact is "" when nobody
// knows who wrote it.
type Opinion struct {
	data.Opinion
	Contact string
}

// FollowUp is something to do that did not come from a mail.
type FollowUp struct {
	data.FollowUp
	Contact string
}

// The firm's fixed data.
const (
	firmName    = "Ślusarstwo Wiśniewski"
	firmOwner   = "Tomasz Wiśniewski"
	firmAddress = "kontakt@slusarstwo-wisniewski.example"
	firmAlias   = "tomasz@slusarstwo-wisniewski.example"
	firmPhone   = "42 012 34 28" // no subscriber number begins with 0, so it is nobody's
	firmDomain  = "slusarstwo-wisniewski.example"
)

// firmSignature stands under the firm's messages.
const firmSignature = "-- \n" + firmName + "\nul. Rzgowska 900, 93-311 Łódź\ntel. " + firmPhone + "\npon.–pt. 8:00–17:00, sob. 9:00–13:00"

// The mailbox's folders besides the archive's, which are named by years.
const (
	folderInbox   = "INBOX"
	folderSent    = "Wysłane"
	folderArchive = "Archiwum"
	folderSeries  = "Reklamacje/Wkładki 0423"
)

// days is how far back the firm's papers go.
const days = 730

// New invents the firm for a seed and the moment at which it is looked at. The
// anchor's location is the firm's zone.
func New(seed uint64, anchor time.Time) *Firm {
	anchor = anchor.Truncate(time.Second)
	w := newWorld(seed, anchor)
	w.writeHistory()
	w.writeFresh()
	w.closeTalks()
	w.writeLedger()
	return w.firm()
}
