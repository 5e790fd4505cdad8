package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"golang.org/x/text/collate"

	"kartoteka/data"
)

const contactColumns = `c.id, c.kind, c.given_name, c.family_name, c.company, c.company_id, c.nip, c.regon,
	c.street, c.post_code, c.city, c.language, c.preferred_channel, c.birth_year, c.legal_type, c.status, c.note,
	c.created, c.updated`

func contactFields(c *data.Contact) []any {
	return []any{
		&c.ID, &c.Kind, &c.GivenName, &c.FamilyName, &c.Company,
		idOf{&c.CompanyID},
		&c.NIP, &c.REGON,
		&c.Street, &c.PostCode, &c.City, &c.Language, &c.PreferredChannel, &c.BirthYear, &c.LegalType, &c.Status,
		&c.Note,
		timeOf{&c.Created},
		timeOf{&c.Updated},
	}
}

// Contact returns one contact.
func (db *DB) Contact(ctx context.Context, id int64) (data.Contact, error) {
	var c data.Contact
	err := db.read(ctx, "read contact", func(q *sql.Tx) (err error) {
		c, err = contact(ctx, q, id)
		return err
	})
	return c, err
}

func contact(ctx context.Context, q querier, id int64) (data.Contact, error) {
	var c data.Contact
	err := q.QueryRowContext(ctx, `SELECT `+contactColumns+` FROM contact c WHERE c.id = ?`, id).
		Scan(contactFields(&c)...)
	if errors.Is(err, sql.ErrNoRows) {
		return c, notFound("contact", id)
	}
	if err != nil {
		return c, err
	}
	return c, addContactLists(ctx, q, map[int64]*data.Contact{id: &c})
}

// addContactLists reads the handles and tags of many contacts at once.
func addContactLists(ctx context.Context, q querier, byID map[int64]*data.Contact) error {
	ids := make([]int64, 0, len(byID))
	for id := range byID {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	err := each(ctx, q, func(rows *sql.Rows) error {
		var id int64
		var h data.Handle
		if err := rows.Scan(&id, &h.Kind, &h.Value, &h.Norm, &h.Label); err != nil {
			return err
		}
		byID[id].Handles = append(byID[id].Handles, h)
		return nil
	}, `SELECT contact_id, kind, value, norm, label FROM handle
		WHERE contact_id IN (SELECT value FROM json_each(?)) ORDER BY contact_id, rank, id`, list(ids))
	if err != nil {
		return err
	}
	return each(ctx, q, func(rows *sql.Rows) error {
		var id int64
		var tag string
		if err := rows.Scan(&id, &tag); err != nil {
			return err
		}
		byID[id].Tags = append(byID[id].Tags, tag)
		return nil
	}, `SELECT contact_id, tag FROM contact_tag
		WHERE contact_id IN (SELECT value FROM json_each(?)) ORDER BY contact_id, tag`, list(ids))
}

// AddContact saves a contact and returns its id. Mail of its addresses that is
// here already becomes part of its timeline. An address that belongs to another
// contact is refused with the other's name.
func (db *DB) AddContact(ctx context.Context, c data.Contact) (id int64, err error) {
	err = db.write(ctx, "add contact", func(t *tx) error {
		if id, err = t.addContact(ctx, &c); err != nil {
			return err
		}
		_, err = t.linkMail(ctx, id, c.Handles)
		return err
	})
	return id, err
}

func (t *tx) addContact(ctx context.Context, c *data.Contact) (int64, error) {
	if strings.TrimSpace(c.Name()) == "" {
		return 0, data.NewError(data.CodeInvalid, "contact-without-name")
	}
	t.changed(data.TopicContacts)
	created := c.Created
	if created.IsZero() {
		created = t.now
	}
	kind, status := c.Kind, c.Status
	if kind == "" {
		kind = data.Person
	}
	if status == "" {
		status = data.StatusLead
	}
	id, err := t.insert(ctx, `INSERT INTO contact (kind, given_name, family_name, company, company_id, nip, regon,
		street, post_code, city, language, preferred_channel, birth_year, legal_type, status, note, created,
		updated, display_name, sort_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		string(kind), c.GivenName, c.FamilyName, c.Company, ref(c.CompanyID), c.NIP, c.REGON,
		c.Street, c.PostCode, c.City, c.Language, string(c.PreferredChannel), c.BirthYear, string(c.LegalType),
		string(status), c.Note, stamp(created), stamp(t.now), c.Name(), t.sortKey(c))
	if err != nil {
		return 0, err
	}
	return id, t.addContactParts(ctx, id, c)
}

func (t *tx) addContactParts(ctx context.Context, id int64, c *data.Contact) error {
	t.contacts = append(t.contacts, id)
	if err := t.addHandles(ctx, id, c.Handles); err != nil {
		return err
	}
	for _, tag := range c.Tags {
		if tag = strings.TrimSpace(tag); tag == "" {
			continue
		}
		_, err := t.exec(ctx, `INSERT OR IGNORE INTO contact_tag (contact_id, tag) VALUES (?, ?)`, id, tag)
		if err != nil {
			return err
		}
	}
	return nil
}

// sortKey returns what contacts are sorted by: people by family name, in Polish order.
func (t *tx) sortKey(c *data.Contact) []byte {
	name := c.Name()
	if c.Kind != data.Company && c.FamilyName != "" {
		name = c.FamilyName + " " + c.GivenName
	}
	var buf collate.Buffer
	return t.db.names.KeyFromString(&buf, name)
}

// ChangeContact saves a changed contact: all its fields, handles and tags. Mail
// of a new address joins its timeline; mail of one that it lost stays.
func (db *DB) ChangeContact(ctx context.Context, c data.Contact) error {
	return db.write(ctx, "change contact", func(t *tx) error {
		if strings.TrimSpace(c.Name()) == "" {
			return data.NewError(data.CodeInvalid, "contact-without-name")
		}
		t.changed(data.TopicContacts)
		n, err := t.exec(ctx, `UPDATE contact SET kind = ?, given_name = ?, family_name = ?, company = ?,
			company_id = ?, nip = ?, regon = ?, street = ?, post_code = ?, city = ?, language = ?,
			preferred_channel = ?, birth_year = ?, legal_type = ?, status = ?, note = ?, updated = ?,
			display_name = ?, sort_key = ? WHERE id = ?`,
			string(c.Kind), c.GivenName, c.FamilyName, c.Company, ref(c.CompanyID), c.NIP, c.REGON,
			c.Street, c.PostCode, c.City, c.Language, string(c.PreferredChannel), c.BirthYear,
			string(c.LegalType), string(c.Status), c.Note, stamp(t.now), c.Name(), t.sortKey(&c), c.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return notFound("contact", c.ID)
		}
		for _, q := range []string{`DELETE FROM handle WHERE contact_id = ?`, `DELETE FROM contact_tag WHERE contact_id = ?`} {
			if _, err := t.exec(ctx, q, c.ID); err != nil {
				return err
			}
		}
		if err := t.addContactParts(ctx, c.ID, &c); err != nil {
			return err
		}
		_, err = t.linkMail(ctx, c.ID, c.Handles)
		return err
	})
}
