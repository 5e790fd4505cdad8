package cli

import (
	"os/exec"
	"runtime"
	"slices"

	"github.com/spf13/cobra"

	"kartoteka/app/core"
	"kartoteka/app/core/mailbox"
	"kartoteka/data"
)

// byProvider is the value of --oauth without one: whoever takes the address's mail.
const byProvider = "auto"

// oauthFlag lets a mailbox be entered with a token instead of a password.
func (s *session) oauthFlag(c *cobra.Command, value *string) {
	c.Flags().StringVar(value, "oauth", "", s.words.T("cli.flag.oauth"))
	c.Flags().Lookup("oauth").NoOptDefVal = byProvider
}

// tokensOf says whose login page is shown for an account, "" for none.
func (o *accountOptions) tokensOf(a data.Account, found data.Auth) (data.Auth, error) {
	switch o.oauth {
	case "":
		if a.Auth.ByToken() {
			return a.Auth, nil // its provider takes nothing else
		}
		return "", nil
	case byProvider:
		if !found.ByToken() {
			return "", data.NewError(data.CodeUsage, "cli-no-tokens", "Address", a.Address)
		}
		return found, nil
	}
	if auth := data.Auth(o.oauth); auth.ByToken() {
		return auth, nil
	}
	return "", data.NewError(data.CodeUsage, "cli-oauth-provider", "Text", o.oauth)
}

// addByLogin shows the provider's login page and adds the mailbox.
func (s *session) addByLogin(k *core.Core, a data.Account) error {
	added, kept, err := k.AddByLogin(s.ctx, a, s.browser())
	if err != nil {
		s.sayStep(err)
		return err
	}
	s.out.say("cli.account.added-by-login", "Name", added.Name, "Host", added.Host)
	s.sayTokenKept(kept)
	return nil
}

func (s *session) sayTokenKept(kept bool) {
	if kept {
		s.out.say("cli.account.token-kept")
		return
	}
	s.out.say("cli.account.token-not-kept")
}

// accountLoginCommand is "account login": the login page again, after a consent ran out.
func (s *session) accountLoginCommand() *cobra.Command {
	c := s.command("login NAME", "account-login")
	c.Args = oneArg("cli-account-which")
	c.RunE = s.look(func(k *core.Core, args []string) error {
		kept, err := k.LogInAgain(s.ctx, args[0], s.browser())
		if err != nil {
			s.sayStep(err)
			return err
		}
		s.out.say("cli.account.logged-in", "Name", args[0])
		s.sayTokenKept(kept)
		return nil
	})
	return c
}

// oauthClientCommand is "account oauth-client": the owner's own identity at a provider.
func (s *session) oauthClientCommand() *cobra.Command {
	c := s.command("oauth-client google|microsoft", "account-oauth-client")
	c.Args = oneArg("cli-oauth-which")
	id, stdin, remove := "", false, false
	f := c.Flags()
	f.StringVar(&id, "client-id", "", s.words.T("cli.flag.client-id"))
	f.BoolVar(&stdin, "client-secret-stdin", false, s.words.T("cli.flag.client-secret-stdin"))
	f.BoolVar(&remove, "remove", false, s.words.T("cli.flag.client-remove"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		auth := data.Auth(args[0])
		if !auth.ByToken() {
			return data.NewError(data.CodeUsage, "cli-oauth-provider", "Text", args[0])
		}
		k, err := s.open()
		if err != nil {
			return err
		}
		if id == "" && !remove {
			return s.showOAuthClient(k, auth)
		}
		secret := ""
		if stdin {
			if secret, err = mailbox.ReadPassword(s.io.In); err != nil {
				return err
			}
		}
		if remove {
			id = ""
		}
		kept, err := k.SetOAuthClient(s.ctx, auth, id, secret)
		if err != nil {
			return err
		}
		if !kept {
			s.out.say("cli.oauth-client.secret-not-kept")
		}
		return s.showOAuthClient(k, auth)
	}
	return c
}

func (s *session) showOAuthClient(k *core.Core, auth data.Auth) error {
	client, err := k.OAuthClient(s.ctx, auth)
	if err != nil {
		return err
	}
	if client.ID == "" {
		s.out.say("cli.oauth-client.none", "Provider", string(auth))
		return nil
	}
	s.out.say("cli.oauth-client.is", "Provider", string(auth), "ID", client.ID)
	return nil
}

// browser shows a page in the system's browser. Its address is printed as well:
// where there is no browser, it can be opened by hand on this machine.
func (s *session) browser() data.LoginPage {
	return data.LoginPage{
		Done: s.words.T("accounts.page-done"), Failed: s.words.T("accounts.page-failed"),
		Open: func(page string) error {
			s.warn(s.words.T("cli.account.log-in-at"))
			s.warn(page)
			if s.program.OpenURL != nil {
				return s.program.OpenURL(page)
			}
			openPage(page)
			return nil
		},
	}
}

// openPage hands a page to the system's browser. That there is none shows soon
// enough.
func openPage(page string) {
	command := map[string][]string{
		"windows": {"rundll32", "url.dll,FileProtocolHandler"}, "darwin": {"open"},
	}[runtime.GOOS]
	if command == nil {
		command = []string{"xdg-open"}
	}
	c := exec.Command(command[0], slices.Concat(command[1:], []string{page})...)
	if c.Start() == nil {
		go func() { _ = c.Wait() }() // it outlives us, or not
	}
}

// helpOAuth is "help oauth": how one's own client id is got.
func (s *session) helpOAuth() *cobra.Command {
	c := s.command("oauth", "help-oauth")
	c.RunE = func(*cobra.Command, []string) error {
		s.help(c, nil)
		return nil
	}
	return c
}
