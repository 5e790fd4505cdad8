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

func (f *frame) demoCommand() *cobra.Command {
	c := f.Command("demo", "demo")
	o := &demoOptions{}
	c.Flags().BoolVar(&o.headless, "headless", false, f.Words.T("cli.flag.headless"))
	c.Flags().StringVar(&o.out, "out", "", f.Words.T("cli.flag.out"))
	c.RunE = func(*cobra.Command, []string) error { return f.demo(o) }
	return c
}

// demo runs the sample firm. Its folder is the named one, or one of its own
// beside the firm's.
func (f *frame) demo(o *demoOptions) error {
	if !f.own {
		if err := f.MoveTo(folder.Demo()); err != nil {
			return err
		}
	}
	k, err := f.Open()
	if err != nil {
		return err
	}
	if err := k.Alone(); err != nil {
		return err
	}
	progress := f.Progress()
	// How far the owner's past work is done again shows as a pull does.
	replaying := func(done, total int) { progress.Pulling("", f.Words.T("cli.demo.replaying"), done, total) }
	r, err := k.Demo(f.Ctx, core.DemoOptions{Progress: progress, Replaying: replaying})
	progress.Done()
	if err != nil {
		return err
	}
	if !o.headless && o.out == "" {
		return f.openWindow(Window{Core: k, Lang: f.Words.Lang(), Demo: true})
	}
	book := filepath.Join(o.out, f.Words.T("cli.demo.workbook"))
	if err := folder.Make(o.out); err != nil {
		return err
	}
	if err := k.WriteReport(f.Ctx, data.Period{}, f.Words, book); err != nil {
		return err
	}
	f.printDemo(k, r, book)
	return nil
}

func (f *frame) printDemo(k *core.Core, r core.DemoResult, book string) {
	added := 0
	for _, pulled := range r.Pulled[0].Folders {
		added += pulled.New
	}
	f.Say("cli.demo.firm", "Firm", r.Firm, "Folder", k.Dir())
	f.Count("cli.demo.pulled", added, "Folders", f.Words.Int(len(r.Pulled[0].Folders)))
	f.Count("cli.demo.tied", r.Tied, "All", f.Words.Int(r.Messages), "Contacts", f.Words.N("cli.demo.contacts", r.Contacts))
	f.Count("cli.demo.filed", r.Decided, "Waiting", f.Words.Int(r.Waiting))
	if c := r.Complaint; c.ID != 0 {
		f.Say("cli.demo.complaint", "Number", c.Number, "Contact", c.ContactName, "Subject", c.Subject,
			"Received", f.Words.Date(c.ReceivedOn), "Deadline", f.Words.LongDate(c.Deadline.Safe))
	}
	f.printDue(r.FollowUps)
	f.Say("cli.demo.book", "File", book)
}

func (f *frame) printDue(all []data.FollowUpRow) {
	f.Count("cli.demo.due", len(all))
	for _, due := range all {
		if strings.Contains(due.What, due.ContactName) {
			due.ContactName = "" // once is enough
		}
		f.Say("cli.demo.follow-up", "State", f.Words.T("followup."+string(due.State)), "What", due.What,
			"Contact", due.ContactName)
	}
}
