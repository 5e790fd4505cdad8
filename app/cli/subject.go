package cli

import (
	"bufio"
	"strings"

	"github.com/spf13/cobra"

	"kartoteka/app/core"
	"kartoteka/data"
)

// subjectCommand is "subject": what is kept about one person, and its erasure.
func (s *session) subjectCommand() *cobra.Command {
	return s.group("subject", "subject", s.subjectExportCommand(), s.subjectEraseCommand())
}

func (s *session) subjectExportCommand() *cobra.Command {
	c := s.command("export CONTACT -o FILE.zip", "subject-export")
	c.Args = oneArg("cli-subject")
	file := ""
	c.Flags().StringVarP(&file, "output", "o", "", s.words.T("cli.flag.subject-output"))
	s.jsonFlag(c)
	c.RunE = s.look(func(k *core.Core, args []string) error {
		if file == "" {
			return data.NewError(data.CodeUsage, "cli-flag-missing", "Flag", "-o")
		}
		who, err := k.FindSubject(s.ctx, args[0])
		if err != nil {
			return err
		}
		if err := k.SubjectExport(s.ctx, who.ID, s.words, file); err != nil {
			return err
		}
		if s.json {
			return s.out.object(struct {
				Contact int64  `json:"contact"`
				File    string `json:"file"`
			}{who.ID, file})
		}
		s.out.say("cli.subject.exported", "Name", who.Name(), "File", file)
		return nil
	})
	return c
}

// eraseFlags are the flags of "subject erase".
type eraseFlags struct {
	dry, yes bool
	data.EraseOptions
}

func (s *session) subjectEraseCommand() *cobra.Command {
	c := s.command("erase CONTACT", "subject-erase")
	c.Args = oneArg("cli-subject")
	f := &eraseFlags{}
	c.Flags().BoolVar(&f.dry, "dry-run", false, s.words.T("cli.flag.erase-dry"))
	c.Flags().BoolVar(&f.yes, "yes", false, s.words.T("cli.flag.erase-yes"))
	c.Flags().BoolVar(&f.NamedMail, "named-mail", false, s.words.T("cli.flag.erase-named"))
	c.Flags().StringVar(&f.Reason, "reason", "", s.words.T("cli.flag.erase-reason"))
	s.jsonFlag(c)
	c.RunE = s.look(func(k *core.Core, args []string) error {
		who, err := k.FindErasable(s.ctx, args[0])
		if err != nil {
			return err
		}
		p, err := k.ErasePreview(s.ctx, who, f.EraseOptions)
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
		e, err := k.EraseSubject(s.ctx, who, f.EraseOptions)
		if err != nil {
			return err
		}
		return s.printErasure(who, e)
	})
	return c
}

// confirmErase shows what will go and wants the name typed again: there is no
// way back.
func (s *session) confirmErase(p data.ErasePreview) error {
	if s.json {
		return data.NewError(data.CodeUsage, "cli-erase-confirm")
	}
	if err := s.printErasePreview(p); err != nil {
		return err
	}
	s.out.say("cli.subject.confirm", "Name", p.Name)
	if err := s.flush(); err != nil {
		return err
	}
	line, _ := bufio.NewReader(s.io.In).ReadString('\n') // an end without a line is no consent
	if strings.TrimSpace(line) != p.Name {
		return data.NewError(data.CodeUsage, "cli-erase-confirm")
	}
	return nil
}

type erasePreviewShape struct {
	Contact  int64            `json:"contact"`
	Counts   data.EraseCounts `json:"counts"`
	Blocks   []blockShape     `json:"blocks"`
	Mentions []mentionShape   `json:"mentions"`
	Backups  []string         `json:"backups"`
	Sealed   []string         `json:"sealed"`
}

type blockShape struct {
	Kind  string     `json:"kind"`
	Title string     `json:"title"`
	Count int        `json:"count"`
	Until *data.Date `json:"until"`
}

type mentionShape struct {
	Record  string `json:"record"`
	ID      int64  `json:"id"`
	Contact *int64 `json:"contact"`
	Stays   bool   `json:"stays"`
}

func shapeMentions(all []data.Mention) []mentionShape {
	out := make([]mentionShape, len(all))
	for i, m := range all {
		out[i] = mentionShape{m.Record, m.ID, ref(m.ContactID), m.Stays}
	}
	return out
}

func (s *session) printErasePreview(p data.ErasePreview) error {
	if s.json {
		out := erasePreviewShape{
			Contact: p.ContactID, Counts: p.Counts, Blocks: []blockShape{}, Mentions: shapeMentions(p.Mentions),
			Backups: list(p.Backups), Sealed: list(p.Sealed),
		}
		for _, b := range p.Blocks {
			out.Blocks = append(out.Blocks, blockShape{b.Kind, b.Title, b.Count, day(b.Until)})
		}
		return s.out.object(out)
	}
	s.out.say("cli.subject.preview", "Name", p.Name)
	s.printEraseCounts(p.Counts)
	for _, b := range p.Blocks {
		if b.Kind == "case" {
			s.out.say("cli.subject.block-case", "Number", b.Title)
		} else {
			s.out.count("cli.subject.block-orders", b.Count, "Until", b.Until)
		}
	}
	s.printStaying(p.Mentions)
	if len(p.Backups) > 0 {
		s.out.say("cli.subject.backups", "Files", strings.Join(p.Backups, ", "))
	}
	if len(p.Sealed) > 0 {
		s.out.say("cli.subject.still-in", "Files", strings.Join(p.Sealed, ", "))
	}
	s.out.say("privacy.no-advice")
	return nil
}

func (s *session) printEraseCounts(c data.EraseCounts) {
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
			s.out.count(line.key, line.n)
		}
	}
}

// printStaying says where the person stays named.
func (s *session) printStaying(all []data.Mention) {
	n := 0
	for _, m := range all {
		if m.Stays {
			n++
		}
	}
	if n > 0 {
		s.out.count("cli.subject.staying", n)
	}
}

type erasureShape struct {
	Contact  int64            `json:"contact"`
	Erasure  int64            `json:"erasure"`
	Counts   data.EraseCounts `json:"counts"`
	Backups  []string         `json:"still_in"`
	Mentions []mentionShape   `json:"mentions"`
}

func (s *session) printErasure(contact int64, e data.Erasure) error {
	if s.json {
		return s.out.object(erasureShape{contact, e.ID, e.Counts, list(e.Backups), shapeMentions(e.Mentions)})
	}
	s.out.say("cli.subject.erased", "Number", e.ID)
	s.printEraseCounts(e.Counts)
	s.printStaying(e.Mentions)
	if len(e.Backups) > 0 {
		s.out.say("cli.subject.still-in", "Files", strings.Join(e.Backups, ", "))
	}
	return nil
}
