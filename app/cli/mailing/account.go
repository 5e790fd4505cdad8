// Package mailing is the commands about mail: mailboxes and how they are entered,
// the pull, whose mail is kept, single messages, answers and the firm's letters.
package mailing

import (
	"errors"
	"strconv"

	"github.com/spf13/cobra"

	"kartoteka/app/cli/lists"
	"kartoteka/app/cli/session"
	"kartoteka/app/core"
	"kartoteka/app/core/mailbox"
	"kartoteka/data"
)

// commands are the commands about mail.
type commands struct{ *session.Session }

// Commands returns them: account, sync, sender, message, reply and template.
func Commands(s *session.Session) []*cobra.Command {
	c := commands{s}
	return []*cobra.Command{
		c.accountCommand(), c.syncCommand(), c.senderCommand(), c.messageCommand(), c.replyCommand(), c.templateCommand(),
	}
}

func (s commands) accountCommand() *cobra.Command {
	return s.Group("account", "account",
		s.accountAddCommand(), s.accountListCommand(), s.accountTestCommand(), s.accountFoldersCommand(),
		s.accountRemoveCommand(), s.accountLoginCommand(), s.oauthClientCommand())
}

// accountOptions are the flags of account add and account test.
type accountOptions struct {
	account  data.Account
	security string
	since    string
	caFile   string
	stdin    bool
	oauth    string
}

func (s commands) accountAddCommand() *cobra.Command {
	c := s.Command("add --address ADDRESS [--host HOST]", "account-add")
	o := &accountOptions{}
	s.accountFlags(c, o)
	f := c.Flags()
	f.StringVar(&o.account.Name, "name", "", s.Words.T("cli.flag.name"))
	f.StringVar(&o.since, "since", "", s.Words.T("cli.flag.since"))
	s.oauthFlag(c, &o.oauth)
	c.RunE = func(*cobra.Command, []string) error { return s.addAccount(o) }
	return c
}

func (s commands) accountFlags(c *cobra.Command, o *accountOptions) {
	f := c.Flags()
	f.StringVar(&o.account.Address, "address", "", s.Words.T("cli.flag.address"))
	f.StringVar(&o.account.Host, "host", "", s.Words.T("cli.flag.host"))
	f.IntVar(&o.account.Port, "port", 0, s.Words.T("cli.flag.port"))
	f.StringVar(&o.security, "security", "", s.Words.T("cli.flag.security"))
	f.StringVar(&o.account.User, "user", "", s.Words.T("cli.flag.user"))
	f.StringVar(&o.caFile, "ca-file", "", s.Words.T("cli.flag.ca-file"))
	s.passwordFlag(c, &o.stdin)
}

func (s commands) passwordFlag(c *cobra.Command, stdin *bool) {
	c.Flags().BoolVar(stdin, "password-stdin", false, s.Words.T("cli.flag.password-stdin"))
}

// read completes the account from the flags.
func (o *accountOptions) read() (data.Account, error) {
	a := o.account
	a.Security = data.Security(o.security)
	if a.Address == "" {
		return a, data.NewError(data.CodeUsage, "cli-flag-missing", "Flag", "--address")
	}
	if o.since != "" {
		day, err := data.ParseDate(o.since)
		if err != nil {
			return a, err
		}
		a.Since = day
	}
	if o.caFile != "" {
		pem, err := mailbox.ReadCertificate(o.caFile)
		if err != nil {
			return a, err
		}
		a.CA = pem
	}
	return a, nil
}

func (s commands) addAccount(o *accountOptions) error {
	a, err := o.read()
	if err != nil {
		return err
	}
	if a.Host != "" && o.oauth == "" {
		return s.addByPassword(o, a)
	}
	k, err := s.Open() // a search is noted in the folder's log
	if err != nil {
		return err
	}
	found := data.Auth(o.oauth)
	if a.Host == "" {
		if a, found, err = s.discover(k, a); err != nil {
			return err
		}
	}
	auth, err := o.tokensOf(a, found)
	if err != nil {
		return err
	}
	if a.Auth = auth; auth != "" {
		return s.addByLogin(k, a)
	}
	return s.addByPassword(o, a)
}

func (s commands) addByPassword(o *accountOptions, a data.Account) error {
	password, err := s.askedPassword(o.stdin, a.Address)
	if err != nil {
		return err
	}
	k, err := s.Open()
	if err != nil {
		return err
	}
	added, kept, err := k.AddAccount(s.Ctx, a, password)
	if err != nil {
		return err
	}
	s.sayAdded(added, password != "", kept)
	return nil
}

func (s commands) sayAdded(a data.Account, given, kept bool) {
	s.Say("cli.account.added", "Name", a.Name, "Host", a.Host, "Port", strconv.Itoa(a.Port),
		"Security", s.Words.T("security."+string(a.Security)))
	switch {
	case kept:
		s.Say("cli.account.password-kept")
	case !given:
		s.Say("cli.account.password-none")
	default:
		s.Say("cli.account.password-no-keyring")
	}
}

// discover finds out how the mailbox is reached and says it, with what its
// provider wants first: before a password is asked for. tokens says whose login
// page would do as well.
func (s commands) discover(k *core.Core, a data.Account) (_ data.Account, tokens data.Auth, err error) {
	d, err := k.Discover(s.Ctx, a.Address, func(from data.DiscoverySource) {
		if s.Watched() {
			s.Warn(s.Words.T("discover.asking-" + string(from)))
		}
	})
	if err != nil {
		return a, "", err
	}
	a = mailbox.Settle(a, d)
	s.Say("cli.account.found", "Host", a.Host, "Port", strconv.Itoa(a.Port), "User", a.User,
		"Security", s.Words.T("security."+string(a.Security)), "Source", s.Words.T("discover.source-"+string(d.Source)))
	if d.Remedy != data.RemedyNone {
		s.Say("discover.remedy-"+string(d.Remedy), "Provider", d.Provider)
		s.Line("  " + d.RemedyURL)
	}
	return a, d.Tokens, s.Flush()
}

func (s commands) accountListCommand() *cobra.Command {
	c := s.Command("list", "account-list")
	s.JSONFlag(c)
	c.RunE = s.Look(lists.Accounts(s.Session))
	return c
}

func (s commands) accountTestCommand() *cobra.Command {
	c := s.Command("test [NAME]", "account-test")
	o := &accountOptions{}
	s.accountFlags(c, o)
	c.Args = cobra.MaximumNArgs(1)
	c.RunE = func(c *cobra.Command, args []string) error {
		open := s.Existing
		if len(args) == 0 && o.given() {
			open = s.Open // to be tested before anything is kept
		}
		return session.With(open, func(k *core.Core, args []string) error { return s.testAccount(k, o, args) })(c, args)
	}
	return c
}

func (s commands) testAccount(k *core.Core, o *accountOptions, args []string) error {
	a, err := s.accountToTest(k, o, args)
	if err != nil {
		return err
	}
	if a.Host == "" {
		if a, _, err = s.discover(k, a); err != nil {
			return err
		}
	}
	password := ""
	if !a.Auth.ByToken() {
		if password, err = s.testPassword(o.stdin, a); err != nil {
			return err
		}
	}
	folders, err := k.TestAccount(s.Ctx, a, password)
	if err != nil {
		s.sayStep(err)
		return err
	}
	s.Count("cli.account.works", len(folders), "Host", a.Host)
	rows := make([][]string, len(folders))
	for i, f := range folders {
		role := "none"
		if f.Role != data.RoleNone {
			role = string(f.Role)
		}
		rows[i] = []string{f.Name, s.Words.T("role." + role), s.Words.Int(f.OnServer)}
	}
	s.Table([]string{"cli.col.folder", "cli.col.role", "cli.col.on-server"}, rows)
	return nil
}

// sayStep says how far a test of a mailbox came before it failed.
func (s commands) sayStep(err error) {
	var told *data.Error
	if !errors.As(err, &told) {
		return
	}
	if step, ok := told.Args["Step"].(string); ok {
		s.Warn(s.Words.T("cli.account.failed-at", "Step", s.Words.T("mail-step."+step)))
	}
}

// given reports whether the flags describe an account.
func (o *accountOptions) given() bool { return o.account.Address != "" || o.account.Host != "" }

// accountToTest is a kept account by name, the only one, or one given by flags.
func (s commands) accountToTest(k *core.Core, o *accountOptions, args []string) (data.Account, error) {
	if len(args) == 1 {
		return k.Account(s.Ctx, args[0])
	}
	if o.given() {
		return o.read()
	}
	all, err := k.Accounts(s.Ctx)
	if err != nil {
		return data.Account{}, err
	}
	if len(all) != 1 {
		return data.Account{}, data.NewError(data.CodeUsage, "cli-account-which")
	}
	return all[0], nil
}

func (s commands) accountRemoveCommand() *cobra.Command {
	c := s.Command("remove NAME", "account-remove")
	c.Args = session.OneArg("cli-account-which")
	c.RunE = s.Look(func(k *core.Core, args []string) error {
		if err := k.RemoveAccount(s.Ctx, args[0]); err != nil {
			return err
		}
		s.Say("cli.account.removed", "Name", args[0])
		return nil
	})
	return c
}
