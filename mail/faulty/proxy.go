package faulty

import (
	"context"
	"io"
	"net"
	"strconv"
	"sync"
	"testing"
)

// Kind is what a proxy does to a connection.
type Kind string

// The kinds of faults.
const (
	Cut    Kind = "cut"    // both ends are closed
	Reset  Kind = "reset"  // the same, and without a farewell of TCP
	Stall  Kind = "stall"  // nothing more comes, and the connection stays open
	Slow   Kind = "slow"   // every byte from there on comes alone
	Garble Kind = "garble" // one byte is changed
	Event  Kind = "event"  // something happens at the server, and it goes on
)

// Fault is one thing that goes wrong once. The zero Fault is none.
type Fault struct {
	Kind  Kind
	Class Class  // "" counts every byte: over TLS nothing is to be told apart
	At    int64  // the byte of that class, over all connections
	Do    func() // what happens, for an Event
	Each  bool   // a Cut of each connection, at that byte of all that came over it
}

// Proxy stands between a client and a server, and does what it is told.
type Proxy struct {
	Host string
	Port int

	target   string
	listener net.Listener
	work     sync.WaitGroup
	mu       sync.Mutex
	fault    Fault
	done     bool // the fault has happened
	seen     map[Class]int64
	open     map[net.Conn]bool
	closed   *sync.Cond // one of open has gone
}

// StartProxy runs a proxy before a server until the test ends.
func StartProxy(tb testing.TB, host string, port int) *Proxy {
	tb.Helper()
	l, own := listen(tb)
	p := &Proxy{
		Host: loopback, Port: own, target: net.JoinHostPort(host, strconv.Itoa(port)),
		listener: l, seen: map[Class]int64{}, open: map[net.Conn]bool{},
	}
	p.closed = sync.NewCond(&p.mu)
	p.work.Go(p.accept)
	tb.Cleanup(func() {
		_ = l.Close() // ends accept
		p.HangUp()
		p.work.Wait()
	})
	return p
}

// Set tells what is to go wrong next, and begins to count anew.
func (p *Proxy) Set(f Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fault, p.done, p.seen = f, f.Kind == "", map[Class]int64{}
}

// Happened says whether the fault has happened.
func (p *Proxy) Happened() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.done
}

// Seen returns how many bytes of a class the server has sent since Set; of ""
// how many in all.
func (p *Proxy) Seen(c Class) int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen[c]
}

// AllClosed waits until the client has closed every connection; false if it has
// not when ctx is done.
func (p *Proxy) AllClosed(ctx context.Context) bool {
	defer context.AfterFunc(ctx, p.closed.Broadcast)()
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.open) > 0 && ctx.Err() == nil {
		p.closed.Wait()
	}
	return len(p.open) == 0
}

// HangUp closes every connection, as a server does that starts anew.
func (p *Proxy) HangUp() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.open {
		_ = c.Close() // it is going anyway
	}
}

func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", p.target)
		if err != nil {
			_ = client.Close() // the test will see it
			continue
		}
		p.mu.Lock()
		p.open[client] = true
		p.mu.Unlock()
		w := &wire{proxy: p, client: client, server: server}
		p.work.Go(w.forth)
		p.work.Go(w.back)
	}
}

// wire is one connection through the proxy.
type wire struct {
	proxy          *Proxy
	client, server net.Conn
	sorter         sorter
	sent           int64 // by the server
	slow           bool
}

func (w *wire) end() {
	_ = w.client.Close() // both ways end together
	_ = w.server.Close()
}

// forth carries what the client says.
func (w *wire) forth() {
	defer func() {
		w.end()
		w.proxy.mu.Lock()
		delete(w.proxy.open, w.client)
		w.proxy.mu.Unlock()
		w.proxy.closed.Broadcast()
	}()
	b := make([]byte, 4096)
	for {
		n, err := w.client.Read(b)
		w.sorter.heard(b[:n])
		if err != nil {
			return
		}
		if _, err := w.server.Write(b[:n]); err != nil {
			return
		}
	}
}

// back carries what the server says, up to where something goes wrong.
func (w *wire) back() {
	defer w.end()
	b := make([]byte, 4096)
	for {
		n, err := w.server.Read(b)
		for from := 0; from < n; {
			k, f := w.look(b[from:n])
			if !w.send(b[from:from+k]) || f.Kind != "" && !w.strike(f, b[from+k:n]) {
				return
			}
			from += k
		}
		if err != nil {
			return
		}
	}
}

// look returns how many of the bytes are to be sent before the fault, which is
// none when it is not among them.
func (w *wire) look(b []byte) (int, Fault) {
	p := w.proxy
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, c := range b {
		class := w.sorter.next(c)
		if p.strikes(class, w.sent) {
			p.done = true
			w.sorter.unread()
			return i, p.fault
		}
		w.sent++
		p.seen[class]++
		p.seen[""]++
	}
	return len(b), Fault{}
}

// strikes reports whether the fault comes before a byte of a class, after so many
// over the same connection.
func (p *Proxy) strikes(class Class, sent int64) bool {
	f := &p.fault
	switch {
	case f.Each:
		return f.Kind == Cut && sent == f.At
	case p.done || f.Class != class && f.Class != "":
		return false
	}
	return p.seen[f.Class] == f.At
}

// send writes to the client, byte by byte once the line is slow.
func (w *wire) send(b []byte) bool {
	step := len(b)
	if w.slow {
		step = 1
	}
	for len(b) > 0 {
		if _, err := w.client.Write(b[:step]); err != nil {
			return false
		}
		b = b[step:]
	}
	return true
}

// strike does what is to be done before the rest is sent; false ends the line.
func (w *wire) strike(f Fault, rest []byte) bool {
	switch f.Kind {
	case Reset:
		if c, ok := w.client.(*net.TCPConn); ok {
			_ = c.SetLinger(0) // it is closed all the same
		}
		return false
	case Stall:
		_, _ = io.Copy(io.Discard, w.server) // until the client has had enough
		return false
	case Slow:
		w.slow = true
	case Garble:
		rest[0] ^= 0x15
	case Event:
		f.Do()
	case Cut:
		return false
	}
	return true
}
