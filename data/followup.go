package data

import "time"

// FollowUp is something to do, for somebody, on a day.
type FollowUp struct {
	ID        int64
	What      string
	ContactID int64
	CaseID    int64
	MessageID int64
	Due       Date
	Snoozed   Date      // hidden until this day, zero: not snoozed
	Done      time.Time // zero: open
	Created   time.Time
}

// FollowUpState tells where a follow-up stands on a given day.
type FollowUpState string

// The states of a follow-up.
const (
	FollowUpOverdue FollowUpState = "overdue"
	FollowUpToday   FollowUpState = "today"
	FollowUpLater   FollowUpState = "later"
	FollowUpSnoozed FollowUpState = "snoozed"
	FollowUpDone    FollowUpState = "done"
)

// State tells where the follow-up stands on the day today. A snoozed one that
// comes back is judged by its due day again.
func (f *FollowUp) State(today Date) FollowUpState {
	switch {
	case !f.Done.IsZero():
		return FollowUpDone
	case f.Snoozed.After(today):
		return FollowUpSnoozed
	case f.Due.Before(today):
		return FollowUpOverdue
	case f.Due == today:
		return FollowUpToday
	}
	return FollowUpLater
}

// FollowUpRow is a follow-up as a list shows it.
type FollowUpRow struct {
	FollowUp
	ContactName string
	CaseNumber  string
	State       FollowUpState
}

// FollowUpFilter selects follow-ups. The zero filter selects all open ones.
type FollowUpFilter struct {
	ContactID int64
	CaseID    int64
	WithDone  bool
	DueBy     Date // only those due (or snoozed until) by this day
	Limit     int  // 0: no limit
}
