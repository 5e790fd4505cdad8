package data

import "time"

// Policy says whose mail of an account is stored.
type Policy string

// The policies. Under PolicyKnown mail with strangers stays on the server, and
// its headers wait for a decision.
const (
	PolicyAll   Policy = "all"
	PolicyKnown Policy = "known"
)

// Policies lists the policies.
func Policies() []Policy { return []Policy{PolicyAll, PolicyKnown} }

// Verdict is what was decided on a sender once for all.
type Verdict string

// The verdicts.
const (
	VerdictNever  Verdict = "never"  // their mail is not stored
	VerdictAlways Verdict = "always" // their mail is stored, known or not
)

// SenderRule is a decision on all mail of an address ("a@b.pl") or of a domain
// and what lies under it ("@b.pl").
type SenderRule struct {
	ID      int64
	Pattern string // in its normal form
	Verdict Verdict
	At      time.Time
}

// Held is a message that was left on the server and of which only the header is
// known.
type Held struct {
	Account   string // its name
	Folder    string
	UID       uint32
	With      Address // who wrote it, or to whom the firm did
	Outgoing  bool
	Subject   string
	At        time.Time
	Size      int64
	Automatic Automatic
	People    []string // addresses that would tie it to a contact, in normal form
	Refs      []string // Message-IDs that it answers
	Once      bool     // it is to be fetched, whoever it is from
	Troubled  bool     // it was to be fetched and could not be had
	Wanted    bool     // by the rules as they are now it is to be fetched
}

// HeadBatch is what is known of some messages of one folder by their headers.
// Items have no Raw; Message.Size is the size that the server states.
type HeadBatch struct {
	AccountID int64
	Folder    MailFolder // as it stands; a batch of headers does not move its pointer
	Items     []MailItem
}

// HeldSender is all mail held of one sender.
type HeldSender struct {
	With     Address // the name is that of the newest message
	Count    int
	Newest   time.Time
	Subjects []string // of the newest ones
	Outgoing int      // how many of them the firm wrote
	Machine  bool     // a machine wrote the newest one
	Coming   int      // how many are to be fetched at the next run
}

// FolderFigures is how a folder stands: OnServer = Kept + LeftOut + Failed.
type FolderFigures struct {
	MailFolder
	Kept    int
	LeftOut int // by a rule, or deleted here for good
	Failed  int // could not be had, or not yet
	Chosen  bool
}

// FolderChoice is a folder that a server has.
type FolderChoice struct {
	Name     string
	Role     FolderRole
	OnServer int  // messages, -1 where the server did not say
	Usual    bool // pulled when the owner chose none
	Chosen   bool // pulled as it is now
}
