package data

import (
	"strings"
	"time"
)

// Security is how the connection to a mail server is protected.
type Security string

// The kinds of protection. SecurityNone is allowed on loopback only.
const (
	SecurityTLS      Security = "tls"
	SecuritySTARTTLS Security = "starttls"
	SecurityNone     Security = "none"
)

// Account is a mailbox that is pulled. The password is never here: it lives in
// the system's keyring, the environment, or the person's head.
type Account struct {
	ID       int64
	Name     string // unique; the address unless chosen otherwise
	Address  string
	Aliases  []string // other addresses that are the firm's own
	Host     string
	Port     int
	Security Security
	User     string
	Auth     Auth   // how it is entered; "" means a password
	CA       string // PEM of an extra certificate authority, "" for the system's
	Since    Date   // older mail comes as silent history; zero: none does
	Created  time.Time
	LastOK   time.Time // last run without a failure
	LastErr  string    // key of the last failure's sentence, "" after a good run
	Failed   int       // failed runs since the last good one
	Policy   Policy    // whose mail is stored; "": everybody's
	Chosen   []string  // folders that are pulled, by name; none: the usual ones
}

// Owns reports whether the address is one of the account's own.
func (a *Account) Owns(email string) bool {
	if strings.EqualFold(a.Address, email) {
		return true
	}
	for _, s := range a.Aliases {
		if strings.EqualFold(s, email) {
			return true
		}
	}
	return false
}

// FolderRole is the special use of a folder (RFC 6154).
type FolderRole string

// The roles that matter here.
const (
	RoleInbox  FolderRole = "inbox"
	RoleSent   FolderRole = "sent"
	RoleDrafts FolderRole = "drafts"
	RoleJunk   FolderRole = "junk"
	RoleTrash  FolderRole = "trash"
	RoleAll    FolderRole = "all"
	RoleNone   FolderRole = ""
)

// MailFolder is a folder of an account and how far it was pulled.
type MailFolder struct {
	ID          int64
	AccountID   int64
	Name        string // UTF-8, as the server nests it
	Role        FolderRole
	UIDValidity uint32
	Floor       uint32 // every UID up to here is kept, set aside or gone
	OnServer    int    // messages at the last look
	ModSeq      uint64 // of the server at the last good look (RFC 7162); 0: it has none
	LastOK      time.Time
	LastErr     string
}

// Problem is a message that could not be fetched; it is tried again later.
type Problem struct {
	Folder      string
	UIDValidity uint32
	UID         uint32
	Error       string
	Attempts    int
	LastTry     time.Time
}
