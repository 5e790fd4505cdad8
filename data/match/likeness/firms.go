package likeness

import (
	"kartoteka/data"

	"kartoteka/data/match"
)

// companies weighs two companies. A number of theirs is theirs alone, and so is
// an office's address; another tax number makes another company of the same name.
func companies(t *tally, a, b *Profile) {
	like := compareCompany(&a.name, &b.name)
	switch like {
	case companySame:
		t.add(data.SameCompany, "", 64)
	case companyTypo:
		t.add(data.CompanyTypo, "", 50)
	case companyPart:
		t.add(data.CompanyPart, "", 38)
	case companyMissing:
		t.sum += 25
	case companyOther:
		t.add(data.OtherName, "", 0)
		t.atMost(80)
	}
	numbers(t, a, b, like)
	email := common(a.emails, b.emails)
	if email != "" {
		t.proof(data.SameEmail, email, either(like == companyOther, 62, 34))
	}
	if d := common(a.domains, b.domains); d != "" {
		t.proof(data.SameDomain, d, 34)
	}
	if phone := common(a.phones, b.phones); phone != "" {
		t.proof(data.SamePhone, match.FormatPhone(phone), 30)
	}
	if like > companyMissing {
		place(t, a, b)
	}
}

// numbers weighs tax and register numbers.
func numbers(t *tally, a, b *Profile, like companyLike) {
	same := either(like == companyOther, 75, 60)
	switch {
	case a.nip != "" && a.nip == b.nip:
		t.proof(data.SameNIP, match.FormatNIP(a.nip), same)
	case a.nip != "" && b.nip != "":
		t.add(data.OtherNIP, "", -40)
		t.atMost(30)
	case a.regon != "" && a.regon == b.regon:
		t.proof(data.SameREGON, a.regon, same)
	}
}

// personAndCompany weighs a person against a company: as a rule one works at the
// other, or owns it. A firm that bears its owner's name may be the same client.
func personAndCompany(t *tally, p, c *Profile) {
	email := common(p.emails, c.emails)
	own := email != "" && !match.SharedBox(email)
	phone := common(p.phones, c.phones)
	nip := p.nip != "" && p.nip == c.nip
	t.add(data.CompanyPerson, "", 0)
	limit := 40
	switch {
	case p.rest.companyID != 0 && p.rest.companyID == c.ID: // two cards that are meant
	case bearsName(c, p):
		t.add(data.OwnersName, "", 45)
		limit = data.ScoreSame - 1
	case compareCompany(&p.name, &c.name) == companySame:
	case own:
		t.sum += 30
		limit = 70
	}
	t.atMost(limit)
	if own {
		t.add(data.SameEmail, email, 30)
	}
	if phone != "" {
		t.add(data.SamePhone, match.FormatPhone(phone), 30)
	}
	if nip {
		t.add(data.SameNIP, match.FormatNIP(p.nip), 40)
	}
}

// bearsName reports whether the company's name holds the person's given and
// family name, as sole traders' firms do.
func bearsName(c, p *Profile) bool {
	if len(p.given) == 0 || len(p.family.parts) == 0 {
		return false
	}
	bears := newFamily(c.name.words).parts
	for _, w := range c.name.words {
		if overlap(match.FullNames(w), p.given[0].full) {
			return within(p.family.parts, bears)
		}
	}
	return false
}

func either(cond bool, yes, no int) int {
	if cond {
		return yes
	}
	return no
}
