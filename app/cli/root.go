package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"kartoteka/app/i18n"
	"kartoteka/data"
)

// root makes the whole tree of commands, in the session's language.
func (s *session) root() *cobra.Command {
	root := s.command("kartoteka", "root")
	root.RunE = s.window
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetIn(s.io.In)
	root.SetOut(s.io.Out)
	root.SetErr(s.io.Err)
	root.SetUsageFunc(s.usage)
	root.SetHelpFunc(s.help)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return flagError(c, err) })
	// Its texts are cobra's own, in English: it works, and is not listed.
	root.CompletionOptions.HiddenDefaultCmd = true

	f := root.PersistentFlags()
	f.String("data", "", s.words.T("cli.flag.data"))
	f.StringVar(&s.lang, "lang", "", s.words.T("cli.flag.lang"))
	f.BoolP("help", "h", false, s.words.T("cli.flag.help"))
	root.Flags().Bool("version", false, s.words.T("cli.version.short"))

	root.AddCommand(
		s.demoCommand(), s.accountCommand(), s.syncCommand(), s.senderCommand(), s.messageCommand(),
		s.replyCommand(), s.templateCommand(), s.listCommand(), s.searchCommand(),
		s.reportCommand(), s.importCommand(), s.exportCommand(), s.subjectCommand(), s.checkCommand(),
		s.backupCommand(), s.restoreCommand(), s.versionCommand(),
	)
	root.SetHelpCommand(s.helpCommand())
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error {
		if f := c.Flags().Lookup("data"); f != nil && f.Changed && f.Value.String() == "" {
			// As likely as not a script's unset variable; it must not reach the firm's own folder.
			return data.NewError(data.CodeUsage, "cli-flag-empty", "Flag", "--data")
		}
		if s.lang != "" && i18n.Language(s.lang) == "" {
			return data.NewError(data.CodeUsage, "cli-language", "Language", s.lang)
		}
		if c.Name() != "sync" { // which begins to do much when there is something to fetch
			s.earnest()
		}
		return nil
	}
	return root
}

// window opens the window: what the program does without a command.
func (s *session) window(c *cobra.Command, _ []string) error {
	if show, err := c.Flags().GetBool("version"); err == nil && show {
		return s.printVersion()
	}
	k, err := s.open()
	if err != nil {
		return err
	}
	if err := k.Alone(); err != nil {
		return err
	}
	return s.openWindow(Window{Core: k, Lang: s.words.Lang()})
}

func (s *session) openWindow(w Window) error {
	if s.program.Window == nil {
		return data.NewError(data.CodeUsage, "cli-no-window")
	}
	return s.program.Window(s.ctx, w)
}

// command makes a command whose texts are "cli.<name>.…" in the catalogue.
func (s *session) command(use, name string) *cobra.Command {
	c := &cobra.Command{Use: use, Short: s.words.T("cli." + name + ".short"), Args: noArgs, SuggestionsMinimumDistance: 2}
	if long := "cli." + name + ".long"; s.words.Has(long) {
		c.Long = s.words.T(long)
	}
	return c
}

// group makes a command that only holds others.
func (s *session) group(use, name string, commands ...*cobra.Command) *cobra.Command {
	g := s.command(use, name)
	g.Args = unknownCommand
	g.RunE = func(c *cobra.Command, _ []string) error {
		return data.NewError(data.CodeUsage, "cli-subcommand", "Command", c.CommandPath(), "Choices", names(c))
	}
	g.AddCommand(commands...)
	return g
}

func names(c *cobra.Command) string {
	var out []string
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			out = append(out, sub.Name())
		}
	}
	return strings.Join(out, ", ")
}

// noArgs takes no argument; on the root and on groups it is a command that
// does not exist.
func noArgs(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if c.HasAvailableSubCommands() {
		return unknownCommand(c, args)
	}
	return data.NewError(data.CodeUsage, "cli-extra", "Text", args[0], "Command", c.CommandPath())
}

func unknownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		return data.NewError(data.CodeUsage, "cli-command-near", "Text", args[0], "Near", near[0], "Command", c.CommandPath())
	}
	return data.NewError(data.CodeUsage, "cli-command", "Text", args[0], "Command", c.CommandPath())
}

// someArgs wants at least one argument, named in the error.
func someArgs(key string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		// An empty one is as likely as not a script's unset variable.
		if len(args) == 0 || slices.Contains(args, "") {
			return data.NewError(data.CodeUsage, key, "Command", c.CommandPath())
		}
		return nil
	}
}

// oneArg wants exactly one argument.
func oneArg(key string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := someArgs(key)(c, args); err != nil {
			return err
		}
		if len(args) > 1 {
			return data.NewError(data.CodeUsage, "cli-extra", "Text", args[1], "Command", c.CommandPath())
		}
		return nil
	}
}

// flagError says in the person's language what is wrong with a flag.
func flagError(c *cobra.Command, err error) error {
	var (
		missing *pflag.NotExistError
		empty   *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
	)
	switch {
	case errors.As(err, &missing):
		dashes := "--"
		if missing.GetSpecifiedShortnames() != "" {
			dashes = "-"
		}
		return data.NewError(data.CodeUsage, "cli-flag", "Flag", dashes+missing.GetSpecifiedName(), "Command", c.CommandPath())
	case errors.As(err, &empty):
		return data.NewError(data.CodeUsage, "cli-flag-empty", "Flag", "--"+empty.GetFlag().Name)
	case errors.As(err, &invalid):
		return data.NewError(data.CodeUsage, "cli-flag-value", "Flag", "--"+invalid.GetFlag().Name, "Value", invalid.GetValue())
	}
	return data.NewError(data.CodeUsage, "cli-flags", "Command", c.CommandPath()).Because(err)
}

// usage prints how a command is used.
func (s *session) usage(c *cobra.Command) error {
	w := c.OutOrStdout()
	fmt.Fprintf(w, "%s\n  %s\n", s.words.T("cli.help.usage"), s.useLine(c))
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(w, "\n%s\n", s.words.T("cli.help.commands"))
		for _, sub := range c.Commands() {
			if sub.IsAvailableCommand() || sub.Name() == "help" {
				fmt.Fprintf(w, "  %-*s  %s\n", sub.NamePadding(), sub.Name(), sub.Short)
			}
		}
	}
	if f := c.LocalNonPersistentFlags(); f.HasAvailableFlags() {
		fmt.Fprintf(w, "\n%s\n%s", s.words.T("cli.help.flags"), f.FlagUsages())
	}
	fmt.Fprintf(w, "\n%s\n%s", s.words.T("cli.help.always"), c.Root().PersistentFlags().FlagUsages())
	return nil
}

func (s *session) useLine(c *cobra.Command) string {
	line := c.CommandPath()
	if _, rest, ok := strings.Cut(c.Use, " "); ok {
		line += " " + rest
	}
	if c.HasAvailableSubCommands() {
		return line + " " + s.words.T("cli.help.command")
	}
	return line
}

func (s *session) help(c *cobra.Command, _ []string) {
	text := c.Long
	if text == "" {
		text = c.Short
	}
	fmt.Fprintf(c.OutOrStdout(), "%s\n\n", text)
	_ = s.usage(c) // prints, and has nothing that can fail
}
