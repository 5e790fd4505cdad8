package backups

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"kartoteka/app/cli/session"
	"kartoteka/app/cli/shape"
	"kartoteka/app/core"
	"kartoteka/data"
)

type restoreOptions struct {
	path, passphrase string
	stdin, dry, yes  bool
	intoNowhere      bool // there is no card index that could be opened
}

func (s commands) restoreCommand() *cobra.Command {
	c := s.Command("restore FILE", "restore")
	c.Args = session.OneArg("cli-restore-file")
	o := &restoreOptions{}
	s.passphraseFlag(c, &o.stdin)
	f := c.Flags()
	f.BoolVar(&o.dry, "dry-run", false, s.Words.T("cli.flag.restore-dry-run"))
	f.BoolVarP(&o.yes, "yes", "y", false, s.Words.T("cli.flag.yes"))
	s.JSONFlag(c)
	c.RunE = func(_ *cobra.Command, args []string) error {
		o.path = args[0]
		return s.restore(o)
	}
	return c
}

// restore puts a backup in the card index's place: of one that is open, or of a
// folder in which none can be opened.
func (s commands) restore(o *restoreOptions) (err error) {
	if o.passphrase, err = s.givenPassphrase(o.stdin); err != nil {
		return err
	}
	k, err := s.Existing()
	switch data.CodeOf(err) {
	case "":
	case data.CodeCorrupt, data.CodeNewerFile, data.CodeNotFound:
		o.intoNowhere = true
	default:
		return err
	}
	p, err := s.previewed(k, o)
	if err != nil {
		return err
	}
	ask := !o.yes && !o.dry && s.Watched() && s.AtTerminal()
	if !s.JSON && (ask || o.dry) {
		s.printPreview(p)
	}
	if o.dry {
		return s.printRestored(p, data.Restored{Counts: p.Backup.Counts}, false)
	}
	if ask && !s.agreed() {
		s.Say("cli.restore.stopped")
		return nil
	}
	done, err := s.restored(k, o)
	if err != nil {
		return err
	}
	return s.printRestored(p, done, true)
}

// previewed looks into the backup, and asks for its passphrase when that is all
// that is missing.
func (s commands) previewed(k *core.Core, o *restoreOptions) (data.RestorePreview, error) {
	look := func() (data.RestorePreview, error) {
		if o.intoNowhere {
			return core.PreviewInto(s.Ctx, s.into(o, nil))
		}
		return k.RestorePreview(s.Ctx, o.path, o.passphrase)
	}
	p, err := look()
	if data.CodeOf(err) != data.CodeNoPassword || o.passphrase != "" {
		return p, err
	}
	if o.passphrase, err = s.askedPassphrase(o.path); err != nil {
		return p, err
	}
	return look()
}

func (s commands) into(o *restoreOptions, progress data.BackupProgress) core.RestoreOptions {
	return core.RestoreOptions{
		Dir: s.Dir, Path: o.path, Passphrase: o.passphrase, Vault: s.Core.Vault, Progress: progress,
	}
}

func (s commands) restored(k *core.Core, o *restoreOptions) (data.Restored, error) {
	progress := s.Progress()
	defer progress.Done()
	if o.intoNowhere {
		return core.RestoreInto(s.Ctx, s.into(o, progress.Copying))
	}
	return k.Restore(s.Ctx, o.path, o.passphrase, progress.Copying)
}

func (s commands) printPreview(p data.RestorePreview) {
	s.Say("cli.backup.at", "When", s.Words.DateTime(p.Backup.At), "Size", s.Words.Size(p.Backup.Size))
	s.Say("cli.restore.backup", "Counts", s.counted(p.Backup.Counts))
	switch {
	case p.Missing:
		s.Say("cli.restore.missing")
	case p.Damaged:
		s.Say("cli.restore.damaged")
	default:
		s.Say("cli.restore.present", "Counts", s.counted(p.Present))
	}
	_ = s.Flush() // before a question; what fails is noticed at the end
}

func (s commands) printRestored(p data.RestorePreview, r data.Restored, done bool) error {
	if s.JSON {
		return s.Object(shape.OfRestored(p, r, done))
	}
	if !done {
		return nil
	}
	s.Say("cli.restore.done", "Counts", s.counted(r.Counts))
	if r.Kept != "" {
		s.Say("cli.restore.kept", "File", r.Kept)
	}
	if len(r.Back) > 0 {
		s.Say("cli.restore.back", "Numbers", numbers(r.Back))
	}
	return nil
}

// numbers writes numbers of the log of erasures.
func numbers(all []int64) string {
	out := make([]string, len(all))
	for i, n := range all {
		out[i] = strconv.FormatInt(n, 10)
	}
	return strings.Join(out, ", ")
}

// agreed asks, and takes nothing but a yes for one, in either language.
func (s commands) agreed() bool {
	fmt.Fprint(s.Err, s.Words.T("cli.restore.ask")+" ")
	switch strings.ToLower(s.Answer()) {
	case "t", "tak", "y", "yes":
		return true
	}
	return false
}
