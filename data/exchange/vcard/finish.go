package vcard

import (
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/contentline"
	"kartoteka/data/exchange/fields"
	"kartoteka/data/exchange/notation"
	"kartoteka/data/match"
)

// takeOwn reads what this program writes and no standard has.
func (c *card) takeOwn(p *contentline.Property) {
	name, v := p.Name[len(own):], notation.Text(p.Text())
	switch name {
	case "FIELD":
		c.takeField(p, v)
	case "HANDLE":
		c.other(p, "", v)
	case "DOMAIN":
		c.handle(p, data.Handle{Kind: data.HandleDomain, Value: v})
	case "KIND":
		c.kind = v
	case "REFERRED-BY":
		c.out.ReferredBy = v
	case "NIP", "REGON":
		if !ownTexts[name](&c.c, v) && v != "" {
			c.warn(fields.WarnNumber)
			c.c.Note = joinLines(c.c.Note, name+": "+v)
		}
	default:
		to, ok := ownTexts[name]
		if !ok || !to(&c.c, v) {
			c.leaveOut(p.Name)
		}
	}
}

func (c *card) takeField(p *contentline.Property, v string) {
	name := notation.Text(joined(p, "X-NAME"))
	if name == "" {
		c.leaveOut(p.Name)
		return
	}
	if c.out.Fields == nil {
		c.out.Fields = map[string]string{}
	}
	c.out.Fields[name] = v
}

// joined is a parameter's whole value, commas and all.
func joined(p *contentline.Property, name string) string {
	for _, q := range p.Params {
		if q.Name == name {
			return q.Value
		}
	}
	return ""
}

// ownTexts set a field from its code or number; false for what it can't hold.
var ownTexts = map[string]func(*data.Contact, string) bool{
	"NIP": func(c *data.Contact, s string) bool {
		n, err := match.NIP(s)
		c.NIP = n
		return err == nil
	},
	"REGON": func(c *data.Contact, s string) bool {
		n, err := match.REGON(s)
		c.REGON = n
		return err == nil
	},
	"STATUS":       func(c *data.Contact, s string) bool { return among(&c.Status, s, data.ContactStatuses()) },
	"LEGAL-TYPE":   func(c *data.Contact, s string) bool { return among(&c.LegalType, s, data.LegalTypes()) },
	"GENERATION":   func(c *data.Contact, s string) bool { return among(&c.Generation, s, data.Generations()) },
	"ENDED-BY":     func(c *data.Contact, s string) bool { return among(&c.End.By, s, data.EndedBys()) },
	"CHANNEL":      func(c *data.Contact, s string) bool { c.PreferredChannel = data.Channel(s); return true },
	"CHANNEL-2":    func(c *data.Contact, s string) bool { c.SecondChannel = data.Channel(s); return true },
	"BEST-HOURS":   func(c *data.Contact, s string) bool { c.BestHours = s; return true },
	"NO-CONTACT":   func(c *data.Contact, s string) bool { c.NoContact = s == "yes"; return c.NoContact },
	"WHY":          func(c *data.Contact, s string) bool { c.NoContactWhy = s; return true },
	"ARRANGEMENTS": func(c *data.Contact, s string) bool { c.Arrangements = s; return true },
	"END-REASON":   func(c *data.Contact, s string) bool { c.End.Reason = s; return true },
	"END-NOTE":     func(c *data.Contact, s string) bool { c.End.Note = s; return true },
	"SINCE":        func(c *data.Contact, s string) bool { return day(&c.Since, s) },
	"ENDED-ON":     func(c *data.Contact, s string) bool { return day(&c.End.On, s) },
	"END-NOTICE":   func(c *data.Contact, s string) bool { return day(&c.End.Notice, s) },
	"BIRTH-YEAR": func(c *data.Contact, s string) bool {
		d, err := data.ParseDate(s + "-01-01")
		c.BirthYear = d.Year
		return err == nil
	},
	"QUIET": func(c *data.Contact, s string) bool {
		q, ok := notation.ParseQuiet(s)
		c.Quiet = q
		return ok
	},
}

func among[T ~string](to *T, s string, all []T) bool {
	if !slices.Contains(all, T(s)) {
		return false
	}
	*to = T(s)
	return true
}

func day(to *data.Date, s string) bool {
	d, err := data.ParseDate(s)
	*to = d
	return err == nil
}

// item is the card as a record; key names the reason why it can't be taken.
func (c *card) item() (item exchange.Item, key string) {
	if c.kind == "group" || c.kind == "location" || c.kind == "application" {
		return exchange.Item{}, "card-of-group"
	}
	c.finishHandles()
	c.finishAddresses()
	c.finishName()
	if c.c.JobTitle == "" {
		c.c.JobTitle = c.role
	} else if c.role != "" && c.role != c.c.JobTitle {
		c.leaveOut("ROLE")
	}
	if c.c.Name() == "" {
		return exchange.Item{}, "card-empty"
	}
	c.out.Contact, c.out.UID = &c.c, c.c.UID
	return c.out, ""
}

// finishHandles gives the addresses the labels of their groups and puts the
// preferred ones first among their kind.
func (c *card) finishHandles() {
	for i := range c.handles {
		if l := c.labels[c.groups[i]]; l != "" && c.groups[i] != "" {
			c.handles[i].Label = l
		}
	}
	for i, h := range c.handles {
		if !h.first {
			continue
		}
		for j := range i {
			if c.handles[j].Kind == h.Kind && !c.handles[j].first {
				copy(c.handles[j+1:i+1], c.handles[j:i])
				c.handles[j] = h
				break
			}
		}
	}
	for _, h := range c.handles {
		c.c.Handles = append(c.c.Handles, h.Handle)
	}
}

func (c *card) finishAddresses() {
	if len(c.postal) == 0 && c.loose != "" {
		c.postal = append(c.postal, notation.ParseAddress(c.loose))
		c.adrGroup = append(c.adrGroup, "")
	}
	for i, a := range c.postal {
		if l := c.labels[c.adrGroup[i]]; l != "" && c.adrGroup[i] != "" {
			a.Label = l
		}
		if i == 0 {
			if a.Label != "" {
				c.leaveOut("ADR (TYPE)") // the card's own address has no label
			}
			c.c.Street, c.c.PostCode, c.c.City, c.c.Region, c.c.Country = a.Street, a.PostCode, a.City, a.Region, a.Country
			continue
		}
		c.c.MoreAddresses = append(c.c.MoreAddresses, a)
	}
}

// finishName decides between a person and a company. FN is used where N is
// empty, which 4.0 allows.
func (c *card) finishName() {
	if len(c.names) == 5 {
		c.c.FamilyName = c.names[0]
		c.c.GivenName = strings.TrimSpace(c.names[1] + " " + c.names[2])
	}
	c.finishTitles()
	person := c.c.GivenName != "" || c.c.FamilyName != ""
	if c.c.Kind = data.Person; c.company(person) {
		c.c.Kind = data.Company
		c.finishCompany(person)
		return
	}
	if !person && c.fn != c.c.Company && !isHandle(c.fn, c.c.Handles) {
		c.c.GivenName, c.c.FamilyName = notation.SplitName(c.fn)
	}
}

// finishTitles puts what stands before and after a name (dr inż., Jr.) to the
// name, where there is one: the card has no better place, and it is part of how
// the person is addressed.
func (c *card) finishTitles() {
	if len(c.names) < 5 {
		return
	}
	given, family := notation.Titled(c.c.GivenName, c.c.FamilyName, c.names[3], c.names[4])
	if given == c.c.GivenName && c.names[3] != "" {
		c.leaveOut("N (prefix)")
	}
	if family == c.c.FamilyName && given == c.c.GivenName && c.names[4] != "" {
		c.leaveOut("N (suffix)")
	}
	c.c.GivenName, c.c.FamilyName = given, family
}

// company reports whether the card is that of a company; person: it has a
// person's name.
func (c *card) company(person bool) bool {
	switch {
	case c.kind == "org" || c.showAs:
		return true
	case c.kind == "individual" || person:
		return false
	case c.c.Company != "":
		return c.fn == "" || c.fn == c.c.Company
	}
	return notation.LooksLikeCompany(c.fn)
}

// finishCompany names a company by FN where there is nothing else, and takes its
// name out of N, into which programs put it, too.
func (c *card) finishCompany(person bool) {
	if c.c.Company == "" && !person {
		c.c.Company = c.fn
	}
	if c.c.Company != "" && strings.TrimSpace(c.c.GivenName+" "+c.c.FamilyName) == c.c.Company {
		c.c.GivenName, c.c.FamilyName = "", ""
	}
}

// isHandle reports whether a name is but an address: programs put one into FN,
// which must not be empty.
func isHandle(name string, all []data.Handle) bool {
	for _, h := range all {
		if h.Value == name {
			return true
		}
	}
	return false
}
