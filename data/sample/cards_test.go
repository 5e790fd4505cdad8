package sample_test

import (
	"slices"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/match"
	"kartoteka/data/sample"
)

// Every screen of the client file has something to show.
func TestTheCardsHoldMoreThanNames(t *testing.T) {
	n := map[string]int{}
	count := func(what string, yes bool) {
		if yes {
			n[what]++
		}
	}
	for i := range firm.Contacts {
		c := &firm.Contacts[i]
		count("consents", len(c.Consents) > 0)
		count("withdrawn", slices.ContainsFunc(c.Consents, func(k data.Consent) bool { return !k.Withdrawn.IsZero() }))
		count("quiet hours", !c.Quiet.None())
		count("no contact", c.NoContact && c.NoContactWhy != "")
		count("arrangements", c.Arrangements != "")
		count("ended by the client", c.Status == data.StatusEndedByClient && c.End.By == data.EndedByClient && c.End.Reason != "")
		count("ended by us", c.Status == data.StatusEndedByUs && c.End.By == data.EndedByUs && !c.End.Notice.IsZero())
		count("more addresses", len(c.MoreAddresses) > 0)
		count("tags", len(c.Tags) > 0)
		count("job titles", c.JobTitle != "")
		count("generations", c.Generation != "" && c.BirthYear == 0)
		for _, k := range c.Consents {
			if k.Given.After(anchor) || k.Withdrawn.After(anchor) || !k.Withdrawn.IsZero() && k.Withdrawn.Before(k.Given) {
				t.Errorf("%s consented at %v, took it back at %v", c.Name(), k.Given, k.Withdrawn)
			}
		}
		if !c.Status.Ended() && c.End != (data.Ending{}) || c.Since.After(data.DateOf(anchor)) {
			t.Errorf("%s: %s, since %v, %+v", c.Name(), c.Status, c.Since, c.End)
		}
	}
	for what, least := range map[string]int{
		"consents": 20, "withdrawn": 2, "quiet hours": 4, "no contact": 2, "arrangements": 10, "ended by the client": 2,
		"ended by us": 1, "more addresses": 4, "tags": 30, "job titles": 8, "generations": 3,
	} {
		if n[what] < least {
			t.Errorf("%s: %d, want at least %d", what, n[what], least)
		}
	}
}

func TestFieldsAndLinksNameCardsThatAreThere(t *testing.T) {
	cards := map[string]*data.Contact{}
	for i := range firm.Contacts {
		cards[firm.Contacts[i].Emails()[0]] = &firm.Contacts[i]
	}
	for i := range firm.Fields {
		f := &firm.Fields[i]
		if err := f.Check(); err != nil || len(f.Values) < 5 {
			t.Errorf("%s has %d values, %v", f.Name, len(f.Values), err)
		}
		for email, v := range f.Values {
			if written, err := f.Written(v); cards[email] == nil || err != nil || written != v {
				t.Errorf("%s of %s: %q, %v", f.Name, email, v, err)
			}
		}
	}
	staff, sent := 0, 0
	for _, l := range firm.Links {
		who := cards[l.Contact]
		switch {
		case who == nil:
			t.Errorf("%s has no card", l.Contact)
		case l.Company != "":
			staff++
			if c := cards[l.Company]; c == nil || c.Kind != data.Company || c.Company != who.Company {
				t.Errorf("%s works at %s", l.Contact, l.Company)
			}
		case l.Referrer != "":
			sent++
			if c := cards[l.Referrer]; c == nil || !c.Created.Before(who.Created) {
				t.Errorf("%s was sent by %s, who came later", l.Contact, l.Referrer)
			}
		}
	}
	if staff < 8 || sent < 5 {
		t.Errorf("%d of the staff, %d referred", staff, sent)
	}
}

func TestOnePersonHasTwoCards(t *testing.T) {
	byPhone := map[string][]*data.Contact{}
	for i := range firm.Contacts {
		c := &firm.Contacts[i]
		for _, p := range c.Phones() {
			norm, _ := match.Phone(p)
			byPhone[norm] = append(byPhone[norm], c)
		}
	}
	twins := 0
	for phone, all := range byPhone {
		if len(all) == 1 {
			continue
		}
		twins++
		if len(all) != 2 || all[0].FamilyName != all[1].FamilyName || all[0].GivenName == all[1].GivenName ||
			all[0].Phones()[0] == all[1].Phones()[0] {
			t.Errorf("%s is the phone of %d, of %q and %q", phone, len(all), all[0].Name(), all[1].Name())
		}
	}
	if twins != 1 {
		t.Errorf("%d pairs share a phone, want one", twins)
	}
}

func TestCardsMoveWithTheAnchor(t *testing.T) {
	later := sample.New(1, anchor.AddDate(0, 1, 0))
	if len(later.Contacts) < 100 || len(later.Fields) != len(firm.Fields) {
		t.Errorf("a month later: %d cards, %d fields", len(later.Contacts), len(later.Fields))
	}
	for _, c := range later.Contacts {
		if c.Updated.After(anchor.AddDate(0, 1, 0).Add(time.Second)) {
			t.Errorf("%s was changed at %v", c.Name(), c.Updated)
		}
	}
}
