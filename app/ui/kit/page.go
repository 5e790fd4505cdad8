package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Page is the frame of a screen: title, a line under it, what can be done at
// the right, and the body below, with the same margins everywhere.
type Page struct {
	widget.BaseWidget
	title    *Text
	subtitle *Text
	right    *fyne.Container
	body     *fyne.Container
	head     *fyne.Container
}

// NewPage returns an empty frame. actions stand at the right of the title.
func NewPage(title, subtitle string, actions ...fyne.CanvasObject) *Page {
	p := &Page{
		title:    Title(title).Cut(),
		subtitle: Muted(subtitle).Cut(),
		right:    HBox(GapSmall, actions...),
		body:     container.NewStack(),
	}
	p.subtitle.Hidden = subtitle == ""
	p.head = HBox(GapRows, Grow(VBox(2, p.title, p.subtitle)), p.right)
	p.ExtendBaseWidget(p)
	return p
}

// SetTitle changes the title.
func (p *Page) SetTitle(s string) { p.title.SetText(s) }

// SetSubtitle changes the line under the title; "" takes it away.
func (p *Page) SetSubtitle(s string) {
	p.subtitle.SetText(s)
	if s == "" {
		p.subtitle.Hide()
	} else {
		p.subtitle.Show()
	}
	p.head.Refresh()
}

// SetActions replaces what stands at the right of the title.
func (p *Page) SetActions(actions ...fyne.CanvasObject) {
	p.right.Objects = actions
	p.head.Refresh()
}

// SetBody replaces the body. It gets all the room under the title.
func (p *Page) SetBody(o fyne.CanvasObject) {
	if len(p.body.Objects) == 1 && p.body.Objects[0] == o {
		return
	}
	p.body.Objects = []fyne.CanvasObject{o}
	p.body.Refresh()
}

// CreateRenderer lays the page out.
func (p *Page) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(
		Pad(PageInset, PageInset, PageInset, PageInset, VBox(GapCards, p.head, Grow(p.body))))
}
