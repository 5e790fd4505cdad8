package cli

import "github.com/spf13/cobra"

// helpCommand is "help", and "help json", which documents the JSON forms.
func (s *session) helpCommand() *cobra.Command {
	c := s.command("help [COMMAND]", "help")
	c.Args = cobra.ArbitraryArgs
	c.RunE = func(c *cobra.Command, args []string) error {
		about, rest, err := c.Root().Find(args)
		if err != nil {
			return err
		}
		if len(rest) > 0 {
			return unknownCommand(about, rest)
		}
		return about.Help()
	}
	forms := s.command("json", "help-json")
	forms.RunE = func(*cobra.Command, []string) error {
		s.help(forms, nil)
		return nil
	}
	forms.Run = nil
	c.AddCommand(forms, s.helpOAuth())
	return c
}
