package mail_test

import (
	"context"
	"slices"
	"testing"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/imap"
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
