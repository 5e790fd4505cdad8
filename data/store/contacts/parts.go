package contacts

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// AddParts reads what stands beside the cards' own rows, of many at once.
func AddParts(ctx context.Context, q sqlite.Querier, byID map[int64]*data.Contact) error {
	ids := make([]int64, 0, len(byID))
	for id := range byID {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	among := sqlite.List(ids)
	for _, read := range []func(context.Context, sqlite.Querier, string, map[int64]*data.Contact) error{
		readHandles, readTags, readAddresses, readConsents, readFields,
	} {
		if err := read(ctx, q, among, byID); err != nil {
			return err
		}
	}
	return nil
}

// amongContacts ends a query of the parts of some contacts.
const amongContacts = ` WHERE contact_id IN (SELECT value FROM json_each(?)) ORDER BY contact_id`

func readHandles(ctx context.Context, q sqlite.Querier, among string, byID map[int64]*data.Contact) error {
	return sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var id int64
		var h data.Handle
		if err := rows.Scan(&id, &h.Kind, &h.Value, &h.Norm, &h.Label); err != nil {
			return err
		}
		byID[id].Handles = append(byID[id].Handles, h)
		return nil
	}, `SELECT contact_id, kind, value, norm, label FROM handle`+amongContacts+`, rank, id`, among)
}

func readTags(ctx context.Context, q sqlite.Querier, among string, byID map[int64]*data.Contact) error {
	return sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var id int64
		var tag string
		if err := rows.Scan(&id, &tag); err != nil {
			return err
		}
		byID[id].Tags = append(byID[id].Tags, tag)
		return nil
	}, `SELECT contact_id, tag FROM contact_tag`+amongContacts+`, tag`, among)
}

func readAddresses(ctx context.Context, q sqlite.Querier, among string, byID map[int64]*data.Contact) error {
	return sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var id int64
		var a data.PostalAddress
		if err := rows.Scan(&id, &a.Label, &a.Street, &a.PostCode, &a.City, &a.Region, &a.Country); err != nil {
			return err
		}
		byID[id].MoreAddresses = append(byID[id].MoreAddresses, a)
		return nil
	}, `SELECT contact_id, label, street, post_code, city, region, country FROM address`+amongContacts+`, rank, id`, among)
}

func readConsents(ctx context.Context, q sqlite.Querier, among string, byID map[int64]*data.Contact) error {
	return sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var id int64
		var c data.Consent
		err := rows.Scan(&id, &c.ID, &c.Channel, &c.Purpose, &c.Basis, &c.Wording, &c.Source,
			sqlite.TimeOf(&c.Given), sqlite.TimeOf(&c.Withdrawn))
		if err != nil {
			return err
		}
		byID[id].Consents = append(byID[id].Consents, c)
		return nil
	}, `SELECT contact_id, id, channel, purpose, basis, wording, source, given, withdrawn FROM consent`+amongContacts+
		`, id`, among)
}

func readFields(ctx context.Context, q sqlite.Querier, among string, byID map[int64]*data.Contact) error {
	return sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var id, field int64
		var v string
		if err := rows.Scan(&id, &field, &v); err != nil {
			return err
		}
		if byID[id].Fields == nil {
			byID[id].Fields = map[int64]string{}
		}
		byID[id].Fields[field] = v
		return nil
	}, `SELECT contact_id, field_id, value FROM contact_field`+amongContacts+`, field_id`, among)
}

// ChangeParts brings the parts of the old card to those of the new one and
// tells whether any differed. Rows that say the same are left alone. Mail of new
// handles joins the timeline of a card that was there before.
func ChangeParts(ctx context.Context, t *sqlite.Tx, old, c *data.Contact) (changed bool, err error) {
	for _, change := range []func(context.Context, *sqlite.Tx, *data.Contact, *data.Contact) (bool, error){
		changeHandles, changeTags, changeAddresses, changeConsents, changeFields,
	} {
		some, err := change(ctx, t, old, c)
		if err != nil {
			return changed, err
		}
		changed = changed || some
	}
	return changed, nil
}

// changeTags compares tags as they are written; each stands once.
func changeTags(ctx context.Context, t *sqlite.Tx, old, c *data.Contact) (changed bool, err error) {
	var want []string
	for _, tag := range c.Tags {
		if tag = strings.TrimSpace(tag); tag != "" && !slices.Contains(want, tag) {
			want = append(want, tag)
		}
	}
	for _, tag := range old.Tags {
		if slices.Contains(want, tag) {
			continue
		}
		changed = true
		if _, err := t.Exec(ctx, `DELETE FROM contact_tag WHERE contact_id = ? AND tag = ?`, old.ID, tag); err != nil {
			return changed, err
		}
	}
	for _, tag := range want {
		if slices.Contains(old.Tags, tag) {
			continue
		}
		changed = true
		if _, err := t.Exec(ctx, `INSERT INTO contact_tag (contact_id, tag) VALUES (?, ?)`, old.ID, tag); err != nil {
			return changed, err
		}
	}
	return changed, nil
}

// changeAddresses compares by place: an address that moved in the list is
// written anew, one that is the same where it was is not.
func changeAddresses(ctx context.Context, t *sqlite.Tx, old, c *data.Contact) (changed bool, err error) {
	var want []data.PostalAddress
	for _, a := range c.MoreAddresses {
		if a != (data.PostalAddress{Label: a.Label}) {
			want = append(want, a)
		}
	}
	if slices.Equal(old.MoreAddresses, want) {
		return false, nil
	}
	ids, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], `SELECT id FROM address WHERE contact_id = ? ORDER BY rank, id`, old.ID)
	if err != nil {
		return true, err
	}
	for i, a := range want {
		values := []any{a.Label, a.Street, a.PostCode, a.City, a.Region, a.Country, i, old.ID}
		switch {
		case i >= len(ids):
			_, err = t.Exec(ctx, `INSERT INTO address (label, street, post_code, city, region, country, rank, contact_id)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, values...)
		case a != old.MoreAddresses[i]:
			_, err = t.Exec(ctx, `UPDATE address SET label = ?, street = ?, post_code = ?, city = ?, region = ?,
				country = ?, rank = ? WHERE contact_id = ? AND id = ?`, append(values, ids[i])...)
		}
		if err != nil {
			return true, err
		}
	}
	for _, id := range ids[min(len(want), len(ids)):] {
		if _, err := t.Exec(ctx, `DELETE FROM address WHERE id = ?`, id); err != nil {
			return true, err
		}
	}
	return true, nil
}

// changeConsents knows a consent by its id: one without, or of another card, is
// new. The proof of what was agreed to is never taken from one card to another.
func changeConsents(ctx context.Context, t *sqlite.Tx, old, c *data.Contact) (changed bool, err error) {
	keep := map[int64]bool{}
	for _, w := range c.Consents {
		was := slices.IndexFunc(old.Consents, func(o data.Consent) bool { return o.ID == w.ID && !keep[o.ID] })
		values := []any{
			string(w.Channel), w.Purpose, string(w.Basis), w.Wording, w.Source, sqlite.Stamp(w.Given), sqlite.Stamp(w.Withdrawn),
			old.ID,
		}
		switch {
		case was < 0:
			_, err = t.Exec(ctx, `INSERT INTO consent (channel, purpose, basis, wording, source, given, withdrawn,
				contact_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, values...)
		case !sameConsent(&old.Consents[was], &w):
			keep[w.ID] = true
			_, err = t.Exec(ctx, `UPDATE consent SET channel = ?, purpose = ?, basis = ?, wording = ?, source = ?,
				given = ?, withdrawn = ? WHERE contact_id = ? AND id = ?`, append(values, w.ID)...)
		default:
			keep[w.ID] = true
			continue
		}
		changed = true
		if err != nil {
			return changed, err
		}
	}
	for _, o := range old.Consents {
		if keep[o.ID] {
			continue
		}
		changed = true
		if _, err := t.Exec(ctx, `DELETE FROM consent WHERE id = ?`, o.ID); err != nil {
			return changed, err
		}
	}
	return changed, nil
}

func sameConsent(a, b *data.Consent) bool {
	return a.Channel == b.Channel && a.Purpose == b.Purpose && a.Basis == b.Basis && a.Wording == b.Wording &&
		a.Source == b.Source && sqlite.Stamp(a.Given) == sqlite.Stamp(b.Given) && sqlite.Stamp(a.Withdrawn) == sqlite.Stamp(b.Withdrawn)
}

// changeFields writes custom fields in the form that their kind has; an empty
// value takes the field off the card.
func changeFields(ctx context.Context, t *sqlite.Tx, old, c *data.Contact) (changed bool, err error) {
	want, err := writtenFields(ctx, t, c.Fields)
	if err != nil {
		return false, err
	}
	for _, id := range slices.Sorted(maps.Keys(old.Fields)) {
		if _, stays := want[id]; stays {
			continue
		}
		changed = true
		_, err := t.Exec(ctx, `DELETE FROM contact_field WHERE contact_id = ? AND field_id = ?`, old.ID, id)
		if err != nil {
			return changed, err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(want)) {
		if was, there := old.Fields[id]; there && was == want[id] {
			continue
		}
		changed = true
		_, err := t.Exec(ctx, `INSERT INTO contact_field (contact_id, field_id, value) VALUES (?, ?, ?)
			ON CONFLICT DO UPDATE SET value = excluded.value`, old.ID, id, want[id])
		if err != nil {
			return changed, err
		}
	}
	return changed, nil
}
