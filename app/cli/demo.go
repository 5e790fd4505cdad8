package cli

import (
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"kartoteka/app/core"
	"kartoteka/app/core/folder"
	"kartoteka/data"
)

type demoOptions struct {
	headless bool
	out      string
}

func (s *session) demoCommand() *cobra.Command {
	c := s.command("demo", "demo")
	o := &demoOptions{}
	c.Flags().BoolVar(&o.headless, "headless", false, s.words.T("cli.flag.headless"))
	c.Flags().StringVar(&o.out, "out", "", s.words.T("cli.flag.out"))
	c.RunE = func(*cobra.Command, []string) error { return s.demo(o) }
	return c
}

// demo runs the sample firm. Its folder is the named one, or one of its own
// beside the firm's.
func (s *session) demo(o *demoOptions) error {
	if !s.own {
		if err := s.moveTo(folder.Demo()); err != nil {
			return err
		}
	}
	k, err := s.open()
	if err != nil {
		return err
	}
	if err := k.Alone(); err != nil {
		return err
	}
	progress := s.progress()
	r, err := k.Demo(s.ctx, core.DemoOptions{Progress: progress, Replaying: progress.replaying})
	progress.done()
	if err != nil {
		return err
	}
	if !o.headless && o.out == "" {
		return s.openWindow(Window{Core: k, Lang: s.words.Lang(), Demo: true})
	}
	book := filepath.Join(o.out, s.words.T("cli.demo.workbook"))
	if err := folder.Make(o.out); err != nil {
		return err
	}
	if err := k.WriteReport(s.ctx, data.Period{}, s.words, book); err != nil {
		return err
	}
	s.printDemo(k, r, book)
	return nil
}

// moveTo turns to another folder before the first is used for anything.
func (s *session) moveTo(dir string) error {
	s.dir = dir
	if s.core == nil {
		return nil
	}
	err := s.core.Close()
	s.core = nil
	return err
}

// replaying shows how far the owner's past work is.
func (p *progressLine) replaying(done, total int) {
	p.Pulling("", p.s.words.T("cli.demo.replaying"), done, total)
}

func (s *session) printDemo(k *core.Core, r core.DemoResult, book string) {
	added := 0
	for _, f := range r.Pulled[0].Folders {
		added += f.New
	}
	s.out.say("cli.demo.firm", "Firm", r.Firm, "Folder", k.Dir())
	s.out.count("cli.demo.pulled", added, "Folders", s.words.Int(len(r.Pulled[0].Folders)))
	s.out.count("cli.demo.tied", r.Tied, "All", s.words.Int(r.Messages), "Contacts", s.words.N("cli.demo.contacts", r.Contacts))
	s.out.count("cli.demo.filed", r.Decided, "Waiting", s.words.Int(r.Waiting))
	if c := r.Complaint; c.ID != 0 {
		s.out.say("cli.demo.complaint", "Number", c.Number, "Contact", c.ContactName, "Subject", c.Subject,
			"Received", s.words.Date(c.ReceivedOn), "Deadline", s.words.LongDate(c.Deadline.Safe))
	}
	s.printDue(r.FollowUps)
	s.out.say("cli.demo.book", "File", book)
}

func (s *session) printDue(all []data.FollowUpRow) {
	s.out.count("cli.demo.due", len(all))
	for _, f := range all {
		if strings.Contains(f.What, f.ContactName) {
			f.ContactName = "" // once is enough
		}
		s.out.say("cli.demo.follow-up", "State", s.words.T("followup."+string(f.State)), "What", f.What,
			"Contact", f.ContactName)
	}
}
