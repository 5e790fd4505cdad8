package imap_test

import (
	"context"
	"errors"
	"testing"

	"kartoteka/mail"
	"kartoteka/mail/faulty"
)

// idling answers IDLE: says is what the server tells then, and begun is closed
// once it has. It ends with DONE.
func idling(says string, begun chan<- struct{}) func(*faulty.Conn, faulty.Command) bool {
	return func(c *faulty.Conn, cmd faulty.Command) bool {
		if cmd.Name != "IDLE" {
			return false
		}
		c.Raw("+ go ahead\r\n" + says)
		c.Flush()
		begun <- struct{}{}
		return c.ReadLine() != "DONE"
	}
}

// watchable opens INBOX for being listened to.
func watchable(t *testing.T, s *faulty.Server) mail.Watchable {
	t.Helper()
	srv := open(t, s)
	if _, err := srv.Examine(t.Context(), "INBOX"); err != nil {
		t.Fatal(err)
	}
	w, ok := srv.(mail.Watchable)
	if !ok {
		t.Fatal("it can't be watched")
	}
	return w
}

func TestIdle(t *testing.T) {
	for name, c := range map[string]struct {
		says string
		news bool
	}{
		"a letter came":         {"* 4 EXISTS\r\n", true},
		"chatter, then one":     {"* OK Still here\r\n* 1 FETCH (FLAGS (\\Seen))\r\n* 4 EXISTS\r\n* 1 RECENT\r\n", true},
		"one was read":          {"* 1 FETCH (UID 10 FLAGS (\\Seen))\r\n", false},
		"nothing, till stopped": {"", false},
	} {
		t.Run(name, func(t *testing.T) {
			begun := make(chan struct{}, 1)
			s := faulty.Start(t, faulty.Script{Caps: "IDLE", Handle: idling(c.says, begun)})
			w := watchable(t, s)
			stop := make(chan struct{})
			if !c.news {
				go func() {
					<-begun
					close(stop)
				}()
			}
			news, err := w.Idle(t.Context(), stop)
			if news != c.news || err != nil || !w.Good() {
				t.Errorf("news %v, %v, good %v", news, err, w.Good())
			}
			if err := w.Check(t.Context()); err != nil {
				t.Errorf("the connection is of no use afterwards: %v", err)
			}
		})
	}
}

// TestIdleThatIsNotWhatItSeems: whatever a server does with IDLE, the wait ends,
// and what state the connection is in is known.
func TestIdleThatIsNotWhatItSeems(t *testing.T) {
	none := make(chan struct{}, 10)
	for name, c := range map[string]struct {
		handle func(*faulty.Conn, faulty.Command) bool
		good   bool
		idles  bool // another try is worth it
	}{
		"refused": {func(c *faulty.Conn, cmd faulty.Command) bool {
			if cmd.Name == "IDLE" {
				c.Say("%s NO not today\r\n", cmd.Tag)
			}
			return cmd.Name == "IDLE"
		}, true, false},
		"no answer at all": {func(c *faulty.Conn, cmd faulty.Command) bool {
			if cmd.Name == "IDLE" {
				c.ReadLine()
			}
			return cmd.Name == "IDLE"
		}, false, true},
		"hangs up": {func(c *faulty.Conn, cmd faulty.Command) bool {
			if cmd.Name == "IDLE" {
				c.Raw("+ go\r\n* BYE restarting\r\n")
				c.Flush()
				_ = c.Close() // that is the fault
			}
			return cmd.Name == "IDLE"
		}, false, true},
		"talks nonsense": {idling("* nonsense\r\n", none), false, true},
		"never stops":    {idling(flood(2<<20), none), false, true},
		"deaf to the end": {func(c *faulty.Conn, cmd faulty.Command) bool {
			if cmd.Name == "IDLE" {
				c.Raw("+ go\r\n* 9 EXISTS\r\n")
				c.Flush()
				c.ReadLine()
				c.ReadLine()
			}
			return cmd.Name == "IDLE"
		}, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := faulty.Start(t, faulty.Script{Caps: "IDLE", Handle: c.handle})
			w := watchable(t, s)
			_, err := w.Idle(t.Context(), nil)
			var f *mail.Failure
			if err == nil || !errors.As(err, &f) || w.Good() != c.good || w.CanIdle() != c.idles {
				t.Errorf("%v, good %v, idles %v", err, w.Good(), w.CanIdle())
			}
		})
	}
}

func flood(size int) string {
	line := "* OK Still here, and still here, and still here\r\n"
	b := make([]byte, 0, size)
	for len(b) < size {
		b = append(b, line...)
	}
	return string(b)
}

func TestIdleEndsWithItsContext(t *testing.T) {
	begun := make(chan struct{}, 1)
	s := faulty.Start(t, faulty.Script{Caps: "IDLE", Handle: idling("", begun)})
	w := watchable(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-begun
		cancel()
	}()
	if _, err := w.Idle(ctx, nil); !errors.Is(err, context.Canceled) || w.Good() {
		t.Errorf("%v, good %v", err, w.Good())
	}
}

func TestServerThatOffersNoIdle(t *testing.T) {
	if w := watchable(t, faulty.Start(t, faulty.Script{})); w.CanIdle() {
		t.Error("IDLE would be sent to a server that does not know it")
	}
}
