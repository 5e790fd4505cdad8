// Package faulty is an IMAP server on loopback that misbehaves as it is told:
// it answers out of order, drops messages, falls silent, floods, lies. The
// tests of the pull run against it, for no honest server does all of that.
//
// It speaks plain text without go-imap, so that what it sends is exactly what
// the test wrote. It must not know what is tested with it.
package faulty

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// Message is one message of the only folder, INBOX.
type Message struct {
	UID uint32
	Raw string
}

// Script says how the server behaves. The zero Script is an honest server with
// an empty INBOX that takes any password.
type Script struct {
	Greeting string // instead of "* OK ready"; "-" sends nothing at all
	Caps     string // beside IMAP4rev1
	Messages []Message
	Validity uint32 // zero: 1
	UIDNext  uint32 // zero: the right one
	TLS      *tls.Config
	// Handle is asked before each command. It returns true if it has answered
	// it, or nil behaviour follows. It may close the connection.
	Handle func(c *Conn, cmd Command) bool
	// Fetch writes the answer for one message instead of the usual one.
	Fetch func(c *Conn, seq int, m Message, cmd Command)
}

// Command is what a client asked for.
type Command struct {
	Tag  string
	Name string // upper case, with "UID " before it where it has that
	Args string
}

// Server is a running server.
type Server struct {
	Host string
	Port int

	script   Script
	listener net.Listener
	work     sync.WaitGroup
	mu       sync.Mutex
	open     map[*Conn]bool
	dials    int
	seen     []string // every command's name, in order
}

const loopback = "127.0.0.1"

// listen listens at a free port of this machine.
func listen(tb testing.TB) (l net.Listener, port int) {
	tb.Helper()
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", net.JoinHostPort(loopback, "0"))
	if err != nil {
		tb.Fatal(err)
	}
	a, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		tb.Fatal("no TCP port")
	}
	return l, a.Port
}

// Start runs a server until the test ends.
func Start(tb testing.TB, s Script) *Server {
	tb.Helper()
	l, port := listen(tb)
	if s.TLS != nil {
		l = tls.NewListener(l, s.TLS)
	}
	srv := &Server{Host: loopback, Port: port, script: s, listener: l, open: map[*Conn]bool{}}
	srv.work.Go(srv.accept)
	tb.Cleanup(srv.stop)
	return srv
}

func (s *Server) accept() {
	for {
		c, err := s.listener.Accept()
		if err != nil {
			return
		}
		conn := &Conn{Conn: c, server: s, in: bufio.NewReader(c), out: bufio.NewWriter(c)}
		s.mu.Lock()
		s.open[conn] = true
		s.dials++
		s.mu.Unlock()
		s.work.Go(conn.serve)
	}
}

func (s *Server) stop() {
	_ = s.listener.Close() // ends accept
	s.mu.Lock()
	for c := range s.open {
		_ = c.Close() // ends serve
	}
	s.mu.Unlock()
	s.work.Wait()
}

// Dials returns how many connections there were.
func (s *Server) Dials() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dials
}

// Seen returns the names of all commands so far.
func (s *Server) Seen() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.seen)
}

// SetMessages changes the folder, for the commands to come.
func (s *Server) SetMessages(validity uint32, m []Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script.Validity, s.script.Messages = validity, m
}

// Numbers returns how many messages the folder holds and which UID comes next.
func (s *Server) Numbers() (messages int, next uint32) {
	now := s.now()
	return len(now.Messages), now.UIDNext
}

func (s *Server) now() Script {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.script
	if out.Validity == 0 {
		out.Validity = 1
	}
	if n := len(out.Messages); n > 0 && out.UIDNext == 0 {
		out.UIDNext = out.Messages[n-1].UID + 1
	}
	out.UIDNext = max(out.UIDNext, 1)
	return out
}

// Conn is a client's connection, for a script to write to.
type Conn struct {
	net.Conn
	server *Server
	in     *bufio.Reader
	out    *bufio.Writer
}

// Say writes text; a script ends its lines with CRLF itself.
func (c *Conn) Say(format string, args ...any) {
	_, _ = fmt.Fprintf(c.out, format, args...) // a client that is gone is noticed at the next read
}

// Raw writes text as it is.
func (c *Conn) Raw(text string) { _, _ = c.out.WriteString(text) } // as above

// ReadLine reads a line that is no command, such as DONE; "" when the client has
// gone.
func (c *Conn) ReadLine() string {
	line, err := c.in.ReadString('\n')
	if err != nil {
		return ""
	}
	return strings.TrimRight(line, "\r\n")
}

// Server returns the server that the client is connected to.
func (c *Conn) Server() *Server { return c.server }

// Flush sends what was said.
func (c *Conn) Flush() { _ = c.out.Flush() } // a client that is gone is noticed at the next read

// OK ends a command well.
func (c *Conn) OK(cmd Command) { c.Say("%s OK done\r\n", cmd.Tag) }

func (c *Conn) serve() {
	defer func() {
		_ = c.Close() // it may be closed already
		c.server.mu.Lock()
		delete(c.server.open, c)
		c.server.mu.Unlock()
	}()
	switch g := c.server.now().Greeting; g {
	case "-":
	case "":
		c.Say("* OK ready\r\n")
	default:
		c.Raw(g)
	}
	c.Flush()
	for {
		cmd, err := c.read()
		if err != nil {
			return
		}
		s := c.server.now()
		c.server.mu.Lock()
		c.server.seen = append(c.server.seen, cmd.Name)
		c.server.mu.Unlock()
		if s.Handle == nil || !s.Handle(c, cmd) {
			c.answer(&s, cmd)
		}
		c.Flush()
	}
}

// read reads a command, with the literals in it.
func (c *Conn) read() (Command, error) {
	var line strings.Builder
	for {
		part, err := c.in.ReadString('\n')
		if err != nil {
			return Command{}, err
		}
		part = strings.TrimRight(part, "\r\n")
		line.WriteString(part)
		size, waits, ok := literalAt(part)
		if !ok {
			break
		}
		if waits {
			c.Say("+ go on\r\n")
			c.Flush()
		}
		if _, err := io.CopyN(&line, c.in, size); err != nil {
			return Command{}, err
		}
	}
	tag, rest, _ := strings.Cut(line.String(), " ")
	name, args, _ := strings.Cut(rest, " ")
	name = strings.ToUpper(name)
	if name == "UID" {
		var sub string
		sub, args, _ = strings.Cut(args, " ")
		name = "UID " + strings.ToUpper(sub)
	}
	return Command{Tag: tag, Name: name, Args: args}, nil
}

func literalAt(line string) (size int64, waits, ok bool) {
	if !strings.HasSuffix(line, "}") {
		return 0, false, false
	}
	i := strings.LastIndexByte(line, '{')
	if i < 0 {
		return 0, false, false
	}
	number := line[i+1 : len(line)-1]
	short := strings.TrimSuffix(number, "+")
	size, err := strconv.ParseInt(short, 10, 64)
	return size, short == number, err == nil
}
