package cli

import (
	"cmp"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (s *session) versionCommand() *cobra.Command {
	c := s.command("version", "version")
	c.RunE = func(*cobra.Command, []string) error { return s.printVersion() }
	return c
}

// printVersion prints one line that says which build this is.
func (s *session) printVersion() error {
	revision := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, b := range info.Settings {
			if b.Key == "vcs.revision" && len(b.Value) >= 12 {
				revision = " " + b.Value[:12]
			}
		}
	}
	s.out.line("kartoteka " + cmp.Or(s.program.Version, "devel") + revision + " " +
		runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH)
	return nil
}
