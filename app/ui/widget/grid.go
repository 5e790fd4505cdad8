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
	// Tone draws the cell's word as a chip of this weight; nil: plain text.
	Tone func(row int) kit.Tone
	// Avatar draws a circle with the initials of the cell's name before it.
	Avatar bool
}

// MarkDeed is how rows are marked for a deed on several.
type MarkDeed int

// The ways of marking.
const (
	MarkToggle MarkDeed = iota // one row, the other way round
	MarkRange                  // from one row to another
	MarkAll
	MarkNone
)

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
	// Marked reports whether a row is marked for a deed on several. With it the
	// rows have boxes: Space, Ctrl or a tap on the box marks one, Shift a range,
	// Ctrl+A all, Escape none, and the cursor moves without touching the marks.
	Marked func(row int) bool
	// OnMark is called to mark rows; from and to count for a range only.
	OnMark func(how MarkDeed, from, to int)
	// OnResize is called when the edge of a title was dragged.
	OnResize func()
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
	k.move, k.open, k.all = g.move, g.open, g.all
	k.onKey = g.key
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

// key gives its owner the first word, then marks on Space.
func (g *Grid) key(e *fyne.KeyEvent) bool {
	if g.OnKey != nil && g.OnKey(e) {
		return true
	}
	if g.Marked == nil || e.Name != fyne.KeySpace || g.lead < 0 {
		return false
	}
	g.mark(MarkToggle, g.lead, g.lead)
	return true
}

// all is Ctrl+A.
func (g *Grid) all() {
	if g.Marked == nil {
		g.SelectAll()
		return
	}
	g.mark(MarkAll, 0, 0)
}

func (g *Grid) mark(how MarkDeed, from, to int) {
	if how == MarkToggle {
		g.anchor = from
	}
	if g.OnMark != nil {
		g.OnMark(how, from, to)
	}
	g.list.List.Refresh()
}

// move is a step of the cursor by key.
func (g *Grid) move(id int) {
	if g.Marked == nil {
		g.click(id)
		return
	}
	from := g.anchor
	if g.Modifier()&fyne.KeyModifierShift == 0 {
		from = -1
	} else if from < 0 {
		from = max(0, g.lead)
	}
	moved := g.lead != id
	g.sel, g.lead = map[int]bool{id: true}, id
	if from >= 0 {
		g.anchor = from
		g.mark(MarkRange, min(from, id), max(from, id))
	} else {
		g.anchor = -1
		g.list.List.Refresh()
	}
	if moved && g.OnSelect != nil {
		g.OnSelect(id)
	}
}

// pick is a tap on a row of a table with marks; box: on the row's own box.
func (g *Grid) pick(id int, box bool) {
	m := g.Modifier()
	from := g.anchor
	if from < 0 {
		from = max(0, g.lead)
	}
	moved := g.lead != id
	g.sel, g.lead = map[int]bool{id: true}, id
	switch {
	case m&fyne.KeyModifierShift != 0:
		g.anchor = from
		g.mark(MarkRange, min(from, id), max(from, id))
	case box || m&fyne.KeyModifierShortcutDefault != 0:
		g.mark(MarkToggle, id, id)
	default:
		g.anchor = id
		g.list.List.Refresh()
	}
	if moved && g.OnSelect != nil {
		g.OnSelect(id)
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

func (g *Grid) tapped(id int, box bool) {
	kit.Focus(g.list)
	plain := g.Modifier() == 0 && !box
	if g.Marked != nil {
		g.pick(id, box)
	} else {
		g.click(id)
	}
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
	left, flex := total-g.inset()-gridInset, -1
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

// Width is what all columns take at their least.
func (g *Grid) Width() float32 {
	w := g.inset() + gridInset
	for _, c := range g.Columns {
		w += c.Width
	}
	return w
}

// inset is where the first column begins: after the box of a row with marks.
func (g *Grid) inset() float32 {
	if g.Marked != nil {
		return gridInset + boxSide + 10
	}
	return gridInset
}
