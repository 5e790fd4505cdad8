package records

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"kartoteka/data"
)

// importField is a field of a card that an import fills or changes.
type importField struct {
	code string
	text func(*data.Contact) *string
}

var importFields = []importField{
	{"given-name", func(c *data.Contact) *string { return &c.GivenName }},
	{"family-name", func(c *data.Contact) *string { return &c.FamilyName }},
	{"nickname", func(c *data.Contact) *string { return &c.Nickname }},
	{"company", func(c *data.Contact) *string { return &c.Company }},
	{"job-title", func(c *data.Contact) *string { return &c.JobTitle }},
	{"nip", func(c *data.Contact) *string { return &c.NIP }},
	{"regon", func(c *data.Contact) *string { return &c.REGON }},
	{"street", func(c *data.Contact) *string { return &c.Street }},
	{"post-code", func(c *data.Contact) *string { return &c.PostCode }},
	{"city", func(c *data.Contact) *string { return &c.City }},
	{"region", func(c *data.Contact) *string { return &c.Region }},
	{"country", func(c *data.Contact) *string { return &c.Country }},
	{"language", func(c *data.Contact) *string { return &c.Language }},
	{"best-hours", func(c *data.Contact) *string { return &c.BestHours }},
	{"no-contact-why", func(c *data.Contact) *string { return &c.NoContactWhy }},
	{"arrangements", func(c *data.Contact) *string { return &c.Arrangements }},
	{"generation", func(c *data.Contact) *string { return &c.Generation }},
	{"end-reason", func(c *data.Contact) *string { return &c.End.Reason }},
	{"end-note", func(c *data.Contact) *string { return &c.End.Note }},
	{"note", func(c *data.Contact) *string { return &c.Note }},
	{"kind", func(c *data.Contact) *string { return (*string)(&c.Kind) }},
	{"status", func(c *data.Contact) *string { return (*string)(&c.Status) }},
	{"legal-type", func(c *data.Contact) *string { return (*string)(&c.LegalType) }},
	{"preferred-channel", func(c *data.Contact) *string { return (*string)(&c.PreferredChannel) }},
	{"second-channel", func(c *data.Contact) *string { return (*string)(&c.SecondChannel) }},
	{"ended-by", func(c *data.Contact) *string { return (*string)(&c.End.By) }},
}

// postal are the fields of an address, which only make sense together.
var postalFields = []string{"street", "post-code", "city", "region", "country"}

// draft returns a copy of the contact that can be changed without it.
func draft(c *data.Contact) *data.Contact {
	d := *c
	d.Handles = slices.Clone(c.Handles)
	d.Tags = slices.Clone(c.Tags)
	d.MoreAddresses = slices.Clone(c.MoreAddresses)
	d.Consents = slices.Clone(c.Consents)
	return &d
}

// merge brings what a row says into a card: it fills what is empty and adds to
// lists; with over it also changes what differs. It takes nothing away. The row
// is p; said is the same before what goes without saying was filled in.
func merge(d, p, said *data.Contact, over bool) {
	status := d.Status
	mergeTexts(d, p, said, over)
	if p.BirthYear != 0 && (d.BirthYear == 0 || over) {
		d.BirthYear = p.BirthYear
	}
	if !p.Quiet.None() && (d.Quiet.None() || over) {
		d.Quiet = p.Quiet
	}
	d.NoContact = d.NoContact || p.NoContact
	for _, day := range []struct{ to, from *data.Date }{
		{&d.Since, &p.Since}, {&d.End.On, &p.End.On}, {&d.End.Notice, &p.End.Notice},
	} {
		if !day.from.IsZero() && (day.to.IsZero() || over) {
			*day.to = *day.from
		}
	}
	if d.Status != status {
		d.End.Fit(d.Status)
	}
	mergeHandles(d, p, over)
	mergeLists(d, p)
}

func mergeTexts(d, p, said *data.Contact, over bool) {
	elsewhere := knownAddress(d, p)
	for _, f := range importFields {
		to, from := f.text(d), *f.text(p)
		switch {
		case *f.text(said) == "" || from == "" || from == *to:
			continue
		case *to != "" && !over, elsewhere && slices.Contains(postalFields, f.code):
			continue
		case f.code == "company":
			d.CompanyID = 0
		}
		*to = from
	}
}

// sameCard reports whether merging changed nothing. Tags and addresses only grow.
func sameCard(a, b *data.Contact) bool {
	for i := range importFields {
		if *importFields[i].text(a) != *importFields[i].text(b) {
			return false
		}
	}
	return a.BirthYear == b.BirthYear && a.Quiet == b.Quiet && a.NoContact == b.NoContact && a.Since == b.Since &&
		a.End == b.End && a.CompanyID == b.CompanyID && slices.Equal(a.Handles, b.Handles) &&
		len(a.Tags) == len(b.Tags) && len(a.MoreAddresses) == len(b.MoreAddresses) &&
		slices.EqualFunc(a.Consents, b.Consents, sameConsent)
}

func mergeHandles(d, p *data.Contact, over bool) {
	for _, h := range p.Handles {
		i := slices.IndexFunc(d.Handles, func(o data.Handle) bool { return o.Kind == h.Kind && o.Norm == h.Norm })
		switch {
		case h.Norm == "":
		case i < 0:
			d.Handles = append(d.Handles, h)
		case h.Label != "" && (d.Handles[i].Label == "" || over):
			d.Handles[i].Label = h.Label
		}
	}
}

func mergeLists(d, p *data.Contact) {
	for _, tag := range p.Tags {
		if tag = strings.TrimSpace(tag); tag != "" && !slices.Contains(d.Tags, tag) {
			d.Tags = append(d.Tags, tag)
		}
	}
	for _, a := range p.MoreAddresses {
		if !hasAddress(d, a) {
			d.MoreAddresses = append(d.MoreAddresses, a)
		}
	}
	mergeConsents(d, p)
}

// mergeConsents adds the row's consents. What was withdrawn here or there is
// withdrawn (RODO art. 7(3)): a file can be older than the card, or newer.
func mergeConsents(d, p *data.Contact) {
	for _, w := range p.Consents {
		i := slices.IndexFunc(d.Consents, func(o data.Consent) bool {
			return o.Channel == w.Channel && o.Purpose == w.Purpose && o.Given.Equal(w.Given)
		})
		switch {
		case i < 0:
			d.Consents = append(d.Consents, w)
		case w.Withdrawn.IsZero():
		case d.Consents[i].Withdrawn.IsZero() || w.Withdrawn.Before(d.Consents[i].Withdrawn):
			d.Consents[i].Withdrawn = w.Withdrawn
		}
	}
	if len(p.Consents) > 0 {
		d.Consents = data.UniteConsents(d.Consents, nil)
	}
}

func sameConsent(a, b data.Consent) bool {
	same := a.Given.Equal(b.Given) && a.Withdrawn.Equal(b.Withdrawn)
	a.Given, a.Withdrawn = b.Given, b.Withdrawn
	return same && a == b
}

// knownAddress reports whether the row's address stands on the card already, as
// one of the further ones.
func knownAddress(d, p *data.Contact) bool {
	a := firstAddress(p)
	return a != (data.PostalAddress{}) && slices.ContainsFunc(d.MoreAddresses, func(o data.PostalAddress) bool {
		o.Label = ""
		return o == a
	})
}

func hasAddress(d *data.Contact, a data.PostalAddress) bool {
	bare := a
	bare.Label = ""
	return bare == (data.PostalAddress{}) || firstAddress(d) == bare ||
		slices.ContainsFunc(d.MoreAddresses, func(o data.PostalAddress) bool {
			o.Label = ""
			return o == bare
		})
}

func firstAddress(c *data.Contact) data.PostalAddress {
	return data.PostalAddress{Street: c.Street, PostCode: c.PostCode, City: c.City, Region: c.Region, Country: c.Country}
}

// cardChanges lists what differs between two states of a card, field by field.
func cardChanges(before, after *data.Contact) []data.ImportChange {
	var out []data.ImportChange
	note := func(field, was, is string) {
		if was != is {
			out = append(out, data.ImportChange{Field: field, Before: was, After: is})
		}
	}
	for _, f := range importFields {
		note(f.code, *f.text(before), *f.text(after))
	}
	note("birth-year", number(before.BirthYear), number(after.BirthYear))
	note("quiet-hours", quiet(before.Quiet), quiet(after.Quiet))
	note("no-contact", yes(before.NoContact), yes(after.NoContact))
	note("since", before.Since.String(), after.Since.String())
	note("ended-on", before.End.On.String(), after.End.On.String())
	note("end-notice", before.End.Notice.String(), after.End.Notice.String())
	note("emails", handles(before, data.HandleEmail), handles(after, data.HandleEmail))
	note("phones", handles(before, data.HandlePhone), handles(after, data.HandlePhone))
	note("domains", handles(before, data.HandleDomain), handles(after, data.HandleDomain))
	note("handles", handles(before, data.HandleOther), handles(after, data.HandleOther))
	note("tags", strings.Join(before.Tags, ", "), strings.Join(after.Tags, ", "))
	note("addresses", addresses(before), addresses(after))
	note("consents", consents(before), consents(after))
	note("referred-by", number(int(before.ReferredBy)), number(int(after.ReferredBy)))
	return out
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

func quiet(q data.QuietHours) string {
	if q.None() {
		return ""
	}
	clock := func(m int) string {
		return strconv.Itoa(m/60) + ":" + strconv.Itoa(m%60/10) + strconv.Itoa(m%10)
	}
	return clock(q.From) + "–" + clock(q.To)
}

func handles(c *data.Contact, kind data.HandleKind) string {
	var out []string
	for _, h := range c.Handles {
		if h.Kind != kind {
			continue
		}
		if h.Label != "" {
			out = append(out, h.Value+" ("+h.Label+")")
		} else {
			out = append(out, h.Value)
		}
	}
	return strings.Join(out, ", ")
}

// consents writes for what and from when to when there are consents.
func consents(c *data.Contact) string {
	out := make([]string, len(c.Consents))
	for i, w := range c.Consents {
		words := []string{w.Purpose, string(w.Channel)}
		if !w.Given.IsZero() {
			words = append(words, w.Given.Format(time.DateOnly))
		}
		if !w.Withdrawn.IsZero() {
			words = append(words, "–", w.Withdrawn.Format(time.DateOnly))
		}
		out[i] = strings.Join(slices.DeleteFunc(words, func(s string) bool { return s == "" }), " ")
	}
	return strings.Join(out, "; ")
}

func addresses(c *data.Contact) string {
	out := make([]string, len(c.MoreAddresses))
	for i, a := range c.MoreAddresses {
		out[i] = strings.Join(slices.DeleteFunc([]string{a.Label, a.Street, a.PostCode, a.City, a.Region, a.Country},
			func(s string) bool { return s == "" }), ", ")
	}
	return strings.Join(out, "; ")
}
