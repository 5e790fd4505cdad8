package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

// warsaw is the firm's zone unless it chose another.
func warsaw(t testing.TB) *time.Location {
	t.Helper()
	return must(time.LoadLocation(data.DefaultZone))(t)
}

func full() data.Contact {
	return data.Contact{
		Kind: data.Person, GivenName: "Świętopełk", FamilyName: "Żółć", Company: "Klucz s.c.",
		Handles: []data.Handle{
			{Kind: data.HandleEmail, Value: "S.Zolc@Klucz.example", Norm: "s.zolc@klucz.example", Label: "praca"},
			{Kind: data.HandlePhone, Value: "601 234 567", Norm: "+48601234567"},
			{Kind: data.HandleEmail, Value: "dom@klucz.example", Norm: "dom@klucz.example"},
		},
		NIP: "1234563218", REGON: "123456785", Street: "Ślężna 1", PostCode: "50-001", City: "Wrocław",
		Language: "pl", PreferredChannel: data.ChannelPhone, BirthYear: 1970, LegalType: data.SoleTrader,
		Status: data.StatusEndedByClient, Tags: []string{"hurt", "stały"}, Note: "Dzwonić po 16.",
		UID: "urn:uuid:1", Nickname: "Święty", JobTitle: "kierownik", Region: "dolnośląskie", Country: "Polska",
		MoreAddresses: []data.PostalAddress{
			{Label: "magazyn", Street: "Krakowska 9", PostCode: "50-424", City: "Wrocław"}, {City: "Opole", Country: "Polska"},
		},
		SecondChannel: data.ChannelSMS, BestHours: "po 16", Quiet: data.QuietHours{From: 1200, To: 480}, NoContact: true,
		NoContactWhy: "spór", Arrangements: "Rabat 5%.", Since: data.NewDate(2019, 3, 1),
		End: data.Ending{
			By: data.EndedByClient, On: data.NewDate(2026, 10, 31), Notice: data.NewDate(2026, 9, 30), Reason: "price", Note: "drożej",
		},
		Consents: []data.Consent{{
			Channel: data.ChannelPhone, Purpose: "marketing", Basis: data.BasisConsent, Wording: "Zgadzam się (wersja 2).",
			Source: "formularz", Given: datatest.Now.Add(-time.Hour), Withdrawn: datatest.Now,
		}},
	}
}

func TestContactComesBackWhole(t *testing.T) {
	db, clock := datatest.New(t)
	field := must(db.SaveCustomField(ctx, data.CustomField{Name: "Numer klucza", Kind: data.FieldText}))(t)
	friend := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	want := full()
	want.Fields, want.ReferredBy = map[int64]string{field: "KX 7"}, friend
	want.ID = datatest.Add(t, db, want)
	want.Consents[0].ID = 1
	want.Created, want.Updated = datatest.Now, datatest.Now
	if diff := cmp.Diff(want, must(db.Contact(ctx, want.ID))(t)); diff != "" {
		t.Error(diff)
	}
	firm := datatest.Add(t, db, data.Contact{Kind: data.Company, Company: "Klucz s.c."})
	clock.Move(time.Hour)
	want.FamilyName, want.CompanyID, want.Tags = "Źdźbło", firm, []string{"detal"}
	want.Handles = want.Handles[1:]
	want.MoreAddresses, want.Consents, want.Fields = want.MoreAddresses[1:], nil, nil
	want.End, want.Status, want.NoContact, want.ReferredBy = data.Ending{}, data.StatusActive, false, 0
	if err := db.ChangeContact(ctx, want); err != nil {
		t.Fatal(err)
	}
	want.Updated = clock.Now()
	if diff := cmp.Diff(want, must(db.Contact(ctx, want.ID))(t)); diff != "" {
		t.Error(diff)
	}
	for words, found := range map[string]bool{"zdzblo": true, "zolc": false, "detal": true, "hurt": false} {
		if got := must(db.Contacts(ctx, data.ContactFilter{Words: words}))(t); (len(got) == 1) != found {
			t.Errorf("%q finds %d after the change", words, len(got))
		}
	}
	datatest.Sound(t, db)
}

func TestContactRefused(t *testing.T) {
	db, _ := datatest.New(t)
	datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	ewa := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	_, err := db.AddContact(ctx, datatest.Person("Adam", "Lis", "jan@klient.example"))
	if e := code(t, err, data.CodeConflict, "handle-taken"); e.Args["Name"] != "Jan Żółw" || e.Args["Handle"] != "jan@klient.example" {
		t.Errorf("the refusal names %v", e.Args)
	}
	taken := must(db.Contact(ctx, ewa))(t)
	taken.GivenName = "Ewelina"
	taken.Handles = append(taken.Handles, data.Handle{Kind: data.HandleEmail, Value: "JAN@klient.example"})
	code(t, db.ChangeContact(ctx, taken), data.CodeConflict, "handle-taken")
	if c := must(db.Contact(ctx, ewa))(t); c.GivenName != "Ewa" || len(c.Handles) != 1 {
		t.Errorf("half of the refused change stayed: %+v", c)
	}
	_, err = db.AddContact(ctx, data.Contact{Kind: data.Person, Note: "bez nazwy"})
	code(t, err, data.CodeInvalid, "contact-without-name")
	_, err = db.Contact(ctx, 404)
	code(t, err, data.CodeNotFound, "not-found-contact")
	code(t, db.ChangeContact(ctx, data.Contact{ID: 404, Company: "x"}), data.CodeNotFound, "not-found-contact")
	if n := must(db.ContactCount(ctx, data.ContactFilter{}))(t); n != 2 {
		t.Errorf("%d contacts, want 2", n)
	}
	datatest.Sound(t, db)
}

func TestSharedPhoneIsAllowed(t *testing.T) {
	db, _ := datatest.New(t)
	home := data.Handle{Kind: data.HandlePhone, Value: "71 123 45 67"}
	for _, name := range []string{"Jan", "Ewa"} {
		c := datatest.Person(name, "Kot", name+"@kot.example")
		c.Handles = append(c.Handles, home, home)
		datatest.Add(t, db, c)
	}
	rows := must(db.Contacts(ctx, data.ContactFilter{Words: "711234567"}))(t)
	if len(rows) != 2 || len(rows[0].Handles) != 2 || rows[0].Handles[1].Norm != "711234567" {
		t.Errorf("the family's phone finds %d: %+v", len(rows), rows)
	}
}

func TestNewContactTakesItsMail(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	ids := datatest.Keep(t, db, a.ID, datatest.Mail(1),
		datatest.Mail(2, func(m *data.Message) { m.From.Email = "Ewa@firma.example" }),
		datatest.Mail(3, func(m *data.Message) { m.From.Email = "biuro@firma.example" }),
		datatest.Mail(4, func(m *data.Message) { m.From.Email = "x@innafirma.example" }))
	must(db.File(ctx, data.Filing{MessageID: ids[3], Kind: data.KindNotForUs}, data.Case{}))(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	ewa := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@firma.example"))
	firm := datatest.Add(t, db, data.Contact{
		Kind: data.Company, Company: "Firma", Handles: []data.Handle{{Kind: data.HandleDomain, Value: "Firma.example"}},
	})
	for i, want := range []int64{jan, ewa, firm, 0} {
		if m := must(db.Message(ctx, ids[i]))(t); m.ContactID != want {
			t.Errorf("message %d belongs to %d, want %d", i+1, m.ContactID, want)
		}
	}
	c := must(db.Contact(ctx, jan))(t)
	c.Handles = append(c.Handles, data.Handle{Kind: data.HandleEmail, Value: "x@innafirma.example"})
	if err := db.ChangeContact(ctx, c); err != nil {
		t.Fatal(err)
	}
	if m := must(db.Message(ctx, ids[3]))(t); m.ContactID != 0 {
		t.Error("mail that is not for us was put on a timeline")
	}
	datatest.Sound(t, db)
}

func TestHandleOwners(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	firm := datatest.Add(t, db, data.Contact{Kind: data.Company, Company: "Firma", Handles: []data.Handle{
		{Kind: data.HandleDomain, Value: "firma.example"}, {Kind: data.HandleOther, Value: "firma-na-fb"},
	}})
	got := must(db.HandleOwners(ctx, []string{"jan@klient.example", "firma.example", "firma-na-fb", "nikt@x"}))(t)
	if want := map[string]int64{"jan@klient.example": jan, "firma.example": firm}; !cmp.Equal(got, want) {
		t.Errorf("owners are %v, want %v", got, want)
	}
	if got := must(db.HandleOwners(ctx, nil))(t); len(got) != 0 {
		t.Errorf("nobody's owners are %v", got)
	}
}

func names(t testing.TB, db *store.DB, f data.ContactFilter) []string {
	t.Helper()
	var out []string
	for _, r := range must(db.Contacts(ctx, f))(t) {
		out = append(out, r.DisplayName)
	}
	return out
}

func TestContactsInPolishOrder(t *testing.T) {
	db, _ := datatest.New(t)
	for i, family := range []string{"Żaba", "Zych", "Łoś", "Lis", "Ćma", "Cap", "Ósemka", "Osa", "lama", "Śnieg", "Sowa"} {
		datatest.Add(t, db, datatest.Person("Jan", family, fmt.Sprintf("k%d@x.example", i)))
	}
	datatest.Add(t, db, data.Contact{Kind: data.Company, Company: "Łąka sp. z o.o."})
	want := []string{
		"Jan Cap", "Jan Ćma", "Jan lama", "Jan Lis", "Łąka sp. z o.o.", "Jan Łoś", "Jan Osa", "Jan Ósemka",
		"Jan Sowa", "Jan Śnieg", "Jan Zych", "Jan Żaba",
	}
	if got := names(t, db, data.ContactFilter{Order: data.OrderName}); !slices.Equal(got, want) {
		t.Errorf("order is %v,\nwant %v", got, want)
	}
	if got := names(t, db, data.ContactFilter{Order: data.OrderName, Offset: 2, Limit: 3}); !slices.Equal(got, want[2:5]) {
		t.Errorf("a page is %v", got)
	}
}

func TestContactsByLastContact(t *testing.T) {
	db, _ := datatest.New(t)
	var ids []int64
	for i := range 4 {
		ids = append(ids, datatest.Add(t, db, datatest.Person(fmt.Sprint("k", i), "Kot", fmt.Sprintf("k%d@x.example", i))))
	}
	log := func(i, hours int, auto bool) {
		must(db.AddInteraction(ctx, data.Interaction{
			ContactID: ids[i], At: datatest.Now.Add(time.Duration(hours) * time.Hour), Automatic: auto,
		}))(t)
	}
	log(0, -5, false)
	log(1, -9, false)
	log(1, -1, true) // a newsletter is no contact
	log(2, -2, false)
	log(2, -7, false)
	got := names(t, db, data.ContactFilter{})
	if want := []string{"k2 Kot", "k0 Kot", "k1 Kot", "k3 Kot"}; !slices.Equal(got, want) {
		t.Errorf("order is %v, want %v", got, want)
	}
}

func TestContactRowCountsWhatIsOpen(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	closed := data.CaseClosed
	for i := range 3 {
		k := must(db.AddCase(ctx, data.Case{ContactID: jan}))(t)
		f := must(db.AddFollowUp(ctx, data.FollowUp{What: "x", ContactID: jan, Due: datatest.Today}))(t)
		if i == 0 {
			if err := db.ChangeCase(ctx, data.CaseChange{ID: k.ID, State: &closed}); err != nil {
				t.Fatal(err)
			}
			if err := db.DoneFollowUp(ctx, f, true); err != nil {
				t.Fatal(err)
			}
		}
	}
	r := must(db.Contacts(ctx, data.ContactFilter{}))(t)[0]
	if r.OpenCases != 2 || r.OpenFollowUps != 2 {
		t.Errorf("open are %d cases and %d follow-ups, want 2 and 2", r.OpenCases, r.OpenFollowUps)
	}
}

func TestContactFilter(t *testing.T) {
	db, _ := datatest.New(t)
	datatest.Add(t, db, full())
	lead := datatest.Person("Michał", "Łoś", "m@los.example")
	lead.Status = data.StatusLead
	datatest.Add(t, db, lead)
	datatest.Add(t, db, data.Contact{Kind: data.Company, Company: "Zakład Żółwik", NIP: "5260250274"})
	for _, c := range []struct {
		f    data.ContactFilter
		want int
	}{
		{data.ContactFilter{}, 3},
		{data.ContactFilter{Words: "michal"}, 1},
		{data.ContactFilter{Words: "LOS"}, 1},
		{data.ContactFilter{Words: "wroclaw"}, 1},
		{data.ContactFilter{Words: "zol"}, 2},
		{data.ContactFilter{Words: "zol klucz"}, 1},
		{data.ContactFilter{Words: "601234567"}, 1},
		{data.ContactFilter{Words: "+48 601 234"}, 1},
		{data.ContactFilter{Words: "601 234"}, 1},
		{data.ContactFilter{Words: "+48601234567"}, 1},
		{data.ContactFilter{Words: "526025"}, 1},
		{data.ContactFilter{Words: "s.zolc@klucz.example"}, 1},
		{data.ContactFilter{Words: "nikt"}, 0},
		{data.ContactFilter{Words: `"*'-)`}, 0},
		{data.ContactFilter{Words: `zol" OR "m`}, 0},
		{data.ContactFilter{Kind: data.Company}, 1},
		{data.ContactFilter{Status: data.StatusLead}, 2},
		{data.ContactFilter{Status: data.StatusLead, Kind: data.Person, Words: "l"}, 1},
	} {
		if got := names(t, db, c.f); len(got) != c.want {
			t.Errorf("%+v finds %v, want %d", c.f, got, c.want)
		}
		if n := must(db.ContactCount(ctx, c.f))(t); n != c.want {
			t.Errorf("%+v counts %d, want %d", c.f, n, c.want)
		}
	}
}
