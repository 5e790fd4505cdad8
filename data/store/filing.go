package store

import (
	"cmp"
	"context"
	"strings"

	"kartoteka/data"
)

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
func (db *DB) File(ctx context.Context, f data.Filing, c data.Case) (data.Filed, error) {
	var out data.Filed
	d := &deed{what: data.ActFile}
	err := db.act(ctx, "file message", d, func(t *tx) error {
		t.changed(data.TopicMail, data.TopicContacts)
		before, err := t.unfile(ctx, f.MessageID, f.ContactID)
		if err != nil {
			return err
		}
		m, err := message(ctx, t, f.MessageID)
		if err != nil {
			return err
		}
		d.title = m.Subject
		w := &filing{Filing: f, m: m, owner: m.ContactID, before: before}
		w.out = data.Filed{MessageID: f.MessageID, Kind: f.Kind}
		if _, err := t.exec(ctx, `UPDATE message SET kind = ?, decided = ? WHERE id = ?`,
			string(f.Kind), stamp(t.now), f.MessageID); err != nil {
			return err
		}
		if err := t.file(ctx, w, &c); err != nil {
			return err
		}
		out = w.out
		return t.saveFiling(ctx, w)
	})
	if err != nil {
		return data.Filed{}, err
	}
	return out, nil
}

func (t *tx) file(ctx context.Context, w *filing, c *data.Case) error {
	switch w.Kind {
	case data.KindNone:
		return data.NewError(data.CodeInvalid, "filing-without-kind")
	case data.KindNotForUs:
		w.out.ContactID = w.owner
		_, err := t.exec(ctx, `DELETE FROM interaction WHERE message_id = ?`, w.m.ID)
		t.changed(data.TopicContacts)
		return err
	}
	if err := t.settleContact(ctx, w); err != nil {
		return err
	}
	var err error
	switch w.Kind {
	case data.KindComplaint:
		err = t.fileComplaint(ctx, w, c)
	case data.KindPraise:
		w.out.OpinionID, err = t.addOpinion(ctx, &data.Opinion{
			ContactID: w.out.ContactID, MessageID: w.m.ID, Source: "email", Tone: data.Positive, At: w.m.Date,
		})
	case data.KindOrder:
		err = t.fileOrder(ctx, w)
	case data.KindFollowUp:
		err = t.fileFollowUp(ctx, w)
	}
	if err != nil {
		return err
	}
	if err := t.addMailInteraction(ctx, w.m.ID); err != nil {
		return err
	}
	w.out.InteractionID, _, err = value[int64](ctx, t, `SELECT id FROM interaction WHERE message_id = ?`, w.m.ID)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `UPDATE interaction SET category = ? WHERE message_id = ?`, w.Category, w.m.ID)
	return err
}

func (t *tx) fileComplaint(ctx context.Context, w *filing, c *data.Case) error {
	c.Kind, c.ContactID, c.MessageID, c.Text = data.CaseComplaint, w.out.ContactID, w.m.ID, ""
	c.Channel = data.ChannelEmail
	if c.Received.IsZero() {
		c.Received = w.m.ReceivedAt(t.now)
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
	if err := t.addCase(ctx, c); err != nil {
		return err
	}
	w.out.CaseID, w.out.CaseNumber, w.out.Deadline = c.ID, c.Number, c.Deadline
	return nil
}

func (t *tx) fileOrder(ctx context.Context, w *filing) (err error) {
	loc, err := zone(ctx, t)
	if err != nil {
		return err
	}
	w.out.OrderID, err = t.addOrder(ctx, &data.Order{
		ContactID: w.out.ContactID, MessageID: w.m.ID, On: data.DateIn(w.m.Date, loc), What: w.what(),
	})
	return err
}

func (t *tx) fileFollowUp(ctx context.Context, w *filing) (err error) {
	due := w.Due
	if due.IsZero() {
		loc, err := zone(ctx, t)
		if err != nil {
			return err
		}
		due = data.DateIn(t.now, loc)
	}
	w.out.FollowUpID, err = t.addFollowUp(ctx, &data.FollowUp{
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
func (t *tx) settleContact(ctx context.Context, w *filing) error {
	addr, err := t.counterparty(ctx, &w.m)
	if err != nil {
		return err
	}
	handle := data.Handle{Kind: data.HandleEmail, Value: strings.TrimSpace(addr.Email), Norm: normEmail(addr.Email)}
	owners, err := handleOwners(ctx, t, []string{handle.Norm})
	if err != nil {
		return err
	}
	owner := owners[handle.Norm]
	id := cmp.Or(w.ContactID, w.owner, w.m.SuggestedFor, owner)
	if id == 0 {
		id, err = t.addContact(ctx, senderContact(addr, w.Kind))
		w.out.NewContact = true
	} else {
		err = t.mustExist(ctx, "contact", id)
	}
	if err != nil {
		return err
	}
	w.out.ContactID = id
	if w.owner != id {
		if err := t.link(ctx, w.m.ID, id); err != nil {
			return err
		}
	}
	if handle.Norm == "" || owner != 0 && owner != id {
		return nil // the address is somebody else's: only this message is moved
	}
	return t.takeAddress(ctx, w, handle, owner == 0 && !w.out.NewContact)
}

// takeAddress ties all mail of the address to the filing's contact, whom it is
// given as a new one if need be.
func (t *tx) takeAddress(ctx context.Context, w *filing, h data.Handle, grow bool) (err error) {
	if grow {
		if err := t.growHandle(ctx, w.out.ContactID, h); err != nil {
			return err
		}
		w.handle = h.Norm
	}
	w.linked, err = t.linkMail(ctx, w.out.ContactID, []data.Handle{h})
	return err
}

// growHandle adds an address to a contact after the ones it has.
func (t *tx) growHandle(ctx context.Context, contactID int64, h data.Handle) error {
	t.contacts = append(t.contacts, contactID)
	_, err := t.exec(ctx, `INSERT INTO handle (contact_id, rank, kind, value, norm)
		SELECT ?1, coalesce(max(rank) + 1, 0), ?2, ?3, ?4 FROM handle WHERE contact_id = ?1`,
		contactID, string(h.Kind), h.Value, h.Norm)
	return err
}

// counterparty is the client's address in a message: the sender; in mail of the
// firm's own the first recipient, but the Reply-To when a contact form wrote to
// the firm in the firm's name.
func (t *tx) counterparty(ctx context.Context, m *data.Message) (data.Address, error) {
	if m.Direction == data.Outbound {
		if len(m.To) == 0 {
			return data.Address{}, nil
		}
		return m.To[0], nil
	}
	if len(m.ReplyTo) == 0 {
		return m.From, nil
	}
	_, own, err := value[int](ctx, t, `SELECT 1 WHERE ? IN (`+ownAddresses+`)`, normEmail(m.From.Email))
	if own {
		return m.ReplyTo[0], err
	}
	return m.From, err
}

// senderContact makes a contact of what a sender calls himself.
func senderContact(a data.Address, kind data.Kind) *data.Contact {
	c := &data.Contact{
		Kind: data.Person, LegalType: data.Consumer, Status: data.StatusLead,
		PreferredChannel: data.ChannelEmail,
	}
	switch kind {
	case data.KindComplaint, data.KindPraise, data.KindOrder:
		c.Status = data.StatusActive // they have dealt with the firm
	}
	if a.Email != "" {
		c.Handles = []data.Handle{{Kind: data.HandleEmail, Value: strings.TrimSpace(a.Email), Norm: normEmail(a.Email)}}
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
	folded := " " + strings.Join(foldWords(name), " ") + " "
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
func (t *tx) saveFiling(ctx context.Context, w *filing) error {
	prior, newContact, handle := w.owner, w.out.NewContact, w.handle
	if b := &w.before; b.contact != 0 {
		prior, newContact = b.prior, b.newContact
		handle = cmp.Or(handle, b.handle)
		w.linked = append(w.linked, b.linked...)
	}
	_, err := t.exec(ctx, `INSERT INTO filing (message_id, kind, prior_contact, contact_id, new_contact, new_handle,
		linked, case_id, opinion_id, order_id, follow_up_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		w.m.ID, string(w.Kind), ref(prior), ref(w.out.ContactID), flag(newContact), handle,
		list(w.linked), ref(w.out.CaseID), ref(w.out.OpinionID), ref(w.out.OrderID), ref(w.out.FollowUpID))
	return err
}
