package contacts

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

// makeGrid makes the table of the columns that are shown now.
func (s *Screen) makeGrid() {
	known := func(i int) *data.ContactRow {
		r, _ := s.roster.row(i)
		return r
	}
	codes := slices.Clone(s.table.codes) // a table that was replaced may still be drawn once
	g := widget.NewGrid(s.table.columns(known), func() int { return s.roster.count }, func(i, col int) string {
		return s.cell(i, codes[col])
	})
	g.OnOpen = s.openRow
	g.OnKey = s.gridKey
	g.OnSort = s.sortBy
	g.Marked = func(i int) bool {
		r, _ := s.roster.row(i)
		return r != nil && s.marks.has(r.ID) || r == nil && s.marks.all
	}
	g.OnMark = s.mark
	if s.grid != nil {
		g.Modifier = s.grid.Modifier
	}
	s.grid = g
	s.showSort()
}

// wide lets a table be wider than its place, and as wide as it at least.
type wide struct{ g *widget.Grid }

// MinSize is called by the toolkit.
func (w *wide) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(w.g.Width(), 120) }

// Layout is called by the toolkit.
func (w *wide) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(s)
}

// gridBox is the table in a place that scrolls sideways.
func (s *Screen) gridBox() fyne.CanvasObject {
	inside := container.New(&wide{s.grid}, s.grid)
	scroll := container.NewHScroll(inside)
	s.grid.OnResize = func() { scroll.Refresh() }
	return kit.Pad(2, 4, 4, 4, scroll)
}

// cell shows a column of a contact, or its place while its page is on its way.
func (s *Screen) cell(i int, code string) string {
	r, ask := s.roster.row(i)
	if ask >= 0 {
		s.loadPage(ask)
		r, _ = s.roster.row(i)
	}
	if r == nil {
		if code == "name" {
			return "…"
		}
		return ""
	}
	return s.table.cell(code, r)
}

func (s *Screen) gridKey(e *fyne.KeyEvent) bool { return s.listKey(e) }

func (s *Screen) openRow(i int) {
	if r, _ := s.roster.row(i); r != nil && i < s.roster.count {
		s.env.Navigate(kit.Route{Screen: kit.ScreenContacts, ID: r.ID})
	}
}

// openFirst opens the first contact of the list.
func (s *Screen) openFirst() {
	if s.roster.count > 0 {
		s.openRow(max(0, s.grid.Lead()))
	}
}

func (s *Screen) sortBy(col int, desc bool) {
	o := order(s.table.codes[col])
	if o == "" {
		return
	}
	f := &s.roster.filter
	if f.Order != o && newestFirst(o) {
		desc = true // the newest are looked for first
	}
	f.Order, f.Reverse = o, desc != newestFirst(o)
	s.showSort()
	s.views.tell()
	s.grid.ScrollToTop()
	s.reload()
}

func (s *Screen) showSort() {
	f := &s.roster.filter
	for i, code := range s.table.codes {
		if order(code) == f.Order {
			s.grid.ShowSort(i, f.Reverse != newestFirst(f.Order))
			return
		}
	}
	s.grid.ShowSort(-1, false)
}

type counts struct {
	total, found int
	first        []data.ContactRow
}

// reload reads the counts and the first page anew; rows in sight stay until
// they are here.
func (s *Screen) reload() {
	s.roster.turn++ // pages that are on their way show what was before
	filter := s.roster.pageFilter(0)
	kit.Go(s.scope, "list", func(ctx context.Context) (counts, error) {
		var c counts
		var err error
		if c.total, err = s.svc.ContactCount(ctx, data.ContactFilter{}); err != nil {
			return c, err
		}
		if c.found = c.total; filtered(filter) {
			if c.found, err = s.svc.ContactCount(ctx, filter); err != nil {
				return c, err
			}
		}
		c.first, err = s.svc.Contacts(ctx, filter)
		return c, err
	}, func(c counts, err error) {
		if err != nil {
			s.rows.Set(kit.Trouble(s.env, err, s.reload))
			return
		}
		s.roster.forget()
		s.roster.total, s.roster.count, s.roster.loaded = c.total, c.found, true
		s.roster.take(0, c.first)
		s.showRows()
	})
}

func (s *Screen) loadPage(page int) {
	filter, asked, turn := s.roster.pageFilter(page), s.roster.asked, s.roster.turn
	kit.Go(s.scope, "page"+strconv.Itoa(page), func(ctx context.Context) ([]data.ContactRow, error) {
		return s.svc.Contacts(ctx, filter)
	}, func(rows []data.ContactRow, err error) {
		if err != nil {
			delete(asked, page) // asked for again when it next comes into sight
			return
		}
		if turn != s.roster.turn {
			delete(asked, page)
			return
		}
		if s.roster.filter.Same(filter) {
			s.roster.take(page, rows)
			s.grid.Refresh()
		}
	})
}

func (s *Screen) showRows() {
	tr := s.env.Tr
	s.page.SetSubtitle(s.summary())
	switch {
	case s.roster.count > 0:
		if s.drawn != s.grid {
			s.drawn = s.grid
			s.rows.Set(s.gridBox())
		} else if len(s.rows.Box.Objects) != 1 || s.rows.Box.Objects[0] != s.box {
			s.rows.Set(s.box)
		}
		s.box = s.rows.Box.Objects[0]
	case filtered(s.roster.filter):
		s.rows.Set(kit.Empty(look.IconSearch, tr.T("contacts.none-found"),
			kit.Secondary(tr.T("contacts.filter-clear"), "", s.filters.clear)))
	default:
		var read fyne.CanvasObject
		if s.hooks.Import != nil {
			read = kit.Secondary(tr.T("contacts.import"), look.IconFolder, s.hooks.Import)
		}
		s.rows.Set(kit.Empty(look.IconContacts, tr.T("contacts.none"), read))
	}
	s.grid.Refresh()
	s.showBulk()
}

// summary is the line under the title.
func (s *Screen) summary() string {
	tr, r := s.env.Tr, s.roster
	switch {
	case !r.loaded:
		return " "
	case filtered(r.filter):
		return tr.N("contacts.count-of", r.total, "Found", tr.Int(r.count))
	}
	return tr.N("contacts.count", r.total)
}

// filterBy shows those whom another filter selects; who was marked is not any
// more, since nobody could see it.
func (s *Screen) filterBy(f data.ContactFilter) {
	f.Offset, f.Limit = 0, 0
	s.roster.filter = f
	s.marks.clear()
	s.filters.show()
	s.views.tell()
	s.showSort()
	s.reload()
}

// words are what drop-downs of the screen are made of.
type words struct {
	tags, cities []string
	views        []data.SavedView
	fields       []data.CustomField
	channels     []data.Category
}

// loadWords reads what the filters, views and columns can be.
func (s *Screen) loadWords() {
	kit.Go(s.scope, "words", func(ctx context.Context) (w words, err error) {
		steps := []func() error{
			func() error { w.tags, err = s.svc.Tags(ctx); return err },
			func() error { w.cities, err = s.svc.Cities(ctx); return err },
			func() error { w.views, err = s.svc.Views(ctx); return err },
			func() error { w.fields, err = s.svc.CustomFields(ctx); return err },
			func() error { w.channels, err = s.svc.Categories(ctx, data.ListChannels); return err },
		}
		for _, step := range steps {
			if err := step(); err != nil {
				return w, err
			}
		}
		return w, nil
	}, func(w words, err error) {
		if err != nil {
			return // the list tells what is wrong
		}
		s.table.fields, s.table.channels = w.fields, w.channels
		s.filters.fill(w)
		s.views.fill(w.views)
	})
}
