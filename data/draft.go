package data

import "time"

// ReplyTemplate is a letter of the firm's that is filled in to answer a message.
// Subject and Body may hold blanks in braces; see ReplyBlanks.
type ReplyTemplate struct {
	ID       int64
	Name     string // in lists
	Language string // "pl", "en"; "" for any
	Subject  string // "": that of an answer
	Body     string
	Rank     int
}

// ReplyBlanks are the blanks that a template may hold, in the order in which
// they are explained ("reply.blank.<it>"). Each has its Polish and its English
// word; letters' case and accents do not matter. A passage in square brackets
// that holds a blank is left out where there is nothing to fill it with.
func ReplyBlanks() [][2]string {
	return [][2]string{
		{"imie", "name"},
		{"nazwisko", "surname"},
		{"klient", "client"},
		{"temat", "subject"},
		{"sprawa", "case"},
		{"przyjeto", "received"},
		{"termin", "deadline"},
		{"dzis", "today"},
		{"firma", "firm"},
		{"podpis", "signature"},
	}
}

// DraftState says how far an answer has come.
type DraftState string

// The states of a draft, in their order.
const (
	DraftWaiting DraftState = "waiting" // not in the mailbox yet
	DraftLaid    DraftState = "laid"    // in the mailbox's folder of drafts
	DraftGone    DraftState = "gone"    // no longer there, and not seen among what was sent
	DraftSent    DraftState = "sent"
)

// Draft is an answer that is laid among the drafts of a mailbox, from where its
// owner sends it. Nothing is sent by the program.
type Draft struct {
	ID         int64
	AccountID  int64
	Account    string // its name
	Folder     string // where it lies, "" while it waits
	MessageRef string // its Message-ID
	Answers    int64  // the message that it answers, 0: none
	ContactID  int64
	CaseID     int64
	Recipients []string // addresses
	Subject    string
	Made       time.Time
	Laid       time.Time
	Gone       time.Time
	Sent       time.Time
	SentAs     int64  // the message that it was sent as
	Tries      int    // attempts to lay it
	Error      string // key of the last attempt's failure
	Raw        []byte // the message while it waits; nil in lists and afterwards
}

// State says how far the draft has come.
func (d Draft) State() DraftState {
	switch {
	case !d.Sent.IsZero():
		return DraftSent
	case d.Laid.IsZero():
		return DraftWaiting
	case !d.Gone.IsZero():
		return DraftGone
	}
	return DraftLaid
}

// DraftFilter selects drafts. The zero filter selects all.
type DraftFilter struct {
	Answers   int64 // a message: also those answering other letters of its thread
	CaseID    int64
	ContactID int64
	AccountID int64
	Unsent    bool // only those not seen among what was sent
	Limit     int  // 0: no limit
}

// ReplySuggestion is what an answer that was sent may have settled. Nothing is
// done before the owner says so.
type ReplySuggestion struct {
	DraftID    int64
	Sent       time.Time
	CaseID     int64 // a case that stands open and was answered, 0: none
	CaseNumber string
	FollowUpID int64 // a follow-up about the answered message, 0: none
	FollowUp   string
}

// ReplyRequest says what is answered: a message, a case, or nothing but a
// contact, who is written to.
type ReplyRequest struct {
	MessageID  int64
	CaseID     int64
	ContactID  int64
	TemplateID int64 // 0: an empty text
}

// ReplyForm is an answer as it is shown before it is laid among the drafts. What
// is in it can be changed, but for what it answers.
type ReplyForm struct {
	Request    ReplyRequest
	AccountID  int64
	Account    string // its name
	From       Address
	To, Cc     []Address
	Subject    string
	Text       string
	Quote      string // the letter that is answered, to stand under the text; "" to leave it out
	Language   string
	ContactID  int64
	CaseID     int64
	CaseNumber string
	Warnings   []string         // codes, "reply.warning.<it>" words them
	Mind       []ContactWarning // of the contact that is written to
	Missing    []string         // blanks that stand unfilled in subject or text
}

// ReplyStanding is how the answers to something stand.
type ReplyStanding struct {
	Drafts      []Draft
	Suggestions []ReplySuggestion
}
