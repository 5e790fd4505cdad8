package match

import (
	"slices"
	"strings"

	"kartoteka/data"
)

// firstBirthYear is the earliest in which a client can have been born.
const firstBirthYear = 1900

// CompleteContact fills in what goes without saying and refuses what can't be so.
// What is on the old card, if there is one, is taken as it stands.
func CompleteContact(p, old *data.Contact, today data.Date) error {
	if old == nil {
		old = &data.Contact{}
	}
	fillCard(p)
	for i := range p.Handles {
		if err := CompleteHandle(&p.Handles[i], old.Handles); err != nil {
			return err
		}
	}
	if err := completeNumbers(p, old); err != nil {
		return err
	}
	if err := completeDays(p, old, today); err != nil {
		return err
	}
	if q := p.Quiet; min(q.From, q.To) < 0 || max(q.From, q.To) > data.DayMinutes {
		return data.NewError(data.CodeInvalid, "contact-quiet-hours")
	}
	return completeConsents(p)
}

// completeDays sees to the years and days of a card: of birth, and of the end.
func completeDays(p, old *data.Contact, today data.Date) error {
	if p.BirthYear != 0 && p.BirthYear != old.BirthYear && (p.BirthYear < firstBirthYear || p.BirthYear > today.Year) {
		return data.NewError(data.CodeInvalid, "contact-birth-year", "Year", p.BirthYear, "First", firstBirthYear, "Last", today.Year)
	}
	if old.ID != 0 && old.Status != p.Status && p.Status.Ended() && p.End.On.IsZero() {
		p.End.On = today
	}
	if !p.End.Notice.IsZero() && !p.End.On.IsZero() && p.End.Notice.After(p.End.On) {
		return data.NewError(data.CodeInvalid, "contact-notice-late", "Notice", p.End.Notice.String(), "End", p.End.On.String())
	}
	return nil
}

// TakeContact completes a card that comes from a file. Other programs let people
// write anything for a phone number: one that is none is kept as it is written
// and compared by its digits. Everything else must be right, as when it is typed.
func TakeContact(p, old *data.Contact, today data.Date) error {
	for i := range p.Handles {
		looseHandle(&p.Handles[i])
	}
	was := data.Contact{}
	if old != nil {
		was = *old
	}
	was.Handles = append(slices.Clone(was.Handles), p.Handles...)
	was.Handles = slices.DeleteFunc(was.Handles, func(h data.Handle) bool { return h.Kind != data.HandlePhone || h.Norm == "" })
	return CompleteContact(p, &was, today)
}

// looseHandle gives a phone number that is none the normal form by which it can
// still be found and compared: its digits, or its letters where it has no digit.
func looseHandle(h *data.Handle) {
	if h.Kind != data.HandlePhone {
		return
	}
	h.Value = strings.TrimSpace(h.Value)
	if norm, ok := Phone(h.Value); ok {
		h.Norm = norm
		return
	}
	h.Norm = strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, h.Value)
	if h.Norm == "" {
		h.Norm = Fold(h.Value)
	}
}

// fillCard fills in what goes without saying.
func fillCard(p *data.Contact) {
	for _, s := range []*string{
		&p.GivenName, &p.FamilyName, &p.Company, &p.Nickname, &p.JobTitle, &p.Street, &p.PostCode, &p.City,
		&p.Region, &p.Country, &p.Language, &p.BestHours,
	} {
		*s = strings.TrimSpace(*s)
	}
	if p.Kind == "" {
		p.Kind = data.Person
	}
	if p.LegalType == "" {
		p.LegalType = legalType(p)
	}
	if p.Status == "" {
		p.Status = data.StatusActive
	}
	if p.BirthYear != 0 || !slices.Contains(data.Generations(), p.Generation) {
		p.Generation = ""
	}
	if !p.NoContact {
		p.NoContactWhy = ""
	}
	p.End.Fit(p.Status)
	if p.SecondChannel == p.PreferredChannel {
		p.SecondChannel = ""
	}
}

// CompleteHandle brings a handle to its normal form, unless it stands so on the
// old card.
func CompleteHandle(h *data.Handle, old []data.Handle) error {
	h.Value = strings.TrimSpace(h.Value)
	for _, o := range old {
		if o.Kind == h.Kind && o.Value == h.Value {
			h.Norm = o.Norm
			return nil
		}
	}
	switch h.Kind {
	case data.HandleEmail:
		if h.Norm = Email(h.Value); h.Norm == "" {
			return data.NewError(data.CodeInvalid, "contact-email", "Email", h.Value)
		}
	case data.HandlePhone:
		norm, ok := Phone(h.Value)
		if !ok {
			return data.NewError(data.CodeInvalid, "contact-phone", "Phone", h.Value)
		}
		h.Norm = norm
	case data.HandleDomain:
		if h.Norm = Domain(h.Value); !strings.Contains(h.Norm, ".") || Everybodys(h.Norm) {
			return data.NewError(data.CodeInvalid, "contact-domain", "Domain", h.Value)
		}
	default:
		h.Norm = Fold(h.Value)
	}
	return nil
}

// completeNumbers checks a firm's numbers and a Polish postcode's form.
func completeNumbers(p, old *data.Contact) error {
	if p.NIP != "" && p.NIP != old.NIP {
		nip, err := NIP(p.NIP)
		if err != nil {
			return err
		}
		p.NIP = nip
	}
	if p.REGON != "" && p.REGON != old.REGON {
		regon, err := REGON(p.REGON)
		if err != nil {
			return err
		}
		p.REGON = regon
	}
	if code, ok := PostCode(p.PostCode); ok && p.Country == "" {
		p.PostCode = code
	}
	return nil
}

// completeConsents gives a consent its basis and refuses one that was withdrawn
// before it was given.
func completeConsents(p *data.Contact) error {
	for i := range p.Consents {
		c := &p.Consents[i]
		c.Purpose = strings.TrimSpace(c.Purpose)
		if c.Purpose == "" {
			return data.NewError(data.CodeInvalid, "consent-without-purpose")
		}
		if !slices.Contains(data.Bases(), c.Basis) {
			c.Basis = data.BasisConsent
		}
		if !c.Withdrawn.IsZero() && c.Withdrawn.Before(c.Given) {
			return data.NewError(data.CodeInvalid, "consent-withdrawn-early", "Purpose", c.Purpose)
		}
	}
	return nil
}

// legalType is what a client is taken for until the owner says otherwise.
func legalType(p *data.Contact) data.LegalType {
	if p.Kind == data.Company {
		return data.Business
	}
	return data.Consumer
}
