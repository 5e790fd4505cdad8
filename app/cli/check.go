package cli

import (
	"github.com/spf13/cobra"

	"kartoteka/app/core"
	"kartoteka/data"
)

func (s *session) checkCommand() *cobra.Command {
	c := s.command("check", "check")
	s.jsonFlag(c)
	c.RunE = s.look(func(k *core.Core, _ []string) error {
		found, err := k.Check(s.ctx)
		if err != nil {
			return err
		}
		wrong := 0
		for _, f := range found {
			if f.Bad != data.BadNote {
				wrong++
			}
		}
		if err := s.printCheck(found, wrong); err != nil {
			return err
		}
		if wrong > 0 {
			return data.NewError(data.CodeCorrupt, "check-wrong")
		}
		return nil
	})
	return c
}

func (s *session) printCheck(found []data.Finding, wrong int) error {
	if s.json {
		return s.out.object(checkShape{wrong == 0, list(found)})
	}
	if wrong == 0 {
		s.out.say("cli.check.ok")
	}
	for _, f := range found {
		s.out.say("cli.check.finding", "What", s.words.T("check."+f.What), "Where", f.Where,
			"Bad", s.words.T("cli.check.bad-"+f.Bad))
	}
	return nil
}
