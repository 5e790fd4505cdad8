package mailing

import (
	"strings"

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

func (s commands) syncCommand() *cobra.Command {
	c := s.Command("sync", "sync")
	o := &syncOptions{}
	c.Flags().StringVar(&o.account, "account", "", s.Words.T("cli.flag.account"))
	c.Flags().BoolVar(&o.retry, "retry", false, s.Words.T("cli.flag.retry"))
	s.passwordFlag(c, &o.stdin)
	s.JSONFlag(c)
	c.RunE = s.Look(func(k *core.Core, _ []string) error { return s.sync(k, o) })
	return c
}

func (s commands) sync(k *core.Core, o *syncOptions) error {
	password, err := s.GivenPassword(o.stdin)
	if err != nil {
		return err
	}
	if password != "" && o.account == "" {
		if all, err := k.Accounts(s.Ctx); err == nil && len(all) > 1 {
			// One password for several mailboxes would be told to the wrong server.
			return data.NewError(data.CodeUsage, "cli-account-which")
		}
	}
	if o.retry {
		if _, err := k.RetryAll(s.Ctx, o.account); err != nil {
			return err
		}
	}
	progress := s.Progress()
	results, err := k.Sync(s.Ctx, core.SyncOptions{Account: o.account, Password: password, Progress: progress})
	progress.Done()
	if e := s.printSync(results); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	s.atNight(k)
	return s.syncOutcome(results)
}

func (s commands) printSync(results []mail.AccountResult) error {
	if results == nil {
		results = []mail.AccountResult{}
	}
	for i := range results {
		results[i].Error = s.Words.Error(results[i].Err)
		if results[i].Folders == nil {
			results[i].Folders = []mail.FolderResult{}
		}
	}
	if s.JSON {
		return s.Object(struct {
			Accounts []mail.AccountResult `json:"accounts"`
		}{results})
	}
	for _, r := range results {
		s.printAccount(r)
	}
	return nil
}

func (s commands) printAccount(r mail.AccountResult) {
	rows := make([][]string, len(r.Folders))
	added := 0
	for i, f := range r.Folders {
		added += f.New
		rows[i] = []string{
			f.Name, s.Words.Int(f.OnServer), s.Words.Int(f.Kept), s.Words.Int(f.New),
			s.Words.Int(f.LeftOut), s.Words.Int(f.Failed),
		}
	}
	s.Count("cli.sync.account", added, "Account", r.Name)
	if len(rows) > 0 {
		s.Table([]string{
			"cli.col.folder", "cli.col.on-server", "cli.col.kept", "cli.col.new", "cli.col.left-out", "cli.col.failed",
		}, rows)
	}
}

// syncOutcome names what failed, and decides between done, partly and failed.
// A pull that failed only in part has brought something in.
func (s commands) syncOutcome(results []mail.AccountResult) error {
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
			s.Warn(s.Words.T("cli.sync.account-failed", "Account", r.Name, "Why", r.Error))
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
func (s commands) nameFolders(r mail.AccountResult) (partly bool) {
	broken := 0
	for _, f := range r.Folders {
		if f.Err != nil {
			broken++
			s.Warn(s.Words.T("cli.sync.folder-failed", "Folder", f.Name, "Why", s.Words.Error(mail.Told(f.Err))))
		}
		if f.Failed > 0 {
			partly = partly || f.Err == nil || f.Kept > 0
			s.Warn(s.Words.N("cli.sync.messages-failed", f.Failed, "Folder", f.Name))
		}
	}
	return partly || r.Err != nil && broken < len(r.Folders)
}

// atNight makes the last night's backup if there was none. That it fails is
// said, and no reason for the pull before it to have failed.
func (s commands) atNight(k *core.Core) {
	if s.Ctx.Err() != nil {
		return
	}
	if _, err := k.NightlyBackup(s.Ctx); err != nil {
		s.Warn(s.Words.T("cli.night.failed", "Why", strings.TrimSpace(s.Words.Error(err))))
	}
}
