package imap_test

import (
	"crypto/tls"
	"errors"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/faulty"
	"kartoteka/mail/imap"
)

// endless writes the beginning once and the rest again and again, until the
// client hangs up; it returns how much the client took.
func endless(c *faulty.Conn, beginning, rest string) (taken int64) {
	c.Raw(beginning)
	c.Flush()
	block := []byte(strings.Repeat(rest, max(1, 32<<10/len(rest))))
	for {
		n, err := c.Write(block)
		taken += int64(n)
		if err != nil {
			return taken
		}
	}
}

// TestServersThatNeverStop has a server answer one command without end, in every
// way that keeps a reader waiting for more. At each step the client must have
// had enough before it has taken more than a bounded lot, and say why in one of
// its sentences.
func TestServersThatNeverStop(t *testing.T) {
	const bound = 64 << 20 // the longest answer, tried again, and what the lines between hold
	ways := map[string][2]string{
		"untagged lines":          {"", "* OK still there\r\n"},
		"counts":                  {"", "* 4000000000 EXISTS\r\n"},
		"flags of other messages": {"", "* 7 FETCH (UID 9 FLAGS (\\Seen))\r\n"},
		"other messages":          {"", "* 7 FETCH (UID 9 BODY[] {10}\r\n0123456789)\r\n"},
		"a line":                  {"* OK ", "la la la "},
		"a code":                  {"* OK [", "X "},
		"a quoted string":         {"* LIST () \"/\" \"", "x"},
		"a literal":               {"* LIST () \"/\" {4294967295}\r\n", "x"},
		"a message":               {"* 1 FETCH (UID 1 BODY[] {4294967295}\r\n", "x"},
		"lists in lists":          {"* 1 FETCH (BODYSTRUCTURE ", "("},
		"numbers":                 {"* SEARCH", " 4294967295"},
		"requests to go on":       {"", "+ and?\r\n"},
		"answers to others":       {"", "X99 OK done\r\n"},
		"nothing but line ends":   {"", "\r\n"},
		"zeros":                   {"", "\x00"},
	}
	telling := []string{"a line", "a quoted string", "a literal", "lists in lists", "numbers", "answers to others"}
	for _, step := range []string{"CAPABILITY", "LOGIN", "LIST", "EXAMINE", "UID SEARCH", "UID FETCH"} {
		for name, way := range ways {
			if step != "LOGIN" && step != "UID FETCH" && !slices.Contains(telling, name) {
				continue
			}
			t.Run(step+" "+name, func(t *testing.T) {
				var taken atomic.Int64
				s := faulty.Start(t, faulty.Script{
					Messages: []faulty.Message{{UID: 1, Raw: "Subject: x\r\n\r\ny"}},
					Handle: func(c *faulty.Conn, cmd faulty.Command) bool {
						if cmd.Name != step {
							return false
						}
						taken.Add(endless(c, way[0], way[1]))
						return true
					},
				})
				var f *mail.Failure
				err := visitBriefly(t, s)
				if n := taken.Load(); n > bound {
					t.Errorf("%d MB were taken", n>>20)
				}
				if step == "LIST" && err == nil {
					return // the names that are always there were asked for one by one
				}
				if !errors.As(err, &f) || f.Key == "" || f.Step == "" {
					t.Fatalf("got %v", err)
				}
				if strings.Contains(err.Error(), password) {
					t.Errorf("the password is in %v", err)
				}
			})
		}
	}
}

// visitBriefly goes through a pull's steps without patience, and takes messages
// of a megabyte at most.
func visitBriefly(t *testing.T, s *faulty.Server) error {
	t.Helper()
	d := imap.Dialer{MaxMessage: 1 << 20, Timeouts: imap.Timeouts{
		Dial: 5 * time.Second, Greeting: 2 * time.Second, Idle: 2 * time.Second, Logout: 20 * time.Millisecond,
	}}
	srv, err := d.Dial(t.Context(), account(s.Host, s.Port, data.SecurityNone), password)
	if err != nil {
		return err
	}
	defer func() { _ = srv.Close() }() // the answer is what counts
	if _, err := srv.Folders(t.Context()); err != nil {
		return err
	}
	if _, err := srv.Examine(t.Context(), "INBOX"); err != nil {
		return err
	}
	if _, err := srv.UIDs(t.Context(), 1); err != nil {
		return err
	}
	return srv.Fetch(t.Context(), []uint32{1}, func(m mail.Fetched) error { return m.Err })
}

// TestAnswersBeforeTheGreeting has a server speak out of turn. Nobody logs in to
// one that does.
func TestAnswersBeforeTheGreeting(t *testing.T) {
	for name, said := range map[string]string{
		"the end of a command":   "T1 OK LOGIN completed\r\n* OK ready\r\n",
		"a request to go on":     "+ your password?\r\n* OK ready\r\n",
		"a list of folders":      "* LIST () \"/\" Obcy\r\n* OK ready\r\n",
		"an answer to a request": "* 1 FETCH (UID 1 BODY[] {5}\r\nhello)\r\n* OK ready\r\n",
		"a web server":           "HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<html>",
		"a mail server":          "220 poczta.example ESMTP\r\n",
		"a refusal":              "* NO go away\r\n",
		"an alert":               "* ALERT\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			s := faulty.Start(t, faulty.Script{Greeting: said})
			err := dial(t, account(s.Host, s.Port, data.SecurityNone))
			var f *mail.Failure
			if !errors.As(err, &f) || f.Step != mail.StepGreet {
				t.Errorf("got %v", err)
			}
			if slices.Contains(s.Seen(), "LOGIN") || slices.Contains(s.Seen(), "AUTHENTICATE") {
				t.Errorf("a login was sent: %v", s.Seen())
			}
		})
	}
}

// TestProtectionThatIsTooWeak has certificates that nobody vouches for, and
// protocols that are broken.
func TestProtectionThatIsTooWeak(t *testing.T) {
	web := httptest.NewTLSServer(nil) // for its certificate, signed by itself
	web.Close()
	t.Run("signed by itself", func(t *testing.T) {
		s := faulty.Start(t, faulty.Script{TLS: &tls.Config{Certificates: web.TLS.Certificates, MinVersion: tls.VersionTLS12}})
		failed(t, dial(t, account(s.Host, s.Port, data.SecurityTLS)), mail.StepTLS, "tls-untrusted")
	})
	t.Run("TLS 1.1", func(t *testing.T) {
		ca := newAuthority(t)
		c := ca.serve(t, nil)
		c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11 //nolint:gosec // that is the fault
		s := faulty.Start(t, faulty.Script{TLS: c})
		a := account(s.Host, s.Port, data.SecurityTLS)
		a.CA = ca.pem
		failed(t, dial(t, a), mail.StepTLS, "tls")
		if len(s.Seen()) > 0 {
			t.Errorf("commands sent: %v", s.Seen())
		}
	})
}
