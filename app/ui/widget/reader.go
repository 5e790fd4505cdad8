package widget

import (
	"strings"

	"fyne.io/fyne/v2"
	fyneui "fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
)

// Reader shows a text of any length: paragraph by paragraph, each measured once
// per width, of which only those in sight exist. (One wrapped label of 200 KB
// takes 1.5 s for each change of width.) Text can be marked and copied.
type Reader struct {
	fyneui.BaseWidget
	parts  []string
	list   *fyneui.List
	ruler  *fyneui.Label
	width  float32
	cached map[string]float32
}

// NewReader returns an empty view.
func NewReader() *Reader {
	r := &Reader{ruler: newPart(), cached: map[string]float32{}}
	r.list = fyneui.NewList(
		func() int { return len(r.parts) },
		func() fyne.CanvasObject { return newPart() },
		func(i int, o fyne.CanvasObject) {
			if l, ok := o.(*fyneui.Label); ok && l.Text != r.parts[i] {
				l.Importance = importance(r.parts[i])
				l.SetText(r.parts[i])
			}
		})
	r.list.HideSeparators = true
	r.ExtendBaseWidget(r)
	return r
}

func newPart() *fyneui.Label {
	l := fyneui.NewLabel("")
	l.Wrapping = fyne.TextWrapWord
	l.Selectable = true
	return l
}

// importance shows quoted lines with less weight.
func importance(s string) fyneui.Importance {
	if strings.HasPrefix(s, ">") {
		return fyneui.LowImportance
	}
	return fyneui.MediumImportance
}

// Text returns the whole text.
func (r *Reader) Text() string { return strings.Join(r.parts, "\n") }

// SetText shows another text, from its beginning.
func (r *Reader) SetText(s string) {
	r.parts = paragraphs(s)
	clear(r.cached)
	r.measure()
	r.list.ScrollTo(0)
	r.list.Refresh()
}

// Resize measures the paragraphs anew when the width changed.
func (r *Reader) Resize(s fyne.Size) {
	if s.Width != r.width {
		r.width = s.Width
		clear(r.cached)
		r.measure()
	}
	r.BaseWidget.Resize(s)
}

// MinSize is small: the view scrolls.
func (r *Reader) MinSize() fyne.Size { return fyne.NewSize(160, 80) }

// CreateRenderer draws the view.
func (r *Reader) CreateRenderer() fyne.WidgetRenderer {
	// A label has 8 of padding inside: taken back, text stands in line with
	// what is above it.
	return fyneui.NewSimpleRenderer(kit.Pad(-6, 0, 0, -8, r.list))
}

func (r *Reader) measure() {
	if r.width <= 0 {
		return
	}
	// The toolkit forgets what it knows of a label that is not in the window
	// after a minute, its width too; a new one knows it.
	r.ruler = newPart()
	for i, p := range r.parts {
		h, known := r.cached[p]
		if !known {
			r.ruler.Resize(fyne.NewSize(r.width+8, 10))
			r.ruler.SetText(p)
			h = r.ruler.MinSize().Height - partOverlap
			if p == "" {
				h = gapHeight
			}
			r.cached[p] = h
		}
		r.list.SetItemHeight(i, h)
	}
}

// partOverlap takes back most of a label's padding, so that paragraphs stand
// as lines of one text.
const partOverlap float32 = 17

// gapHeight stands for an empty line between paragraphs.
const gapHeight float32 = 7

// longest is the number of letters after which a paragraph is cut in two: a
// line that wraps costs time by the square of its length.
const longest = 2000

// paragraphs cuts a text into lines, runs of empty lines into one.
func paragraphs(s string) []string {
	var out []string
	empty := true
	for line := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		line = strings.TrimRight(strings.ReplaceAll(line, "\t", "    "), " ")
		if line == "" {
			if !empty {
				out = append(out, "")
			}
			empty = true
			continue
		}
		empty = false
		out = append(out, pieces(line)...)
	}
	if n := len(out); n > 0 && out[n-1] == "" {
		out = out[:n-1]
	}
	return out
}

func pieces(line string) []string {
	letters := []rune(line)
	var out []string
	for len(letters) > longest {
		cut := longest
		for cut > longest/2 && letters[cut] != ' ' {
			cut--
		}
		out = append(out, string(letters[:cut]))
		letters = letters[cut:]
	}
	return append(out, string(letters))
}
