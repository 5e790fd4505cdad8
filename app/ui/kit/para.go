package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit/look"
)

// Para is a short text that wraps to the width it is given. For mail bodies use
// reader.Reader: this one measures every word.
type Para struct {
	widget.BaseWidget
	text  string
	size  float32
	color fyne.ThemeColorName
	style fyne.TextStyle
	align fyne.TextAlign
	lines []string
	width float32
}

// NewPara returns a wrapping text in a size and a role's colour.
func NewPara(s string, size float32, c fyne.ThemeColorName) *Para {
	p := &Para{text: s, size: size, color: c}
	p.ExtendBaseWidget(p)
	p.wrap(0)
	return p
}

// Sentence is a wrapping text of ordinary size.
func Sentence(s string) *Para { return NewPara(s, look.SizeBody, look.ColorText) }

// Note is a wrapping text, small and muted.
func Note(s string) *Para { return NewPara(s, look.SizeCaption, look.ColorMuted) }

// Center centres its lines. It returns the text itself.
func (p *Para) Center() *Para {
	p.align = fyne.TextAlignCenter
	return p
}

// Tint gives the text another role's colour. It returns the text itself.
func (p *Para) Tint(c fyne.ThemeColorName) *Para {
	p.color = c
	p.Refresh()
	return p
}

// Text returns what it says.
func (p *Para) Text() string { return p.text }

// Color returns the role whose colour it has.
func (p *Para) Color() fyne.ThemeColorName { return p.color }

// SetText changes what it says.
func (p *Para) SetText(s string) {
	if p.text != s {
		p.text = s
		p.wrap(p.width)
		p.Refresh()
	}
}

// AccessibilityLabel is what a screen reader says.
func (p *Para) AccessibilityLabel() string { return p.text }

// Resize wraps the text anew when the width changed.
func (p *Para) Resize(s fyne.Size) {
	if s.Width != p.width {
		p.wrap(s.Width)
		p.BaseWidget.Resize(s)
		p.Refresh()
		return
	}
	p.BaseWidget.Resize(s)
}

// mostWrapped is how many letters are wrapped: each word is measured.
const mostWrapped = 8000

// wrap breaks the text into lines; a width of 0 means that none is known yet.
func (p *Para) wrap(width float32) {
	p.width = width
	p.lines = p.lines[:0]
	for part := range strings.SplitSeq(head(p.text, mostWrapped), "\n") {
		if width <= 0 {
			p.lines = append(p.lines, part)
			continue
		}
		p.lines = append(p.lines, p.wrapLine(part, width)...)
	}
}

func (p *Para) wrapLine(part string, width float32) []string {
	var out []string
	line := ""
	for _, word := range strings.Split(part, " ") {
		next := word
		if line != "" {
			next = line + " " + word
		}
		if line != "" && fyne.MeasureText(next, p.size, p.style).Width > width {
			out = append(out, line)
			next = word
		}
		for long := len(next) > unbroken && fyne.MeasureText(next, p.size, p.style).Width > width; long; {
			fits := fitting(next, p.size, p.style, width)
			out = append(out, next[:fits])
			next = next[fits:]
			long = len(next) > unbroken && fyne.MeasureText(next, p.size, p.style).Width > width
		}
		line = next
	}
	return append(out, line)
}

// unbroken is the length of a word, in bytes, up to which it is never broken.
const unbroken = 24

// fitting is how many bytes of a word that is too long stand on one line.
func fitting(word string, size float32, style fyne.TextStyle, width float32) int {
	letters := []rune(word)
	lo, hi := 1, min(len(letters)-1, mostLetters)
	for lo < hi {
		m := (lo + hi + 1) / 2
		if fyne.MeasureText(string(letters[:m]), size, style).Width <= width {
			lo = m
		} else {
			hi = m - 1
		}
	}
	return len(string(letters[:lo]))
}

// CreateRenderer draws the lines.
func (p *Para) CreateRenderer() fyne.WidgetRenderer {
	r := &paraRenderer{p: p}
	r.Refresh()
	return r
}

type paraRenderer struct {
	p     *Para
	lines []*canvas.Text
	objs  []fyne.CanvasObject
}

// Destroy has nothing to let go of.
func (r *paraRenderer) Destroy() {}

// Objects are what is drawn.
func (r *paraRenderer) Objects() []fyne.CanvasObject { return r.objs }

// MinSize is the height of all lines in the width given.
func (r *paraRenderer) MinSize() fyne.Size {
	h := r.lineStep()*float32(max(1, len(r.p.lines))) - r.leading()
	w := float32(40)
	if r.p.width <= 0 {
		for _, l := range r.p.lines {
			w = fyne.Max(w, fyne.Min(fyne.MeasureText(l, r.p.size, r.p.style).Width, 60))
		}
	}
	return fyne.NewSize(w, h)
}

func (r *paraRenderer) leading() float32  { return 3 }
func (r *paraRenderer) lineStep() float32 { return lineHeight(r.p.size) + r.leading() }

// Layout places what is drawn.
func (r *paraRenderer) Layout(s fyne.Size) {
	for i, l := range r.lines {
		l.Move(fyne.NewPos(0, float32(i)*r.lineStep()))
		l.Resize(fyne.NewSize(s.Width, lineHeight(r.p.size)))
	}
}

// Refresh draws what has changed.
func (r *paraRenderer) Refresh() {
	for len(r.lines) < len(r.p.lines) {
		r.lines = append(r.lines, canvas.NewText("", look.Color(r.p.color)))
	}
	r.lines = r.lines[:len(r.p.lines)]
	r.objs = r.objs[:0]
	for i, l := range r.lines {
		l.Text, l.TextSize, l.TextStyle = r.p.lines[i], r.p.size, r.p.style
		l.Alignment, l.Color = r.p.align, look.Color(r.p.color)
		r.objs = append(r.objs, l)
	}
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}
