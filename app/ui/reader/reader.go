// Package reader shows texts of any length, such as letters: their paragraphs,
// links, pictures and buttons. It knows no mail; whoever uses it made the lines.
package reader

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
)

// Reader shows a text of any length: paragraph by paragraph, each measured once
// per width, of which only those in sight exist. (One wrapped label of 200 KB
// takes 1.5 s for each change of width.) Plain text can be marked and copied.
// What is very long comes a page at a time.
type Reader struct {
	widget.BaseWidget
	// More is the word on the button under the first pages of a long text.
	More  string
	lines []Line
	shown int // lines of the pages that were asked for
	list  *widget.List
	ruler *widget.Label
	width float32
	known map[string]float32 // heights of plain lines
	more  Line
}

// Bounds of a page: what can be measured before a person notices.
const (
	pageLines   = 300
	pageLetters = 60_000
	pageRich    = 60  // lines of several looks
	pageRuns    = 100 // looks in them: each is a text, and each link a widget
)

// New returns an empty view.
func New() *Reader {
	r := &Reader{More: "…", ruler: newPart(), known: map[string]float32{}}
	r.list = widget.NewList(
		func() int { return r.rows() },
		func() fyne.CanvasObject { return newLineView() },
		func(i int, o fyne.CanvasObject) {
			if v, ok := o.(*lineView); ok {
				v.show(r.row(i))
			}
		})
	r.list.HideSeparators = true
	r.ExtendBaseWidget(r)
	return r
}

func newPart() *widget.Label {
	l := widget.NewLabel("")
	l.Wrapping = fyne.TextWrapWord
	l.Selectable = true
	return l
}

// importance shows quoted lines with less weight.
func importance(s string) widget.Importance {
	if strings.HasPrefix(s, ">") {
		return widget.LowImportance
	}
	return widget.MediumImportance
}

// Text returns the whole text.
func (r *Reader) Text() string {
	words := make([]string, len(r.lines))
	for i := range r.lines {
		words[i] = r.lines[i].Words()
	}
	return strings.Join(words, "\n")
}

// SetText shows another text, from its beginning.
func (r *Reader) SetText(s string) { r.SetLines(Paragraphs(s)) }

// SetLines shows other lines, from the first on.
func (r *Reader) SetLines(lines []Line) {
	r.show(lines)
	r.list.ScrollTo(0)
	r.list.Refresh()
}

// Replace shows other lines without leaving the place.
func (r *Reader) Replace(lines []Line) {
	before := r.shown
	r.show(lines)
	for r.shown < before && r.shown < len(r.lines) {
		r.shown = r.page(r.shown)
	}
	r.measure(0)
	r.list.Refresh()
}

func (r *Reader) show(lines []Line) {
	r.lines = lines
	r.shown = r.page(0)
	r.more = Line{Button: r.More, Tapped: r.next}
	clear(r.known)
	r.measure(0)
}

// page returns where the page ends that begins at a line.
func (r *Reader) page(from int) int {
	letters, rich, runs := 0, 0, 0
	for i := from; i < len(r.lines); i++ {
		if letters += len(r.lines[i].Words()); !r.lines[i].isPlain() {
			rich++
			runs += r.lines[i].weight()
		}
		if letters > pageLetters || i-from >= pageLines || rich > pageRich || runs > pageRuns {
			return max(i, from+1)
		}
	}
	return len(r.lines)
}

// next shows one more page.
func (r *Reader) next() {
	from := r.shown
	r.shown = r.page(from)
	r.measure(from)
	r.list.Refresh()
}

func (r *Reader) rows() int {
	if r.shown < len(r.lines) {
		return r.shown + 1
	}
	return r.shown
}

func (r *Reader) row(i int) *Line {
	if i >= r.shown {
		return &r.more
	}
	return &r.lines[i]
}

// Resize measures the paragraphs anew when the width changed.
func (r *Reader) Resize(s fyne.Size) {
	if s.Width != r.width {
		r.width = s.Width
		clear(r.known)
		r.measure(0)
	}
	r.BaseWidget.Resize(s)
}

// MinSize is small: the view scrolls.
func (r *Reader) MinSize() fyne.Size { return fyne.NewSize(160, 80) }

// CreateRenderer draws the view.
func (r *Reader) CreateRenderer() fyne.WidgetRenderer {
	// A label has 8 of padding inside: taken back, text stands in line with
	// what is above it.
	return widget.NewSimpleRenderer(kit.Pad(-6, 0, 0, -8, r.list))
}

// measure finds the heights of the rows from one on.
func (r *Reader) measure(from int) {
	if r.width <= 0 {
		return
	}
	// The toolkit forgets what it knows of a label that is not in the window
	// after a minute, its width too; a new one knows it.
	r.ruler = newPart()
	for i := from; i < r.rows(); i++ {
		l := r.row(i)
		key := ""
		if l.isPlain() && l.Quote == 0 {
			key = "=" + l.Words()
		}
		h, known := r.known[key]
		if !known || key == "" {
			h = l.height(r.width+8, r.ruler)
			if key != "" {
				r.known[key] = h
			}
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

// Paragraphs cuts a text into lines, runs of empty lines into one.
func Paragraphs(s string) []Line {
	var out []Line
	empty := true
	for line := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		line = strings.TrimRight(strings.ReplaceAll(line, "\t", "    "), " ")
		if line == "" {
			if !empty {
				out = append(out, Plain(""))
			}
			empty = true
			continue
		}
		empty = false
		for _, p := range pieces(line) {
			out = append(out, Plain(p))
		}
	}
	if n := len(out); n > 0 && out[n-1].Words() == "" {
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
