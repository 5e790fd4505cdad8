package card

import (
	"fyne.io/fyne/v2"

	"kartoteka/app/ui/contactform"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// buildSide is what is open, ordered, known and allowed.
func (c *Card) buildSide() (side fyne.CanvasObject, scroll *fyne.Container) {
	var all []fyne.CanvasObject
	for _, build := range []func() fyne.CanvasObject{
		c.buildCases, c.buildFollowUps, c.buildNote, c.buildFacts, c.buildOrders, c.buildPeople, c.buildReferrals, c.buildConsents,
	} {
		if o := build(); o != nil {
			all = append(all, o)
		}
	}
	return parts.Sections(all...)
}

func (c *Card) buildCases() fyne.CanvasObject {
	if len(c.file.cases) == 0 {
		return nil
	}
	rows := make([]fyne.CanvasObject, len(c.file.cases))
	for i := range c.file.cases {
		k := &c.file.cases[i]
		word, tone := parts.CaseChip(c.env.Tr, k)
		rows[i] = parts.NewLine(parts.Line{
			Title: k.Number, Sub: k.Subject, Chip: word, Ink: tone,
			OnTap: func() { c.env.Navigate(kit.Route{Screen: kit.ScreenCases, ID: k.ID}) },
		})
	}
	return parts.Part(c.env.Tr.T("card.cases"), nil, kit.VBox(2, rows...))
}

func (c *Card) buildFollowUps() fyne.CanvasObject {
	tr := c.env.Tr
	add := kit.Link(tr.T("card.add"), c.askFollowUp)
	if len(c.file.followUps) == 0 {
		return parts.Part(tr.T("card.to-do"), add, kit.Hint(tr.T("card.no-follow-ups")))
	}
	rows := make([]fyne.CanvasObject, len(c.file.followUps))
	for i := range c.file.followUps {
		f := c.file.followUps[i]
		more := newDots(func(under fyne.CanvasObject) {
			c.menu(under, []Deed{
				{tr.T("card.change"), func(data.Contact) { c.editFollowUp(f) }},
				{tr.T("card.delete-follow-up"), func(data.Contact) { c.deleteFollowUp(f.ID) }},
			})
		})
		rows[i] = kit.HBox(0, kit.Grow(parts.FollowUpLine(c.env, &f, c.done)), more)
	}
	return parts.Part(tr.T("card.to-do"), add, kit.VBox(2, rows...))
}

func (c *Card) buildNote() fyne.CanvasObject {
	if c.file.contact.Note == "" {
		return nil
	}
	return parts.Part(c.env.Tr.T("card.note"), nil, kit.Sentence(c.file.contact.Note))
}

// buildFacts is what is known beside names and numbers.
func (c *Card) buildFacts() fyne.CanvasObject {
	tr, who := c.env.Tr, &c.file.contact
	var rows []fyne.CanvasObject
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, parts.FactText(tr.T(key), value))
		}
	}
	add("card.legal", parts.Word(tr, "legal.", string(who.LegalType)))
	add("card.address", address(data.PostalAddress{Street: who.Street, PostCode: who.PostCode, City: who.City, Region: who.Region, Country: who.Country}))
	for _, a := range who.MoreAddresses {
		add("card.address", address(a))
	}
	add("card.nickname", who.Nickname)
	add("contactform.nip", who.NIP)
	add("contactform.regon", who.REGON)
	if who.SecondChannel != "" {
		add("card.second-channel", parts.ChannelName(tr, who.SecondChannel, c.file.channels))
	}
	if !who.Quiet.None() {
		add("card.quiet", tr.T("card.quiet-hours", "From", parts.Hour(who.Quiet.From), "To", parts.Hour(who.Quiet.To)))
	}
	switch {
	case who.BirthYear != 0:
		add("card.birth", tr.T("card.birth-year", "Year", who.BirthYear))
	case who.Generation != "":
		add("card.generation", parts.Word(tr, "generation.", who.Generation))
	}
	add("card.language", tr.Language(who.Language))
	add("card.since", tr.Date(who.Since))
	for _, h := range who.Handles {
		if h.Kind == data.HandleDomain {
			add("card.domain", h.Value)
		}
	}
	for i := range c.file.fields {
		f := &c.file.fields[i]
		if v := who.Fields[f.ID]; v != "" {
			rows = append(rows, parts.FactText(f.Name, fieldText(tr, f, v)))
		}
	}
	return parts.Part(tr.T("card.facts"), kit.Link(tr.T("card.change"), c.askEdit), kit.VBox(6, rows...))
}

func (c *Card) buildOrders() fyne.CanvasObject {
	tr := c.env.Tr
	add := kit.Link(tr.T("card.add"), c.askOrder)
	if len(c.file.orders) == 0 {
		return parts.Part(tr.T("card.orders"), add, kit.Hint(tr.T("card.no-orders")))
	}
	var sum int64
	one := true
	for _, o := range c.file.orders {
		sum += o.Amount.Minor
		one = one && (o.Amount.Currency == "" || o.Amount.Currency == "PLN")
	}
	rows := []fyne.CanvasObject{}
	const most = 5
	for i, o := range c.file.orders {
		if i == most {
			break
		}
		amount := ""
		if !o.Amount.IsZero() {
			amount = tr.Money(o.Amount)
		}
		what := o.What
		if what == "" {
			what = tr.T("card.type.order")
		}
		rows = append(rows, parts.NewLine(parts.Line{Title: what, Sub: tr.Date(o.On), Right: amount, OnTap: func() { c.editOrder(o.ID) }}))
	}
	if one && sum > 0 {
		rows = append(rows, kit.Note(tr.N("card.orders-sum", len(c.file.orders), "Sum", data.PLN(sum))))
	}
	return parts.Part(tr.T("card.orders"), add, kit.VBox(2, rows...))
}

// buildPeople are the people of a company, or the company of a person.
func (c *Card) buildPeople() fyne.CanvasObject {
	tr, who := c.env.Tr, &c.file.contact
	if who.CompanyID != 0 {
		return parts.Part(tr.T("card.company"), nil, parts.NewLine(parts.Line{
			Icon: look.IconCompany, Title: who.Company, Sub: who.JobTitle, OnTap: c.visit(who.CompanyID),
		}))
	}
	if len(c.file.people) == 0 {
		return nil
	}
	return parts.Part(tr.T("card.people"), nil, kit.VBox(2, c.lines(c.file.people)...))
}

func (c *Card) lines(rows []data.ContactRow) []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(rows))
	for i := range rows {
		r := &rows[i]
		out[i] = parts.NewLine(parts.Line{
			Icon: look.IconPerson, Title: r.DisplayName, Sub: r.JobTitle, Right: c.env.Tr.When(r.LastContact, c.env.Now()), OnTap: c.visit(r.ID),
		})
	}
	return out
}

func (c *Card) buildReferrals() fyne.CanvasObject {
	tr, who := c.env.Tr, &c.file.contact
	var rows []fyne.CanvasObject
	if c.file.sender != "" {
		rows = append(rows, parts.NewLine(parts.Line{
			Icon: look.IconHeart, Title: c.file.sender, Sub: tr.T("card.sent-by"), OnTap: c.visit(who.ReferredBy),
		}))
	}
	rows = append(rows, c.lines(c.file.sent)...)
	if len(rows) == 0 {
		return nil
	}
	heading := tr.T("card.referred")
	if n := len(c.file.sent); n > 0 {
		heading = tr.N("card.sent", n)
	}
	return parts.Part(heading, nil, kit.VBox(2, rows...))
}

func (c *Card) buildConsents() fyne.CanvasObject {
	tr := c.env.Tr
	add := kit.Link(tr.T("card.add"), c.askConsent)
	if len(c.file.contact.Consents) == 0 {
		return parts.Part(tr.T("card.consents"), add, kit.Hint(tr.T("card.no-consents")))
	}
	var rows []fyne.CanvasObject
	for _, k := range c.file.contact.Consents {
		text := contactform.ConsentText(tr, &k)
		row := []fyne.CanvasObject{kit.Grow(kit.NewPara(text, 12, look.ColorText))}
		if k.InForce(c.env.Now()) {
			row = append(row, kit.Link(tr.T("contactform.consent-withdraw"), func() { c.askWithdrawal(k) }))
		}
		rows = append(rows, kit.HBox(kit.GapSmall, row...))
		if k.Wording != "" {
			rows = append(rows, kit.Pad(0, 0, 4, 0, kit.Note(tr.T("card.quoted", "Text", k.Wording))))
		}
	}
	return parts.Part(tr.T("card.consents"), add, kit.VBox(4, rows...))
}
