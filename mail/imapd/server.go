// Package imapd is an IMAP server on the loopback interface that serves a
// mailbox given to it whole. The sample firm is pulled from it like any
// mailbox, and every test of the pull runs against it. It gives back exactly
// the bytes it was given, which go-imap's own memory server does not.
//
// It must not know a store, a window or where its messages came from, and it
// changes nothing: no flag, no message, no folder.
package imapd

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"

	"kartoteka/data"
)

// Mailbox is what a server serves.
type Mailbox struct {
	User     string
	Password string
	Folders  []Folder
	// TLS, if set, is spoken from the first byte, or after STARTTLS when
	// StartTLS is set too.
	TLS      *tls.Config
	StartTLS bool
}

// Folder is one folder. Its name is UTF-8, nested by "/".
type Folder struct {
	Name        string
	Role        data.FolderRole
	UIDValidity uint32
	UIDNext     uint32 // the next message's; 0: one more than the highest
	Messages    []Message
}

// Message is one message; Raw is served as it is.
type Message struct {
	UID      uint32
	Received time.Time
	Raw      []byte
	Draft    bool // flagged as one
}

// Server is a running server.
type Server struct {
	imap     *imapserver.Server
	listener net.Listener
	stop     func() bool
	sessions sync.WaitGroup
	once     sync.Once
	mu       sync.Mutex
	conns    map[net.Conn]struct{}
	closed   bool
	folders  []Folder // for the sessions to come
}

// Start serves the mailbox on a free loopback port until ctx is done or Close
// is called.
func Start(ctx context.Context, m Mailbox) (*Server, error) {
	folders, err := arrange(m.Folders)
	if err != nil {
		return nil, err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen on loopback: %w", err)
	}
	s := &Server{conns: map[net.Conn]struct{}{}, folders: folders}
	s.listener = &tracked{Listener: l, server: s}
	options := &imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			s.sessions.Add(1)
			return &session{server: s, mailbox: m, folders: s.current()}, nil, nil
		},
		Caps: imap.CapSet{
			imap.CapIMAP4rev1: {}, imap.CapSpecialUse: {}, imap.CapListExtended: {},
			imap.CapListStatus: {}, imap.CapESearch: {}, imap.CapLiteralPlus: {},
		},
		// A client that hangs up is no news.
		Logger:       log.New(io.Discard, "", 0),
		InsecureAuth: m.TLS == nil,
	}
	if m.TLS != nil && m.StartTLS {
		options.TLSConfig = m.TLS
	}
	if m.TLS != nil && !m.StartTLS {
		s.listener = tls.NewListener(s.listener, m.TLS)
	}
	s.imap = imapserver.New(options)
	s.sessions.Go(func() { _ = s.imap.Serve(s.listener) }) // ends with Close, which is no error
	s.stop = context.AfterFunc(ctx, func() { _ = s.Close() })
	return s, nil
}

// Replace changes what the mailbox holds, for the sessions to come; those there
// are go on with what they have seen.
func (s *Server) Replace(in []Folder) error {
	folders, err := arrange(in)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.folders = folders
	return nil
}

func (s *Server) current() []Folder {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.folders
}

// Addr returns the host and port to connect to.
func (s *Server) Addr() (host string, port int) {
	a, ok := s.listener.Addr().(*net.TCPAddr)
	if !ok {
		return "", 0
	}
	return a.IP.String(), a.Port
}

// Close ends the server and every connection, and waits for them.
func (s *Server) Close() error {
	var err error
	s.once.Do(func() {
		s.stop()
		err = s.listener.Close()
		s.mu.Lock()
		s.closed = true
		open := slices.Collect(maps.Keys(s.conns))
		s.mu.Unlock()
		for _, c := range open {
			_ = c.Close() // it is going anyway
		}
		_ = s.imap.Close()
		s.sessions.Wait()
	})
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// tracked remembers open connections, so that Close can end even one that the
// library accepted but has not registered yet.
type tracked struct {
	net.Listener
	server *Server
}

// Accept waits for the next client.
func (l *tracked) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	s := l.server
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		_ = c.Close() // the server is gone
		return nil, net.ErrClosed
	}
	t := &trackedConn{Conn: c, server: s}
	s.conns[t] = struct{}{}
	return t, nil
}

type trackedConn struct {
	net.Conn
	server *Server
}

// Close forgets the connection.
func (c *trackedConn) Close() error {
	c.server.mu.Lock()
	delete(c.server.conns, c)
	c.server.mu.Unlock()
	return c.Conn.Close()
}

// arrange copies the folders with their messages in order of UID.
func arrange(in []Folder) ([]Folder, error) {
	out := slices.Clone(in)
	for i := range out {
		f := &out[i]
		if f.UIDValidity == 0 {
			return nil, fmt.Errorf("folder %q: no uidvalidity", f.Name)
		}
		f.Messages = slices.Clone(f.Messages)
		slices.SortFunc(f.Messages, func(a, b Message) int { return cmp.Compare(a.UID, b.UID) })
		for j, m := range f.Messages {
			if m.UID == 0 || j > 0 && f.Messages[j-1].UID == m.UID {
				return nil, fmt.Errorf("folder %q: uid %d is zero or twice", f.Name, m.UID)
			}
		}
	}
	return out, nil
}
