package core_test

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"testing"

	"kartoteka/app/core"
	"kartoteka/data"
	"kartoteka/mail/faulty"
)

// mute takes connections and never says a word.
func mute(t *testing.T, stuck chan<- string, at string) (host string, port int) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var work sync.WaitGroup
	work.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			stuck <- at
			_, _ = io.Copy(io.Discard, c) // until the client has gone
			_ = c.Close()
		}
	})
	t.Cleanup(func() {
		_ = l.Close() // ends the loop
		work.Wait()
	})
	return "127.0.0.1", l.Addr().(*net.TCPAddr).Port
}

// hangingAt serves a mailbox that falls silent at a command, or within a message.
func hangingAt(t *testing.T, stuck chan<- string, at string) (host string, port int) {
	t.Helper()
	hang := func(conn *faulty.Conn) {
		conn.Flush()
		stuck <- at
		for conn.ReadLine() != "" { // until the client has gone
		}
	}
	script := faulty.Script{
		Messages: []faulty.Message{note(1, "a@b.example")},
		Handle: func(conn *faulty.Conn, cmd faulty.Command) bool {
			if cmd.Name == at {
				hang(conn)
			}
			return cmd.Name == at
		},
	}
	if at == "in a message" {
		script.Fetch = func(conn *faulty.Conn, _ int, _ faulty.Message, _ faulty.Command) {
			conn.Raw("* 1 FETCH (UID 1 BODY[] {5000}\r\nFrom: ")
			hang(conn)
		}
	}
	s := faulty.Start(t, script)
	return s.Host, s.Port
}

// TestOneStopEndsAllPulls stops pulls that hang, each in another part of its
// conversation: a server that never says another word keeps nobody waiting, with
// the mailboxes watched and without.
func TestOneStopEndsAllPulls(t *testing.T) {
	for i, together := range [][]string{
		{"greeting", "handshake", "LOGIN"}, {"LIST", "EXAMINE", "UID SEARCH"}, {"UID FETCH", "in a message", "LIST"},
	} {
		c := open(t, core.Options{})
		stuck := make(chan string, 10)
		for _, at := range together {
			a := data.Account{Name: at, Address: firmAddress, Security: data.SecurityNone}
			switch at {
			case "handshake":
				a.Security = data.SecurityTLS
				a.Host, a.Port = mute(t, stuck, at)
			case "greeting":
				a.Host, a.Port = mute(t, stuck, at)
			default:
				a.Host, a.Port = hangingAt(t, stuck, at)
			}
			if _, _, err := c.AddAccount(t.Context(), a, password); err != nil {
				t.Fatal(err)
			}
		}
		stopAllStuck(t, c, stuck, len(together), i == 2)
	}
}

// stopAllStuck pulls, waits until all hang, and stops; it returns all the same.
func stopAllStuck(t *testing.T, c *core.Core, stuck <-chan string, n int, watched bool) {
	t.Helper()
	if watched {
		stop, err := c.Watch(t.Context(), core.WatchOptions{First: 1 << 40})
		if err != nil {
			t.Fatal(err)
		}
		defer stop()
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		defer cancel()
		for range n { // had they been pulled in turn, only one would ever hang
			<-stuck
		}
	}()
	results, err := c.Sync(ctx, core.SyncOptions{})
	if !errors.Is(err, context.Canceled) || len(results) != n {
		t.Fatalf("%v, %d results", err, len(results))
	}
	for _, r := range results {
		if !errors.Is(r.Err, context.Canceled) {
			t.Errorf("%s: %v", r.Name, r.Err)
		}
	}
}
