package contacts

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kartoteka/data"
)

// fakeService is a small workshop's card index in memory.
type fakeService struct {
	contacts  []data.ContactRow
	timeline  []data.TimelineRow
	cases     []data.CaseRow
	followUps []data.FollowUpRow
	logged    []data.Interaction
	changed   []data.Contact
	added     []data.Contact
	addedCase []data.Case
	filters   []data.ContactFilter
	fail      error // of what is written
	broken    error // of what is read
}

var warsaw = time.FixedZone("Warsaw", 3600)

func at(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 15, 0, 0, warsaw) }

func row(id int64, given, family, company, city string, status data.ContactStatus, last time.Time) data.ContactRow {
	c := data.Contact{
		ID: id, Kind: data.Person, GivenName: given, FamilyName: family, Company: company, City: city,
		LegalType: data.Consumer, Status: status, Created: at(1, 8),
	}
	if given == "" {
		c.Kind, c.LegalType = data.Company, data.Business
	}
	mail := strings.ToLower(given+family) + "@poczta.example"
	if given == "" {
		mail = "biuro@firma.example"
	}
	c.Handles = []data.Handle{
		{Kind: data.HandleEmail, Value: mail, Norm: mail},
		{Kind: data.HandlePhone, Value: fmt.Sprintf("600 100 %03d", id), Norm: fmt.Sprintf("+48600100%03d", id)},
	}
	return data.ContactRow{Contact: c, DisplayName: c.Name(), LastContact: last}
}

func newFake() *fakeService {
	f := &fakeService{contacts: []data.ContactRow{
		row(1, "Zaneta", "Dabrowska", "Zielarnia", "Kraków", data.StatusActive, at(24, 9)),
		row(2, "Łukasz", "Wiśniewski", "Młyn Śrubowy", "Wieliczka", data.StatusActive, at(23, 8)),
		row(3, "", "", "Hotel Źródło sp. z o.o.", "Krynica-Zdrój", data.StatusActive, at(22, 17)),
		row(4, "Grażyna", "Kamińska", "", "Skawina", data.StatusLead, at(20, 11)),
		row(5, "Paweł", "Święcicki", "Piekarnia Ćwikła", "Kraków", data.StatusActive, at(18, 11)),
		row(6, "Wojciech", "Zieliński", "", "Niepołomice", data.StatusDormant, at(3, 11)),
		row(7, "Jadwiga", "Żółkiewska-Brzęczyszczykiewicz", "Wspólnota Mieszkaniowa przy ul. Świętokrzyskiej 14", "Kraków", data.StatusActive, at(2, 11)),
		row(8, "Marek", "Nowak", "", "Bochnia", data.StatusEndedByClient, time.Time{}),
	}}
	c := &f.contacts[0]
	c.GivenName, c.FamilyName, c.DisplayName, c.OpenCases = "Żaneta", "Dąbrowska", "Żaneta Dąbrowska", 1
	c.PreferredChannel, c.Note = data.ChannelPhone, "Dzwonić po 15. Klucz zapasowy u sąsiadki."
	add := func(r data.TimelineRow) {
		r.ID, r.ContactID = int64(1000-len(f.timeline)), 1
		f.timeline = append(f.timeline, r)
	}
	entry := func(when time.Time, ch data.Channel, dir data.Direction, kind data.Kind, subject, text string) data.TimelineRow {
		r := data.TimelineRow{Interaction: data.Interaction{At: when, Channel: ch, Direction: dir, Kind: kind, Subject: subject}, Excerpt: text}
		if ch == data.ChannelEmail {
			r.MessageID = 500 + int64(len(f.timeline))
		}
		return r
	}
	complaint := entry(at(24, 9), data.ChannelEmail, data.Inbound, data.KindComplaint, "Reklamacja zamka w drzwiach wejściowych",
		"Dzień dobry, trzy tygodnie temu montowali Państwo u mnie zamek wielopunktowy. Od wtorku zacina się przy przekręcaniu klucza.")
	complaint.CaseID, complaint.CaseNumber = 12, "R/2026/0012"
	add(complaint)
	call := entry(at(17, 15), data.ChannelPhone, data.Inbound, data.KindOther, "", "")
	call.Note, call.Minutes = "Pyta, czy wkładkę można wymienić bez wymiany zamka. Obiecałem oddzwonić z ceną.", 6
	add(call)
	add(entry(at(5, 12), data.ChannelInPerson, data.Outbound, data.KindOther, "Montaż zamka wielopunktowego", "Montaż bez uwag, przekazano trzy klucze i kartę."))
	add(entry(at(3, 9), data.ChannelEmail, data.Outbound, data.KindNone, "Montaż zamka: potwierdzenie terminu", "Dzień dobry, potwierdzamy montaż w środę o 9:00."))
	add(entry(at(2, 18), data.ChannelEmail, data.Inbound, data.KindQuestion, "Zapytanie o montaż zamka", "Proszę o wycenę montażu zamka wielopunktowego w drzwiach drewnianych."))
	for i := range 40 {
		add(entry(at(1, 8).AddDate(0, 0, -i*7), data.ChannelSMS, data.Outbound, data.KindOther, "", "Przypomnienie o przeglądzie drzwi."))
	}
	f.cases = []data.CaseRow{{
		Case: data.Case{
			ID: 12, Number: "R/2026/0012", Kind: data.CaseComplaint, ContactID: 1, Subject: "Zamek zacina się przy przekręcaniu",
			State: data.CaseNew, Deadline: data.Deadline{Rule: "upk-7a-14", Safe: data.NewDate(2026, 12, 8), Latest: data.NewDate(2026, 12, 8)},
		}, ContactName: "Żaneta Dąbrowska", DaysLeft: 14,
	}}
	f.followUps = []data.FollowUpRow{
		{FollowUp: data.FollowUp{ID: 31, What: "Oddzwonić z ceną wkładki", ContactID: 1, Due: data.NewDate(2026, 11, 20)}, State: data.FollowUpOverdue},
		{FollowUp: data.FollowUp{ID: 32, What: "Umówić przegląd drzwi", ContactID: 1, Due: data.NewDate(2026, 12, 4)}, State: data.FollowUpLater},
	}
	return f
}

func (f *fakeService) matching(filter data.ContactFilter) []data.ContactRow {
	out := slices.Clone(f.contacts)
	out = slices.DeleteFunc(out, func(r data.ContactRow) bool {
		return filter.Status != "" && r.Status != filter.Status ||
			!strings.Contains(strings.ToLower(r.DisplayName), strings.ToLower(filter.Words))
	})
	if filter.Order == data.OrderName {
		slices.SortFunc(out, func(a, b data.ContactRow) int { return strings.Compare(a.FamilyName, b.FamilyName) })
	}
	return out
}

func (f *fakeService) Contacts(_ context.Context, filter data.ContactFilter) ([]data.ContactRow, error) {
	f.filters = append(f.filters, filter)
	out := f.matching(filter)
	out = out[min(filter.Offset, len(out)):]
	if filter.Limit > 0 {
		out = out[:min(filter.Limit, len(out))]
	}
	return out, f.broken
}

func (f *fakeService) ContactCount(_ context.Context, filter data.ContactFilter) (int, error) {
	return len(f.matching(filter)), f.broken
}

func (f *fakeService) Contact(_ context.Context, id int64) (data.Contact, error) {
	for _, r := range f.contacts {
		if r.ID == id {
			return r.Contact, nil
		}
	}
	return data.Contact{}, data.NewError(data.CodeNotFound, "not-found-contact")
}

func (f *fakeService) AddContact(_ context.Context, c data.Contact) (int64, error) {
	if f.fail != nil {
		return 0, f.fail
	}
	c.ID = int64(len(f.contacts) + 1)
	f.added = append(f.added, c)
	f.contacts = append(f.contacts, data.ContactRow{Contact: c, DisplayName: c.Name()})
	return c.ID, nil
}

func (f *fakeService) ChangeContact(_ context.Context, c data.Contact) error {
	f.changed = append(f.changed, c)
	for i := range f.contacts {
		if f.contacts[i].ID == c.ID {
			f.contacts[i].Contact, f.contacts[i].DisplayName = c, c.Name()
		}
	}
	return f.fail
}

func (f *fakeService) Timeline(_ context.Context, id int64, from data.TimelineCursor, limit int) ([]data.TimelineRow, error) {
	var out []data.TimelineRow
	for _, r := range f.timeline {
		if r.ContactID == id && (from.At.IsZero() || r.At.Before(from.At)) && len(out) < limit {
			out = append(out, r)
		}
	}
	return out, nil
}

func (f *fakeService) LogInteraction(_ context.Context, i data.Interaction) (int64, error) {
	f.logged = append(f.logged, i)
	return int64(len(f.logged)), f.fail
}

func (f *fakeService) Cases(_ context.Context, filter data.CaseFilter) ([]data.CaseRow, error) {
	return slices.DeleteFunc(slices.Clone(f.cases), func(r data.CaseRow) bool { return r.ContactID != filter.ContactID }), nil
}

func (f *fakeService) AddCase(_ context.Context, c data.Case) (data.Case, error) {
	c.ID, c.Number = 77, "R/2026/0013"
	c.Deadline = data.Deadline{Rule: "upk-7a-14", Safe: data.NewDate(2026, 12, 8), Latest: data.NewDate(2026, 12, 8)}
	f.addedCase = append(f.addedCase, c)
	return c, f.fail
}

func (f *fakeService) Categories(context.Context, string) ([]data.Category, error) {
	return []data.Category{{List: data.ListCategories, Code: "quality"}, {List: data.ListCategories, Code: "own", Name: "Montaż"}}, nil
}

func (f *fakeService) FollowUps(_ context.Context, filter data.FollowUpFilter) ([]data.FollowUpRow, error) {
	return slices.DeleteFunc(slices.Clone(f.followUps), func(r data.FollowUpRow) bool {
		return r.ContactID != filter.ContactID || !r.Done.IsZero()
	}), nil
}

func (f *fakeService) AddFollowUp(_ context.Context, u data.FollowUp) (int64, error) {
	u.ID = int64(100 + len(f.followUps))
	f.followUps = append(f.followUps, data.FollowUpRow{FollowUp: u, State: data.FollowUpLater})
	return u.ID, f.fail
}

func (f *fakeService) DoneFollowUp(_ context.Context, id int64, done bool) error {
	for i := range f.followUps {
		if f.followUps[i].ID == id {
			f.followUps[i].Done = time.Time{}
			if done {
				f.followUps[i].Done = at(24, 10)
			}
		}
	}
	return f.fail
}
