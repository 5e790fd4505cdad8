package data

import "time"

// EntryType is what an entry of a timeline is.
type EntryType string

// The types of entry.
const (
	EntryInteraction EntryType = "interaction" // mail, call, visit, chat, …
	EntryCase        EntryType = "case"
	EntryOpinion     EntryType = "opinion"
	EntryOrder       EntryType = "order"
	EntryFollowUp    EntryType = "follow-up" // one that was done
	EntryChange      EntryType = "change"    // of the card itself
)

// Entry is one thing on a contact's timeline, whatever it is.
type Entry struct {
	Type        EntryType
	ID          int64 // of the record that Type names
	ContactID   int64
	ContactName string // on a company's timeline: whose it is
	At          time.Time
	Channel     Channel
	Direction   Direction
	Kind        Kind
	Category    string // of what was said or done, as its code
	Title       string // subject, what was ordered, or what was done
	Text        string // the client's words, unedited
	Note        string // the owner's own
	Excerpt     string // first words of the text
	Minutes     int
	CaseID      int64
	CaseNumber  string
	MessageID   int64
	Automatic   bool
	Rating      int
	Tone        Tone
	Amount      Money
	State       string // of a case
	What        ActionKind
	Pinned      bool
	Outcome     EntryOutcome // of interactions
}

// EntryFilter selects entries of a timeline. The zero filter selects all but
// changes of the card.
type EntryFilter struct {
	Types    []EntryType // nil: all but EntryChange
	Channels []Channel   // of interactions, nil: any
	Company  bool        // of the company's people, too
	Pinned   bool        // only pinned ones
}

// EntryCursor is where the next page of a timeline begins; zero: the newest.
type EntryCursor struct {
	At   time.Time
	Type EntryType
	ID   int64
}

// Cursor is the place after the entry.
func (e *Entry) Cursor() EntryCursor { return EntryCursor{At: e.At, Type: e.Type, ID: e.ID} }
