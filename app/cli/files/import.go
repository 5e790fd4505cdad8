// Package files is the commands that take files of other programs in and give the
// firm's own lists and mail out.
package files

import (
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"kartoteka/app/cli/session"
	"kartoteka/app/cli/shape"
	"kartoteka/app/core"
	"kartoteka/data"
)

// commands are import and export.
type commands struct{ *session.Session }

// Commands returns "import" and "export".
func Commands(s *session.Session) []*cobra.Command {
	return []*cobra.Command{commands{s}.importCommand(), commands{s}.exportCommand()}
}

// importOptions are the flags of import.
type importOptions struct {
	dry     bool
	mapping []string
	failed  string
	revert  int64
}

func (s commands) importCommand() *cobra.Command {
	c := s.Command("import FILE...", "import")
	o := &importOptions{}
	c.Args = func(c *cobra.Command, args []string) error {
		if o.revert != 0 {
			return session.NoArgs(c, args)
		}
		return session.SomeArgs("cli-files")(c, args)
	}
	c.Flags().BoolVar(&o.dry, "dry-run", false, s.Words.T("cli.flag.dry-run"))
	c.Flags().StringArrayVar(&o.mapping, "map", nil, s.Words.T("cli.flag.map"))
	c.Flags().StringVar(&o.failed, "failed", "", s.Words.T("cli.flag.failed"))
	c.Flags().Int64Var(&o.revert, "revert", 0, s.Words.T("cli.flag.revert"))
	s.JSONFlag(c)
	c.RunE = func(_ *cobra.Command, args []string) error { return s.runImport(o, args) }
	return c
}

// By how much, in per cent, memory may grow between two looks for what is no longer
// used: of files that are large together much less, for there that is gigabytes.
const (
	importGrowth      = 400
	largeImportGrowth = 40
	largeImport       = 24 << 20 // bytes
)

// growthFor is the growth for files together.
func growthFor(paths []string) int {
	total := int64(0)
	for _, p := range paths {
		if st, err := os.Stat(p); err == nil { // else its own reader says what is wrong
			total += st.Size()
		}
	}
	if total > largeImport {
		return largeImportGrowth
	}
	return importGrowth
}

func (s commands) runImport(o *importOptions, paths []string) error {
	if o.revert != 0 {
		return s.revertImport(o.revert)
	}
	mapping, err := columnMap(o.mapping)
	if err != nil {
		return err
	}
	if o.failed != "" {
		if len(paths) > 1 {
			return data.NewError(data.CodeUsage, "cli-failed-one-file")
		}
		if err := core.CheckWorkbook(o.failed); err != nil {
			return err
		}
	}
	k, err := s.Open()
	if err != nil {
		return err
	}
	// Nearly all that a large file needs stays in use to its end: to look for what
	// does not, time and again, would take a part of the time that is felt.
	defer debug.SetGCPercent(debug.SetGCPercent(growthFor(paths)))
	progress, records := s.Progress(), false
	r, err := k.ImportFiles(s.Ctx, core.ImportRequest{
		Paths: paths, DryRun: o.dry, Options: data.ImportOptions{Mapping: mapping}, Progress: progress.Part("import.progress"),
		Planned: func(p *data.ImportPlan) error {
			records = true
			if o.failed == "" {
				return nil
			}
			return k.FailedRows(s.Ctx, p, s.Words, o.failed)
		},
	})
	progress.Done()
	if err != nil {
		return err
	}
	return s.printImport(r, o.dry, records)
}

// columnMap reads COLUMN=field pairs.
func columnMap(pairs []string) (map[string]string, error) {
	var out map[string]string
	for _, pair := range pairs {
		i := strings.LastIndexByte(pair, '=')
		if i <= 0 || i == len(pair)-1 {
			return nil, data.NewError(data.CodeUsage, "cli-map", "Text", pair)
		}
		if out == nil {
			out = map[string]string{}
		}
		out[pair[:i]] = pair[i+1:]
	}
	return out, nil
}

func (s commands) revertImport(run int64) error {
	k, err := s.Existing()
	if err != nil {
		return err
	}
	r, err := k.RevertImport(s.Ctx, run)
	if err != nil {
		return err
	}
	if s.JSON {
		return s.Object(shape.OfRevert(r))
	}
	s.Count("cli.import.reverted", r.Changes)
	if r.Kept > 0 {
		s.Count("cli.import.kept", r.Kept, "Names", strings.Join(r.Names, ", "))
	}
	return nil
}

// mostRepeated is how many repeated rows are named on a terminal.
const mostRepeated = 20

func (s commands) printImport(r data.ImportResult, dry, records bool) error {
	r.Rows = shape.List(r.Rows)
	for i := range r.Rows {
		if row := &r.Rows[i]; row.Why != nil {
			row.Error = s.Words.Error(row.Why)
		}
		r.Rows[i].Warnings = s.sentences(r.Rows[i].Warnings)
	}
	if s.JSON {
		if err := s.Object(r); err != nil {
			return err
		}
	} else {
		s.sayImport(r, dry, records)
	}
	if r.Failed == 0 {
		return nil
	}
	for _, row := range r.Rows {
		if row.Outcome == data.OutcomeFailed {
			s.Warn(fmt.Sprintf("%s: %s", row.Item, row.Error))
		}
	}
	if r.Failed == len(r.Rows) {
		return data.NewError(data.CodeInternal, "import-failed")
	}
	return data.NewError(data.CodePartly, "import-partly")
}

func (s commands) sayImport(r data.ImportResult, dry, records bool) {
	if !records {
		key := "cli.import.done"
		if dry {
			key = "cli.import.dry"
		}
		s.Count(key, r.New, "Duplicates", s.Words.Int(r.Duplicates), "Failed", s.Words.Int(r.Failed))
		return
	}
	key := "import.done"
	if dry {
		key = "import.dry"
	}
	s.Say(key, "New", s.Words.Int(r.New), "Updated", s.Words.Int(r.Updated), "Unchanged", s.Words.Int(r.Unchanged),
		"Duplicates", s.Words.Int(r.Duplicates), "Failed", s.Words.Int(r.Failed))
	named := 0
	for _, row := range r.Rows {
		if row.Outcome == data.OutcomeDuplicate && row.Error != "" && named < mostRepeated {
			named++
			s.Line(row.Item + ": " + row.Error)
		}
	}
	s.sayWarnings(r.Rows)
	for _, f := range r.Runs {
		if len(r.Runs) == 1 {
			s.Say("import.how-to-revert", "Run", strconv.FormatInt(f.Run, 10))
			continue
		}
		s.Say("import.how-to-revert-file", "Run", strconv.FormatInt(f.Run, 10), "File", f.File)
	}
}

// sentences writes warnings out in the person's language.
func (s commands) sentences(keys []string) []string {
	out := make([]string, len(keys))
	for i, key := range keys {
		out[i] = s.Words.T(key)
	}
	return out
}

// sayWarnings names the rows of which something was not taken over.
func (s commands) sayWarnings(rows []data.ImportRow) {
	odd := 0
	for _, row := range rows {
		if len(row.Warnings) == 0 {
			continue
		}
		if odd++; odd <= mostRepeated {
			s.Line(row.Item + ": " + strings.Join(append(row.Warnings, row.LeftOut...), " "))
		}
	}
	if odd > mostRepeated {
		s.Count("cli.import.more-warnings", odd-mostRepeated)
	}
}
