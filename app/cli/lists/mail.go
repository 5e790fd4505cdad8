package lists

import (
	"strconv"
	"strings"

	"kartoteka/app/cli/session"
	"kartoteka/app/cli/shape"
	"kartoteka/app/core"
	"kartoteka/data"
)

// Accounts prints the mailboxes; "account list" is the same command.
func Accounts(s *session.Session) func(*core.Core, []string) error {
	return commands{s}.listAccounts
}

func (s commands) listAccounts(k *core.Core, _ []string) error {
	all, err := k.Accounts(s.Ctx)
	if err != nil {
		return err
	}
	why := func(a data.Account) string {
		if a.LastErr == "" {
			return ""
		}
		return s.Words.Error(data.NewError(data.CodeMail, a.LastErr, "Account", a.Name, "Host", a.Host))
	}
	return session.Show(s.Session, all, func(a data.Account) shape.Account { return shape.OfAccount(a, why(a)) },
		[]string{"cli.col.name", "cli.col.host", "cli.col.port", "cli.col.security", "cli.col.last-ok", "cli.col.problem"},
		func(a data.Account) []string {
			return []string{
				a.Name, a.Host, strconv.Itoa(a.Port), s.Words.T("security." + string(a.Security)),
				s.Words.DateTime(a.LastOK), session.Short(why(a), 60),
			}
		})
}

// listSenders prints who waits for a decision.
func (s commands) listSenders(k *core.Core, _ []string) error {
	all, err := k.HeldSenders(s.Ctx)
	if err != nil {
		return err
	}
	return session.Show(s.Session, all, shape.OfSender,
		[]string{"cli.col.from", "cli.col.messages", "cli.col.date", "cli.col.subject"}, func(h data.HeldSender) []string {
			return []string{
				session.Short(h.With.String(), 50), s.Words.Int(h.Count), s.Words.DateTime(h.Newest), session.Short(first(h.Subjects), 50),
			}
		})
}

// listRules prints what was decided on senders once for all.
func (s commands) listRules(k *core.Core, _ []string) error {
	all, err := k.SenderRules(s.Ctx)
	if err != nil {
		return err
	}
	return session.Show(s.Session, all, shape.OfRule,
		[]string{"cli.col.from", "cli.col.verdict", "cli.col.date"}, func(r data.SenderRule) []string {
			return []string{r.Pattern, s.Words.T("verdict." + string(r.Verdict)), s.Words.DateTime(r.At)}
		})
}

// listProblems prints what can't be read and what could not be had.
func (s commands) listProblems(k *core.Core, _ []string) error {
	all, err := k.Quarantine(s.Ctx)
	if err != nil {
		return err
	}
	why := func(u data.Unread) string { return s.Words.Error(data.NewError(data.CodeMail, u.Reason)) }
	return session.Show(s.Session, all, func(u data.Unread) shape.Problem { return shape.OfProblem(u, why(u)) },
		[]string{"cli.col.account", "cli.col.folder", "cli.col.uid", "cli.col.date", "cli.col.problem"}, func(u data.Unread) []string {
			return []string{u.Account, u.Folder, strconv.FormatUint(uint64(u.UID), 10), s.Words.DateTime(u.At), session.Short(why(u), 90)}
		})
}

// listTemplates prints the firm's letters.
func (s commands) listTemplates(k *core.Core, _ []string) error {
	all, err := k.ReplyTemplates(s.Ctx)
	if err != nil {
		return err
	}
	return session.Show(s.Session, all, shape.OfTemplate,
		[]string{"cli.col.id", "cli.col.name", "cli.col.language", "cli.col.subject", "cli.col.text"}, func(t data.ReplyTemplate) []string {
			return []string{id(t.ID), session.Short(t.Name, 40), t.Language, session.Short(t.Subject, 30), session.Short(t.Body, 50)}
		})
}

// listDrafts prints the answers that were drafted, and how far they have come.
func (s commands) listDrafts(k *core.Core, _ []string) error {
	all, err := k.Drafts(s.Ctx, data.DraftFilter{})
	if err != nil {
		return err
	}
	why := func(d data.Draft) string {
		if d.Error == "" {
			return ""
		}
		return s.Words.Error(data.NewError(data.CodeMail, d.Error))
	}
	return session.Show(s.Session, all, func(d data.Draft) shape.Draft { return shape.OfDraft(d, why(d)) },
		[]string{"cli.col.id", "cli.col.date", "cli.col.to", "cli.col.subject", "cli.col.state"}, func(d data.Draft) []string {
			return []string{
				id(d.ID), s.Words.DateTime(d.Made), session.Short(strings.Join(d.Recipients, ", "), 40), session.Short(d.Subject, 50),
				s.Words.T("subject.draft." + string(d.State())),
			}
		})
}
