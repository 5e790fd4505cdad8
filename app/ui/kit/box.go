package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// Gaps, so that every screen breathes alike.
const (
	GapCards  float32 = 16 // between cards
	GapRows   float32 = 12 // between rows in a card
	GapSmall  float32 = 8
	GapTiny   float32 = 4
	PageInset float32 = 24 // around a page
)

// VBox stacks objects with a gap. Unlike the toolkit's box it gives each object
// its width before it asks for the height, so wrapping texts fit at once.
// One Spacer takes the room that is left.
func VBox(gap float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(&column{gap: gap}, objs...)
}

// HBox puts objects side by side with a gap, each centred in height at its own
// least size. Objects wrapped in Grow and Spacers share the room that is left.
func HBox(gap float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(&row{gap: gap}, objs...)
}

// TopBox is HBox with the objects at the top instead of the middle.
func TopBox(gap float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(&row{gap: gap, top: true}, objs...)
}

// Columns puts objects side by side, equally wide and equally high.
func Columns(gap float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(&columns{gap: gap}, objs...)
}

// Weighted is Columns with a share of the width for each object.
func Weighted(gap float32, shares []float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(&columns{gap: gap, shares: shares}, objs...)
}

// Folding is Weighted where there is at least that width, and VBox where there is
// less.
func Folding(gap float32, shares []float32, from float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(&folding{wide: columns{gap: gap, shares: shares}, narrow: column{gap: gap}, from: from}, objs...)
}

// Spacer takes the room that is left in a VBox or HBox.
func Spacer() fyne.CanvasObject { return layout.NewSpacer() }

// Grow marks an object of an HBox or VBox that takes the room that is left.
func Grow(o fyne.CanvasObject) fyne.CanvasObject { return container.New(&grow{}, o) }

// Pad puts margins around an object.
func Pad(top, right, bottom, left float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&inset{top, right, bottom, left}, o)
}

// Box gives an object a least width and height; 0 leaves a side as it is.
func Box(width, height float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&sized{width, height}, o)
}

// Space is an empty object of a least size.
func Space(width, height float32) fyne.CanvasObject {
	return container.New(&sized{width, height})
}

// Scroll makes an object scroll up and down. It sets the width first, so that
// the height of wrapping texts is right from the start.
func Scroll(o fyne.CanvasObject) *fyne.Container {
	s := container.NewVScroll(o)
	return container.New(&scrolled{}, s)
}

// PageScroll is Scroll for a page of cards: its bar stands in the page's margin
// instead of on the cards.
func PageScroll(o fyne.CanvasObject) *fyne.Container {
	s := container.NewVScroll(Pad(1, barRoom, GapSmall, 0, o)) // a border at the very edge would be cut in half
	return container.New(&scrolled{beyond: barRoom}, s)
}

// barRoom is how much of the margin a scroll bar takes.
const barRoom float32 = 14

type grow struct{}

// MinSize is the least room that its objects need.
func (grow) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout places the objects.
func (grow) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(s)
}

func grows(o fyne.CanvasObject) bool {
	if _, ok := o.(layout.SpacerObject); ok {
		return true
	}
	c, ok := o.(*fyne.Container)
	if !ok {
		return false
	}
	_, ok = c.Layout.(*grow)
	return ok
}

func shown(objs []fyne.CanvasObject) []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, 0, len(objs))
	for _, o := range objs {
		if o.Visible() {
			out = append(out, o)
		}
	}
	return out
}

// HeightAt gives an object its width and returns the height it then needs.
func HeightAt(o fyne.CanvasObject, width float32) float32 {
	if o.Size().Width != width {
		o.Resize(fyne.NewSize(width, o.Size().Height))
	}
	return o.MinSize().Height
}

type column struct{ gap float32 }

// MinSize is the least room that its objects need.
func (c *column) MinSize(all []fyne.CanvasObject) fyne.Size {
	objs := shown(all)
	var s fyne.Size
	for _, o := range objs {
		m := o.MinSize()
		s.Width = fyne.Max(s.Width, m.Width)
		s.Height += m.Height
	}
	s.Height += c.gap * float32(max(0, len(objs)-1))
	return s
}

// Layout places the objects.
func (c *column) Layout(all []fyne.CanvasObject, size fyne.Size) {
	objs := shown(all)
	heights, n, left := make([]float32, len(objs)), 0, size.Height
	for i, o := range objs {
		heights[i] = HeightAt(o, size.Width)
		left -= heights[i]
		if grows(o) {
			n++
		}
	}
	left -= c.gap * float32(max(0, len(objs)-1))
	y := float32(0)
	for i, o := range objs {
		if n > 0 && left > 0 && grows(o) {
			heights[i] += left / float32(n)
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, heights[i]))
		y += heights[i] + c.gap
	}
}

type row struct {
	gap float32
	top bool
}

// MinSize is the least room that its objects need.
func (r *row) MinSize(all []fyne.CanvasObject) fyne.Size {
	objs := shown(all)
	var s fyne.Size
	for _, o := range objs {
		m := o.MinSize()
		s.Height = fyne.Max(s.Height, m.Height)
		s.Width += m.Width
	}
	s.Width += r.gap * float32(max(0, len(objs)-1))
	return s
}

// Layout places the objects.
func (r *row) Layout(all []fyne.CanvasObject, size fyne.Size) {
	objs := shown(all)
	left, n := size.Width-r.gap*float32(max(0, len(objs)-1)), 0
	for _, o := range objs {
		left -= o.MinSize().Width
		if grows(o) {
			n++
		}
	}
	x := float32(0)
	for _, o := range objs {
		w := o.MinSize().Width
		if n > 0 && grows(o) {
			w = fyne.Max(0, w+left/float32(n))
		}
		h := fyne.Min(HeightAt(o, w), size.Height)
		y := (size.Height - h) / 2
		if r.top {
			y = 0
		}
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
		x += w + r.gap
	}
}

type columns struct {
	gap    float32
	shares []float32
}

func (c *columns) share(i, n int) float32 {
	if i >= len(c.shares) {
		return 1 / float32(n)
	}
	var sum float32
	for j := range n {
		if j < len(c.shares) {
			sum += c.shares[j]
		} else {
			sum++
		}
	}
	return c.shares[i] / sum
}

// MinSize is the least room that its objects need.
func (c *columns) MinSize(all []fyne.CanvasObject) fyne.Size {
	objs := shown(all)
	var s fyne.Size
	for i, o := range objs {
		m := o.MinSize()
		s.Height = fyne.Max(s.Height, m.Height)
		s.Width = fyne.Max(s.Width, m.Width/c.share(i, len(objs)))
	}
	s.Width += c.gap * float32(max(0, len(objs)-1))
	return s
}

// Layout places the objects.
func (c *columns) Layout(all []fyne.CanvasObject, size fyne.Size) {
	objs := shown(all)
	room := size.Width - c.gap*float32(max(0, len(objs)-1))
	x := float32(0)
	for i, o := range objs {
		w := room * c.share(i, len(objs))
		HeightAt(o, w)
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, size.Height))
		x += w + c.gap
	}
}

// folding knows its width from when it was laid out last.
type folding struct {
	wide        columns
	narrow      column
	from, width float32
}

// MinSize is the least room that its objects need.
func (f *folding) MinSize(all []fyne.CanvasObject) fyne.Size {
	s := f.narrow.MinSize(all)
	if f.width >= f.from {
		s.Height = f.wide.MinSize(all).Height
	}
	return s
}

// Layout places the objects.
func (f *folding) Layout(all []fyne.CanvasObject, size fyne.Size) {
	if f.width = size.Width; f.width >= f.from {
		f.wide.Layout(all, size)
		return
	}
	f.narrow.Layout(all, size)
}

type inset struct{ top, right, bottom, left float32 }

// MinSize is the least room that its objects need.
func (p *inset) MinSize(objs []fyne.CanvasObject) fyne.Size {
	m := objs[0].MinSize()
	return fyne.NewSize(m.Width+p.left+p.right, m.Height+p.top+p.bottom)
}

// Layout places the objects.
func (p *inset) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	w := size.Width - p.left - p.right
	HeightAt(objs[0], w)
	objs[0].Move(fyne.NewPos(p.left, p.top))
	objs[0].Resize(fyne.NewSize(w, size.Height-p.top-p.bottom))
}

type sized struct{ width, height float32 }

// MinSize is the given width and height; where one is 0, what the objects need.
func (b *sized) MinSize(objs []fyne.CanvasObject) fyne.Size {
	s := fyne.NewSize(b.width, b.height)
	for _, o := range objs {
		m := o.MinSize()
		if b.width == 0 {
			s.Width = fyne.Max(s.Width, m.Width)
		}
		if b.height == 0 {
			s.Height = fyne.Max(s.Height, m.Height)
		}
	}
	return s
}

// Layout gives the objects all the room there is.
func (b *sized) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}

// scrolled may reach beyond its place at the right.
type scrolled struct{ beyond float32 }

// MinSize is little: what does not fit is scrolled to.
func (*scrolled) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(120, 60) }

// Layout gives the scroll all the room and its content the width.
func (l *scrolled) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	s, ok := objs[0].(*container.Scroll)
	if !ok {
		return
	}
	HeightAt(s.Content, size.Width+l.beyond)
	s.Move(fyne.NewPos(0, 0))
	s.Resize(size.AddWidthHeight(l.beyond, 0))
}
