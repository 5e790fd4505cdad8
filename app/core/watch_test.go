package core_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"kartoteka/app/core"
	"kartoteka/app/core/mailing"
	"kartoteka/data"
	"kartoteka/mail/faulty"
)

// pushing is a server that tells of new mail by itself.
type pushing struct {
	mu    sync.Mutex
	idle  *faulty.Conn
	idles chan struct{} // one for each IDLE that began
}

func (p *pushing) handle(c *faulty.Conn, cmd faulty.Command) bool {
	if cmd.Name != "IDLE" {
		return false
	}
	c.Raw("+ idling\r\n")
	c.Flush()
	p.mu.Lock()
	p.idle = c
	p.mu.Unlock()
	p.idles <- struct{}{}
	c.ReadLine() // DONE
	p.mu.Lock()
	p.idle = nil
	p.mu.Unlock()
	return false // the OK is as usual
}

// push adds a letter and tells of it.
func (p *pushing) push(s *faulty.Server, m []faulty.Message) {
	s.SetMessages(1, m)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.idle != nil {
		p.idle.Say("* %d EXISTS\r\n", len(m))
		p.idle.Flush()
	}
}

func note(n int, from string) faulty.Message {
	return faulty.Message{UID: uint32(n), Raw: string(letter(n, from, fmt.Sprint("List ", n), "Dzień dobry"))}
}

// TestNewMailComesByItself watches a server that tells of news, with the real
// store, over a real connection.
func TestNewMailComesByItself(t *testing.T) {
	p := &pushing{idles: make(chan struct{}, 10)}
	s := faulty.Start(t, faulty.Script{Caps: "IDLE", Messages: []faulty.Message{note(1, "anna@klient.example")}, Handle: p.handle})
	c := open(t, core.Options{})
	if _, err := c.AddContact(t.Context(), data.Contact{
		GivenName: "Anna", FamilyName: "Nowak", Handles: []data.Handle{{Kind: data.HandleEmail, Value: "anna@klient.example"}},
	}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.AddAccount(t.Context(), data.Account{
		Name: "poczta", Address: firmAddress, Host: s.Host, Port: s.Port, Security: data.SecurityNone,
	}, password); err != nil {
		t.Fatal(err)
	}
	ran := make(chan core.Pulled, 10)
	stop, err := c.Watch(t.Context(), core.WatchOptions{Ran: func(r core.Pulled) { ran <- r }})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	if r := <-ran; r.Fresh != 1 || r.FromClients != 0 || r.Err != nil {
		t.Errorf("the first pull, in which nothing is news: %+v", r)
	}
	<-p.idles
	states, err := c.SyncState(t.Context())
	if err != nil || len(states) != 1 || !states[0].Listening || states[0].LastGood.IsZero() || states[0].Error != "" {
		t.Errorf("state %+v, %v", states, err)
	}
	list := []faulty.Message{note(1, "anna@klient.example")}
	list = append(list, note(2, "anna@klient.example"), note(3, "obcy@inny.example"))
	p.push(s, list)
	if r := <-ran; r.Fresh != 2 || r.FromClients != 1 || r.Err != nil {
		t.Errorf("news: %+v", r)
	}
	<-p.idles
	list = append(list, note(4, "anna@klient.example"))
	s.SetMessages(1, list) // and nobody tells
	results, err := c.Sync(t.Context(), core.SyncOptions{})
	if err != nil || len(results) != 1 || results[0].Folders[0].New != 1 {
		t.Errorf("by hand while it is watched: %+v, %v", results, err)
	}
	if r := <-ran; r.FromClients != 1 {
		t.Errorf("told of %+v", r)
	}
	if s.Dials() != 1 {
		t.Errorf("%d connections; one is to do for all", s.Dials())
	}
	totals, err := c.MailTotals(t.Context())
	if err != nil || totals != (data.MailTotals{OnServer: 4, Kept: 4}) {
		t.Errorf("totals %+v, %v", totals, err)
	}
	stop()
	stop()
	if _, err := c.Sync(t.Context(), core.SyncOptions{}); err != nil {
		t.Errorf("after the watch: %v", err)
	}
}

// TestMailboxesArePulledTogether has two servers that answer only once both are
// asked.
func TestMailboxesArePulledTogether(t *testing.T) {
	var both sync.WaitGroup
	both.Add(2)
	c := open(t, core.Options{})
	var names []string
	for i := range 2 {
		var once sync.Once
		s := faulty.Start(t, faulty.Script{
			Messages: []faulty.Message{note(i+1, "a@b.example")},
			Handle: func(_ *faulty.Conn, cmd faulty.Command) bool {
				if cmd.Name == "LIST" {
					once.Do(both.Done)
					both.Wait()
				}
				return false
			},
		})
		name := fmt.Sprint("poczta ", i)
		names = append(names, name)
		if _, _, err := c.AddAccount(t.Context(), data.Account{
			Name: name, Address: fmt.Sprintf("b%d@firma.example", i), Host: s.Host, Port: s.Port, Security: data.SecurityNone,
		}, password); err != nil {
			t.Fatal(err)
		}
	}
	results, err := c.Sync(t.Context(), core.SyncOptions{})
	if err != nil || len(results) != 2 {
		t.Fatalf("%+v, %v", results, err)
	}
	for i, r := range results {
		if r.Name != names[i] || !r.OK || r.Folders[0].New != 1 {
			t.Errorf("result %d: %+v", i, r)
		}
	}
}

// TestProviderThatWantsRestIsLeftAlone: what a server says in its own words ends
// the pull at once, is remembered with the run, and holds after a new start.
func TestProviderThatWantsRestIsLeftAlone(t *testing.T) {
	for name, words := range map[string]string{
		"a code":        "NO [OVERQUOTA] slow down",
		"Gmail's words": "NO Account exceeded command or bandwidth limits. (Failure)",
		"Yahoo's":       "NO [LIMIT] Rate limit hit",
		"too many":      "NO Too many simultaneous connections",
	} {
		t.Run(name, func(t *testing.T) {
			s := faulty.Start(t, faulty.Script{Handle: func(conn *faulty.Conn, cmd faulty.Command) bool {
				switch cmd.Name {
				case "LIST":
					conn.Raw("* LIST () \"/\" INBOX\r\n* LIST () \"/\" Inny\r\n")
					conn.OK(cmd)
				case "EXAMINE":
					conn.Say("%s %s\r\n", cmd.Tag, words)
				default:
					return false
				}
				return true
			}})
			dir := t.TempDir()
			c := open(t, core.Options{Dir: dir, Vault: &vault{}})
			a, _, err := c.AddAccount(t.Context(), data.Account{
				Name: "poczta", Address: firmAddress, Host: s.Host, Port: s.Port, Security: data.SecurityNone,
			}, password)
			if err != nil {
				t.Fatal(err)
			}
			r, err := c.Sync(t.Context(), core.SyncOptions{Password: password})
			if err != nil || r[0].OK || !strings.HasSuffix(keyOf(r[0].Err), "mail-busy") {
				t.Fatalf("%+v, %v", r, err)
			}
			if n := strings.Count(strings.Join(s.Seen(), " "), "EXAMINE"); n != 1 {
				t.Errorf("%d folders asked for after the server had enough", n-1)
			}
			before := s.Dials()
			changed := make(chan struct{}, 100)
			stop, err := c.Watch(t.Context(), core.WatchOptions{Changed: func() { changed <- struct{}{} }})
			if err != nil {
				t.Fatal(err)
			}
			states, err := c.SyncState(t.Context())
			if err != nil || states[0].Next.Before(noon.Add(time.Hour)) || states[0].Account.ID != a.ID || states[0].Error != "mail-busy" {
				t.Errorf("%+v, %v", states, err)
			}
			stop()
			if s.Dials() != before {
				t.Error("it was asked again at once")
			}
		})
	}
}

// TestRefusedTwiceIsNotTriedAgainByItself: a program that keeps offering a wrong
// password gets the account locked.
func TestRefusedTwiceIsNotTriedAgainByItself(t *testing.T) {
	s := faulty.Start(t, faulty.Script{Handle: func(conn *faulty.Conn, cmd faulty.Command) bool {
		if cmd.Name == "LOGIN" {
			conn.Say("%s NO [AUTHENTICATIONFAILED] wrong\r\n", cmd.Tag)
		}
		return cmd.Name == "LOGIN"
	}})
	c := open(t, core.Options{})
	a := data.Account{Name: "poczta", Address: firmAddress, Host: s.Host, Port: s.Port, Security: data.SecurityNone}
	if _, _, err := c.AddAccount(t.Context(), a, password); err != nil {
		t.Fatal(err)
	}
	stands := func() mailing.SyncState {
		t.Helper()
		stop, err := c.Watch(t.Context(), core.WatchOptions{First: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		defer stop()
		states, err := c.SyncState(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return states[0]
	}
	for refused := range 3 {
		if got := stands(); got.Stopped != (refused >= 2) || got.Account.Failed != refused {
			t.Errorf("after %d refusals: %+v", refused, got)
		}
		if r, err := c.Sync(t.Context(), core.SyncOptions{}); err != nil || r[0].OK {
			t.Errorf("%+v, %v", r, err)
		}
	}
	if _, err := c.ChangeAccount(t.Context(), a, "nowe hasło"); err != nil {
		t.Fatal(err)
	}
	if got := stands(); got.Stopped || got.Next.IsZero() {
		t.Errorf("after its owner changed it: %+v", got)
	}
}

func TestWatchEndsWithTheProgram(t *testing.T) {
	p := &pushing{idles: make(chan struct{}, 10)}
	s := faulty.Start(t, faulty.Script{Caps: "IDLE", Handle: p.handle})
	c := open(t, core.Options{})
	if _, _, err := c.AddAccount(t.Context(), data.Account{
		Name: "poczta", Address: firmAddress, Host: s.Host, Port: s.Port, Security: data.SecurityNone,
	}, password); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	stop, err := c.Watch(ctx, core.WatchOptions{})
	if err != nil {
		t.Fatal(err)
	}
	<-p.idles
	cancel()
	stop()
	if _, err := c.Sync(t.Context(), core.SyncOptions{}); err != nil {
		t.Errorf("the folder is not free: %v", err)
	}
}
