package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"kartoteka/app/cli/backups"
	"kartoteka/app/cli/files"
	"kartoteka/app/cli/lists"
	"kartoteka/app/cli/mailing"
	"kartoteka/app/cli/session"
	"kartoteka/app/cli/subject"
	"kartoteka/app/i18n"
	"kartoteka/data"
)

// root makes the whole tree of commands, in the session's language.
func (f *frame) root() *cobra.Command {
	root := f.Command("kartoteka", "root")
	root.RunE = f.window
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetIn(f.In)
	root.SetOut(f.Out)
	root.SetErr(f.Err)
	root.SetUsageFunc(f.usage)
	root.SetHelpFunc(f.help)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return flagError(c, err) })
	// Its texts are cobra's own, in English: it works, and is not listed.
	root.CompletionOptions.HiddenDefaultCmd = true

	flags := root.PersistentFlags()
	flags.String("data", "", f.Words.T("cli.flag.data"))
	flags.StringVar(&f.lang, "lang", "", f.Words.T("cli.flag.lang"))
	flags.BoolP("help", "h", false, f.Words.T("cli.flag.help"))
	root.Flags().Bool("version", false, f.Words.T("cli.version.short"))

	root.AddCommand(f.demoCommand(), f.reportCommand(), subject.Command(f.Session), f.versionCommand())
	for _, group := range []func(*session.Session) []*cobra.Command{
		mailing.Commands, lists.Commands, files.Commands, backups.Commands,
	} {
		root.AddCommand(group(f.Session)...)
	}
	root.SetHelpCommand(f.helpCommand())
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error {
		if d := c.Flags().Lookup("data"); d != nil && d.Changed && d.Value.String() == "" {
			// As likely as not a script's unset variable; it must not reach the firm's own folder.
			return data.NewError(data.CodeUsage, "cli-flag-empty", "Flag", "--data")
		}
		if f.lang != "" && i18n.Language(f.lang) == "" {
			return data.NewError(data.CodeUsage, "cli-language", "Language", f.lang)
		}
		if c.Name() != "sync" { // which begins to do much when there is something to fetch
			f.Earnest()
		}
		return nil
	}
	return root
}

// window opens the window: what the program does without a command.
func (f *frame) window(c *cobra.Command, _ []string) error {
	if show, err := c.Flags().GetBool("version"); err == nil && show {
		return f.printVersion()
	}
	k, err := f.Open()
	if err != nil {
		return err
	}
	if err := k.Alone(); err != nil {
		return err
	}
	return f.openWindow(Window{Core: k, Lang: f.Words.Lang()})
}

func (f *frame) openWindow(w Window) error {
	if f.program.Window == nil {
		return data.NewError(data.CodeUsage, "cli-no-window")
	}
	return f.program.Window(f.Ctx, w)
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
func (f *frame) usage(c *cobra.Command) error {
	w := c.OutOrStdout()
	fmt.Fprintf(w, "%s\n  %s\n", f.Words.T("cli.help.usage"), f.useLine(c))
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(w, "\n%s\n", f.Words.T("cli.help.commands"))
		for _, sub := range c.Commands() {
			if sub.IsAvailableCommand() || sub.Name() == "help" {
				fmt.Fprintf(w, "  %-*s  %s\n", sub.NamePadding(), sub.Name(), sub.Short)
			}
		}
	}
	if own := c.LocalNonPersistentFlags(); own.HasAvailableFlags() {
		fmt.Fprintf(w, "\n%s\n%s", f.Words.T("cli.help.flags"), own.FlagUsages())
	}
	fmt.Fprintf(w, "\n%s\n%s", f.Words.T("cli.help.always"), c.Root().PersistentFlags().FlagUsages())
	return nil
}

func (f *frame) useLine(c *cobra.Command) string {
	line := c.CommandPath()
	if _, rest, ok := strings.Cut(c.Use, " "); ok {
		line += " " + rest
	}
	if c.HasAvailableSubCommands() {
		return line + " " + f.Words.T("cli.help.command")
	}
	return line
}

func (f *frame) help(c *cobra.Command, _ []string) {
	text := c.Long
	if text == "" {
		text = c.Short
	}
	fmt.Fprintf(c.OutOrStdout(), "%s\n\n", text)
	_ = f.usage(c) // prints, and has nothing that can fail
}
