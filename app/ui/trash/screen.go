package trash

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

// Service is what the page needs of the program.
type Service interface {
	Trash(ctx context.Context) ([]data.Trashed, error)
	RestoreTrashed(ctx context.Context, actionID int64) (data.Reverted, error)
	EmptyTrash(ctx context.Context, olderThan time.Time) (int, error)
}

// Screen is the page.
type Screen struct {
	env   *kit.Env
	svc   Service
	scope *kit.Scope
	rows  []data.Trashed

	root    fyne.CanvasObject
	body    *parts.Slot
	list    *widget.RowList
	restore *kit.Button
	empty   *kit.Button
}

var _ kit.Screen = (*Screen)(nil)

// New returns the page; it loads when it is shown.
func New(env *kit.Env, svc Service) *Screen {
	s := &Screen{env: env, svc: svc, scope: kit.NewScope(env), body: parts.NewSlot()}
	s.build()
	return s
}

func (s *Screen) build() {
	tr := s.env.Tr
	s.restore = kit.Primary(tr.T("trash.restore"), look.IconUndo, func() { s.bringBack(s.list.Selected()) })
	s.empty = kit.Quiet(tr.T("trash.empty-now"), look.IconTrash, s.askEmpty)
	s.list = widget.NewRowList(func() int { return len(s.rows) }, func(i int) widget.Row {
		return row(tr, &s.rows[i], s.env.Now())
	})
	s.list.OnOpen = s.bringBack
	s.list.OnSelect = func(int) { s.enable() }
	s.body.Set(kit.Loading(5))
	head := kit.HBox(kit.GapSmall, kit.Grow(kit.Hint(tr.T("trash.hint"))), s.empty, s.restore)
	foot := kit.Pad(8, 16, 12, 16, kit.Caption(tr.T("trash.keys")).Cut())
	s.root = kit.FlatCard(kit.VBox(0, kit.Pad(10, 10, 8, 16, head), kit.Grow(kit.Pad(0, 4, 0, 4, s.body.Box)), foot))
	s.enable()
}

// Content is the page.
func (s *Screen) Content() fyne.CanvasObject { return s.root }

// Show loads the page.
func (s *Screen) Show(int64) { s.load() }

// Changed loads the page anew when something came or went.
func (s *Screen) Changed(c data.Change) {
	if c.Has(data.TopicJournal) {
		s.load()
	}
}

// Focus is the list.
func (s *Screen) Focus() fyne.Focusable { return s.list.Focusable() }

// Close ends the page's work.
func (s *Screen) Close() { s.scope.Close() }

func (s *Screen) load() {
	kit.Go(s.scope, "load", s.svc.Trash, func(rows []data.Trashed, err error) {
		if err != nil {
			s.body.Set(kit.Trouble(s.env, err, s.load))
			return
		}
		s.rows = rows
		if len(rows) == 0 {
			s.list.Unselect()
			s.body.Set(kit.Empty(look.IconTrash, s.env.Tr.T("trash.empty"), nil))
		} else {
			s.body.Set(s.list)
			s.list.Refresh()
			s.list.Mark(min(max(s.list.Selected(), 0), len(rows)-1))
		}
		s.enable()
	})
}

// enable lets those buttons be pressed that have something to do.
func (s *Screen) enable() {
	can := func(b *kit.Button, yes bool) {
		if yes {
			b.Enable()
		} else {
			b.Disable()
		}
	}
	at := s.list.Selected()
	can(s.restore, at >= 0 && at < len(s.rows))
	can(s.empty, len(s.rows) > 0)
}

// bringBack restores a row.
func (s *Screen) bringBack(i int) {
	if i < 0 || i >= len(s.rows) {
		return
	}
	d := s.rows[i]
	kit.Go(s.scope, "restore", func(ctx context.Context) (data.Reverted, error) {
		return s.svc.RestoreTrashed(ctx, d.ActionID)
	}, func(r data.Reverted, err error) {
		if err != nil {
			dialog.ShowError(s.env, err)
			s.load()
			return
		}
		s.env.Toast(s.env.Tr.T("trash.restored", "What", name(s.env.Tr, &d))+parts.Left(s.env.Tr, &r), kit.Did)
		s.load()
	})
}

// askEmpty makes all of it go for good, after asking.
func (s *Screen) askEmpty() {
	tr := s.env.Tr
	dialog.Confirm(s.env, tr.T("trash.empty-now"), tr.N("trash.empty-ask", len(s.rows)), tr.T("trash.empty-now"), func() {
		until := s.env.Now().Add(time.Second)
		kit.Go(s.scope, "empty", func(ctx context.Context) (int, error) {
			return s.svc.EmptyTrash(ctx, until)
		}, func(_ int, err error) {
			if err != nil {
				dialog.ShowError(s.env, err)
				return
			}
			s.env.Toast(tr.T("trash.emptied"), nil)
			s.load()
		})
	})
}
