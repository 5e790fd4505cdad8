package shell

import (
	"context"

	"kartoteka/app/core"
	"kartoteka/app/i18n"
	"kartoteka/app/ui/backups"
	"kartoteka/app/ui/exchange"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/lists"
	"kartoteka/app/ui/mailboxes"
	"kartoteka/app/ui/privacy"
	"kartoteka/app/ui/reply"
	"kartoteka/app/ui/settings"
	"kartoteka/app/ui/trash"
	"kartoteka/data"
)

// office is the program for the pages of settings: what it writes for people to
// read, it writes in the window's language.
type office struct {
	*core.Core
	tr *i18n.Translator
}

// Processing returns the record of processing, in the window's language where
// the owner has not written his own.
func (o office) Processing(ctx context.Context) ([]data.Processing, error) {
	return o.Core.Processing(ctx, o.tr)
}

// WriteProcessing writes the record of processing to be printed.
func (o office) WriteProcessing(ctx context.Context, path string) error {
	return o.Core.WriteProcessing(ctx, o.tr, path)
}

// ExportList writes a list in the form of the file's ending; mail is written as
// it came.
func (o office) ExportList(ctx context.Context, e data.ExportOptions, progress func(done, total int)) (int, error) {
	if e.List == "mail" {
		return o.ExportMail(ctx, e.Path, e.Mail, progress)
	}
	return o.Export(ctx, e, o.tr, progress)
}

// ImportMail reads a file or a folder of mail.
func (o office) ImportMail(ctx context.Context, path string, dry bool, progress func(done, total int)) (data.ImportResult, error) {
	return o.ImportFiles(ctx, core.ImportRequest{Paths: []string{path}, DryRun: dry, Progress: progress})
}

// WriteFailedRows writes the rows of an import that failed, with the reasons.
func (o office) WriteFailedRows(ctx context.Context, p *data.ImportPlan, path string) error {
	return o.FailedRows(ctx, p, o.tr, path)
}

// BackupNow makes a backup where the settings say.
func (o office) BackupNow(ctx context.Context, progress data.BackupProgress) (data.BackupInfo, error) {
	return o.Backup(ctx, core.BackupOptions{}, progress)
}

// SubjectExport writes all that is kept about a person.
func (o office) SubjectExport(ctx context.Context, contact int64, path string) error {
	return o.Core.SubjectExport(ctx, contact, o.tr, path)
}

// Numbers of pages among those of settings.
const (
	listsPage = iota + 1
	exchangePage
	backupsPage
	privacyPage
	repliesPage
)

// askPrivacy opens the privacy page with a client's data in question.
func (s *Shell) askPrivacy(c data.Contact) {
	s.Go(kit.Route{Screen: kit.ScreenSettings, ID: privacyPage})
	if p, ok := s.open[kit.ScreenSettings].(*settings.Screen).Page().(*privacy.Screen); ok {
		p.Choose(c.ID, c.Name())
	}
}

// pages are those of settings after the first.
func (s *Shell) pages() []settings.Page {
	tr, svc := s.env.Tr, office{s.core, s.env.Tr}
	return []settings.Page{
		{Title: tr.T("settings.page-lists"), New: func() kit.Screen { return lists.New(s.env, svc) }},
		{Title: tr.T("settings.page-exchange"), New: func() kit.Screen { return exchange.New(s.env, svc) }},
		{Title: tr.T("settings.page-backups"), New: func() kit.Screen { return backups.New(s.env, svc) }},
		{Title: tr.T("settings.page-privacy"), New: func() kit.Screen { return privacy.New(s.env, svc) }},
		{Title: tr.T("settings.page-replies"), New: func() kit.Screen { return reply.NewTemplates(s.env, svc) }},
		{Title: tr.T("settings.page-mailboxes"), New: func() kit.Screen { return mailboxes.New(s.env, svc, s.mailboxHooks()) }},
		{Title: tr.T("settings.page-trash"), New: func() kit.Screen { return trash.New(s.env, svc) }},
	}
}
