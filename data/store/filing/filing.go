package filing

import (
	"cmp"
	"context"
	"strings"

	"kartoteka/data"
	"kartoteka/data/store/contacts"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/letter"
	"kartoteka/data/store/record"
	"kartoteka/data/store/settings"
	"kartoteka/data/store/sqlite"
)

// Decisions are what the owner decided on letters and their senders.
type Decisions struct {
	file *sqlite.File
	book *journal.Book
}

// New returns the decisions kept in a file.
func New(file *sqlite.File, book *journal.Book) *Decisions { return &Decisions{file, book} }

// filing is a decision on its way into the file.
type filing struct {
	data.Filing
	m      data.Message
	owner  int64 // contact before the decision
	handle string
	linked []int64
	out    data.Filed
	before made // the earlier decision on the same message, if its contact stays
}

// File saves the owner's decision on a message, and all that follows from it,
// in one transaction. A message that was decided before is decided anew: what
// the earlier decision made is taken back first. For a complaint, c holds the
// dates and the deadline that apply.
func (ds *Decisions) File(ctx context.Context, f data.Filing, c data.Case) (data.Filed, error) {
	var out data.Filed
	d := &journal.Deed{What: data.ActFile}
	err := ds.book.Act(ctx, "file message", d, func(t *sqlite.Tx) error {
		t.Changed(data.TopicMail, data.TopicContacts)
		before, err := unfile(ctx, t, f.MessageID, f.ContactID)
		if err != nil {
			return err
		}
		m, err := letter.Get(ctx, t, f.MessageID)
		if err != nil {
			return err
		}
		d.Title = m.Subject
		w := &filing{Filing: f, m: m, owner: m.ContactID, before: before}
		w.out = data.Filed{MessageID: f.MessageID, Kind: f.Kind}
		if _, err := t.Exec(ctx, `UPDATE message SET kind = ?, decided = ? WHERE id = ?`,
			string(f.Kind), sqlite.Stamp(t.Now), f.MessageID); err != nil {
			return err
		}
		if err := file(ctx, t, w, &c); err != nil {
			return err
		}
		out = w.out
		return saveFiling(ctx, t, w)
	})
	if err != nil {
		return data.Filed{}, err
	}
	return out, nil
}

func file(ctx context.Context, t *sqlite.Tx, w *filing, c *data.Case) error {
	switch w.Kind {
	case data.KindNone:
		return data.NewError(data.CodeInvalid, "filing-without-kind")
	case data.KindNotForUs:
		w.out.ContactID = w.owner
		_, err := t.Exec(ctx, `DELETE FROM interaction WHERE message_id = ?`, w.m.ID)
		t.Changed(data.TopicContacts)
		return err
	}
	if err := settleContact(ctx, t, w); err != nil {
		return err
	}
	var err error
	switch w.Kind {
	case data.KindComplaint:
		err = fileComplaint(ctx, t, w, c)
	case data.KindPraise:
		w.out.OpinionID, err = record.AddOpinion(ctx, t, &data.Opinion{
			ContactID: w.out.ContactID, MessageID: w.m.ID, Source: "email", Tone: data.Positive, At: w.m.Date,
		})
	case data.KindOrder:
		err = fileOrder(ctx, t, w)
	case data.KindFollowUp:
		err = fileFollowUp(ctx, t, w)
	}
	if err != nil {
		return err
	}
	if err := record.AddMailInteraction(ctx, t, w.m.ID); err != nil {
		return err
	}
	w.out.InteractionID, _, err = sqlite.Value[int64](ctx, t, `SELECT id FROM interaction WHERE message_id = ?`, w.m.ID)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `UPDATE interaction SET category = ? WHERE message_id = ?`, w.Category, w.m.ID)
	return err
}

func fileComplaint(ctx context.Context, t *sqlite.Tx, w *filing, c *data.Case) error {
	c.Kind, c.ContactID, c.MessageID, c.Text = data.CaseComplaint, w.out.ContactID, w.m.ID, ""
	c.Channel = data.ChannelEmail
	if c.Received.IsZero() {
		c.Received = w.m.ReceivedAt(t.Now)
	}
	if c.Subject == "" {
		c.Subject = w.m.Subject
	}
	if c.Category == "" {
		c.Category = w.Category
	}
	if c.Severity == 0 {
		c.Severity = w.Severity
	}
	if c.Demand == "" {
		c.Demand = w.Demand
	}
	if err := record.AddCase(ctx, t, c); err != nil {
		return err
	}
	w.out.CaseID, w.out.CaseNumber, w.out.Deadline = c.ID, c.Number, c.Deadline
	return nil
}

func fileOrder(ctx context.Context, t *sqlite.Tx, w *filing) (err error) {
	loc, err := settings.Zone(ctx, t)
	if err != nil {
		return err
	}
	w.out.OrderID, err = record.AddOrder(ctx, t, &data.Order{
		ContactID: w.out.ContactID, MessageID: w.m.ID, On: data.DateIn(w.m.Date, loc), What: w.what(),
	})
	return err
}

func fileFollowUp(ctx context.Context, t *sqlite.Tx, w *filing) (err error) {
	due := w.Due
	if due.IsZero() {
		loc, err := settings.Zone(ctx, t)
		if err != nil {
			return err
		}
		due = data.DateIn(t.Now, loc)
	}
	w.out.FollowUpID, err = record.AddFollowUp(ctx, t, &data.FollowUp{
		What: w.what(), ContactID: w.out.ContactID, MessageID: w.m.ID, Due: due,
	})
	return err
}

// what says what is to be done or was ordered: the owner's words, else the
// subject, else the sender.
func (w *filing) what() string {
	for _, s := range []string{w.What, w.m.Subject, w.m.From.String()} {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return w.m.MessageID
}

// settleContact finds or makes the contact of a filed message and ties the
// message to it, together with all other mail of the same address.
func settleContact(ctx context.Context, t *sqlite.Tx, w *filing) error {
	addr, err := counterparty(ctx, t, &w.m)
	if err != nil {
		return err
	}
	handle := data.Handle{Kind: data.HandleEmail, Value: strings.TrimSpace(addr.Email), Norm: contacts.NormEmail(addr.Email)}
	owners, err := contacts.Owners(ctx, t, []string{handle.Norm})
	if err != nil {
		return err
	}
	owner := owners[handle.Norm]
	id := cmp.Or(w.ContactID, w.owner, w.m.SuggestedFor, owner)
	if id == 0 {
		id, err = contacts.Add(ctx, t, senderContact(addr, w.Kind))
		w.out.NewContact = true
	} else {
		err = record.MustExist(ctx, t, "contact", id)
	}
	if err != nil {
		return err
	}
	w.out.ContactID = id
	if w.owner != id {
		if err := contacts.Link(ctx, t, w.m.ID, id); err != nil {
			return err
		}
	}
	if handle.Norm == "" || owner != 0 && owner != id {
		return nil // the address is somebody else's: only this message is moved
	}
	return takeAddress(ctx, t, w, handle, owner == 0 && !w.out.NewContact)
}

// takeAddress ties all mail of the address to the filing's contact, whom it is
// given as a new one if need be.
func takeAddress(ctx context.Context, t *sqlite.Tx, w *filing, h data.Handle, grow bool) (err error) {
	if grow {
		if err := growHandle(ctx, t, w.out.ContactID, h); err != nil {
			return err
		}
		w.handle = h.Norm
	}
	w.linked, err = contacts.LinkMail(ctx, t, w.out.ContactID, []data.Handle{h})
	return err
}

// growHandle adds an address to a contact after the ones it has.
func growHandle(ctx context.Context, t *sqlite.Tx, contactID int64, h data.Handle) error {
	fulltext.TouchContacts(t, contactID)
	_, err := t.Exec(ctx, `INSERT INTO handle (contact_id, rank, kind, value, norm)
		SELECT ?1, coalesce(max(rank) + 1, 0), ?2, ?3, ?4 FROM handle WHERE contact_id = ?1`,
		contactID, string(h.Kind), h.Value, h.Norm)
	return err
}

// counterparty is the client's address in a message: the sender; in mail of the
// firm's own the first recipient, but the Reply-To when a contact form wrote to
// the firm in the firm's name.
func counterparty(ctx context.Context, t *sqlite.Tx, m *data.Message) (data.Address, error) {
	if m.Direction == data.Outbound {
		if len(m.To) == 0 {
			return data.Address{}, nil
		}
		return m.To[0], nil
	}
	if len(m.ReplyTo) == 0 {
		return m.From, nil
	}
	_, own, err := sqlite.Value[int](ctx, t, `SELECT 1 WHERE ? IN (`+contacts.OwnAddresses+`)`, contacts.NormEmail(m.From.Email))
	if own {
		return m.ReplyTo[0], err
	}
	return m.From, err
}

// senderContact makes a contact of what a sender calls himself. Who writes a
// letter has not said that he prefers letters: the preference stays empty.
func senderContact(a data.Address, kind data.Kind) *data.Contact {
	c := &data.Contact{
		Kind: data.Person, LegalType: data.Consumer, Status: data.StatusLead,
	}
	switch kind {
	case data.KindComplaint, data.KindPraise, data.KindOrder:
		c.Status = data.StatusActive // they have dealt with the firm
	}
	if a.Email != "" {
		c.Handles = []data.Handle{{Kind: data.HandleEmail, Value: strings.TrimSpace(a.Email), Norm: contacts.NormEmail(a.Email)}}
	}
	name := strings.Join(strings.Fields(strings.Trim(a.Name, `"' `)), " ")
	switch {
	case name == "" || strings.Contains(name, "@"):
	case companyName(name):
		c.Kind, c.LegalType, c.Company = data.Company, data.Business, name
	default:
		c.GivenName, c.FamilyName = personName(name)
	}
	return c
}

// companyForms are the words by which Polish and other firms are told from people.
var companyForms = []string{
	"sp z o o", "spolka", "s a", "s c", "sp j", "sp k", "sp p", "phu", "fhu", "ppuh", "firma", "zaklad",
	"biuro", "sklep", "hurtownia", "serwis", "wspolnota", "spoldzielnia", "urzad", "fundacja",
	"stowarzyszenie", "gmbh", "ltd", "llc", "inc",
}

func companyName(name string) bool {
	folded := " " + strings.Join(fulltext.Fold(name), " ") + " "
	for _, f := range companyForms {
		if strings.Contains(folded, " "+f+" ") {
			return true
		}
	}
	return false
}

// personName splits a written name; "Kowalski, Jan" is turned round.
func personName(name string) (given, family string) {
	if before, after, ok := strings.Cut(name, ","); ok {
		return strings.TrimSpace(after), strings.TrimSpace(before)
	}
	i := strings.LastIndexByte(name, ' ')
	if i < 0 {
		return name, ""
	}
	return name[:i], name[i+1:]
}

// saveFiling notes what the decision made, for Unfile. When it was made anew
// for the same contact, what the earlier one did for that contact counts on.
func saveFiling(ctx context.Context, t *sqlite.Tx, w *filing) error {
	prior, newContact, handle := w.owner, w.out.NewContact, w.handle
	if b := &w.before; b.contact != 0 {
		prior, newContact = b.prior, b.newContact
		handle = cmp.Or(handle, b.handle)
		w.linked = append(w.linked, b.linked...)
	}
	_, err := t.Exec(ctx, `INSERT INTO filing (message_id, kind, prior_contact, contact_id, new_contact, new_handle,
		linked, case_id, opinion_id, order_id, follow_up_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		w.m.ID, string(w.Kind), sqlite.Ref(prior), sqlite.Ref(w.out.ContactID), sqlite.Flag(newContact), handle,
		sqlite.List(w.linked), sqlite.Ref(w.out.CaseID), sqlite.Ref(w.out.OpinionID), sqlite.Ref(w.out.OrderID), sqlite.Ref(w.out.FollowUpID))
	return err
}
