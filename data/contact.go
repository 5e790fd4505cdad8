package data

import (
	"strings"
	"time"
)

// ContactKind tells a person from a company.
type ContactKind string

// The kinds of contact.
const (
	Person  ContactKind = "person"
	Company ContactKind = "company"
)

// ContactStatus is where the relation stands.
type ContactStatus string

// The states of a relation.
const (
	StatusLead          ContactStatus = "lead"
	StatusActive        ContactStatus = "active"
	StatusDormant       ContactStatus = "dormant"
	StatusEndedByClient ContactStatus = "ended-by-client"
	StatusEndedByUs     ContactStatus = "ended-by-us"
)

// ContactStatuses lists the states in the order in which they are shown.
func ContactStatuses() []ContactStatus {
	return []ContactStatus{StatusLead, StatusActive, StatusDormant, StatusEndedByClient, StatusEndedByUs}
}

// LegalType decides which complaint rules apply (ustawa o prawach konsumenta,
// art. 7a and 7aa; Kodeks cywilny, art. 556 to 576 between businesses).
type LegalType string

// The legal types of a client.
const (
	Consumer   LegalType = "consumer"
	SoleTrader LegalType = "sole-trader" // with consumer rights
	Business   LegalType = "business"
)

// LegalTypes lists the legal types in the order in which they are shown.
func LegalTypes() []LegalType { return []LegalType{Consumer, SoleTrader, Business} }

// HandleKind is a kind of address at which a contact is reached.
type HandleKind string

// The kinds of handle.
const (
	HandleEmail  HandleKind = "email"
	HandlePhone  HandleKind = "phone"
	HandleDomain HandleKind = "domain" // mail from anywhere at this domain is the company's
	HandleOther  HandleKind = "other"  // messenger name, profile, …
)

// Handle is one address of a contact. Value is as written, Norm is what is
// compared: a lower-case e-mail address, a phone in E.164, a lower-case domain.
type Handle struct {
	Kind  HandleKind
	Value string
	Norm  string
	Label string
}

// Contact is a person or a company.
type Contact struct {
	ID               int64
	Kind             ContactKind
	GivenName        string
	FamilyName       string
	Company          string // a company's name, or the firm a person works for
	CompanyID        int64  // the company's own card, 0 if none
	Handles          []Handle
	NIP, REGON       string // digits only
	Street           string
	PostCode         string
	City             string
	Language         string // "pl", "en", … or ""
	PreferredChannel Channel
	BirthYear        int // 0: not known
	LegalType        LegalType
	Status           ContactStatus
	Tags             []string
	Note             string
	Created, Updated time.Time // UTC
}

// Name returns what the contact is called: the company's name, the person's
// name, or the first handle.
func (c *Contact) Name() string {
	if c.Kind == Company && c.Company != "" {
		return c.Company
	}
	if n := strings.TrimSpace(c.GivenName + " " + c.FamilyName); n != "" {
		return n
	}
	if c.Company != "" {
		return c.Company
	}
	for _, h := range c.Handles {
		return h.Value
	}
	return ""
}

// Emails returns the contact's e-mail addresses as written.
func (c *Contact) Emails() []string { return c.values(HandleEmail) }

// Phones returns the contact's phone numbers as written.
func (c *Contact) Phones() []string { return c.values(HandlePhone) }

func (c *Contact) values(k HandleKind) []string {
	var out []string
	for _, h := range c.Handles {
		if h.Kind == k {
			out = append(out, h.Value)
		}
	}
	return out
}

// ContactRow is a contact as a list shows it.
type ContactRow struct {
	Contact
	DisplayName   string
	LastContact   time.Time // last interaction by a person, zero if none
	OpenCases     int
	OpenFollowUps int
}

// ContactOrder is an order of the contact list.
type ContactOrder string

// The orders of the contact list.
const (
	OrderLastContact ContactOrder = "last-contact" // newest first
	OrderName        ContactOrder = "name"
)

// ContactFilter selects contacts. The zero filter selects all.
type ContactFilter struct {
	Words  string // folded words, all must match
	Status ContactStatus
	Kind   ContactKind
	Order  ContactOrder
	Offset int
	Limit  int // 0: no limit
}
