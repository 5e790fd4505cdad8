package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"kartoteka/app/core"
	"kartoteka/data"
)

func (s *session) importCommand() *cobra.Command {
	c := s.command("import FILE...", "import")
	c.Args = someArgs("cli-files")
	dry := false
	c.Flags().BoolVar(&dry, "dry-run", false, s.words.T("cli.flag.dry-run"))
	s.jsonFlag(c)
	c.RunE = s.do(func(k *core.Core, args []string) error {
		r, err := k.Import(s.ctx, args, dry)
		if err != nil {
			return err
		}
		return s.printImport(r, dry)
	})
	return c
}

func (s *session) printImport(r data.ImportResult, dry bool) error {
	failures := make([]string, 0, r.Failed)
	r.Rows = list(r.Rows)
	for i := range r.Rows {
		row := &r.Rows[i]
		if row.Error == "" {
			continue
		}
		row.Error = s.words.Error(data.NewError(data.CodeInvalid, row.Error, "File", row.Item))
		failures = append(failures, fmt.Sprintf("%s: %s", row.Item, row.Error))
	}
	if s.json {
		if err := s.out.object(r); err != nil {
			return err
		}
	} else {
		key := "cli.import.done"
		if dry {
			key = "cli.import.dry"
		}
		s.out.count(key, r.New, "Duplicates", s.words.Int(r.Duplicates), "Failed", s.words.Int(r.Failed))
	}
	if r.Failed == 0 {
		return nil
	}
	for _, f := range failures {
		s.warn(f)
	}
	if r.Failed == len(r.Rows) {
		return data.NewError(data.CodeInternal, "import-failed")
	}
	return data.NewError(data.CodePartly, "import-partly")
}

func (s *session) exportCommand() *cobra.Command {
	m := s.command("mail -o FILE.mbox", "export-mail")
	file := ""
	m.Flags().StringVarP(&file, "output", "o", "", s.words.T("cli.flag.mail-output"))
	m.RunE = func(*cobra.Command, []string) error {
		if file == "" {
			return data.NewError(data.CodeUsage, "cli-flag-missing", "Flag", "-o")
		}
		k, err := s.existing()
		if err != nil {
			return err
		}
		n, err := k.ExportMail(s.ctx, file)
		if err != nil {
			return err
		}
		s.out.count("cli.export.mail", n, "File", file)
		return nil
	}
	return s.group("export", "export", m)
}
