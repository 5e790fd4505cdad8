package cli

import (
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kartoteka/app/core"
	"kartoteka/data"
)

// exportOptions are the flags of export.
type exportOptions struct {
	file    string
	columns string
	words   string
	tag     string
	status  string
	version string
	open    bool
	done    bool
	from    string
	to      string
}

func (s *session) exportCommand() *cobra.Command {
	var all []*cobra.Command
	for _, list := range core.ExportLists() {
		o := &exportOptions{}
		c := s.command(list+" -o FILE", "export-"+list)
		c.Flags().StringVarP(&o.file, "output", "o", "", s.words.T("cli.flag.output"))
		c.Flags().StringVar(&o.columns, "columns", "", s.words.T("cli.flag.columns"))
		if list == "contacts" {
			c.Flags().StringVar(&o.words, "filter", "", s.words.T("cli.flag.filter"))
			c.Flags().StringVar(&o.tag, "tag", "", s.words.T("cli.flag.tag"))
			c.Flags().StringVar(&o.status, "status", "", s.words.T("cli.flag.status"))
			c.Flags().StringVar(&o.version, "vcard", "4.0", s.words.T("cli.flag.vcard"))
		}
		switch list {
		case "cases":
			c.Flags().BoolVar(&o.open, "open", false, s.words.T("cli.flag.export-open"))
		case "follow-ups":
			c.Flags().BoolVar(&o.done, "done", false, s.words.T("cli.flag.export-done"))
		case "opinions", "orders":
			c.Flags().StringVar(&o.from, "from", "", s.words.T("cli.flag.from"))
			c.Flags().StringVar(&o.to, "to", "", s.words.T("cli.flag.to"))
		}
		c.RunE = func(*cobra.Command, []string) error { return s.export(list, o) }
		all = append(all, c)
	}
	return s.group("export", "export", append(all, s.exportMailCommand())...)
}

func (s *session) export(list string, o *exportOptions) error {
	if o.file == "" {
		return data.NewError(data.CodeUsage, "cli-flag-missing", "Flag", "-o")
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
	period, err := (&reportOptions{from: o.from, to: o.to}).period()
	if err != nil {
		return err
	}
	k, err := s.existing()
	if err != nil {
		return err
	}
	progress := s.progress()
	n, err := k.Export(s.ctx, data.ExportOptions{
		List: list, Path: o.file, Columns: listed(o.columns), Version: o.version,
		Filter: data.ContactFilter{
			Words: o.words, Tag: o.tag, Status: data.ContactStatus(o.status), Order: data.OrderName,
		},
		Cases: data.CaseFilter{OpenOnly: o.open}, Tasks: data.FollowUpFilter{WithDone: o.done}, Period: period,
	}, s.words, progress.exporting)
	progress.done()
	if err != nil {
		return err
	}
	s.out.count("cli.export.done", n, "File", o.file)
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

// exporting shows how far an export is.
func (p *progressLine) exporting(done, total int) {
	if !p.on || total == 0 || (done < total && time.Since(p.last) < progressPause) {
		return
	}
	p.last = time.Now()
	p.show(p.s.words.T("export.progress", "Part", p.s.words.Percent(float64(done)/float64(total), 0)))
}

func (s *session) exportMailCommand() *cobra.Command {
	m := s.command("mail -o FILE.mbox", "export-mail")
	o, account := &reportOptions{}, ""
	var contact int64
	f := m.Flags()
	f.StringVarP(&o.file, "output", "o", "", s.words.T("cli.flag.mail-output"))
	f.StringVar(&o.from, "from", "", s.words.T("cli.flag.from"))
	f.StringVar(&o.to, "to", "", s.words.T("cli.flag.to"))
	f.StringVar(&account, "account", "", s.words.T("cli.flag.mail-account"))
	f.Int64Var(&contact, "contact", 0, s.words.T("cli.flag.mail-contact"))
	m.RunE = func(*cobra.Command, []string) error { return s.exportMail(o, account, contact) }
	return m
}

func (s *session) exportMail(o *reportOptions, account string, contact int64) error {
	if o.file == "" {
		return data.NewError(data.CodeUsage, "cli-flag-missing", "Flag", "-o")
	}
	p, err := o.period()
	if err != nil {
		return err
	}
	k, err := s.existing()
	if err != nil {
		return err
	}
	filter := data.MessageFilter{ContactID: contact}
	if contact != 0 { // one that is not there is no empty export
		if _, err := k.Contact(s.ctx, contact); err != nil {
			return err
		}
	}
	if account != "" {
		a, err := k.Account(s.ctx, account)
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
	progress := s.progress()
	n, err := k.ExportMail(s.ctx, o.file, filter, progress.exporting)
	progress.done()
	if err != nil {
		return err
	}
	s.out.count("cli.export.mail", n, "File", o.file)
	return nil
}
