package store

import (
	"context"
	"maps"
	"slices"

	"kartoteka/data"
)

// Seed is much that is entered at once. What belongs to a contact names it by
// one of its e-mail addresses; a follow-up or order without one belongs to nobody.
type Seed struct {
	Contacts     []data.Contact
	Fields       []SeedField
	Links        []SeedLink
	Interactions []SeedInteraction
	Orders       []SeedOrder
	FollowUps    []SeedFollowUp
	Opinions     []SeedOpinion
}

// SeedField is a custom field with its values by the contacts' addresses.
type SeedField struct {
	data.CustomField
	Values map[string]string
}

// SeedLink says by addresses at which company a contact works and who sent him;
// "" for nobody.
type SeedLink struct {
	Email    string
	Company  string
	Referrer string
}

// SeedInteraction is an interaction with the contact that has the address.
type SeedInteraction struct {
	Email string
	data.Interaction
}

// SeedOrder is an order of the contact that has the address.
type SeedOrder struct {
	Email string
	data.Order
}

// SeedFollowUp is a follow-up for the contact that has the address.
type SeedFollowUp struct {
	Email string
	data.FollowUp
}

// SeedOpinion is an opinion of the contact that has the address.
type SeedOpinion struct {
	Email string
	data.Opinion
}

// AddMany enters all of it in one transaction, or nothing.
func (db *DB) AddMany(ctx context.Context, s Seed) error {
	return db.write(ctx, "add many", func(t *tx) error {
		for i := range s.Contacts {
			id, err := t.addContact(ctx, &s.Contacts[i])
			if err != nil {
				return err
			}
			if _, err := t.linkMail(ctx, id, s.Contacts[i].Handles); err != nil {
				return err
			}
		}
		if err := t.completeSeeded(ctx, &s); err != nil {
			return err
		}
		return t.addSeeded(ctx, &s)
	})
}

// completeSeeded writes on the cards what needs the others, or fields of the
// owner's own.
func (t *tx) completeSeeded(ctx context.Context, s *Seed) error {
	for _, l := range s.Links {
		var ids [3]int64
		for i, email := range []string{l.Company, l.Referrer, l.Email} {
			id, err := t.seedOwner(ctx, email, 0)
			if err != nil {
				return err
			}
			ids[i] = id
		}
		if _, err := t.exec(ctx, `UPDATE contact SET company_id = ?, referred_by = ? WHERE id = ?`,
			ref(ids[0]), ref(ids[1]), ids[2]); err != nil {
			return err
		}
	}
	for i := range s.Fields {
		f := &s.Fields[i]
		if err := f.Check(); err != nil {
			return err
		}
		id, err := t.insert(ctx, `INSERT INTO custom_field (name, kind, choices, rank) VALUES (?, ?, ?, ?)`,
			f.Name, string(f.Kind), list(f.Choices), f.Rank)
		if err != nil {
			return err
		}
		for _, email := range slices.Sorted(maps.Keys(f.Values)) {
			contact, err := t.seedOwner(ctx, email, 0)
			if err != nil {
				return err
			}
			written, err := f.Written(f.Values[email])
			if err != nil {
				return err
			}
			_, err = t.exec(ctx, `INSERT INTO contact_field (contact_id, field_id, value) VALUES (?, ?, ?)`, contact, id, written)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *tx) addSeeded(ctx context.Context, s *Seed) (err error) {
	for i := range s.Interactions {
		in := &s.Interactions[i]
		if in.ContactID, err = t.seedOwner(ctx, in.Email, in.ContactID); err != nil {
			return err
		}
		if _, err = t.addInteraction(ctx, &in.Interaction); err != nil {
			return err
		}
	}
	for i := range s.Orders {
		o := &s.Orders[i]
		if o.ContactID, err = t.seedOwner(ctx, o.Email, o.ContactID); err != nil {
			return err
		}
		if _, err = t.addOrder(ctx, &o.Order); err != nil {
			return err
		}
	}
	for i := range s.FollowUps {
		f := &s.FollowUps[i]
		if f.ContactID, err = t.seedOwner(ctx, f.Email, f.ContactID); err != nil {
			return err
		}
		if _, err = t.addFollowUp(ctx, &f.FollowUp); err != nil {
			return err
		}
	}
	for i := range s.Opinions {
		o := &s.Opinions[i]
		if o.ContactID, err = t.seedOwner(ctx, o.Email, o.ContactID); err != nil {
			return err
		}
		if _, err = t.addOpinion(ctx, &o.Opinion); err != nil {
			return err
		}
	}
	return nil
}

// seedOwner finds the contact of an address; an unknown one is a mistake.
func (t *tx) seedOwner(ctx context.Context, email string, id int64) (int64, error) {
	if email == "" {
		return id, nil
	}
	norm := normEmail(email)
	owners, err := handleOwners(ctx, t, []string{norm})
	if err == nil && owners[norm] == 0 {
		err = data.NewError(data.CodeNotFound, "not-found-address", "Handle", email)
	}
	return owners[norm], err
}
