package settings

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"kartoteka/data"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/sqlite"
)

// listContacts names the list of contacts among saved views.
const listContacts = "contacts"

// Views returns the lists of contacts that the owner saved, in their order.
func (ch *Choices) Views(ctx context.Context) ([]data.SavedView, error) {
	out, err := sqlite.Collect(ctx, ch.file, func(s sqlite.Scanner, v *data.SavedView) error {
		var filter string
		if err := s.Scan(&v.ID, &v.Name, &filter, sqlite.ListOf(&v.Columns), &v.Rank); err != nil {
			return err
		}
		return json.Unmarshal([]byte(filter), &v.Filter)
	}, `SELECT id, name, filter, columns, rank FROM saved_view WHERE list = ? ORDER BY rank, id`, listContacts)
	return out, sqlite.Told("read views", err)
}

// SaveView keeps a list as the owner likes it, a new one or the one whose id is
// given, and returns its id. Two can't have one name.
func (ch *Choices) SaveView(ctx context.Context, v data.SavedView) (id int64, err error) {
	v.Name = strings.TrimSpace(v.Name)
	if v.Name == "" {
		return 0, data.NewError(data.CodeInvalid, "view-without-name")
	}
	filter, err := json.Marshal(v.Filter)
	if err != nil {
		return 0, fmt.Errorf("write view: %w", err)
	}
	d := &journal.Deed{What: data.ActLists, Title: v.Name}
	err = ch.book.Act(ctx, "save view", d, func(t *sqlite.Tx) error {
		t.Changed(data.TopicSettings)
		if v.ID == 0 {
			id, err = t.Insert(ctx, `INSERT INTO saved_view (list, name, filter, columns, rank) VALUES (?, ?, ?, ?,
				coalesce(nullif(?, 0), (SELECT max(rank) + 1 FROM saved_view WHERE list = ?1), 1))`,
				listContacts, v.Name, string(filter), sqlite.List(v.Columns), v.Rank)
		} else {
			id = v.ID
			var n int64
			n, err = t.Exec(ctx, `UPDATE saved_view SET name = ?, filter = ?, columns = ?, rank = ? WHERE list = ? AND id = ?`,
				v.Name, string(filter), sqlite.List(v.Columns), v.Rank, listContacts, v.ID)
			if err == nil && n == 0 {
				return sqlite.NotFound("view", v.ID)
			}
		}
		if sqlite.Taken(err) {
			return data.NewError(data.CodeConflict, "view-name-taken", "Name", v.Name).Because(err)
		}
		return err
	})
	return id, err
}

// DeleteView forgets a saved list; what it showed stays.
func (ch *Choices) DeleteView(ctx context.Context, id int64) error {
	d := &journal.Deed{What: data.ActLists}
	return ch.book.Act(ctx, "delete view", d, func(t *sqlite.Tx) error {
		name, found, err := sqlite.Value[string](ctx, t, `DELETE FROM saved_view WHERE list = ? AND id = ? RETURNING name`,
			listContacts, id)
		if err == nil && !found {
			return sqlite.NotFound("view", id)
		}
		d.Title = name
		t.Changed(data.TopicSettings)
		return err
	})
}
