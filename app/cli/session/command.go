package session

import (
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"kartoteka/data"
)

// Command makes a command whose texts are "cli.<name>.…" in the catalogue.
func (s *Session) Command(use, name string) *cobra.Command {
	c := &cobra.Command{Use: use, Short: s.Words.T("cli." + name + ".short"), Args: NoArgs, SuggestionsMinimumDistance: 2}
	if long := "cli." + name + ".long"; s.Words.Has(long) {
		c.Long = s.Words.T(long)
	}
	return c
}

// Group makes a command that only holds others.
func (s *Session) Group(use, name string, commands ...*cobra.Command) *cobra.Command {
	g := s.Command(use, name)
	g.Args = UnknownCommand
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

// JSONFlag lets a command answer in JSON.
func (s *Session) JSONFlag(c *cobra.Command) {
	c.Flags().BoolVar(&s.JSON, "json", false, s.Words.T("cli.flag.json"))
}

// OutputFlag lets a command be told the file that it writes, with -o. The text
// of the flag is "cli.flag.<name>".
func (s *Session) OutputFlag(c *cobra.Command, name string) *Output {
	var o Output
	c.Flags().StringVarP((*string)(&o), "output", "o", "", s.Words.T("cli.flag."+name))
	return &o
}

// Output is the path that follows -o.
type Output string

// Path returns the path, without which there is nothing to write to.
func (o *Output) Path() (string, error) {
	if *o == "" {
		return "", data.NewError(data.CodeUsage, "cli-flag-missing", "Flag", "-o")
	}
	return string(*o), nil
}

// PeriodFlags lets a command be told from when until when, with --from and --to.
func (s *Session) PeriodFlags(c *cobra.Command) *Period {
	p := &Period{}
	c.Flags().StringVar(&p.from, "from", "", s.Words.T("cli.flag.from"))
	c.Flags().StringVar(&p.to, "to", "", s.Words.T("cli.flag.to"))
	return p
}

// Period is the time between two days, as it was typed.
type Period struct{ from, to string }

// Read returns the period; a side that was not typed is open.
func (p *Period) Read() (out data.Period, err error) {
	for _, side := range []struct {
		typed string
		day   *data.Date
	}{{p.from, &out.From}, {p.to, &out.To}} {
		if side.typed == "" {
			continue
		}
		if *side.day, err = data.ParseDate(side.typed); err != nil {
			return out, err
		}
	}
	if !out.From.IsZero() && !out.To.IsZero() && out.To.Before(out.From) {
		return out, data.NewError(data.CodeUsage, "cli-period", "From", out.From.String(), "To", out.To.String())
	}
	return out, nil
}

// NoArgs takes no argument; on the root and on groups it is a command that
// does not exist.
func NoArgs(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if c.HasAvailableSubCommands() {
		return UnknownCommand(c, args)
	}
	return data.NewError(data.CodeUsage, "cli-extra", "Text", args[0], "Command", c.CommandPath())
}

// UnknownCommand says that there is no such command, and which one is near.
func UnknownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		return data.NewError(data.CodeUsage, "cli-command-near", "Text", args[0], "Near", near[0], "Command", c.CommandPath())
	}
	return data.NewError(data.CodeUsage, "cli-command", "Text", args[0], "Command", c.CommandPath())
}

// SomeArgs wants at least one argument, named in the error.
func SomeArgs(key string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		// An empty one is as likely as not a script's unset variable.
		if len(args) == 0 || slices.Contains(args, "") {
			return data.NewError(data.CodeUsage, key, "Command", c.CommandPath())
		}
		return nil
	}
}

// OneArg wants exactly one argument.
func OneArg(key string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := SomeArgs(key)(c, args); err != nil {
			return err
		}
		return AtMostOne(c, args)
	}
}

// AtMostOne takes one argument or none.
func AtMostOne(c *cobra.Command, args []string) error {
	if len(args) > 1 {
		return data.NewError(data.CodeUsage, "cli-extra", "Text", args[1], "Command", c.CommandPath())
	}
	return nil
}

// Number reads the number of a record, with or without the sign before it.
func Number(text string) (int64, error) {
	id, err := strconv.ParseInt(strings.TrimPrefix(text, "#"), 10, 64)
	if err != nil || id <= 0 {
		return 0, data.NewError(data.CodeUsage, "cli-number", "Text", text)
	}
	return id, nil
}
