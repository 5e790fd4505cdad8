package data

import "time"

// Kind is what an interaction, or a message that waits for a decision, is about.
type Kind string

// The kinds, as the owner files them.
const (
	KindNone       Kind = "" // not decided
	KindComplaint  Kind = "complaint"
	KindPraise     Kind = "praise"
	KindSuggestion Kind = "suggestion"
	KindQuestion   Kind = "question"
	KindOrder      Kind = "order"
	KindFollowUp   Kind = "follow-up" // to be done later
	KindOther      Kind = "other"     // a client's mail that is none of these
	KindNotForUs   Kind = "not-for-us"
	KindMisconduct Kind = "misconduct" // insult, threat, harassment
)

// FilingKinds lists the kinds that a message can be filed as, in the order of
// their keys.
func FilingKinds() []Kind {
	return []Kind{
		KindComplaint, KindPraise, KindSuggestion, KindQuestion, KindOrder,
		KindFollowUp, KindOther, KindNotForUs,
	}
}

// Interaction is one thing that happened between the firm and a contact, over
// any channel. That of a mail message has MessageID and takes its text from it.
type Interaction struct {
	ID        int64
	ContactID int64
	At        time.Time // UTC
	Channel   Channel
	Direction Direction
	Kind      Kind
	Category  string // code, "" if none
	Subject   string
	Text      string // the client's words, unedited
	Note      string // the owner's own words
	Minutes   int
	CaseID    int64
	MessageID int64
	Automatic bool // written by a machine: never counts as an answer
	Pinned    bool // stands first on the timeline
	Outcome   EntryOutcome
}

// TimelineRow is an interaction as the list of all of them shows it.
type TimelineRow struct {
	Interaction
	CaseNumber string
	Excerpt    string // first words of the text
}

// Order is so much of a sale as makes rates countable.
type Order struct {
	ID        int64
	ContactID int64
	MessageID int64 // the mail that placed it, 0 if none
	On        Date
	Amount    Money
	What      string
}
