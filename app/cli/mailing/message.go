package mailing

import (
	"slices"

	"github.com/spf13/cobra"

	"kartoteka/app/cli/session"
	"kartoteka/app/cli/shape"
	"kartoteka/app/core"
	"kartoteka/data"
)

// messageCommand is "message": deeds about one message, by its number in "list
// messages".
func (s commands) messageCommand() *cobra.Command {
	return s.Group("message", "message",
		s.messageAutomaticCommand(),
		s.messageDeed("personal", func(k *core.Core, id int64) error { return k.SetAutomatic(s.Ctx, id, data.ByPerson) }),
		s.messageDeed("delete", func(k *core.Core, id int64) error { return k.DeleteMessage(s.Ctx, id) }),
		s.messageSaveCommand(), s.messageAttachmentsCommand())
}

// messageDeed is a command that does one thing to one message.
func (s commands) messageDeed(name string, do func(*core.Core, int64) error) *cobra.Command {
	c := s.Command(name+" ID", "message-"+name)
	c.Args = session.OneArg("cli-message-which")
	c.RunE = s.Look(func(k *core.Core, args []string) error {
		id, err := session.Number(args[0])
		if err == nil {
			err = do(k, id)
		}
		if err == nil {
			s.Say("cli.message.done-"+name, "ID", id)
		}
		return err
	})
	return c
}

// machines are what an owner may call a message that no person wrote.
var machines = []data.Automatic{data.AutoBulk, data.AutoReply, data.AutoBounce, data.AutoReceipt}

func (s commands) messageAutomaticCommand() *cobra.Command {
	kind := ""
	c := s.messageDeed("automatic", func(k *core.Core, id int64) error {
		if !slices.Contains(machines, data.Automatic(kind)) {
			return data.NewError(data.CodeUsage, "cli-automatic-kind", "Kind", kind)
		}
		return k.SetAutomatic(s.Ctx, id, data.Automatic(kind))
	})
	c.Flags().StringVar(&kind, "kind", string(data.AutoBulk), s.Words.T("cli.flag.automatic-kind"))
	return c
}

// saved tells of a file that was written.
func (s commands) saved(id int64, file string) error {
	if s.JSON {
		return s.Object(shape.Saved{Message: id, File: file})
	}
	s.Say("cli.message.saved", "ID", id, "File", file)
	return nil
}

// toFile is a command that writes something of a message to where -o says.
func (s commands) toFile(use, name string, write func(k *core.Core, id int64, to string) error) *cobra.Command {
	c := s.Command(use, name)
	c.Args = session.OneArg("cli-message-which")
	output := s.OutputFlag(c, name+"-output")
	s.JSONFlag(c)
	c.RunE = s.Look(func(k *core.Core, args []string) error {
		to, err := output.Path()
		if err != nil {
			return err
		}
		id, err := session.Number(args[0])
		if err != nil {
			return err
		}
		return write(k, id, to)
	})
	return c
}

func (s commands) messageSaveCommand() *cobra.Command {
	return s.toFile("save ID -o FILE.eml", "message-save", func(k *core.Core, id int64, file string) error {
		if err := k.SaveRaw(s.Ctx, id, file); err != nil {
			return err
		}
		return s.saved(id, file)
	})
}

func (s commands) messageAttachmentsCommand() *cobra.Command {
	return s.toFile("attachments ID -o FOLDER", "message-attachments", func(k *core.Core, id int64, dir string) error {
		m, err := k.Message(s.Ctx, id)
		if err != nil {
			return err
		}
		for _, a := range m.Attachments {
			file, err := k.SaveAttachment(s.Ctx, id, a.Part, dir)
			if err != nil {
				return err
			}
			if err := s.saved(id, file); err != nil {
				return err
			}
		}
		if len(m.Attachments) == 0 && !s.JSON {
			s.Say("cli.list.none")
		}
		return nil
	})
}
