package sample

import (
	"fmt"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/match"
)

// Field is a field that the owner added to the cards, with its values by the
// contact's first e-mail.
type Field struct {
	data.CustomField
	Values map[string]string
}

// Link ties a card to others, each known by its first e-mail.
type Link struct {
	Contact  string
	Company  string // whose employee the contact is, "" if nobody's
	Referrer string // who sent the contact here, "" if nobody did
}

// cards returns the cards of everybody who has been in touch, with all that the
// owner wrote on them, what he added to them, and how they hang together.
func (w *world) cards() (out []data.Contact, fields []Field, links []Link) {
	r := newRandom(w.seed, "cards")
	fields = ownFields()
	for _, c := range w.companies {
		out = append(out, w.companyCard(r, c, fields))
		for _, p := range c.people {
			card := w.personCard(r, p, fields)
			card.JobTitle = p.role
			out = append(out, card)
			links = append(links, Link{Contact: p.key(), Company: c.box})
		}
	}
	for _, list := range [][]*person{w.persons, w.foreigners} {
		for _, p := range list {
			out = append(out, w.personCard(r, p, fields))
		}
	}
	w.endSome(r, out)
	out = append(out, w.twin())
	return out, fields, append(links, w.referrals(r)...)
}

// The fields that a locksmith needs, by their place.
const (
	keyNumber = iota
	lockKind
	inspection
	deposit
	serviced
)

func ownFields() []Field {
	fields := []Field{
		{CustomField: data.CustomField{Name: "Numer klucza", Kind: data.FieldText}},
		{CustomField: data.CustomField{Name: "Rodzaj systemu", Kind: data.FieldChoice, Choices: []string{"pojedynczy", "system klucza centralnego", "Master Key"}}},
		{CustomField: data.CustomField{Name: "Następny przegląd", Kind: data.FieldDate}},
		{CustomField: data.CustomField{Name: "Kaucja za klucze (zł)", Kind: data.FieldNumber}},
		{CustomField: data.CustomField{Name: "Umowa serwisowa", Kind: data.FieldYesNo}},
	}
	for i := range fields {
		fields[i].Rank = i + 1
		fields[i].Values = map[string]string{}
	}
	return fields
}

func (w *world) companyCard(r *random, c *company, fields []Field) data.Contact {
	card := c.card()
	card.Since = data.DateIn(c.office.first, w.anchor.Location())
	card.Country = "Polska"
	card.BestHours = "pn.–pt. 8–16"
	if r.chance(60) {
		card.Arrangements = w.draw("cards.company-terms")
	}
	if r.chance(40) {
		card.MoreAddresses = []data.PostalAddress{{
			Label: []string{"magazyn", "druga brama", "faktury"}[r.below(3)], Street: fmt.Sprintf("ul. Przemysłowa %d", r.between(1, 60)),
			PostCode: fmt.Sprintf("9%d-%03d", r.below(5), 1+r.below(760)), City: "Łódź",
		}}
	}
	if c.office.ordered {
		fields[keyNumber].Values[c.box] = fmt.Sprintf("SKC-%03d/%d", r.between(1, 400), r.between(1, 9))
		fields[lockKind].Values[c.box] = fields[lockKind].Choices[1+r.below(2)]
		fields[deposit].Values[c.box] = fmt.Sprint(50 * r.between(1, 8))
		if r.chance(50) {
			fields[serviced].Values[c.box] = "yes"
			fields[inspection].Values[c.box] = data.DateOf(w.anchor.AddDate(0, 0, r.between(-20, 200))).String()
		}
	}
	return card
}

func (w *world) personCard(r *random, p *person, fields []Field) data.Contact {
	card := p.card(w.anchor)
	if p.ordered {
		card.Since = data.DateIn(p.first, w.anchor.Location())
	}
	if r.chance(30) {
		card.BestHours = w.draw("cards.hours")
	}
	if card.SecondChannel = data.ChannelPhone; card.PreferredChannel == data.ChannelPhone {
		card.SecondChannel = data.ChannelEmail
	}
	if r.chance(9) {
		card.Quiet = data.QuietHours{From: 60 * r.between(19, 22), To: 60 * r.between(6, 9)}
	}
	if p.firm == nil && r.chance(12) {
		card.Arrangements = w.draw("cards.person-terms")
	}
	if p.ordered && len(card.Tags) == 0 && r.chance(35) {
		card.Tags = []string{w.draw("cards.tags")}
	}
	if p.ordered && r.chance(45) {
		fields[keyNumber].Values[p.key()] = fmt.Sprintf("%s-%04d", []string{"GE", "YA", "WI", "LOB"}[r.below(4)], r.between(100, 9999))
		fields[lockKind].Values[p.key()] = fields[lockKind].Choices[0]
	}
	card.Consents = w.consents(r, p)
	return card
}

// consents are those that people signed at the counter or ticked in a form; some
// took them back.
func (w *world) consents(r *random, p *person) []data.Consent {
	if p.firm != nil || !r.chance(35) {
		return nil
	}
	given := p.first.Add(time.Duration(r.between(1, 48)) * time.Hour)
	if given.After(w.anchor) {
		given = p.first
	}
	k := data.Consent{
		Channel: data.ChannelEmail, Purpose: "marketing", Basis: data.BasisConsent, Given: given.UTC(),
		Wording: "Zgadzam się na otrzymywanie informacji o promocjach pocztą elektroniczną (wzór 2/2024).",
		Source:  []string{"formularz przy ladzie", "formularz na stronie", "zamówienie"}[r.below(3)],
	}
	if back := p.last.Add(time.Duration(r.between(2, 90)) * 24 * time.Hour); r.chance(25) && back.Before(w.anchor) && back.After(given) {
		k.Withdrawn = back.UTC()
	}
	out := []data.Consent{k}
	if r.chance(30) {
		out = append(out, data.Consent{
			Channel: data.ChannelPhone, Purpose: "survey", Basis: data.BasisConsent, Given: given.UTC(),
			Wording: "Zgadzam się na telefon z pytaniem o zadowolenie z usługi (wzór 1/2025).", Source: k.Source,
		})
	}
	return out
}

// endSome ends the relation with some who have not been heard of for long, says
// how it ended with the one who was shown the door, and lets two be left alone.
func (w *world) endSome(r *random, cards []data.Contact) {
	endings, alone := w.lib.lists["cards.ended"], w.lib.lists["cards.no-contact"]
	for i := range cards {
		c := &cards[i]
		last := data.DateIn(c.Updated, w.anchor.Location())
		switch {
		case c.Status == data.StatusEndedByUs:
			c.End = data.Ending{By: data.EndedByUs, On: last, Notice: last, Reason: "misconduct", Note: c.Note}
			c.NoContact, c.NoContactWhy = true, "Współpraca zakończona; tylko listem poleconym."
		case c.Status == data.StatusDormant && c.Kind == data.Person && len(endings) > 0:
			reason, note, _ := strings.Cut(endings[0], "|")
			endings = endings[1:]
			c.Status = data.StatusEndedByClient
			c.End = data.Ending{By: data.EndedByClient, On: last, Reason: reason, Note: note}
		case c.Status == data.StatusDormant && len(alone) > 0 && r.chance(60):
			c.NoContact, c.NoContactWhy, alone = true, alone[0], alone[1:]
		}
	}
}

// short are the names by which people of these given names are called.
var short = map[string]string{
	"Katarzyna": "Kasia", "Anna": "Ania", "Małgorzata": "Gosia", "Agnieszka": "Aga", "Joanna": "Asia", "Magdalena": "Magda",
	"Aleksandra": "Ola", "Jan": "Janek", "Krzysztof": "Krzysiek", "Tomasz": "Tomek", "Michał": "Michałek",
}

// twin is a second card of somebody who is here already: under a short name, with
// another address and the same phone, as it happens when one is in a hurry.
func (w *world) twin() data.Contact {
	r := newRandom(w.seed, "twin")
	for _, p := range w.persons {
		nick := short[p.given]
		if nick == "" || p.bare || p.english || p.firm != nil {
			continue
		}
		q := *p
		q.given = nick
		q.emails = []string{w.freeAddress(r, &q, w.lib.lists["mailboxes"][r.below(len(w.lib.lists["mailboxes"]))])}
		phone := handle(data.HandlePhone, p.phone)
		phone.Value = strings.ReplaceAll(match.FormatPhone(p.phone), " ", "-")
		return data.Contact{
			Kind: data.Person, GivenName: nick, FamilyName: p.family, City: "Łódź", Language: "pl", LegalType: data.Consumer,
			PreferredChannel: data.ChannelPhone, Status: data.StatusLead, Handles: []data.Handle{handle(data.HandleEmail, q.key()), phone},
			Created: p.last.UTC(), Updated: p.last.UTC(), Note: "Telefon w sprawie drugiego kompletu kluczy.",
		}
	}
	panic("nobody has a short name")
}

// referrals say who sent whom: somebody who was a client before.
func (w *world) referrals(r *random) []Link {
	var out []Link
	for i, p := range w.persons {
		if i%3 != 0 {
			continue
		}
		from := w.persons[r.below(len(w.persons))]
		if from != p && from.ordered && from.first.Before(p.first) {
			out = append(out, Link{Contact: p.key(), Referrer: from.key()})
		}
	}
	return out
}
