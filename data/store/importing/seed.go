package importing

import (
	"context"
	"maps"
	"slices"

	"kartoteka/data"
	"kartoteka/data/store/contacts"
	"kartoteka/data/store/record"
	"kartoteka/data/store/sqlite"
)

// Seed is much that is entered at once, as an invented firm's past is. What belongs
// to a contact names it by one of its e-mail addresses; a follow-up or order without
// one belongs to nobody.
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
func (ir *Importer) AddMany(ctx context.Context, s Seed) error {
	return ir.file.Write(ctx, "add many", func(t *sqlite.Tx) error {
		for i := range s.Contacts {
			id, err := contacts.Add(ctx, t, &s.Contacts[i])
			if err != nil {
				return err
			}
			if _, err := contacts.LinkMail(ctx, t, id, s.Contacts[i].Handles); err != nil {
				return err
			}
		}
		if err := completeSeeded(ctx, t, &s); err != nil {
			return err
		}
		return addSeeded(ctx, t, &s)
	})
}

// completeSeeded writes on the cards what needs the others, or fields of the
// owner's own.
func completeSeeded(ctx context.Context, t *sqlite.Tx, s *Seed) error {
	for _, l := range s.Links {
		var ids [3]int64
		for i, email := range []string{l.Company, l.Referrer, l.Email} {
			id, err := seedOwner(ctx, t, email, 0)
			if err != nil {
				return err
			}
			ids[i] = id
		}
		if _, err := t.Exec(ctx, `UPDATE contact SET company_id = ?, referred_by = ? WHERE id = ?`,
			sqlite.Ref(ids[0]), sqlite.Ref(ids[1]), ids[2]); err != nil {
			return err
		}
	}
	for i := range s.Fields {
		f := &s.Fields[i]
		if err := f.Check(); err != nil {
			return err
		}
		id, err := t.Insert(ctx, `INSERT INTO custom_field (name, kind, choices, rank) VALUES (?, ?, ?, ?)`,
			f.Name, string(f.Kind), sqlite.List(f.Choices), f.Rank)
		if err != nil {
			return err
		}
		for _, email := range slices.Sorted(maps.Keys(f.Values)) {
			contact, err := seedOwner(ctx, t, email, 0)
			if err != nil {
				return err
			}
			written, err := f.Written(f.Values[email])
			if err != nil {
				return err
			}
			_, err = t.Exec(ctx, `INSERT INTO contact_field (contact_id, field_id, value) VALUES (?, ?, ?)`, contact, id, written)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func addSeeded(ctx context.Context, t *sqlite.Tx, s *Seed) (err error) {
	for i := range s.Interactions {
		in := &s.Interactions[i]
		if in.ContactID, err = seedOwner(ctx, t, in.Email, in.ContactID); err != nil {
			return err
		}
		if _, err = record.AddInteraction(ctx, t, &in.Interaction); err != nil {
			return err
		}
	}
	for i := range s.Orders {
		o := &s.Orders[i]
		if o.ContactID, err = seedOwner(ctx, t, o.Email, o.ContactID); err != nil {
			return err
		}
		if _, err = record.AddOrder(ctx, t, &o.Order); err != nil {
			return err
		}
	}
	for i := range s.FollowUps {
		f := &s.FollowUps[i]
		if f.ContactID, err = seedOwner(ctx, t, f.Email, f.ContactID); err != nil {
			return err
		}
		if _, err = record.AddFollowUp(ctx, t, &f.FollowUp); err != nil {
			return err
		}
	}
	for i := range s.Opinions {
		o := &s.Opinions[i]
		if o.ContactID, err = seedOwner(ctx, t, o.Email, o.ContactID); err != nil {
			return err
		}
		if _, err = record.AddOpinion(ctx, t, &o.Opinion); err != nil {
			return err
		}
	}
	return nil
}

// seedOwner finds the contact of an address; an unknown one is a mistake.
func seedOwner(ctx context.Context, t *sqlite.Tx, email string, id int64) (int64, error) {
	if email == "" {
		return id, nil
	}
	norm := contacts.NormEmail(email)
	owners, err := contacts.Owners(ctx, t, []string{norm})
	if err == nil && owners[norm] == 0 {
		err = data.NewError(data.CodeNotFound, "not-found-address", "Handle", email)
	}
	return owners[norm], err
}
