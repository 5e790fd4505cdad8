package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"kartoteka/app/core"
	"kartoteka/data"
	"kartoteka/mail"
)

type syncOptions struct {
	account string
	stdin   bool
	retry   bool
}

func (s *session) syncCommand() *cobra.Command {
	c := s.command("sync", "sync")
	o := &syncOptions{}
	c.Flags().StringVar(&o.account, "account", "", s.words.T("cli.flag.account"))
	c.Flags().BoolVar(&o.retry, "retry", false, s.words.T("cli.flag.retry"))
	s.passwordFlag(c, &o.stdin)
	s.jsonFlag(c)
	c.RunE = s.look(func(k *core.Core, _ []string) error { return s.sync(k, o) })
	return c
}

func (s *session) jsonFlag(c *cobra.Command) {
	c.Flags().BoolVar(&s.json, "json", false, s.words.T("cli.flag.json"))
}

func (s *session) sync(k *core.Core, o *syncOptions) error {
	password, err := s.givenPassword(o.stdin)
	if err != nil {
		return err
	}
	if password != "" && o.account == "" {
		if all, err := k.Accounts(s.ctx); err == nil && len(all) > 1 {
			// One password for several mailboxes would be told to the wrong server.
			return data.NewError(data.CodeUsage, "cli-account-which")
		}
	}
	if o.retry {
		if _, err := k.RetryAll(s.ctx, o.account); err != nil {
			return err
		}
	}
	progress := s.progress()
	results, err := k.Sync(s.ctx, core.SyncOptions{Account: o.account, Password: password, Progress: progress})
	progress.done()
	if e := s.printSync(results); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	s.atNight(k)
	return s.syncOutcome(results)
}

func (s *session) printSync(results []mail.AccountResult) error {
	if results == nil {
		results = []mail.AccountResult{}
	}
	for i := range results {
		results[i].Error = s.words.Error(results[i].Err)
		if results[i].Folders == nil {
			results[i].Folders = []mail.FolderResult{}
		}
	}
	if s.json {
		return s.out.object(struct {
			Accounts []mail.AccountResult `json:"accounts"`
		}{results})
	}
	for _, r := range results {
		s.printAccount(r)
	}
	return nil
}

func (s *session) printAccount(r mail.AccountResult) {
	rows := make([][]string, len(r.Folders))
	added := 0
	for i, f := range r.Folders {
		added += f.New
		rows[i] = []string{
			f.Name, s.words.Int(f.OnServer), s.words.Int(f.Kept), s.words.Int(f.New),
			s.words.Int(f.LeftOut), s.words.Int(f.Failed),
		}
	}
	s.out.count("cli.sync.account", added, "Account", r.Name)
	if len(rows) > 0 {
		s.out.table([]string{
			"cli.col.folder", "cli.col.on-server", "cli.col.kept", "cli.col.new", "cli.col.left-out", "cli.col.failed",
		}, rows)
	}
}

// syncOutcome names what failed, and decides between done, partly and failed.
// A pull that failed only in part has brought something in.
func (s *session) syncOutcome(results []mail.AccountResult) error {
	failed, partly := 0, 0
	for _, r := range results {
		if s.nameFolders(r) || data.CodeOf(r.Err) == data.CodePartly {
			partly++
		} else if r.Err != nil {
			failed++
		}
	}
	if len(results) == 1 && failed == 1 {
		return results[0].Err
	}
	for _, r := range results {
		if r.Err != nil && data.CodeOf(r.Err) != data.CodePartly {
			s.warn(s.words.T("cli.sync.account-failed", "Account", r.Name, "Why", r.Error))
		}
	}
	switch {
	case failed == 0 && partly == 0:
		return nil
	case failed == len(results):
		return data.NewError(data.CodeMail, "sync-failed")
	}
	return data.NewError(data.CodePartly, "sync-partly")
}

// nameFolders says which folders and messages of an account failed, and
// whether the rest of it was pulled nevertheless.
func (s *session) nameFolders(r mail.AccountResult) (partly bool) {
	broken := 0
	for _, f := range r.Folders {
		if f.Err != nil {
			broken++
			s.warn(s.words.T("cli.sync.folder-failed", "Folder", f.Name, "Why", s.words.Error(mail.Told(f.Err))))
		}
		if f.Failed > 0 {
			partly = partly || f.Err == nil || f.Kept > 0
			s.warn(s.words.N("cli.sync.messages-failed", f.Failed, "Folder", f.Name))
		}
	}
	return partly || r.Err != nil && broken < len(r.Folders)
}

// fewMessages come in without the memory being of any account, unless they are
// large; those are not held.
const fewMessages = 50

// progressPause keeps a fast pull from spending its time on the terminal.
const progressPause = 100 * time.Millisecond

// progressLine shows on a terminal how far a pull is, on one line.
type progressLine struct {
	s    *session
	on   bool
	last time.Time
	wide int
}

func (s *session) progress() *progressLine {
	return &progressLine{s: s, on: terminal(s.io.Err)}
}

// Pulling shows how far a folder is.
func (p *progressLine) Pulling(account, folder string, done, total int) {
	if total > fewMessages {
		p.s.pulling()
	}
	if !p.on || (done < total && time.Since(p.last) < progressPause) {
		return
	}
	p.last = time.Now()
	p.show(p.s.words.T("cli.sync.progress", "Account", account, "Folder", folder,
		"Done", p.s.words.Int(done), "Total", p.s.words.Int(total)))
}

func (p *progressLine) show(text string) {
	text = short(clean(text), 79)
	n := len([]rune(text))
	fmt.Fprintf(p.s.io.Err, "\r%s%*s", text, max(0, p.wide-n), "")
	p.wide = n
}

// done clears the line.
func (p *progressLine) done() {
	if p.on && p.wide > 0 {
		fmt.Fprintf(p.s.io.Err, "\r%*s\r", p.wide, "")
		p.wide = 0
	}
}

var _ mail.Progress = (*progressLine)(nil)
