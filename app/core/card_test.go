package core_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kartoteka/app/core"
	"kartoteka/data"
)

// refusedFor fails the test unless the error is a refusal with the key.
func refusedFor(t *testing.T, what string, err error, key string) {
	t.Helper()
	var e *data.Error
	if !errors.As(err, &e) || e.Key != key || data.CodeOf(err) == data.CodeInternal {
		t.Errorf("%s: %v, want %s", what, err, key)
	}
}

func kept(t *testing.T, c *core.Core, p data.Contact) data.Contact {
	t.Helper()
	id, err := c.AddContact(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.Contact(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestACardIsCompleted(t *testing.T) {
	c := open(t, core.Options{})
	got := kept(t, c, data.Contact{
		GivenName: " Ewa ", FamilyName: "Kot", PostCode: "90 123", NIP: "725-101-21-80", REGON: "123 456 785",
		BirthYear: 1980, Generation: "z", PreferredChannel: data.ChannelPhone, SecondChannel: data.ChannelPhone,
		NoContactWhy: "nic", End: data.Ending{By: data.EndedByUs},
		Handles: []data.Handle{
			{Kind: data.HandlePhone, Value: " 601 234 567"},
			{Kind: data.HandleEmail, Value: "Ewa+x@Kot.example"},
			{Kind: data.HandleDomain, Value: "WWW.kot.example"},
			{Kind: data.HandleOther, Value: "Ewa na FB"},
		},
		Consents: []data.Consent{{Purpose: " marketing ", Given: noon}},
	})
	want := got
	want.GivenName, want.PostCode, want.NIP, want.REGON = "Ewa", "90-123", "7251012180", "123456785"
	want.Kind, want.LegalType, want.Status, want.Generation, want.SecondChannel = data.Person, data.Consumer, data.StatusActive, "", ""
	want.NoContactWhy, want.End = "", data.Ending{}
	want.Handles = []data.Handle{
		{Kind: data.HandlePhone, Value: "601 234 567", Norm: "+48601234567"},
		{Kind: data.HandleEmail, Value: "Ewa+x@Kot.example", Norm: "ewa@kot.example"},
		{Kind: data.HandleDomain, Value: "WWW.kot.example", Norm: "kot.example"},
		{Kind: data.HandleOther, Value: "Ewa na FB", Norm: "ewa na fb"},
	}
	want.Consents = []data.Consent{{ID: got.Consents[0].ID, Purpose: "marketing", Basis: data.BasisConsent, Given: noon}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(got.UID) != 32 || kept(t, c, data.Contact{GivenName: "Jan"}).UID == got.UID {
		t.Errorf("its identifier is %q", got.UID)
	}
	if got.AgeGroup() != "x" {
		t.Errorf("born in 1980 is of %q", got.AgeGroup())
	}
}

func TestACardThatCantBeSo(t *testing.T) {
	c := open(t, core.Options{})
	day := func(n int) data.Date { return data.NewDate(2026, 11, n) }
	for key, p := range map[string]data.Contact{
		"contact-birth-year":      {BirthYear: 1899},
		"contact-quiet-hours":     {Quiet: data.QuietHours{From: 1200, To: 1500}},
		"contact-notice-late":     {Status: data.StatusEndedByUs, End: data.Ending{On: day(1), Notice: day(2)}},
		"bad-nip":                 {NIP: "7251012181"},
		"bad-regon":               {REGON: "1"},
		"contact-phone":           {Handles: []data.Handle{{Kind: data.HandlePhone, Value: "wew. 12"}}},
		"contact-email":           {Handles: []data.Handle{{Kind: data.HandleEmail, Value: "ewa"}}},
		"contact-domain":          {Handles: []data.Handle{{Kind: data.HandleDomain, Value: "gmail.com"}}},
		"consent-without-purpose": {Consents: []data.Consent{{Given: noon}}},
		"consent-withdrawn-early": {Consents: []data.Consent{{Purpose: "x", Given: noon, Withdrawn: noon.Add(-time.Hour)}}},
		"not-found-field":         {Fields: map[int64]string{7: "x"}},
		"not-found-contact":       {CompanyID: 77},
	} {
		p.GivenName = "Ewa"
		_, err := c.AddContact(t.Context(), p)
		refusedFor(t, key, err, key)
	}
	ewa := kept(t, c, data.Contact{GivenName: "Ewa"})
	ewa.ReferredBy = ewa.ID
	refusedFor(t, "referred itself", c.ChangeContact(t.Context(), ewa), "contact-own-relation")
	_, err := c.AddContact(t.Context(), data.Contact{GivenName: "Jan", UID: ewa.UID})
	refusedFor(t, "another's identifier", err, "contact-uid-taken")
}

func TestWhoEndedARelationFollowsItsStatus(t *testing.T) {
	c := open(t, core.Options{})
	p := kept(t, c, data.Contact{GivenName: "Ewa"})
	for _, s := range []struct {
		status data.ContactStatus
		end    data.Ending
		want   data.Ending
	}{
		{data.StatusEndedByClient, data.Ending{Reason: "price"}, data.Ending{By: data.EndedByClient, On: data.DateOf(noon), Reason: "price"}},
		{data.StatusEndedByUs, data.Ending{By: data.EndedByClient, On: data.NewDate(2026, 1, 1)}, data.Ending{By: data.EndedByUs, On: data.NewDate(2026, 1, 1)}},
		{data.StatusEndedByUs, data.Ending{By: data.EndedMutually}, data.Ending{By: data.EndedMutually}},
		{data.StatusActive, data.Ending{By: data.EndedMutually}, data.Ending{}},
	} {
		p.Status, p.End = s.status, s.end
		if err := c.ChangeContact(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		got, err := c.Contact(t.Context(), p.ID)
		if err != nil || got.End != s.want {
			t.Errorf("%s with %+v ends %+v, want %+v (%v)", s.status, s.end, got.End, s.want, err)
		}
		p = got
	}
}

// The name of a company on its people's cards follows when it is renamed, unless
// they wrote another.
func TestACompanyIsRenamedOnItsPeoplesCards(t *testing.T) {
	c := open(t, core.Options{})
	firm := kept(t, c, data.Contact{Kind: data.Company, Company: "Sowa"})
	ewa := kept(t, c, data.Contact{GivenName: "Ewa", CompanyID: firm.ID, Company: "Sowa"})
	jan := kept(t, c, data.Contact{GivenName: "Jan", CompanyID: firm.ID, Company: "Sowa Serwis"})
	firm.Company = "Sowa i Syn"
	if err := c.ChangeContact(t.Context(), firm); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[int64]string{ewa.ID: "Sowa i Syn", jan.ID: "Sowa Serwis"} {
		if p, err := c.Contact(t.Context(), id); err != nil || p.Company != want {
			t.Errorf("%s works for %q, want %q (%v)", p.GivenName, p.Company, want, err)
		}
	}
	found, err := c.Contacts(t.Context(), data.ContactFilter{Words: "syn"})
	if err != nil || len(found) != 2 {
		t.Errorf("%d found by the new name, %v", len(found), err)
	}
}

func TestMayContact(t *testing.T) {
	c := open(t, core.Options{})
	quiet := data.QuietHours{From: 20 * 60, To: 8 * 60}
	given := data.Consent{Purpose: "marketing", Channel: data.ChannelEmail, Given: noon.Add(-time.Hour)}
	taken := given
	taken.Withdrawn = noon.Add(-time.Minute)
	at := func(hour int) time.Time { return time.Date(2026, 11, 16, hour-1, 30, 0, 0, time.UTC) } // in Warsaw
	for name, w := range map[string]struct {
		p    data.Contact
		over data.Channel
		now  time.Time
		want []data.WarningKind
	}{
		"nothing":               {data.Contact{}, data.ChannelPhone, at(12), nil},
		"asked not to":          {data.Contact{NoContact: true, NoContactWhy: "spór", Quiet: quiet, Consents: []data.Consent{given}}, data.ChannelEmail, at(22), []data.WarningKind{data.WarnNoContact}},
		"at night":              {data.Contact{Quiet: quiet}, data.ChannelPhone, at(22), []data.WarningKind{data.WarnQuietHours}},
		"at 7:30":               {data.Contact{Quiet: quiet}, data.ChannelEmail, at(7), []data.WarningKind{data.WarnQuietHours}},
		"at 8:30":               {data.Contact{Quiet: quiet}, data.ChannelEmail, at(8), nil},
		"a letter at night":     {data.Contact{Quiet: quiet}, data.ChannelLetter, at(22), nil},
		"consent in force":      {data.Contact{Consents: []data.Consent{given}}, data.ChannelEmail, noon, nil},
		"consent taken back":    {data.Contact{Consents: []data.Consent{taken}}, data.ChannelEmail, noon, []data.WarningKind{data.WarnNoConsent}},
		"for another channel":   {data.Contact{Consents: []data.Consent{taken}}, data.ChannelPhone, noon, nil},
		"for every channel":     {data.Contact{Consents: []data.Consent{{Purpose: "marketing", Withdrawn: noon}}}, data.ChannelPhone, noon, []data.WarningKind{data.WarnNoConsent}},
		"no channel, one taken": {data.Contact{Consents: []data.Consent{taken}}, "", noon, []data.WarningKind{data.WarnNoConsent}},
		"no channel, one given": {data.Contact{Status: data.StatusEndedByClient, Consents: []data.Consent{given}}, "", noon, nil},
		"visited without one":   {data.Contact{Consents: []data.Consent{{Purpose: "marketing", Withdrawn: noon}}}, data.ChannelInPerson, noon, nil},
		"a client no more":      {data.Contact{Status: data.StatusEndedByClient}, data.ChannelPhone, noon, []data.WarningKind{data.WarnNoConsent}},
		"gone, but consenting":  {data.Contact{Status: data.StatusEndedByClient, Consents: []data.Consent{given}}, data.ChannelEmail, noon, nil},
		"withdrawn, and asleep": {data.Contact{Quiet: quiet, Consents: []data.Consent{taken}}, data.ChannelEmail, at(22), []data.WarningKind{data.WarnQuietHours, data.WarnNoConsent}},
	} {
		w.p.GivenName = name
		got, err := c.MayContact(t.Context(), kept(t, c, w.p).ID, w.over, w.now)
		if err != nil {
			t.Fatal(err)
		}
		var kinds []data.WarningKind
		for _, k := range got {
			kinds = append(kinds, k.Kind)
			if k.Kind == data.WarnNoContact && k.Why != "spór" || k.Kind == data.WarnQuietHours && k.Quiet != quiet {
				t.Errorf("%s: %+v", name, k)
			}
		}
		if !cmp.Equal(kinds, w.want) {
			t.Errorf("%s: warned of %v, want %v", name, kinds, w.want)
		}
	}
	_, err := c.MayContact(t.Context(), 404, data.ChannelPhone, noon)
	refusedFor(t, "nobody", err, "not-found-contact")
}

func TestOrdersAndReferrals(t *testing.T) {
	c := open(t, core.Options{})
	jan := kept(t, c, data.Contact{GivenName: "Jan"})
	for _, name := range []string{"Żaneta", "Ewa"} {
		kept(t, c, data.Contact{GivenName: name, ReferredBy: jan.ID})
	}
	sent, err := c.Referrals(t.Context(), jan.ID)
	if err != nil || len(sent) != 2 || sent[0].DisplayName != "Ewa" {
		t.Errorf("referred are %+v, %v", sent, err)
	}
	for key, o := range map[string]data.Order{
		"order-nobody": {What: "x"}, "order-empty": {ContactID: jan.ID, What: " "},
		"order-amount": {ContactID: jan.ID, Amount: data.PLN(-1)}, "not-found-contact": {ContactID: 404, What: "x"},
	} {
		_, err := c.AddOrder(t.Context(), o)
		refusedFor(t, key, err, key)
	}
	for _, o := range []data.Order{{What: "zamek", Amount: data.PLN(9900)}, {What: "dawny", On: data.NewDate(2026, 1, 2)}} {
		o.ContactID = jan.ID
		if _, err := c.AddOrder(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	orders, err := c.OrdersOf(t.Context(), jan.ID)
	if err != nil || len(orders) != 2 || orders[0].What != "zamek" || orders[0].On != c.TodayDate() {
		t.Errorf("orders are %+v, %v", orders, err)
	}
	line, err := c.Entries(t.Context(), jan.ID, data.EntryFilter{}, data.EntryCursor{}, 1)
	if err != nil || len(line) != 1 || line[0].Title != "zamek" {
		t.Errorf("the timeline begins %+v, %v", line, err)
	}
}
