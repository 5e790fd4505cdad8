package data

import (
	"reflect"
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

// Ended reports whether the relation has come to its end.
func (s ContactStatus) Ended() bool { return s == StatusEndedByClient || s == StatusEndedByUs }

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

// PostalAddress is where letters and visits go.
type PostalAddress struct {
	Label    string
	Street   string
	PostCode string
	City     string
	Region   string
	Country  string // as written, "" in the firm's own
}

// EndedBy says who ended a relation.
type EndedBy string

// Those who end a relation.
const (
	EndedByClient EndedBy = "client"
	EndedByUs     EndedBy = "us"
	EndedMutually EndedBy = "mutual"
	EndedExpired  EndedBy = "expired"
)

// EndedBys lists who can end a relation, in the order in which they are shown.
func EndedBys() []EndedBy {
	return []EndedBy{EndedByClient, EndedByUs, EndedMutually, EndedExpired}
}

// Ending is how a relation came to its end; zero while it goes on.
type Ending struct {
	By     EndedBy
	On     Date
	Notice Date   // when it was given
	Reason string // code of EndReasons, or the owner's own words
	Note   string
}

// Fit makes the ending agree with where the relation stands: none while it goes
// on, and one side's ending is not the other's.
func (e *Ending) Fit(s ContactStatus) {
	switch {
	case !s.Ended():
		*e = Ending{}
	case s == StatusEndedByClient && (e.By == "" || e.By == EndedByUs):
		e.By = EndedByClient
	case s == StatusEndedByUs && (e.By == "" || e.By == EndedByClient):
		e.By = EndedByUs
	}
}

// EndReasons lists the built-in reasons, in the order in which they are shown.
func EndReasons() []string {
	return []string{"moved", "price", "quality", "competitor", "non-payment", "misconduct", "no-need", "other"}
}

// DayMinutes is how many minutes a day has, by the clock on the wall.
const DayMinutes = 24 * 60

// QuietHours is when a contact does not want to be disturbed: from the first
// minute of the day up to the second, over midnight where that is smaller.
// Equal: none.
type QuietHours struct{ From, To int }

// None reports whether there are no quiet hours.
func (q QuietHours) None() bool { return q.From == q.To }

// Covers reports whether the minute of the day is a quiet one.
func (q QuietHours) Covers(minute int) bool {
	if q.From <= q.To {
		return minute >= q.From && minute < q.To
	}
	return minute >= q.From || minute < q.To
}

// Generations lists the codes of generations, oldest first; the owner may note
// one where the year of birth is not known.
func Generations() []string { return []string{"silent", "boomer", "x", "y", "z", "alpha"} }

// firstYears are those of birth with which a generation begins, newest first
// (Pew Research Center, "Defining generations", 2019; alpha after McCrindle).
var firstYears = []struct {
	year int
	code string
}{{2013, "alpha"}, {1997, "z"}, {1981, "y"}, {1965, "x"}, {1946, "boomer"}, {1, "silent"}}

// GenerationOf returns the code of the generation born in the year, "" when the
// year is not known.
func GenerationOf(birthYear int) string {
	for _, g := range firstYears {
		if birthYear >= g.year {
			return g.code
		}
	}
	return ""
}

// AgeGroup returns the code of the contact's generation: by the year of birth,
// else as it was noted; "" when neither is known.
func (c *Contact) AgeGroup() string {
	if g := GenerationOf(c.BirthYear); g != "" {
		return g
	}
	return c.Generation
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

	UID           string // stable across files and programs; made when the contact is
	Nickname      string
	JobTitle      string
	Region        string
	Country       string          // of the first address
	MoreAddresses []PostalAddress // after the first
	SecondChannel Channel
	BestHours     string // free words
	Quiet         QuietHours
	NoContact     bool // beats every consent
	NoContactWhy  string
	Arrangements  string // what was agreed with this one only
	Generation    string // code of Generations, where BirthYear is 0
	ReferredBy    int64  // contact, 0 if nobody
	Since         Date
	End           Ending
	Consents      []Consent
	Fields        map[int64]string // custom fields by id, in their written form
	Erased        time.Time        // identity gone by request, zero: not
}

// Name returns what the contact is called: the company's name, the person's
// name or nickname, or the first handle.
func (c *Contact) Name() string {
	if c.Kind == Company && strings.TrimSpace(c.Company) != "" {
		return c.Company
	}
	if n := strings.TrimSpace(c.GivenName + " " + c.FamilyName); n != "" {
		return n
	}
	for _, n := range []string{c.Nickname, c.Company} {
		if n = strings.TrimSpace(n); n != "" {
			return n
		}
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

// The orders of the contact list. Each can be turned round.
const (
	OrderLastContact ContactOrder = "last-contact" // newest first
	OrderName        ContactOrder = "name"         // by Polish rules
	OrderCompany     ContactOrder = "company"
	OrderCity        ContactOrder = "city"
	OrderStatus      ContactOrder = "status"
	OrderCreated     ContactOrder = "created" // newest first
)

// ContactFilter selects contacts. The zero filter selects all.
type ContactFilter struct {
	Words     string        `json:"words,omitempty"` // folded words, all must match
	Status    ContactStatus `json:"status,omitempty"`
	Kind      ContactKind   `json:"kind,omitempty"`
	LegalType LegalType     `json:"legal_type,omitempty"`
	Tag       string        `json:"tag,omitempty"`
	Channel   Channel       `json:"channel,omitempty"`    // preferred
	City      string        `json:"city,omitempty"`       // exactly as written
	CompanyID int64         `json:"company,omitempty"`    // people of this company
	SilentFor int           `json:"silent_for,omitempty"` // days without a contact, at least
	OpenOnly  bool          `json:"open_only,omitempty"`  // with an open case or follow-up
	NoContact bool          `json:"no_contact,omitempty"` // who asked not to be contacted
	Ended     bool          `json:"ended,omitempty"`      // whose relation was ended, by whomever
	IDs       []int64       `json:"-"`                    // only these, nil: any
	Order     ContactOrder  `json:"order,omitempty"`
	Reverse   bool          `json:"reverse,omitempty"`
	Offset    int           `json:"-"`
	Limit     int           `json:"-"` // 0: no limit
}

// Same reports whether the other filter selects the same contacts in the same
// order, whatever the page.
func (f ContactFilter) Same(o ContactFilter) bool {
	f.Offset, f.Limit, o.Offset, o.Limit = 0, 0, 0, 0
	return reflect.DeepEqual(f, o)
}

// BulkChange changes what is given of many contacts at once.
type BulkChange struct {
	AddTags    []string
	RemoveTags []string
	Status     *ContactStatus
	NoContact  *bool
	FollowUp   *FollowUp // one for each; its ContactID is filled in
}
