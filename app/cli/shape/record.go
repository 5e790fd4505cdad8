// Package shape has the JSON forms of what the commands answer. Their field names
// are a promise to other people's scripts and are described by "kartoteka help
// json": they are added to, never renamed. It must not know what asked for them,
// nor any language.
package shape

import (
	"time"

	"kartoteka/data"
)

// Contact is a card.
type Contact struct {
	ID               int64      `json:"id"`
	Kind             string     `json:"kind"`
	Name             string     `json:"name"`
	Company          string     `json:"company"`
	Emails           []string   `json:"emails"`
	Phones           []string   `json:"phones"`
	Status           string     `json:"status"`
	Tags             []string   `json:"tags"`
	PreferredChannel string     `json:"preferred_channel"`
	BirthYear        *int64     `json:"birth_year"`
	Updated          *time.Time `json:"updated"`

	UID           string            `json:"uid"`
	GivenName     string            `json:"given_name"`
	FamilyName    string            `json:"family_name"`
	Nickname      string            `json:"nickname"`
	JobTitle      string            `json:"job_title"`
	CompanyID     *int64            `json:"company_id"`
	Handles       []Handle          `json:"handles"`
	Addresses     []Address         `json:"addresses"`
	NIP           string            `json:"nip"`
	REGON         string            `json:"regon"`
	LegalType     string            `json:"legal_type"`
	Language      string            `json:"language"`
	SecondChannel string            `json:"second_channel"`
	BestHours     string            `json:"best_hours"`
	NoContact     bool              `json:"no_contact"`
	Arrangements  string            `json:"arrangements"`
	Generation    string            `json:"generation"`
	ReferredBy    *int64            `json:"referred_by"`
	Since         *data.Date        `json:"since"`
	EndedBy       string            `json:"ended_by"`
	EndedOn       *data.Date        `json:"ended_on"`
	Consents      []Consent         `json:"consents"`
	Fields        map[string]string `json:"fields"`
	Note          string            `json:"note"`
	Created       *time.Time        `json:"created"`
	LastContact   *time.Time        `json:"last_contact"`
	OpenCases     int               `json:"open_cases"`
	OpenFollowUps int               `json:"open_follow_ups"`
}

// Handle is an address, a number or a name by which a contact is reached.
type Handle struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
	Label string `json:"label"`
}

// Address is a postal address.
type Address struct {
	Label    string `json:"label"`
	Street   string `json:"street"`
	PostCode string `json:"post_code"`
	City     string `json:"city"`
	Region   string `json:"region"`
	Country  string `json:"country"`
}

// Consent is a consent, or another basis for writing to a contact.
type Consent struct {
	Purpose   string     `json:"purpose"`
	Channel   string     `json:"channel"`
	Basis     string     `json:"basis"`
	Given     *time.Time `json:"given"`
	Withdrawn *time.Time `json:"withdrawn"`
}

// OfContact names custom fields as the owner does.
func OfContact(fields []data.CustomField) func(data.ContactRow) Contact {
	return func(c data.ContactRow) Contact {
		s := Contact{
			ID: c.ID, Kind: string(c.Kind), Name: c.Name(), Company: c.Company,
			Emails: List(c.Emails()), Phones: List(c.Phones()), Status: string(c.Status), Tags: List(c.Tags),
			PreferredChannel: string(c.PreferredChannel), BirthYear: ref(int64(c.BirthYear)), Updated: moment(c.Updated),
			UID: c.UID, GivenName: c.GivenName, FamilyName: c.FamilyName, Nickname: c.Nickname, JobTitle: c.JobTitle,
			CompanyID: ref(c.CompanyID), Handles: []Handle{}, Addresses: []Address{}, NIP: c.NIP, REGON: c.REGON,
			LegalType: string(c.LegalType), Language: c.Language, SecondChannel: string(c.SecondChannel), BestHours: c.BestHours,
			NoContact: c.NoContact, Arrangements: c.Arrangements, Generation: c.AgeGroup(), ReferredBy: ref(c.ReferredBy),
			Since: day(c.Since), EndedBy: string(c.End.By), EndedOn: day(c.End.On), Consents: []Consent{},
			Fields: map[string]string{}, Note: c.Note, Created: moment(c.Created), LastContact: moment(c.LastContact),
			OpenCases: c.OpenCases, OpenFollowUps: c.OpenFollowUps,
		}
		for _, h := range c.Handles {
			s.Handles = append(s.Handles, Handle{string(h.Kind), h.Value, h.Label})
		}
		first := data.PostalAddress{Street: c.Street, PostCode: c.PostCode, City: c.City, Region: c.Region, Country: c.Country}
		for _, a := range append([]data.PostalAddress{first}, c.MoreAddresses...) {
			if a != (data.PostalAddress{}) {
				s.Addresses = append(s.Addresses, Address(a))
			}
		}
		for _, k := range c.Consents {
			s.Consents = append(s.Consents, Consent{k.Purpose, string(k.Channel), string(k.Basis), moment(k.Given), moment(k.Withdrawn)})
		}
		for _, f := range fields {
			if v, there := c.Fields[f.ID]; there {
				s.Fields[f.Name] = v
			}
		}
		return s
	}
}

// Case is a complaint or another matter with a number.
type Case struct {
	ID       int64      `json:"id"`
	Number   string     `json:"number"`
	Kind     string     `json:"kind"`
	Contact  *int64     `json:"contact"`
	Received *time.Time `json:"received"`
	Channel  string     `json:"channel"`
	Category string     `json:"category"`
	Severity int        `json:"severity"`
	Cause    string     `json:"cause"`
	State    string     `json:"state"`
	Deadline *data.Date `json:"deadline"`
	Answered *time.Time `json:"answered"`
	Closed   *time.Time `json:"closed"`
	Decision string     `json:"decision"`
}

// OfCase writes a case.
func OfCase(c data.CaseRow) Case {
	return Case{
		ID: c.ID, Number: c.Number, Kind: string(c.Kind), Contact: ref(c.ContactID),
		Received: moment(c.Received), Channel: string(c.Channel), Category: c.Category,
		Severity: int(c.Severity), Cause: c.Cause, State: string(c.State), Deadline: day(c.Deadline.Safe),
		Answered: moment(c.Answered), Closed: moment(c.Closed), Decision: string(c.Decision),
	}
}

// FollowUp is something that is to be done by a day.
type FollowUp struct {
	ID      int64      `json:"id"`
	What    string     `json:"what"`
	Contact *int64     `json:"contact"`
	Case    *int64     `json:"case"`
	Message *int64     `json:"message"`
	Due     *data.Date `json:"due"`
	Snoozed *data.Date `json:"snoozed"`
	Done    *time.Time `json:"done"`
	State   string     `json:"state"`
}

// OfFollowUp writes a follow-up.
func OfFollowUp(f data.FollowUpRow) FollowUp {
	return FollowUp{
		ID: f.ID, What: f.What, Contact: ref(f.ContactID), Case: ref(f.CaseID), Message: ref(f.MessageID),
		Due: day(f.Due), Snoozed: day(f.Snoozed), Done: moment(f.Done), State: string(f.State),
	}
}

// Interaction is one contact with a client.
type Interaction struct {
	ID        int64      `json:"id"`
	Contact   *int64     `json:"contact"`
	At        *time.Time `json:"at"`
	Channel   string     `json:"channel"`
	Direction string     `json:"direction"`
	Kind      string     `json:"kind"`
	Category  string     `json:"category"`
	Subject   string     `json:"subject"`
	Text      string     `json:"text"`
	Note      string     `json:"note"`
	Minutes   int        `json:"minutes"`
	Case      *int64     `json:"case"`
	Message   *int64     `json:"message"`
	Automatic bool       `json:"automatic"`
	Outcome   string     `json:"outcome"`
}

// OfInteraction writes an interaction.
func OfInteraction(i data.Interaction) Interaction {
	return Interaction{
		ID: i.ID, Contact: ref(i.ContactID), At: moment(i.At), Channel: string(i.Channel),
		Direction: string(i.Direction), Kind: string(i.Kind), Category: i.Category, Subject: i.Subject,
		Text: i.Text, Note: i.Note, Minutes: i.Minutes, Case: ref(i.CaseID), Message: ref(i.MessageID),
		Automatic: i.Automatic, Outcome: string(i.Outcome),
	}
}

// Opinion is what a client thinks of the firm.
type Opinion struct {
	ID       int64      `json:"id"`
	Contact  *int64     `json:"contact"`
	Message  *int64     `json:"message"`
	Source   string     `json:"source"`
	Rating   *int64     `json:"rating"`
	Tone     string     `json:"tone"`
	Text     string     `json:"text"`
	At       *time.Time `json:"at"`
	Answered *time.Time `json:"answered"`
}

// OfOpinion writes an opinion.
func OfOpinion(o data.Opinion) Opinion {
	return Opinion{
		ID: o.ID, Contact: ref(o.ContactID), Message: ref(o.MessageID), Source: o.Source,
		Rating: ref(int64(o.Rating)), Tone: string(o.Tone), Text: o.Text, At: moment(o.At), Answered: moment(o.Answered),
	}
}

// Unanswered is somebody who waits for an answer.
type Unanswered struct {
	Type        string     `json:"type"`
	ID          int64      `json:"id"`
	Since       *time.Time `json:"since"`
	Days        int        `json:"days"`
	WorkMinutes int        `json:"work_minutes"`
	Channel     string     `json:"channel"`
	Kind        string     `json:"kind"`
	Contact     *int64     `json:"contact"`
	Name        string     `json:"name"`
	From        string     `json:"from"`
	Subject     string     `json:"subject"`
	Excerpt     string     `json:"excerpt"`
	Message     *int64     `json:"message"`
	Messages    int        `json:"messages"`
	Case        *int64     `json:"case"`
	CaseNumber  string     `json:"case_number"`
	Deadline    *data.Date `json:"deadline"`
	Redirected  bool       `json:"redirected"`
}

// OfUnanswered writes who waits, in days and in minutes of work.
func OfUnanswered(u data.Unanswered) Unanswered {
	from := ""
	if u.From != (data.Address{}) {
		from = written(u.From)
	}
	return Unanswered{
		Type: string(u.Type), ID: u.ID, Since: moment(u.At), Days: u.Days, WorkMinutes: u.WorkMinutes,
		Channel: string(u.Channel), Kind: string(u.Kind), Contact: ref(u.ContactID), Name: u.ContactName, From: from,
		Subject: u.Title, Excerpt: u.Excerpt, Message: ref(u.MessageID), Messages: u.Messages, Case: ref(u.CaseID),
		CaseNumber: u.CaseNumber, Deadline: day(u.Deadline.Safe), Redirected: u.Redirected,
	}
}

// Hit is something that was found.
type Hit struct {
	Type    string  `json:"type"`
	ID      int64   `json:"id"`
	Title   string  `json:"title"`
	Snippet string  `json:"snippet"`
	Score   float64 `json:"score"`
}

// OfHit writes a hit.
func OfHit(h data.Hit) Hit {
	return Hit{string(h.Type), h.ID, h.Title, h.Snippet, h.Score}
}
