package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Flow puts objects side by side and goes on below where the room ends, as
// words do.
func Flow(gap float32, objs ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flow{gap: gap}, objs...)
}

// flow remembers its width: how high it is depends on it.
type flow struct{ gap, width float32 }

func (f *flow) MinSize(objs []fyne.CanvasObject) fyne.Size {
	var widest float32
	for _, o := range objs {
		if o.Visible() {
			widest = fyne.Max(widest, o.MinSize().Width)
		}
	}
	return fyne.NewSize(widest, f.place(objs, fyne.Max(f.width, widest), false))
}

func (f *flow) Layout(objs []fyne.CanvasObject, s fyne.Size) {
	f.width = s.Width
	f.place(objs, s.Width, true)
}

// place returns the height that the objects need in a width, and moves them
// there when asked to.
func (f *flow) place(objs []fyne.CanvasObject, width float32, move bool) float32 {
	var x, y, row float32
	for _, o := range objs {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if x > 0 && x+m.Width > width+0.5 {
			x, y, row = 0, y+row+f.gap, 0
		}
		if move {
			o.Move(fyne.NewPos(x, y))
			o.Resize(fyne.NewSize(fyne.Min(m.Width, width), m.Height))
		}
		x += m.Width + f.gap
		row = fyne.Max(row, m.Height)
	}
	return y + row
}
