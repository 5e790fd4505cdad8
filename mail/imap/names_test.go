package imap_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"kartoteka/mail"
	"kartoteka/mail/faulty"
)

// TestNoFolderIsLostOverItsName lists folders as servers are known to write them
// against the rules, beside good ones, and opens each: the server must get back
// the very bytes that it gave.
func TestNoFolderIsLostOverItsName(t *testing.T) {
	cases := []struct {
		wire string // as in the list
		name string // as a person reads it
		back string // in EXAMINE
	}{
		{`INBOX`, "INBOX", `INBOX`},
		{`"Wys&AUI-ane"`, "Wysłane", `"Wys&AUI-ane"`},
		{`"R&-D"`, "R&D", `"R&-D"`},
		{"\"Wys\xb3ane\"", "Wysłane #69355dcc", "\"Wys\xb3ane\""}, // ISO 8859-2, beside a good name that reads the same
		{"\"Odebrane od \xb6l\xb1ska\"", "Odebrane od śląska", "\"Odebrane od \xb6l\xb1ska\""},
		{"\"\x8cwi\xeata\"", "Święta", "\"\x8cwi\xeata\""}, // Windows-1250
		{`"Ala & Ola"`, "Ala & Ola", `"Ala & Ola"`},
		{`"&AGEAYg-c"`, "abc", `"&AGEAYg-c"`},
		{`"urwane&AUI"`, "urwane&AUI", `"urwane&AUI"`},
		{`"z \"cudzys&\\"`, `z "cudzys&\`, `"z \"cudzys&\\"`},
		{"{7}\r\nBi\xb3e&Ba", "Biłe&Ba", "\"Bi\xb3e&Ba\""},
		{"Faktury 2025", "Faktury 2025", `"Faktury 2025"`}, // without the quotes that it needs
		{"Zaległe", "Zaległe", `"Zaległe"`},                // UTF-8, as in no version of IMAP before 2021
		{`"=raw=41"`, "=raw=41", `"=raw=41"`},
	}
	for name, c := range map[string]struct {
		caps   string
		status bool
	}{
		"plain list":             {"", false},
		"with their state":       {"LIST-STATUS LIST-EXTENDED SPECIAL-USE", true},
		"with a count of change": {"LIST-STATUS LIST-EXTENDED CONDSTORE", true},
	} {
		t.Run(name, func(t *testing.T) {
			var list strings.Builder
			for i, f := range cases {
				fmt.Fprintf(&list, "* LIST (\\HasNoChildren) \"/\" %s\r\n", f.wire)
				if c.status {
					fmt.Fprintf(&list, "* STATUS %s (MESSAGES %d UIDNEXT %d UIDVALIDITY 9)\r\n", f.wire, i, i+1)
				}
			}
			asked := &heard{}
			s := faulty.Start(t, faulty.Script{Caps: c.caps, Handle: func(conn *faulty.Conn, cmd faulty.Command) bool {
				if cmd.Name == "EXAMINE" {
					asked.add(strings.TrimSuffix(cmd.Args, " (CONDSTORE)"))
				}
				return answering("LIST", list.String())(conn, cmd)
			}})
			srv := open(t, s)
			folders, err := srv.Folders(t.Context())
			if err != nil || len(folders) != len(cases) || s.Dials() != 1 {
				t.Fatalf("%d folders, %v, %d connections", len(folders), err, s.Dials())
			}
			for i, f := range folders {
				if f.Name != cases[i].name || c.status && int(f.Messages) != i {
					t.Errorf("listed %+v, want %q with %d messages", f, cases[i].name, i)
				}
				if _, err := srv.Examine(t.Context(), f.Name); err != nil {
					t.Fatal(err)
				}
			}
			fresh := open(t, s)
			fresh.(mail.Rememberer).Remember(folders)
			for _, f := range folders {
				if _, err := fresh.Examine(t.Context(), f.Name); err != nil {
					t.Fatal(err)
				}
			}
			for i, got := range asked.all() {
				if want := cases[i%len(cases)].back; got != want {
					t.Errorf("asked for %q, want %q", got, want)
				}
			}
			if n := len(asked.all()); n != 2*len(cases) {
				t.Errorf("%d folders opened", n)
			}
		})
	}
}

// heard collects what a server was asked.
type heard struct {
	mu    sync.Mutex
	words []string
}

func (h *heard) add(word string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.words = append(h.words, word)
}

func (h *heard) all() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.words)
}
