package mail

import (
	"context"
	"slices"
	"sync"

	"kartoteka/data"
)

// headsAtOnce is how many headers are asked for and decided on together.
const headsAtOnce = 1000

// restrained is what a folder holds that was left on the server because of its
// sender: the header is known, the message is not fetched until a rule, a
// contact or the owner asks for it.
type restrained struct {
	selective bool        // what is new is decided on by its header
	held      []data.Held // ascending
}

func (r *restrained) find(uid uint32) (data.Held, bool) {
	i, ok := slices.BinarySearchFunc(r.held, uid, func(h data.Held, u uint32) int {
		switch {
		case h.UID < u:
			return -1
		case h.UID > u:
			return 1
		}
		return 0
	})
	if !ok {
		return data.Held{}, false
	}
	return r.held[i], true
}

// left is how many stay on the server: those that were to be had and could not
// count as failed.
func (r *restrained) left() int {
	n := 0
	for _, h := range r.held {
		if !h.Troubled {
			n++
		}
	}
	return n
}

// wanted are those that are to be fetched now. One that could not be had waits
// for its turn among the problems.
func (r *restrained) wanted() []uint32 {
	var out []uint32
	for _, h := range r.held {
		if h.Wanted && !h.Troubled {
			out = append(out, h.UID)
		}
	}
	return out
}

func (r *restrained) uids() []uint32 {
	out := make([]uint32, len(r.held))
	for i, h := range r.held {
		out[i] = h.UID
	}
	return out
}

// drop forgets what is not among the UIDs, ascending.
func (r *restrained) drop(kept []uint32) {
	r.held = slices.DeleteFunc(r.held, func(h data.Held) bool {
		_, ok := slices.BinarySearch(kept, h.UID)
		return !ok
	})
}

// restrain asks what of the folder is held.
func (p *folderPull) restrain(ctx context.Context) (err error) {
	if p.rest.held, err = p.Keeper.Held(ctx, p.account.ID, p.state.Name, p.state.UIDValidity); err != nil {
		return keepFailure(err)
	}
	p.rest.selective, err = p.Keeper.Selective(ctx)
	return keepFailure(err)
}

// sift decides by their headers which of the pending messages are fetched. The
// others are kept as headers at once, so that a stop loses nothing, and the
// pointer passes them.
func (p *folderPull) sift(ctx context.Context) error {
	if !p.rest.selective {
		return nil
	}
	var known, fresh []uint32 // one that is tried again may not be wanted any more
	for _, u := range p.pending {
		if h, ok := p.rest.find(u); ok && h.Wanted {
			known = append(known, u)
		} else {
			fresh = append(fresh, u)
		}
	}
	total := len(fresh)
	for len(fresh) > 0 {
		part := fresh[:min(headsAtOnce, len(fresh))]
		p.Progress.Pulling(p.account.Name, p.state.Name, total-len(fresh), total)
		keep, err := p.siftPart(ctx, part)
		if err != nil {
			return err
		}
		known, fresh = append(known, keep...), fresh[len(part):]
	}
	slices.Sort(known)
	p.pending = known
	return nil
}

func (p *folderPull) siftPart(ctx context.Context, uids []uint32) (keep []uint32, err error) {
	heads, others, err := p.heads(ctx, uids)
	if len(heads) > 0 {
		b := data.HeadBatch{AccountID: p.account.ID, Folder: p.stored}
		for _, h := range heads {
			b.Items = append(b.Items, p.parseHead(h))
		}
		var keepErr error
		if keep, keepErr = p.Keeper.Hold(ctx, b); keepErr != nil {
			return nil, keepFailure(keepErr)
		}
		if n := len(heads) - len(keep); n > 0 {
			p.changed = true
			p.res.LeftOut += n
			p.settleCounts()
		}
	}
	for _, o := range others {
		p.settleHead(o)
	}
	return keep, err
}

// settleHead notes what became of a message whose header was not had.
func (p *folderPull) settleHead(o outcome) {
	p.changed = true
	attempts, retried := attemptsAt(p.due, o.uid)
	switch {
	case o.problem != "":
		p.early.Problems = append(p.early.Problems, data.Problem{
			Folder: p.state.Name, UIDValidity: p.state.UIDValidity, UID: o.uid, Error: o.problem, Attempts: attempts + 1,
		})
		return
	case retried:
		p.early.Resolved = append(p.early.Resolved, o.uid)
	default: // gone between the list and the request
		p.res.OnServer--
		p.stored.OnServer = p.res.OnServer
	}
	p.settleCounts()
}

// heads fetches headers as messages are fetched: ever more narrowly, until what
// can't be had stands alone.
func (p *folderPull) heads(ctx context.Context, uids []uint32) (heads []Fetched, others []outcome, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	raws, outs := make(chan Fetched), make(chan outcome)
	g := newShare(nil) // headers are small
	f := &fetcher{folderPull: p, raws: raws, outs: outs, gate: g, heads: true}
	var work sync.WaitGroup
	work.Go(func() {
		defer close(raws)
		err = f.run(ctx, uids)
	})
	for raws != nil {
		select {
		case m, ok := <-raws:
			if !ok {
				raws = nil
				continue
			}
			g.give(int64(len(m.Raw)))
			heads = append(heads, m)
		case o := <-outs:
			if o.uid != 0 {
				others = append(others, o)
			}
		}
	}
	work.Wait()
	return heads, others, err
}

// parseHead reads a header as if it were a message without a text.
func (p *folderPull) parseHead(f Fetched) data.MailItem {
	parse := p.Head
	if parse == nil {
		parse = p.Parse
	}
	m := safely(parse, f.Raw)
	m.Size = f.Size
	if m.Date.IsZero() {
		m.Date = f.Received.UTC()
	}
	m.Direction = p.direction(&m)
	return data.MailItem{UID: f.UID, Received: f.Received, Message: m}
}

// attemptsAt returns how often a message was tried before.
func attemptsAt(due []data.Problem, uid uint32) (int, bool) {
	for _, d := range due {
		if d.UID == uid {
			return d.Attempts, true
		}
	}
	return 0, false
}
