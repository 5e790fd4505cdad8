package data

import "time"

// SyncRun is how one pull of an account went.
type SyncRun struct {
	AccountID int64
	Began     time.Time
	Ended     time.Time
	Fresh     int       // messages not seen before
	Failed    int       // messages on the server that could not be had
	Error     string    // key of the failure's sentence; "" after a good run
	Rest      time.Time // until then the provider wants to be left alone; zero: no need
}

// ErrCancelled is the key of a run that a person stopped. It is no failure.
const ErrCancelled = "cancelled"

// MailTotals count the mail of all mailboxes as it was last seen.
// OnServer = Kept + LeftOut + Failed + Missing.
type MailTotals struct {
	OnServer int
	Kept     int
	LeftOut  int // by the owner's rules, or deleted here for good
	Failed   int // set aside, to be tried again
	Missing  int // not looked at yet
}
