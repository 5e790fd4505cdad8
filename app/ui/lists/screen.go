// Package lists is the page of settings on which the owner makes the lists his
// own: channels, categories of complaints and their causes, and the fields that
// he adds to the cards.
//
// It shows and asks; what may be deleted is its Service's business.
package lists

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// Service is what the page needs of the program.
type Service interface {
	Categories(ctx context.Context, list string) ([]data.Category, error)
	SaveCategory(ctx context.Context, c data.Category) error
	DeleteCategory(ctx context.Context, list, code string) error
	CustomFields(ctx context.Context) ([]data.CustomField, error)
	SaveCustomField(ctx context.Context, f data.CustomField) (int64, error)
	DeleteCustomField(ctx context.Context, id int64) error
}

// Screen is the page.
type Screen struct {
	*parts.Page
	env *kit.Env
	svc Service
}

var _ kit.Screen = (*Screen)(nil)

// New returns the page; it loads when it is shown.
func New(env *kit.Env, svc Service) *Screen {
	return &Screen{Page: parts.NewPage(env, 6), env: env, svc: svc}
}

// Show loads the page.
func (s *Screen) Show(int64) { s.load() }

// Changed loads the page anew when a list changed.
func (s *Screen) Changed(c data.Change) {
	if c.Has(data.TopicSettings, data.TopicContacts) {
		s.load()
	}
}

// owned are the lists in the order in which they are shown.
func owned() []string {
	return []string{data.ListChannels, data.ListCategories, data.ListCauses}
}

type loaded struct {
	lists  map[string][]data.Category
	fields []data.CustomField
}

func (s *Screen) load() {
	kit.Go(s.Scope, "load", func(ctx context.Context) (l loaded, err error) {
		l.lists = map[string][]data.Category{}
		for _, name := range owned() {
			if l.lists[name], err = s.svc.Categories(ctx, name); err != nil {
				return l, err
			}
		}
		l.fields, err = s.svc.CustomFields(ctx)
		return l, err
	}, func(l loaded, err error) {
		if err != nil {
			s.Slot.Set(kit.Trouble(s.env, err, s.load))
			return
		}
		s.show(l)
	})
}

func (s *Screen) show(l loaded) {
	left, right := kit.VBox(kit.GapCards), kit.VBox(kit.GapCards, s.fieldsCard(l.fields))
	for i, name := range owned() {
		card := s.listCard(name, l.lists[name])
		if i == 0 {
			left.Add(card)
		} else {
			right.Add(card)
		}
	}
	left.Add(kit.Pad(0, 4, 0, 4, kit.Note(s.env.Tr.T("lists.note"))))
	s.Draw(kit.PageScroll(kit.Weighted(kit.GapCards, []float32{1, 1}, left, right)))
}

func (s *Screen) listCard(list string, entries []data.Category) fyne.CanvasObject {
	tr := s.env.Tr
	add := kit.Secondary(tr.T("lists.add"), look.IconAdd, func() { s.askEntry(data.Category{List: list, Rank: rankAfter(entries)}) })
	if list == owned()[0] {
		s.First = add
	}
	rows := kit.VBox(0)
	for i, c := range entries {
		if i > 0 {
			rows.Add(kit.Rule())
		}
		rows.Add(s.entryRow(c, entries))
	}
	return kit.Section(tr.T("lists."+list), add, rows)
}

func (s *Screen) entryRow(c data.Category, all []data.Category) fyne.CanvasObject {
	tr := s.env.Tr
	color := look.ColorText
	state := ""
	if c.Hidden {
		color, state = look.ColorMuted, tr.T("lists.hidden")
	}
	name := kit.NewText(parts.CategoryName(tr, c), look.SizeBody, color, false).Cut()
	hide := kit.Quiet(tr.T("lists.hide"), "", func() { s.hide(c, true) })
	if c.Hidden {
		hide = kit.Quiet(tr.T("lists.show"), "", func() { s.hide(c, false) })
	}
	up, remove := kit.Space(0, 0), kit.Space(0, 0)
	if i := place(c, all); i > 0 {
		up = kit.Quiet(tr.T("lists.up"), "", func() { s.swap(all[i-1], all[i]) })
	}
	if !builtIn(tr, c) {
		remove = kit.Quiet("", look.IconTrash, func() { s.remove(c) })
	}
	return kit.HBox(kit.GapTiny, kit.Grow(name), kit.Caption(state), up,
		kit.Quiet("", look.IconEdit, func() { s.askEntry(c) }), kit.Box(76, 0, hide), kit.Box(36, 0, remove))
}

func (s *Screen) hide(c data.Category, hidden bool) {
	c.Hidden = hidden
	s.change(func(ctx context.Context) error { return s.svc.SaveCategory(ctx, c) })
}

// swap puts an entry before the one above it.
func (s *Screen) swap(above, below data.Category) {
	above.Rank, below.Rank = below.Rank, above.Rank
	s.change(func(ctx context.Context) error {
		if err := s.svc.SaveCategory(ctx, below); err != nil {
			return err
		}
		return s.svc.SaveCategory(ctx, above)
	})
}

func (s *Screen) remove(c data.Category) {
	s.change(func(ctx context.Context) error { return s.svc.DeleteCategory(ctx, c.List, c.Code) })
}

// change does something off the UI thread and shows how the lists are then.
func (s *Screen) change(do func(context.Context) error) {
	kit.Do(s.Scope, "change", do, func(err error) {
		if err != nil {
			dialog.ShowError(s.env, err)
		}
		s.load()
	})
}

func (s *Screen) askEntry(c data.Category) {
	tr := s.env.Tr
	name := input.NewEntry(tr.T("lists.name-hint"))
	title, deed := tr.T("lists.add-title"), tr.T("lists.add")
	if c.Code != "" {
		name.SetText(parts.CategoryName(tr, c))
		title, deed = tr.T("lists.rename-title"), tr.T("lists.save")
	}
	dialog.ShowForm(s.env, dialog.Form{
		Title: title, Deed: deed,
		Fields: []dialog.Field{{Label: tr.T("lists.name"), Input: name}},
		Submit: func(done func(error)) {
			if c.Name = strings.TrimSpace(name.Text); c.Name == "" {
				done(data.NewError(data.CodeInvalid, "list-without-name"))
				return
			}
			kit.Do(s.Scope, "save", func(ctx context.Context) error { return s.svc.SaveCategory(ctx, c) },
				func(err error) {
					done(err)
					s.load()
				})
		},
	})
}
