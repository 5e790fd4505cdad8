package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit/look"
)

// Text is one line of text without padding. It takes its colour from the theme
// at every Refresh, so a switch of theme needs no new screen.
type Text struct {
	widget.BaseWidget
	text  string
	size  float32
	color fyne.ThemeColorName
	style fyne.TextStyle
	align fyne.TextAlign
	cut   bool
}

// NewText returns a line of text in a size and a role's colour.
func NewText(s string, size float32, c fyne.ThemeColorName, bold bool) *Text {
	t := &Text{text: s, size: size, color: c, style: fyne.TextStyle{Bold: bold}}
	t.ExtendBaseWidget(t)
	return t
}

// Title is the name of a screen.
func Title(s string) *Text { return NewText(s, look.SizeTitle, look.ColorText, true) }

// Heading is the name of a card or a section.
func Heading(s string) *Text { return NewText(s, look.SizeHeading, look.ColorText, true) }

// Body is ordinary text on one line.
func Body(s string) *Text { return NewText(s, look.SizeBody, look.ColorText, false) }

// Strong is ordinary text in bold.
func Strong(s string) *Text { return NewText(s, look.SizeBody, look.ColorText, true) }

// Muted is text of less weight.
func Muted(s string) *Text { return NewText(s, look.SizeBody, look.ColorMuted, false) }

// Caption is small muted text.
func Caption(s string) *Text { return NewText(s, look.SizeCaption, look.ColorMuted, false) }

// Figure is a big number.
func Figure(s string) *Text { return NewText(s, look.SizeFigure, look.ColorText, true) }

// Cut lets the text be shorter than it is: it ends in "…" where room ends. Use
// it for words that others wrote. It returns the text itself.
func (t *Text) Cut() *Text {
	t.cut = true
	return t
}

// Right aligns the text to the right. It returns the text itself.
func (t *Text) Right() *Text {
	t.align = fyne.TextAlignTrailing
	return t
}

// Center centres the text. It returns the text itself.
func (t *Text) Center() *Text {
	t.align = fyne.TextAlignCenter
	return t
}

// Tint gives the text another role's colour. It returns the text itself.
func (t *Text) Tint(c fyne.ThemeColorName) *Text {
	if t.color != c {
		t.color = c
		t.Refresh()
	}
	return t
}

// Text returns what it says.
func (t *Text) Text() string { return t.text }

// Wide returns how wide a text would be in its letters.
func (t *Text) Wide(s string) float32 { return fyne.MeasureText(s, t.size, t.style).Width }

// SetText changes what it says.
func (t *Text) SetText(s string) {
	if t.text != s {
		t.text = s
		t.Refresh()
	}
}

// AccessibilityLabel is what a screen reader says.
func (t *Text) AccessibilityLabel() string { return t.text }

// CreateRenderer draws the text.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	r := &textRenderer{t: t, line: canvas.NewText("", look.Color(t.color))}
	r.Refresh()
	return r
}

type textRenderer struct {
	t    *Text
	line *canvas.Text
}

func (r *textRenderer) Destroy()                     {}
func (r *textRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line} }

func (r *textRenderer) MinSize() fyne.Size {
	full := fyne.MeasureText(r.t.shown(), r.t.size, r.t.style)
	if r.t.cut {
		full.Width = fyne.Min(full.Width, 24)
	}
	return full
}

func (r *textRenderer) Layout(s fyne.Size) {
	if r.t.cut {
		r.line.Text = Fit(r.t.shown(), r.t.size, r.t.style, s.Width)
	}
	r.line.Resize(s)
}

func (r *textRenderer) Refresh() {
	r.line.Text = r.t.shown()
	r.line.TextSize, r.line.TextStyle, r.line.Alignment = r.t.size, r.t.style, r.t.align
	r.line.Color = look.Color(r.t.color)
	r.Layout(r.t.Size())
	canvas.Refresh(r.line)
}

// mostLetters is how many letters a line ever shows: more than the widest screen
// has room for. A name or a subject may have a million, and all of them would be
// measured on the UI thread.
const mostLetters = 600

// shown is what the line can show of its text.
func (t *Text) shown() string { return head(t.text, mostLetters) }

// head is the beginning of a text of at most so many letters, with "…" where
// more would follow.
func head(s string, most int) string {
	if len(s) <= most {
		return s
	}
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}

// Fit returns as much of s as fits into a width, with "…" where it was cut.
func Fit(s string, size float32, style fyne.TextStyle, width float32) string {
	s = head(s, mostLetters)
	if s == "" || fyne.MeasureText(s, size, style).Width <= width {
		return s
	}
	letters := []rune(s)
	lo, hi := 0, len(letters)
	for lo < hi {
		m := (lo + hi + 1) / 2
		if fyne.MeasureText(string(letters[:m])+"…", size, style).Width <= width {
			lo = m
		} else {
			hi = m - 1
		}
	}
	return string(letters[:lo]) + "…"
}

// lineHeight is the height of a line of body text.
func lineHeight(size float32) float32 {
	return fyne.MeasureText("Ąg", size, fyne.TextStyle{}).Height
}

// iconBox returns an icon in a square of the given side.
func iconBox(res fyne.Resource, side float32) fyne.CanvasObject {
	ic := widget.NewIcon(res)
	return Box(side, side, ic)
}

// Picture returns one of this package's icons at a size in a role's colour.
func Picture(name look.IconName, side float32, c fyne.ThemeColorName) fyne.CanvasObject {
	return iconBox(look.Icon(name, c), side)
}
