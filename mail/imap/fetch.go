package imap

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"kartoteka/data"
	"kartoteka/mail"
)

const (
	firstPart = 2 << 20 // of each message in the first command
	chunk     = 1 << 20 // of a larger one in each further command
	headsHeld = 6 << 20 // of larger ones while their batch is not done
	maxUIDs   = 5_000_000
	perAnswer = 4 << 10 // of a FETCH answer beside the message
)

var (
	errTooLarge = errors.New("larger than this program takes")
	errTooMany  = errors.New("more messages than this program takes")
)

// UIDs returns the UIDs from a number on. In Gmail's folder of all mail the
// drafts are left out; they are no mail yet.
func (s *server) UIDs(ctx context.Context, from uint32) ([]uint32, error) {
	criteria := &imap.SearchCriteria{UID: []imap.UIDSet{{{Start: imap.UID(max(from, 1)), Stop: 0}}}}
	if s.role == data.RoleAll {
		criteria.NotFlag = []imap.Flag{imap.FlagDraft}
	}
	var out []uint32
	err := s.ask(ctx, mail.StepFetch, searchAnswer, func() error {
		// Not the extended search with its short ranges: go-imap loses the
		// connection over one that does not name the command it answers.
		d, err := s.client.UIDSearch(criteria, nil).Wait()
		if err != nil {
			return err
		}
		set, _ := d.All.(imap.UIDSet) // nil when nothing was found
		out, err = flatten(set, from)
		return err
	})
	return out, err
}

// flatten lists the numbers of a set that are >= from: "n:*" always holds the
// last message, however low its UID. The set's own method would fill the
// memory on "1:4294967295".
func flatten(set imap.UIDSet, from uint32) ([]uint32, error) {
	var out []uint32
	for _, r := range set {
		lo, hi := uint32(r.Start), uint32(r.Stop)
		if lo == 0 || hi < lo {
			continue // "*" has no place in an answer
		}
		lo = max(lo, from, 1)
		if hi < lo {
			continue
		}
		if uint64(hi-lo)+1+uint64(len(out)) > maxUIDs {
			return nil, errTooMany
		}
		for n := lo; ; n++ {
			out = append(out, n)
			if n == hi {
				break
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// piece is what one FETCH answer brought of a message.
type piece struct {
	uid      uint32
	received time.Time
	size     int64 // as the server states it, 0 if it does not
	body     []byte
	large    *spool // in place of body, once it is large
	has      bool   // a body came
	whole    bool   // all of it, by the form of the answer
	err      error
}

// have is how many bytes came so far.
func (p *piece) have() int64 {
	if p.large != nil {
		return p.large.size
	}
	return int64(len(p.body))
}

// drop gives back what is held of a message that is not handed over.
func (p *piece) drop() {
	if p.large != nil {
		_ = p.large.Close() // nobody wants it any more
	}
	p.body, p.large = nil, nil
}

// Fetch hands over the messages. The first two MiB of each come in one
// command; what is larger follows in pieces, each within the patience for
// silence, so that a large message on a slow line arrives.
func (s *server) Fetch(ctx context.Context, uids []uint32, each func(mail.Fetched) error) error {
	if len(uids) == 0 {
		return nil
	}
	b := &batch{wanted: map[uint32]bool{}, each: each, limit: s.dialer.MaxMessage}
	var set imap.UIDSet
	for _, u := range uids {
		b.wanted[u] = true
		set.AddNum(imap.UID(u))
	}
	defer b.drop()
	s.strays.open(b.wanted, s.taker())
	defer s.strays.shut()
	answer := int64(len(uids))*(firstPart+perAnswer) + s.dialer.MaxMessage
	err := s.ask(ctx, mail.StepFetch, answer, func() error {
		cmd := s.client.Fetch(set, &imap.FetchOptions{
			UID: true, InternalDate: true, RFC822Size: true, BodySection: section(0, firstPart),
		})
		return s.drain(cmd, b.take)
	})
	if err == nil {
		err = b.takeAll(s.strays.collect())
	}
	if err != nil {
		return b.reason(err)
	}
	return b.reason(s.fetchLarge(ctx, b))
}

func section(offset, size int64) []*imap.FetchItemBodySection {
	b := &imap.FetchItemBodySection{Peek: true}
	if size > 0 {
		b.Partial = &imap.SectionPartial{Offset: offset, Size: size}
	}
	return []*imap.FetchItemBodySection{b}
}

// drain reads a FETCH command to its end. If take fails the connection is
// dropped first: go-imap's reader waits for whoever reads the open literal.
func (s *server) drain(cmd *imapclient.FetchCommand, take func(piece) error) error {
	for m := cmd.Next(); m != nil; m = cmd.Next() {
		p, err := s.taker().read(m)
		if err == nil {
			err = take(p)
		}
		if err != nil {
			p.drop()
			_ = s.wire.Close() // the error is told
			if !errors.As(err, new(*cutOff)) {
				_ = cmd.Close() // takes the rest off go-imap's hands
			}
			return err
		}
	}
	return cmd.Close()
}

// cutOff is a literal that broke off. go-imap's reader has been told of it by
// then and is at work again, so that literal must not be touched any more, not
// even to throw it away.
type cutOff struct{ err error }

// Error is the text for logs.
func (c *cutOff) Error() string { return "message cut off: " + c.err.Error() }

// Unwrap gives the cause.
func (c *cutOff) Unwrap() error { return c.err }

func (s *server) taker() taker { return taker{s.dialer.MaxMessage, s.dialer.Spool} }

// read takes in one FETCH answer.
func (t taker) read(m *imapclient.FetchMessageData) (piece, error) {
	var p piece
	for item := m.Next(); item != nil; item = m.Next() {
		switch item := item.(type) {
		case imapclient.FetchItemDataUID:
			p.uid = uint32(item.UID)
		case imapclient.FetchItemDataInternalDate:
			p.received = item.Time
		case imapclient.FetchItemDataRFC822Size:
			p.size = item.Size
		case imapclient.FetchItemDataBodySection:
			if item.Literal == nil {
				continue // NIL: the server has no body for it now
			}
			p.drop() // a second one in the same answer
			if err := t.literal(&p, item.Literal, item.Literal.Size()); err != nil {
				return p, err
			}
			p.has, p.whole = true, item.Section.Partial == nil
		}
	}
	return p, nil
}

// batch is a FETCH command under way.
type batch struct {
	wanted map[uint32]bool
	each   func(mail.Fetched) error
	limit  int64
	large  []piece // their beginnings
	held   int64
	failed error // what each said
}

// take hands a piece over if it is a whole message that was asked for, and
// sets it aside if it is the beginning of one.
func (b *batch) take(p piece) error {
	switch {
	case !b.wanted[p.uid] || !p.has:
		p.drop()
		return nil
	case p.have() == 0 && p.size > 0:
		return nil // "OK" without the message; it will be asked for again
	}
	delete(b.wanted, p.uid)
	if p.whole || p.have() < firstPart {
		return b.give(p)
	}
	if b.held += int64(len(p.body)); b.held > headsHeld {
		p.body = nil // begun anew when its turn comes
	}
	b.large = append(b.large, p)
	return nil
}

func (b *batch) takeAll(pieces []piece) error {
	for _, p := range pieces {
		if err := b.take(p); err != nil {
			return err
		}
	}
	return nil
}

func (b *batch) give(p piece) error {
	f := mail.Fetched{UID: p.uid, Received: p.received, Raw: p.body, Err: p.err}
	if p.err != nil {
		p.drop()
		f.Raw = nil
	}
	if p.large != nil {
		f.Large = p.large
	}
	if b.failed = b.each(f); b.failed != nil {
		p.drop()
	}
	return b.failed
}

// drop gives back what is held of messages that were not handed over.
func (b *batch) drop() {
	for i := range b.large {
		b.large[i].drop()
	}
}

// reason prefers what each said to what came of it.
func (b *batch) reason(err error) error {
	if b.failed != nil {
		return b.failed
	}
	return err
}

// fetchLarge fetches the rest of the larger messages.
func (s *server) fetchLarge(ctx context.Context, b *batch) error {
	for len(b.large) > 0 {
		p := &b.large[0]
		if p.size > b.limit {
			p.err = tooLarge(p.size)
		} else if err := s.fetchRest(ctx, p); err != nil {
			return err
		}
		done := *p
		*p = piece{} // or the array below would hold every message until the last has come
		b.large = b.large[1:]
		if !done.has {
			done.drop() // gone meanwhile
			continue
		}
		if err := b.give(done); err != nil {
			return err
		}
	}
	return nil
}

func tooLarge(size int64) error {
	return &mail.Failure{
		Step: mail.StepFetch, Key: "too-large", Args: map[string]any{"Bytes": size}, Err: errTooLarge,
	}
}

// fetchRest fetches a message from where its body ends, piece by piece, until
// one comes short.
func (s *server) fetchRest(ctx context.Context, p *piece) error {
	t := s.taker()
	s.resume(p)
	switch {
	case p.size > data.LargeMail && t.spool != nil:
		if err := t.toFile(p); err != nil {
			return err
		}
	case p.body != nil && p.size > p.have():
		p.body = slices.Grow(p.body, int(p.size-p.have()))
	}
	for {
		var next *piece
		set := imap.UIDSetNum(imap.UID(p.uid))
		err := s.ask(ctx, mail.StepFetch, chunk+smallAnswer, func() error {
			cmd := s.client.Fetch(set, &imap.FetchOptions{UID: true, BodySection: section(p.have(), chunk)})
			return s.drain(cmd, func(q piece) error {
				if q.uid == p.uid && q.has && next == nil {
					next = &q
					return nil
				}
				q.drop()
				return nil
			})
		})
		if err != nil {
			s.leave(p)
			return err
		}
		if next == nil {
			p.has = false
			return nil
		}
		came := len(next.body)
		if err := t.add(p, next.body); err != nil {
			return err
		}
		if p.have() > s.dialer.MaxMessage {
			p.err = tooLarge(p.have())
			return nil
		}
		if came < chunk {
			return nil
		}
	}
}

// FetchBare fetches one message by its number in the folder and with nothing
// but its UID and bytes: for a server whose dates go-imap can't read, or that
// names the UID last.
func (s *server) FetchBare(ctx context.Context, uid uint32, each func(mail.Fetched) error) error {
	set := imap.UIDSetNum(imap.UID(uid))
	var seq uint32
	err := s.ask(ctx, mail.StepFetch, smallAnswer, func() error {
		d, err := s.client.Search(&imap.SearchCriteria{UID: []imap.UIDSet{set}}, nil).Wait()
		if nums, ok := d.All.(imap.SeqSet); err == nil && ok && len(nums) > 0 {
			seq = nums[0].Start
		}
		return err
	})
	if err != nil || seq == 0 {
		return err
	}
	b := &batch{wanted: map[uint32]bool{uid: true}, each: each, limit: s.dialer.MaxMessage}
	err = s.ask(ctx, mail.StepFetch, s.dialer.MaxMessage+smallAnswer, func() error {
		cmd := s.client.Fetch(imap.SeqSetNum(seq), &imap.FetchOptions{UID: true, BodySection: section(0, 0)})
		return s.drain(cmd, func(p piece) error {
			p.whole = true
			return b.take(p)
		})
	})
	if errors.Is(err, errTooLarge) {
		return each(mail.Fetched{UID: uid, Err: tooLarge(s.dialer.MaxMessage)})
	}
	return b.reason(err)
}
