package cli

import (
	"errors"
	"strconv"

	"github.com/spf13/cobra"

	"kartoteka/app/core"
	"kartoteka/app/core/mailbox"
	"kartoteka/data"
)

func (s *session) accountCommand() *cobra.Command {
	return s.group("account", "account",
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

func (s *session) accountAddCommand() *cobra.Command {
	c := s.command("add --address ADDRESS [--host HOST]", "account-add")
	o := &accountOptions{}
	s.accountFlags(c, o)
	f := c.Flags()
	f.StringVar(&o.account.Name, "name", "", s.words.T("cli.flag.name"))
	f.StringVar(&o.since, "since", "", s.words.T("cli.flag.since"))
	s.oauthFlag(c, &o.oauth)
	c.RunE = func(*cobra.Command, []string) error { return s.addAccount(o) }
	return c
}

func (s *session) accountFlags(c *cobra.Command, o *accountOptions) {
	f := c.Flags()
	f.StringVar(&o.account.Address, "address", "", s.words.T("cli.flag.address"))
	f.StringVar(&o.account.Host, "host", "", s.words.T("cli.flag.host"))
	f.IntVar(&o.account.Port, "port", 0, s.words.T("cli.flag.port"))
	f.StringVar(&o.security, "security", "", s.words.T("cli.flag.security"))
	f.StringVar(&o.account.User, "user", "", s.words.T("cli.flag.user"))
	f.StringVar(&o.caFile, "ca-file", "", s.words.T("cli.flag.ca-file"))
	s.passwordFlag(c, &o.stdin)
}

func (s *session) passwordFlag(c *cobra.Command, stdin *bool) {
	c.Flags().BoolVar(stdin, "password-stdin", false, s.words.T("cli.flag.password-stdin"))
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

func (s *session) addAccount(o *accountOptions) error {
	a, err := o.read()
	if err != nil {
		return err
	}
	if a.Host != "" && o.oauth == "" {
		return s.addByPassword(o, a)
	}
	k, err := s.open() // a search is noted in the folder's log
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

func (s *session) addByPassword(o *accountOptions, a data.Account) error {
	password, err := s.askedPassword(o.stdin, a.Address)
	if err != nil {
		return err
	}
	k, err := s.open()
	if err != nil {
		return err
	}
	added, kept, err := k.AddAccount(s.ctx, a, password)
	if err != nil {
		return err
	}
	s.sayAdded(added, password != "", kept)
	return nil
}

func (s *session) sayAdded(a data.Account, given, kept bool) {
	s.out.say("cli.account.added", "Name", a.Name, "Host", a.Host, "Port", strconv.Itoa(a.Port),
		"Security", s.words.T("security."+string(a.Security)))
	switch {
	case kept:
		s.out.say("cli.account.password-kept")
	case !given:
		s.out.say("cli.account.password-none")
	default:
		s.out.say("cli.account.password-no-keyring")
	}
}

// discover finds out how the mailbox is reached and says it, with what its
// provider wants first: before a password is asked for. tokens says whose login
// page would do as well.
func (s *session) discover(k *core.Core, a data.Account) (_ data.Account, tokens data.Auth, err error) {
	d, err := k.Discover(s.ctx, a.Address, func(from data.DiscoverySource) {
		if terminal(s.io.Err) {
			s.warn(s.words.T("discover.asking-" + string(from)))
		}
	})
	if err != nil {
		return a, "", err
	}
	a = mailbox.Settle(a, d)
	s.out.say("cli.account.found", "Host", a.Host, "Port", strconv.Itoa(a.Port), "User", a.User,
		"Security", s.words.T("security."+string(a.Security)), "Source", s.words.T("discover.source-"+string(d.Source)))
	if d.Remedy != data.RemedyNone {
		s.out.say("discover.remedy-"+string(d.Remedy), "Provider", d.Provider)
		s.out.line("  " + d.RemedyURL)
	}
	return a, d.Tokens, s.flush()
}

func (s *session) accountListCommand() *cobra.Command {
	c := s.command("list", "account-list")
	s.jsonFlag(c)
	c.RunE = s.look(s.listAccounts)
	return c
}

func (s *session) accountTestCommand() *cobra.Command {
	c := s.command("test [NAME]", "account-test")
	o := &accountOptions{}
	s.accountFlags(c, o)
	c.Args = cobra.MaximumNArgs(1)
	c.RunE = func(c *cobra.Command, args []string) error {
		open := s.existing
		if len(args) == 0 && o.given() {
			open = s.open // to be tested before anything is kept
		}
		return s.with(open, func(k *core.Core, args []string) error { return s.testAccount(k, o, args) })(c, args)
	}
	return c
}

func (s *session) testAccount(k *core.Core, o *accountOptions, args []string) error {
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
	folders, err := k.TestAccount(s.ctx, a, password)
	if err != nil {
		s.sayStep(err)
		return err
	}
	s.out.count("cli.account.works", len(folders), "Host", a.Host)
	rows := make([][]string, len(folders))
	for i, f := range folders {
		role := "none"
		if f.Role != data.RoleNone {
			role = string(f.Role)
		}
		rows[i] = []string{f.Name, s.words.T("role." + role), s.words.Int(f.OnServer)}
	}
	s.out.table([]string{"cli.col.folder", "cli.col.role", "cli.col.on-server"}, rows)
	return nil
}

// sayStep says how far a test of a mailbox came before it failed.
func (s *session) sayStep(err error) {
	var told *data.Error
	if !errors.As(err, &told) {
		return
	}
	if step, ok := told.Args["Step"].(string); ok {
		s.warn(s.words.T("cli.account.failed-at", "Step", s.words.T("mail-step."+step)))
	}
}

// given reports whether the flags describe an account.
func (o *accountOptions) given() bool { return o.account.Address != "" || o.account.Host != "" }

// accountToTest is a kept account by name, the only one, or one given by flags.
func (s *session) accountToTest(k *core.Core, o *accountOptions, args []string) (data.Account, error) {
	if len(args) == 1 {
		return k.Account(s.ctx, args[0])
	}
	if o.given() {
		return o.read()
	}
	all, err := k.Accounts(s.ctx)
	if err != nil {
		return data.Account{}, err
	}
	if len(all) != 1 {
		return data.Account{}, data.NewError(data.CodeUsage, "cli-account-which")
	}
	return all[0], nil
}

func (s *session) accountRemoveCommand() *cobra.Command {
	c := s.command("remove NAME", "account-remove")
	c.Args = oneArg("cli-account-which")
	c.RunE = s.look(func(k *core.Core, args []string) error {
		if err := k.RemoveAccount(s.ctx, args[0]); err != nil {
			return err
		}
		s.out.say("cli.account.removed", "Name", args[0])
		return nil
	})
	return c
}
