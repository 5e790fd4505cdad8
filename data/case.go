package data

import (
	"fmt"
	"time"
)

// CaseKind tells complaints from requests.
type CaseKind string

// The kinds of case.
const (
	CaseComplaint CaseKind = "complaint"
	CaseRequest   CaseKind = "request"
)

// CaseState is a step of complaint handling (after ISO 10002:2018, clause 7).
type CaseState string

// The states of a case, in their usual order.
const (
	CaseNew           CaseState = "new"
	CaseAcknowledged  CaseState = "acknowledged"
	CaseAssessed      CaseState = "assessed"
	CaseInvestigated  CaseState = "investigated"
	CaseWaitsClient   CaseState = "waits-client"
	CaseWaitsSupplier CaseState = "waits-supplier"
	CaseAnswered      CaseState = "answered"
	CaseClosed        CaseState = "closed"
	CaseWithdrawn     CaseState = "withdrawn"
)

// CaseStates lists the states in the order in which they are shown.
func CaseStates() []CaseState {
	return []CaseState{
		CaseNew, CaseAcknowledged, CaseAssessed, CaseInvestigated, CaseWaitsClient,
		CaseWaitsSupplier, CaseAnswered, CaseClosed, CaseWithdrawn,
	}
}

// Open reports whether the case still has to be answered.
func (s CaseState) Open() bool {
	return s != CaseAnswered && s != CaseClosed && s != CaseWithdrawn
}

// Decision is what the firm answered.
type Decision string

// The decisions.
const (
	DecisionNone     Decision = ""
	DecisionAccepted Decision = "accepted"
	DecisionPartly   Decision = "partly"
	DecisionRejected Decision = "rejected"
	DecisionLapsed   Decision = "lapsed" // accepted because the term ran out (art. 7a ust. 2 UPK)
)

// Decisions lists the decisions in the order in which they are shown.
func Decisions() []Decision {
	return []Decision{DecisionAccepted, DecisionPartly, DecisionRejected, DecisionLapsed}
}

// Demand is the remedy that the client asks for.
type Demand string

// The demands.
const (
	DemandNone        Demand = ""
	DemandRepair      Demand = "repair"
	DemandReplacement Demand = "replacement"
	DemandReduction   Demand = "reduction"
	DemandRefund      Demand = "refund"
	DemandApology     Demand = "apology"
	DemandExplanation Demand = "explanation"
	DemandOther       Demand = "other"
)

// Demands lists the demands in the order in which they are shown.
func Demands() []Demand {
	return []Demand{
		DemandNone, DemandRepair, DemandReplacement, DemandReduction, DemandRefund,
		DemandApology, DemandExplanation, DemandOther,
	}
}

// Severity of a case, 1 (low) to 4 (critical).
type Severity int

// Case is the record of a complaint or a request.
type Case struct {
	ID         int64
	Number     string // R/2026/0001, P/2026/0001 for a request
	Kind       CaseKind
	ContactID  int64
	MessageID  int64     // the mail it came with, 0 if none
	Received   time.Time // UTC
	ReceivedOn Date      // in the firm's zone: what the law counts from
	Channel    Channel
	LegalType  LegalType
	Product    string
	Subject    string
	Text       string // the client's words, unedited
	Category   string // code, "" if none
	Severity   Severity
	Demand     Demand
	Cause      string // root cause, code, "" if not known
	Decision   Decision
	Reason     string // why it was decided so
	Cost       Money
	State      CaseState
	Deadline   Deadline

	Acknowledged, Answered, Closed time.Time // UTC, zero: not yet
	Redirected                     time.Time // the client was only sent elsewhere; zero: never
	Updated                        time.Time
}

// Deadline is the legal term of a complaint.
type Deadline struct {
	Rule   string // code of the rule used, "" if none applies
	Safe   Date   // the answer should have reached the client by then
	Latest Date   // after the shift of art. 115 KC; later than Safe only with legal risk
}

// FormatNumber returns a case's number, as R/2026/0001.
func FormatNumber(k CaseKind, year, n int) string {
	letter := "R"
	if k == CaseRequest {
		letter = "P"
	}
	return fmt.Sprintf("%s/%d/%04d", letter, year, n)
}

// CaseRow is a case as a list shows it.
type CaseRow struct {
	Case
	ContactName string
	DaysLeft    int // to the safe date; negative: overdue; only while open
}

// CaseFilter selects cases. The zero filter selects all.
type CaseFilter struct {
	ContactID int64
	OpenOnly  bool
	Kind      CaseKind
	Offset    int
	Limit     int // 0: no limit
}

// CaseChange changes what is not nil of a case.
type CaseChange struct {
	ID       int64
	State    *CaseState
	Category *string
	Severity *Severity
	Demand   *Demand
	Cause    *string
	Decision *Decision
	Reason   *string
	Product  *string
	Cost     *Money
	Answered time.Time // when it was answered, with State answered; zero: now
}
