package imap_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/faulty"
	"kartoteka/mail/imap"
)

// open logs in to a scripted server.
func open(t *testing.T, s *faulty.Server) mail.Server {
	t.Helper()
	srv, err := imap.Dialer{Timeouts: quick}.Dial(t.Context(), account(s.Host, s.Port, data.SecurityNone), password)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = srv.Close() }) // how it ends is for other tests
	return srv
}

// answering replaces the server's answer to one command; TAG in it is the
// command's.
func answering(name, text string) func(*faulty.Conn, faulty.Command) bool {
	return func(c *faulty.Conn, cmd faulty.Command) bool {
		if cmd.Name != name {
			return false
		}
		c.Raw(strings.ReplaceAll(text, "TAG", `TAG "`+cmd.Tag+`"`))
		c.OK(cmd)
		return true
	}
}

func TestFolders(t *testing.T) {
	cases := map[string]struct {
		caps string
		list string
		want []string // name:role
	}{
		"roles told": {
			"SPECIAL-USE LIST-EXTENDED",
			"* LIST (\\Sent) \"/\" Poszlo\r\n* LIST (\\Junk) \"/\" J\r\n* LIST (\\Trash) \"/\" T\r\n" +
				"* LIST (\\Drafts) \"/\" D\r\n* LIST (\\All) \"/\" A\r\n* LIST () \"/\" Sent\r\n* LIST () \"/\" inbox\r\n",
			[]string{"Poszlo:sent", "J:junk", "T:trash", "D:drafts", "A:all", "Sent:", "INBOX:inbox"},
		},
		"roles guessed": {
			"",
			"* LIST () \".\" INBOX\r\n* LIST () \".\" \"INBOX.Elementy wys&AUI-ane\"\r\n" +
				"* LIST () \".\" INBOX.Kosz\r\n* LIST () \".\" Spam\r\n* LIST () \".\" \"Kopie robocze\"\r\n* LIST () \".\" Jan.Sent\r\n",
			[]string{"INBOX:inbox", "INBOX.Elementy wysłane:sent", "INBOX.Kosz:trash", "Spam:junk", "Kopie robocze:drafts", "Jan.Sent:"},
		},
		"what holds no mail is left out": {
			"",
			"* LIST (\\Noselect \\HasChildren) \"/\" Klienci\r\n* LIST () \"/\" Klienci/A\r\n" +
				"* LIST (\\NonExistent) \"/\" B\r\n* LIST () \"/\" Klienci/A\r\n",
			[]string{"Klienci/A:"},
		},
		"no hierarchy": {"", "* LIST () NIL \"Wysłane\"\r\n", []string{"Wysłane:sent"}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			s := faulty.Start(t, faulty.Script{Caps: tc.caps, Handle: answering("LIST", tc.list)})
			folders, err := open(t, s).Folders(t.Context())
			var got []string
			for _, f := range folders {
				got = append(got, f.Name+":"+string(f.Role))
			}
			if err != nil || !slices.Equal(got, tc.want) {
				t.Errorf("got %v, %v\nwant %v", got, err, tc.want)
			}
		})
	}
}

func TestFoldersWithTheirStateInOneGo(t *testing.T) {
	s := faulty.Start(t, faulty.Script{Caps: "LIST-STATUS LIST-EXTENDED", Handle: answering("LIST",
		"* LIST () \"/\" INBOX\r\n* STATUS INBOX (MESSAGES 12 UIDNEXT 44 UIDVALIDITY 7)\r\n* LIST () \"/\" Inne\r\n")})
	folders, err := open(t, s).Folders(t.Context())
	want := []mail.Folder{
		{Name: "INBOX", Role: data.RoleInbox, Messages: 12, UIDValidity: 7, UIDNext: 44, HasStatus: true}, {Name: "Inne"},
	}
	if err != nil || !slices.Equal(folders, want) {
		t.Errorf("got %+v, %v", folders, err)
	}
}

// TestServerThatOffersMoreThanItCan says NO to the extended list it offers.
func TestServerThatOffersMoreThanItCan(t *testing.T) {
	s := faulty.Start(t, faulty.Script{Caps: "LIST-STATUS SPECIAL-USE", Handle: func(c *faulty.Conn, cmd faulty.Command) bool {
		if cmd.Name == "LIST" && strings.Contains(cmd.Args, "RETURN") {
			c.Say("%s BAD what?\r\n", cmd.Tag)
			return true
		}
		return false
	}})
	folders, err := open(t, s).Folders(t.Context())
	if err != nil || len(folders) != 1 || s.Dials() != 1 {
		t.Errorf("folders %v, %v, %d connections", folders, err, s.Dials())
	}
}

func TestServerThatCanNotListAtAll(t *testing.T) {
	s := faulty.Start(t, faulty.Script{Handle: func(c *faulty.Conn, cmd faulty.Command) bool {
		switch {
		case cmd.Name == "LIST":
			c.Raw("* LIST () \"//\" Inne\r\n")
		case cmd.Name == "STATUS" && strings.HasPrefix(cmd.Args, `"Wys&AUI-ane" `):
			c.Raw("* STATUS Wys&AUI-ane (MESSAGES 5 UIDNEXT 6 UIDVALIDITY 2)\r\n")
		default:
			return false
		}
		c.OK(cmd)
		return true
	}})
	folders, err := open(t, s).Folders(t.Context())
	want := []mail.Folder{
		{Name: "INBOX", Role: data.RoleInbox},
		{Name: "Wysłane", Role: data.RoleSent, Messages: 5, UIDValidity: 2, UIDNext: 6, HasStatus: true},
	}
	failed(t, err, mail.StepList, "garbled")
	if !slices.Equal(folders, want) {
		t.Errorf("got %+v", folders)
	}
}

// TestIMAP4rev2 has a server that understands UTF-8 names only once told to.
func TestIMAP4rev2(t *testing.T) {
	var enabled bool
	var asked string
	s := faulty.Start(t, faulty.Script{Caps: "IMAP4rev2 ENABLE", Handle: func(c *faulty.Conn, cmd faulty.Command) bool {
		switch cmd.Name {
		case "ENABLE":
			enabled = true
			c.Raw("* ENABLED IMAP4rev2\r\n")
			c.OK(cmd)
			return true
		case "EXAMINE":
			asked = cmd.Args
		}
		return false
	}})
	if _, err := open(t, s).Examine(t.Context(), "Wysłane"); err != nil {
		t.Fatal(err)
	}
	if !enabled || asked != `"Wysłane"` {
		t.Errorf("enabled %v, asked for %s", enabled, asked)
	}
}

func TestFolderWithoutNumbering(t *testing.T) {
	s := faulty.Start(t, faulty.Script{Handle: answering("EXAMINE", "* 3 EXISTS\r\n")})
	_, err := open(t, s).Examine(t.Context(), "INBOX")
	failed(t, err, mail.StepSelect, "select-odd")
}

func TestUIDs(t *testing.T) {
	cases := map[string]struct {
		answer string
		want   []uint32
		key    string
	}{
		"in order":                {"* SEARCH 3 5 9\r\n", []uint32{5, 9}, ""},
		"out of order, twice":     {"* SEARCH 9 5 5 7\r\n", []uint32{5, 7, 9}, ""},
		"only the last, below":    {"* SEARCH 3\r\n", nil, ""},
		"nothing":                 {"* SEARCH\r\n", nil, ""},
		"no answer but OK":        {"", nil, ""},
		"as ranges":               {"* ESEARCH (TAG) UID ALL 1:3,6:7\r\n", []uint32{6, 7}, ""},
		"every number there is":   {"* ESEARCH (TAG) UID ALL 1:4294967295\r\n", nil, "garbled"},
		"the highest number":      {"* SEARCH 4294967295\r\n", []uint32{4294967295}, ""},
		"words":                   {"* SEARCH five\r\n", nil, "garbled"},
		"more than can be stored": {"* SEARCH" + strings.Repeat(" 4294967295", 1600000) + "\r\n", nil, "flood"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			s := faulty.Start(t, faulty.Script{Handle: answering("UID SEARCH", tc.answer)})
			srv := open(t, s)
			if _, err := srv.Examine(t.Context(), "INBOX"); err != nil {
				t.Fatal(err)
			}
			got, err := srv.UIDs(t.Context(), 5)
			if tc.key != "" {
				failed(t, err, mail.StepFetch, tc.key)
				return
			}
			if err != nil || !slices.Equal(got, tc.want) {
				t.Errorf("got %v, %v; want %v", got, err, tc.want)
			}
		})
	}
}

// TestOnlyReadingCommandsAreSent looks at the wire: no SELECT, no STORE, no
// BODY[] without PEEK.
func TestOnlyReadingCommandsAreSent(t *testing.T) {
	var odd []string
	allowed := []string{"CAPABILITY", "LOGIN", "LIST", "STATUS", "EXAMINE", "UID SEARCH", "SEARCH", "UID FETCH", "FETCH", "LOGOUT"}
	s := faulty.Start(t, faulty.Script{
		Messages: []faulty.Message{{UID: 4, Raw: strings.Repeat("x", 3<<20)}, {UID: 9, Raw: "Subject: y\r\n\r\n"}},
		Handle: func(_ *faulty.Conn, cmd faulty.Command) bool {
			bad := !slices.Contains(allowed, cmd.Name)
			if strings.HasSuffix(cmd.Name, "FETCH") {
				bad = !strings.Contains(cmd.Args, "BODY.PEEK[]") || strings.Contains(cmd.Args, "BODY[]") ||
					strings.Contains(cmd.Args, "ENVELOPE") || strings.Contains(cmd.Args, "BODYSTRUCTURE")
			}
			if bad {
				odd = append(odd, cmd.Name+" "+cmd.Args)
			}
			return false
		},
	})
	srv := open(t, s)
	if _, err := srv.Folders(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := srv.Examine(t.Context(), "INBOX"); err != nil {
		t.Fatal(err)
	}
	got := map[uint32]int{}
	each := func(m mail.Fetched) error { got[m.UID] = len(m.Raw); return nil }
	if err := srv.Fetch(t.Context(), []uint32{4, 9}, each); err != nil {
		t.Fatal(err)
	}
	bare, ok := srv.(mail.BareFetcher)
	if !ok {
		t.Fatal("no plain way to fetch")
	}
	if err := bare.FetchBare(t.Context(), 9, each); err != nil {
		t.Fatal(err)
	}
	if err := srv.Close(); err != nil {
		t.Fatal(err)
	}
	if got[4] != 3<<20 || got[9] != 14 || len(odd) != 0 {
		t.Errorf("got %v, odd commands %q", got, odd)
	}
}

// TestLiesAboutSizes has literals announced that never end or never come. The
// memory they can claim is bounded by what arrives.
func TestLiesAboutSizes(t *testing.T) {
	cases := map[string]struct {
		announce string
		key      string
	}{
		"larger than anything": {"* 1 FETCH (UID 4 BODY[] {999999999999}\r\nxx", "too-large"},
		"as large as allowed":  {"* 1 FETCH (UID 4 BODY[] {4000000}\r\nxx", "silent"},
		"a negative one":       {"* 1 FETCH (UID 4 BODY[] {-5}\r\nxx)\r\n", "garbled"},
		"no number":            {"* 1 FETCH (UID 4 BODY[] {99999999999999999999999}\r\nxx", "garbled"},
		"parts without end":    {"* 1 FETCH (UID 4 BODYSTRUCTURE " + strings.Repeat("(", 3_000_000), "garbled"},
		"a flood beside it":    {strings.Repeat("* 1 FETCH (FLAGS ("+strings.Repeat("x", 4000)+"))\r\n", 2500), "flood"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			s := faulty.Start(t, faulty.Script{
				Messages: []faulty.Message{{UID: 4, Raw: "x"}},
				Handle: func(c *faulty.Conn, cmd faulty.Command) bool {
					if cmd.Name != "UID FETCH" {
						return false
					}
					c.Raw(tc.announce)
					return true
				},
			})
			srv, err := imap.Dialer{Timeouts: quick, MaxMessage: 4_000_000}.
				Dial(t.Context(), account(s.Host, s.Port, data.SecurityNone), password)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = srv.Close() }() // how it ends is not the matter
			if _, err := srv.Examine(t.Context(), "INBOX"); err != nil {
				t.Fatal(err)
			}
			err = srv.Fetch(t.Context(), []uint32{4}, func(m mail.Fetched) error {
				return fmt.Errorf("handed over %d bytes", len(m.Raw))
			})
			failed(t, err, mail.StepFetch, tc.key)
		})
	}
}

func TestReceiverThatHasHadEnough(t *testing.T) {
	s := faulty.Start(t, faulty.Script{Messages: []faulty.Message{
		{UID: 1, Raw: strings.Repeat("x", 1<<20)}, {UID: 2, Raw: strings.Repeat("y", 1<<20)}, {UID: 3, Raw: "z"},
	}})
	srv := open(t, s)
	if _, err := srv.Examine(t.Context(), "INBOX"); err != nil {
		t.Fatal(err)
	}
	enough := errors.New("enough")
	if err := srv.Fetch(t.Context(), []uint32{1, 2, 3}, func(mail.Fetched) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("got %v", err)
	}
}

// TestSlowButSteady has a message that takes longer than the patience for
// silence, but never falls silent that long.
func TestSlowButSteady(t *testing.T) {
	const raw = "Subject: powoli\r\n\r\nale do przodu, bajt po bajcie"
	s := faulty.Start(t, faulty.Script{
		Messages: []faulty.Message{{UID: 1, Raw: raw}},
		Fetch: func(c *faulty.Conn, _ int, m faulty.Message, _ faulty.Command) {
			c.Say("* 1 FETCH (UID 1 BODY[] {%d}\r\n", len(m.Raw))
			tick := time.NewTicker(quick.Idle / 20)
			defer tick.Stop()
			for i := range m.Raw {
				c.Raw(m.Raw[i : i+1])
				c.Flush()
				<-tick.C
			}
			c.Raw(")\r\n")
		},
	})
	srv := open(t, s)
	if _, err := srv.Examine(t.Context(), "INBOX"); err != nil {
		t.Fatal(err)
	}
	var got string
	err := srv.Fetch(t.Context(), []uint32{1}, func(m mail.Fetched) error { got = string(m.Raw); return nil })
	if err != nil || got != raw {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestCancelWorksAtEveryStep(t *testing.T) {
	for _, stuck := range []string{"CAPABILITY", "LOGIN", "LIST", "EXAMINE", "UID SEARCH", "UID FETCH"} {
		t.Run(stuck, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			s := faulty.Start(t, faulty.Script{
				Messages: []faulty.Message{{UID: 1, Raw: "x"}},
				Handle: func(_ *faulty.Conn, cmd faulty.Command) bool {
					if cmd.Name == stuck {
						cancel()
					}
					return cmd.Name == stuck
				},
			})
			begun := time.Now()
			err := visit(ctx, s)
			if !errors.Is(err, context.Canceled) || time.Since(begun) > 10*time.Second {
				t.Errorf("got %v after %s", err, time.Since(begun))
			}
		})
	}
}

// visit goes through a pull's steps with the patience of the default.
func visit(ctx context.Context, s *faulty.Server) error {
	srv, err := imap.Dialer{}.Dial(ctx, account(s.Host, s.Port, data.SecurityNone), password)
	if err != nil {
		return err
	}
	defer func() { _ = srv.Close() }() // the answer is what counts
	if _, err := srv.Folders(ctx); err != nil {
		return err
	}
	if _, err := srv.Examine(ctx, "INBOX"); err != nil {
		return err
	}
	if _, err := srv.UIDs(ctx, 1); err != nil {
		return err
	}
	return srv.Fetch(ctx, []uint32{1}, func(mail.Fetched) error { return nil })
}
