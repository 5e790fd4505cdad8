package cli

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"kartoteka/app/core"
	"kartoteka/data"
)

func (s *session) listCommand() *cobra.Command {
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
		c := s.command(l.name, "list-"+l.name)
		s.jsonFlag(c)
		c.RunE = s.look(l.run)
		all = append(all, c)
	}
	return s.group("list", "list", all...)
}

// show prints records one object per line, or as a table with the given cells.
func show[T, S any](s *session, all []T, shape func(T) S, headings []string, cells func(T) []string) error {
	if s.json {
		for _, v := range all {
			if err := s.out.object(shape(v)); err != nil {
				return err
			}
		}
		return nil
	}
	if len(all) == 0 {
		s.out.say("cli.list.none")
		return nil
	}
	rows := make([][]string, len(all))
	for i, v := range all {
		rows[i] = cells(v)
	}
	s.out.table(headings, rows)
	return nil
}

func (s *session) listContacts(k *core.Core, _ []string) error {
	all, err := k.Contacts(s.ctx, data.ContactFilter{Order: data.OrderName})
	if err != nil {
		return err
	}
	fields, err := k.CustomFields(s.ctx)
	if err != nil {
		return err
	}
	return show(s, all, shapeContact(fields),
		[]string{"cli.col.id", "cli.col.name", "cli.col.email", "cli.col.phone", "cli.col.status", "cli.col.last"},
		func(c data.ContactRow) []string {
			return []string{
				id(c.ID), short(c.DisplayName, 40), first(c.Emails()), first(c.Phones()),
				s.words.T("status." + string(c.Status)), s.words.Date(data.DateIn(c.LastContact, s.words.Zone())),
			}
		})
}

func (s *session) listCases(k *core.Core, _ []string) error {
	all, err := k.Cases(s.ctx, data.CaseFilter{})
	if err != nil {
		return err
	}
	return show(s, all, shapeCase,
		[]string{"cli.col.number", "cli.col.contact", "cli.col.received", "cli.col.state", "cli.col.deadline", "cli.col.subject"},
		func(c data.CaseRow) []string {
			return []string{
				c.Number, short(c.ContactName, 30), s.words.Date(c.ReceivedOn),
				s.words.T("state." + string(c.State)), s.words.Date(c.Deadline.Safe), short(c.Subject, 50),
			}
		})
}

func (s *session) listFollowUps(k *core.Core, _ []string) error {
	all, err := k.FollowUps(s.ctx, data.FollowUpFilter{})
	if err != nil {
		return err
	}
	return show(s, all, shapeFollowUp,
		[]string{"cli.col.due", "cli.col.state", "cli.col.what", "cli.col.contact", "cli.col.case"},
		func(f data.FollowUpRow) []string {
			return []string{
				s.words.Date(f.Due), s.words.T("followup." + string(f.State)), short(f.What, 60),
				short(f.ContactName, 30), f.CaseNumber,
			}
		})
}

// listMessages prints as it reads: a mailbox may be larger than memory.
func (s *session) listMessages(k *core.Core, _ []string) error {
	if s.json {
		return k.EachMessage(s.ctx, data.MessageFilter{}, func(m data.Message) error {
			return s.out.object(shapeMessage(m))
		})
	}
	var rows [][]string
	err := k.EachMessage(s.ctx, data.MessageFilter{}, func(m data.Message) error {
		kind := m.Kind
		if kind == data.KindNone {
			kind = "none"
		}
		rows = append(rows, []string{
			id(m.ID), s.words.DateTime(m.Date), short(m.From.String(), 40), short(m.Subject, 50), s.words.T("kind." + string(kind)),
		})
		return nil
	})
	if err != nil {
		return err
	}
	s.showRows([]string{"cli.col.id", "cli.col.date", "cli.col.from", "cli.col.subject", "cli.col.kind"}, rows)
	return nil
}

// listInteractions prints as it reads, too.
func (s *session) listInteractions(k *core.Core, _ []string) error {
	if s.json {
		return k.EachInteraction(s.ctx, func(r data.TimelineRow) error {
			return s.out.object(shapeInteraction(r.Interaction))
		})
	}
	var rows [][]string
	err := k.EachInteraction(s.ctx, func(r data.TimelineRow) error {
		kind := cmp.Or(r.Kind, "none")
		rows = append(rows, []string{
			s.words.DateTime(r.At), s.words.T("channel." + string(r.Channel)),
			s.words.T("direction." + string(r.Direction)), s.words.T("kind." + string(kind)),
			short(cmp.Or(r.Subject, r.Excerpt), 60),
		})
		return nil
	})
	if err != nil {
		return err
	}
	s.showRows([]string{"cli.col.date", "cli.col.channel", "cli.col.direction", "cli.col.kind", "cli.col.subject"}, rows)
	return nil
}

// showRows prints a table, or that there is nothing.
func (s *session) showRows(headings []string, rows [][]string) {
	if len(rows) == 0 {
		s.out.say("cli.list.none")
		return
	}
	s.out.table(headings, rows)
}

func (s *session) listOpinions(k *core.Core, _ []string) error {
	all, err := k.Opinions(s.ctx, data.Period{})
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b data.Opinion) int { return b.At.Compare(a.At) })
	return show(s, all, shapeOpinion,
		[]string{"cli.col.date", "cli.col.source", "cli.col.tone", "cli.col.rating", "cli.col.text"},
		func(o data.Opinion) []string {
			rating := ""
			if o.Rating > 0 {
				rating = strconv.Itoa(o.Rating)
			}
			return []string{s.words.DateTime(o.At), o.Source, s.words.T("tone." + string(o.Tone)), rating, short(o.Text, 60)}
		})
}

func (s *session) listAccounts(k *core.Core, _ []string) error {
	all, err := k.Accounts(s.ctx)
	if err != nil {
		return err
	}
	return show(s, all, s.shapeAccount,
		[]string{"cli.col.name", "cli.col.host", "cli.col.port", "cli.col.security", "cli.col.last-ok", "cli.col.problem"},
		func(a data.Account) []string {
			return []string{
				a.Name, a.Host, strconv.Itoa(a.Port), s.words.T("security." + string(a.Security)),
				s.words.DateTime(a.LastOK), short(s.shapeAccount(a).Error, 60),
			}
		})
}

func (s *session) listImports(k *core.Core, _ []string) error {
	all, err := k.Imports(s.ctx)
	if err != nil {
		return err
	}
	return show(s, all, shapeImport,
		[]string{"cli.col.id", "cli.col.date", "import.col.source", "import.col.new", "import.col.updated", "import.col.failed", "import.col.reverted"},
		func(r data.ImportRun) []string {
			return []string{
				id(r.ID), s.words.DateTime(r.At), short(r.Source, 40), s.words.Int(r.New), s.words.Int(r.Updated),
				s.words.Int(r.Failed), s.words.DateTime(r.Reverted),
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
