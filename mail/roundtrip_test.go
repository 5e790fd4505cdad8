package mail_test

import (
	"context"
	"io"
	"net"
	"strconv"
	"sync"
	"testing"

	"kartoteka/data"
	"kartoteka/mail/faulty"
	"kartoteka/mail/imapd"
)

// turns is a way to a server on which it is counted how often the client has to
// wait for an answer.
type turns struct {
	listener net.Listener
	work     sync.WaitGroup
	mu       sync.Mutex
	n        int
	asking   bool // the last word was the client's
}

// countTurns returns the account as it is reached on such a way.
func countTurns(t *testing.T, a data.Account) (data.Account, *turns) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &turns{listener: l}
	to := net.JoinHostPort(a.Host, strconv.Itoa(a.Port))
	w.work.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			w.work.Go(func() { w.join(c, to) })
		}
	})
	t.Cleanup(func() {
		_ = l.Close() // ends the wait for the next one
		w.work.Wait()
	})
	host, port, _ := net.SplitHostPort(l.Addr().String())
	a.Host = host
	a.Port, _ = strconv.Atoi(port)
	return a, w
}

func (w *turns) join(client net.Conn, to string) {
	defer func() { _ = client.Close() }()
	server, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", to)
	if err != nil {
		return
	}
	var both sync.WaitGroup
	both.Go(func() {
		_, _ = io.Copy(says{w, server, true}, client) // until it hangs up
		_ = server.Close()
	})
	_, _ = io.Copy(says{w, client, false}, server)
	_ = client.Close()
	both.Wait()
}

// says is one side's words on their way.
type says struct {
	w      *turns
	to     io.Writer
	asking bool
}

func (s says) Write(p []byte) (int, error) {
	s.w.mu.Lock()
	if s.asking && !s.w.asking {
		s.w.n++
	}
	s.w.asking = s.asking
	s.w.mu.Unlock()
	return s.to.Write(p)
}

// take returns the turns since the last time.
func (w *turns) take() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := w.n
	w.n = 0
	return n
}

// A mailbox in which nothing has happened costs the login and one question,
// however many folders it has.
func TestUnchangedFoldersCostNoRoundTrips(t *testing.T) {
	const login, list, farewell, greeting = 1, 1, 1, 1
	boxes := []string{"INBOX", "Klienci", "Dostawcy", "Urząd", "Archiwum/2024", "Archiwum/2025", "Różne", "Reklamacje"}
	for _, n := range []int{1, 3, len(boxes)} {
		var folders []imapd.Folder
		for _, name := range boxes[:n] {
			folders = append(folders, folder(name, data.RoleNone, 20))
		}
		a, w := countTurns(t, serve(t, folders...))
		k := newKeeper()
		good(t, pull(t.Context(), k, a))
		w.take()
		if got := good(t, pull(t.Context(), k, a)); len(got) != n {
			t.Errorf("%d folders, %d looked at", n, len(got))
		}
		if trips := w.take(); trips > greeting+login+list+farewell {
			t.Errorf("%d unchanged folders took %d round trips", n, trips)
		}
	}
}

// A server that does not tell the state of its folders along with their names
// is asked no more than three times for each.
func TestUnchangedFolderOfAPlainServerCostsThreeRoundTrips(t *testing.T) {
	s := faulty.Start(t, faulty.Script{Messages: []faulty.Message{
		{UID: 3, Raw: string(letter("a@b.pl", "x", 300))}, {UID: 9, Raw: string(letter("a@b.pl", "y", 300))},
	}})
	k := newKeeper()
	good(t, pull(t.Context(), k, faultyAccount(s)))
	before := len(s.Seen())
	good(t, pull(t.Context(), k, faultyAccount(s)))
	asked := 0
	for _, command := range s.Seen()[before:] {
		switch command {
		case "CAPABILITY", "LOGIN", "LIST", "LOGOUT":
		default:
			asked++
		}
	}
	if asked == 0 || asked > 3 {
		t.Errorf("asked %d times: %q", asked, s.Seen()[before:])
	}
}
