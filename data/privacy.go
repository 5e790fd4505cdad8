package data

import "time"

// SensitiveKind is what a number that should not stand in a text is.
type SensitiveKind string

// The kinds of sensitive number.
const (
	SensitivePESEL SensitiveKind = "pesel"
	SensitiveCard  SensitiveKind = "card"
)

// SensitiveNumber is a number in a text that is shaped like one that a firm has
// no need to keep. Start and End are places in the text, in bytes.
type SensitiveNumber struct {
	Kind       SensitiveKind
	Start, End int
}

// RequestKind is what somebody asks about his data (RODO art. 15 to 22).
type RequestKind string

// The kinds of request.
const (
	RequestAccess        RequestKind = "access"        // art. 15
	RequestRectification RequestKind = "rectification" // art. 16
	RequestErasure       RequestKind = "erasure"       // art. 17
	RequestRestriction   RequestKind = "restriction"   // art. 18
	RequestPortability   RequestKind = "portability"   // art. 20
	RequestObjection     RequestKind = "objection"     // art. 21
	RequestWithdrawal    RequestKind = "withdrawal"    // of a consent, art. 7(3)
)

// RequestKinds lists the kinds in the order in which they are shown.
func RequestKinds() []RequestKind {
	return []RequestKind{
		RequestAccess, RequestRectification, RequestErasure, RequestRestriction,
		RequestPortability, RequestObjection, RequestWithdrawal,
	}
}

// RequestOutcome is how a request was answered.
type RequestOutcome string

// The outcomes.
const (
	OutcomeGranted RequestOutcome = "granted"
	OutcomePartly  RequestOutcome = "partly"
	OutcomeRefused RequestOutcome = "refused" // with reasons, and the right to complain to UODO (art. 12(4))
)

// RequestOutcomes lists the outcomes in the order in which they are shown.
func RequestOutcomes() []RequestOutcome {
	return []RequestOutcome{OutcomeGranted, OutcomePartly, OutcomeRefused}
}

// SubjectRequest is an entry of the register of requests. Due is kept by the
// program: a month from receipt, or three once an extension was announced.
type SubjectRequest struct {
	ID          int64
	Kind        RequestKind
	ContactID   int64  // 0: not a contact
	ContactName string // read, not saved
	Who         string // while there is no contact
	Channel     Channel
	Received    Date
	Due         Date
	Extended    Date   // day on which the extension was announced, zero: not extended
	Why         string // reasons for the extension or the refusal
	Answered    Date   // zero: open
	Outcome     RequestOutcome
	Note        string
	DaysLeft    int // read, not saved: from today to Due while open
}

// Open reports whether the request still has to be answered.
func (r *SubjectRequest) Open() bool { return r.Answered.IsZero() }

// BreachRisk is the risk that a breach means for people (RODO art. 33 and 34).
type BreachRisk string

// The risks.
const (
	RiskNone BreachRisk = "none" // unlikely: noted, not reported
	RiskSome BreachRisk = "risk" // reported to UODO within 72 hours
	RiskHigh BreachRisk = "high" // the people are told as well
)

// BreachRisks lists the risks in the order in which they are shown.
func BreachRisks() []BreachRisk { return []BreachRisk{RiskNone, RiskSome, RiskHigh} }

// Breach is an entry of the register of breaches (RODO art. 33(5)).
type Breach struct {
	ID       int64
	Found    time.Time // when the firm came to know of it
	Happened string    // when it happened, as far as known
	What     string
	Data     string // what data
	People   int    // how many people, about; 0: not known
	Risk     BreachRisk
	Effects  string
	Measures string
	Reported time.Time // to UODO, zero: not
	Informed time.Time // the people, zero: not
	Due      time.Time // read, not saved: 72 hours after Found
}

// Processing is an entry of the record of processing activities (RODO art. 30).
type Processing struct {
	ID         int64
	Rank       int
	Name       string
	Purpose    string
	Basis      string
	People     string // categories of data subjects
	Data       string // categories of data
	Recipients string
	Transfers  string // to third countries
	Retention  string
	Security   string
}

// RetentionRule says how long something is kept.
type RetentionRule struct {
	Code   string // stable; "retention.rule.<code>" names it in the catalogue
	Months int    // 0: kept
	Basis  string // the law or reason, where the owner wrote his own; "": that of BasisKey
	From   Date   // since when the law has stood so; zero for the owner's own rule
	Own    bool   // the owner changed it
	// YearEnd counts the months from the end of the year in which it ended.
	YearEnd bool
}

// BasisKey is the key of the rule's usual ground in the catalogue.
func (r RetentionRule) BasisKey() string { return "retention.basis." + r.Code }

// RetentionItem is something whose time to be kept is over.
type RetentionItem struct {
	Rule    string // code
	Record  string // "contact", "message", "interaction", "case", "held", "draft", "run", "trash" or "journal"
	ID      int64  // of a run its account's; of held headers 0
	Title   string // of held headers the address that they are with
	Since   Date   // from which the time is counted
	Due     Date   // day from which it is no longer needed
	Blocked bool   // an open case or tax documents speak against it
}

// RetentionResult is what a retention run did.
type RetentionResult struct {
	Erased  int      // contacts whose identity went
	Deleted int      // messages, headers, drafts, runs, trashed and journal entries
	Emptied int      // interactions and cases whose texts went
	Kept    []string // titles of what was not touched since something speaks against it
}

// Check is an item of the security checklist.
type Check struct {
	Code    string
	Checked Date // zero: not yet
}

// GonePerson is somebody whose card is no more, while the journal or the trash
// still holds what stood on it. ID is the former card's number.
type GonePerson struct {
	ID      int64
	Name    string
	Handles []Handle
	At      time.Time // when the card went
	Trashed bool      // it can be restored from the trash; else by doing again what was taken back
}

// EraseOptions say how a person is erased.
type EraseOptions struct {
	// Reason overrides what speaks against it; "" leaves the person if
	// something does. It is kept in the log without the person's name.
	Reason string
	// NamedMail erases other people's mail that only gives the person's name, too.
	NamedMail bool
}

// EraseCounts is how much an erasure concerns, by kind.
type EraseCounts struct {
	Fields       int `json:"fields"`       // filled fields of the card, addresses, handles, consents
	Interactions int `json:"interactions"` // emptied, kept for the figures
	Cases        int `json:"cases"`        // emptied, kept for the figures
	Opinions     int `json:"opinions"`     // emptied, kept for the figures
	Orders       int `json:"orders"`       // emptied, kept for the figures
	FollowUps    int `json:"follow_ups"`   // deleted
	Messages     int `json:"messages"`     // deleted
	Attachments  int `json:"attachments"`  // deleted with their messages
	SharedMail   int `json:"shared_mail"`  // of Messages: those that others take part in
	Journal      int `json:"journal"`      // entries of the history deleted
	Mentions     int `json:"mentions"`     // places in other records where the person's name went
}

// EraseBlock is something that speaks against an erasure (RODO art. 17(3)).
type EraseBlock struct {
	Kind  string // "case": open complaint or claim; "orders": tax documents
	Title string // number of the case
	Count int
	Until Date // "orders": until when the documents are to be kept
}

// Mention is a place in another record at which a person is named.
type Mention struct {
	Record    string // table: "interaction", "case_record", "message", …
	ID        int64
	ContactID int64 // whose record it is, 0: nobody's
	// Stays says that it is not touched: another client's mail, or a name that
	// another contact bears as well.
	Stays bool
}

// ErasePreview is what an erasure would do.
type ErasePreview struct {
	ContactID int64
	Name      string
	Counts    EraseCounts
	Blocks    []EraseBlock
	Mentions  []Mention
	Backups   []string // names of copies that hold the file
	Sealed    []string // of Backups: those that can't be rewritten, since they are encrypted or unreadable
}

// Erasure is an entry of the log of erasures: that somebody was erased,
// without who it was.
type Erasure struct {
	ID       int64
	At       time.Time
	Counts   EraseCounts
	Reason   string
	Backups  []string // names of copies that still hold the person
	Mentions []Mention
}

// Subject is everything that is kept about one person, but for mail, which is
// handed over message by message.
type Subject struct {
	Contact      Contact
	CompanyName  string
	FieldNames   map[int64]string
	Interactions []TimelineRow
	Cases        []Case
	Opinions     []Opinion
	Orders       []Order
	FollowUps    []FollowUp
	Changes      []FieldChange
	Requests     []SubjectRequest
	Held         []Held       // headers of mail that was left on the server
	Drafts       []Draft      // with Raw while they wait
	Rules        []SenderRule // on the person's addresses
	Mentions     []Mention
}
