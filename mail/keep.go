package mail

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"kartoteka/data"
)

const (
	batchMessages = 200
	batchBytes    = 8 << 20
	batchAge      = 3 * time.Second // on a slow line, save what there is
	inMemory      = 12 << 20        // bytes of messages between server and store
	parsers       = 2
)

// fetch brings the pending messages in. Fetching, parsing and saving overlap:
// one goroutine talks to the server, two parse, and this one saves.
func (p *folderPull) fetch(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	raws, outs := make(chan Fetched), make(chan outcome, batchMessages)
	g := newShare(p.Room)
	defer g.leave()
	f := &fetcher{folderPull: p, raws: raws, outs: outs, gate: g}
	var fetchErr error
	var work sync.WaitGroup
	work.Go(func() {
		defer close(raws)
		fetchErr = f.run(ctx, p.pending)
	})
	for range parsers {
		work.Go(func() {
			for m := range raws {
				o := p.outcome(m)
				if o.item == nil {
					g.give(weight(m.Raw, m.Large))
				}
				if f.send(ctx, o) != nil {
					drop(m.Large)
					return // cancelled; the fetcher sees it too
				}
			}
		})
	}
	go func() {
		work.Wait()
		close(outs)
	}()

	s := &saver{folderPull: p, gate: g, done: make(map[uint32]bool, len(p.pending))}
	s.begin()
	keepErr := s.run(ctx, outs)
	if keepErr != nil {
		cancel()
		for o := range outs { // until the goroutines have ended
			if o.item != nil {
				drop(o.item.Large)
			}
		}
		dropAll(s.batch.Items)
		return keepErr
	}
	return fetchErr
}

// placed notes of a message whose it is and where it lies.
func (p *folderPull) placed(f Fetched, m data.Message) data.MailItem {
	if m.Date.IsZero() {
		m.Date = f.Received.UTC()
	}
	m.Direction = p.direction(&m)
	m.Places = []data.Place{{
		AccountID: p.account.ID, Account: p.account.Name,
		Folder: p.state.Name, UIDValidity: p.state.UIDValidity, UID: f.UID,
	}}
	return data.MailItem{UID: f.UID, Received: f.Received, Raw: f.Raw, Large: f.Large, Message: m}
}

// direction says who wrote the message: the firm if one of its addresses did,
// or if it lies among what was sent and names nobody.
func (p *folderPull) direction(m *data.Message) data.Direction {
	if p.account.Owns(m.From.Email) || m.From.Email == "" && p.state.Role == data.RoleSent {
		return data.Outbound
	}
	return data.Inbound
}

// safely parses even if the parser has a fault: the raw bytes are kept and the
// message is marked.
func safely(parse Parser, raw []byte) (m data.Message) {
	defer func() {
		if v := recover(); v != nil {
			m = data.Message{Quarantined: true, Error: fmt.Sprintf("parser: %v", v)}
		}
	}()
	return parse(raw)
}

// saver collects outcomes into batches and saves them.
type saver struct {
	*folderPull
	gate  *share
	batch data.MailBatch
	bytes int64
	dirty bool            // the batch says something
	done  map[uint32]bool // dealt with
	next  int             // the first of pending that is not done
	total int
}

func (s *saver) begin() {
	s.total = len(s.pending)
	s.Progress.Pulling(s.account.Name, s.state.Name, 0, s.total)
	s.dirty = s.changed
	s.batch.Problems, s.batch.Resolved = s.early.Problems, s.early.Resolved
}

// run saves until the outcomes end. A batch is saved when it is full, when
// room is needed, and when its first message has waited long enough.
func (s *saver) run(ctx context.Context, outs <-chan outcome) error {
	age := time.NewTimer(batchAge)
	defer age.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-age.C:
			if err := s.save(ctx); err != nil {
				return err
			}
			age.Reset(batchAge)
		case o, ok := <-outs:
			if !ok {
				return s.save(ctx)
			}
			if err := s.take(ctx, o); err != nil {
				return err
			}
		}
	}
}

func (s *saver) take(ctx context.Context, o outcome) error {
	if o.uid == 0 {
		return s.save(ctx)
	}
	if o.item != nil && s.bytes > 0 && s.bytes+weight(o.item.Raw, o.item.Large) > batchBytes {
		if err := s.saveRun(ctx); err != nil {
			return err
		}
	}
	s.add(o)
	if len(s.batch.Items) >= batchMessages {
		return s.saveRun(ctx)
	}
	return nil
}

func (s *saver) add(o outcome) {
	s.done[o.uid], s.dirty = true, true
	attempts, retried := s.attempts(o.uid)
	h, held := s.rest.find(o.uid)
	if held && !h.Troubled && o.item == nil {
		s.res.LeftOut--
		s.settleCounts()
	}
	switch {
	case o.item != nil:
		s.batch.Items = append(s.batch.Items, *o.item)
		s.bytes += weight(o.item.Raw, o.item.Large)
	case o.problem != "":
		s.batch.Problems = append(s.batch.Problems, data.Problem{
			Folder: s.state.Name, UIDValidity: s.state.UIDValidity, UID: o.uid,
			Error: o.problem, Attempts: attempts + 1,
		})
		return
	case !retried: // gone between the list and the request
		s.res.OnServer--
		s.stored.OnServer = s.res.OnServer
	}
	if retried || held {
		s.batch.Resolved = append(s.batch.Resolved, o.uid)
	}
}

// attempts returns how often a message was tried before.
func (s *saver) attempts(uid uint32) (int, bool) {
	return attemptsAt(s.due, uid)
}

// fetchedAfterAll counts the messages of a batch that were left out until now.
func (s *saver) fetchedAfterAll(items []data.MailItem) int {
	n := 0
	for i := range items {
		if h, ok := s.rest.find(items[i].UID); ok && !h.Troubled {
			n++
		}
	}
	return n
}

// sort puts the batch in the folder's order: two goroutines parse, so the
// messages come in any.
func (s *saver) sort() {
	slices.SortFunc(s.batch.Items, func(a, b data.MailItem) int { return cmp.Compare(a.UID, b.UID) })
}

// saveRun saves a full batch but for what has overtaken a message that is still
// being parsed. That waits for it, so that the same mailbox gives the same ids in
// every run, wherever its batches end.
func (s *saver) saveRun(ctx context.Context) error {
	s.sort()
	all, floor := s.batch.Items, s.floor()
	n := 0
	for n < len(all) && all[n].UID <= floor {
		n++
	}
	if n == 0 {
		return s.save(ctx)
	}
	var held data.MailBatch
	var bytes int64
	held.Items = slices.Clone(all[n:])
	for i := range held.Items {
		uid := held.Items[i].UID
		bytes += weight(held.Items[i].Raw, held.Items[i].Large)
		if at := slices.Index(s.batch.Resolved, uid); at >= 0 { // not before it is kept
			s.batch.Resolved = slices.Delete(s.batch.Resolved, at, at+1)
			held.Resolved = append(held.Resolved, uid)
		}
	}
	s.batch.Items, s.bytes = all[:n], s.bytes-bytes
	if err := s.save(ctx); err != nil {
		dropAll(held.Items)
		return err
	}
	s.batch, s.bytes, s.dirty = held, bytes, len(held.Items) > 0
	return nil
}

// save saves the batch with the pointer that then holds.
func (s *saver) save(ctx context.Context) error {
	if !s.dirty {
		return nil
	}
	s.sort()
	s.batch.AccountID, s.batch.Folder = s.account.ID, s.stored
	s.batch.Folder.Floor = s.floor()
	if s.next == len(s.pending) {
		s.batch.Folder.ModSeq = s.state.ModSeq // until then changes are not seen through
	}
	kept, aside, err := s.keep(ctx, s.batch)
	if err != nil {
		return keepFailure(err)
	}
	s.stored.Floor, s.stored.ModSeq = s.batch.Folder.Floor, s.batch.Folder.ModSeq
	s.res.New += kept.New
	s.res.Kept += len(s.batch.Items) - aside - kept.LeftOut
	s.res.LeftOut += kept.LeftOut - s.fetchedAfterAll(s.batch.Items)
	s.settleCounts()
	s.gate.give(s.bytes)
	dropAll(s.batch.Items)
	s.batch, s.bytes, s.dirty = data.MailBatch{}, 0, false
	s.Progress.Pulling(s.account.Name, s.state.Name, len(s.done), s.total)
	return nil
}

// floor is the highest UID up to which nothing is left to do.
func (s *saver) floor() uint32 {
	for s.next < len(s.pending) && s.done[s.pending[s.next]] {
		s.next++
	}
	if s.next == len(s.pending) {
		return s.finalFloor(s.pending)
	}
	return max(s.stored.Floor, s.pending[s.next]-1)
}
