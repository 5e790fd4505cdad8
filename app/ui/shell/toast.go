package shell

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// undoer takes deeds of the session back and does them again.
type undoer interface {
	Undo(ctx context.Context) (data.Reverted, error)
	Redo(ctx context.Context) (data.Reverted, error)
	UndoDeed(ctx context.Context, id int64) (data.Reverted, error)
}

// toaster tells what was done, at the foot of the sidebar, and undoes it.
type toaster struct {
	core  undoer
	env   *kit.Env
	scope *kit.Scope
	stay  time.Duration // how long a notice stays; 0: until the next one
	layer *fyne.Container
	deeds map[int64]kit.Deed // what follows once an action is undone
	shown int
}

func newToaster(c undoer, env *kit.Env, scope *kit.Scope, stay time.Duration) *toaster {
	return &toaster{
		core: c, env: env, scope: scope, stay: stay,
		layer: container.New(inSidebar{}), deeds: map[int64]kit.Deed{},
	}
}

// show tells what happened; a deed can be taken back by a button.
func (t *toaster) show(text string, deed kit.Deed) { t.offer(text, t.env.Noted(), deed) }

// offer tells what happened with a button that takes back this action and no
// other; without one when nothing changed.
func (t *toaster) offer(text string, id int64, deed kit.Deed) {
	if deed == nil || id == 0 {
		t.tell(text, "", nil)
		return
	}
	t.deeds[id] = deed
	t.tell(text, t.env.Tr.T("shell.undo", "Key", kit.Command("Z")), func() {
		t.takeBack(func(ctx context.Context) (data.Reverted, error) { return t.core.UndoDeed(ctx, id) })
	})
}

// tell shows a notice with a button, "" for none.
func (t *toaster) tell(text, button string, do func()) {
	lines := []fyne.CanvasObject{kit.Pad(0, 4, 0, 4, kit.NewPara(text, look.SizeBody, look.ColorOnToast))}
	if button != "" {
		link := kit.NewTapText(kit.NewText(button, look.SizeBody, look.ColorToastLink, true), do)
		lines = append(lines, kit.HBox(0, link, kit.Spacer()))
	}
	p := kit.NewPanel(look.ColorToast, look.ColorAccent, 10, kit.Pad(10, 8, 8, 8, kit.VBox(kit.GapTiny, lines...)))
	p.Shadow = true
	t.layer.Objects = []fyne.CanvasObject{p}
	t.layer.Refresh()
	t.shown++
	mine := t.shown
	if t.stay <= 0 {
		return
	}
	time.AfterFunc(t.stay, func() {
		t.env.Post(func() {
			if t.shown == mine {
				t.hide()
			}
		})
	})
}

func (t *toaster) hide() {
	t.layer.Objects = nil
	t.layer.Refresh()
}

// undo takes back the last deed.
func (t *toaster) undo() { t.takeBack(t.core.Undo) }

func (t *toaster) takeBack(step func(context.Context) (data.Reverted, error)) {
	kit.Go(t.scope, "undo", step, func(r data.Reverted, err error) {
		if err != nil {
			t.refused(err)
			return
		}
		text, button, again := t.env.Tr.T("shell.undone", "What", deedName(t.env.Tr, &r.Undone)), "", t.redo
		if r.Changes > 0 {
			button = t.env.Tr.T("shell.redo", "Key", kit.Command("Shift+Z"))
		}
		t.tell(text+parts.Left(t.env.Tr, &r), button, again)
		if after := t.deeds[r.Undone.ID]; after != nil {
			delete(t.deeds, r.Undone.ID)
			after()
		}
	})
}

// redo does again what was undone last.
func (t *toaster) redo() {
	kit.Go(t.scope, "undo", t.core.Redo, func(r data.Reverted, err error) {
		if err != nil {
			t.refused(err)
			return
		}
		t.offer(t.env.Tr.T("shell.redone", "What", deedName(t.env.Tr, &r.Undone)), r.Action.ID, kit.Did)
	})
}

// refused tells why nothing was undone: that there is nothing, or that others
// have changed it since, is no trouble but an answer.
func (t *toaster) refused(err error) {
	switch data.CodeOf(err) {
	case data.CodeNotFound, data.CodeConflict:
		t.tell(t.env.Tr.Error(err), "", nil)
	default:
		dialog.ShowError(t.env, err)
	}
}

// inSidebar puts a notice at the foot of the sidebar, above the way to the
// settings: nothing that can be done on a page lies under it.
type inSidebar struct{}

func (inSidebar) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

const (
	toastInset float32 = 12
	toastAbove float32 = 60 // the settings' entry
)

func (inSidebar) Layout(objs []fyne.CanvasObject, s fyne.Size) {
	w := SidebarWidth - 2*toastInset
	for _, o := range objs {
		o.Resize(fyne.NewSize(w, o.MinSize().Height))
		h := o.MinSize().Height // known once its words are wrapped
		o.Resize(fyne.NewSize(w, h))
		o.Move(fyne.NewPos(toastInset, fyne.Max(toastInset, s.Height-h-toastAbove)))
	}
}
