package mail

import (
	"context"
	"errors"
	"slices"

	"kartoteka/data"
)

// folderPull is the pull of one folder under way.
type folderPull struct {
	*run
	state   Folder          // as the server has it
	stored  data.MailFolder // as the store has it; Floor and OnServer are brought forward
	changed bool            // stored must be saved even if no message comes
	rewound bool            // UIDs were used anew; none is known
	due     []data.Problem
	away    []uint32 // deleted here for good, ascending
	pending []uint32 // to be fetched, ascending
	rest    restrained
	early   data.MailBatch // what the first batch to be saved says beside its messages
	res     FolderResult
}

// folder pulls one folder.
func (r *run) folder(ctx context.Context, f Folder) FolderResult {
	p := &folderPull{run: r, state: f, res: FolderResult{Name: f.Name}}
	p.res.Err = p.pull(ctx)
	p.res.Floor = p.stored.Floor
	return p.res
}

func (p *folderPull) pull(ctx context.Context) error {
	var err error
	if p.stored, err = p.Keeper.Folder(ctx, p.account.ID, p.state.Name); err != nil {
		return keepFailure(err)
	}
	done, err := p.unchanged(ctx)
	if done || err != nil {
		return err
	}
	if err := p.examine(ctx); err != nil {
		return err
	}
	if err := p.plan(ctx); err != nil {
		return err
	}
	if err := p.sift(ctx); err != nil {
		return err
	}
	if len(p.pending) == 0 && !p.changed {
		return nil
	}
	return p.fetch(ctx)
}

// unchanged settles a folder in which nothing has happened since the last
// run, going by the list of folders alone: same epoch, no new UID, as many
// messages as then, no change of any kind where the server counts them, and
// nothing due for another try.
func (p *folderPull) unchanged(ctx context.Context) (bool, error) {
	f, s := p.state, p.stored
	if !p.sameNumbers() {
		return false, nil
	}
	due, err := p.Keeper.Problems(ctx, p.account.ID, f.Name, f.UIDValidity)
	if err != nil {
		return false, keepFailure(err)
	}
	if len(due) > 0 {
		return false, nil
	}
	known, err := p.Keeper.Count(ctx, p.account.ID, f.Name, f.UIDValidity)
	if err != nil {
		return false, keepFailure(err)
	}
	away, err := p.Keeper.LeftOut(ctx, p.account.ID, f.Name, f.UIDValidity)
	if err != nil {
		return false, keepFailure(err)
	}
	if err := p.restrain(ctx); err != nil {
		return false, err
	}
	if len(p.rest.wanted()) > 0 {
		return false, nil
	}
	p.res.OnServer, p.res.Kept, p.res.LeftOut = s.OnServer, min(known, s.OnServer), len(away)+p.rest.left()
	if p.sentInPlace(known, len(away)) {
		return false, nil
	}
	if f.Role == data.RoleAll { // the rest are drafts
		p.res.LeftOut = p.res.OnServer - p.res.Kept
	}
	p.settleCounts()
	return true, nil
}

// sameNumbers reports whether the list gives a folder the numbers that it had at
// the last good look.
func (p *folderPull) sameNumbers() bool {
	f, s := p.state, p.stored
	return f.HasStatus && f.UIDValidity == s.UIDValidity && f.UIDNext != 0 && f.UIDNext-1 == s.Floor &&
		int(f.Messages) == s.OnServer && f.ModSeq == s.ModSeq && s.LastErr == ""
}

// settleCounts attributes what is neither kept nor left out to failure.
func (p *folderPull) settleCounts() {
	p.res.Failed = max(0, p.res.OnServer-p.res.Kept-p.res.LeftOut)
}

// examine opens the folder. The connection may have been lost since it was
// last used, so a second try is made on a fresh one.
func (p *folderPull) examine(ctx context.Context) error {
	for {
		used := p.server != nil
		srv, err := p.connect(ctx)
		if err != nil {
			return err
		}
		state, err := srv.Examine(ctx, p.state.Name)
		if err == nil {
			state.Role, state.Wire = p.state.Role, p.state.Wire
			p.state = state
			return nil
		}
		if closedFolder(err) || wantsRest(err) {
			return err
		}
		p.hangUp()
		if !used || ctx.Err() != nil {
			return err
		}
	}
}

// closedFolder reports whether the server said no to opening a folder. That costs
// nothing; logging in anew for each such folder might cost us the next login.
func closedFolder(err error) bool {
	var f *Failure
	return errors.As(err, &f) && f.Key == "select-refused"
}

// plan finds out what is to be fetched and what is gone.
func (p *folderPull) plan(ctx context.Context) error {
	if err := p.epoch(ctx); err != nil {
		return err
	}
	id, name, validity := p.account.ID, p.state.Name, p.state.UIDValidity
	var known []uint32
	var err error
	if !p.rewound {
		if known, err = p.Keeper.UIDs(ctx, id, name, validity); err != nil {
			return keepFailure(err)
		}
		if p.away, err = p.Keeper.LeftOut(ctx, id, name, validity); err != nil {
			return keepFailure(err)
		}
	}
	if err = p.restrain(ctx); err != nil {
		return err
	}
	if p.due, err = p.Keeper.Problems(ctx, id, name, validity); err != nil {
		return keepFailure(err)
	}
	listed, full, err := p.list(ctx, known)
	if err != nil {
		return err
	}
	if full {
		if listed, known, err = p.reconcile(ctx, listed, known); err != nil {
			return err
		}
		if _, p.away, err = p.reconcile(ctx, listed, p.away); err != nil {
			return err
		}
		_, there, err := p.reconcile(ctx, listed, p.rest.uids())
		if err != nil {
			return err
		}
		p.rest.drop(there)
	}
	p.count(listed, known, full)
	p.pending = p.wanted(listed, known, full)
	return nil
}

// overlooked reports whether something below the pointer has changed since the
// last good look and is neither kept nor left out. By the numbers alone there is
// no such thing; a server that gives a number anew shows it in its count of
// changes, and so does one where a draft among all mail becomes mail in its place.
func (p *folderPull) overlooked(ctx context.Context, known []uint32) (bool, error) {
	since := p.stored.ModSeq
	if since == 0 || p.state.ModSeq == 0 {
		return p.sentInPlace(len(known), len(p.away)+len(p.due)), nil
	}
	if p.state.ModSeq == since {
		return false, nil
	}
	srv, err := p.connect(ctx)
	if err != nil {
		return false, err
	}
	lister, ok := srv.(ChangeLister)
	if !ok {
		return false, nil
	}
	touched, err := lister.Changed(ctx, since)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(touched, func(u uint32) bool {
		_, kept := slices.BinarySearch(known, u)
		_, away := slices.BinarySearch(p.away, u)
		aside := slices.ContainsFunc(p.due, func(d data.Problem) bool { return d.UID == u })
		_, held := p.rest.find(u)
		return u <= p.stored.Floor && !kept && !away && !aside && !held
	}), nil
}

// sentInPlace reports whether a draft may have become mail without a sign of it:
// the folder of all mail holds drafts, and the server counts no changes. Then only
// a list of all that is no draft tells.
func (p *folderPull) sentInPlace(known, away int) bool {
	return p.state.Role == data.RoleAll && p.state.ModSeq == 0 && p.stored.OnServer > known+away+p.rest.left()
}

// epoch deals with a folder whose UIDs no longer mean what they meant: the old
// places are marked as gone, and all of it is read again. Messages known by
// their bytes are joined then, not doubled.
func (p *folderPull) epoch(ctx context.Context) error {
	s := &p.stored
	old := s.UIDValidity
	p.changed = s.LastErr != "" || s.ModSeq != p.state.ModSeq // the count of changes is to be saved
	s.AccountID, s.Name, s.Role, s.LastErr = p.account.ID, p.state.Name, p.state.Role, ""
	if s.UIDValidity != p.state.UIDValidity {
		s.UIDValidity, s.Floor, s.OnServer, s.ModSeq = p.state.UIDValidity, 0, 0, 0
		p.changed = true
		if old == 0 {
			return nil
		}
		return p.forget(ctx, old)
	}
	if p.state.UIDNext == 0 || p.state.UIDNext > s.Floor {
		return nil
	}
	// UIDs only ever grow (RFC 9051 §2.3.1.1). A server that now counts from
	// lower down has been emptied and refilled without saying so, unless its
	// own list gives it the lie.
	all, err := p.uids(ctx, 1)
	if err != nil {
		return err
	}
	if n := len(all); n > 0 && all[n-1] >= p.state.UIDNext {
		p.state.UIDNext = 0
		return nil
	}
	s.Floor, s.OnServer, s.ModSeq = 0, 0, 0
	p.changed, p.rewound = true, true
	return p.forget(ctx, old)
}

// forget marks every place of an epoch as gone.
func (p *folderPull) forget(ctx context.Context, validity uint32) error {
	known, err := p.Keeper.UIDs(ctx, p.account.ID, p.state.Name, validity)
	if err != nil {
		return keepFailure(err)
	}
	away, err := p.Keeper.LeftOut(ctx, p.account.ID, p.state.Name, validity)
	if err != nil {
		return keepFailure(err)
	}
	held, err := p.Keeper.Held(ctx, p.account.ID, p.state.Name, validity)
	if err != nil {
		return keepFailure(err)
	}
	r := restrained{held: held}
	return p.markGone(ctx, validity, slices.Concat(known, away, r.uids()))
}

func (p *folderPull) markGone(ctx context.Context, validity uint32, uids []uint32) error {
	if len(uids) == 0 {
		return nil
	}
	return keepFailure(p.Keeper.MarkGone(ctx, p.account.ID, p.state.Name, validity, uids))
}

func (p *folderPull) uids(ctx context.Context, from uint32) ([]uint32, error) {
	srv, err := p.connect(ctx)
	if err != nil {
		return nil, err
	}
	return srv.UIDs(ctx, from)
}

// list asks for the UIDs above the floor; for all of them (full) when the
// folder is new, or the number of messages shows that some are gone, or the
// changes show that some were overlooked.
func (p *folderPull) list(ctx context.Context, known []uint32) (uids []uint32, full bool, err error) {
	floor := p.stored.Floor
	if floor > 0 && floor < ^uint32(0) {
		uids, err = p.uids(ctx, floor+1)
		if err != nil {
			return nil, false, err
		}
		if p.stored.OnServer+len(uids) == int(p.state.Messages) {
			more, err := p.overlooked(ctx, known)
			if err != nil || !more {
				return uids, false, err
			}
		}
	}
	uids, err = p.uids(ctx, 1)
	return uids, true, err
}

// reconcile marks as gone what is known and no longer listed.
func (p *folderPull) reconcile(ctx context.Context, listed, known []uint32) (l, k []uint32, err error) {
	var kept, gone []uint32
	for _, u := range known {
		if _, ok := slices.BinarySearch(listed, u); ok {
			kept = append(kept, u)
		} else {
			gone = append(gone, u)
		}
	}
	if len(gone) > 0 {
		p.changed = true
	}
	return listed, kept, p.markGone(ctx, p.state.UIDValidity, gone)
}

// count sets the result's figures as they stand before anything is fetched.
func (p *folderPull) count(listed, known []uint32, full bool) {
	on := int(p.state.Messages)
	if full {
		// Messages may have come between opening the folder and listing it.
		// In the folder of all mail the list is the shorter: without drafts.
		if p.state.Role != data.RoleAll || on < len(listed) {
			on = len(listed)
		}
		p.res.LeftOut = on - len(listed)
	}
	p.res.LeftOut += len(p.away) + p.rest.left()
	if !full && p.state.Role == data.RoleAll { // what was there and is not listed are drafts
		p.res.LeftOut += max(0, p.stored.OnServer-len(known)-p.res.LeftOut-len(p.due))
	}
	if p.stored.OnServer != on {
		p.stored.OnServer = on
		p.changed = true
	}
	p.res.OnServer, p.res.Kept = on, min(len(known), on)
	p.settleCounts()
	if p.finalFloor(listed) != p.stored.Floor {
		p.changed = true
	}
}

// finalFloor is the floor once all that is listed has been dealt with.
func (p *folderPull) finalFloor(listed []uint32) uint32 {
	floor := p.stored.Floor
	if p.state.UIDNext > 0 {
		floor = max(floor, p.state.UIDNext-1)
	}
	if n := len(listed); n > 0 {
		floor = max(floor, listed[n-1])
	}
	return floor
}

// wanted is what is listed and not known, and what is due for another try.
// After a full list that holds below the floor too, so that a gap there, which
// should not be, closes by itself.
func (p *folderPull) wanted(listed, known []uint32, full bool) []uint32 {
	var out []uint32
	for _, u := range listed {
		if u <= p.stored.Floor && !full {
			continue
		}
		_, ok := slices.BinarySearch(known, u)
		_, away := slices.BinarySearch(p.away, u)
		if _, held := p.rest.find(u); !ok && !away && !held {
			out = append(out, u)
		}
	}
	out = append(out, p.rest.wanted()...)
	for _, d := range p.due {
		out = append(out, d.UID)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// keepFailure names a failure of the store. One that the store has words for
// stays as it is.
func keepFailure(err error) error {
	var e *data.Error
	if err == nil || errors.As(err, &e) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &Failure{Step: StepKeep, Key: "keep", Err: err}
}
