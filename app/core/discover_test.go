package core_test

import (
	"context"
	"errors"
	"testing"

	"kartoteka/app/core"
	"kartoteka/app/core/mailbox"
	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/discover"
	"kartoteka/mail/faulty"
)

// finder is a search that knows one answer.
type finder struct {
	found data.Discovery
	err   error
	asked []string
}

func (f *finder) Find(_ context.Context, address string, progress discover.Progress) (data.Discovery, error) {
	f.asked = append(f.asked, address)
	if progress != nil {
		progress(data.FoundInDNS)
	}
	f.found.Account.Address = address
	return f.found, f.err
}

func TestAnAccountWithoutAServerIsLookedForBeforeItIsTested(t *testing.T) {
	s := faulty.Start(t, faulty.Script{Messages: []faulty.Message{{UID: 1, Raw: "A: b\r\n\r\nc"}}})
	f := &finder{found: data.Discovery{
		Account: data.Account{Host: s.Host, Port: s.Port, Security: data.SecurityNone, User: "biuro", Auth: data.AuthPassword},
		Source:  data.FoundByTrying,
	}}
	c := open(t, core.Options{Finder: f})
	folders, err := c.TestAccount(t.Context(), data.Account{Address: "Biuro <" + firmAddress + ">"}, password)
	if err != nil || len(folders) != 1 || folders[0].OnServer != 1 {
		t.Fatalf("folders %+v, %v", folders, err)
	}
	if len(f.asked) != 1 || f.asked[0] != firmAddress {
		t.Errorf("looked for %q", f.asked)
	}
	if kept, err := c.Accounts(t.Context()); err != nil || len(kept) != 0 {
		t.Errorf("a test kept %v, %v", kept, err)
	}
}

func TestAFailedTestNamesItsStep(t *testing.T) {
	silentFolder := func(c *faulty.Conn, cmd faulty.Command) bool {
		if cmd.Name == "EXAMINE" {
			c.Say("%s NO closed for repair\r\n", cmd.Tag)
		}
		return cmd.Name == "EXAMINE"
	}
	refuse := func(c *faulty.Conn, cmd faulty.Command) bool {
		if cmd.Name == "LOGIN" {
			c.Say("%s NO [AUTHENTICATIONFAILED] no\r\n", cmd.Tag)
		}
		return cmd.Name == "LOGIN"
	}
	for name, tc := range map[string]struct {
		script faulty.Script
		change func(*data.Account)
		step   mail.Step
		key    string
	}{
		"connection": {faulty.Script{}, func(a *data.Account) { a.Port = 1 }, mail.StepDial, "mail-dial"},
		"TLS":        {faulty.Script{}, func(a *data.Account) { a.Security = data.SecurityTLS }, mail.StepTLS, "mail-tls-missing"},
		"greeting":   {faulty.Script{Greeting: "* BYE full\r\n"}, nil, mail.StepGreet, "mail-greeting-refused"},
		"login":      {faulty.Script{Handle: refuse}, nil, mail.StepLogin, "mail-login-refused"},
		"folder":     {faulty.Script{Handle: silentFolder}, nil, mail.StepSelect, "mail-select-refused"},
	} {
		t.Run(name, func(t *testing.T) {
			s := faulty.Start(t, tc.script)
			a := data.Account{Address: firmAddress, Host: s.Host, Port: s.Port, Security: data.SecurityNone}
			if tc.change != nil {
				tc.change(&a)
			}
			_, err := open(t, core.Options{}).TestAccount(t.Context(), a, password)
			var told *data.Error
			if !errors.As(err, &told) || told.Key != tc.key || told.Args["Step"] != string(tc.step) {
				t.Errorf("got %v, want %s at %s", err, tc.key, tc.step)
			}
		})
	}
}

func TestWhatIsFoundYieldsToWhatWasSaid(t *testing.T) {
	d := data.Discovery{Account: data.Account{
		Address: firmAddress, Host: "imap.firma.example", Port: 993, Security: data.SecurityTLS, User: "biuro", Auth: data.AuthPassword,
	}}
	got := mailbox.Settle(data.Account{Name: "firma", User: "inny", Address: "x"}, d)
	if got.Name != "firma" || got.User != "inny" || got.Host != "imap.firma.example" || got.Port != 993 || got.Address != firmAddress {
		t.Errorf("settled as %+v", got)
	}
}

func TestASearchThatFailsIsTold(t *testing.T) {
	f := &finder{err: &mail.Failure{Step: mail.StepTLS, Key: "tls-untrusted"}}
	c := open(t, core.Options{Finder: f})
	_, err := c.Discover(t.Context(), firmAddress, nil)
	var told *data.Error
	if !errors.As(err, &told) || told.Key != "mail-tls-untrusted" || told.Args["Step"] != "tls" {
		t.Errorf("got %v", err)
	}
	if d, ok := c.KnownAccount("Jan <jan@wp.pl>"); !ok || d.Account.Host != "imap.wp.pl" {
		t.Errorf("known: %+v, %v", d, ok)
	}
	if remedy, name, url := c.Remedy(data.Account{Address: "jan@firma.example", Host: "imap.gmail.com"}); remedy != data.RemedyAppOnly || name != "Gmail" || url == "" {
		t.Errorf("remedy %s of %s at %q", remedy, name, url)
	}
}
