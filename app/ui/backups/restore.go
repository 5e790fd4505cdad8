package backups

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

func (s *Screen) askFile() {
	s.env.File(kit.FileAsk{Dir: s.state.Folder, Endings: []string{".db", ".age"}, Done: func(path string) {
		s.askRestore(path, encryptedName(path))
	}})
}

// askRestore shows what is in a backup beside what is there now, before
// anything is replaced. An encrypted one is opened by its passphrase first.
func (s *Screen) askRestore(path string, encrypted bool) {
	if !encrypted {
		s.look(path, "", func(err error) { dialog.ShowError(s.env, err) }, func() {})
		return
	}
	tr := s.env.Tr
	pass := input.NewPassword()
	dialog.ShowForm(s.env, dialog.Form{
		Title: tr.T("backups.passphrase-title"), Intro: tr.T("backups.passphrase-intro", "File", filepath.Base(path)),
		Deed: tr.T("backups.passphrase-open"), Fields: []dialog.Field{{Label: tr.T("backups.passphrase"), Input: pass}},
		Submit: func(done func(error)) {
			s.look(path, pass.Text, done, func() { done(nil) })
		},
	})
}

func (s *Screen) look(path, passphrase string, failed func(error), opened func()) {
	kit.Go(s.Scope, "look", func(ctx context.Context) (data.RestorePreview, error) {
		return s.svc.RestorePreview(ctx, path, passphrase)
	}, func(p data.RestorePreview, err error) {
		if err != nil {
			failed(err)
			return
		}
		opened()
		s.compare(path, passphrase, &p)
	})
}

func (s *Screen) compare(path, passphrase string, p *data.RestorePreview) {
	tr := s.env.Tr
	table := kit.VBox(kit.GapTiny, compareLine("", tr.T("backups.in-backup"), tr.T("backups.present"), true))
	for _, c := range compared(tr, p) {
		table.Add(kit.Rule())
		table.Add(compareLine(c.what, c.backup, c.present, false))
	}
	var d *dialog.Dialog
	do := kit.Danger(tr.T("backups.restore-deed"), func() {
		d.Close()
		s.restore(path, passphrase)
	})
	cancel := kit.Secondary(tr.T("backups.cancel"), "", func() { d.Close() })
	d = dialog.ShowWide(s.env, tr.T("backups.restore-title", "When", p.Backup.At), 520,
		kit.VBox(kit.GapRows, kit.Sentence(tr.T("backups.restore-what")), table), cancel, do)
	kit.Focus(cancel)
}

func compareLine(what, backup, present string, head bool) fyne.CanvasObject {
	color := look.ColorText
	if head {
		color = look.ColorMuted
	}
	figure := func(text string) fyne.CanvasObject {
		return kit.Box(110, 0, kit.HBox(0, kit.Spacer(), kit.NewText(text, look.SizeBody, color, false)))
	}
	return kit.HBox(kit.GapSmall, kit.Grow(kit.NewText(what, look.SizeBody, color, false)), figure(backup), figure(present))
}

func (s *Screen) restore(path, passphrase string) {
	tr := s.env.Tr
	parts.Run(s.long, tr.T("backups.restoring"), func(ctx context.Context, w *parts.Work) (data.Restored, error) {
		return s.svc.Restore(ctx, path, passphrase, s.stages(w))
	}, func(r data.Restored) {
		if len(r.Back) > 0 {
			s.tellBack(r.Back)
		}
		if r.Kept == "" {
			s.env.Toast(tr.T("backups.restored-only"), nil)
			return
		}
		s.env.Toast(tr.T("backups.restored", "File", filepath.Base(r.Kept)), nil)
	})
}

// tellBack says that people who were erased may be there again.
func (s *Screen) tellBack(back []int64) {
	tr := s.env.Tr
	all := make([]string, len(back))
	for i, n := range back {
		all[i] = strconv.FormatInt(n, 10)
	}
	var d *dialog.Dialog
	d = dialog.Show(s.env, tr.T("backups.back-title"), kit.Sentence(tr.N("backups.back", len(back), "Numbers", strings.Join(all, ", "))),
		kit.Primary(tr.T("ui.understood"), "", func() { d.Close() }))
}

func (s *Screen) settingsCard() fyne.CanvasObject {
	tr := s.env.Tr
	nightly := input.NewCheck(tr.T("backups.nightly"), !s.state.Settings.Off, func(on bool) {
		s.save(func(x *data.BackupSettings) { x.Off = !on }, "")
	})
	folder := kit.NewPara(parts.Short(s.state.Folder), look.SizeBody, look.ColorText)
	change := kit.Secondary(tr.T("backups.folder-change"), look.IconFolder, func() {
		s.env.File(kit.FileAsk{What: kit.Folder, Dir: s.state.Folder, Done: func(path string) {
			s.save(func(x *data.BackupSettings) { x.Folder = path }, "")
		}})
	})
	var lock fyne.CanvasObject = kit.Secondary(tr.T("backups.encrypt"), look.IconKey, s.askPassphrase)
	if s.state.Settings.Encrypted {
		lock = kit.Secondary(tr.T("backups.encrypt-off"), "", func() {
			s.save(func(x *data.BackupSettings) { x.Encrypted = false }, "")
		})
	}
	return kit.Section(tr.T("backups.settings"), nil, kit.VBox(kit.GapRows,
		nightly, kit.Note(tr.T("backups.rotation")),
		input.Labelled(tr.T("backups.folder"), kit.VBox(kit.GapTiny, folder, kit.HBox(0, change, kit.Spacer()))),
		kit.Note(tr.T("backups.folder-note")),
		kit.HBox(0, lock, kit.Spacer()), kit.Note(tr.T("backups.encrypt-note"))))
}

func (s *Screen) save(change func(*data.BackupSettings), passphrase string) {
	x := s.state.Settings
	change(&x)
	kit.Do(s.Scope, "save", func(ctx context.Context) error { return s.svc.SetBackupSettings(ctx, x, passphrase) },
		func(err error) {
			if err != nil {
				dialog.ShowError(s.env, err)
			}
			s.load()
		})
}

func (s *Screen) askPassphrase() {
	tr := s.env.Tr
	first, again := input.NewPassword(), input.NewPassword()
	dialog.ShowForm(s.env, dialog.Form{
		Title: tr.T("backups.encrypt-title"), Intro: tr.T("backups.encrypt-intro"), Deed: tr.T("backups.encrypt-deed"),
		Fields: []dialog.Field{
			{Label: tr.T("backups.passphrase"), Input: first},
			{Label: tr.T("backups.passphrase-again"), Input: again},
		},
		Submit: func(done func(error)) {
			if err := checkPassphrase(first.Text, again.Text); err != nil {
				done(err)
				return
			}
			x := s.state.Settings
			x.Encrypted = true
			kit.Do(s.Scope, "save", func(ctx context.Context) error {
				return s.svc.SetBackupSettings(ctx, x, first.Text)
			}, func(err error) {
				done(err)
				s.load()
			})
		},
	})
}
