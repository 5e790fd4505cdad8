package contactform

import (
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

func pair(left, right fyne.CanvasObject) fyne.CanvasObject {
	return kit.Columns(kit.GapRows, left, right)
}

// basics is what every card has; it is never folded.
type basics struct {
	f                     *form
	kind, status, channel *input.Choice
	given, family, title  *input.Entry
	company               *widget.Suggest
	emails, phones        *handleList
	tags                  *input.Entry
}

func newBasics(f *form) *basics {
	tr, c := f.env.Tr, &f.old
	b := &basics{
		f: f, given: filled(c.GivenName, ""), family: filled(c.FamilyName, ""), title: filled(c.JobTitle, ""),
		tags:   filled(joined(c.Tags), tr.T("contactform.tags-hint")),
		emails: newHandleList(f.env, data.HandleEmail, c.Handles, f.changed),
		phones: newHandleList(f.env, data.HandlePhone, c.Handles, f.changed),
	}
	b.company = f.pick(c.CompanyID, c.Company, tr.T("contactform.company-hint"),
		func(r *data.ContactRow) bool { return r.Kind == data.Company })
	b.status = input.NewChoice(parts.Options(tr, "status.", data.ContactStatuses()), string(c.Status), func(code string) {
		f.ending.show(data.ContactStatus(code))
		f.dialog.Fit()
	})
	b.channel = input.NewChoice(parts.ChannelOptions(tr, builtInChannels(), c.PreferredChannel, tr.T("contactform.any-channel")),
		string(c.PreferredChannel), nil)
	b.kind = input.NewChoice(parts.Options(tr, "contactkind.", []data.ContactKind{data.Person, data.Company}), string(c.Kind), b.turn)
	for _, e := range []*input.Entry{b.given, b.family} {
		e.OnChanged = func(string) { f.changed() }
	}
	return b
}

// turn makes a person a company or the other way round: a company is a
// business, a person a consumer, unless the owner said otherwise.
func (b *basics) turn(code string) {
	legal := b.f.terms.legal
	switch {
	case code == string(data.Company) && legal.Code() == string(data.Consumer):
		legal.SetCode(string(data.Business))
	case code == string(data.Person) && legal.Code() == string(data.Business):
		legal.SetCode(string(data.Consumer))
	}
	b.f.changed()
}

func builtInChannels() []data.Category {
	var out []data.Category
	for _, c := range data.Channels() {
		out = append(out, data.Category{List: data.ListChannels, Code: string(c)})
	}
	return out
}

func (b *basics) object() fyne.CanvasObject {
	tr := b.f.env.Tr
	return kit.VBox(kit.GapRows,
		pair(input.Labelled(tr.T("contactform.given"), b.given), input.Labelled(tr.T("contactform.family"), b.family)),
		pair(input.Labelled(tr.T("contactform.company"), b.company), input.Labelled(tr.T("contactform.job-title"), b.title)),
		input.Labelled(tr.T("contactform.phones"), b.phones), input.Labelled(tr.T("contactform.emails"), b.emails),
		kit.Columns(kit.GapRows, input.Labelled(tr.T("contactform.kind"), b.kind), input.Labelled(tr.T("contactform.status"), b.status),
			input.Labelled(tr.T("contactform.channel"), b.channel)),
		input.Labelled(tr.T("contactform.tags"), b.tags))
}

func (b *basics) read(c *data.Contact) error {
	c.Kind, c.Status = data.ContactKind(b.kind.Code()), data.ContactStatus(b.status.Code())
	c.PreferredChannel = data.Channel(b.channel.Code())
	c.GivenName, c.FamilyName, c.JobTitle = text(b.given), text(b.family), text(b.title)
	c.Company, c.CompanyID = strings.TrimSpace(b.company.Text()), b.company.ID()
	if c.Kind == data.Company {
		c.CompanyID = 0
	}
	c.Tags = tags(b.tags.Text)
	emails, wrong := b.emails.handles()
	phones, err := b.phones.handles()
	if wrong == nil {
		wrong = err
	}
	c.Handles = append(append(emails, phones...), others(b.f.old.Handles)...)
	if c.Name() == "" && wrong == nil {
		wrong = data.NewError(data.CodeInvalid, "contact-without-name")
	}
	return wrong
}

// others are the handles that have a list of their own further down.
func others(all []data.Handle) []data.Handle {
	var out []data.Handle
	for _, h := range all {
		if h.Kind != data.HandleEmail && h.Kind != data.HandlePhone {
			out = append(out, h)
		}
	}
	return out
}

// more is what is known of a person beside the basics.
type more struct {
	f                  *form
	box                *kit.Fold
	nickname, language *input.Entry
	birth              *checked
	generation, second *input.Choice
	hours              *input.Entry
	since              *input.DateEntry
	referred           *widget.Suggest
	note, arrangements *input.Entry
	messengers         *handleList
}

func newMore(f *form) *more {
	tr, c := f.env.Tr, &f.old
	m := &more{
		f: f, nickname: filled(c.Nickname, ""), language: filled(c.Language, tr.T("contactform.language-hint")),
		hours: filled(c.BestHours, tr.T("contactform.best-hours-hint")), since: input.NewDateEntry(f.env, c.Since),
		note: input.NewTextArea("", 2), arrangements: input.NewTextArea(tr.T("contactform.arrangements-hint"), 2),
		messengers: newHandleList(f.env, data.HandleOther, c.Handles, f.changed),
	}
	m.birth = newChecked(f.env, year(c.BirthYear), tr.T("contactform.birth-hint"), func(s string) error {
		_, err := birthYear(s, f.env.Today())
		return err
	})
	m.generation = input.NewChoice(withNone(tr.T("contactform.none"), parts.Options(tr, "generation.", data.Generations())), c.Generation, nil)
	m.second = input.NewChoice(parts.ChannelOptions(tr, builtInChannels(), c.SecondChannel, tr.T("contactform.none")), string(c.SecondChannel), nil)
	m.referred = f.pick(c.ReferredBy, "", tr.T("contactform.referred-hint"), func(*data.ContactRow) bool { return true })
	m.note.SetText(c.Note)
	m.arrangements.SetText(c.Arrangements)
	m.box = f.fold("contactform.more", summary(c.BestHours, year(c.BirthYear), short(c.Arrangements), short(c.Note)), kit.VBox(kit.GapRows,
		input.Labelled(tr.T("contactform.arrangements"), m.arrangements), input.Labelled(tr.T("contactform.note"), m.note),
		pair(input.Labelled(tr.T("contactform.nickname"), m.nickname), input.Labelled(tr.T("contactform.language"), m.language)),
		pair(input.Labelled(tr.T("contactform.birth"), m.birth.box), input.Labelled(tr.T("contactform.generation"), m.generation)),
		pair(input.Labelled(tr.T("contactform.second-channel"), m.second), input.Labelled(tr.T("contactform.best-hours"), m.hours)),
		input.Labelled(tr.T("contactform.messengers"), m.messengers),
		input.Labelled(tr.T("contactform.since"), m.since),
		input.Labelled(tr.T("contactform.referred"), m.referred)))
	return m
}

func withNone(word string, options []input.Option) []input.Option {
	return append([]input.Option{{Text: word}}, options...)
}

// short is the beginning of a longer text.
func short(s string) string {
	letters := []rune(strings.Join(strings.Fields(s), " "))
	if len(letters) > 28 {
		return strings.TrimSpace(string(letters[:28])) + "…"
	}
	return string(letters)
}

func (m *more) read(c *data.Contact) error {
	c.Nickname, c.Language, c.BestHours = text(m.nickname), text(m.language), text(m.hours)
	c.Note, c.Arrangements = text(m.note), text(m.arrangements)
	c.Generation, c.SecondChannel = m.generation.Code(), data.Channel(m.second.Code())
	c.Since, c.ReferredBy = m.since.Day(), m.referred.ID()
	messengers, _ := m.messengers.handles() // nothing can be wrong with them
	c.Handles = append(withoutKind(c.Handles, data.HandleOther), messengers...)
	y, err := birthYear(m.birth.Text, m.f.env.Today())
	c.BirthYear = y
	switch {
	case err != nil:
		return err
	case m.referred.ID() == 0 && strings.TrimSpace(m.referred.Text()) != "":
		return data.NewError(data.CodeInvalid, "referrer-unknown", "Name", m.referred.Text())
	}
	return m.since.Check()
}

func withoutKind(all []data.Handle, k data.HandleKind) []data.Handle {
	var out []data.Handle
	for _, h := range all {
		if h.Kind != k {
			out = append(out, h)
		}
	}
	return out
}

// reach is where letters and bills go, and the numbers of a firm.
type reach struct {
	f          *form
	box        *kit.Fold
	addresses  *addressList
	nip, regon *checked
	domains    *handleList
}

func newReach(f *form) *reach {
	tr, c := f.env.Tr, &f.old
	r := &reach{
		f: f, addresses: newAddressList(f.env, c),
		nip: newChecked(f.env, c.NIP, "", checkNIP), regon: newChecked(f.env, c.REGON, "", checkREGON),
		domains: newHandleList(f.env, data.HandleDomain, c.Handles, f.changed),
	}
	r.nip.OnChanged = func(string) { f.changed() }
	r.box = f.fold("contactform.reach", summary(c.City, c.NIP), kit.VBox(kit.GapRows, r.addresses,
		pair(input.Labelled(tr.T("contactform.nip"), r.nip.box), input.Labelled(tr.T("contactform.regon"), r.regon.box)),
		input.Labelled(tr.T("contactform.domains"), r.domains)))
	return r
}

func (r *reach) read(c *data.Contact) error {
	r.addresses.read(c)
	c.NIP, c.REGON = text(r.nip.Entry), text(r.regon.Entry)
	domains, err := r.domains.handles()
	c.Handles = append(withoutKind(c.Handles, data.HandleDomain), domains...)
	if err == nil {
		err = checkNIP(c.NIP)
	}
	if err == nil {
		err = checkREGON(c.REGON)
	}
	return err
}

// terms is what may be done with the client: by law, and by his wish.
type terms struct {
	f        *form
	box      *kit.Fold
	legal    *input.Choice
	never    *input.Check
	why      *input.Entry
	from, to *input.Entry
	consents *ConsentList
}

func newTerms(f *form) *terms {
	tr, c := f.env.Tr, &f.old
	t := &terms{f: f, why: filled(c.NoContactWhy, tr.T("contactform.never-why-hint"))}
	t.legal = input.NewChoice(parts.Options(tr, "legal.", data.LegalTypes()), string(c.LegalType), nil)
	t.never = input.NewCheck(tr.T("contactform.never"), c.NoContact, nil)
	t.from, t.to = filled("", tr.T("contactform.quiet-hint")), filled("", tr.T("contactform.quiet-to-hint"))
	if !c.Quiet.None() {
		t.from.SetText(parts.Hour(c.Quiet.From))
		t.to.SetText(parts.Hour(c.Quiet.To))
	}
	t.consents = NewConsentList(f.env, c.Consents, func() {
		if f.dialog != nil {
			f.dialog.Fit()
		}
	})
	never := ""
	if c.NoContact {
		never = tr.T("contactform.never")
	}
	t.box = f.fold("contactform.terms", summary(parts.Word(tr, "legal.", string(c.LegalType)), never), kit.VBox(kit.GapRows,
		input.Labelled(tr.T("contactform.legal"), t.legal), t.never, t.why,
		input.Labelled(tr.T("contactform.quiet"), kit.Columns(kit.GapRows, t.from, t.to)),
		input.Labelled(tr.T("contactform.consents"), t.consents)))
	return t
}

func (t *terms) read(c *data.Contact) error {
	c.LegalType, c.NoContact, c.NoContactWhy = data.LegalType(t.legal.Code()), t.never.Checked, text(t.why)
	c.Consents = t.consents.All()
	q, err := quiet(t.from.Text, t.to.Text)
	if err == nil {
		c.Quiet = q
	}
	return err
}

// ending is how a relation came to its end.
type ending struct {
	f          *form
	box        *kit.Fold
	by, reason *input.Choice
	on, notice *input.DateEntry
	note       *input.Entry
}

func newEnding(f *form) *ending {
	tr, e := f.env.Tr, &f.old.End
	w := &ending{f: f, on: input.NewDateEntry(f.env, e.On), notice: input.NewDateEntry(f.env, e.Notice), note: input.NewTextArea("", 2)}
	w.by = input.NewChoice(withNone(tr.T("contactform.none"), parts.Options(tr, "ended-by.", data.EndedBys())), string(e.By), nil)
	reasons := withNone(tr.T("contactform.none"), parts.Options(tr, "end-reason.", data.EndReasons()))
	if e.Reason != "" && !tr.Has("end-reason."+e.Reason) {
		reasons = append(reasons, input.Option{Code: e.Reason, Text: e.Reason})
	}
	w.reason = input.NewChoice(reasons, e.Reason, nil)
	w.note.SetText(e.Note)
	w.box = f.fold("contactform.ending", "", kit.VBox(kit.GapRows,
		pair(input.Labelled(tr.T("contactform.ended-by"), w.by), input.Labelled(tr.T("contactform.end-reason"), w.reason)),
		input.Labelled(tr.T("contactform.ended-on"), w.on), input.Labelled(tr.T("contactform.end-notice"), w.notice),
		input.Labelled(tr.T("contactform.end-note"), w.note)))
	return w
}

// show brings the section when the status says that the relation is over.
func (w *ending) show(s data.ContactStatus) {
	w.box.Hidden = !ended(s)
	if !ended(s) {
		return
	}
	w.box.SetOpen(true)
	if w.by.Code() == "" {
		by := data.EndedByClient
		if s == data.StatusEndedByUs {
			by = data.EndedByUs
		}
		w.by.SetCode(string(by))
	}
	if w.on.Entry.Text == "" {
		w.on.SetDay(w.f.env.Today())
	}
}

func (w *ending) read(c *data.Contact) error {
	if !ended(c.Status) {
		c.End = data.Ending{}
		return nil
	}
	c.End = data.Ending{
		By: data.EndedBy(w.by.Code()), On: w.on.Day(), Notice: w.notice.Day(), Reason: w.reason.Code(), Note: text(w.note),
	}
	if err := w.on.Check(); err != nil {
		return err
	}
	return w.notice.Check()
}
