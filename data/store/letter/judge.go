package letter

import (
	"context"

	"kartoteka/data"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/sqlite"
)

// SetAutomatic keeps the owner's judgement of who wrote a message: a person, or
// a machine of which kind. It outlives every later reading of the headers, and
// all that counts messages follows it. What is suggested for the message then
// comes with it.
func (l *Letters) SetAutomatic(ctx context.Context, messageID int64, kind data.Automatic, suggested data.Triage) error {
	d := &journal.Deed{What: data.ActAutomatic}
	return l.book.Act(ctx, "judge message", d, func(t *sqlite.Tx) error {
		m, err := Get(ctx, t, messageID)
		if err != nil {
			return err
		}
		d.Title = m.Subject
		t.Changed(data.TopicMail, data.TopicContacts)
		if _, err := t.Exec(ctx, `UPDATE message SET automatic = ?, automatic_by = 'owner', suggested = ?, suggested_words = ?
			WHERE id = ?`, string(kind), string(suggested.Suggested), sqlite.List(suggested.Words), messageID); err != nil {
			return err
		}
		_, err = t.Exec(ctx, `UPDATE interaction SET automatic = ? WHERE message_id = ?`, sqlite.Flag(kind != data.ByPerson), messageID)
		return err
	})
}
