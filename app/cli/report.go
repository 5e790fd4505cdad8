package cli

import (
	"github.com/spf13/cobra"

	"kartoteka/app/core"
	"kartoteka/data"
)

type reportOptions struct{ from, to, file string }

func (s *session) reportCommand() *cobra.Command {
	c := s.command("report -o FILE.xlsx", "report")
	o := &reportOptions{}
	f := c.Flags()
	f.StringVar(&o.from, "from", "", s.words.T("cli.flag.from"))
	f.StringVar(&o.to, "to", "", s.words.T("cli.flag.to"))
	f.StringVarP(&o.file, "output", "o", "", s.words.T("cli.flag.report-output"))
	c.RunE = func(*cobra.Command, []string) error {
		p, err := o.period()
		if err != nil {
			return err
		}
		if err := o.checkFile(); err != nil {
			return err
		}
		k, err := s.existing()
		if err != nil {
			return err
		}
		if err := k.WriteReport(s.ctx, p, s.words, o.file); err != nil {
			return err
		}
		s.out.say("cli.report.written", "File", o.file)
		return nil
	}
	return c
}

// checkFile says what is wrong with the file before anything is opened for it.
func (o *reportOptions) checkFile() error {
	if o.file == "" {
		return data.NewError(data.CodeUsage, "cli-flag-missing", "Flag", "-o")
	}
	return core.CheckWorkbook(o.file)
}

func (o *reportOptions) period() (p data.Period, err error) {
	if o.from != "" {
		if p.From, err = data.ParseDate(o.from); err != nil {
			return p, err
		}
	}
	if o.to != "" {
		if p.To, err = data.ParseDate(o.to); err != nil {
			return p, err
		}
	}
	if !p.From.IsZero() && !p.To.IsZero() && p.To.Before(p.From) {
		return p, data.NewError(data.CodeUsage, "cli-period", "From", p.From.String(), "To", p.To.String())
	}
	return p, nil
}
