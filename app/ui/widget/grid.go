package widget

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fyneui "fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
)

// Column is a column of a Grid.
type Column struct {
	Title string
	Width float32 // least width when Flex
	Flex  bool    // takes the room that is left; one column at most
	Right bool    // figures: aligned to the right
	Bold  bool
	Muted bool
	Sorts bool // its title sorts
	// Ink gives a cell the colour of its meaning; nil or "" for the usual one.
	Ink func(row int) fyne.ThemeColorName
}

// Grid is a table of texts of which only the rows in sight exist. Rows are
// selected by tap, Ctrl, Shift, Ctrl+A and the arrows; Enter or a double tap
// opens; a title sorts; the edge of a title is dragged.
type Grid struct {
	fyneui.BaseWidget
	Columns []Column
	Length  func() int
	Cell    func(row, col int) string
	// OnSelect is called when the cursor moves to another row.
	OnSelect func(row int)
	// OnOpen is called on Enter and on a double tap.
	OnOpen func(row int)
	// OnMenu is called on a right tap with the selected rows.
	OnMenu func(rows []int, at fyne.Position)
	// OnSort is called when a title that sorts is tapped.
	OnSort func(col int, desc bool)
	// OnKey sees keys first; true means used.
	OnKey func(e *fyne.KeyEvent) bool
	// OnRune sees typed letters.
	OnRune func(r rune) bool
	// Modifier tells which modifier keys are down; replaced in tests.
	Modifier func() fyne.KeyModifier

	sel          map[int]bool
	anchor, lead int
	sortCol      int
	desc         bool
	list         *keyList
	head         *gridHead
	taps         taps
}

// NewGrid returns a table over what length and cell give.
func NewGrid(columns []Column, length func() int, cell func(row, col int) string) *Grid {
	g := &Grid{
		Columns: columns, Length: length, Cell: cell, Modifier: modifiers,
		sel: map[int]bool{}, anchor: -1, lead: -1, sortCol: -1, taps: taps{row: -1, tick: time.Now},
	}
	g.ExtendBaseWidget(g)
	k := &keyList{step: gridRowHeight + 4}
	k.List.Length = func() int { return g.Length() }
	k.HideSeparators = true
	k.CreateItem = func() fyne.CanvasObject { return newGridRow(g) }
	k.UpdateItem = func(id int, o fyne.CanvasObject) {
		if r, ok := o.(*gridRow); ok {
			r.set(id)
		}
	}
	k.lead = func() int { return g.lead }
	k.move, k.open, k.all = g.click, g.open, g.SelectAll
	k.onKey = func(e *fyne.KeyEvent) bool { return g.OnKey != nil && g.OnKey(e) }
	k.onRune = func(r rune) bool { return g.OnRune != nil && g.OnRune(r) }
	k.lit = func() { g.list.List.Refresh() }
	k.ExtendBaseWidget(k)
	g.list = k
	g.head = newGridHead(g)
	return g
}

// CreateRenderer draws the table.
func (g *Grid) CreateRenderer() fyne.WidgetRenderer {
	return fyneui.NewSimpleRenderer(container.NewBorder(g.head, nil, nil, nil, g.list))
}

// Focusable is what to focus to give the table the keyboard.
func (g *Grid) Focusable() fyne.Focusable { return g.list }

// Lead returns the row with the cursor, -1 for none.
func (g *Grid) Lead() int { return g.lead }

// Selected returns the selected rows in their order.
func (g *Grid) Selected() []int {
	out := []int{}
	for i := 0; i < g.Length() && len(out) < len(g.sel); i++ {
		if g.sel[i] {
			out = append(out, i)
		}
	}
	return out
}

// Select selects one row without calling OnSelect; -1 selects none.
func (g *Grid) Select(row int) {
	g.sel = map[int]bool{}
	g.anchor, g.lead = -1, -1
	if row >= 0 && row < g.Length() {
		g.sel[row] = true
		g.anchor, g.lead = row, row
		g.list.reveal(row)
	}
	g.list.List.Refresh()
}

// SelectAll selects every row.
func (g *Grid) SelectAll() {
	for i := range g.Length() {
		g.sel[i] = true
	}
	g.list.List.Refresh()
}

// ShowSort marks a column as the one by which the rows are in order.
func (g *Grid) ShowSort(col int, desc bool) {
	g.sortCol, g.desc = col, desc
	g.head.Refresh()
}

// Refresh shows the rows anew. Rows that are gone leave the selection.
func (g *Grid) Refresh() {
	n := g.Length()
	for i := range g.sel {
		if i >= n {
			delete(g.sel, i)
		}
	}
	g.lead, g.anchor = min(g.lead, n-1), min(g.anchor, n-1)
	g.head.Refresh()
	g.list.List.Refresh()
	g.BaseWidget.Refresh()
}

// ScrollToTop shows the first rows.
func (g *Grid) ScrollToTop() { g.list.reveal(0) }

func (g *Grid) open() {
	if g.lead >= 0 && g.OnOpen != nil {
		g.OnOpen(g.lead)
	}
}

func (g *Grid) click(id int) {
	m := g.Modifier()
	switch {
	case m&fyne.KeyModifierShift != 0 && g.anchor >= 0:
		g.sel = map[int]bool{}
		for i := min(g.anchor, id); i <= max(g.anchor, id); i++ {
			g.sel[i] = true
		}
	case m&fyne.KeyModifierShortcutDefault != 0:
		if g.sel[id] {
			delete(g.sel, id)
		} else {
			g.sel[id] = true
		}
		g.anchor = id
	default:
		g.sel = map[int]bool{id: true}
		g.anchor = id
	}
	moved := g.lead != id
	g.lead = id
	g.list.List.Refresh()
	if moved && g.OnSelect != nil {
		g.OnSelect(id)
	}
}

func (g *Grid) tapped(id int) {
	kit.Focus(g.list)
	plain := g.Modifier() == 0
	g.click(id)
	if g.taps.tap(id) && plain {
		g.open()
	}
}

func (g *Grid) sortBy(col int) {
	if col < 0 || col >= len(g.Columns) || !g.Columns[col].Sorts {
		return
	}
	g.ShowSort(col, g.sortCol == col && !g.desc)
	if g.OnSort != nil {
		g.OnSort(col, g.desc)
	}
}

// widths returns the width of every column in a row of the given width.
func (g *Grid) widths(total float32) []float32 {
	out := make([]float32, len(g.Columns))
	left, flex := total-2*gridInset, -1
	for i, c := range g.Columns {
		out[i] = c.Width
		left -= c.Width
		if c.Flex {
			flex = i
		}
	}
	if flex >= 0 && left > 0 {
		out[flex] += left
	}
	return out
}
