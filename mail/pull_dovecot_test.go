//go:build dovecot

package mail_test

import (
	"slices"
	"testing"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/dovecottest"
	"kartoteka/mail/imap"
)

func dovecotAccount(s *dovecottest.Server, security data.Security) data.Account {
	a := data.Account{
		ID: 1, Name: "firma", Address: dovecottest.User, Host: s.Host, Port: s.IMAP, Security: security, CA: s.CA,
	}
	if security == data.SecurityTLS {
		a.Port = s.IMAPS
	}
	return a
}

func TestDovecotMailboxIsKeptWholeAndLeftUntouched(t *testing.T) {
	s := dovecottest.Start(t)
	s.Fill(t, dovecottest.Corpus(2000))
	files := s.Files(t)
	if len(files) != 2000 {
		t.Fatalf("%d files delivered", len(files))
	}
	for _, security := range []data.Security{data.SecurityTLS, data.SecuritySTARTTLS, data.SecurityNone} {
		t.Run(string(security), func(t *testing.T) {
			k := newKeeper()
			p := mail.Pull{Dialer: imap.Dialer{}, Keeper: k, Parse: parse}
			a := dovecotAccount(s, security)
			got := good(t, p.Run(t.Context(), a, dovecottest.Password))
			total := 0
			for _, name := range dovecottest.CorpusFolders {
				sums := s.Sums(t, name)
				k.check(t, name, sums)
				if r := got[name]; r.Kept != len(sums) || r.New != len(sums) || r.Failed != 0 {
					t.Errorf("%s: %+v, want %d", name, r, len(sums))
				}
				total += got[name].New
			}
			if total != 2000 || k.messages() != 2000 {
				t.Errorf("new %d, kept %d", total, k.messages())
			}
			for name, r := range good(t, p.Run(t.Context(), a, dovecottest.Password)) {
				if r.New != 0 || r.Failed != 0 {
					t.Errorf("second run, %s: %+v", name, r)
				}
			}
			if after := s.Files(t); !slices.Equal(files, after) {
				t.Errorf("the server's flags or files have changed: %d files, before %d", len(after), len(files))
			}
		})
	}
	if t.Failed() {
		t.Log(s.Log())
	}
}
