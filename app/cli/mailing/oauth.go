package mailing

import (
	"os/exec"
	"runtime"
	"slices"

	"github.com/spf13/cobra"

	"kartoteka/app/cli/session"
	"kartoteka/app/core"
	"kartoteka/app/core/mailbox"
	"kartoteka/data"
)

// byProvider is the value of --oauth without one: whoever takes the address's mail.
const byProvider = "auto"

// oauthFlag lets a mailbox be entered with a token instead of a password.
func (s commands) oauthFlag(c *cobra.Command, value *string) {
	c.Flags().StringVar(value, "oauth", "", s.Words.T("cli.flag.oauth"))
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
func (s commands) addByLogin(k *core.Core, a data.Account) error {
	added, kept, err := k.AddByLogin(s.Ctx, a, s.browser())
	if err != nil {
		s.sayStep(err)
		return err
	}
	s.Say("cli.account.added-by-login", "Name", added.Name, "Host", added.Host)
	s.sayTokenKept(kept)
	return nil
}

func (s commands) sayTokenKept(kept bool) {
	if kept {
		s.Say("cli.account.token-kept")
		return
	}
	s.Say("cli.account.token-not-kept")
}

// accountLoginCommand is "account login": the login page again, after a consent ran out.
func (s commands) accountLoginCommand() *cobra.Command {
	c := s.Command("login NAME", "account-login")
	c.Args = session.OneArg("cli-account-which")
	c.RunE = s.Look(func(k *core.Core, args []string) error {
		kept, err := k.LogInAgain(s.Ctx, args[0], s.browser())
		if err != nil {
			s.sayStep(err)
			return err
		}
		s.Say("cli.account.logged-in", "Name", args[0])
		s.sayTokenKept(kept)
		return nil
	})
	return c
}

// oauthClientCommand is "account oauth-client": the owner's own identity at a provider.
func (s commands) oauthClientCommand() *cobra.Command {
	c := s.Command("oauth-client google|microsoft", "account-oauth-client")
	c.Args = session.OneArg("cli-oauth-which")
	id, stdin, remove := "", false, false
	f := c.Flags()
	f.StringVar(&id, "client-id", "", s.Words.T("cli.flag.client-id"))
	f.BoolVar(&stdin, "client-secret-stdin", false, s.Words.T("cli.flag.client-secret-stdin"))
	f.BoolVar(&remove, "remove", false, s.Words.T("cli.flag.client-remove"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		auth := data.Auth(args[0])
		if !auth.ByToken() {
			return data.NewError(data.CodeUsage, "cli-oauth-provider", "Text", args[0])
		}
		k, err := s.Open()
		if err != nil {
			return err
		}
		if id == "" && !remove {
			return s.showOAuthClient(k, auth)
		}
		secret := ""
		if stdin {
			if secret, err = mailbox.ReadPassword(s.In); err != nil {
				return err
			}
		}
		if remove {
			id = ""
		}
		kept, err := k.SetOAuthClient(s.Ctx, auth, id, secret)
		if err != nil {
			return err
		}
		if !kept {
			s.Say("cli.oauth-client.secret-not-kept")
		}
		return s.showOAuthClient(k, auth)
	}
	return c
}

func (s commands) showOAuthClient(k *core.Core, auth data.Auth) error {
	client, err := k.OAuthClient(s.Ctx, auth)
	if err != nil {
		return err
	}
	if client.ID == "" {
		s.Say("cli.oauth-client.none", "Provider", string(auth))
		return nil
	}
	s.Say("cli.oauth-client.is", "Provider", string(auth), "ID", client.ID)
	return nil
}

// browser shows a page in the system's browser. Its address is printed as well:
// where there is no browser, it can be opened by hand on this machine.
func (s commands) browser() data.LoginPage {
	return data.LoginPage{
		Done: s.Words.T("accounts.page-done"), Failed: s.Words.T("accounts.page-failed"),
		Open: func(page string) error {
			s.Warn(s.Words.T("cli.account.log-in-at"))
			s.Warn(page)
			if s.OpenURL != nil {
				return s.OpenURL(page)
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
