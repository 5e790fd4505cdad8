package mail_test

import (
	"io"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"kartoteka/data"
)

// proxy stands between client and server and cuts each connection after so
// many bytes of the server's.
type proxy struct {
	listener net.Listener
	target   string
	cut      atomic.Int64 // 0: never
	work     sync.WaitGroup
}

func startProxy(t *testing.T, a data.Account) (*proxy, data.Account) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{listener: l, target: net.JoinHostPort(a.Host, strconv.Itoa(a.Port))}
	p.work.Go(p.accept)
	t.Cleanup(func() {
		_ = l.Close() // ends accept
		p.work.Wait()
	})
	if to, ok := l.Addr().(*net.TCPAddr); ok {
		a.Port = to.Port
	}
	return p, a
}

func (p *proxy) accept() {
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
		end := func() { _ = client.Close(); _ = server.Close() } // both ways end together
		p.work.Go(func() { defer end(); _, _ = io.Copy(server, client) })
		p.work.Go(func() {
			defer end()
			if n := p.cut.Load(); n > 0 {
				_, _ = io.CopyN(client, server, n) // that is the fault
				return
			}
			_, _ = io.Copy(client, server)
		})
	}
}

// TestConnectionCutAnywhere cuts every connection of a run after the same
// number of bytes, from within the greeting to within the last message. What
// the run leaves must be true, and the next one must complete it.
func TestConnectionCutAnywhere(t *testing.T) {
	inbox, other := folder("INBOX", data.RoleInbox, 120), folder("Żale", data.RoleNone, 40)
	p, a := startProxy(t, serve(t, inbox, other))
	cuts := []int64{1, 20, 60, 150, 250, 400, 550, 700, 800, 900, 1000, 1100, 1300, 1600}
	for n := int64(2000); n < 70_000; n += 2711 {
		cuts = append(cuts, n)
	}
	for _, n := range cuts {
		k := newKeeper()
		p.cut.Store(n)
		pull(t.Context(), k, a)
		k.check(t, "INBOX", sums(inbox))
		k.check(t, "Żale", sums(other))
		p.cut.Store(0)
		r := good(t, pull(t.Context(), k, a))
		k.check(t, "INBOX", sums(inbox))
		k.check(t, "Żale", sums(other))
		if k.messages() != 160 || r["INBOX"].Kept != 120 || r["Żale"].Kept != 40 {
			t.Errorf("cut after %d bytes: kept %d, %+v", n, k.messages(), r)
		}
	}
}
