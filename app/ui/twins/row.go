package twins

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	fyneui "fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// choiceRow is a field in which the two cards differ, side by side: left and right choose a side, B both, up and down go to
// the next row to choose in.
type choiceRow struct {
	fyneui.BaseWidget
	row     data.MergeRow
	side    data.MergeSide
	focused bool
	ground  *kit.Panel
	cells   []*cell
	// picked is called when the person chose; move when another row is wanted;
	// reveal when the row got the keyboard.
	picked func(data.MergeSide)
	move   func(step int)
	reveal func()
}

var _ fyne.Focusable = (*choiceRow)(nil)

const (
	labelWidth float32 = 128
	rowTall    float32 = 34
	bothWidth  float32 = 84
)

// plainRow is a field in which there is nothing to choose.
func plainRow(label, a, b string) fyne.CanvasObject {
	value := func(s string) fyne.CanvasObject { return kit.Pad(7, 8, 7, 8, kit.Body(s).Cut()) }
	return kit.Pad(2, 4, 2, 0, kit.HBox(kit.GapSmall, rowLabel(label, false),
		kit.Grow(kit.Columns(kit.GapSmall, value(a), value(b)))))
}

func rowLabel(label string, bold bool) fyne.CanvasObject {
	return kit.Box(labelWidth, rowTall, kit.Pad(0, 4, 0, 8, kit.NewText(label, 12, look.ColorMuted, bold).Cut()))
}

func newChoiceRow(label, a, b, both string, r data.MergeRow, side data.MergeSide) *choiceRow {
	c := &choiceRow{row: r, side: side}
	texts := []string{a, b}
	c.cells = []*cell{newCell(c, data.FromKeep), newCell(c, data.FromGone)}
	line := []fyne.CanvasObject{rowLabel(label, true), kit.Grow(kit.Columns(kit.GapSmall, c.cells[0], c.cells[1]))}
	if r.Long {
		c.cells, texts = append(c.cells, newCell(c, data.FromBoth)), append(texts, both)
		line = append(line, kit.Box(bothWidth, rowTall, c.cells[2]))
	}
	for i, cell := range c.cells {
		cell.build(texts[i])
	}
	c.ground = kit.NewPanel("", "", 8, kit.Pad(2, 4, 2, 0, kit.HBox(kit.GapSmall, line...)))
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer draws the row.
func (c *choiceRow) CreateRenderer() fyne.WidgetRenderer { return fyneui.NewSimpleRenderer(c.ground) }

func (c *choiceRow) choose(side data.MergeSide) {
	if side == c.side {
		return
	}
	c.side = side
	for _, cell := range c.cells {
		cell.paint()
	}
	c.picked(side)
}

// FocusGained is called by the toolkit.
func (c *choiceRow) FocusGained() { c.light(true); c.reveal() }

// FocusLost is called by the toolkit.
func (c *choiceRow) FocusLost() { c.light(false) }

func (c *choiceRow) light(on bool) {
	c.focused = on
	c.ground.Fill = ""
	if on {
		c.ground.Fill = theme.ColorNameSelection
	}
	c.ground.Refresh()
}

// TypedRune is called by the toolkit.
func (c *choiceRow) TypedRune(rune) {}

// TypedKey is called by the toolkit.
func (c *choiceRow) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		c.choose(data.FromKeep)
	case fyne.KeyRight:
		c.choose(data.FromGone)
	case fyne.KeyB:
		if c.row.Long {
			c.choose(data.FromBoth)
		}
	case fyne.KeySpace:
		c.choose(c.next())
	case fyne.KeyDown:
		c.move(1)
	case fyne.KeyUp:
		c.move(-1)
	default:
		kit.PassKey(c, e)
	}
}

// next is the side after the chosen one, as Space goes round.
func (c *choiceRow) next() data.MergeSide {
	for i, cell := range c.cells {
		if cell.side == c.side {
			return c.cells[(i+1)%len(c.cells)].side
		}
	}
	return data.FromKeep
}

// AccessibilityLabel is what a screen reader says.
func (c *choiceRow) AccessibilityLabel() string {
	return c.cells[0].text.Text() + ", " + c.cells[1].text.Text()
}

// cell is one card's value of a row.
type cell struct {
	fyneui.BaseWidget
	row    *choiceRow
	side   data.MergeSide
	text   *kit.Text
	mark   fyne.CanvasObject
	ground *kit.Panel
}

var _ fyne.Tappable = (*cell)(nil)

func newCell(row *choiceRow, side data.MergeSide) *cell { return &cell{row: row, side: side} }

func (c *cell) build(text string) {
	c.text = kit.Body(text).Cut()
	c.mark = kit.Picture(look.IconCheck, 14, look.ColorPrimary)
	c.ground = kit.NewPanel("", "", 7, kit.Pad(7, 8, 7, 8, kit.HBox(kit.GapTiny, kit.Grow(c.text), c.mark)))
	c.ExtendBaseWidget(c)
	c.paint()
}

// CreateRenderer draws the value.
func (c *cell) CreateRenderer() fyne.WidgetRenderer { return fyneui.NewSimpleRenderer(c.ground) }

// MinSize lets the text be cut.
func (c *cell) MinSize() fyne.Size { return fyne.NewSize(60, rowTall) }

// Tapped is called by the toolkit.
func (c *cell) Tapped(*fyne.PointEvent) {
	kit.Focus(c.row)
	c.row.choose(c.side)
}

// paint shows whether the value is taken: by a mark and a border, and by weaker
// letters where it is not.
func (c *cell) paint() {
	taken := c.side == c.row.side || c.row.side == data.FromBoth && c.side != data.FromBoth
	c.ground.Stroke, c.ground.Fill, c.ground.Alpha = theme.ColorNameInputBorder, "", 0
	ink := look.ColorMuted
	if taken {
		c.ground.Stroke, c.ground.Fill, c.ground.Alpha, ink = look.ColorPrimary, look.ColorPrimary, 0x16, look.ColorText
		c.mark.Show()
	} else {
		c.mark.Hide()
	}
	c.text.Tint(ink)
	c.ground.Refresh()
}
