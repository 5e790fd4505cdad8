package mailing

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kartoteka/app/cli/session"
	"kartoteka/app/cli/shape"
	"kartoteka/app/core"
	"kartoteka/data"
)

// choiceOptions are the flags of account folders.
type choiceOptions struct {
	choose []string
	usual  bool
	policy string
	stdin  bool
}

// accountFoldersCommand shows the folders of a mailbox and keeps which are pulled,
// and whose mail of them.
func (s commands) accountFoldersCommand() *cobra.Command {
	c := s.Command("folders NAME", "account-folders")
	o := &choiceOptions{}
	f := c.Flags()
	f.StringArrayVar(&o.choose, "choose", nil, s.Words.T("cli.flag.choose"))
	f.BoolVar(&o.usual, "usual", false, s.Words.T("cli.flag.usual"))
	f.StringVar(&o.policy, "policy", "", s.Words.T("cli.flag.policy"))
	s.passwordFlag(c, &o.stdin)
	s.JSONFlag(c)
	c.Args = session.OneArg("cli-account-which")
	c.RunE = s.Look(func(k *core.Core, args []string) error { return s.accountFolders(k, o, args[0]) })
	return c
}

func (s commands) accountFolders(k *core.Core, o *choiceOptions, name string) error {
	a, err := k.Account(s.Ctx, name)
	if err != nil {
		return err
	}
	if o.usual && len(o.choose) > 0 {
		return data.NewError(data.CodeUsage, "cli-folders-both")
	}
	password, err := s.GivenPassword(o.stdin)
	if err != nil {
		return err
	}
	if o.policy != "" {
		if err := k.SetMailChoice(s.Ctx, name, data.Policy(o.policy), a.Chosen); err != nil {
			return err
		}
		s.Warn(s.Words.T("cli.account-folders.policy-" + o.policy))
	}
	if o.usual || len(o.choose) > 0 {
		if err := k.ChooseFolders(s.Ctx, name, password, o.choose); err != nil {
			return err
		}
	}
	all, err := k.FolderChoices(s.Ctx, name, password)
	if err != nil {
		return err
	}
	return session.Show(s.Session, all, shape.OfFolder, []string{"cli.col.folder", "cli.col.role", "cli.col.on-server", "cli.col.chosen"}, func(f data.FolderChoice) []string {
		role, n, chosen := "none", "", s.Words.T("cli.no")
		if f.Role != data.RoleNone {
			role = string(f.Role)
		}
		if f.OnServer >= 0 {
			n = s.Words.Int(f.OnServer)
		}
		if f.Chosen {
			chosen = s.Words.T("cli.yes")
		}
		return []string{f.Name, s.Words.T("role." + role), n, chosen}
	})
}

// senderCommand decides on senders of mail.
func (s commands) senderCommand() *cobra.Command {
	verdict := func(name string, do func(k *core.Core, sender string) error) *cobra.Command {
		c := s.Command(name+" SENDER", "sender-"+name)
		c.Args = session.OneArg("cli-sender-which")
		c.RunE = s.Look(func(k *core.Core, args []string) error {
			if err := do(k, args[0]); err != nil {
				return err
			}
			s.Say("cli.sender.done-"+name, "Sender", args[0])
			return nil
		})
		return c
	}
	return s.Group("sender", "sender",
		verdict("add", func(k *core.Core, sender string) error {
			_, err := k.AdmitContact(s.Ctx, sender)
			return err
		}),
		verdict("once", func(k *core.Core, sender string) error { return k.AdmitOnce(s.Ctx, sender) }),
		verdict("never", func(k *core.Core, sender string) error {
			_, err := k.SetSenderRule(s.Ctx, sender, data.VerdictNever)
			return err
		}),
		verdict("always", func(k *core.Core, sender string) error {
			_, err := k.SetSenderRule(s.Ctx, sender, data.VerdictAlways)
			return err
		}),
		verdict("forget", s.forgetSender))
}

// forgetSender takes the rule for a sender away.
func (s commands) forgetSender(k *core.Core, sender string) error {
	rules, err := k.SenderRules(s.Ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(rules, func(r data.SenderRule) bool {
		return strings.EqualFold(r.Pattern, sender) || strings.EqualFold(r.Pattern, "@"+sender)
	})
	if i < 0 {
		return data.NewError(data.CodeNotFound, "not-found-sender-rule")
	}
	return k.RemoveSenderRule(s.Ctx, rules[i].ID)
}
