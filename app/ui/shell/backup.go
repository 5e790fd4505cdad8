package shell

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kartoteka/app/core"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// keeper makes the nightly backup while the window is open, and says above the
// status of the mail when there has been no good one for long.
type keeper struct {
	core  *core.Core
	env   *kit.Env
	scope *kit.Scope
	root  *fyne.Container
	busy  bool
}

func newKeeper(c *core.Core, env *kit.Env, scope *kit.Scope) *keeper {
	return &keeper{core: c, env: env, scope: scope, root: container.NewStack()}
}

// night makes the last night's backup if there was none. A failure is told once.
func (k *keeper) night() {
	if k.busy {
		return
	}
	k.busy = true
	kit.Go(k.scope, "nightly backup", k.core.NightlyBackup, func(_ bool, err error) {
		k.busy = false
		if err != nil {
			k.env.Toast(k.env.Tr.T("shell.backup-failed", "Why", k.env.Tr.Error(err)), nil)
		}
		k.look()
	})
}

// look shows how the backups stand.
func (k *keeper) look() {
	kit.Go(k.scope, "backups", k.core.BackupState, func(s data.BackupState, err error) {
		if err != nil {
			k.core.LogError("backups", err) // what is shown stays
			return
		}
		k.show(s)
	})
}

func (k *keeper) show(s data.BackupState) {
	k.root.Objects = nil
	if why := k.core.OnlyRead(); why != nil {
		k.root.Objects = []fyne.CanvasObject{kit.Pad(4, 4, 4, 0,
			kit.NewPara(k.env.Tr.Error(why), look.SizeCaption, look.ColorSidebarWarn))}
	} else if s.Warn {
		tr := k.env.Tr
		text := tr.T("shell.backup-none")
		if !s.Last.IsZero() {
			text = tr.T("shell.backup-old", "When", tr.When(s.Last, k.env.Now()))
		}
		link := kit.Link(tr.T("shell.backup-now"), k.byHand)
		link.Text.Tint(look.ColorSidebarText)
		k.root.Objects = []fyne.CanvasObject{kit.Pad(4, 4, 4, 0, kit.VBox(0,
			kit.NewPara(text, look.SizeCaption, look.ColorSidebarWarn), kit.HBox(0, link, kit.Spacer())))}
	}
	k.root.Refresh()
}

// byHand makes a backup because somebody asked for one.
func (k *keeper) byHand() {
	if k.busy {
		return
	}
	k.busy = true
	kit.Go(k.scope, "backup", func(ctx context.Context) (data.BackupInfo, error) {
		return k.core.Backup(ctx, core.BackupOptions{}, nil)
	}, func(_ data.BackupInfo, err error) {
		k.busy = false
		if err != nil {
			dialog.ShowError(k.env, err)
		} else {
			k.env.Toast(k.env.Tr.T("shell.backup-done"), nil)
		}
		k.look()
	})
}
