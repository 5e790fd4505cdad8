package cli

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"kartoteka/app/core"
	"kartoteka/data"
)

// importOptions are the flags of import.
type importOptions struct {
	dry     bool
	mapping []string
	failed  string
	revert  int64
}

func (s *session) importCommand() *cobra.Command {
	c := s.command("import FILE...", "import")
	o := &importOptions{}
	c.Args = func(c *cobra.Command, args []string) error {
		if o.revert != 0 {
			return noArgs(c, args)
		}
		return someArgs("cli-files")(c, args)
	}
	c.Flags().BoolVar(&o.dry, "dry-run", false, s.words.T("cli.flag.dry-run"))
	c.Flags().StringArrayVar(&o.mapping, "map", nil, s.words.T("cli.flag.map"))
	c.Flags().StringVar(&o.failed, "failed", "", s.words.T("cli.flag.failed"))
	c.Flags().Int64Var(&o.revert, "revert", 0, s.words.T("cli.flag.revert"))
	s.jsonFlag(c)
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

func (s *session) runImport(o *importOptions, paths []string) error {
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
	k, err := s.open()
	if err != nil {
		return err
	}
	// Nearly all that a large file needs stays in use to its end: to look for what
	// does not, time and again, would take a part of the time that is felt.
	defer debug.SetGCPercent(debug.SetGCPercent(growthFor(paths)))
	progress, records := s.progress(), false
	r, err := k.ImportFiles(s.ctx, core.ImportRequest{
		Paths: paths, DryRun: o.dry, Options: data.ImportOptions{Mapping: mapping}, Progress: progress.importing,
		Planned: func(p *data.ImportPlan) error {
			records = true
			if o.failed == "" {
				return nil
			}
			return k.FailedRows(s.ctx, p, s.words, o.failed)
		},
	})
	progress.done()
	if err != nil {
		return err
	}
	return s.printImport(r, o.dry, records)
}

// importing shows how far an import is.
func (p *progressLine) importing(done, total int) {
	if !p.on || total == 0 || (done < total && time.Since(p.last) < progressPause) {
		return
	}
	p.last = time.Now()
	p.show(p.s.words.T("import.progress", "Part", p.s.words.Percent(float64(done)/float64(total), 0)))
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

func (s *session) revertImport(run int64) error {
	k, err := s.existing()
	if err != nil {
		return err
	}
	r, err := k.RevertImport(s.ctx, run)
	if err != nil {
		return err
	}
	if s.json {
		return s.out.object(revertShape{r.Changes, r.Kept, list(r.Names)})
	}
	s.out.count("cli.import.reverted", r.Changes)
	if r.Kept > 0 {
		s.out.count("cli.import.kept", r.Kept, "Names", strings.Join(r.Names, ", "))
	}
	return nil
}

// mostRepeated is how many repeated rows are named on a terminal.
const mostRepeated = 20

func (s *session) printImport(r data.ImportResult, dry, records bool) error {
	r.Rows = list(r.Rows)
	for i := range r.Rows {
		if row := &r.Rows[i]; row.Why != nil {
			row.Error = s.words.Error(row.Why)
		}
		r.Rows[i].Warnings = s.sentences(r.Rows[i].Warnings)
	}
	if s.json {
		if err := s.out.object(r); err != nil {
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
			s.warn(fmt.Sprintf("%s: %s", row.Item, row.Error))
		}
	}
	if r.Failed == len(r.Rows) {
		return data.NewError(data.CodeInternal, "import-failed")
	}
	return data.NewError(data.CodePartly, "import-partly")
}

func (s *session) sayImport(r data.ImportResult, dry, records bool) {
	if !records {
		key := "cli.import.done"
		if dry {
			key = "cli.import.dry"
		}
		s.out.count(key, r.New, "Duplicates", s.words.Int(r.Duplicates), "Failed", s.words.Int(r.Failed))
		return
	}
	key := "import.done"
	if dry {
		key = "import.dry"
	}
	s.out.say(key, "New", s.words.Int(r.New), "Updated", s.words.Int(r.Updated), "Unchanged", s.words.Int(r.Unchanged),
		"Duplicates", s.words.Int(r.Duplicates), "Failed", s.words.Int(r.Failed))
	named := 0
	for _, row := range r.Rows {
		if row.Outcome == data.OutcomeDuplicate && row.Error != "" && named < mostRepeated {
			named++
			s.out.line(row.Item + ": " + row.Error)
		}
	}
	s.sayWarnings(r.Rows)
	for _, f := range r.Runs {
		if len(r.Runs) == 1 {
			s.out.say("import.how-to-revert", "Run", id(f.Run))
			continue
		}
		s.out.say("import.how-to-revert-file", "Run", id(f.Run), "File", f.File)
	}
}

// sentences writes warnings out in the person's language.
func (s *session) sentences(keys []string) []string {
	out := make([]string, len(keys))
	for i, key := range keys {
		out[i] = s.words.T(key)
	}
	return out
}

// sayWarnings names the rows of which something was not taken over.
func (s *session) sayWarnings(rows []data.ImportRow) {
	odd := 0
	for _, row := range rows {
		if len(row.Warnings) == 0 {
			continue
		}
		if odd++; odd <= mostRepeated {
			s.out.line(row.Item + ": " + strings.Join(append(row.Warnings, row.LeftOut...), " "))
		}
	}
	if odd > mostRepeated {
		s.out.count("cli.import.more-warnings", odd-mostRepeated)
	}
}
