package data

// Likeness is a reason for which two cards are, or are not, taken for one
// client's; "duplicate.reason.<code>" says it in the catalogue.
type Likeness string

// Reasons for taking two cards for one client's.
const (
	SameUID       Likeness = "uid"            // one and the same card, exported and read again
	SameEmail     Likeness = "email"          // a person's own
	SharedEmail   Likeness = "shared-email"   // an office's, as biuro@ is
	SamePhone     Likeness = "phone"          //
	SameNIP       Likeness = "nip"            //
	SameREGON     Likeness = "regon"          //
	SameDomain    Likeness = "domain"         // of a company's mail
	SameName      Likeness = "name"           //
	ShortName     Likeness = "short-name"     // Kasia and Katarzyna
	NameTypo      Likeness = "name-typo"      // a letter or two differ
	NameTurned    Likeness = "name-turned"    // given and family name changed places
	DoubleName    Likeness = "double-name"    // Nowak and Nowak-Kowalska
	Initial       Likeness = "initial"        // J. and Jan
	SameFamily    Likeness = "family-name"    // the given name is missing on one card
	SameGiven     Likeness = "given-name"     // the family name is missing on one card, or changed
	SameCompany   Likeness = "company"        // without legal forms
	CompanyTypo   Likeness = "company-typo"   //
	CompanyPart   Likeness = "company-part"   // one name holds the other
	SameEmployer  Likeness = "employer"       // both work there
	OwnersName    Likeness = "owners-name"    // a firm that bears a person's name
	SameAddress   Likeness = "address"        // street and town
	SameCity      Likeness = "city"           //
	SameBirthYear Likeness = "birth-year"     //
	OtherBirth    Likeness = "other-birth"    // speaks against
	OtherCity     Likeness = "other-city"     // speaks against
	OtherNIP      Likeness = "other-nip"      // speaks against
	OtherName     Likeness = "other-name"     // speaks against
	CompanyPerson Likeness = "person-company" // one is a person, the other a company; speaks against
)

// Reason is one thing that speaks for or against two cards being one client's.
type Reason struct {
	Code  Likeness
	Value string // what both have: the number, the address; "" where that says nothing
}

// Scores of likeness, from 0 to 100.
const (
	ScoreLook = 60 // from here on worth a look
	ScoreSame = 90 // from here on almost surely one client
)

// DuplicatePair is two cards that may be one client's. While a contact is being
// typed, A is the draft and its ID 0.
type DuplicatePair struct {
	A, B    DuplicateCard
	Score   int
	Reasons []Reason // the strongest first
}

// DuplicateCard is as much of a contact as tells which one is meant.
type DuplicateCard struct {
	ID      int64
	Kind    ContactKind
	Name    string
	Company string // of a person: where they work
	City    string
	Email   string
	Phone   string
}

// CardOf returns what tells which contact is meant.
func CardOf(c *Contact) DuplicateCard {
	d := DuplicateCard{ID: c.ID, Kind: c.Kind, Name: c.Name(), City: c.City}
	if c.Kind != Company && c.Company != d.Name {
		d.Company = c.Company
	}
	for _, h := range c.Handles {
		switch {
		case h.Kind == HandleEmail && d.Email == "":
			d.Email = h.Value
		case h.Kind == HandlePhone && d.Phone == "":
			d.Phone = h.Value
		}
	}
	return d
}

// DuplicateScan is what a search of the whole base for duplicates found.
type DuplicateScan struct {
	Contacts int             // that were compared
	Pairs    []DuplicatePair // the most alike first
	More     int             // pairs that were found but left out of Pairs, since there are so many
	Crowds   []DuplicateCrowd
}

// DuplicateCrowd is a group of cards too large to compare each with each: so
// many bear one name in one town that the name says nothing.
type DuplicateCrowd struct {
	Name string // of one of them
	N    int
}
