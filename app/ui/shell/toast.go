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
	words := kit.NewText(text, kit.SizeBody, kit.ColorOnToast, false).Cut()
	parts := []fyne.CanvasObject{kit.Grow(words)}
	if undo != nil {
		t.done = append(t.done, deed{text, undo})
		if len(t.done) > deepest {
			t.done = t.done[1:]
		}
		link := kit.Link(t.env.Tr.T("shell.undo", "Key", kit.Command("Z")), t.undo)
		link.Text.Tint(kit.ColorToastLink)
		parts = append(parts, link)
	}
	width := fyne.MeasureText(text, kit.SizeBody, fyne.TextStyle{}).Width + 40
	if undo != nil {
		width += 140
	}
	p := kit.NewPanel(kit.ColorToast, "", 10, kit.Pad(10, 14, 10, 16, kit.HBox(kit.GapCards, parts...)))
	p.Shadow = true
	t.layer.Layout = &atBottom{width: width}
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

// atBottom puts a notice in the middle of the window's lower edge.
type atBottom struct{ width float32 }

func (atBottom) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (a atBottom) Layout(objs []fyne.CanvasObject, s fyne.Size) {
	for _, o := range objs {
		w := fyne.Min(fyne.Max(a.width, 220), s.Width-SidebarWidth-2*kit.PageInset)
		h := o.MinSize().Height
		o.Resize(fyne.NewSize(w, h))
		o.Move(fyne.NewPos(SidebarWidth+(s.Width-SidebarWidth-w)/2, s.Height-h-kit.PageInset))
	}
}
