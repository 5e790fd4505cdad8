package cli

import (
	"context"
	"io"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"kartoteka/app/core"
	"kartoteka/app/core/folder"
	"kartoteka/app/i18n"
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
	s := &session{ctx: ctx, io: io, program: p, collect: lazily()}
	defer s.earnest()
	defer s.close()
	s.prepare(args)
	root := s.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if e := s.flush(); err == nil { // what was done is shown, also before a failure
		err = e
	}
	if err == nil {
		s.sayFull()
		return exitDone
	}
	if s.core != nil {
		s.core.LogError("command", err)
	}
	s.warn("kartoteka: " + s.words.Error(err))
	return exitCode(err)
}

// sayFull tells that the card index was only read for want of room.
func (s *session) sayFull() {
	if s.core == nil {
		return
	}
	if why := s.core.OnlyRead(); data.CodeOf(why) == data.CodeNoSpace {
		s.warn("kartoteka: " + s.words.Error(why))
	}
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

// session is one run of the program.
type session struct {
	ctx     context.Context
	io      Stdio
	program Program
	words   *i18n.Translator
	out     *printer

	dir  string // --data, or where it lies otherwise
	own  bool   // the folder was named, by --data or the environment
	lang string // --lang
	json bool   // --json

	core *core.Core // once opened

	collect func(frugal bool) // see lazily
}

// open opens the card index, once, and makes it when it is missing. A crash
// then leaves its stack in a file.
func (s *session) open() (*core.Core, error) { return s.opened(false) }

// opened opens the card index; an existing one is not made when it is missing.
func (s *session) opened(existing bool) (*core.Core, error) {
	if s.core != nil {
		return s.core, nil
	}
	o := s.program.Core
	o.Dir, o.Existing = s.dir, existing
	c, err := core.Open(s.ctx, o)
	if err != nil {
		return nil, err
	}
	s.core = c
	if f, err := folder.CrashFile(s.dir); err == nil {
		// Without it a crash still reaches standard error.
		_ = debug.SetCrashOutput(f, debug.CrashOptions{})
		_ = f.Close() // the runtime has its own copy
	}
	s.speak(s.words.Lang())
	return c, nil
}

// speak chooses the language, and the firm's zone once it is known.
func (s *session) speak(lang string) {
	var zone *time.Location
	if s.core != nil {
		zone = s.core.Zone()
	}
	s.words = i18n.New(lang, zone)
	s.out.words = s.words
}

func (s *session) close() {
	if s.core == nil {
		return
	}
	if err := s.core.Close(); err != nil {
		s.warn("kartoteka: " + s.words.Error(err))
	}
}

// look makes a command's run of what it does with the open card index, which has
// to be there: a mistyped folder must not look like an empty one.
func (s *session) look(f func(*core.Core, []string) error) func(*cobra.Command, []string) error {
	return s.with(s.existing, f)
}

// existing opens the card index that is there.
func (s *session) existing() (*core.Core, error) { return s.opened(true) }

func (s *session) with(open func() (*core.Core, error), f func(*core.Core, []string) error) func(*cobra.Command, []string) error {
	return func(_ *cobra.Command, args []string) error {
		c, err := open()
		if err != nil {
			return err
		}
		return f(c, args)
	}
}
