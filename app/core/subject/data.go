package subject

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"kartoteka/data"
	"kartoteka/data/store"
	"kartoteka/mail/message"
)

// The shapes of data.json. They are added to, never renamed: other programs
// read them (RODO art. 20: structured, commonly used, machine-readable).

type subjectShape struct {
	Format       string             `json:"format"`
	Exported     time.Time          `json:"exported"`
	Controller   string             `json:"controller"`
	Contact      subjectCard        `json:"contact"`
	Interactions []subjectContact   `json:"interactions"`
	Cases        []subjectCase      `json:"cases"`
	Opinions     []subjectOpinion   `json:"opinions"`
	Orders       []subjectOrder     `json:"orders"`
	FollowUps    []subjectFollowUp  `json:"follow_ups"`
	Requests     []subjectRequest   `json:"requests"`
	Changes      []subjectChange    `json:"changes"`
	Held         []subjectHeld      `json:"mail_headers"`
	Drafts       []subjectDraft     `json:"drafts"`
	Rules        []subjectRule      `json:"sender_rules"`
	Mentions     []subjectMention   `json:"mentioned_in"`
	Mail         []subjectMailShape `json:"mail,omitempty"`
}

type subjectCard struct {
	ID               int64               `json:"id"`
	UID              string              `json:"uid"`
	Kind             string              `json:"kind"`
	GivenName        string              `json:"given_name"`
	FamilyName       string              `json:"family_name"`
	Nickname         string              `json:"nickname"`
	Company          string              `json:"company"`
	WorksFor         string              `json:"works_for"`
	JobTitle         string              `json:"job_title"`
	NIP              string              `json:"nip"`
	REGON            string              `json:"regon"`
	Handles          []subjectHandle     `json:"handles"`
	Addresses        []subjectAddress    `json:"addresses"`
	Language         string              `json:"language"`
	PreferredChannel string              `json:"preferred_channel"`
	SecondChannel    string              `json:"second_channel"`
	BestHours        string              `json:"best_hours"`
	QuietFrom        int                 `json:"quiet_from_minute"`
	QuietTo          int                 `json:"quiet_to_minute"`
	NoContact        bool                `json:"do_not_contact"`
	NoContactWhy     string              `json:"do_not_contact_why"`
	BirthYear        int                 `json:"birth_year,omitempty"`
	Generation       string              `json:"generation"`
	LegalType        string              `json:"legal_type"`
	Status           string              `json:"status"`
	Since            data.Date           `json:"since"`
	Ended            *subjectEnding      `json:"ended,omitempty"`
	Referred         bool                `json:"referred_by_somebody"`
	Tags             []string            `json:"tags"`
	Note             string              `json:"note"`
	Arrangements     string              `json:"arrangements"`
	Consents         []subjectConsent    `json:"consents"`
	Fields           []subjectOwnerField `json:"fields"`
	Created          time.Time           `json:"created"`
	Updated          time.Time           `json:"updated"`
}

type subjectHandle struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
	Label string `json:"label"`
}

type subjectAddress struct {
	Label    string `json:"label"`
	Street   string `json:"street"`
	PostCode string `json:"post_code"`
	City     string `json:"city"`
	Region   string `json:"region"`
	Country  string `json:"country"`
}

type subjectEnding struct {
	By     string    `json:"by"`
	On     data.Date `json:"on"`
	Notice data.Date `json:"notice"`
	Reason string    `json:"reason"`
	Note   string    `json:"note"`
}

type subjectConsent struct {
	Channel   string     `json:"channel"`
	Purpose   string     `json:"purpose"`
	Basis     string     `json:"basis"`
	Wording   string     `json:"wording"`
	Source    string     `json:"source"`
	Given     *time.Time `json:"given"`
	Withdrawn *time.Time `json:"withdrawn"`
}

type subjectOwnerField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type subjectContact struct {
	ID        int64     `json:"id"`
	At        time.Time `json:"at"`
	Channel   string    `json:"channel"`
	Direction string    `json:"direction"`
	Kind      string    `json:"kind"`
	Category  string    `json:"category"`
	Subject   string    `json:"subject"`
	Text      string    `json:"text"`
	Note      string    `json:"note"`
	Minutes   int       `json:"minutes"`
	Case      string    `json:"case"`
	Message   int64     `json:"message,omitempty"`
	Outcome   string    `json:"outcome"`
}

type subjectCase struct {
	Number       string     `json:"number"`
	Kind         string     `json:"kind"`
	Received     time.Time  `json:"received"`
	Channel      string     `json:"channel"`
	Product      string     `json:"product"`
	Subject      string     `json:"subject"`
	Text         string     `json:"text"`
	Category     string     `json:"category"`
	Severity     int        `json:"severity"`
	Demand       string     `json:"demand"`
	Cause        string     `json:"cause"`
	Decision     string     `json:"decision"`
	Reason       string     `json:"reason"`
	Cost         string     `json:"cost"`
	State        string     `json:"state"`
	Deadline     data.Date  `json:"deadline"`
	Acknowledged *time.Time `json:"acknowledged"`
	Answered     *time.Time `json:"answered"`
	Closed       *time.Time `json:"closed"`
	Redirected   *time.Time `json:"redirected"` // the client was only sent elsewhere
}

type subjectOpinion struct {
	At       time.Time  `json:"at"`
	Source   string     `json:"source"`
	Rating   int        `json:"rating"`
	Tone     string     `json:"tone"`
	Text     string     `json:"text"`
	Answered *time.Time `json:"answered"`
}

type subjectOrder struct {
	On     data.Date `json:"on"`
	Amount string    `json:"amount"`
	What   string    `json:"what"`
}

type subjectFollowUp struct {
	What    string     `json:"what"`
	Due     data.Date  `json:"due"`
	Done    *time.Time `json:"done"`
	Created time.Time  `json:"created"`
}

type subjectRequest struct {
	Kind     string    `json:"kind"`
	Received data.Date `json:"received"`
	Due      data.Date `json:"due"`
	Extended data.Date `json:"extended"`
	Why      string    `json:"why"`
	Answered data.Date `json:"answered"`
	Outcome  string    `json:"outcome"`
	Note     string    `json:"note"`
}

type subjectChange struct {
	At     time.Time `json:"at"`
	What   string    `json:"what"`
	Record string    `json:"record"`
	Field  string    `json:"field"`
	Before string    `json:"before"`
	After  string    `json:"after"`
}

// subjectHeld is mail of which only the header was read.
type subjectHeld struct {
	Account   string       `json:"account"`
	Folder    string       `json:"folder"`
	With      data.Address `json:"with"`
	Direction string       `json:"direction"`
	Date      time.Time    `json:"date"`
	Subject   string       `json:"subject"`
	Size      int64        `json:"size"`
}

// subjectDraft is an answer that was drafted here.
type subjectDraft struct {
	ID         int64      `json:"id"`
	MessageID  string     `json:"message_id"`
	Account    string     `json:"account"`
	Folder     string     `json:"folder"`
	To         []string   `json:"to"`
	Subject    string     `json:"subject"`
	Made       time.Time  `json:"made"`
	State      string     `json:"state"`
	Sent       *time.Time `json:"sent"`
	Answers    int64      `json:"answers,omitempty"`
	SentAs     int64      `json:"sent_as,omitempty"`
	File       string     `json:"file,omitempty"` // while it waits
	TextOfFile string     `json:"text,omitempty"`
}

// subjectRule is what the owner decided on an address of the person's.
type subjectRule struct {
	Address string    `json:"address"`
	Verdict string    `json:"verdict"`
	At      time.Time `json:"at"`
}

type subjectMention struct {
	Record string `json:"record"`
	ID     int64  `json:"id"`
}

type subjectMailShape struct {
	ID          int64          `json:"id"`
	File        string         `json:"file"`
	MessageID   string         `json:"message_id"`
	From        data.Address   `json:"from"`
	To          []data.Address `json:"to"`
	Cc          []data.Address `json:"cc"`
	Date        time.Time      `json:"date"`
	Received    *time.Time     `json:"received"`
	Subject     string         `json:"subject"`
	Text        string         `json:"text"`
	Direction   string         `json:"direction"`
	Kind        string         `json:"kind"`
	SHA256      string         `json:"sha256"`
	Attachments []string       `json:"attachments"`
}

// writeData writes data.json; mail is read and written one by one.
func (x *subjectExport) writeData(ctx context.Context) error {
	w, err := x.entry(subjectData)
	if err != nil {
		return err
	}
	head, err := marshal(x.shape())
	if err != nil {
		return err
	}
	if _, err := w.Write(append(bytes.TrimSuffix(head, []byte("}")), `,"mail":[`...)); err != nil {
		return err
	}
	comma := ""
	err = x.eachMail(ctx, func(m data.Message, _ *store.Raw) error {
		b, err := marshal(shapeSubjectMail(&m))
		if err == nil {
			_, err = io.WriteString(w, comma+"\n"+string(b))
		}
		comma = ","
		return err
	})
	if err == nil {
		_, err = io.WriteString(w, "\n]}\n")
	}
	return err
}

// marshal writes JSON that keeps < and & legible.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

func (x *subjectExport) shape() subjectShape {
	s := x.subject
	return subjectShape{
		Format: "kartoteka-subject-1", Exported: x.desk.Now().UTC().Truncate(time.Second), Controller: x.firm,
		Contact: x.shapeCard(),
		Interactions: mapped(s.Interactions, func(i data.TimelineRow) subjectContact {
			return subjectContact{
				ID: i.ID, At: i.At, Channel: string(i.Channel), Direction: string(i.Direction), Kind: string(i.Kind),
				Category: i.Category, Subject: i.Subject, Text: i.Text, Note: i.Note, Minutes: i.Minutes,
				Case: i.CaseNumber, Message: i.MessageID, Outcome: string(i.Outcome),
			}
		}),
		Cases: mapped(s.Cases, shapeSubjectCase),
		Opinions: mapped(s.Opinions, func(o data.Opinion) subjectOpinion {
			return subjectOpinion{o.At, o.Source, o.Rating, string(o.Tone), o.Text, moment(o.Answered)}
		}),
		Orders: mapped(s.Orders, func(o data.Order) subjectOrder {
			return subjectOrder{o.On, amount(o.Amount), o.What}
		}),
		FollowUps: mapped(s.FollowUps, func(f data.FollowUp) subjectFollowUp {
			return subjectFollowUp{f.What, f.Due, moment(f.Done), f.Created}
		}),
		Requests: mapped(s.Requests, func(r data.SubjectRequest) subjectRequest {
			return subjectRequest{string(r.Kind), r.Received, r.Due, r.Extended, r.Why, r.Answered, string(r.Outcome), r.Note}
		}),
		Changes: mapped(s.Changes, func(c data.FieldChange) subjectChange {
			return subjectChange{c.Action.At, string(c.Action.What), c.Record, c.Field, c.Before, c.After}
		}),
		Held: mapped(s.Held, func(h data.Held) subjectHeld {
			return subjectHeld{h.Account, h.Folder, h.With, string(directionOf(&h)), h.At, h.Subject, h.Size}
		}),
		Drafts: mapped(s.Drafts, shapeSubjectDraft),
		Rules: mapped(s.Rules, func(r data.SenderRule) subjectRule {
			return subjectRule{r.Pattern, string(r.Verdict), r.At}
		}),
		Mentions: mapped(s.Mentions, func(m data.Mention) subjectMention { return subjectMention{m.Record, m.ID} }),
	}
}

func (x *subjectExport) shapeCard() subjectCard {
	c := &x.subject.Contact
	out := subjectCard{
		ID: c.ID, UID: c.UID, Kind: string(c.Kind), GivenName: c.GivenName, FamilyName: c.FamilyName,
		Nickname: c.Nickname, Company: c.Company, WorksFor: x.subject.CompanyName, JobTitle: c.JobTitle,
		NIP: c.NIP, REGON: c.REGON, Language: c.Language, PreferredChannel: string(c.PreferredChannel),
		SecondChannel: string(c.SecondChannel), BestHours: c.BestHours, QuietFrom: c.Quiet.From, QuietTo: c.Quiet.To,
		NoContact: c.NoContact, NoContactWhy: c.NoContactWhy, BirthYear: c.BirthYear, Generation: c.Generation,
		LegalType: string(c.LegalType), Status: string(c.Status), Since: c.Since, Referred: c.ReferredBy != 0,
		Tags: append([]string{}, c.Tags...), Note: c.Note, Arrangements: c.Arrangements,
		Created: c.Created, Updated: c.Updated,
		Handles: mapped(c.Handles, func(h data.Handle) subjectHandle { return subjectHandle{string(h.Kind), h.Value, h.Label} }),
		Consents: mapped(c.Consents, func(n data.Consent) subjectConsent {
			return subjectConsent{
				string(n.Channel), n.Purpose, string(n.Basis), n.Wording, n.Source, moment(n.Given), moment(n.Withdrawn),
			}
		}),
		Fields: []subjectOwnerField{}, Addresses: []subjectAddress{},
	}
	first := data.PostalAddress{Street: c.Street, PostCode: c.PostCode, City: c.City, Region: c.Region, Country: c.Country}
	for _, a := range append([]data.PostalAddress{first}, c.MoreAddresses...) {
		if (a != data.PostalAddress{}) {
			out.Addresses = append(out.Addresses, subjectAddress(a))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.Fields)) {
		out.Fields = append(out.Fields, subjectOwnerField{x.subject.FieldNames[id], c.Fields[id]})
	}
	if e := c.End; e != (data.Ending{}) {
		out.Ended = &subjectEnding{string(e.By), e.On, e.Notice, e.Reason, e.Note}
	}
	return out
}

func shapeSubjectCase(k data.Case) subjectCase {
	return subjectCase{
		Number: k.Number, Kind: string(k.Kind), Received: k.Received, Channel: string(k.Channel), Product: k.Product,
		Subject: k.Subject, Text: k.Text, Category: k.Category, Severity: int(k.Severity), Demand: string(k.Demand),
		Cause: k.Cause, Decision: string(k.Decision), Reason: k.Reason, Cost: amount(k.Cost), State: string(k.State),
		Deadline: k.Deadline.Safe, Acknowledged: moment(k.Acknowledged), Answered: moment(k.Answered), Closed: moment(k.Closed),
		Redirected: moment(k.Redirected),
	}
}

func shapeSubjectDraft(d data.Draft) subjectDraft {
	return subjectDraft{
		ID: d.ID, MessageID: d.MessageRef, Account: d.Account, Folder: d.Folder, To: append([]string{}, d.Recipients...),
		Subject: d.Subject, Made: d.Made, State: string(d.State()), Sent: moment(d.Sent), Answers: d.Answers,
		SentAs: d.SentAs, File: draftFile(&d), TextOfFile: draftText(&d),
	}
}

// draftText is what an answer that waits says.
func draftText(d *data.Draft) string {
	if len(d.Raw) == 0 {
		return ""
	}
	return message.Parse(d.Raw).Text
}

// directionOf says who wrote mail of which only the header is known.
func directionOf(h *data.Held) data.Direction {
	if h.Outgoing {
		return data.Outbound
	}
	return data.Inbound
}

func shapeSubjectMail(m *data.Message) subjectMailShape {
	out := subjectMailShape{
		ID: m.ID, File: mailFile(m), MessageID: m.MessageID, From: m.From, To: append([]data.Address{}, m.To...),
		Cc: append([]data.Address{}, m.Cc...), Date: m.Date, Received: moment(m.Received), Subject: m.Subject,
		Text: m.Text, Direction: string(m.Direction), Kind: string(m.Kind), SHA256: m.SHA256, Attachments: []string{},
	}
	for i := range m.Attachments {
		out.Attachments = append(out.Attachments, attachmentFile(m, &m.Attachments[i]))
	}
	return out
}

// moment is null for a time that has not come.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// amount writes money with a decimal point and its currency.
func amount(m data.Money) string {
	if m.IsZero() {
		return ""
	}
	currency := m.Currency
	if currency == "" {
		currency = "PLN"
	}
	sign, minor := "", m.Minor
	if minor < 0 {
		sign, minor = "-", -minor
	}
	return fmt.Sprintf("%s%d.%02d %s", sign, minor/100, minor%100, currency)
}

func mapped[A, B any](in []A, f func(A) B) []B {
	out := make([]B, len(in))
	for i, v := range in {
		out[i] = f(v)
	}
	return out
}
