package data

import "time"

// EntryOutcome is what came of an entry that a client may want an answer to.
type EntryOutcome string

// The outcomes.
const (
	OutcomeUsual      EntryOutcome = ""           // as is usual for its channel, see Owes
	OutcomeAnswered   EntryOutcome = "answered"   // answered on the spot
	OutcomeOwed       EntryOutcome = "owed"       // an answer was promised, or nobody picked up
	OutcomeRedirected EntryOutcome = "redirected" // only sent elsewhere, which answers nothing
)

// EntryOutcomes lists the outcomes in the order in which they are shown.
func EntryOutcomes() []EntryOutcome {
	return []EntryOutcome{OutcomeUsual, OutcomeAnswered, OutcomeOwed, OutcomeRedirected}
}

// Written lists the channels over which a client writes and waits. Over the
// others people talk to each other, and what is asked is answered on the spot
// unless somebody says otherwise.
func Written() []Channel {
	return []Channel{ChannelEmail, ChannelSMS, ChannelSocial, ChannelApp, ChannelLetter}
}

// UnansweredType is what waits for an answer.
type UnansweredType string

// The types; a message stands for all of its thread that was not answered.
const (
	UnansweredMessage     UnansweredType = "message"
	UnansweredInteraction UnansweredType = "interaction"
	UnansweredCase        UnansweredType = "case"
	UnansweredOpinion     UnansweredType = "opinion"
)

// UnansweredTypes lists the types in the order in which they stand at one moment.
func UnansweredTypes() []UnansweredType {
	return []UnansweredType{UnansweredMessage, UnansweredInteraction, UnansweredCase, UnansweredOpinion}
}

// UnansweredKey names one entry of the list.
type UnansweredKey struct {
	Type UnansweredType
	ID   int64
}

// Unanswered is something that a client said and to which no person of the firm
// has said anything since.
type Unanswered struct {
	UnansweredKey
	At          time.Time // since when it waits, UTC
	Channel     Channel
	Kind        Kind
	Title       string // subject; "" for none
	Excerpt     string // first words of the text
	ContactID   int64
	ContactName string
	From        Address // of mail
	MessageID   int64   // the newest of a thread: which to answer; 0: no mail
	Messages    int     // how many of a thread wait
	CaseID      int64   // the open case that it belongs to, 0: none
	CaseNumber  string
	Deadline    Deadline // of that case, zero: no legal term
	DaysLeft    int      // to the safe date; negative: overdue
	Redirected  bool     // the client was sent elsewhere
	Days        int      // waited so far, in days of the calendar
	WorkMinutes int      // the same in working hours, in minutes
}

// Cursor is the place after an entry.
func (u *Unanswered) Cursor() UnansweredCursor {
	return UnansweredCursor{At: u.At, Type: u.Type, ID: u.ID}
}

// UnansweredCursor is where a page of the list begins; zero: at the oldest.
type UnansweredCursor struct {
	At   time.Time
	Type UnansweredType
	ID   int64
}

// UnansweredFilter selects a page of the list.
type UnansweredFilter struct {
	After     UnansweredCursor
	ContactID int64 // 0: of anybody
	Limit     int   // 0: no limit
}
