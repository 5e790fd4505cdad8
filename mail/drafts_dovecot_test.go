//go:build dovecot

package mail_test

import (
	"fmt"
	"slices"
	"testing"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/dovecottest"
	"kartoteka/mail/imap"
)

// TestDovecotTellsWhichDraftsAreThere looks for many drafts at once, of which one
// lies there twice, as after a program that saved it anew, and some do not.
func TestDovecotTellsWhichDraftsAreThere(t *testing.T) {
	s := dovecottest.Start(t)
	var ids, want []string
	for i := range 100 {
		id := fmt.Sprintf("szkic.%d@firma.example", i)
		ids = append(ids, id)
		if i%7 == 0 {
			continue
		}
		want = append(want, id)
		raw := fmt.Appendf(nil, "From: x@y.example\nIn-Reply-To: <szkic.%d@firma.example>\nMessage-Id:\n <%s>\nSubject: s\n\nt\n", i-1, id)
		s.Deliver(t, "Szkice", 2*i, "D", raw)
		if i == 50 {
			s.Deliver(t, "Szkice", 2*i+1, "D", raw)
		}
	}
	srv, err := imap.Dialer{}.Dial(t.Context(), dovecotAccount(s, data.SecurityTLS), dovecottest.Password)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = srv.Close() }()
	for folder, want := range map[string][]string{"Szkice": want, "Nie ma": nil, "INBOX": nil} {
		there, err := mail.DraftsThere(t.Context(), srv, folder, ids)
		slices.Sort(there)
		slices.Sort(want)
		if err != nil || !slices.Equal(there, want) {
			t.Errorf("%s: %d of %d are there, %v", folder, len(there), len(want), err)
		}
	}
}
