package contacts

import (
	"context"
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/settings"
	"kartoteka/data/store/sqlite"
)

// BulkChange changes what is given of all these contacts as one deed, and returns
// of how many. Whatever is so already stays untouched. None of it is in the index
// of words, so that it takes no longer than to write it down.
func (cs *Cards) BulkChange(ctx context.Context, ids []int64, b data.BulkChange) (n int, err error) {
	d := &journal.Deed{What: data.ActBulk}
	err = cs.book.Act(ctx, "change contacts", d, func(t *sqlite.Tx) error {
		among := sqlite.List(slices.Sorted(slices.Values(ids))) // in the order in which they lie in the file
		n, _, err = sqlite.Value[int](ctx, t, `SELECT count(*) FROM contact WHERE id IN (SELECT value FROM json_each(?))
			AND erased IS NULL`, among)
		if err != nil || n == 0 {
			return err
		}
		d.N = n
		if n == 1 {
			d.Title, _, err = sqlite.Value[string](ctx, t, `SELECT display_name FROM contact
				WHERE id IN (SELECT value FROM json_each(?)) AND erased IS NULL`, among)
		}
		t.Changed(data.TopicContacts)
		for _, change := range []func(context.Context, *sqlite.Tx, string, *data.BulkChange) error{
			bulkTags, bulkStatus, bulkNoContact, bulkFollowUp,
		} {
			if err == nil {
				err = change(ctx, t, among, &b)
			}
		}
		return err
	})
	return n, err
}

// amongLive ends a statement about those of the given contacts that are not erased.
const amongLive = ` id IN (SELECT value FROM json_each(?)) AND erased IS NULL`

func bulkTags(ctx context.Context, t *sqlite.Tx, among string, b *data.BulkChange) error {
	for _, tag := range b.RemoveTags {
		_, err := t.Exec(ctx, `DELETE FROM contact_tag WHERE tag = ? AND contact_id IN (SELECT value FROM json_each(?))`,
			strings.TrimSpace(tag), among)
		if err != nil {
			return err
		}
	}
	for _, tag := range b.AddTags {
		if tag = strings.TrimSpace(tag); tag == "" {
			continue
		}
		_, err := t.Exec(ctx, `INSERT OR IGNORE INTO contact_tag (contact_id, tag) SELECT id, ? FROM contact WHERE`+amongLive,
			tag, among)
		if err != nil {
			return err
		}
	}
	return nil
}

// bulkStatus makes the ending agree with the new status, as data.Ending.Fit does.
func bulkStatus(ctx context.Context, t *sqlite.Tx, among string, b *data.BulkChange) error {
	if b.Status == nil {
		return nil
	}
	s := *b.Status
	if !s.Ended() {
		_, err := t.Exec(ctx, `UPDATE contact SET status = ?, ended_by = '', ended_on = '', end_notice = '',
			end_reason = '', end_note = '', updated = ? WHERE status <> ?1 AND`+amongLive, string(s), sqlite.Stamp(t.Now), among)
		return err
	}
	loc, err := settings.Zone(ctx, t)
	if err != nil {
		return err
	}
	by := data.Ending{}
	by.Fit(s)
	_, err = t.Exec(ctx, `UPDATE contact SET status = ?1, ended_by = ?2,
		ended_on = CASE ended_on WHEN '' THEN ?3 ELSE ended_on END, updated = ?4
		WHERE status <> ?1 AND id IN (SELECT value FROM json_each(?5)) AND erased IS NULL`,
		string(s), string(by.By), data.DateIn(t.Now, loc).String(), sqlite.Stamp(t.Now), among)
	return err
}

func bulkNoContact(ctx context.Context, t *sqlite.Tx, among string, b *data.BulkChange) error {
	if b.NoContact == nil {
		return nil
	}
	_, err := t.Exec(ctx, `UPDATE contact SET no_contact = ?1, no_contact_why = iif(?1, no_contact_why, ''), updated = ?2
		WHERE no_contact <> ?1 AND id IN (SELECT value FROM json_each(?3)) AND erased IS NULL`,
		sqlite.Flag(*b.NoContact), sqlite.Stamp(t.Now), among)
	return err
}

func bulkFollowUp(ctx context.Context, t *sqlite.Tx, among string, b *data.BulkChange) error {
	f := b.FollowUp
	if f == nil {
		return nil
	}
	if strings.TrimSpace(f.What) == "" {
		return data.NewError(data.CodeInvalid, "follow-up-without-text")
	}
	if f.Due.IsZero() {
		return data.NewError(data.CodeInvalid, "follow-up-without-day")
	}
	t.Changed(data.TopicFollowUps)
	_, err := t.Exec(ctx, `INSERT INTO follow_up (what, due, created, contact_id)
		SELECT ?, ?, ?, id FROM contact WHERE`+amongLive, f.What, f.Due.String(), sqlite.Stamp(t.Now), among)
	return err
}
