// Package session is what every command has at hand: the streams, the person's
// language, the card index once it is open, and how a command is made, asks and
// answers. It must not know what any one command does.
package session

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

// Options are what a session is made with.
type Options struct {
	In       io.Reader
	Out, Err io.Writer
	Dir      string                     // the data folder
	Core     core.Options               // all but the folder
	OpenURL  func(address string) error // shows a page in a browser; nil: the system's
}

// Session is one run of the program.
type Session struct {
	*Printer
	Options
	Ctx  context.Context // of the whole run
	JSON bool            // --json: answers are for programs

	core    *core.Core        // once opened
	collect func(frugal bool) // see lazily
}

// New makes a session, in Polish until Speak is called. It opens nothing.
func New(ctx context.Context, o Options) *Session {
	return &Session{
		Printer: newPrinter(o.Out, i18n.New(i18n.Polish, nil)), Options: o, Ctx: ctx, collect: lazily(),
	}
}

// Open opens the card index, once, and makes it when it is missing. A crash
// then leaves its stack in a file.
func (s *Session) Open() (*core.Core, error) { return s.opened(false) }

// Existing opens the card index that is there.
func (s *Session) Existing() (*core.Core, error) { return s.opened(true) }

// opened opens the card index; an existing one is not made when it is missing.
func (s *Session) opened(existing bool) (*core.Core, error) {
	if s.core != nil {
		return s.core, nil
	}
	o := s.Core
	o.Dir, o.Existing = s.Dir, existing
	c, err := core.Open(s.Ctx, o)
	if err != nil {
		return nil, err
	}
	s.core = c
	if f, err := folder.CrashFile(s.Dir); err == nil {
		// Without it a crash still reaches standard error.
		_ = debug.SetCrashOutput(f, debug.CrashOptions{})
		_ = f.Close() // the runtime has its own copy
	}
	s.Speak(s.Words.Lang())
	return c, nil
}

// Opened returns the card index if a command has opened it, or nil.
func (s *Session) Opened() *core.Core { return s.core }

// Speak chooses the language, and the firm's zone once it is known.
func (s *Session) Speak(lang string) {
	var zone *time.Location
	if s.core != nil {
		zone = s.core.Zone()
	}
	s.Words = i18n.New(lang, zone)
}

// MoveTo turns to another folder before the first is used for anything.
func (s *Session) MoveTo(dir string) error {
	s.Dir = dir
	if s.core == nil {
		return nil
	}
	err := s.core.Close()
	s.core = nil
	return err
}

// Close ends a run: the card index is closed, and what was answered is out.
func (s *Session) Close() {
	defer s.Earnest()
	if s.core == nil {
		return
	}
	if err := s.core.Close(); err != nil {
		s.WarnOf(err)
	}
}

// Look makes a command's run of what it does with the open card index, which has
// to be there: a mistyped folder must not look like an empty one.
func (s *Session) Look(f func(*core.Core, []string) error) func(*cobra.Command, []string) error {
	return With(s.Existing, f)
}

// With makes a command's run of what it does with the card index that open opens.
func With(open func() (*core.Core, error), f func(*core.Core, []string) error) func(*cobra.Command, []string) error {
	return func(_ *cobra.Command, args []string) error {
		c, err := open()
		if err != nil {
			return err
		}
		return f(c, args)
	}
}

// SayFull tells that the card index was only read for want of room.
func (s *Session) SayFull() {
	if s.core == nil {
		return
	}
	if why := s.core.OnlyRead(); data.CodeOf(why) == data.CodeNoSpace {
		s.WarnOf(why)
	}
}
