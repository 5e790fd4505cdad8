package imap

import (
	"errors"
	"io"
	"sync"

	"github.com/emersion/go-imap/v2/imapclient"
)

// strayBytes bounds what is kept of answers that go-imap could not place.
const strayBytes = 64 << 20

// strays catches message bodies that go-imap does not give to the command that
// asked for them: because the server named the UID after the body, or because
// a change of flags was told first and was taken for the answer. Both are
// legal, and in both go-imap would report success without the message.
type strays struct {
	mu     sync.Mutex
	idle   sync.Cond
	active int // answers being read
	wanted map[uint32]bool
	taker  taker
	held   int64
	got    []piece
}

// open starts catching. The map is read only while no command runs that
// changes it.
func (s *strays) open(wanted map[uint32]bool, t taker) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle.L = &s.mu
	s.taker, s.held, s.got = t, 0, nil
	s.wanted = make(map[uint32]bool, len(wanted))
	for u := range wanted {
		s.wanted[u] = true
	}
}

// shut stops catching.
func (s *strays) shut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.got {
		s.got[i].drop()
	}
	s.wanted, s.got = nil, nil
}

// take reads one answer; go-imap calls it in a goroutine of its own. It always
// reads to the end, for go-imap waits for that.
func (s *strays) take(m *imapclient.FetchMessageData) {
	s.mu.Lock()
	s.active++
	catching, take := s.wanted != nil, s.taker
	if s.held >= strayBytes {
		catching = false
	}
	s.mu.Unlock()

	var p piece
	var err error
	if catching {
		p, err = take.read(m)
	}
	if !errors.As(err, new(*cutOff)) {
		discard(m)
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	s.active--
	if err == nil && p.has && s.wanted[p.uid] {
		delete(s.wanted, p.uid)
		s.held += int64(len(p.body))
		s.got = append(s.got, p)
	} else {
		p.drop()
	}
	if s.active == 0 && s.idle.L != nil {
		s.idle.Broadcast()
	}
}

// collect returns what was caught, once everything that began before the
// command ended has been read.
func (s *strays) collect() []piece {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.active > 0 {
		s.idle.Wait()
	}
	got := s.got
	s.got = nil
	return got
}

// discard reads an answer to its end, or to where a literal breaks off: that
// one must not be touched again (see cutOff).
func discard(m *imapclient.FetchMessageData) {
	for item := m.Next(); item != nil; item = m.Next() {
		if b, ok := item.(imapclient.FetchItemDataBodySection); ok && b.Literal != nil {
			if n, err := io.Copy(io.Discard, b.Literal); err != nil || n < b.Literal.Size() {
				return
			}
		}
	}
}
