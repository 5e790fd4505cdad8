// Package backups is the commands that keep the card index whole: a backup, a
// restore, and a check of either.
package backups

import (
	"github.com/spf13/cobra"

	"kartoteka/app/cli/session"
	"kartoteka/app/cli/shape"
	"kartoteka/app/core"
	"kartoteka/data"
)

// commands are backup, restore and check.
type commands struct{ *session.Session }

// Commands returns them.
func Commands(s *session.Session) []*cobra.Command {
	c := commands{s}
	return []*cobra.Command{c.checkCommand(), c.backupCommand(), c.restoreCommand()}
}

func (s commands) backupCommand() *cobra.Command {
	c := s.Command("backup [FILE]", "backup")
	c.Args = session.AtMostOne
	stdin := false
	s.passphraseFlag(c, &stdin)
	s.JSONFlag(c)
	c.RunE = s.Look(func(k *core.Core, args []string) error {
		o := core.BackupOptions{}
		if len(args) == 1 {
			o.Path = args[0]
		}
		var err error
		if o.Passphrase, err = s.givenPassphrase(stdin); err != nil {
			return err
		}
		progress := s.Progress()
		info, err := k.Backup(s.Ctx, o, progress.Copying)
		progress.Done()
		if err != nil {
			return err
		}
		if s.JSON {
			return s.Object(shape.OfBackup(info))
		}
		s.Say("cli.backup.done", "File", info.Path, "Size", s.Words.Size(info.Size))
		s.Line(s.counted(info.Counts))
		return nil
	})
	return c
}

func (s commands) passphraseFlag(c *cobra.Command, stdin *bool) {
	c.Flags().BoolVar(stdin, "passphrase-stdin", false, s.Words.T("cli.flag.passphrase-stdin"))
}

// givenPassphrase reads the passphrase if it is to come from standard input; an
// empty one there is a mistake, and must not make a plain backup.
func (s commands) givenPassphrase(stdin bool) (string, error) {
	given, err := s.GivenPassword(stdin)
	if err == nil && stdin && given == "" {
		err = data.NewError(data.CodeUsage, "backup-passphrase-needed")
	}
	return given, err
}

// askedPassphrase asks whoever sits at a terminal for the passphrase.
func (s commands) askedPassphrase(path string) (string, error) {
	if !s.AtTerminal() {
		return "", data.NewError(data.CodeNoPassword, "backup-passphrase-needed")
	}
	return s.AskHidden(s.Words.T("cli.restore.ask-passphrase", "File", path))
}

// counted writes the counts as a sentence.
func (s commands) counted(n data.BackupCounts) string {
	words := func(key string, n int64) string { return s.Words.N("cli.count."+key, int(n)) }
	return s.Words.T("cli.backup.counts", "Contacts", words("contacts", n.Contacts),
		"Interactions", words("interactions", n.Interactions), "Messages", words("messages", n.Messages),
		"Cases", words("cases", n.Cases), "Opinions", words("opinions", n.Opinions),
		"Orders", words("orders", n.Orders), "FollowUps", words("follow-ups", n.FollowUps))
}
