package records

import (
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/match"
)

// card is a contact that rows of a file may be: one that is kept already, or one
// that an earlier row of the file brings.
type card struct {
	base  *data.Contact     // as it is kept, nil: the file brings it
	draft *data.Contact     // as it shall be; the base itself while nothing changes
	extra map[string]string // custom fields by name, those that come or change
	who   identity
	row   int  // of the plan, the first that is this contact; -1: none yet
	uid   bool // its UID was given by the file

	// A row of the file with its address, but quite another name, was set aside: no
	// later row may change the name by which that was decided.
	disputed bool

	referrer, company *card // that the file brings, too
}

func (c *card) name() string { return c.draft.Name() }

// cards are the contacts that rows are compared with, found by what tells people
// and firms apart.
type cards struct {
	all       []*card
	byUID     map[string]*card
	byEmail   map[string]*card
	byDomain  map[string]*card
	byNIP     map[string][]*card
	byPhone   map[string][]*card // number and folded name
	byName    map[string][]*card // folded name and company
	companies map[string][]*card // folded name of company cards
	names     map[string][]*card // folded name; made when it is first asked for
	named     int                // how many cards are in names
}

func newCards() *cards {
	return &cards{
		byUID: map[string]*card{}, byEmail: map[string]*card{}, byDomain: map[string]*card{},
		byNIP: map[string][]*card{}, byPhone: map[string][]*card{}, byName: map[string][]*card{},
		companies: map[string][]*card{},
	}
}

// add makes the card findable by all that is known of it.
func (x *cards) add(c *card) {
	x.all = append(x.all, c)
	if c.draft.UID != "" {
		x.byUID[c.draft.UID] = c
	}
	x.note(c)
}

// note makes the card findable as it is now. What it no longer is stays in the
// maps: whoever looks there asks the card itself.
func (x *cards) note(c *card) {
	p := c.draft
	c.who = newIdentity(p)
	for _, h := range p.Handles {
		switch h.Kind {
		case data.HandleEmail:
			x.byEmail[h.Norm] = c
		case data.HandleDomain:
			x.byDomain[h.Norm] = c
		case data.HandlePhone:
			put(x.byPhone, h.Norm+"\x00"+c.who.name, c)
		}
	}
	if p.NIP != "" {
		put(x.byNIP, p.NIP, c)
	}
	put(x.byName, c.who.nameAndFirm(), c)
	if p.Kind == data.Company {
		put(x.companies, c.who.name, c)
	}
}

func put(m map[string][]*card, key string, c *card) {
	if all := m[key]; !slices.Contains(all, c) {
		m[key] = append(all, c)
	}
}

// called returns the cards of a folded name.
func (x *cards) called(name string) []*card {
	if x.names == nil {
		x.names = map[string][]*card{}
	}
	for ; x.named < len(x.all); x.named++ {
		c := x.all[x.named]
		x.names[c.who.name] = append(x.names[c.who.name], c)
	}
	return x.names[name]
}

// identity is what a row or contact is compared by.
type identity struct {
	name, firm string // folded
}

func newIdentity(p *data.Contact) identity {
	id := identity{name: match.Fold(strings.TrimSpace(p.Name()))}
	if p.Kind != data.Company {
		id.firm = match.Fold(strings.TrimSpace(p.Company))
	}
	return id
}

func (i identity) nameAndFirm() string { return i.name + "\x00" + i.firm }

// found is what a row turned out to be.
type found struct {
	card *card
	why  *data.Error // it is nobody for sure
}

// find returns the card that the row is: by UID, e-mail, NIP, phone and name, or
// name and firm, in this order. Two that fit, or an address that belongs to
// somebody of quite another name, leave it undecided.
func (x *cards) find(p *data.Contact, said *data.Contact) found {
	owners := x.owners(p)
	if c := x.byUID[said.UID]; c != nil && said.UID != "" {
		owners = slices.DeleteFunc(owners, func(o *card) bool { return o == c })
		if len(owners) > 0 {
			return found{why: fitsTwo(c, owners[0])}
		}
		return found{card: c}
	}
	switch {
	case len(owners) > 1:
		return found{why: fitsTwo(owners[0], owners[1])}
	case len(owners) == 1 && !akin(p, owners[0].draft):
		owners[0].disputed = true
		return found{why: data.NewError(data.CodeConflict, "import-address-taken", "Name", owners[0].name())}
	case len(owners) == 1:
		return found{card: owners[0]}
	}
	who := newIdentity(p)
	for _, fit := range [][]*card{x.sameNIP(p, said, who), x.samePhone(p, said, who), x.sameName(p, said, who)} {
		if len(fit) > 1 {
			return found{why: fitsTwo(fit[0], fit[1])}
		}
		if len(fit) == 1 {
			return found{card: fit[0]}
		}
	}
	return found{}
}

func fitsTwo(a, b *card) *data.Error {
	return data.NewError(data.CodeConflict, "import-fits-two", "Name", a.name(), "Other", b.name())
}

// owners returns the cards to which the row's e-mails and domains belong.
func (x *cards) owners(p *data.Contact) []*card {
	var out []*card
	for _, h := range p.Handles {
		var c *card
		switch h.Kind {
		case data.HandleEmail:
			c = x.byEmail[h.Norm]
		case data.HandleDomain:
			c = x.byDomain[h.Norm]
		}
		if c != nil && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// sameNIP returns the firms of this NIP, or for a person those of the same name:
// a firm's people may each bear its number.
func (x *cards) sameNIP(p, said *data.Contact, who identity) []*card {
	if p.NIP == "" {
		return nil
	}
	var out []*card
	for _, c := range x.byNIP[p.NIP] {
		firms := p.Kind == data.Company && c.draft.Kind == data.Company
		if c.draft.NIP == p.NIP && (firms || c.who.name == who.name) && !another(c, said) {
			out = append(out, c)
		}
	}
	return out
}

func (x *cards) samePhone(p, said *data.Contact, who identity) []*card {
	var out []*card
	for _, h := range p.Handles {
		if h.Kind != data.HandlePhone {
			continue
		}
		for _, c := range x.byPhone[h.Norm+"\x00"+who.name] {
			if c.who.name == who.name && !slices.Contains(out, c) && !another(c, said) {
				out = append(out, c)
			}
		}
	}
	return out
}

// sameName returns those of the same name and firm whom nothing tells apart from
// the row: there are many called Jan Kowalski.
func (x *cards) sameName(p, said *data.Contact, who identity) []*card {
	var out []*card
	for _, c := range x.byName[who.nameAndFirm()] {
		if c.who == who && !another(c, said) && !differ(p, c.draft) {
			out = append(out, c)
		}
	}
	return out
}

// another reports whether the file itself says that its row is another one than
// this card of the same file.
func another(c *card, said *data.Contact) bool {
	return c.uid && said.UID != "" && c.draft.UID != said.UID
}

// differ reports whether two of the same name can't be one: both have e-mails,
// or phones, and share none, or their numbers or towns are others.
func differ(a, b *data.Contact) bool {
	for _, kind := range []data.HandleKind{data.HandleEmail, data.HandlePhone} {
		if apart(a.Handles, b.Handles, kind) {
			return true
		}
	}
	for _, pair := range [][2]string{{a.NIP, b.NIP}, {a.REGON, b.REGON}, {match.Fold(a.City), match.Fold(b.City)}} {
		if pair[0] != "" && pair[1] != "" && pair[0] != pair[1] {
			return true
		}
	}
	return a.BirthYear != 0 && b.BirthYear != 0 && a.BirthYear != b.BirthYear
}

func apart(a, b []data.Handle, kind data.HandleKind) bool {
	both := 0
	for _, h := range a {
		if h.Kind != kind {
			continue
		}
		both |= 1
		for _, o := range b {
			if o.Kind == kind && o.Norm == h.Norm {
				return false
			}
		}
	}
	for _, o := range b {
		if o.Kind == kind {
			both |= 2
		}
	}
	return both == 3
}

// akin reports whether two who bear the same address may be one: their names
// share a word, or one has none but an address.
func akin(a, b *data.Contact) bool {
	words := nameWords(a)
	others := nameWords(b)
	if len(words) == 0 || len(others) == 0 {
		return true
	}
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(others, w) })
}

func nameWords(p *data.Contact) []string {
	var out []string
	for _, s := range []string{p.GivenName, p.FamilyName, p.Company, p.Nickname} {
		out = append(out, strings.FieldsFunc(match.Fold(s), func(r rune) bool { return r == ' ' || r == '-' || r == '.' || r == ',' || r == '"' })...)
	}
	return out
}
