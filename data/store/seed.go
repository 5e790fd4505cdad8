package store

import (
	"context"

	"kartoteka/data"
)

// Seed is much that is entered at once. What belongs to a contact names it by
// one of its e-mail addresses; a follow-up or order without one belongs to nobody.
type Seed struct {
	Contacts     []data.Contact
	Interactions []SeedInteraction
	Orders       []SeedOrder
	FollowUps    []SeedFollowUp
	Opinions     []SeedOpinion
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
		return t.addSeeded(ctx, &s)
	})
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
