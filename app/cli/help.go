package cli

import (
	"github.com/spf13/cobra"

	"kartoteka/app/cli/session"
)

// helpCommand is "help"; "help json", which documents the JSON forms; and "help
// oauth", which tells how one's own client id is got.
func (f *frame) helpCommand() *cobra.Command {
	c := f.Command("help [COMMAND]", "help")
	c.Args = cobra.ArbitraryArgs
	c.RunE = func(c *cobra.Command, args []string) error {
		about, rest, err := c.Root().Find(args)
		if err != nil {
			return err
		}
		if len(rest) > 0 {
			return session.UnknownCommand(about, rest)
		}
		return about.Help()
	}
	c.AddCommand(f.page("json"), f.page("oauth"))
	return c
}

// page is a page of help that is about no command.
func (f *frame) page(name string) *cobra.Command {
	c := f.Command(name, "help-"+name)
	c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
	return c
}
