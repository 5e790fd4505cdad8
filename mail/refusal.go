package mail

import (
	"context"
	"slices"

	"kartoteka/data"
)

// keep saves a batch. When the store refuses it for what is in it, it is saved
// in ever smaller parts until the message at fault stands alone; that one is
// set aside like one that the server does not hand over. The pointer moves last,
// so that a stop in between loses nothing.
func (s *saver) keep(ctx context.Context, b data.MailBatch) (data.Kept, int, error) {
	kept, err := s.Keeper.Keep(ctx, b)
	if len(b.Items) == 0 || !data.Refused(err) {
		return kept, 0, err
	}
	part := data.MailBatch{AccountID: b.AccountID, Folder: b.Folder}
	part.Folder.Floor, part.Folder.ModSeq = s.stored.Floor, s.stored.ModSeq
	aside, kept, e := s.inParts(ctx, part, b.Items)
	if e != nil {
		return kept, 0, e
	}
	if len(aside) > maxAside {
		return kept, 0, err // so many are not the messages' fault
	}
	b.Items = nil
	for _, uid := range aside {
		attempts, _ := s.attempts(uid)
		b.Problems = append(b.Problems, data.Problem{
			Folder: s.state.Name, UIDValidity: s.state.UIDValidity, UID: uid,
			Error: "mail-refused", Attempts: attempts + 1,
		})
	}
	b.Resolved = slices.DeleteFunc(b.Resolved, func(uid uint32) bool { return slices.Contains(aside, uid) })
	_, err = s.Keeper.Keep(ctx, b)
	return kept, len(aside), err
}

// inParts saves the halves of what was refused whole and returns the UIDs that
// the store does not take even alone.
func (s *saver) inParts(ctx context.Context, part data.MailBatch, items []data.MailItem) (
	aside []uint32, kept data.Kept, err error,
) {
	if len(items) == 1 {
		return []uint32{items[0].UID}, kept, nil
	}
	for _, half := range [][]data.MailItem{items[:len(items)/2], items[len(items)/2:]} {
		part.Items = half
		k, err := s.Keeper.Keep(ctx, part)
		if data.Refused(err) {
			var more []uint32
			more, k, err = s.inParts(ctx, part, half)
			aside = append(aside, more...)
		}
		kept.New += k.New
		kept.Joined += k.Joined
		kept.LeftOut += k.LeftOut
		kept.IDs = append(kept.IDs, k.IDs...)
		if err != nil || len(aside) > maxAside {
			return aside, kept, err
		}
	}
	return aside, kept, nil
}
