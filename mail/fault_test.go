package mail_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/faulty"
	"kartoteka/mail/imap"
)

// letters makes n messages with the UIDs 10, 20, 30…
func letters(n int) []faulty.Message {
	out := make([]faulty.Message, n)
	for i := range out {
		out[i] = faulty.Message{
			UID: uint32(10 * (i + 1)), Raw: string(letter("klient@example.pl", fmt.Sprintf("nr %d", i), 200)),
		}
	}
	return out
}

func sumsOf(messages []faulty.Message) map[uint32]string {
	out := map[uint32]string{}
	for _, m := range messages {
		s := sha256.Sum256([]byte(m.Raw))
		out[m.UID] = hex.EncodeToString(s[:])
	}
	return out
}

func faultyAccount(s *faulty.Server) data.Account {
	return data.Account{ID: 1, Name: "firma", Address: owner, Host: s.Host, Port: s.Port, Security: data.SecurityNone}
}

// impatient is a pull with short waits.
func impatient(k mail.Keeper) mail.Pull {
	d := imap.Dialer{Timeouts: imap.Timeouts{
		Dial: 5 * time.Second, Greeting: 400 * time.Millisecond, Idle: 400 * time.Millisecond, Logout: 50 * time.Millisecond,
	}}
	return mail.Pull{Dialer: d, Keeper: k, Parse: parse}
}

// poison makes a server say something fatal instead of one message.
func poison(uid uint32, text string) func(*faulty.Conn, int, faulty.Message, faulty.Command) {
	return func(c *faulty.Conn, seq int, m faulty.Message, cmd faulty.Command) {
		if m.UID == uid {
			c.Raw(text)
			return
		}
		c.Honest(seq, m, cmd)
	}
}

// TestOddServersLoseNoMail runs the pull against what is legal and rare, and
// what is not legal and met all the same. In one run every other message must
// be kept; aside are those that can't be had.
func TestOddServersLoseNoMail(t *testing.T) {
	all := letters(25)
	body := func(m faulty.Message) string { return fmt.Sprintf("BODY[] {%d}\r\n%s", len(m.Raw), m.Raw) }
	cases := map[string]struct {
		script faulty.Script
		aside  int
	}{
		"UID after the body": {script: faulty.Script{
			Fetch: func(c *faulty.Conn, seq int, m faulty.Message, _ faulty.Command) {
				c.Say("* %d FETCH (%s UID %d)\r\n", seq, body(m), m.UID)
			},
		}},
		"flags told before the body": {script: faulty.Script{
			Fetch: func(c *faulty.Conn, seq int, m faulty.Message, cmd faulty.Command) {
				c.Say("* %d FETCH (UID %d FLAGS (\\Seen))\r\n", seq, m.UID)
				c.Honest(seq, m, cmd)
			},
		}},
		"some left out of a batch": {script: faulty.Script{
			Fetch: func(c *faulty.Conn, seq int, m faulty.Message, cmd faulty.Command) {
				if m.UID%30 != 0 || cmd.Name == "FETCH" {
					c.Honest(seq, m, cmd)
				}
			},
		}},
		"one never handed over": {script: faulty.Script{Fetch: poison(120, "")}, aside: 1},
		"one without a body":    {script: faulty.Script{Fetch: poison(120, "* 12 FETCH (UID 120 BODY[] NIL)\r\n")}, aside: 1},
		"one with a size and no bytes": {
			script: faulty.Script{Fetch: poison(120, "* 12 FETCH (UID 120 RFC822.SIZE 99 BODY[] {0}\r\n)\r\n")}, aside: 1,
		},
		"unknown untagged line": {script: faulty.Script{Fetch: poison(130, "* VANISHED 3:5\r\n")}, aside: 1},
		"unknown item":          {script: faulty.Script{Fetch: poison(130, "* 13 FETCH (UID 130 X-GM-LABELS (a))\r\n")}, aside: 1},
		"two next to each other": {script: faulty.Script{
			Fetch: func(c *faulty.Conn, seq int, m faulty.Message, cmd faulty.Command) {
				if m.UID == 50 || m.UID == 60 {
					c.Raw("* nonsense\r\n")
					return
				}
				c.Honest(seq, m, cmd)
			},
		}, aside: 2},
		"unreadable date": {script: faulty.Script{
			Fetch: func(c *faulty.Conn, seq int, m faulty.Message, cmd faulty.Command) {
				if m.UID == 70 && strings.Contains(cmd.Args, "INTERNALDATE") {
					c.Say("* %d FETCH (UID 70 INTERNALDATE \"yesterday\" %s)\r\n", seq, body(m))
					return
				}
				c.Honest(seq, m, cmd)
			},
		}},
		"goodbye in the middle": {script: faulty.Script{Fetch: onceAt(80, func(c *faulty.Conn) {
			c.Raw("* BYE restarting\r\n")
			c.Flush()
			_ = c.Close() // that is the fault
		})}},
		"cut off within a message": {script: faulty.Script{Fetch: onceAt(80, func(c *faulty.Conn) {
			c.Raw("* 8 FETCH (UID 80 BODY[] {500}\r\nFrom: x")
			c.Flush()
			_ = c.Close() // that is the fault
		})}},
		"silent in the middle": {script: faulty.Script{Fetch: onceAt(80, func(c *faulty.Conn) {
			c.Raw("* 8 FETCH (UID 80 BODY[] {500}\r\nFrom: x")
			c.Flush()
			hush(c)
		})}},
		"a message twice": {script: faulty.Script{
			Fetch: func(c *faulty.Conn, seq int, m faulty.Message, cmd faulty.Command) {
				c.Honest(seq, m, cmd)
				c.Honest(seq, m, cmd)
			},
		}},
		"messages nobody asked for": {script: faulty.Script{
			Fetch: func(c *faulty.Conn, seq int, m faulty.Message, cmd faulty.Command) {
				c.Say("* 99 FETCH (UID 99999 BODY[] {5}\r\nhello)\r\n")
				c.Honest(seq, m, cmd)
			},
		}},
		"a count that grows": {script: faulty.Script{
			Fetch: func(c *faulty.Conn, seq int, m faulty.Message, cmd faulty.Command) {
				c.Say("* 26 EXISTS\r\n* OK still here\r\n")
				c.Honest(seq, m, cmd)
			},
		}},
		"pieces ignored": {script: faulty.Script{
			Fetch: func(c *faulty.Conn, seq int, m faulty.Message, _ faulty.Command) {
				c.Say("* %d FETCH (UID %d %s)\r\n", seq, m.UID, body(m))
			},
		}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			tc.script.Messages = all
			s := faulty.Start(t, tc.script)
			k := newKeeper()
			r := good(t, impatient(k).Run(t.Context(), faultyAccount(s), "hasło"))["INBOX"]
			k.check(t, "INBOX", sumsOf(all))
			if r.Kept != 25-tc.aside || r.Failed != tc.aside || len(k.at("INBOX").problems) != tc.aside {
				t.Errorf("result %+v, set aside %v", r, k.at("INBOX").problems)
			}
			if k.at("INBOX").folder.Floor != 250 {
				t.Errorf("pointer at %d", k.at("INBOX").folder.Floor)
			}
		})
	}
}

// onceAt does something in place of one message, but only the first time.
func onceAt(uid uint32, f func(*faulty.Conn)) func(*faulty.Conn, int, faulty.Message, faulty.Command) {
	var did atomic.Bool
	return func(c *faulty.Conn, seq int, m faulty.Message, cmd faulty.Command) {
		if m.UID == uid && did.CompareAndSwap(false, true) {
			f(c)
			return
		}
		c.Honest(seq, m, cmd)
	}
}

// hush waits, saying nothing, until the client has gone.
func hush(c *faulty.Conn) {
	b := make([]byte, 64)
	for {
		if _, err := c.Read(b); err != nil {
			return
		}
	}
}

func TestWhatCouldNotBeHadIsTriedAgain(t *testing.T) {
	var well atomic.Bool
	all := letters(5)
	s := faulty.Start(t, faulty.Script{
		Messages: all,
		Fetch: func(c *faulty.Conn, seq int, m faulty.Message, cmd faulty.Command) {
			if m.UID == 30 && !well.Load() {
				return
			}
			c.Honest(seq, m, cmd)
		},
	})
	k := newKeeper()
	p := impatient(k)
	good(t, p.Run(t.Context(), faultyAccount(s), "hasło"))
	if got := k.at("INBOX").problems[30]; got.Error != "mail-omitted" || got.Attempts != 1 {
		t.Fatalf("problem: %+v", got)
	}
	good(t, p.Run(t.Context(), faultyAccount(s), "hasło"))
	if got := k.at("INBOX").problems[30]; got.Attempts != 2 {
		t.Fatalf("problem after another try: %+v", got)
	}
	well.Store(true)
	r := good(t, p.Run(t.Context(), faultyAccount(s), "hasło"))["INBOX"]
	if r.Kept != 5 || r.New != 1 || r.Failed != 0 || len(k.at("INBOX").problems) != 0 {
		t.Errorf("after recovery: %+v, problems %v", r, k.at("INBOX").problems)
	}
}

func TestServerThatNeverHandsOverIsLeftAlone(t *testing.T) {
	s := faulty.Start(t, faulty.Script{
		Messages: letters(300),
		Fetch: func(c *faulty.Conn, _ int, _ faulty.Message, _ faulty.Command) {
			c.Raw("* nonsense\r\n")
		},
	})
	r := impatient(newKeeper()).Run(t.Context(), faultyAccount(s), "hasło")
	if r.OK || r.Err == nil {
		t.Fatalf("result %+v", r)
	}
	if s.Dials() > 40 {
		t.Errorf("%d connections", s.Dials())
	}
}

func TestServerThatStaysAwayAfterABreak(t *testing.T) {
	var broken atomic.Bool
	s := faulty.Start(t, faulty.Script{
		Messages: letters(50),
		Handle: func(c *faulty.Conn, _ faulty.Command) bool {
			if broken.Load() {
				_ = c.Close() // that is the fault
			}
			return broken.Load()
		},
		Fetch: func(c *faulty.Conn, seq int, m faulty.Message, cmd faulty.Command) {
			if m.UID == 100 {
				c.Flush()
				broken.Store(true)
				_ = c.Close() // that is the fault
				return
			}
			c.Honest(seq, m, cmd)
		},
	})
	k := newKeeper()
	r := impatient(k).Run(t.Context(), faultyAccount(s), "hasło")
	var f *mail.Failure
	if r.OK || !errors.As(r.Err, &f) {
		t.Fatalf("result %+v", r)
	}
	k.check(t, "INBOX", sumsOf(letters(50)))
	if n := k.messages(); n != 9 {
		t.Errorf("kept %d of the 9 that came before the break", n)
	}
}

func TestFolderListThatCannotBeRead(t *testing.T) {
	all := letters(3)
	s := faulty.Start(t, faulty.Script{
		Messages: all,
		Handle: func(c *faulty.Conn, cmd faulty.Command) bool {
			if cmd.Name == "LIST" {
				c.Raw("* LIST () \"//\" \"R&D\"\r\n* LIST () \"/\" INBOX\r\n")
				c.OK(cmd)
				return true
			}
			return false
		},
	})
	k := newKeeper()
	r := impatient(k).Run(t.Context(), faultyAccount(s), "hasło")
	var f *mail.Failure
	if r.OK || !errors.As(r.Err, &f) || f.Step != mail.StepList {
		t.Errorf("an incomplete list must be told: %v", r.Err)
	}
	k.check(t, "INBOX", sumsOf(all))
	if k.messages() != 3 {
		t.Errorf("kept %d of INBOX", k.messages())
	}
}

// TestRefusedFoldersCostNoLogin: shared folders that may be seen and not opened
// are common, and a provider that counts logins locks out who makes too many.
func TestRefusedFoldersCostNoLogin(t *testing.T) {
	all := letters(3)
	s := faulty.Start(t, faulty.Script{
		Messages: all,
		Handle: func(c *faulty.Conn, cmd faulty.Command) bool {
			switch {
			case cmd.Name == "LIST":
				for i := range 20 {
					c.Say("* LIST () \"/\" Shared/%d\r\n", i)
				}
				return false
			case cmd.Name == "EXAMINE" && strings.Contains(cmd.Args, "Shared"):
				c.Say("%s NO not yours\r\n", cmd.Tag)
				return true
			}
			return false
		},
	})
	k := newKeeper()
	r := impatient(k).Run(t.Context(), faultyAccount(s), "hasło")
	if r.OK || len(r.Folders) != 21 || r.Folders[0].New != 3 || r.Folders[20].Err == nil {
		t.Errorf("result %+v", r)
	}
	if s.Dials() != 1 {
		t.Errorf("%d logins", s.Dials())
	}
}

func TestCancelEndsAStuckFetchAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	all := letters(30)
	s := faulty.Start(t, faulty.Script{
		Messages: all,
		Fetch: func(c *faulty.Conn, seq int, m faulty.Message, cmd faulty.Command) {
			if m.UID == 200 {
				c.Raw("* 20 FETCH (UID 200 BODY[] {5000}\r\nFrom: ")
				c.Flush()
				cancel()
				hush(c)
				return
			}
			c.Honest(seq, m, cmd)
		},
	})
	k := newKeeper()
	p := mail.Pull{Dialer: imap.Dialer{}, Keeper: k, Parse: parse}
	begun := time.Now()
	r := p.Run(ctx, faultyAccount(s), "hasło")
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("took %s", took)
	}
	if !errors.Is(r.Err, context.Canceled) || r.OK {
		t.Errorf("result %+v", r)
	}
	k.check(t, "INBOX", sumsOf(all))
}
