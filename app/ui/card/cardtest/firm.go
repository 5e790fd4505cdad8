// Package cardtest is a small workshop's card index in memory, for the tests of
// the card, the list and the quick log. Only tests import it.
package cardtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"kartoteka/data"
)

// Firm is the card index. Its fields may be changed before and read after.
type Firm struct {
	Rows      []data.ContactRow
	Timeline  []data.Entry
	CaseRows  []data.CaseRow
	Tasks     []data.FollowUpRow
	Orders    []data.Order
	Waits     []data.Unanswered
	SavedView []data.SavedView
	Own       []data.CustomField
	Warnings  []data.ContactWarning
	Changes   []data.FieldChange
	Reverted  data.Reverted // what taking a deed back comes to
	Broken    error         // of what is read
	Fail      error         // of what is written

	mu sync.Mutex
	// What was done, in its order, each as a few words.
	Deeds   []string
	Filters []data.ContactFilter // with which contacts were asked for
	Entry   data.EntryFilter     // with which the timeline was asked for last
	Logged  []data.Interaction
	Changed []data.Contact
	Bulk    data.BulkChange
	BulkIDs []int64
}

// Warsaw is the zone of the firm.
var Warsaw = time.FixedZone("Warsaw", 3600)

// At is an hour of a day in November 2026.
func At(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 15, 0, 0, Warsaw) }

// Row is a contact as the list has it; without a given name it is a company.
func Row(id int64, given, family, company, city string, status data.ContactStatus, last time.Time) data.ContactRow {
	c := data.Contact{
		ID: id, Kind: data.Person, GivenName: given, FamilyName: family, Company: company, City: city,
		LegalType: data.Consumer, Status: status, Created: At(1, 8),
	}
	mail := strings.ToLower(given+family) + "@poczta.example"
	if given == "" {
		c.Kind, c.LegalType, mail = data.Company, data.Business, fmt.Sprintf("biuro%d@firma.example", id)
	}
	c.Handles = []data.Handle{
		{Kind: data.HandleEmail, Value: mail, Norm: mail},
		{Kind: data.HandlePhone, Value: fmt.Sprintf("600100%03d", id), Norm: fmt.Sprintf("+48600100%03d", id)},
	}
	return data.ContactRow{Contact: c, DisplayName: c.Name(), LastContact: last}
}

// New returns a firm with eight clients, of whom the first is whole.
func New() *Firm {
	f := &Firm{Rows: []data.ContactRow{
		Row(1, "Żaneta", "Dąbrowska", "Zielarnia", "Kraków", data.StatusActive, At(24, 9)),
		Row(2, "Łukasz", "Wiśniewski", "Młyn Śrubowy", "Wieliczka", data.StatusActive, At(23, 8)),
		Row(3, "", "", "Hotel Źródło sp. z o.o.", "Krynica-Zdrój", data.StatusActive, At(22, 17)),
		Row(4, "Grażyna", "Kamińska", "Hotel Źródło sp. z o.o.", "Skawina", data.StatusLead, At(20, 11)),
		Row(5, "Paweł", "Święcicki", "Piekarnia Ćwikła", "Kraków", data.StatusActive, At(18, 11)),
		Row(6, "Wojciech", "Zieliński", "", "Niepołomice", data.StatusDormant, At(3, 11)),
		Row(7, "Jadwiga", "Żółkiewska-Brzęczyszczykiewicz", "Wspólnota Mieszkaniowa przy ul. Świętokrzyskiej 14", "Kraków", data.StatusActive, At(2, 11)),
		Row(8, "Marek", "Nowak", "", "Bochnia", data.StatusEndedByClient, time.Time{}),
	}}
	c := &f.Rows[0]
	c.PreferredChannel, c.Note, c.OpenCases, c.Tags = data.ChannelPhone, "Dzwonić po 15. Klucz zapasowy u sąsiadki.", 1, []string{"stały klient"}
	c.BestHours, c.Arrangements, c.ReferredBy, c.BirthYear = "po 15", "rabat 5%, faktura raz w miesiącu", 5, 1978
	c.Street, c.PostCode, c.Fields = "Długa 4", "31-147", map[int64]string{1: "205.5"}
	c.Handles = append(c.Handles, data.Handle{Kind: data.HandlePhone, Value: "12 345 67 89", Label: "praca"})
	c.Consents = []data.Consent{{ID: 3, Channel: data.ChannelEmail, Purpose: "marketing", Basis: data.BasisConsent, Wording: "Zgadzam się na oferty.", Given: At(1, 10)}}
	f.Rows[3].CompanyID = 3
	f.Rows[7].NoContact, f.Rows[7].NoContactWhy = true, "Prośba z 3 marca."
	f.Rows[7].End = data.Ending{By: data.EndedByClient, On: data.NewDate(2026, 10, 1), Reason: "price"}
	f.Own = []data.CustomField{{ID: 1, Name: "Wysokość drzwi", Kind: data.FieldNumber}}
	f.fillTimeline()
	f.CaseRows = []data.CaseRow{{Case: data.Case{
		ID: 12, Number: "R/2026/0012", Kind: data.CaseComplaint, ContactID: 1, Subject: "Zamek zacina się przy przekręcaniu", State: data.CaseNew,
		Deadline: data.Deadline{Rule: "upk-7a-14", Safe: data.NewDate(2026, 12, 8), Latest: data.NewDate(2026, 12, 8)},
	}, ContactName: "Żaneta Dąbrowska", DaysLeft: 14}}
	f.Tasks = []data.FollowUpRow{
		{FollowUp: data.FollowUp{ID: 31, What: "Oddzwonić z ceną wkładki", ContactID: 1, Due: data.NewDate(2026, 11, 20)}, State: data.FollowUpOverdue},
		{FollowUp: data.FollowUp{ID: 32, What: "Umówić przegląd drzwi", ContactID: 1, Due: data.NewDate(2026, 12, 4)}, State: data.FollowUpLater},
	}
	f.Orders = []data.Order{
		{ID: 71, ContactID: 1, On: data.NewDate(2026, 11, 3), Amount: data.PLN(125000), What: "Drzwi RC3"},
		{ID: 72, ContactID: 1, On: data.NewDate(2026, 1, 9), Amount: data.PLN(8990), What: "Wkładka"},
	}
	return f
}

func (f *Firm) fillTimeline() {
	add := func(e data.Entry) {
		e.ContactID, e.ID = 1, int64(1000-len(f.Timeline))
		f.Timeline = append(f.Timeline, e)
	}
	add(data.Entry{
		Type: data.EntryInteraction, At: At(24, 9), Channel: data.ChannelEmail, Direction: data.Inbound, Kind: data.KindComplaint,
		Title: "Reklamacja zamka w drzwiach wejściowych", MessageID: 500, CaseID: 12, CaseNumber: "R/2026/0012",
		Excerpt: "Dzień dobry, trzy tygodnie temu montowali Państwo u mnie zamek wielopunktowy. Od wtorku zacina się przy przekręcaniu klucza.",
	})
	add(data.Entry{
		Type: data.EntryInteraction, At: At(17, 15), Channel: data.ChannelPhone, Direction: data.Inbound, Kind: data.KindQuestion, Minutes: 6,
		Text: "Czy wkładkę można wymienić bez wymiany zamka?", Note: "Obiecałem oddzwonić z ceną.",
	})
	add(data.Entry{Type: data.EntryOrder, At: At(3, 12), Title: "Drzwi RC3", Amount: data.PLN(125000)})
	add(data.Entry{Type: data.EntryOpinion, At: At(2, 12), Tone: data.Positive, Rating: 5, Text: "Polecam, szybko i czysto."})
	add(data.Entry{
		Type: data.EntryInteraction, At: At(2, 9), Channel: data.ChannelInPerson, Direction: data.Outbound, Pinned: true,
		Note: "Kod bramy 1234, pies w ogrodzie.",
	})
	for i := range 40 {
		add(data.Entry{
			Type: data.EntryInteraction, At: At(1, 8).AddDate(0, 0, -i*7), Channel: data.ChannelSMS, Direction: data.Outbound,
			Text: "Przypomnienie o przeglądzie drzwi.",
		})
	}
}

func (f *Firm) note(deed string, args ...any) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.Deeds = append(f.Deeds, strings.TrimSpace(deed+" "+strings.Trim(fmt.Sprint(args...), "[]")))
	return f.Fail
}

// matching are those whom a filter selects, in its order.
func (f *Firm) matching(filter data.ContactFilter) []data.ContactRow {
	out := slices.DeleteFunc(slices.Clone(f.Rows), func(r data.ContactRow) bool { return !selects(filter, &r) })
	switch filter.Order {
	case data.OrderName:
		slices.SortFunc(out, func(a, b data.ContactRow) int { return strings.Compare(a.FamilyName, b.FamilyName) })
	case data.OrderCity:
		slices.SortStableFunc(out, func(a, b data.ContactRow) int { return strings.Compare(a.City, b.City) })
	}
	if filter.Reverse {
		slices.Reverse(out)
	}
	return out
}

func selects(f data.ContactFilter, r *data.ContactRow) bool {
	return (f.Status == "" || r.Status == f.Status) && (f.City == "" || r.City == f.City) &&
		(f.Tag == "" || slices.Contains(r.Tags, f.Tag)) && (f.CompanyID == 0 || r.CompanyID == f.CompanyID) &&
		(f.IDs == nil || slices.Contains(f.IDs, r.ID)) && stands(f, r) &&
		strings.Contains(strings.ToLower(r.DisplayName), strings.ToLower(strings.TrimSpace(f.Words)))
}

func stands(f data.ContactFilter, r *data.ContactRow) bool {
	return (!f.NoContact || r.NoContact) && (!f.Ended || !r.End.On.IsZero()) && (!f.OpenOnly || r.OpenCases > 0)
}

// Contacts is asked by the list.
func (f *Firm) Contacts(_ context.Context, filter data.ContactFilter) ([]data.ContactRow, error) {
	f.mu.Lock()
	f.Filters = append(f.Filters, filter)
	f.mu.Unlock()
	out := f.matching(filter)
	out = out[min(filter.Offset, len(out)):]
	if filter.Limit > 0 {
		out = out[:min(filter.Limit, len(out))]
	}
	return out, f.Broken
}

// ContactCount is asked by the list.
func (f *Firm) ContactCount(_ context.Context, filter data.ContactFilter) (int, error) {
	return len(f.matching(filter)), f.Broken
}

// ContactIDs is asked when many are chosen.
func (f *Firm) ContactIDs(_ context.Context, filter data.ContactFilter) ([]int64, error) {
	var out []int64
	for _, r := range f.matching(filter) {
		out = append(out, r.ID)
	}
	return out, f.Broken
}

// Contact is a whole card.
func (f *Firm) Contact(_ context.Context, id int64) (data.Contact, error) {
	for _, r := range f.Rows {
		if r.ID == id {
			return r.Contact, nil
		}
	}
	return data.Contact{}, data.NewError(data.CodeNotFound, "not-found-contact")
}

// ContactsLike finds by the beginning of any word of the name.
func (f *Firm) ContactsLike(_ context.Context, typed string, limit int) ([]data.ContactRow, error) {
	typed = strings.ToLower(typed)
	out := slices.DeleteFunc(slices.Clone(f.Rows), func(r data.ContactRow) bool {
		return !slices.ContainsFunc(strings.Fields(strings.ToLower(r.DisplayName)), func(w string) bool { return strings.HasPrefix(w, typed) })
	})
	return out[:min(limit, len(out))], f.Broken
}

// Tags lists the tags.
func (f *Firm) Tags(context.Context) ([]string, error) {
	return []string{"drzwi", "stały klient"}, f.Broken
}

// Cities lists the towns.
func (f *Firm) Cities(context.Context) ([]string, error) {
	return []string{"Bochnia", "Kraków", "Skawina"}, f.Broken
}

// Views lists the saved views.
func (f *Firm) Views(context.Context) ([]data.SavedView, error) {
	return slices.Clone(f.SavedView), f.Broken
}

// CustomFields lists the owner's fields.
func (f *Firm) CustomFields(context.Context) ([]data.CustomField, error) { return f.Own, f.Broken }

// Categories lists the channels, with one of the owner's own.
func (f *Firm) Categories(_ context.Context, list string) ([]data.Category, error) {
	if list != data.ListChannels {
		return []data.Category{{List: list, Code: "quality"}}, nil
	}
	var out []data.Category
	for _, c := range data.Channels() {
		out = append(out, data.Category{List: list, Code: string(c)})
	}
	return append(out, data.Category{List: list, Code: "courier", Name: "Goniec"}), nil
}

// Entries is a page of the timeline.
func (f *Firm) Entries(_ context.Context, id int64, filter data.EntryFilter, from data.EntryCursor, limit int) ([]data.Entry, error) {
	if !filter.Pinned {
		f.Entry = filter
	}
	var out []data.Entry
	for _, e := range f.Timeline {
		switch {
		case e.ContactID != id && !filter.Company, filter.Pinned && !e.Pinned, len(out) == limit:
		case filter.Types != nil && !slices.Contains(filter.Types, e.Type):
		case filter.Channels != nil && !slices.Contains(filter.Channels, e.Channel):
		case !from.At.IsZero() && !e.At.Before(from.At):
		default:
			out = append(out, e)
		}
	}
	return out, f.Broken
}

// Referrals are those whom a contact referred.
func (f *Firm) Referrals(_ context.Context, id int64) ([]data.ContactRow, error) {
	return slices.DeleteFunc(slices.Clone(f.Rows), func(r data.ContactRow) bool { return r.ReferredBy != id }), nil
}

// MayContact returns the warnings that were set.
func (f *Firm) MayContact(_ context.Context, id int64, over data.Channel, _ time.Time) ([]data.ContactWarning, error) {
	_ = f.note("may", id, over)
	return f.Warnings, nil
}

// Cases are the open cases of a contact.
func (f *Firm) Cases(_ context.Context, filter data.CaseFilter) ([]data.CaseRow, error) {
	return slices.DeleteFunc(slices.Clone(f.CaseRows), func(r data.CaseRow) bool { return r.ContactID != filter.ContactID }), nil
}

// Unanswered is what of a contact's waits for an answer.
func (f *Firm) Unanswered(_ context.Context, filter data.UnansweredFilter) ([]data.Unanswered, error) {
	return slices.DeleteFunc(slices.Clone(f.Waits), func(u data.Unanswered) bool { return u.ContactID != filter.ContactID }), nil
}

// FollowUps are the open follow-ups of a contact.
func (f *Firm) FollowUps(_ context.Context, filter data.FollowUpFilter) ([]data.FollowUpRow, error) {
	return slices.DeleteFunc(slices.Clone(f.Tasks), func(r data.FollowUpRow) bool {
		return r.ContactID != filter.ContactID || !r.Done.IsZero()
	}), nil
}

// OrdersOf are the orders of a contact.
func (f *Firm) OrdersOf(_ context.Context, id int64) ([]data.Order, error) {
	return slices.DeleteFunc(slices.Clone(f.Orders), func(o data.Order) bool { return o.ContactID != id }), nil
}

// History are the changes that were set.
func (f *Firm) History(context.Context, int64, int) ([]data.FieldChange, error) {
	return f.Changes, nil
}
