package cli

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"kartoteka/app/core"
	"kartoteka/data"
)

func (s *session) backupCommand() *cobra.Command {
	c := s.command("backup [FILE]", "backup")
	c.Args = atMostOne
	stdin := false
	s.passphraseFlag(c, &stdin)
	s.jsonFlag(c)
	c.RunE = s.look(func(k *core.Core, args []string) error {
		o := core.BackupOptions{}
		if len(args) == 1 {
			o.Path = args[0]
		}
		var err error
		if o.Passphrase, err = s.givenPassphrase(stdin); err != nil {
			return err
		}
		progress := s.progress()
		info, err := k.Backup(s.ctx, o, progress.copying)
		progress.done()
		if err != nil {
			return err
		}
		if s.json {
			return s.out.object(shapeBackup(info))
		}
		s.out.say("cli.backup.done", "File", info.Path, "Size", s.words.Size(info.Size))
		s.out.line(s.counted(info.Counts))
		return nil
	})
	return c
}

// atMostOne takes one argument or none.
func atMostOne(c *cobra.Command, args []string) error {
	if len(args) > 1 {
		return data.NewError(data.CodeUsage, "cli-extra", "Text", args[1], "Command", c.CommandPath())
	}
	return nil
}

func (s *session) passphraseFlag(c *cobra.Command, stdin *bool) {
	c.Flags().BoolVar(stdin, "passphrase-stdin", false, s.words.T("cli.flag.passphrase-stdin"))
}

// givenPassphrase reads the passphrase if it is to come from standard input; an
// empty one there is a mistake, and must not make a plain backup.
func (s *session) givenPassphrase(stdin bool) (string, error) {
	given, err := s.givenPassword(stdin)
	if err == nil && stdin && given == "" {
		err = data.NewError(data.CodeUsage, "backup-passphrase-needed")
	}
	return given, err
}

// askedPassphrase asks whoever sits at a terminal for the passphrase.
func (s *session) askedPassphrase(path string) (string, error) {
	in, ok := s.io.In.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		return "", data.NewError(data.CodeNoPassword, "backup-passphrase-needed")
	}
	fmt.Fprint(s.io.Err, s.words.T("cli.restore.ask-passphrase", "File", path)+" ")
	typed, err := term.ReadPassword(int(in.Fd()))
	fmt.Fprintln(s.io.Err)
	if err != nil {
		return "", data.NewError(data.CodeInvalid, "password-unread").Because(err)
	}
	return string(typed), nil
}

// copying shows how far a backup or a restore is.
func (p *progressLine) copying(stage data.BackupStage, done, total int64) {
	if !p.on || total > 0 && done < total && time.Since(p.last) < progressPause {
		return
	}
	p.last = time.Now()
	text := p.s.words.T("backup.stage-" + string(stage))
	if total > 0 {
		text += " " + p.s.words.Percent(float64(done)/float64(total), 0)
	}
	p.show(text)
}

// counted writes the counts as a sentence.
func (s *session) counted(n data.BackupCounts) string {
	words := func(key string, n int64) string { return s.words.N("cli.count."+key, int(n)) }
	return s.words.T("cli.backup.counts", "Contacts", words("contacts", n.Contacts),
		"Interactions", words("interactions", n.Interactions), "Messages", words("messages", n.Messages),
		"Cases", words("cases", n.Cases), "Opinions", words("opinions", n.Opinions),
		"Orders", words("orders", n.Orders), "FollowUps", words("follow-ups", n.FollowUps))
}

func (s *session) listBackups(k *core.Core, _ []string) error {
	all, err := k.Backups(s.ctx)
	if err != nil {
		return err
	}
	yesNo := map[bool]string{true: s.words.T("cli.backup.plain"), false: s.words.T("cli.backup.not")}
	return show(s, all, shapeBackup,
		[]string{"cli.col.at", "cli.col.size", "cli.col.verified", "cli.col.encrypted", "cli.col.contacts", "cli.col.messages", "cli.col.file"},
		func(b data.BackupInfo) []string {
			contacts, messages := "", ""
			if b.OK {
				contacts, messages = s.words.Int(int(b.Counts.Contacts)), s.words.Int(int(b.Counts.Messages))
			}
			return []string{
				s.words.DateTime(b.At), s.words.Size(b.Size), yesNo[b.OK], yesNo[b.Encrypted], contacts, messages, b.Path,
			}
		})
}

type backupShape struct {
	File      string             `json:"file"`
	Kind      data.BackupKind    `json:"kind"`
	At        *time.Time         `json:"at"`
	Size      int64              `json:"size"`
	Encrypted bool               `json:"encrypted"`
	Verified  bool               `json:"verified"`
	Counts    *data.BackupCounts `json:"counts"`
}

func shapeBackup(b data.BackupInfo) backupShape {
	out := backupShape{File: b.Path, Kind: b.Kind, At: moment(b.At), Size: b.Size, Encrypted: b.Encrypted, Verified: b.OK}
	if b.OK {
		out.Counts = &b.Counts
	}
	return out
}

// atNight makes the last night's backup if there was none. That it fails is
// said, and no reason for the pull before it to have failed.
func (s *session) atNight(k *core.Core) {
	if s.ctx.Err() != nil {
		return
	}
	if _, err := k.NightlyBackup(s.ctx); err != nil {
		s.warn(s.words.T("cli.night.failed", "Why", strings.TrimSpace(s.words.Error(err))))
	}
}
