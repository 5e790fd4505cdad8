package files

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"kartoteka/app/cli/session"
	"kartoteka/app/core"
	"kartoteka/data"
)

// exportOptions are the flags of export.
type exportOptions struct {
	file    *session.Output
	columns string
	words   string
	tag     string
	status  string
	version string
	open    bool
	done    bool
	period  *session.Period
}

func (s commands) exportCommand() *cobra.Command {
	var all []*cobra.Command
	for _, list := range core.ExportLists() {
		c := s.Command(list+" -o FILE", "export-"+list)
		o := &exportOptions{file: s.OutputFlag(c, "output"), period: &session.Period{}}
		c.Flags().StringVar(&o.columns, "columns", "", s.Words.T("cli.flag.columns"))
		if list == "contacts" {
			c.Flags().StringVar(&o.words, "filter", "", s.Words.T("cli.flag.filter"))
			c.Flags().StringVar(&o.tag, "tag", "", s.Words.T("cli.flag.tag"))
			c.Flags().StringVar(&o.status, "status", "", s.Words.T("cli.flag.status"))
			c.Flags().StringVar(&o.version, "vcard", "4.0", s.Words.T("cli.flag.vcard"))
		}
		switch list {
		case "cases":
			c.Flags().BoolVar(&o.open, "open", false, s.Words.T("cli.flag.export-open"))
		case "follow-ups":
			c.Flags().BoolVar(&o.done, "done", false, s.Words.T("cli.flag.export-done"))
		case "opinions", "orders":
			o.period = s.PeriodFlags(c)
		}
		c.RunE = func(*cobra.Command, []string) error { return s.export(list, o) }
		all = append(all, c)
	}
	return s.Group("export", "export", append(all, s.exportMailCommand())...)
}

func (s commands) export(list string, o *exportOptions) error {
	file, err := o.file.Path()
	if err != nil {
		return err
	}
	states := make([]string, 0, len(data.ContactStatuses()))
	for _, st := range data.ContactStatuses() {
		states = append(states, string(st))
	}
	if o.status != "" && !slices.Contains(states, o.status) {
		return data.NewError(data.CodeUsage, "cli-status", "Text", o.status, "Choices", strings.Join(states, ", "))
	}
	if o.version != "" && o.version != "4.0" && o.version != "3.0" {
		return data.NewError(data.CodeUsage, "cli-vcard", "Text", o.version)
	}
	period, err := o.period.Read()
	if err != nil {
		return err
	}
	k, err := s.Existing()
	if err != nil {
		return err
	}
	progress := s.Progress()
	n, err := k.Export(s.Ctx, data.ExportOptions{
		List: list, Path: file, Columns: listed(o.columns), Version: o.version,
		Filter: data.ContactFilter{
			Words: o.words, Tag: o.tag, Status: data.ContactStatus(o.status), Order: data.OrderName,
		},
		Cases: data.CaseFilter{OpenOnly: o.open}, Tasks: data.FollowUpFilter{WithDone: o.done}, Period: period,
	}, s.Words, progress.Part("export.progress"))
	progress.Done()
	if err != nil {
		return err
	}
	s.Count("cli.export.done", n, "File", file)
	return nil
}

// listed takes a list with commas apart.
func listed(text string) []string {
	var out []string
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func (s commands) exportMailCommand() *cobra.Command {
	m := s.Command("mail -o FILE.mbox", "export-mail")
	output, period := s.OutputFlag(m, "mail-output"), s.PeriodFlags(m)
	account, contact := "", int64(0)
	f := m.Flags()
	f.StringVar(&account, "account", "", s.Words.T("cli.flag.mail-account"))
	f.Int64Var(&contact, "contact", 0, s.Words.T("cli.flag.mail-contact"))
	m.RunE = func(*cobra.Command, []string) error {
		file, err := output.Path()
		if err != nil {
			return err
		}
		p, err := period.Read()
		if err != nil {
			return err
		}
		return s.exportMail(file, p, account, contact)
	}
	return m
}

func (s commands) exportMail(file string, p data.Period, account string, contact int64) error {
	k, err := s.Existing()
	if err != nil {
		return err
	}
	filter := data.MessageFilter{ContactID: contact}
	if contact != 0 { // one that is not there is no empty export
		if _, err := k.Contact(s.Ctx, contact); err != nil {
			return err
		}
	}
	if account != "" {
		a, err := k.Account(s.Ctx, account)
		if err != nil {
			return err
		}
		filter.AccountID = a.ID
	}
	if !p.From.IsZero() {
		filter.Since = p.From.Time(k.Zone())
	}
	if !p.To.IsZero() {
		filter.Before = p.To.AddDays(1).Time(k.Zone())
	}
	progress := s.Progress()
	n, err := k.ExportMail(s.Ctx, file, filter, progress.Part("export.progress"))
	progress.Done()
	if err != nil {
		return err
	}
	s.Count("cli.export.mail", n, "File", file)
	return nil
}
