package mail_test

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/faulty"
	"kartoteka/mail/imap"
	"kartoteka/mail/imapd"
)

// drafting is a server whose folder of all mail holds drafts, which it counts
// and which a search for mail leaves out.
type drafting struct {
	imap.Dialer
	drafts []uint32
}

func (d *drafting) Dial(ctx context.Context, a data.Account, password string) (mail.Server, error) {
	s, err := d.Dialer.Dial(ctx, a, password)
	return &draftingServer{s, d.drafts}, err
}

type draftingServer struct {
	mail.Server
	drafts []uint32
}

func (s *draftingServer) UIDs(ctx context.Context, from uint32) ([]uint32, error) {
	all, err := s.Server.UIDs(ctx, from)
	return slices.DeleteFunc(all, func(u uint32) bool { return slices.Contains(s.drafts, u) }), err
}

func TestDraftsAmongAllMailAreNoFailures(t *testing.T) {
	const name = "[Gmail]/Wszystkie"
	d, k := &drafting{drafts: []uint32{3, 7}}, newKeeper()
	a, grown := serve(t, folder(name, data.RoleAll, 5)), serve(t, folder(name, data.RoleAll, 6))
	for i, run := range []struct {
		at   data.Account
		kept int
	}{{a, 3}, {a, 3}, {grown, 4}, {grown, 4}} {
		r := mail.Pull{Dialer: d, Keeper: k, Parse: parse}.Run(t.Context(), run.at, "tajne hasło")
		if got := good(t, r)[name]; got.Kept != run.kept || got.LeftOut != 2 || got.Failed != 0 {
			t.Errorf("run %d: %+v", i+1, got)
		}
	}
}

// TestADraftThatIsSentInItsPlaceIsPulled: in a folder of all mail a draft becomes
// mail under the number that it has, or under a new one; neither the count of
// messages nor the next number need to tell.
func TestADraftThatIsSentInItsPlaceIsPulled(t *testing.T) {
	const name = "[Gmail]/Wszystkie"
	for what, send := range map[string]func(*imapd.Folder){
		"under the same number": func(f *imapd.Folder) { f.Messages[2].Draft = false },
		"under a new one":       func(f *imapd.Folder) { f.Messages[2].Draft, f.Messages[2].UID = false, 99 },
	} {
		all := folder(name, data.RoleAll, 5)
		all.Messages[2].Draft, all.Messages[4].Draft = true, true
		s, err := imapd.Start(t.Context(), imapd.Mailbox{User: owner, Password: "tajne hasło", Folders: []imapd.Folder{all}})
		if err != nil {
			t.Fatal(err)
		}
		host, port := s.Addr()
		a, k := data.Account{ID: 1, Name: "firma", Address: owner, Host: host, Port: port, Security: data.SecurityNone}, newKeeper()
		p := mail.Pull{Dialer: imap.Dialer{}, Keeper: k, Parse: parse}
		for run, want := range []mail.FolderResult{{Kept: 3, New: 3, LeftOut: 2}, {Kept: 3, LeftOut: 2}, {Kept: 4, New: 1, LeftOut: 1}, {Kept: 4, LeftOut: 1}} {
			if run == 2 {
				send(&all)
				if err := s.Replace([]imapd.Folder{all}); err != nil {
					t.Fatal(err)
				}
			}
			got := good(t, p.Run(t.Context(), a, "tajne hasło"))[name]
			if got.Kept != want.Kept || got.New != want.New || got.LeftOut != want.LeftOut || got.Failed != 0 {
				t.Errorf("%s, run %d: %+v, want %+v", what, run+1, got, want)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestADraftThatIsSentShowsInTheCountOfChanges is the same with a server that
// counts changes, as Gmail does.
func TestADraftThatIsSentShowsInTheCountOfChanges(t *testing.T) {
	var sent atomic.Bool
	s := faulty.Start(t, faulty.Script{
		Caps: "LIST-STATUS LIST-EXTENDED SPECIAL-USE CONDSTORE", Messages: letters(5),
		Handle: func(conn *faulty.Conn, cmd faulty.Command) bool {
			count, others := 5, "* SEARCH 10 20 40 50\r\n"
			if sent.Load() {
				count, others = 6, "* SEARCH 10 20 30 40 50\r\n"
			}
			switch {
			case cmd.Name == "LIST":
				conn.Say("* LIST (\\All) \"/\" Wszystkie\r\n* STATUS Wszystkie (MESSAGES 5 UIDNEXT 51 UIDVALIDITY 1 HIGHESTMODSEQ %d)\r\n", count)
			case cmd.Name == "EXAMINE":
				conn.Say("* OK [HIGHESTMODSEQ %d] ok\r\n", count)
				return false
			case cmd.Name == "UID SEARCH" && strings.Contains(cmd.Args, "1:*") && !strings.Contains(cmd.Args, "51:*"):
				conn.Raw(others)
			case cmd.Name == "UID FETCH" && strings.Contains(cmd.Args, "CHANGEDSINCE"):
				conn.Raw("* 3 FETCH (UID 30 MODSEQ (6))\r\n")
			default:
				return false
			}
			conn.OK(cmd)
			return true
		},
	})
	k := newKeeper()
	for run, want := range []int{4, 0, 1, 0} {
		sent.Store(run >= 2)
		r := good(t, impatient(k).Run(t.Context(), faultyAccount(s), "hasło"))["Wszystkie"]
		if r.New != want || r.Failed != 0 || r.OnServer != 5 || r.OnServer != r.Kept+r.LeftOut {
			t.Errorf("run %d: %+v, want %d new", run+1, r, want)
		}
	}
}
