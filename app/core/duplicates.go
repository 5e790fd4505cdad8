package core

import (
	"cmp"
	"context"
	"slices"

	"kartoteka/data"
	"kartoteka/data/match"
	"kartoteka/data/match/likeness"
)

// Bounds of what is handed to a person.
const (
	mostPairs  = 1000
	mostCrowds = 20
)

// Duplicates looks through the whole base for cards that may be one client's,
// the most alike first. Pairs that were said to be two clients are left out. It
// tells how far it is, and stops when the context ends.
func (c *Core) Duplicates(ctx context.Context, progress func(done, total int)) (data.DuplicateScan, error) {
	var out data.DuplicateScan
	total, err := c.db.ContactCount(ctx, data.ContactFilter{})
	if err != nil {
		return out, err
	}
	// Reading is about half of the work, comparing the other.
	all, err := c.db.Profiles(ctx, func(n int) { progress(n, 2*max(n, total)) })
	if err != nil {
		return out, err
	}
	differ, err := c.db.NotDuplicates(ctx)
	if err != nil {
		return out, err
	}
	found, err := likeness.Scan(ctx, all, func(a, b int64) bool {
		return differ[[2]int64{min(a, b), max(a, b)}]
	}, func(done, blocks int) { progress(total+total*done/max(blocks, 1), 2*total) })
	if err != nil {
		return out, data.NewError(data.CodeCancelled, "cancelled").Because(err)
	}
	out.Contacts, out.More = len(all), max(0, len(found.Pairs)-mostPairs)
	return out, c.tellDuplicates(ctx, &out, all, found)
}

// tellDuplicates reads the cards of what was found and gives the reasons.
func (c *Core) tellDuplicates(ctx context.Context, out *data.DuplicateScan, all []*likeness.Profile, found likeness.Found) error {
	pairs, crowds := found.Pairs[:min(len(found.Pairs), mostPairs)], found.Crowds[:min(len(found.Crowds), mostCrowds)]
	var ids []int64
	for _, p := range pairs {
		ids = append(ids, all[p.A].ID, all[p.B].ID)
	}
	for _, w := range crowds {
		ids = append(ids, all[w.First].ID)
	}
	slices.Sort(ids)
	cards, err := c.db.ContactsByID(ctx, slices.Compact(ids))
	if err != nil {
		return err
	}
	for _, p := range pairs {
		a, b := cards[all[p.A].ID], cards[all[p.B].ID]
		if a == nil || b == nil {
			continue // it went meanwhile
		}
		score, why := likeness.Compare(all[p.A], all[p.B])
		out.Pairs = append(out.Pairs, data.DuplicatePair{A: data.CardOf(a), B: data.CardOf(b), Score: score, Reasons: why})
	}
	for _, w := range crowds {
		if first := cards[all[w.First].ID]; first != nil {
			out.Crowds = append(out.Crowds, data.DuplicateCrowd{Name: first.Name(), N: w.N})
		}
	}
	return nil
}

// LikelyDuplicates returns up to limit contacts that may be the one that is
// being typed, the most alike first. A draft with an ID is a card that is being
// changed, and no duplicate of itself; nor of those that were said to be
// another. A is the draft in every pair.
func (c *Core) LikelyDuplicates(ctx context.Context, draft data.Contact, limit int) ([]data.DuplicatePair, error) {
	normDraft(&draft)
	likely, err := c.db.LikelyContacts(ctx, &draft)
	if err != nil || len(likely) == 0 {
		return nil, err
	}
	var differ map[[2]int64]bool
	if draft.ID != 0 {
		if differ, err = c.db.NotDuplicates(ctx); err != nil {
			return nil, err
		}
	}
	var out []data.DuplicatePair
	typed := likeness.NewProfile(&draft)
	for _, o := range likely {
		score, why := likeness.Compare(typed, likeness.NewProfile(o))
		if score < data.ScoreLook || differ[[2]int64{min(draft.ID, o.ID), max(draft.ID, o.ID)}] {
			continue
		}
		out = append(out, data.DuplicatePair{A: data.CardOf(&draft), B: data.CardOf(o), Score: score, Reasons: why})
	}
	slices.SortFunc(out, func(a, b data.DuplicatePair) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.B.ID, b.B.ID))
	})
	return out[:min(len(out), max(limit, 1))], nil
}

// normDraft brings what is typed to the form that is compared; what is no number
// or address yet is left out.
func normDraft(p *data.Contact) {
	p.Handles = slices.Clone(p.Handles)
	p.Handles = slices.DeleteFunc(p.Handles, func(h data.Handle) bool { return match.CompleteHandle(&h, nil) != nil })
	for i := range p.Handles {
		_ = match.CompleteHandle(&p.Handles[i], nil) // those that fail are gone
	}
	nip, err := match.NIP(p.NIP)
	if err != nil {
		nip = ""
	}
	p.NIP = nip
}

// NotDuplicate notes that two contacts that look alike are two, and returns the
// action by which that is taken back; 0 when it was noted before.
func (c *Core) NotDuplicate(ctx context.Context, a, b int64) (int64, error) {
	return c.db.NotDuplicate(ctx, a, b)
}

// Merge makes one card of two and returns the action by which it can be taken
// back, with Undo or, later, with RevertAction.
func (c *Core) Merge(ctx context.Context, m data.Merge) (int64, error) { return c.db.Merge(ctx, m) }

// MergeCounts returns what hangs on a contact and would move in a merge.
func (c *Core) MergeCounts(ctx context.Context, id int64) (data.MergeCounts, error) {
	return c.db.MergeCounts(ctx, id)
}
