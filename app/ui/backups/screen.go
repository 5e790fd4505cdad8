// Package backups is the page on which the owner sees that there are good
// backups, makes one, and puts one back, by its date and with what is in it
// beside what is there now.
//
// It shows and asks; how a backup is made and checked is its Service's business.
package backups

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// Service is what the page needs of the program.
type Service interface {
	BackupState(ctx context.Context) (data.BackupState, error)
	Backups(ctx context.Context) ([]data.BackupInfo, error)
	BackupNow(ctx context.Context, progress data.BackupProgress) (data.BackupInfo, error)
	RestorePreview(ctx context.Context, path, passphrase string) (data.RestorePreview, error)
	Restore(ctx context.Context, path, passphrase string, progress data.BackupProgress) (data.Restored, error)
	SetBackupSettings(ctx context.Context, s data.BackupSettings, passphrase string) error
	Check(ctx context.Context) ([]data.Finding, error)
}

// Screen is the page.
type Screen struct {
	*parts.Page
	env  *kit.Env
	svc  Service
	long *parts.Long

	state data.BackupState
	list  []data.BackupInfo
}

var _ kit.Screen = (*Screen)(nil)

// New returns the page; it loads when it is shown.
func New(env *kit.Env, svc Service) *Screen {
	s := &Screen{Page: parts.NewPage(env, 5), env: env, svc: svc}
	s.long = parts.NewLong(env, s.Scope, s.Slot, s.load)
	return s
}

// Show loads the page.
func (s *Screen) Show(int64) { s.load() }

// Changed loads the page anew when a backup was made meanwhile.
func (s *Screen) Changed(c data.Change) {
	if c.Has(data.TopicBackups) {
		s.load()
	}
}

type loaded struct {
	state data.BackupState
	list  []data.BackupInfo
}

func (s *Screen) load() {
	if s.long.Busy() {
		return
	}
	kit.Go(s.Scope, "load", func(ctx context.Context) (l loaded, err error) {
		if l.state, err = s.svc.BackupState(ctx); err == nil {
			l.list, err = s.svc.Backups(ctx)
		}
		return l, err
	}, func(l loaded, err error) {
		switch {
		case s.long.Busy():
		case err != nil:
			s.Slot.Set(kit.Trouble(s.env, err, s.load))
		default:
			s.state, s.list = l.state, l.list
			s.show()
		}
	})
}

func (s *Screen) show() {
	left := kit.VBox(kit.GapCards, s.stateCard(), s.listCard())
	right := kit.VBox(kit.GapCards, s.settingsCard(), s.checkCard())
	s.Draw(kit.PageScroll(kit.Weighted(kit.GapCards, []float32{3, 2}, left, right)))
}

func (s *Screen) stateCard() fyne.CanvasObject {
	tr := s.env.Tr
	icon, tone := look.IconCheck, kit.ToneGood
	switch {
	case s.state.Warn:
		icon, tone = look.IconAlert, kit.ToneWarn
	case s.state.Last.IsZero():
		icon, tone = look.IconClock, kit.ToneNeutral
	}
	now := kit.Primary(tr.T("backups.now"), look.IconDownload, s.make)
	s.First = now
	lines := kit.VBox(2, kit.NewPara(standing(tr, s.state), look.SizeHeading, look.ColorText))
	for _, line := range details(tr, s.state) {
		lines.Add(kit.NewPara(line, 12, look.ColorMuted))
	}
	return kit.Card(kit.HBox(kit.GapRows, parts.IconDisc(icon, tone, 36), kit.Grow(lines), now))
}

func (s *Screen) listCard() fyne.CanvasObject {
	tr := s.env.Tr
	rows := kit.VBox(0)
	for i := range s.list {
		if i > 0 {
			rows.Add(kit.Rule())
		}
		rows.Add(s.row(&s.list[i]))
	}
	if len(s.list) == 0 {
		rows.Add(kit.Hint(tr.T("backups.none")))
	}
	other := kit.Quiet(tr.T("backups.from-file"), look.IconFolder, s.askFile)
	return kit.Section(tr.T("backups.list"), other, rows)
}

func (s *Screen) row(b *data.BackupInfo) fyne.CanvasObject {
	tr := s.env.Tr
	name := kit.HBox(kit.GapSmall, kit.Strong(tr.DateTime(b.At)))
	if b.Kind == data.BackupBefore {
		name.Add(kit.Chip(tr.T("backups.before"), kit.ToneInfo))
	}
	if b.Encrypted {
		name.Add(kit.Chip(tr.T("backups.encrypted"), kit.ToneNeutral))
	}
	if !b.OK {
		name.Add(kit.Chip(tr.T("backups.unchecked"), kit.ToneWarn))
	}
	about := tr.Size(b.Size)
	if b.OK {
		about += " · " + tr.N("backups.contacts", int(b.Counts.Contacts)) + " · " + tr.N("backups.messages", int(b.Counts.Messages))
	}
	path, encrypted := b.Path, b.Encrypted
	return kit.Pad(6, 0, 6, 0, kit.HBox(kit.GapSmall, kit.Grow(kit.VBox(2, name, kit.Caption(about).Cut())),
		kit.Quiet(tr.T("backups.restore"), look.IconUndo, func() { s.askRestore(path, encrypted) })))
}

func (s *Screen) checkCard() fyne.CanvasObject {
	tr := s.env.Tr
	return kit.Section(tr.T("backups.check"), nil, kit.VBox(kit.GapSmall, kit.Note(tr.T("backups.check-what")),
		kit.HBox(0, kit.Secondary(tr.T("backups.check-now"), look.IconSearch, s.check), kit.Spacer())))
}

// stages hands a backup's progress on to what is shown of it.
func (s *Screen) stages(w *parts.Work) data.BackupProgress {
	return func(stage data.BackupStage, n, total int64) {
		w.Bytes(s.env.Tr.T("backups.stage-"+string(stage)), n, total)
	}
}

func (s *Screen) make() {
	tr := s.env.Tr
	parts.Run(s.long, tr.T("backups.making"), func(ctx context.Context, w *parts.Work) (data.BackupInfo, error) {
		return s.svc.BackupNow(ctx, s.stages(w))
	}, func(b data.BackupInfo) {
		s.env.Toast(tr.T("backups.made", "File", filepath.Base(b.Path), "Size", tr.Size(b.Size)), nil)
	})
}

func (s *Screen) check() {
	tr := s.env.Tr
	parts.Run(s.long, tr.T("backups.checking"), func(ctx context.Context, _ *parts.Work) ([]data.Finding, error) {
		return s.svc.Check(ctx)
	}, func(found []data.Finding) {
		if len(found) == 0 {
			s.env.Toast(tr.T("backups.check-good"), nil)
			return
		}
		lines := kit.VBox(kit.GapSmall, kit.Sentence(tr.N("backups.check-bad", len(found))))
		for _, f := range found[:min(len(found), 8)] {
			lines.Add(kit.NewPara(tr.T("check."+f.What)+" ("+f.Where+")", 12, look.ColorMuted))
		}
		var d *dialog.Dialog
		d = dialog.Show(s.env, tr.T("backups.check"), lines, kit.Secondary(tr.T("backups.close"), "", func() { d.Close() }))
	})
}
