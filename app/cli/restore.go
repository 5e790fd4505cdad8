package cli

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"kartoteka/app/core"
	"kartoteka/data"
)

type restoreOptions struct {
	path, passphrase string
	stdin, dry, yes  bool
	intoNowhere      bool // there is no card index that could be opened
}

func (s *session) restoreCommand() *cobra.Command {
	c := s.command("restore FILE", "restore")
	c.Args = oneArg("cli-restore-file")
	o := &restoreOptions{}
	s.passphraseFlag(c, &o.stdin)
	f := c.Flags()
	f.BoolVar(&o.dry, "dry-run", false, s.words.T("cli.flag.restore-dry-run"))
	f.BoolVarP(&o.yes, "yes", "y", false, s.words.T("cli.flag.yes"))
	s.jsonFlag(c)
	c.RunE = func(_ *cobra.Command, args []string) error {
		o.path = args[0]
		return s.restore(o)
	}
	return c
}

// restore puts a backup in the card index's place: of one that is open, or of a
// folder in which none can be opened.
func (s *session) restore(o *restoreOptions) (err error) {
	if o.passphrase, err = s.givenPassphrase(o.stdin); err != nil {
		return err
	}
	k, err := s.existing()
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
	ask := !o.yes && !o.dry && terminal(s.io.Err) && s.atTerminal()
	if !s.json && (ask || o.dry) {
		s.printPreview(p)
	}
	if o.dry {
		return s.printRestored(p, data.Restored{Counts: p.Backup.Counts}, false)
	}
	if ask && !s.agreed() {
		s.out.say("cli.restore.stopped")
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
func (s *session) previewed(k *core.Core, o *restoreOptions) (data.RestorePreview, error) {
	look := func() (data.RestorePreview, error) {
		if o.intoNowhere {
			return core.PreviewInto(s.ctx, s.into(o, nil))
		}
		return k.RestorePreview(s.ctx, o.path, o.passphrase)
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

func (s *session) into(o *restoreOptions, progress data.BackupProgress) core.RestoreOptions {
	return core.RestoreOptions{
		Dir: s.dir, Path: o.path, Passphrase: o.passphrase, Vault: s.program.Core.Vault, Progress: progress,
	}
}

func (s *session) restored(k *core.Core, o *restoreOptions) (data.Restored, error) {
	progress := s.progress()
	defer progress.done()
	if o.intoNowhere {
		return core.RestoreInto(s.ctx, s.into(o, progress.copying))
	}
	return k.Restore(s.ctx, o.path, o.passphrase, progress.copying)
}

func (s *session) printPreview(p data.RestorePreview) {
	s.out.say("cli.backup.at", "When", s.words.DateTime(p.Backup.At), "Size", s.words.Size(p.Backup.Size))
	s.out.say("cli.restore.backup", "Counts", s.counted(p.Backup.Counts))
	switch {
	case p.Missing:
		s.out.say("cli.restore.missing")
	case p.Damaged:
		s.out.say("cli.restore.damaged")
	default:
		s.out.say("cli.restore.present", "Counts", s.counted(p.Present))
	}
	_ = s.flush() // before a question; what fails is noticed at the end
}

type restoreShape struct {
	Restored bool               `json:"restored"`
	Backup   data.BackupCounts  `json:"backup"`
	Present  *data.BackupCounts `json:"present"`
	Kept     string             `json:"kept"`
	Back     []int64            `json:"erased_since"`
}

func (s *session) printRestored(p data.RestorePreview, r data.Restored, done bool) error {
	if s.json {
		out := restoreShape{Restored: done, Backup: r.Counts, Kept: r.Kept, Back: list(r.Back)}
		if !p.Missing && !p.Damaged {
			out.Present = &p.Present
		}
		return s.out.object(out)
	}
	if !done {
		return nil
	}
	s.out.say("cli.restore.done", "Counts", s.counted(r.Counts))
	if r.Kept != "" {
		s.out.say("cli.restore.kept", "File", r.Kept)
	}
	if len(r.Back) > 0 {
		s.out.say("cli.restore.back", "Numbers", numbers(r.Back))
	}
	return nil
}

// numbers writes numbers of the log of erasures.
func numbers(all []int64) string {
	out := make([]string, len(all))
	for i, n := range all {
		out[i] = id(n)
	}
	return strings.Join(out, ", ")
}

// atTerminal reports whether somebody can answer.
func (s *session) atTerminal() bool {
	in, ok := s.io.In.(*os.File)
	return ok && term.IsTerminal(int(in.Fd()))
}

// agreed asks, and takes nothing but a yes for one, in either language.
func (s *session) agreed() bool {
	fmt.Fprint(s.io.Err, s.words.T("cli.restore.ask")+" ")
	line, _ := bufio.NewReader(s.io.In).ReadString('\n') // its end without a line is a no
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "t", "tak", "y", "yes":
		return true
	}
	return false
}
