package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
)

// Slot is a place whose content changes.
type Slot struct{ Box *fyne.Container }

// NewSlot returns an empty place.
func NewSlot() *Slot { return &Slot{container.NewStack()} }

// Set puts an object into the place.
func (s *Slot) Set(o fyne.CanvasObject) {
	if len(s.Box.Objects) == 1 && s.Box.Objects[0] == o {
		return
	}
	s.Box.Objects = []fyne.CanvasObject{o}
	s.Box.Refresh()
}

// DetailPage is the frame of one opened thing: a head card over a body that
// takes the room that is left, with the margins of every page.
func DetailPage(head, body fyne.CanvasObject) fyne.CanvasObject {
	return kit.Pad(kit.PageInset, kit.PageInset, kit.PageInset, kit.PageInset,
		kit.VBox(kit.GapCards, kit.Card(head), kit.Grow(body)))
}

// Sections is a card of sections that scrolls as one.
func Sections(sections ...fyne.CanvasObject) (card fyne.CanvasObject, scroll *fyne.Container) {
	var rows []fyne.CanvasObject
	for i, o := range sections {
		if i > 0 {
			rows = append(rows, kit.Rule())
		}
		rows = append(rows, o)
	}
	scroll = kit.Scroll(kit.Pad(0, 8, 0, 0, kit.VBox(14, rows...)))
	return kit.NewPanel(look.ColorCard, look.ColorBorder, 12, kit.Pad(14, 6, 14, 16, scroll)), scroll
}

// Part is a section of such a card: a heading, something at its right (may be
// nil), and a body.
func Part(heading string, right, body fyne.CanvasObject) fyne.CanvasObject {
	head := fyne.CanvasObject(kit.Heading(heading).Cut())
	if right != nil {
		head = kit.HBox(kit.GapSmall, kit.Grow(head), right)
	}
	return kit.VBox(kit.GapSmall, head, body)
}

// Fact is a word with what it is, on one line.
func Fact(label string, value fyne.CanvasObject) fyne.CanvasObject {
	return kit.HBox(kit.GapSmall, kit.Box(factLabel, 0, kit.NewText(label, 12, look.ColorMuted, false).Cut()), kit.Grow(value))
}

// FactText is a Fact whose value is text that wraps.
func FactText(label, value string) fyne.CanvasObject {
	return kit.TopBox(kit.GapSmall, kit.Box(factLabel, 0, kit.NewText(label, 12, look.ColorMuted, false).Cut()),
		kit.Grow(kit.NewPara(value, 12, look.ColorText)))
}

const factLabel float32 = 104

// Choose makes a button that filters look chosen or not.
func Choose(b *kit.Button, text string, on bool) {
	importance := widget.LowImportance
	if on {
		importance = widget.MediumImportance
	}
	if b.Text != text || b.Importance != importance {
		b.Text, b.Importance = text, importance
		b.Refresh()
	}
}

// KeepScroll lets a fresh scrolling place begin where an old one stood, so that
// a redrawn card does not jump. Either may be nil.
func KeepScroll(old, fresh *fyne.Container) {
	a, b := scrollOf(old), scrollOf(fresh)
	if a != nil && b != nil {
		b.Offset = a.Offset
	}
}

// Reveal scrolls a place so that what is in it can be seen: whole, or its upper
// part where it is higher than the place.
func Reveal(place *fyne.Container, o fyne.CanvasObject) {
	s := scrollOf(place)
	if s == nil {
		return
	}
	d := fyne.CurrentApp().Driver()
	top := d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(s).Y
	below := top + o.Size().Height + kit.GapCards - s.Size().Height
	top -= kit.GapCards
	switch {
	case top < 0 || below > top:
		s.ScrollToOffset(s.Offset.AddXY(0, top))
	case below > 0:
		s.ScrollToOffset(s.Offset.AddXY(0, below))
	}
}

// ScrollKey scrolls a place by the keys that every reader knows. It reports
// whether the key is one of them.
func ScrollKey(place *fyne.Container, key fyne.KeyName) bool {
	s := scrollOf(place)
	if s == nil {
		return false
	}
	const line = 40
	page := fyne.Max(line, s.Size().Height-line)
	by, known := map[fyne.KeyName]float32{
		fyne.KeyDown: line, fyne.KeyUp: -line, fyne.KeyPageDown: page, fyne.KeyPageUp: -page, fyne.KeySpace: page,
		fyne.KeyHome: -s.Content.Size().Height, fyne.KeyEnd: s.Content.Size().Height,
	}[key]
	if known {
		s.ScrollToOffset(s.Offset.AddXY(0, by))
	}
	return known
}

func scrollOf(c *fyne.Container) *container.Scroll {
	if c == nil || len(c.Objects) != 1 {
		return nil
	}
	s, ok := c.Objects[0].(*container.Scroll)
	if !ok {
		return nil
	}
	return s
}
