package cli

import (
	"github.com/spf13/cobra"

	"kartoteka/app/core"
)

func (f *frame) reportCommand() *cobra.Command {
	c := f.Command("report -o FILE.xlsx", "report")
	period, output := f.PeriodFlags(c), f.OutputFlag(c, "report-output")
	c.RunE = func(*cobra.Command, []string) error {
		p, err := period.Read()
		if err != nil {
			return err
		}
		file, err := output.Path()
		if err != nil {
			return err
		}
		if err := core.CheckWorkbook(file); err != nil { // before anything is opened for it
			return err
		}
		k, err := f.Existing()
		if err != nil {
			return err
		}
		if err := k.WriteReport(f.Ctx, p, f.Words, file); err != nil {
			return err
		}
		f.Say("cli.report.written", "File", file)
		return nil
	}
	return c
}
