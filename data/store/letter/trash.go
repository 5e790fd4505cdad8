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
		var gone, filed bool
		m, err := Get(ctx, t, id)
		if err != nil {
			return err
		}
		d.Title = m.Subject
		if gone, _, err = sqlite.Value[bool](ctx, t, `SELECT trashed IS NOT NULL FROM message WHERE id = ?`, id); err != nil {
			return err
		}
		if gone {
			return sqlite.NotFound("message", id)
		}
		letter, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], `SELECT id FROM message WHERE trashed IS NULL
			AND (id = ?1 OR copy_of = ?1 OR id = (SELECT copy_of FROM message WHERE id = ?1)
				OR copy_of = (SELECT copy_of FROM message WHERE id = ?1)) ORDER BY id`, id)
		if err != nil {
			return err
		}
		// It is filed where any of its copies is: with the decision all of them stay.
		filed, _, err = sqlite.Value[bool](ctx, t, `SELECT EXISTS (SELECT 1 FROM message
			WHERE id IN (SELECT value FROM json_each(?)) AND kind NOT IN ('', ?))`, sqlite.List(letter), string(data.KindNotForUs))
		if err != nil {
			return err
		}
		if filed {
			return data.NewError(data.CodeConflict, "message-filed")
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
