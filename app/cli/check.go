package cli

import (
	"github.com/spf13/cobra"

	"kartoteka/app/core"
	"kartoteka/data"
)

func (s *session) checkCommand() *cobra.Command {
	c := s.command("check [FILE]", "check")
	c.Args = atMostOne
	stdin := false
	s.passphraseFlag(c, &stdin)
	s.jsonFlag(c)
	c.RunE = s.look(func(k *core.Core, args []string) error {
		found, err := s.checked(k, args, stdin)
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

// checked verifies the card index, or the backup that was named.
func (s *session) checked(k *core.Core, args []string, stdin bool) ([]data.Finding, error) {
	if len(args) == 0 {
		return k.Check(s.ctx)
	}
	passphrase, err := s.givenPassphrase(stdin)
	if err != nil {
		return nil, err
	}
	return k.CheckBackup(s.ctx, args[0], passphrase)
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
