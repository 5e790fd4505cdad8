// Package wire is the line to a mail server as go-imap may see it: bounded in
// silence and in size, with answers set right that go-imap could not read, and with
// the server's last words kept for whoever has to be told. It knows the form of
// answers, and must not know any command but by the folder's name in it.
package wire

import (
	"errors"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// What a server can do to be left.
var (
	ErrSilent = errors.New("the server fell silent")
	ErrFlood  = errors.New("the server sent far more than was asked for")
)

const (
	slowest = 256 // bytes a second of an answer; a telephone line does better
	tedium  = 10  // times the patience for silence, before that counts
)

// Conn is the connection as go-imap sees it. go-imap has no limit for silence
// but one for the length of a literal in time, which makes a large message on
// a slow line undownloadable; so its deadlines are ignored, and ours counts
// from the last byte. What a server may send in answer to one command is
// bounded too, and with it the memory and the time that it can make go-imap use.
type Conn struct {
	net.Conn          // clear text inside: the TLS connection where there is one
	raw      net.Conn // what is closed; closing TLS could block on a farewell
	prefix   []byte   // given to the reader before anything else
	idle     atomic.Int64
	budget   atomic.Int64
	got      atomic.Int64 // bytes since Allow
	since    atomic.Int64 // when that was, from born on: a clock set anew must not count
	born     time.Time
	Heard    Tap // what the server said last
	form     form
	broken   error       // what is wrong with the form, for the next read
	naming   atomic.Bool // the command under way is about folders by their names
	mender   mender
	mending  bool
	mu       sync.Mutex
	cause    error // why reading or writing first failed
}

// New returns a connection that speaks over conn and is closed at raw. Secrets that
// the server says in its turn are blotted out of what is kept of its words.
func New(conn, raw net.Conn, secrets []string) *Conn {
	return &Conn{Conn: conn, raw: raw, born: time.Now(), form: form{early: true}, Heard: Tap{secrets: secrets}}
}

// Greeted gives the reader a greeting, where the server's own was taken already.
func (w *Conn) Greeted() {
	w.prefix = []byte("* OK\r\n")
	w.form.early = false
}

// Naming says whether the command under way is about folders by their names.
func (w *Conn) Naming(on bool) { w.naming.Store(on) }

// Allow sets how long the server may be silent and how much it may send. It
// holds for the read that go-imap is already waiting in, too.
func (w *Conn) Allow(idle time.Duration, bytes int64) {
	w.idle.Store(int64(idle))
	w.budget.Store(bytes)
	w.form.talk.Store(min(bytes, maxTalk))
	w.got.Store(0)
	w.since.Store(int64(time.Since(w.born)))
	_ = w.Conn.SetReadDeadline(time.Now().Add(idle)) // a broken connection tells at the next read
}

// SetReadDeadline ignores go-imap's deadlines.
func (*Conn) SetReadDeadline(time.Time) error { return nil }

// SetDeadline ignores go-imap's deadlines.
func (*Conn) SetDeadline(time.Time) error { return nil }

// Read reads what the server says, within the limits.
func (w *Conn) Read(p []byte) (int, error) {
	for {
		if len(w.prefix) > 0 {
			n := copy(p, w.prefix)
			w.prefix = w.prefix[n:]
			return n, nil
		}
		switch {
		case w.budget.Load() < 0:
			return 0, w.Fail(ErrFlood)
		case w.broken != nil:
			return 0, w.Fail(w.broken)
		case w.drips():
			return 0, w.Fail(ErrSilent)
		}
		n, err := w.listen(p)
		if n > 0 || err != nil || len(p) == 0 {
			return n, err
		}
	}
}

// listen reads once. It may return nothing, when all that came is the beginning
// of an answer that may have to be mended.
func (w *Conn) listen(p []byte) (int, error) {
	if err := w.Conn.SetReadDeadline(time.Now().Add(time.Duration(w.idle.Load()))); err != nil {
		return 0, w.Fail(err)
	}
	n, err := w.Conn.Read(p)
	left := w.budget.Add(int64(-n))
	w.got.Add(int64(n))
	w.Heard.feed(p[:n])
	seen := w.mended(p[:n])
	w.broken = w.form.feed(seen, left)
	n = copy(p, seen)
	w.prefix = append(w.prefix[:0], seen[n:]...)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = ErrSilent
	}
	if err != nil {
		return n, w.Fail(err)
	}
	return n, nil
}

// mended returns what go-imap is to see of what the server said. It is looked
// into only while folders are spoken of, from one answer's beginning to another's
// end: messages pass untouched.
func (w *Conn) mended(p []byte) []byte {
	naming := w.naming.Load()
	switch {
	case w.mending:
		w.mending = naming || !w.mender.resting()
	case naming && w.form.resting():
		w.mending, w.mender = true, mender{}
	}
	if !w.mending {
		return p
	}
	return w.mender.feed(p)
}

// drips reports whether an answer comes so slowly that it might as well not
// come: byte by byte it would keep a pull busy for years.
func (w *Conn) drips() bool {
	patience := tedium*time.Duration(w.idle.Load()) + time.Duration(w.got.Load())*time.Second/slowest
	return time.Since(w.born)-time.Duration(w.since.Load()) > patience
}

// Write sends to the server.
func (w *Conn) Write(p []byte) (int, error) {
	out := p
	if w.naming.Load() {
		out = renamed(p)
	}
	n, err := w.Conn.Write(out)
	if err != nil {
		return min(n, len(p)), w.Fail(err)
	}
	return len(p), nil
}

// Fail notes why the connection is of no use any more; the first reason counts. It
// returns the reason given.
func (w *Conn) Fail(err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.cause == nil {
		w.cause = err
	}
	return err
}

// Why returns the first failure of reading or writing, nil if there was none.
func (w *Conn) Why() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.cause
}

// Close drops the connection at once.
func (w *Conn) Close() error { return w.raw.Close() }
