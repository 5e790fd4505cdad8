//go:build dovecot

package mail_test

import (
	"net"
	"strconv"
	"testing"

	imap2 "github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/dovecottest"
	"kartoteka/mail/imap"
)

// TestDovecotMovedAndVanished moves letters between folders and deletes others
// behind the program's back, with a server that counts changes: a letter moved is
// one letter at its new place, one that vanished stays here and is marked.
func TestDovecotMovedAndVanished(t *testing.T) {
	s := dovecottest.Start(t)
	s.Fill(t, dovecottest.Corpus(60))
	k := newKeeper()
	p := mail.Pull{Dialer: imap.Dialer{}, Keeper: k, Parse: parse}
	a := dovecotAccount(s, data.SecurityTLS)
	good(t, p.Run(t.Context(), a, dovecottest.Password))
	from := dovecottest.CorpusFolders[0]
	to := dovecottest.CorpusFolders[1]
	all := k.messages()
	if k.at(from).folder.ModSeq == 0 {
		t.Error("Dovecot's count of changes was not noted")
	}
	here, there := len(k.raws(from)), len(k.raws(to))
	behindOurBack(t, s, from, func(c *imapclient.Client) error {
		_, err := c.Move(imap2.UIDSetNum(1, 3, 5), to).Wait()
		if err != nil {
			return err
		}
		gone := imap2.UIDSetNum(2, 4, 6)
		if err := c.Store(gone, &imap2.StoreFlags{Op: imap2.StoreFlagsAdd, Flags: []imap2.Flag{imap2.FlagDeleted}}, nil).Close(); err != nil {
			return err
		}
		return c.UIDExpunge(gone).Close()
	})
	r := good(t, p.Run(t.Context(), a, dovecottest.Password))
	if k.messages() != all || r[from].New+r[to].New != 0 {
		t.Errorf("%d messages, before %d; %+v %+v", k.messages(), all, r[from], r[to])
	}
	if len(k.raws(from)) != here-6 || len(k.raws(to)) != there+3 {
		t.Errorf("places: %d of %d there, %d of %d here", len(k.raws(from)), here, len(k.raws(to)), there)
	}
	for _, name := range []string{from, to} {
		k.check(t, name, s.Sums(t, name))
		if f := r[name]; f.OnServer != f.Kept || f.Failed != 0 {
			t.Errorf("%s: %+v", name, f)
		}
	}
	for name, f := range good(t, p.Run(t.Context(), a, dovecottest.Password)) {
		if f.New != 0 || f.OnServer != f.Kept {
			t.Errorf("a third run, %s: %+v", name, f)
		}
	}
}

// behindOurBack does with a folder what its owner does with another program.
func behindOurBack(t *testing.T, s *dovecottest.Server, folder string, do func(*imapclient.Client) error) {
	t.Helper()
	c, err := imapclient.DialInsecure(net.JoinHostPort(s.Host, strconv.Itoa(s.IMAP)), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }() // what it did is done
	if err := c.Login(dovecottest.User, dovecottest.Password).Wait(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Select(folder, nil).Wait(); err != nil {
		t.Fatal(err)
	}
	if err := do(c); err != nil {
		t.Fatal(err)
	}
}
