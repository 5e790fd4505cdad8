package cli

import (
	"cmp"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (f *frame) versionCommand() *cobra.Command {
	c := f.Command("version", "version")
	c.RunE = func(*cobra.Command, []string) error { return f.printVersion() }
	return c
}

// printVersion prints one line that says which build this is.
func (f *frame) printVersion() error {
	revision := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, b := range info.Settings {
			if b.Key == "vcs.revision" && len(b.Value) >= 12 {
				revision = " " + b.Value[:12]
			}
		}
	}
	f.Line("kartoteka " + cmp.Or(f.program.Version, "devel") + revision + " " +
		runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH)
	return nil
}
