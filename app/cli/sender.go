package cli

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

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
func (s *session) accountFoldersCommand() *cobra.Command {
	c := s.command("folders NAME", "account-folders")
	o := &choiceOptions{}
	f := c.Flags()
	f.StringArrayVar(&o.choose, "choose", nil, s.words.T("cli.flag.choose"))
	f.BoolVar(&o.usual, "usual", false, s.words.T("cli.flag.usual"))
	f.StringVar(&o.policy, "policy", "", s.words.T("cli.flag.policy"))
	s.passwordFlag(c, &o.stdin)
	s.jsonFlag(c)
	c.Args = oneArg("cli-account-which")
	c.RunE = s.look(func(k *core.Core, args []string) error { return s.accountFolders(k, o, args[0]) })
	return c
}

type folderShape struct {
	Name     string `json:"name"`
	Role     string `json:"role"`
	OnServer *int   `json:"on_server"`
	Chosen   bool   `json:"chosen"`
	Usual    bool   `json:"usual"`
}

func (s *session) accountFolders(k *core.Core, o *choiceOptions, name string) error {
	a, err := k.Account(s.ctx, name)
	if err != nil {
		return err
	}
	if o.usual && len(o.choose) > 0 {
		return data.NewError(data.CodeUsage, "cli-folders-both")
	}
	password, err := s.givenPassword(o.stdin)
	if err != nil {
		return err
	}
	if o.policy != "" {
		if err := k.SetMailChoice(s.ctx, name, data.Policy(o.policy), a.Chosen); err != nil {
			return err
		}
		s.warn(s.words.T("cli.account-folders.policy-" + o.policy))
	}
	if o.usual || len(o.choose) > 0 {
		if err := k.ChooseFolders(s.ctx, name, password, o.choose); err != nil {
			return err
		}
	}
	all, err := k.FolderChoices(s.ctx, name, password)
	if err != nil {
		return err
	}
	return show(s, all, func(f data.FolderChoice) folderShape {
		shape := folderShape{Name: f.Name, Role: string(f.Role), Chosen: f.Chosen, Usual: f.Usual}
		if f.OnServer >= 0 {
			shape.OnServer = &f.OnServer
		}
		return shape
	}, []string{"cli.col.folder", "cli.col.role", "cli.col.on-server", "cli.col.chosen"}, func(f data.FolderChoice) []string {
		role, n, chosen := "none", "", s.words.T("cli.no")
		if f.Role != data.RoleNone {
			role = string(f.Role)
		}
		if f.OnServer >= 0 {
			n = s.words.Int(f.OnServer)
		}
		if f.Chosen {
			chosen = s.words.T("cli.yes")
		}
		return []string{f.Name, s.words.T("role." + role), n, chosen}
	})
}

// senderCommand decides on senders of mail.
func (s *session) senderCommand() *cobra.Command {
	verdict := func(name string, do func(k *core.Core, sender string) error) *cobra.Command {
		c := s.command(name+" SENDER", "sender-"+name)
		c.Args = oneArg("cli-sender-which")
		c.RunE = s.look(func(k *core.Core, args []string) error {
			if err := do(k, args[0]); err != nil {
				return err
			}
			s.out.say("cli.sender.done-"+name, "Sender", args[0])
			return nil
		})
		return c
	}
	return s.group("sender", "sender",
		verdict("add", func(k *core.Core, sender string) error {
			_, err := k.AdmitContact(s.ctx, sender)
			return err
		}),
		verdict("once", func(k *core.Core, sender string) error { return k.AdmitOnce(s.ctx, sender) }),
		verdict("never", func(k *core.Core, sender string) error {
			_, err := k.SetSenderRule(s.ctx, sender, data.VerdictNever)
			return err
		}),
		verdict("always", func(k *core.Core, sender string) error {
			_, err := k.SetSenderRule(s.ctx, sender, data.VerdictAlways)
			return err
		}),
		verdict("forget", s.forgetSender))
}

// forgetSender takes the rule for a sender away.
func (s *session) forgetSender(k *core.Core, sender string) error {
	rules, err := k.SenderRules(s.ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(rules, func(r data.SenderRule) bool {
		return strings.EqualFold(r.Pattern, sender) || strings.EqualFold(r.Pattern, "@"+sender)
	})
	if i < 0 {
		return data.NewError(data.CodeNotFound, "not-found-sender-rule")
	}
	return k.RemoveSenderRule(s.ctx, rules[i].ID)
}

type senderShape struct {
	Sender   string     `json:"sender"`
	Name     string     `json:"name"`
	Messages int        `json:"messages"`
	Newest   *time.Time `json:"newest"`
	Subjects []string   `json:"subjects"`
}

// listSenders prints who waits for a decision.
func (s *session) listSenders(k *core.Core, _ []string) error {
	all, err := k.HeldSenders(s.ctx)
	if err != nil {
		return err
	}
	return show(s, all, func(h data.HeldSender) senderShape {
		return senderShape{h.With.Email, h.With.Name, h.Count, moment(h.Newest), list(h.Subjects)}
	}, []string{"cli.col.from", "cli.col.messages", "cli.col.date", "cli.col.subject"}, func(h data.HeldSender) []string {
		return []string{short(h.With.String(), 50), s.words.Int(h.Count), s.words.DateTime(h.Newest), short(first(h.Subjects), 50)}
	})
}

type ruleShape struct {
	Sender  string     `json:"sender"`
	Verdict string     `json:"verdict"`
	At      *time.Time `json:"at"`
}

// listRules prints what was decided on senders once for all.
func (s *session) listRules(k *core.Core, _ []string) error {
	all, err := k.SenderRules(s.ctx)
	if err != nil {
		return err
	}
	return show(s, all, func(r data.SenderRule) ruleShape { return ruleShape{r.Pattern, string(r.Verdict), moment(r.At)} },
		[]string{"cli.col.from", "cli.col.verdict", "cli.col.date"}, func(r data.SenderRule) []string {
			return []string{r.Pattern, s.words.T("verdict." + string(r.Verdict)), s.words.DateTime(r.At)}
		})
}

type problemShape struct {
	Kind        string     `json:"kind"`
	Message     *int64     `json:"message"`
	Account     string     `json:"account"`
	Folder      string     `json:"folder"`
	UIDValidity uint32     `json:"uidvalidity"`
	UID         uint32     `json:"uid"`
	Error       string     `json:"error"`
	Detail      string     `json:"detail"`
	Attempts    int        `json:"attempts"`
	At          *time.Time `json:"at"`
	Next        *time.Time `json:"next"`
}

// listProblems prints what can't be read and what could not be had.
func (s *session) listProblems(k *core.Core, _ []string) error {
	all, err := k.Quarantine(s.ctx)
	if err != nil {
		return err
	}
	why := func(u data.Unread) string { return s.words.Error(data.NewError(data.CodeMail, u.Reason)) }
	return show(s, all, func(u data.Unread) problemShape {
		kind := "not-fetched"
		if u.MessageID != 0 {
			kind = "unreadable"
		}
		return problemShape{
			kind, ref(u.MessageID), u.Account, u.Folder, u.UIDValidity, u.UID, why(u), u.Detail, u.Attempts,
			moment(u.At), moment(u.Next),
		}
	}, []string{"cli.col.account", "cli.col.folder", "cli.col.uid", "cli.col.date", "cli.col.problem"}, func(u data.Unread) []string {
		return []string{u.Account, u.Folder, strconv.FormatUint(uint64(u.UID), 10), s.words.DateTime(u.At), short(why(u), 90)}
	})
}
