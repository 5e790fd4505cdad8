package cli

import (
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"kartoteka/app/core"
	"kartoteka/data"
)

// messageCommand is "message": deeds about one message, by its number in "list
// messages".
func (s *session) messageCommand() *cobra.Command {
	return s.group("message", "message",
		s.messageAutomaticCommand(),
		s.messageDeed("personal", func(k *core.Core, id int64) error { return k.SetAutomatic(s.ctx, id, data.ByPerson) }),
		s.messageDeed("delete", func(k *core.Core, id int64) error { return k.DeleteMessage(s.ctx, id) }),
		s.messageSaveCommand(), s.messageAttachmentsCommand())
}

// messageDeed is a command that does one thing to one message.
func (s *session) messageDeed(name string, do func(*core.Core, int64) error) *cobra.Command {
	c := s.command(name+" ID", "message-"+name)
	c.Args = oneArg("cli-message-which")
	c.RunE = s.look(func(k *core.Core, args []string) error {
		id, err := number(args[0])
		if err == nil {
			err = do(k, id)
		}
		if err == nil {
			s.out.say("cli.message.done-"+name, "ID", id)
		}
		return err
	})
	return c
}

// machines are what an owner may call a message that no person wrote.
var machines = []data.Automatic{data.AutoBulk, data.AutoReply, data.AutoBounce, data.AutoReceipt}

func (s *session) messageAutomaticCommand() *cobra.Command {
	kind := ""
	c := s.messageDeed("automatic", func(k *core.Core, id int64) error {
		if !slices.Contains(machines, data.Automatic(kind)) {
			return data.NewError(data.CodeUsage, "cli-automatic-kind", "Kind", kind)
		}
		return k.SetAutomatic(s.ctx, id, data.Automatic(kind))
	})
	c.Flags().StringVar(&kind, "kind", string(data.AutoBulk), s.words.T("cli.flag.automatic-kind"))
	return c
}

// number reads the number of a record, with or without the sign before it.
func number(text string) (int64, error) {
	id, err := strconv.ParseInt(strings.TrimPrefix(text, "#"), 10, 64)
	if err != nil || id <= 0 {
		return 0, data.NewError(data.CodeUsage, "cli-number", "Text", text)
	}
	return id, nil
}

type savedShape struct {
	Message int64  `json:"message"`
	File    string `json:"file"`
}

// saved tells of a file that was written.
func (s *session) saved(id int64, file string) error {
	if s.json {
		return s.out.object(savedShape{id, file})
	}
	s.out.say("cli.message.saved", "ID", id, "File", file)
	return nil
}

// toFile is a command that writes something of a message to where -o says.
func (s *session) toFile(use, name string, write func(k *core.Core, id int64, to string) error) *cobra.Command {
	c := s.command(use, name)
	c.Args = oneArg("cli-message-which")
	to := ""
	c.Flags().StringVarP(&to, "output", "o", "", s.words.T("cli.flag."+name+"-output"))
	s.jsonFlag(c)
	c.RunE = s.look(func(k *core.Core, args []string) error {
		if to == "" {
			return data.NewError(data.CodeUsage, "cli-flag-missing", "Flag", "-o")
		}
		id, err := number(args[0])
		if err != nil {
			return err
		}
		return write(k, id, to)
	})
	return c
}

func (s *session) messageSaveCommand() *cobra.Command {
	return s.toFile("save ID -o FILE.eml", "message-save", func(k *core.Core, id int64, file string) error {
		if err := k.SaveRaw(s.ctx, id, file); err != nil {
			return err
		}
		return s.saved(id, file)
	})
}

func (s *session) messageAttachmentsCommand() *cobra.Command {
	return s.toFile("attachments ID -o FOLDER", "message-attachments", func(k *core.Core, id int64, dir string) error {
		m, err := k.Message(s.ctx, id)
		if err != nil {
			return err
		}
		for _, a := range m.Attachments {
			file, err := k.SaveAttachment(s.ctx, id, a.Part, dir)
			if err != nil {
				return err
			}
			if err := s.saved(id, file); err != nil {
				return err
			}
		}
		if len(m.Attachments) == 0 && !s.json {
			s.out.say("cli.list.none")
		}
		return nil
	})
}
