package data

import "time"

// Triage is what is suggested for a message and what the owner decided.
type Triage struct {
	Suggested    Kind
	Words        []string // the words that led to the suggestion, as written in the text
	SuggestedFor int64    // contact suggested by address or domain, 0: none
	How          string   // why that contact: "address", "domain", "thread", …
	Kind         Kind     // decided; "" waits for a decision
	Decided      time.Time
	Silent       bool // history from before the account's first day: never asks
}

// InboxRow is a message that waits for a decision, as the list shows it.
type InboxRow struct {
	ID          int64
	Date        time.Time
	From        Address
	Subject     string
	Excerpt     string
	Suggested   Kind
	Automatic   Automatic
	ContactID   int64
	ContactName string
	Attachments int
	Kind        Kind // decided kind, for the list of decided ones
}

// InboxFilter selects messages for triage.
type InboxFilter struct {
	Decided   bool // the decided ones instead of the waiting ones
	Automatic bool // include newsletters, auto-replies and bounces
	Offset    int
	Limit     int
}

// Filing is the owner's decision on a message.
type Filing struct {
	MessageID int64
	Kind      Kind
	ContactID int64    // 0: the suggested one, or a new contact made from the sender
	Category  string   // for a complaint
	Severity  Severity // for a complaint; 0: 2
	Demand    Demand
	Due       Date // for a follow-up; zero: today
	What      string
}

// Filed says what a filing made.
type Filed struct {
	MessageID     int64
	Kind          Kind
	ContactID     int64
	NewContact    bool
	CaseID        int64
	CaseNumber    string
	Deadline      Deadline
	OpinionID     int64
	FollowUpID    int64
	OrderID       int64
	InteractionID int64
}
