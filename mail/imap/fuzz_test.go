package imap_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/faulty"
	"kartoteka/mail/imap"
)

// FuzzAnswers lets a server say anything at all to each of the commands of a
// pull. Whatever it says, the visit must end, and nothing may come of it but
// messages that were asked for, or a failure that can be told.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{
		"", "* 1 FETCH (UID 1 BODY[] {3}\r\nabc)\r\n", "* 1 FETCH (BODY[]<0> {3}\r\nabc UID 1)\r\n", "* BYE\r\n",
		"* LIST (\\Sent) \"/\" \"a&AUI-\"\r\n* STATUS a (UIDNEXT 4)\r\n", "* ESEARCH (TAG \"T4\") UID ALL 1:9\r\n",
		"* OK [ALERT] x\r\n* SEARCH 4294967295\r\n", "* 1 FETCH (UID 1 RFC822.SIZE 9 BODY[] NIL)\r\n", "+ go\r\n",
		"* 1 FETCH (FLAGS (\\Seen))\r\n* 1 FETCH (UID 1 INTERNALDATE \" 1-Jan-2026 10:00:00 +0100\" BODY[] \"q\")\r\n",
		"* 1 EXISTS\r\n* OK [UIDVALIDITY 4] x\r\n* OK [UIDNEXT 0] y\r\n", "* 0 FETCH ({3}\r\nabc\r\n", "* CAPABILITY\r\n",
	} {
		f.Add([]byte(seed))
	}
	var answer atomic.Pointer[string]
	s := faulty.Start(f, faulty.Script{
		Messages: []faulty.Message{{UID: 1, Raw: "A: b\r\n\r\nc"}, {UID: 2, Raw: "d"}},
		Handle: func(c *faulty.Conn, cmd faulty.Command) bool {
			switch cmd.Name {
			case "LIST", "EXAMINE", "UID SEARCH", "UID FETCH", "SEARCH", "FETCH":
				c.Raw(*answer.Load())
			}
			return false
		},
	})
	d := imap.Dialer{MaxMessage: 1 << 20, Timeouts: imap.Timeouts{
		Dial: 5 * time.Second, Greeting: 5 * time.Second, Idle: 80 * time.Millisecond, Logout: 20 * time.Millisecond,
	}}
	f.Fuzz(func(t *testing.T, said []byte) {
		text := string(said)
		answer.Store(&text)
		told := func(err error) {
			var f *mail.Failure
			if err != nil && !errors.As(err, &f) {
				t.Errorf("not a failure that can be told: %v", err)
			}
		}
		srv, err := d.Dial(t.Context(), account(s.Host, s.Port, data.SecurityNone), password)
		if err != nil {
			told(err) // the machine is busy: until here the server is honest
			return
		}
		defer func() { _ = srv.Close() }() // how it ends is not the matter
		each := func(m mail.Fetched) error {
			if m.UID != 1 && m.UID != 2 || m.Err == nil && m.Raw == nil {
				t.Errorf("handed over uid %d, %d bytes", m.UID, len(m.Raw))
			}
			return nil
		}
		_, err = srv.Folders(t.Context())
		told(err)
		_, err = srv.Examine(t.Context(), "INBOX")
		told(err)
		_, err = srv.UIDs(t.Context(), 1)
		told(err)
		told(srv.Fetch(t.Context(), []uint32{1, 2}, each))
		if bare, ok := srv.(mail.BareFetcher); ok {
			told(bare.FetchBare(t.Context(), 2, each))
		}
	})
}
