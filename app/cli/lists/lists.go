// Package lists is the commands that read: the lists of the card index, each as a
// table or one JSON object a line, and the search.
package lists

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"kartoteka/app/cli/session"
	"kartoteka/app/cli/shape"
	"kartoteka/app/core"
	"kartoteka/data"
)

// commands are the lists and the search.
type commands struct{ *session.Session }

// Commands returns "list" and "search".
func Commands(s *session.Session) []*cobra.Command {
	return []*cobra.Command{commands{s}.listCommand(), commands{s}.searchCommand()}
}

func (s commands) listCommand() *cobra.Command {
	var all []*cobra.Command
	for _, l := range []struct {
		name string
		run  func(*core.Core, []string) error
	}{
		{"contacts", s.listContacts},
		{"cases", s.listCases},
		{"follow-ups", s.listFollowUps},
		{"messages", s.listMessages},
		{"interactions", s.listInteractions},
		{"opinions", s.listOpinions},
		{"unanswered", s.listUnanswered},
		{"accounts", s.listAccounts},
		{"imports", s.listImports},
		{"backups", s.listBackups},
		{"problems", s.listProblems},
		{"senders", s.listSenders},
		{"rules", s.listRules},
		{"drafts", s.listDrafts},
		{"templates", s.listTemplates},
	} {
		c := s.Command(l.name, "list-"+l.name)
		s.JSONFlag(c)
		c.RunE = s.Look(l.run)
		all = append(all, c)
	}
	return s.Group("list", "list", all...)
}

func (s commands) listContacts(k *core.Core, _ []string) error {
	all, err := k.Contacts(s.Ctx, data.ContactFilter{Order: data.OrderName})
	if err != nil {
		return err
	}
	fields, err := k.CustomFields(s.Ctx)
	if err != nil {
		return err
	}
	return session.Show(s.Session, all, shape.OfContact(fields),
		[]string{"cli.col.id", "cli.col.name", "cli.col.email", "cli.col.phone", "cli.col.status", "cli.col.last"},
		func(c data.ContactRow) []string {
			return []string{
				id(c.ID), session.Short(c.DisplayName, 40), first(c.Emails()), first(c.Phones()),
				s.Words.T("status." + string(c.Status)), s.Words.Date(data.DateIn(c.LastContact, s.Words.Zone())),
			}
		})
}

func (s commands) listCases(k *core.Core, _ []string) error {
	all, err := k.Cases(s.Ctx, data.CaseFilter{})
	if err != nil {
		return err
	}
	return session.Show(s.Session, all, shape.OfCase,
		[]string{"cli.col.number", "cli.col.contact", "cli.col.received", "cli.col.state", "cli.col.deadline", "cli.col.subject"},
		func(c data.CaseRow) []string {
			return []string{
				c.Number, session.Short(c.ContactName, 30), s.Words.Date(c.ReceivedOn),
				s.Words.T("state." + string(c.State)), s.Words.Date(c.Deadline.Safe), session.Short(c.Subject, 50),
			}
		})
}

func (s commands) listFollowUps(k *core.Core, _ []string) error {
	all, err := k.FollowUps(s.Ctx, data.FollowUpFilter{})
	if err != nil {
		return err
	}
	return session.Show(s.Session, all, shape.OfFollowUp,
		[]string{"cli.col.due", "cli.col.state", "cli.col.what", "cli.col.contact", "cli.col.case"},
		func(f data.FollowUpRow) []string {
			return []string{
				s.Words.Date(f.Due), s.Words.T("followup." + string(f.State)), session.Short(f.What, 60),
				session.Short(f.ContactName, 30), f.CaseNumber,
			}
		})
}

// listMessages prints as it reads: a mailbox may be larger than memory.
func (s commands) listMessages(k *core.Core, _ []string) error {
	if s.JSON {
		return k.EachMessage(s.Ctx, data.MessageFilter{}, func(m data.Message) error {
			return s.Object(shape.OfMessage(m))
		})
	}
	var rows [][]string
	err := k.EachMessage(s.Ctx, data.MessageFilter{}, func(m data.Message) error {
		kind := m.Kind
		if kind == data.KindNone {
			kind = "none"
		}
		rows = append(rows, []string{
			id(m.ID), s.Words.DateTime(m.Date), session.Short(m.From.String(), 40), session.Short(m.Subject, 50), s.Words.T("kind." + string(kind)),
		})
		return nil
	})
	if err != nil {
		return err
	}
	s.Table([]string{"cli.col.id", "cli.col.date", "cli.col.from", "cli.col.subject", "cli.col.kind"}, rows)
	return nil
}

// listInteractions prints as it reads, too.
func (s commands) listInteractions(k *core.Core, _ []string) error {
	if s.JSON {
		return k.EachInteraction(s.Ctx, func(r data.TimelineRow) error {
			return s.Object(shape.OfInteraction(r.Interaction))
		})
	}
	var rows [][]string
	err := k.EachInteraction(s.Ctx, func(r data.TimelineRow) error {
		kind := cmp.Or(r.Kind, "none")
		rows = append(rows, []string{
			s.Words.DateTime(r.At), s.Words.T("channel." + string(r.Channel)),
			s.Words.T("direction." + string(r.Direction)), s.Words.T("kind." + string(kind)),
			session.Short(cmp.Or(r.Subject, r.Excerpt), 60),
		})
		return nil
	})
	if err != nil {
		return err
	}
	s.Table([]string{"cli.col.date", "cli.col.channel", "cli.col.direction", "cli.col.kind", "cli.col.subject"}, rows)
	return nil
}

func (s commands) listOpinions(k *core.Core, _ []string) error {
	all, err := k.Opinions(s.Ctx, data.Period{})
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b data.Opinion) int { return b.At.Compare(a.At) })
	return session.Show(s.Session, all, shape.OfOpinion,
		[]string{"cli.col.date", "cli.col.source", "cli.col.tone", "cli.col.rating", "cli.col.text"},
		func(o data.Opinion) []string {
			rating := ""
			if o.Rating > 0 {
				rating = strconv.Itoa(o.Rating)
			}
			return []string{s.Words.DateTime(o.At), o.Source, s.Words.T("tone." + string(o.Tone)), rating, session.Short(o.Text, 60)}
		})
}

func (s commands) listImports(k *core.Core, _ []string) error {
	all, err := k.Imports(s.Ctx)
	if err != nil {
		return err
	}
	return session.Show(s.Session, all, shape.OfImport,
		[]string{"cli.col.id", "cli.col.date", "import.col.source", "import.col.new", "import.col.updated", "import.col.failed", "import.col.reverted"},
		func(r data.ImportRun) []string {
			return []string{
				id(r.ID), s.Words.DateTime(r.At), session.Short(r.Source, 40), s.Words.Int(r.New), s.Words.Int(r.Updated),
				s.Words.Int(r.Failed), s.Words.DateTime(r.Reverted),
			}
		})
}

func id(n int64) string { return strconv.FormatInt(n, 10) }

func first(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

func (s commands) listBackups(k *core.Core, _ []string) error {
	all, err := k.Backups(s.Ctx)
	if err != nil {
		return err
	}
	yesNo := map[bool]string{true: s.Words.T("cli.backup.plain"), false: s.Words.T("cli.backup.not")}
	return session.Show(s.Session, all, shape.OfBackup,
		[]string{"cli.col.at", "cli.col.size", "cli.col.verified", "cli.col.encrypted", "cli.col.contacts", "cli.col.messages", "cli.col.file"},
		func(b data.BackupInfo) []string {
			contacts, messages := "", ""
			if b.OK {
				contacts, messages = s.Words.Int(int(b.Counts.Contacts)), s.Words.Int(int(b.Counts.Messages))
			}
			return []string{
				s.Words.DateTime(b.At), s.Words.Size(b.Size), yesNo[b.OK], yesNo[b.Encrypted], contacts, messages, b.Path,
			}
		})
}
