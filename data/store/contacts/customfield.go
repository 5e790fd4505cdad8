package contacts

import (
	"context"
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/sqlite"
)

const readCustomFields = `SELECT id, name, kind, choices, rank FROM custom_field ORDER BY rank, id`

func scanCustomField(s sqlite.Scanner, f *data.CustomField) error {
	return s.Scan(&f.ID, &f.Name, &f.Kind, sqlite.ListOf(&f.Choices), &f.Rank)
}

// CustomFields returns the fields that the owner added to the cards, in their order.
func (cs *Cards) CustomFields(ctx context.Context) ([]data.CustomField, error) {
	out, err := sqlite.Collect(ctx, cs.file, scanCustomField, readCustomFields)
	return out, sqlite.Told("read custom fields", err)
}

// knownFields are the owner's fields as a transaction has read them.
type knownFields struct {
	byID map[int64]data.CustomField // nil: not read yet
}

// writtenFields brings the values of custom fields to their written forms and
// leaves empty ones out.
func writtenFields(ctx context.Context, t *sqlite.Tx, values map[int64]string) (map[int64]string, error) {
	if len(values) == 0 {
		return nil, nil
	}
	known := sqlite.Local[knownFields](t)
	if known.byID == nil {
		all, err := sqlite.Collect(ctx, t, scanCustomField, readCustomFields)
		if err != nil {
			return nil, err
		}
		known.byID = map[int64]data.CustomField{}
		for _, f := range all {
			known.byID[f.ID] = f
		}
	}
	out := map[int64]string{}
	for id, v := range values {
		f, there := known.byID[id]
		if !there {
			return nil, sqlite.NotFound("field", id)
		}
		written, err := f.Written(v)
		if err != nil {
			return nil, err
		}
		if written != "" {
			out[id] = written
		}
	}
	return out, nil
}

// SaveCustomField adds a field, or changes the one whose id is given, and returns
// its id. A new kind brings what stands on the cards to its own form; where a
// value would be lost, the change is refused.
func (cs *Cards) SaveCustomField(ctx context.Context, f data.CustomField) (id int64, err error) {
	f.Name = strings.TrimSpace(f.Name)
	if err := f.Check(); err != nil {
		return 0, err
	}
	d := &journal.Deed{What: data.ActLists, Title: f.Name}
	err = cs.book.Act(ctx, "save custom field", d, func(t *sqlite.Tx) error {
		all, err := sqlite.Collect(ctx, t, scanCustomField, readCustomFields)
		if err != nil {
			return err
		}
		*sqlite.Local[knownFields](t) = knownFields{}
		t.Changed(data.TopicSettings, data.TopicContacts)
		for _, o := range all {
			if o.ID != f.ID && fulltext.Same(o.Name, f.Name) {
				return data.NewError(data.CodeConflict, "field-name-taken", "Name", o.Name)
			}
			if f.ID == 0 {
				f.Rank = max(f.Rank, o.Rank+1)
			}
		}
		if f.ID == 0 {
			id, err = t.Insert(ctx, `INSERT INTO custom_field (name, kind, choices, rank) VALUES (?, ?, ?, ?)`,
				f.Name, string(f.Kind), sqlite.List(f.Choices), f.Rank)
			return err
		}
		id = f.ID
		was := slices.IndexFunc(all, func(o data.CustomField) bool { return o.ID == f.ID })
		if was < 0 {
			return sqlite.NotFound("field", f.ID)
		}
		return changeCustomField(ctx, t, &all[was], &f)
	})
	return id, err
}

func changeCustomField(ctx context.Context, t *sqlite.Tx, old, f *data.CustomField) error {
	_, err := t.Exec(ctx, `UPDATE custom_field SET name = ?, kind = ?, choices = ?, rank = ? WHERE id = ?`,
		f.Name, string(f.Kind), sqlite.List(f.Choices), f.Rank, f.ID)
	if err != nil || old.Kind == f.Kind && slices.Equal(old.Choices, f.Choices) {
		return err
	}
	distinct, err := sqlite.Collect(ctx, t, sqlite.Plain[string], `SELECT DISTINCT value FROM contact_field WHERE field_id = ?`, f.ID)
	if err != nil {
		return err
	}
	for _, v := range distinct {
		written, err := f.Written(v)
		if err != nil {
			return data.NewError(data.CodeConflict, "field-value-lost", "Field", f.Name, "Text", v).Because(err)
		}
		if written == v {
			continue
		}
		if err := refind(ctx, t, `SELECT contact_id FROM contact_field WHERE field_id = ? AND value = ?`, f.ID, v); err != nil {
			return err
		}
		_, err = t.Exec(ctx, `UPDATE contact_field SET value = ? WHERE field_id = ? AND value = ?`, written, f.ID, v)
		if err != nil {
			return err
		}
	}
	return nil
}

// refind notes that the words of the contacts that a query names changed.
func refind(ctx context.Context, t *sqlite.Tx, query string, args ...any) error {
	ids, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], query, args...)
	fulltext.TouchContacts(t, ids...)
	return err
}

// DeleteCustomField takes a field off all cards.
func (cs *Cards) DeleteCustomField(ctx context.Context, id int64) error {
	d := &journal.Deed{What: data.ActLists}
	return cs.book.Act(ctx, "delete custom field", d, func(t *sqlite.Tx) error {
		name, found, err := sqlite.Value[string](ctx, t, `SELECT name FROM custom_field WHERE id = ?`, id)
		if err != nil {
			return err
		}
		if !found {
			return sqlite.NotFound("field", id)
		}
		d.Title = name
		t.Changed(data.TopicSettings, data.TopicContacts)
		if err := refind(ctx, t, `SELECT contact_id FROM contact_field WHERE field_id = ?`, id); err != nil {
			return err
		}
		for _, q := range []string{`DELETE FROM contact_field WHERE field_id = ?`, `DELETE FROM custom_field WHERE id = ?`} {
			if _, err := t.Exec(ctx, q, id); err != nil {
				return err
			}
		}
		return nil
	})
}
