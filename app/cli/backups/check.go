package backups

import (
	"github.com/spf13/cobra"

	"kartoteka/app/cli/session"
	"kartoteka/app/cli/shape"
	"kartoteka/app/core"
	"kartoteka/data"
)

func (s commands) checkCommand() *cobra.Command {
	c := s.Command("check [FILE]", "check")
	c.Args = session.AtMostOne
	stdin := false
	s.passphraseFlag(c, &stdin)
	s.JSONFlag(c)
	c.RunE = s.Look(func(k *core.Core, args []string) error {
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
func (s commands) checked(k *core.Core, args []string, stdin bool) ([]data.Finding, error) {
	if len(args) == 0 {
		return k.Check(s.Ctx)
	}
	passphrase, err := s.givenPassphrase(stdin)
	if err != nil {
		return nil, err
	}
	return k.CheckBackup(s.Ctx, args[0], passphrase)
}

func (s commands) printCheck(found []data.Finding, wrong int) error {
	if s.JSON {
		return s.Object(shape.OfCheck(wrong == 0, found))
	}
	if wrong == 0 {
		s.Say("cli.check.ok")
	}
	for _, f := range found {
		s.Say("cli.check.finding", "What", s.Words.T("check."+f.What), "Where", f.Where,
			"Bad", s.Words.T("cli.check.bad-"+f.Bad))
	}
	return nil
}
