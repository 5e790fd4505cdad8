package input

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
)

// Option is one entry of a Choice: the code that is kept and the text that is
// shown.
type Option struct{ Code, Text string }

// Choice is a drop-down that keeps codes and shows texts.
type Choice struct {
	widget.Select
	options []Option
	// OnPick is called with the code when the person picks another entry.
	OnPick func(code string)
	quiet  bool
	width  float32
}

// NewChoice returns a drop-down with one of its codes picked.
func NewChoice(options []Option, code string, picked func(code string)) *Choice {
	c := &Choice{}
	c.ExtendBaseWidget(c)
	c.OnChanged = func(string) {
		if !c.quiet && c.OnPick != nil {
			c.OnPick(c.Code())
		}
	}
	c.SetChoices(options, code)
	c.OnPick = picked
	return c
}

// SetChoices replaces the entries and picks a code without calling OnPick.
func (c *Choice) SetChoices(options []Option, code string) {
	c.options = options
	texts := make([]string, len(options))
	for i, o := range options {
		texts[i] = o.Text
	}
	c.Options = texts
	c.PlaceHolder = " "
	c.SetCode(code)
}

// Choices returns the entries.
func (c *Choice) Choices() []Option { return c.options }

// Code returns the picked code, "" when nothing is picked.
func (c *Choice) Code() string {
	if i := c.SelectedIndex(); i >= 0 && i < len(c.options) {
		return c.options[i].Code
	}
	return ""
}

// SetCode picks a code without calling OnPick.
func (c *Choice) SetCode(code string) {
	c.quiet = true
	defer func() { c.quiet = false }()
	for i, o := range c.options {
		if o.Code == code {
			c.SetSelectedIndex(i)
			return
		}
	}
	c.ClearSelected()
}

// Width gives the field a least width. It returns the field itself.
func (c *Choice) Width(w float32) *Choice {
	c.width = w
	return c
}

// MinSize is as high as a button.
func (c *Choice) MinSize() fyne.Size {
	m := c.Select.MinSize()
	return fyne.NewSize(fyne.Max(m.Width, c.width), fyne.Max(m.Height, kit.ButtonHeight))
}

// FocusGained is called by the toolkit.
func (c *Choice) FocusGained() {
	c.Select.FocusGained()
	kit.Reveal(c)
}

// TypedKey is called by the toolkit.
func (c *Choice) TypedKey(k *fyne.KeyEvent) {
	if forWindowKey(k.Name) {
		kit.PassKey(c, k)
		return
	}
	c.Select.TypedKey(k)
}

// CreateRenderer draws the toolkit's drop-down with the border that text
// fields have.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	border := canvas.NewRectangle(color.Transparent)
	border.StrokeWidth, border.CornerRadius = 1, 8
	r := &bordered{c.Select.CreateRenderer(), border}
	r.Refresh()
	return r
}

type bordered struct {
	fyne.WidgetRenderer
	border *canvas.Rectangle
}

// Objects are the widget's own and the border over them.
func (b *bordered) Objects() []fyne.CanvasObject {
	return append(append([]fyne.CanvasObject{}, b.WidgetRenderer.Objects()...), b.border)
}

// Layout draws the border as large as the widget.
func (b *bordered) Layout(s fyne.Size) {
	b.WidgetRenderer.Layout(s)
	b.border.Resize(s)
}

// Refresh draws the widget and its border anew.
func (b *bordered) Refresh() {
	b.WidgetRenderer.Refresh()
	b.border.StrokeColor = look.Color(theme.ColorNameInputBorder)
	canvas.Refresh(b.border)
}
