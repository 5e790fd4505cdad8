package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Progress is a thin bar that fills from the left.
type Progress struct {
	widget.BaseWidget
	share float32
	track *Panel
	fill  *Panel
}

// NewProgress returns an empty bar in a role's colours.
func NewProgress(track, fill fyne.ThemeColorName) *Progress {
	p := &Progress{track: NewPanel(track, "", 3, nil), fill: NewPanel(fill, "", 3, nil)}
	p.ExtendBaseWidget(p)
	return p
}

// Set fills the bar to done of total; an unknown total leaves it empty.
func (p *Progress) Set(done, total int) {
	share := float32(0)
	if total > 0 {
		share = fyne.Min(1, float32(done)/float32(total))
	}
	if share != p.share {
		p.share = share
		p.Refresh()
	}
}

// CreateRenderer draws the bar.
func (p *Progress) CreateRenderer() fyne.WidgetRenderer { return &progressRenderer{p} }

type progressRenderer struct{ p *Progress }

func (r *progressRenderer) Destroy()           {}
func (r *progressRenderer) MinSize() fyne.Size { return fyne.NewSize(40, 6) }

func (r *progressRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.p.track, r.p.fill}
}

func (r *progressRenderer) Layout(s fyne.Size) {
	r.p.track.Resize(s)
	r.p.fill.Resize(fyne.NewSize(s.Width*r.p.share, s.Height))
}

func (r *progressRenderer) Refresh() {
	r.Layout(r.p.Size())
	r.p.track.Refresh()
	r.p.fill.Refresh()
}
