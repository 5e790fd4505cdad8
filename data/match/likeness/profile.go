package likeness

import (
	"slices"
	"strings"

	"kartoteka/data"

	"kartoteka/data/match"
)

// Profile is a contact made ready for being compared with many others. It holds
// no more than that takes, so that those of a whole base fit in memory.
type Profile struct {
	ID int64

	company bool
	given   []givenName
	family  family
	name    companyName // of a company; of a person: where they work
	emails  []string
	phones  []string
	domains []string
	nip     string
	regon   string // the firm's nine digits
	city    string // folded, as is the street
	street  string
	hasName bool
	rest    rest
}

// rest is what is compared, or told, as it stands on the card.
type rest struct {
	uid                string
	erased             bool
	companyID          int64
	birth              int
	city, street, firm string
}

// titles stand before a name and are none.
var titles = match.WordSet(`pan pani panstwo p dr mgr inz prof hab lek adw mec ks mr mrs ms herr frau sz`)

// NewProfile makes a contact ready for Compare.
func NewProfile(c *data.Contact) *Profile {
	p := &Profile{ID: c.ID, company: c.Kind == data.Company, nip: match.Digits(c.NIP), regon: match.Digits(c.REGON)}
	p.rest = rest{
		uid: c.UID, erased: !c.Erased.IsZero(), companyID: c.CompanyID, birth: c.BirthYear,
		city: c.City, street: c.Street, firm: c.Company,
	}
	if len(p.regon) > 9 {
		p.regon = p.regon[:9]
	}
	p.city, p.street = placeOf(c.City), placeOf(c.Street)
	p.name = newCompanyName(c.Company)
	if !p.company {
		given, fam := nameWords(c.GivenName, c.FamilyName)
		p.family = newFamily(fam)
		for _, w := range given {
			p.given = append(p.given, givenName{word: w, full: match.FullNames(w)})
		}
	}
	p.hasName = len(p.given) > 0 || len(p.family.parts) > 0 || p.company && p.name.joined != ""
	for i := range c.Handles {
		p.addHandle(&c.Handles[i])
	}
	return p
}

func (p *Profile) addHandle(h *data.Handle) {
	switch h.Kind {
	case data.HandleEmail:
		if e := handleNorm(h, match.Email); e != "" {
			p.emails = append(p.emails, e)
		}
	case data.HandlePhone:
		norm, _ := match.Phone(h.Value)
		if h.Norm != "" {
			norm = h.Norm
		}
		if norm != "" {
			p.phones = append(p.phones, norm)
		}
	case data.HandleDomain:
		if d := handleNorm(h, match.Domain); d != "" {
			p.domains = append(p.domains, d)
		}
	case data.HandleOther:
	}
}

func handleNorm(h *data.Handle, norm func(string) string) string {
	if h.Norm != "" {
		return h.Norm
	}
	return norm(h.Value)
}

// nameWords returns the folded words of given and family names. A whole name in
// one field is taken apart, and titles are left out.
func nameWords(given, family string) (g, f []string) {
	g = withoutTitles(splitWords(match.Fold(given)))
	f = withoutTitles(splitWords(match.Fold(family)))
	switch {
	case len(f) == 0 && len(g) > 1:
		return g[:len(g)-1], g[len(g)-1:]
	case len(g) == 0 && len(f) > 1 && !strings.Contains(family, "-"):
		if match.KnownGiven(f[len(f)-1]) && !match.KnownGiven(f[0]) {
			return f[len(f)-1:], f[:len(f)-1]
		}
		return f[:len(f)-1], f[len(f)-1:]
	}
	return g, f
}

func withoutTitles(all []string) []string {
	if len(all) < 2 {
		return all
	}
	return slices.DeleteFunc(all, func(w string) bool { return titles[w] })
}

// placeOf folds a town or a street, without the words that are left out as often
// as not.
func placeOf(s string) string {
	if s == "" {
		return ""
	}
	all := splitWords(match.Fold(s))
	all = slices.DeleteFunc(all, func(w string) bool { return w == "ul" || w == "ulica" || w == "m" || w == "lok" })
	return strings.Join(all, " ")
}

// turned returns the profile with given and family name changed round.
func (p *Profile) turned() (given []givenName, fam family) {
	for _, w := range p.family.parts {
		given = append(given, givenName{word: w, full: match.FullNames(w)})
	}
	back := make([]string, len(p.given))
	for i := range p.given {
		back[i] = p.given[i].word
	}
	return given, newFamily(back)
}
