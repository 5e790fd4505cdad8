// Package subject is the commands about one person's rights: all that is kept about
// them as a file, and its erasure.
package subject

import (
	"strings"

	"github.com/spf13/cobra"

	"kartoteka/app/cli/session"
	"kartoteka/app/cli/shape"
	"kartoteka/app/core"
	"kartoteka/data"
)

// commands are those under "subject".
type commands struct{ *session.Session }

// Command returns "subject": what is kept about one person, and its erasure.
func Command(s *session.Session) *cobra.Command {
	c := commands{s}
	return s.Group("subject", "subject", c.exportCommand(), c.eraseCommand())
}

func (s commands) exportCommand() *cobra.Command {
	c := s.Command("export CONTACT -o FILE.zip", "subject-export")
	c.Args = session.OneArg("cli-subject")
	output := s.OutputFlag(c, "subject-output")
	s.JSONFlag(c)
	c.RunE = s.Look(func(k *core.Core, args []string) error {
		file, err := output.Path()
		if err != nil {
			return err
		}
		who, err := k.FindSubject(s.Ctx, args[0])
		if err != nil {
			return err
		}
		if err := k.SubjectExport(s.Ctx, who.ID, s.Words, file); err != nil {
			return err
		}
		if s.JSON {
			return s.Object(shape.Exported{Contact: who.ID, File: file})
		}
		s.Say("cli.subject.exported", "Name", who.Name(), "File", file)
		return nil
	})
	return c
}

// eraseFlags are the flags of "subject erase".
type eraseFlags struct {
	dry, yes bool
	data.EraseOptions
}

func (s commands) eraseCommand() *cobra.Command {
	c := s.Command("erase CONTACT", "subject-erase")
	c.Args = session.OneArg("cli-subject")
	f := &eraseFlags{}
	c.Flags().BoolVar(&f.dry, "dry-run", false, s.Words.T("cli.flag.erase-dry"))
	c.Flags().BoolVar(&f.yes, "yes", false, s.Words.T("cli.flag.erase-yes"))
	c.Flags().BoolVar(&f.NamedMail, "named-mail", false, s.Words.T("cli.flag.erase-named"))
	c.Flags().StringVar(&f.Reason, "reason", "", s.Words.T("cli.flag.erase-reason"))
	s.JSONFlag(c)
	c.RunE = s.Look(func(k *core.Core, args []string) error {
		who, err := k.FindErasable(s.Ctx, args[0])
		if err != nil {
			return err
		}
		p, err := k.ErasePreview(s.Ctx, who, f.EraseOptions)
		if err != nil {
			return err
		}
		if f.dry {
			return s.printErasePreview(p)
		}
		if !f.yes {
			if err := s.confirmErase(p); err != nil {
				return err
			}
		}
		e, err := k.EraseSubject(s.Ctx, who, f.EraseOptions)
		if err != nil {
			return err
		}
		return s.printErasure(who, e)
	})
	return c
}

// confirmErase shows what will go and wants the name typed again: there is no
// way back.
func (s commands) confirmErase(p data.ErasePreview) error {
	if s.JSON {
		return data.NewError(data.CodeUsage, "cli-erase-confirm")
	}
	if err := s.printErasePreview(p); err != nil {
		return err
	}
	s.Say("cli.subject.confirm", "Name", p.Name)
	if err := s.Flush(); err != nil {
		return err
	}
	if s.Answer() != p.Name {
		return data.NewError(data.CodeUsage, "cli-erase-confirm")
	}
	return nil
}

func (s commands) printErasePreview(p data.ErasePreview) error {
	if s.JSON {
		return s.Object(shape.OfErasePreview(p))
	}
	s.Say("cli.subject.preview", "Name", p.Name)
	s.printEraseCounts(p.Counts)
	for _, b := range p.Blocks {
		if b.Kind == "case" {
			s.Say("cli.subject.block-case", "Number", b.Title)
		} else {
			s.Count("cli.subject.block-orders", b.Count, "Until", b.Until)
		}
	}
	s.printStaying(p.Mentions)
	if len(p.Backups) > 0 {
		s.Say("cli.subject.backups", "Files", strings.Join(p.Backups, ", "))
	}
	if len(p.Sealed) > 0 {
		s.Say("cli.subject.still-in", "Files", strings.Join(p.Sealed, ", "))
	}
	s.Say("privacy.no-advice")
	return nil
}

func (s commands) printEraseCounts(c data.EraseCounts) {
	for _, line := range []struct {
		key string
		n   int
	}{
		{"cli.subject.count-fields", c.Fields},
		{"cli.subject.count-messages", c.Messages},
		{"cli.subject.count-shared", c.SharedMail},
		{"cli.subject.count-attachments", c.Attachments},
		{"cli.subject.count-followups", c.FollowUps},
		{"cli.subject.count-emptied", c.Interactions + c.Cases + c.Opinions + c.Orders},
		{"cli.subject.count-journal", c.Journal},
		{"cli.subject.count-mentions", c.Mentions},
	} {
		if line.n > 0 {
			s.Count(line.key, line.n)
		}
	}
}

// printStaying says where the person stays named.
func (s commands) printStaying(all []data.Mention) {
	n := 0
	for _, m := range all {
		if m.Stays {
			n++
		}
	}
	if n > 0 {
		s.Count("cli.subject.staying", n)
	}
}

func (s commands) printErasure(contact int64, e data.Erasure) error {
	if s.JSON {
		return s.Object(shape.OfErasure(contact, e))
	}
	s.Say("cli.subject.erased", "Number", e.ID)
	s.printEraseCounts(e.Counts)
	s.printStaying(e.Mentions)
	if len(e.Backups) > 0 {
		s.Say("cli.subject.still-in", "Files", strings.Join(e.Backups, ", "))
	}
	return nil
}
