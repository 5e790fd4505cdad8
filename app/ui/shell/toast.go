package shell

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kartoteka/app/ui/kit"
)

// toaster tells what was done, at the bottom of the window, and remembers how
// to take it back.
type toaster struct {
	env   *kit.Env
	scope *kit.Scope
	stay  time.Duration // how long a notice stays; 0: until the next one
	layer *fyne.Container
	done  []deed
	shown int
}

// deed is something that can be taken back.
type deed struct {
	text string
	undo kit.Undo
}

// deepest is how many deeds can be taken back.
const deepest = 30

func newToaster(env *kit.Env, scope *kit.Scope, stay time.Duration) *toaster {
	return &toaster{env: env, scope: scope, stay: stay, layer: container.New(&atBottom{})}
}

// show tells what was done; with an undo it can be taken back by a button and
// by Ctrl+Z.
func (t *toaster) show(text string, undo kit.Undo) {
	parts := []fyne.CanvasObject{kit.NewPara(text, kit.SizeBody, kit.ColorOnToast)}
	if undo != nil {
		t.done = append(t.done, deed{text, undo})
		if len(t.done) > deepest {
			t.done = t.done[1:]
		}
		link := kit.Link(t.env.Tr.T("shell.undo", "Key", kit.Command("Z")), t.undo)
		link.Text.Tint(kit.ColorToastLink)
		parts = append(parts, kit.HBox(0, link, kit.Spacer()))
	}
	p := kit.NewPanel(kit.ColorToast, "", 10, kit.Pad(10, 14, 10, 16, kit.VBox(kit.GapTiny, parts...)))
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

// undo takes back the last deed that can be.
func (t *toaster) undo() {
	if len(t.done) == 0 {
		t.show(t.env.Tr.T("shell.undo-nothing"), nil)
		return
	}
	last := t.done[len(t.done)-1]
	t.done = t.done[:len(t.done)-1]
	kit.Do(t.scope, "undo", func(ctx context.Context) error { return last.undo(ctx) }, func(err error) {
		if err != nil {
			kit.ShowError(t.env, err)
			return
		}
		t.show(t.env.Tr.T("shell.undone", "What", last.text), nil)
	})
}

// atBottom puts a notice at the lower left of the page, no wider than a list
// beside its details: what can be done stands to the right and stays free.
type atBottom struct{}

func (atBottom) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// toastLeast is the width of the narrowest list.
const toastLeast float32 = 236

func (atBottom) Layout(objs []fyne.CanvasObject, s fyne.Size) {
	page := s.Width - SidebarWidth - 2*kit.PageInset
	w := fyne.Max(toastLeast, fyne.Min(400, page*0.35))
	for _, o := range objs {
		o.Resize(fyne.NewSize(w, o.MinSize().Height))
		h := o.MinSize().Height // known once its words are wrapped
		o.Resize(fyne.NewSize(w, h))
		o.Move(fyne.NewPos(SidebarWidth+kit.PageInset, s.Height-h-kit.PageInset))
	}
}
