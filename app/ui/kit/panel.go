package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit/look"
)

// Panel is a surface with an object on it. It recolours itself on Refresh.
type Panel struct {
	widget.BaseWidget
	Fill   fyne.ThemeColorName // "" is see-through
	Alpha  uint8               // opacity of the fill, 0 for opaque
	Stroke fyne.ThemeColorName // "" draws no border
	Radius float32
	Shadow bool
	Inside fyne.CanvasObject // may be nil
}

// NewPanel returns a surface with rounded corners.
func NewPanel(fill, stroke fyne.ThemeColorName, radius float32, inside fyne.CanvasObject) *Panel {
	p := &Panel{Fill: fill, Stroke: stroke, Radius: radius, Inside: inside}
	p.ExtendBaseWidget(p)
	return p
}

// Card is a white (or dark) surface with a border and room of 16 inside.
func Card(inside fyne.CanvasObject) *Panel {
	return NewPanel(look.ColorCard, look.ColorBorder, 12, Pad(16, 16, 16, 16, inside))
}

// FlatCard is a Card without room inside, for lists that reach its edges.
func FlatCard(inside fyne.CanvasObject) *Panel {
	return NewPanel(look.ColorCard, look.ColorBorder, 12, Pad(1, 1, 1, 1, inside))
}

// Section is a Card with a heading, something at its right (may be nil), and a
// body that takes the room that is left.
func Section(heading string, right, body fyne.CanvasObject) *Panel {
	return Card(VBox(GapRows, headingRow(heading, right), Grow(body)))
}

func headingRow(heading string, right fyne.CanvasObject) fyne.CanvasObject {
	if right == nil {
		return Heading(heading)
	}
	return HBox(GapSmall, Grow(Heading(heading).Cut()), right)
}

// Rule is a thin line across.
func Rule() fyne.CanvasObject {
	return Box(0, 1, NewPanel(look.ColorBorder, "", 0, nil))
}

// CreateRenderer draws the surface and what is on it.
func (p *Panel) CreateRenderer() fyne.WidgetRenderer {
	r := &panelRenderer{p: p, bg: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type panelRenderer struct {
	p  *Panel
	bg *canvas.Rectangle
}

// Destroy has nothing to let go of.
func (r *panelRenderer) Destroy() {}

// Objects are what is drawn.
func (r *panelRenderer) Objects() []fyne.CanvasObject {
	if r.p.Inside == nil {
		return []fyne.CanvasObject{r.bg}
	}
	return []fyne.CanvasObject{r.bg, r.p.Inside}
}

// MinSize is that of what is inside.
func (r *panelRenderer) MinSize() fyne.Size {
	if r.p.Inside == nil {
		return fyne.Size{}
	}
	return r.p.Inside.MinSize()
}

// Layout places what is drawn.
func (r *panelRenderer) Layout(s fyne.Size) {
	r.bg.Resize(s)
	if r.p.Inside != nil {
		r.p.Inside.Resize(s)
	}
}

// Refresh draws what has changed.
func (r *panelRenderer) Refresh() {
	r.bg.FillColor = color.Transparent
	switch {
	case r.p.Fill == "":
	case r.p.Alpha > 0:
		r.bg.FillColor = look.Faint(r.p.Fill, r.p.Alpha)
	default:
		r.bg.FillColor = look.Color(r.p.Fill)
	}
	r.bg.StrokeWidth, r.bg.StrokeColor = 0, color.Transparent
	if r.p.Stroke != "" {
		r.bg.StrokeWidth, r.bg.StrokeColor = 1, look.Color(r.p.Stroke)
	}
	r.bg.CornerRadius = r.p.Radius
	if r.p.Shadow {
		r.bg.Shadow = canvas.Shadow{Color: look.Color("shadow"), BlurRadius: 16, Offset: fyne.NewPos(0, 4)}
	}
	r.Layout(r.p.Size())
	canvas.Refresh(r.bg)
}
