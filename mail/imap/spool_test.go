package imap_test

import (
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"
	"weak"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/faulty"
	"kartoteka/mail/imap"
)

// spooling opens the folder of a server with a place for large messages, and
// says how many files lie there.
func spooling(t *testing.T, s *faulty.Server) (srv mail.Server, files func() int) {
	t.Helper()
	dir := t.TempDir()
	srv, err := imap.Dialer{Timeouts: quick, Spool: func() (*os.File, error) { return os.CreateTemp(dir, "*") }}.
		Dial(t.Context(), account(s.Host, s.Port, data.SecurityNone), password)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = srv.Close() }) // how it ends is for other tests
	if _, err := srv.Examine(t.Context(), "INBOX"); err != nil {
		t.Fatal(err)
	}
	return srv, func() int {
		left, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		return len(left)
	}
}

// noise is a message of which no two parts are alike.
func noise(n int) string {
	b := make([]byte, n)
	r := rand.NewChaCha8([32]byte{byte(n)})
	_, _ = r.Read(b) // it never fails
	return string(b)
}

func sumOf(t *testing.T, m mail.Fetched) [32]byte {
	t.Helper()
	if m.Large == nil {
		return sha256.Sum256(m.Raw)
	}
	b, err := io.ReadAll(io.NewSectionReader(m.Large, 0, m.Large.Size()))
	if err != nil || m.Raw != nil || int64(len(b)) != m.Large.Size() {
		t.Errorf("%d bytes in a file, %d in memory: %v", len(b), len(m.Raw), err)
	}
	return sha256.Sum256(b)
}

// A large message comes exactly as it is and is never held, whatever the server
// makes of being asked for parts of it.
func TestLargeMessagesGoToFiles(t *testing.T) {
	messages := []faulty.Message{
		{UID: 1, Raw: noise(100)},
		{UID: 2, Raw: noise(9<<20 + 17)},
		{UID: 3, Raw: noise(3 << 20)},
		{UID: 4, Raw: noise(6 << 20)},
		{UID: 5, Raw: noise(2 << 20)},
	}
	for name, fetch := range map[string]func(*faulty.Conn, int, faulty.Message, faulty.Command){
		"in parts": nil,
		"all at once": func(c *faulty.Conn, seq int, m faulty.Message, _ faulty.Command) {
			c.Say("* %d FETCH (UID %d BODY[] {%d}\r\n", seq, m.UID, len(m.Raw))
			c.Raw(m.Raw + ")\r\n")
		},
		"named last": func(c *faulty.Conn, seq int, m faulty.Message, _ faulty.Command) {
			c.Say("* %d FETCH (BODY[] {%d}\r\n", seq, len(m.Raw))
			c.Raw(m.Raw)
			c.Say(" UID %d)\r\n", m.UID)
		},
		"said to be small": func(c *faulty.Conn, seq int, m faulty.Message, cmd faulty.Command) {
			m2 := faulty.Message{UID: m.UID, Raw: m.Raw}
			c.HonestSize(seq, m2, cmd, 10)
		},
	} {
		t.Run(name, func(t *testing.T) {
			srv, files := spooling(t, faulty.Start(t, faulty.Script{Messages: messages, Fetch: fetch}))
			got := map[uint32][32]byte{}
			err := srv.Fetch(t.Context(), []uint32{1, 2, 3, 4, 5}, func(m mail.Fetched) error {
				got[m.UID] = sumOf(t, m)
				if m.Large != nil {
					return m.Large.Close()
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range messages {
				if got[m.UID] != sha256.Sum256([]byte(m.Raw)) {
					t.Errorf("message %d came as another", m.UID)
				}
			}
			if n := files(); n > 0 {
				t.Errorf("%d files are left", n)
			}
		})
	}
}

// What nobody takes leaves nothing behind.
func TestNoFileIsLeftOfWhatIsNotTaken(t *testing.T) {
	large := []faulty.Message{{UID: 1, Raw: noise(5 << 20)}, {UID: 2, Raw: noise(6 << 20)}}
	s := faulty.Start(t, faulty.Script{Messages: large, Fetch: func(c *faulty.Conn, seq int, m faulty.Message, cmd faulty.Command) {
		c.Say("* %d FETCH (UID %d BODY[] {%d}\r\n", seq, m.UID, len(m.Raw))
		if m.UID == 2 {
			c.Raw(m.Raw[:5<<20])
			c.Flush()
			_ = c.Close()
			return
		}
		c.Raw(m.Raw + ")\r\n")
	}})
	srv, files := spooling(t, s)
	err := srv.Fetch(t.Context(), []uint32{1, 2}, func(m mail.Fetched) error { return m.Large.Close() })
	if err == nil || files() > 0 {
		t.Errorf("%v, %d files are left", err, files())
	}
	srv, files = spooling(t, s)
	if err := srv.Fetch(t.Context(), []uint32{1}, func(mail.Fetched) error { return io.ErrShortWrite }); err == nil || files() > 0 {
		t.Errorf("%v, %d files are left", err, files())
	}
}

// A connection that is lost in the middle of a large message costs what was on
// its way, not what had come.
func TestALargeMessageGoesOnWhereItStopped(t *testing.T) {
	m := faulty.Message{UID: 7, Raw: noise(8 << 20)}
	asked, cuts := 0, 3
	s := faulty.Start(t, faulty.Script{Messages: []faulty.Message{m}, Fetch: func(c *faulty.Conn, seq int, m faulty.Message, cmd faulty.Command) {
		if asked++; asked%3 == 0 && cuts > 0 {
			cuts--
			c.Say("* %d FETCH (UID 7 BODY[]<0> {1048576}\r\n", seq)
			c.Raw(strings.Repeat("x", 1000))
			c.Flush()
			_ = c.Close()
			return
		}
		c.Honest(seq, m, cmd)
	}})
	var begun *mail.Begun
	for range 5 {
		srv, files := spooling(t, s)
		on, ok := srv.(mail.Resumer)
		if !ok {
			t.Fatal("it can't go on")
		}
		if begun != nil {
			on.GoOn(begun)
		}
		var sum [32]byte
		err := srv.Fetch(t.Context(), []uint32{7}, func(m mail.Fetched) error {
			sum = sumOf(t, m)
			return m.Large.Close()
		})
		if err == nil {
			if sum != sha256.Sum256([]byte(m.Raw)) || files() > 0 || cuts > 0 {
				t.Errorf("it came as another, %d files are left, %d cuts", files(), cuts)
			}
			// Six commands for the rest of it, one for each beginning, and what was cut.
			if asked > 6+1+4+3+1 {
				t.Errorf("asked %d times", asked)
			}
			return
		}
		if begun = on.Begun(); begun == nil {
			t.Fatalf("nothing is kept of it: %v", err)
		}
	}
	t.Error("it never came")
}

func TestNoRoomForALargeMessageIsTheDisksFault(t *testing.T) {
	s := faulty.Start(t, faulty.Script{Messages: []faulty.Message{{UID: 1, Raw: noise(6 << 20)}}})
	srv, err := imap.Dialer{Timeouts: quick, Spool: func() (*os.File, error) { return nil, os.ErrPermission }}.
		Dial(t.Context(), account(s.Host, s.Port, data.SecurityNone), password)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = srv.Close() }() // how it ends is not the matter
	if _, err := srv.Examine(t.Context(), "INBOX"); err != nil {
		t.Fatal(err)
	}
	err = srv.Fetch(t.Context(), []uint32{1}, func(mail.Fetched) error { return nil })
	failed(t, err, mail.StepKeep, "keep")
}

// TestWhatWasHandedOverIsNotHeldOn asks for messages that come in parts and are
// held in memory: once one is handed over, whoever took it decides how long it
// stays, and not the command that they all came by.
func TestWhatWasHandedOverIsNotHeldOn(t *testing.T) {
	var messages []faulty.Message
	var uids []uint32
	for i := range 10 {
		messages = append(messages, faulty.Message{UID: uint32(i + 1), Raw: noise(2<<20 + 1 + i)})
		uids = append(uids, uint32(i+1))
	}
	srv, _ := spooling(t, faulty.Start(t, faulty.Script{Messages: messages}))
	var handed []weak.Pointer[byte]
	most := 0
	if err := srv.Fetch(t.Context(), uids, func(m mail.Fetched) error {
		handed = append(handed, weak.Make(&m.Raw[0]))
		runtime.GC()
		alive := 0
		for _, p := range handed[:len(handed)-1] {
			if p.Value() != nil {
				alive++
			}
		}
		most = max(most, alive)
		return nil
	}); err != nil || len(handed) != len(uids) {
		t.Fatal(len(handed), err)
	}
	if most > 3 { // one or two may be on a stack still
		t.Errorf("%d messages of those handed over before are held", most)
	}
}
