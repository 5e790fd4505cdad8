// Package drafting prepares the firm's answers and lays them among the drafts of
// its mailboxes. Nothing is ever sent from here: that is done by a person, in a
// mail program.
package drafting

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"kartoteka/app/core/desk"
	"kartoteka/app/core/mailbox"
	"kartoteka/data"
	"kartoteka/data/store"
	"kartoteka/mail/compose"
	"kartoteka/mail/message"
)

// Words gives the texts of a language.
type Words interface {
	T(key string, pairs ...any) string
}

// Warn says what is to be minded before a contact is written to.
type Warn func(ctx context.Context, contactID int64, over data.Channel, now time.Time) ([]data.ContactWarning, error)

// Letters are the firm's answers, and the templates that they are made from.
type Letters struct {
	db     *store.DB
	desk   *desk.Desk
	ways   *mailbox.Ways
	laying *Laying
	warn   Warn
}

// New returns the letters of a card index.
func New(db *store.DB, d *desk.Desk, ways *mailbox.Ways, laying *Laying, warn Warn) *Letters {
	return &Letters{db, d, ways, laying, warn}
}

// PrepareReply makes the answer that is asked for, to be looked over: to whom,
// under which name, with which words of a template, and what is to be minded.
func (lt *Letters) PrepareReply(ctx context.Context, r data.ReplyRequest, words func(lang string) Words) (data.ReplyForm, error) {
	p := &preparation{letters: lt, db: lt.db, form: data.ReplyForm{Request: r, CaseID: r.CaseID, ContactID: r.ContactID}}
	for _, step := range []func(context.Context) error{p.find, p.sender, p.recipients, p.warn} {
		if err := step(ctx); err != nil {
			return data.ReplyForm{}, err
		}
	}
	return p.form, p.write(ctx, words)
}

// preparation is an answer while it is made ready.
type preparation struct {
	letters  *Letters
	db       *store.DB
	form     data.ReplyForm
	message  data.Message // ID 0: no letter is answered
	contact  data.Contact // ID 0: not known
	file     data.CaseRow // ID 0: no case
	settings data.Settings
	accounts []data.Account
	account  data.Account
	template data.ReplyTemplate
}

// find reads what the answer is about.
func (p *preparation) find(ctx context.Context) (err error) {
	r, f := p.form.Request, &p.form
	if p.settings, err = p.db.Settings(ctx); err != nil {
		return err
	}
	if r.CaseID != 0 {
		if p.file, err = p.db.Case(ctx, r.CaseID); err != nil {
			return err
		}
		r.MessageID = cmp.Or(r.MessageID, p.file.MessageID)
		f.ContactID = cmp.Or(f.ContactID, p.file.ContactID)
	}
	if r.MessageID != 0 {
		if p.message, err = p.db.Message(ctx, r.MessageID); err != nil {
			return err
		}
		f.ContactID = cmp.Or(f.ContactID, p.message.ContactID, p.message.SuggestedFor)
		if err := p.findCase(ctx); err != nil {
			return err
		}
	}
	f.Request, f.CaseID, f.CaseNumber = r, p.file.ID, p.file.Number
	if f.ContactID != 0 {
		p.contact, err = p.db.Contact(ctx, f.ContactID)
	}
	return err
}

// findCase finds the case that a message or another of its thread opened.
func (p *preparation) findCase(ctx context.Context) error {
	if p.file.ID != 0 {
		return nil
	}
	id, err := p.db.CaseOfThread(ctx, p.message.ID)
	if err != nil || id == 0 {
		return err
	}
	p.file, err = p.db.Case(ctx, id)
	return err
}

// sender chooses the mailbox that the letter came to, and the address there.
func (p *preparation) sender(ctx context.Context) (err error) {
	if p.accounts, err = p.db.Accounts(ctx); err != nil {
		return err
	}
	if len(p.accounts) == 0 {
		return data.NewError(data.CodeNotFound, "no-account")
	}
	i := slices.IndexFunc(p.accounts, func(a data.Account) bool {
		return slices.ContainsFunc(p.message.Places, func(at data.Place) bool { return at.AccountID == a.ID })
	})
	named := func(a *data.Account) string {
		for _, to := range slices.Concat(p.message.To, p.message.Cc, []data.Address{p.message.From}) {
			if a.Owns(to.Email) {
				return to.Email
			}
		}
		return ""
	}
	if i < 0 {
		i = max(0, slices.IndexFunc(p.accounts, func(a data.Account) bool { return named(&a) != "" }))
	}
	p.account = p.accounts[i]
	f := &p.form
	f.AccountID, f.Account = p.account.ID, p.account.Name
	f.From = data.Address{Name: p.settings.FirmName, Email: cmp.Or(named(&p.account), p.account.Address)}
	return nil
}

func (p *preparation) own(email string) bool {
	return slices.ContainsFunc(p.accounts, func(a data.Account) bool { return a.Owns(email) })
}

// recipients are those of the letter; without one it is the contact's address.
func (p *preparation) recipients(ctx context.Context) (err error) {
	if id := p.form.Request.TemplateID; id != 0 {
		if p.template, err = p.letters.template(ctx, id); err != nil {
			return err
		}
	}
	f := &p.form
	f.Language = cmp.Or(p.template.Language, p.contact.Language, p.settings.Language, "pl")
	if p.message.ID != 0 {
		l, warnings := compose.Reply(&p.message, f.Language, p.own)
		f.To, f.Subject = l.To, l.Subject
		for _, w := range warnings {
			f.Warnings = append(f.Warnings, string(w))
		}
		return nil
	}
	for _, h := range p.contact.Handles {
		if h.Kind == data.HandleEmail {
			f.To = []data.Address{{Name: p.contact.Name(), Email: h.Value}}
			break
		}
	}
	if len(f.To) == 0 {
		f.Warnings = append(f.Warnings, string(compose.WarnNobody))
	}
	f.Subject = strings.TrimSpace(p.file.Subject)
	return nil
}

func (lt *Letters) template(ctx context.Context, id int64) (data.ReplyTemplate, error) {
	all, err := lt.ReplyTemplates(ctx)
	if err != nil {
		return data.ReplyTemplate{}, err
	}
	i := slices.IndexFunc(all, func(t data.ReplyTemplate) bool { return t.ID == id })
	if i < 0 {
		return data.ReplyTemplate{}, data.NewError(data.CodeNotFound, "not-found-template")
	}
	return all[i], nil
}

// warn adds what is to be minded before the contact is written to.
func (p *preparation) warn(ctx context.Context) (err error) {
	if p.contact.ID != 0 {
		p.form.Mind, err = p.letters.warn(ctx, p.contact.ID, data.ChannelEmail, p.letters.desk.Now())
	}
	return err
}

// write fills the template in.
func (p *preparation) write(ctx context.Context, words func(lang string) Words) error {
	values, err := p.values(ctx, words(p.form.Language))
	if err != nil {
		return err
	}
	f := &p.form
	var open []string
	if p.template.Subject != "" {
		f.Subject, f.Missing = fillTemplate(p.template.Subject, values)
	}
	f.Text, open = fillTemplate(p.template.Body, values)
	f.Quote = p.quote(ctx, words(f.Language))
	f.Missing = append(f.Missing, open...)
	slices.Sort(f.Missing)
	f.Missing = slices.Compact(f.Missing)
	return nil
}

// values are what the blanks are filled with, by their Polish words.
func (p *preparation) values(ctx context.Context, words Words) (map[string]string, error) {
	day := func(d data.Date) string { return writtenDay(d, words) }
	signature, err := p.db.ReplySignature(ctx)
	if err != nil {
		return nil, err
	}
	return map[string]string{
		"imie":     p.contact.GivenName,
		"nazwisko": p.contact.FamilyName,
		"klient":   cmp.Or(p.contact.Name(), p.message.From.Name),
		"temat":    cmp.Or(p.message.Subject, p.file.Subject),
		"sprawa":   p.file.Number,
		"przyjeto": day(p.file.ReceivedOn),
		"termin":   day(p.file.Deadline.Safe),
		"dzis":     day(p.letters.desk.Today()),
		"firma":    p.settings.FirmName,
		"podpis":   cmp.Or(signature, p.settings.FirmName, p.form.From.Email),
	}, nil
}

// Reply keeps an answer, to be laid among the drafts of its mailbox (LayDrafts),
// and returns it. Nothing is sent. What cannot be a message is refused, and so is
// one with blanks that were not filled in.
func (lt *Letters) Reply(ctx context.Context, f *data.ReplyForm) (data.Draft, error) {
	if open := unfilled(f.Subject, f.Text); len(open) > 0 {
		return data.Draft{}, data.NewError(data.CodeInvalid, "reply-blanks", "Blanks", strings.Join(open, ", "))
	}
	if strings.TrimSpace(f.Text) == "" {
		return data.Draft{}, data.NewError(data.CodeInvalid, "reply-without-text")
	}
	id, err := compose.NewID(f.From.Email, lt.desk.Now())
	if err != nil {
		return data.Draft{}, err
	}
	l := compose.Letter{
		From: f.From, To: f.To, Cc: f.Cc, Subject: f.Subject, Text: withQuote(f), Date: lt.desk.Now().In(lt.desk.Zone()), MessageID: id,
	}
	if f.Request.MessageID != 0 {
		m, err := lt.db.Message(ctx, f.Request.MessageID)
		if err != nil {
			return data.Draft{}, err
		}
		l.References = compose.References(&m)
		l.InReplyTo = m.MessageID
	}
	d := data.Draft{
		AccountID: f.AccountID, Account: f.Account, MessageRef: id, Answers: f.Request.MessageID, ContactID: f.ContactID,
		CaseID: f.CaseID, Subject: f.Subject, Made: lt.desk.Now(),
	}
	if d.Raw, err = l.Bytes(); err != nil {
		return data.Draft{}, err
	}
	for _, a := range slices.Concat(f.To, f.Cc) {
		email, err := compose.Address(a.Email)
		if err != nil {
			return data.Draft{}, err
		}
		d.Recipients = append(d.Recipients, email)
	}
	d.ID, err = lt.db.AddDraft(ctx, &d)
	d.Raw = nil
	return d, err
}

// Drafts returns the drafts that the filter selects, newest first.
func (lt *Letters) Drafts(ctx context.Context, f data.DraftFilter) ([]data.Draft, error) {
	return lt.db.Drafts(ctx, f)
}

// DropDraft forgets an answer that still waits to be laid.
func (lt *Letters) DropDraft(ctx context.Context, id int64) error { return lt.db.DropDraft(ctx, id) }

// ReplySuggestions returns what answers that were sent may have settled.
func (lt *Letters) ReplySuggestions(ctx context.Context) ([]data.ReplySuggestion, error) {
	return lt.db.ReplySuggestions(ctx)
}

// DismissReplySuggestion notes that nothing is to be done about a sent answer.
func (lt *Letters) DismissReplySuggestion(ctx context.Context, draftID int64) error {
	return lt.db.DismissReplySuggestion(ctx, draftID)
}

// quote is the letter that is answered as the answer repeats it. One whose bytes
// can't be read is repeated by the text that is kept of it.
func (p *preparation) quote(ctx context.Context, words Words) string {
	m := &p.message
	if m.ID == 0 || m.Automatic != data.ByPerson {
		return ""
	}
	passages, err := p.passages(ctx)
	if err != nil || len(passages) == 0 {
		passages = []data.Passage{{Kind: data.PassageSaid, Text: m.Text}}
	}
	at := m.Date.In(p.letters.desk.Zone())
	return compose.Quote(words.T("reply.wrote", "Day", writtenDay(data.DateIn(at, at.Location()), words),
		"Hour", at.Format("15:04"), "Name", m.From.String()), passages)
}

func (p *preparation) passages(ctx context.Context) (out []data.Passage, err error) {
	raw, err := p.db.OpenRaw(ctx, p.message.ID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = raw.Close() }() // nothing was written
	r, err := message.Open(raw, raw.Size())
	return r.Passages, err
}

// writtenDay is a day in the words of a letter's language, "" for none.
func writtenDay(d data.Date, words Words) string {
	if d.IsZero() {
		return ""
	}
	return words.T("reply.date", "Day", d.Day, "Month", words.T("reply.month."+strconv.Itoa(int(d.Month))), "Year", strconv.Itoa(d.Year))
}

// withQuote is the text with the letter that it answers under it.
func withQuote(f *data.ReplyForm) string {
	if f.Quote == "" {
		return f.Text
	}
	return strings.TrimRight(f.Text, " \t\r\n") + "\n\n" + f.Quote
}
