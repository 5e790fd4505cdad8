package contacts

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
)

// showColumns makes the list of other columns.
func (s *Screen) showColumns(codes []string) {
	before := slices.Clone(s.table.codes)
	s.table.show(codes)
	if slices.Equal(before, s.table.codes) {
		s.showSort()
		return
	}
	lead := s.grid.Lead()
	s.makeGrid()
	if s.roster.loaded {
		s.showRows()
	}
	s.grid.Select(lead)
	s.views.tell()
}

// columnChooser is the dialog in which columns are chosen and put in order.
type columnChooser struct {
	s     *Screen
	codes []string
	box   *fyne.Container
	form  *dialog.FormDialog
}

// askColumns asks which columns the list has, and in which order.
func (s *Screen) askColumns() {
	tr := s.env.Tr
	c := &columnChooser{s: s, codes: slices.Clone(s.table.codes), box: kit.VBox(2)}
	c.draw()
	c.form = dialog.ShowForm(s.env, dialog.Form{
		Title: strings.TrimSuffix(tr.T("contacts.columns"), "…"), Intro: tr.T("contacts.columns-intro"), Deed: tr.T("contacts.columns-show"), Tall: true,
		Fields: []dialog.Field{{Input: c.box}},
		Extra:  kit.Quiet(tr.T("contacts.columns-usual"), "", func() { c.codes = usualColumns(); c.draw() }),
		Submit: func(done func(error)) {
			done(nil)
			s.showColumns(c.codes)
			kit.Focus(s.Focus())
		},
	})
}

// draw lists the chosen columns in their order, then the rest.
func (c *columnChooser) draw() {
	tr := c.s.env.Tr
	rows := make([]fyne.CanvasObject, 0, 40)
	for i, code := range c.codes {
		check := input.NewCheck(c.s.table.title(code), true, func(bool) { c.turn(code) })
		if code == "name" {
			check.Disable()
		}
		up := kit.Quiet("", look.IconUp, func() { c.move(i, -1) })
		down := kit.Quiet("", look.IconDown, func() { c.move(i, 1) })
		if i == 0 {
			up.Disable()
		}
		if i == len(c.codes)-1 {
			down.Disable()
		}
		rows = append(rows, kit.HBox(0, kit.Grow(check), up, down))
	}
	rows = append(rows, kit.Pad(6, 0, 2, 0, kit.NewText(tr.T("contacts.columns-more"), 12, look.ColorMuted, true)))
	for _, code := range c.s.table.all() {
		if !slices.Contains(c.codes, code) {
			rows = append(rows, input.NewCheck(c.s.table.title(code), false, func(bool) { c.turn(code) }))
		}
	}
	c.box.Objects = rows
	c.box.Refresh()
	if c.form != nil {
		c.form.Fit()
	}
}

func (c *columnChooser) turn(code string) {
	if i := slices.Index(c.codes, code); i >= 0 {
		c.codes = slices.Delete(c.codes, i, i+1)
	} else {
		c.codes = append(c.codes, code)
	}
	c.draw()
}

func (c *columnChooser) move(i, by int) {
	if j := i + by; j >= 0 && j < len(c.codes) {
		c.codes[i], c.codes[j] = c.codes[j], c.codes[i]
		c.draw()
	}
}
