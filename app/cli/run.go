package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"kartoteka/app/cli/session"
	"kartoteka/app/core"
	"kartoteka/data"
)

// Stdio is where a command reads and writes.
type Stdio struct {
	In       io.Reader
	Out, Err io.Writer
}

// Program is what a command line is run with. Without Window there is none.
type Program struct {
	Version string
	Window  func(context.Context, Window) error
	Core    core.Options               // the folder is that of the command line
	OpenURL func(address string) error // shows a page in a browser; nil: the system's
}

// Window is what a window is opened on.
type Window struct {
	Core *core.Core
	Lang string
	Demo bool // show the sample firm's first steps
}

// Run runs a command line and returns its exit code: 0 done, 1 failed, 2 wrong
// use, 3 partly done.
func Run(ctx context.Context, args []string, io Stdio, p Program) int {
	cobra.MousetrapHelpText = "" // a double click in Windows opens the window, too
	f := &frame{program: p}
	f.Session = session.New(ctx, session.Options{In: io.In, Out: io.Out, Err: io.Err, Core: p.Core, OpenURL: p.OpenURL})
	defer f.Close()
	f.prepare(args)
	root := f.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if e := f.Flush(); err == nil { // what was done is shown, also before a failure
		err = e
	}
	if err == nil {
		f.SayFull()
		return exitDone
	}
	if k := f.Opened(); k != nil {
		k.LogError("command", err)
	}
	f.WarnOf(err)
	return exitCode(err)
}

// frame is what holds the commands: the root, its flags, and the commands that
// open a window.
type frame struct {
	*session.Session
	program Program
	own     bool   // the folder was named, by --data or the environment
	lang    string // --lang
}

const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	exitPartly = 3
)

func exitCode(err error) int {
	switch data.CodeOf(err) {
	case "":
		return exitDone
	case data.CodeUsage, data.CodeInvalid:
		return exitUsage
	case data.CodePartly:
		return exitPartly
	default:
		return exitFailed
	}
}
