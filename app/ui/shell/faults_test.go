package shell_test

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/data"
	"kartoteka/mail/faulty"
)

// letters are n of Anna's.
func letters(n int) []faulty.Message {
	out := make([]faulty.Message, n)
	for i := range out {
		out[i] = faulty.Message{UID: uint32(i + 1), Raw: strings.NewReplacer(
			"<1@", fmt.Sprintf("<%d@", i+1), "zacina sie\r\nDate", fmt.Sprintf("zacina sie %d\r\nDate", i+1),
		).Replace(letter)}
	}
	return out
}

// broken is one way in which a server breaks a pull off, when it comes to the
// tenth letter. reached is told of each time it does.
type broken func(c *faulty.Conn, reached func())

var breaks = map[string]broken{
	"cuts": func(c *faulty.Conn, reached func()) {
		c.Raw("* 10 FETCH (UID 10 BODY[] {500}\r\nFrom: x")
		c.Flush()
		reached()
		_ = c.Close() // that is the fault
	},
	"stalls": func(c *faulty.Conn, reached func()) {
		c.Raw("* 10 FETCH (UID 10 BODY[] {500}\r\nFrom: x")
		c.Flush()
		reached()
		_, _ = io.Copy(io.Discard, c) // until the client has had enough
	},
	"garbles": func(c *faulty.Conn, reached func()) {
		c.Raw("* 10 F\x00TCH (UI\xff 10 BODY[ {7}\r\n\x15\x16)))\r\n")
		c.Flush()
		reached()
	},
	"floods": func(c *faulty.Conn, reached func()) {
		line := strings.Repeat("* 4711 EXISTS\r\n* OK still here\r\n* 4711 FETCH (FLAGS (\\Seen))\r\n", 64)
		for i := range 256 {
			if _, err := io.WriteString(c, line); err != nil {
				return // the client has had enough
			}
			if i == 8 {
				reached()
			}
		}
	},
}

// TestTheWindowIsAliveWhileMailBreaks: whatever a server does in the middle of a
// pull, every screen opens, the search finds and a call is logged, and nothing of
// it waits for the server or asks the store on the window's own goroutine.
func TestTheWindowIsAliveWhileMailBreaks(t *testing.T) {
	d := newAliveDesk(t)
	d.off(d.client)
	d.show()
	for name, fault := range breaks {
		reached := make(chan struct{})
		tell := sync.OnceFunc(func() { close(reached) })
		server := faulty.Start(t, faulty.Script{Messages: letters(20), Fetch: func(c *faulty.Conn, seq int, m faulty.Message, cmd faulty.Command) {
			if m.UID == 10 {
				fault(c, tell)
				return
			}
			c.Honest(seq, m, cmd)
		}})
		account := data.Account{Name: name, Address: name + "@example.pl", Host: server.Host, Port: server.Port, Security: data.SecurityNone}
		d.off(func() {
			if _, _, err := d.core.AddAccount(t.Context(), account, "tajne"); err != nil {
				t.Error(err)
			}
		})
		d.do(func() { d.Key(fyne.KeyF5) })
		d.until(name, func() bool { return closed(reached) })
		d.walk()
		d.do(d.shell.Tick)
		d.do(d.shell.StopPull)
		d.off(func() {
			if err := d.core.RemoveAccount(t.Context(), name); err != nil {
				t.Error(err)
			}
		})
	}
	d.walk()
	d.free()
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// client is somebody to find and to open.
func (d *desk) client() {
	ctx := d.t.Context()
	id, err := d.core.AddContact(ctx, data.Contact{
		Kind: data.Person, GivenName: "Łucja", FamilyName: "Wiśniewska", Status: data.StatusActive, LegalType: data.Consumer,
	})
	if err == nil {
		_, err = d.core.AddFollowUp(ctx, data.FollowUp{What: "Oddzwonić w sprawie wkładki", ContactID: id, Due: d.core.TodayDate()})
	}
	if err != nil {
		d.t.Error(err)
	}
}

// walk goes through the screens as one does between two jobs.
func (d *desk) walk() {
	d.t.Helper()
	for _, to := range []struct {
		key   fyne.KeyName
		words string
	}{
		{fyne.Key1, "Oddzwonić"},
		{fyne.Key2, "Zamek zacina"},
		{fyne.Key3, "Łucja Wiśniewska"},
		{fyne.Key4, "Żadna sprawa nie czeka"},
		{fyne.Key5, "Raporty"},
		{fyne.Key6, "Powiadomienia"},
	} {
		d.do(func() { d.press(to.key, command) })
		d.says(to.words)
	}
	d.do(func() { d.press(fyne.Key3, command) })
	d.do(func() { d.press(fyne.KeyK, command) })
	for _, letter := range "lucja wis" {
		d.do(func() { d.Type(string(letter)) })
	}
	d.do(func() { d.Key(fyne.KeyReturn) })
	d.until("the client's card", func() bool { r := d.shell.Route(); return r.Screen == kit.ScreenContacts && r.ID != 0 })
	d.do(func() { d.press(fyne.KeyL, command) })
	d.until("the quick log", func() bool { return d.Window.Canvas().Overlays().Top() != nil })
	d.do(func() { d.Key(fyne.KeyEscape) })
	d.until("the end of the quick log", func() bool { return d.Window.Canvas().Overlays().Top() == nil })
}
