package cli

import (
	"strings"
	"time"

	"kartoteka/data"
)

// The JSON forms. Their field names are a promise to other people's scripts
// and are described by "kartoteka help json": they are added to, never renamed.

type messageShape struct {
	ID          int64             `json:"id"`
	Account     string            `json:"account"`
	Folder      string            `json:"folder"`
	UIDValidity uint32            `json:"uidvalidity"`
	UID         uint32            `json:"uid"`
	MessageID   string            `json:"message_id"`
	Thread      int64             `json:"thread"`
	From        string            `json:"from"`
	To          string            `json:"to"`
	Date        *time.Time        `json:"date"`
	Subject     string            `json:"subject"`
	Text        string            `json:"text"`
	Size        int64             `json:"size"`
	RawSHA256   string            `json:"raw_sha256"`
	Attachments []data.Attachment `json:"attachments"`
	Contact     *int64            `json:"contact"`
	Kind        string            `json:"kind"`
	Suggested   string            `json:"suggested_kind"`
	Automatic   string            `json:"automatic"`
	Quarantined bool              `json:"quarantined"`
	Error       string            `json:"error"`
	Places      []placeShape      `json:"places"`
}

type placeShape struct {
	Account     string `json:"account"`
	Folder      string `json:"folder"`
	UIDValidity uint32 `json:"uidvalidity"`
	UID         uint32 `json:"uid"`
	Gone        bool   `json:"gone"`
}

func shapeMessage(m data.Message) messageShape {
	s := messageShape{
		ID: m.ID, MessageID: m.MessageID, Thread: m.Thread,
		From: written(m.From), To: writtenList(m.To), Date: moment(m.Date),
		Subject: m.Subject, Text: m.Text, Size: m.Size, RawSHA256: m.SHA256,
		Attachments: list(m.Attachments), Contact: ref(m.ContactID),
		Kind: string(m.Kind), Suggested: string(m.Suggested), Automatic: string(m.Automatic),
		Quarantined: m.Quarantined, Error: m.Error, Places: []placeShape{},
	}
	for _, p := range m.Places {
		s.Places = append(s.Places, placeShape{p.Account, p.Folder, p.UIDValidity, p.UID, p.Gone})
	}
	if len(s.Places) > 0 {
		first := s.Places[0]
		s.Account, s.Folder, s.UIDValidity, s.UID = first.Account, first.Folder, first.UIDValidity, first.UID
	}
	return s
}

type contactShape struct {
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
	Handles       []handleShape     `json:"handles"`
	Addresses     []addressShape    `json:"addresses"`
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
	Consents      []consentShape    `json:"consents"`
	Fields        map[string]string `json:"fields"`
	Note          string            `json:"note"`
	Created       *time.Time        `json:"created"`
	LastContact   *time.Time        `json:"last_contact"`
	OpenCases     int               `json:"open_cases"`
	OpenFollowUps int               `json:"open_follow_ups"`
}

type handleShape struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
	Label string `json:"label"`
}

type addressShape struct {
	Label    string `json:"label"`
	Street   string `json:"street"`
	PostCode string `json:"post_code"`
	City     string `json:"city"`
	Region   string `json:"region"`
	Country  string `json:"country"`
}

type consentShape struct {
	Purpose   string     `json:"purpose"`
	Channel   string     `json:"channel"`
	Basis     string     `json:"basis"`
	Given     *time.Time `json:"given"`
	Withdrawn *time.Time `json:"withdrawn"`
}

// shapeContact names custom fields as the owner does.
func shapeContact(fields []data.CustomField) func(data.ContactRow) contactShape {
	return func(c data.ContactRow) contactShape {
		s := contactShape{
			ID: c.ID, Kind: string(c.Kind), Name: c.Name(), Company: c.Company,
			Emails: list(c.Emails()), Phones: list(c.Phones()), Status: string(c.Status), Tags: list(c.Tags),
			PreferredChannel: string(c.PreferredChannel), BirthYear: ref(int64(c.BirthYear)), Updated: moment(c.Updated),
			UID: c.UID, GivenName: c.GivenName, FamilyName: c.FamilyName, Nickname: c.Nickname, JobTitle: c.JobTitle,
			CompanyID: ref(c.CompanyID), Handles: []handleShape{}, Addresses: []addressShape{}, NIP: c.NIP, REGON: c.REGON,
			LegalType: string(c.LegalType), Language: c.Language, SecondChannel: string(c.SecondChannel), BestHours: c.BestHours,
			NoContact: c.NoContact, Arrangements: c.Arrangements, Generation: c.AgeGroup(), ReferredBy: ref(c.ReferredBy),
			Since: day(c.Since), EndedBy: string(c.End.By), EndedOn: day(c.End.On), Consents: []consentShape{},
			Fields: map[string]string{}, Note: c.Note, Created: moment(c.Created), LastContact: moment(c.LastContact),
			OpenCases: c.OpenCases, OpenFollowUps: c.OpenFollowUps,
		}
		for _, h := range c.Handles {
			s.Handles = append(s.Handles, handleShape{string(h.Kind), h.Value, h.Label})
		}
		first := data.PostalAddress{Street: c.Street, PostCode: c.PostCode, City: c.City, Region: c.Region, Country: c.Country}
		for _, a := range append([]data.PostalAddress{first}, c.MoreAddresses...) {
			if a != (data.PostalAddress{}) {
				s.Addresses = append(s.Addresses, addressShape(a))
			}
		}
		for _, k := range c.Consents {
			s.Consents = append(s.Consents, consentShape{k.Purpose, string(k.Channel), string(k.Basis), moment(k.Given), moment(k.Withdrawn)})
		}
		for _, f := range fields {
			if v, there := c.Fields[f.ID]; there {
				s.Fields[f.Name] = v
			}
		}
		return s
	}
}

type caseShape struct {
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

func shapeCase(c data.CaseRow) caseShape {
	return caseShape{
		ID: c.ID, Number: c.Number, Kind: string(c.Kind), Contact: ref(c.ContactID),
		Received: moment(c.Received), Channel: string(c.Channel), Category: c.Category,
		Severity: int(c.Severity), Cause: c.Cause, State: string(c.State), Deadline: day(c.Deadline.Safe),
		Answered: moment(c.Answered), Closed: moment(c.Closed), Decision: string(c.Decision),
	}
}

type followUpShape struct {
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

func shapeFollowUp(f data.FollowUpRow) followUpShape {
	return followUpShape{
		ID: f.ID, What: f.What, Contact: ref(f.ContactID), Case: ref(f.CaseID), Message: ref(f.MessageID),
		Due: day(f.Due), Snoozed: day(f.Snoozed), Done: moment(f.Done), State: string(f.State),
	}
}

type interactionShape struct {
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

func shapeInteraction(i data.Interaction) interactionShape {
	return interactionShape{
		ID: i.ID, Contact: ref(i.ContactID), At: moment(i.At), Channel: string(i.Channel),
		Direction: string(i.Direction), Kind: string(i.Kind), Category: i.Category, Subject: i.Subject,
		Text: i.Text, Note: i.Note, Minutes: i.Minutes, Case: ref(i.CaseID), Message: ref(i.MessageID),
		Automatic: i.Automatic, Outcome: string(i.Outcome),
	}
}

type opinionShape struct {
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

func shapeOpinion(o data.Opinion) opinionShape {
	return opinionShape{
		ID: o.ID, Contact: ref(o.ContactID), Message: ref(o.MessageID), Source: o.Source,
		Rating: ref(int64(o.Rating)), Tone: string(o.Tone), Text: o.Text, At: moment(o.At), Answered: moment(o.Answered),
	}
}

type accountShape struct {
	Name     string     `json:"name"`
	Address  string     `json:"address"`
	Host     string     `json:"host"`
	Port     int        `json:"port"`
	Security string     `json:"security"`
	User     string     `json:"user"`
	Since    *data.Date `json:"since"`
	LastOK   *time.Time `json:"last_ok"`
	Error    string     `json:"error"`
	Failed   int        `json:"failed_runs"`
	Auth     string     `json:"auth"`
}

func (s *session) shapeAccount(a data.Account) accountShape {
	problem := ""
	if a.LastErr != "" {
		problem = s.words.Error(data.NewError(data.CodeMail, a.LastErr, "Account", a.Name, "Host", a.Host))
	}
	return accountShape{
		Name: a.Name, Address: a.Address, Host: a.Host, Port: a.Port, Security: string(a.Security), User: a.User,
		Since: day(a.Since), LastOK: moment(a.LastOK), Error: problem, Failed: a.Failed, Auth: string(a.Auth),
	}
}

type importShape struct {
	ID         int64      `json:"id"`
	At         *time.Time `json:"at"`
	Source     string     `json:"source"`
	New        int        `json:"new"`
	Updated    int        `json:"updated"`
	Unchanged  int        `json:"unchanged"`
	Duplicates int        `json:"duplicates"`
	Failed     int        `json:"failed"`
	Reverted   *time.Time `json:"reverted"`
}

func shapeImport(r data.ImportRun) importShape {
	return importShape{
		ID: r.ID, At: moment(r.At), Source: r.Source, New: r.New, Updated: r.Updated, Unchanged: r.Unchanged,
		Duplicates: r.Duplicates, Failed: r.Failed, Reverted: moment(r.Reverted),
	}
}

type revertShape struct {
	Changes int      `json:"changes"`
	Kept    int      `json:"kept"`
	Names   []string `json:"names"`
}

type hitShape struct {
	Type    string  `json:"type"`
	ID      int64   `json:"id"`
	Title   string  `json:"title"`
	Snippet string  `json:"snippet"`
	Score   float64 `json:"score"`
}

type checkShape struct {
	OK       bool           `json:"ok"`
	Findings []data.Finding `json:"findings"`
}

// ref is null for a reference to nothing.
func ref(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}

// moment is null for a time that has not come; others are whole seconds of UTC.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC().Truncate(time.Second)
	return &t
}

// day is null for no day.
func day(d data.Date) *data.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}

// list is [] and never null.
func list[T any](v []T) []T {
	if v == nil {
		return []T{}
	}
	return v
}

// written is an address as mail programs write it; a name with a comma or other
// mark of syntax stands in quotation marks, so that a list can be taken apart.
func written(a data.Address) string {
	if strings.ContainsAny(a.Name, `,;<>"@()[]:\`) && a.Email != "" {
		a.Name = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(a.Name) + `"`
	}
	return a.String()
}

func writtenList(all []data.Address) string {
	out := make([]string, len(all))
	for i, a := range all {
		out[i] = written(a)
	}
	return strings.Join(out, ", ")
}
