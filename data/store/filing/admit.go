package filing

import (
	"context"

	"kartoteka/data"
	"kartoteka/data/match"
	"kartoteka/data/store/contacts"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/sqlite"
)

// AdmitContact makes a contact of a sender of held mail, as filing does, and
// returns its id. All that is held of the contact is fetched at the next run.
func (ds *Decisions) AdmitContact(ctx context.Context, email string) (id int64, err error) {
	d := &journal.Deed{What: data.ActAddContact}
	err = ds.book.Act(ctx, "admit contact", d, func(t *sqlite.Tx) error {
		norm := match.Email(email)
		name, there, err := sqlite.Value[string](ctx, t, `SELECT from_name FROM held_message WHERE from_email = ?
			ORDER BY from_name = '', at DESC LIMIT 1`, norm)
		if err == nil && (!there || norm == "") {
			err = data.NewError(data.CodeNotFound, "sender-not-held", "Sender", email)
		}
		if err != nil {
			return err
		}
		c := senderContact(data.Address{Name: name, Email: norm}, data.KindNone)
		d.Title = c.Name()
		t.Changed(data.TopicMail)
		if id, err = contacts.Add(ctx, t, c); err != nil {
			return err
		}
		_, err = contacts.LinkMail(ctx, t, id, c.Handles)
		return err
	})
	return id, err
}
