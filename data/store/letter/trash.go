package letter

import (
	"context"

	"kartoteka/data"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/sqlite"
)

// DeleteMessage moves a message to the trash, with the second copies of the same
// letter. It shows nowhere any more and counts as left out, also where a server
// offers it again. One that was decided on is refused: the decision is taken
// back first, so that nothing is left that refers to it.
func (l *Letters) DeleteMessage(ctx context.Context, id int64) error {
	d := &journal.Deed{What: data.ActDeleteMessage}
	return l.book.Act(ctx, "delete message", d, func(t *sqlite.Tx) error {
		t.Changed(data.TopicMail, data.TopicContacts, data.TopicAccounts)
		var kind string
		var gone bool
		m, err := Get(ctx, t, id)
		if err != nil {
			return err
		}
		d.Title, kind = m.Subject, string(m.Kind)
		if gone, _, err = sqlite.Value[bool](ctx, t, `SELECT trashed IS NOT NULL FROM message WHERE id = ?`, id); err != nil {
			return err
		}
		switch {
		case gone:
			return sqlite.NotFound("message", id)
		case kind != "" && m.Kind != data.KindNotForUs:
			return data.NewError(data.CodeConflict, "message-filed")
		}
		letter, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], `SELECT id FROM message WHERE trashed IS NULL
			AND (id = ?1 OR copy_of = ?1 OR id = (SELECT copy_of FROM message WHERE id = ?1)
				OR copy_of = (SELECT copy_of FROM message WHERE id = ?1)) ORDER BY id`, id)
		if err != nil {
			return err
		}
		for _, one := range letter {
			if err := trashMessage(ctx, t, one); err != nil {
				return err
			}
		}
		return nil
	})
}

// trashMessage takes one message out of sight.
func trashMessage(ctx context.Context, t *sqlite.Tx, id int64) error {
	if _, err := t.Exec(ctx, `DELETE FROM interaction WHERE message_id = ?`, id); err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `UPDATE message SET contact_id = NULL, silent = 1, trashed = ? WHERE id = ?`,
		sqlite.Stamp(t.Now), id); err != nil {
		return err
	}
	return fulltext.Drop(ctx, t, fulltext.Message, id)
}
