package reader

import (
	"image"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
)

// Run is a run of letters of one look in a Line.
type Run struct {
	Text         string
	Bold, Italic bool
	Mono         bool
	Faint        bool
	Tapped       func() // of a link; nil: it is none
}

// Line is a paragraph that a Reader shows. Besides words it can be a rule, a
// picture, or a button.
type Line struct {
	Runs    []Run
	Cells   [][]Run // side by side; Runs are not looked at then
	Heading bool
	Quote   int // how many bars stand before it
	Indent  int
	Mark    string // before the words of a list's item
	Rule    bool
	Picture image.Image
	Button  string
	Tapped  func() // of the button
}

// Plain is a line of plain text, which can be marked and copied.
func Plain(text string) Line { return Line{Runs: []Run{{Text: text}}} }

// Words is what the line says.
func (l *Line) Words() string {
	if l.Button != "" {
		return l.Button
	}
	var b strings.Builder
	b.WriteString(l.Mark)
	if l.Mark != "" {
		b.WriteByte(' ')
	}
	for _, c := range l.columns() {
		for _, r := range c {
			b.WriteString(r.Text)
		}
		b.WriteByte('\t')
	}
	return strings.TrimRight(b.String(), "\t")
}

func (l *Line) columns() [][]Run {
	if l.Cells != nil {
		return l.Cells
	}
	return [][]Run{l.Runs}
}

// weight is how many texts have to be measured for the line.
func (l *Line) weight() int {
	n := 0
	for _, c := range l.columns() {
		n += 1 + len(c)
	}
	return n
}

// isPlain reports whether the line is words of one usual look.
func (l *Line) isPlain() bool {
	if l.Cells != nil || l.Rule || l.Picture != nil || l.Button != "" || l.Mark != "" || l.Heading || l.Indent > 0 || len(l.Runs) > 1 {
		return false
	}
	return len(l.Runs) == 0 || l.Runs[0].usual()
}

// Sizes of a line's parts.
const (
	indentStep    float32 = 18
	markWidth     float32 = 24
	barStep       float32 = 12
	ruleHeight    float32 = 13
	pictureMost   float32 = 360
	buttonHeight  float32 = 34
	inlinePadding float32 = 8 // what the toolkit leaves around a text
)

// lineView shows one line. The list that it is in gives it another one as it
// scrolls.
type lineView struct {
	widget.BaseWidget
	line  *Line
	label *widget.Label
	box   *fyne.Container
	body  fyne.CanvasObject
}

func newLineView() *lineView {
	v := &lineView{label: newPart(), box: container.NewStack()}
	v.ExtendBaseWidget(v)
	return v
}

// CreateRenderer draws the line.
func (v *lineView) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(v.box) }

// Text is what the line says.
func (v *lineView) Text() string {
	if v.line == nil {
		return ""
	}
	return v.line.Words()
}

// show gives the view another line.
func (v *lineView) show(l *Line) {
	if v.line == l {
		return
	}
	v.line = l
	v.body = v.build(l)
	v.box.Objects = []fyne.CanvasObject{v.body}
	v.box.Refresh()
}

func (v *lineView) build(l *Line) fyne.CanvasObject {
	switch {
	case l.isPlain():
		text := ""
		if len(l.Runs) > 0 {
			text = l.Runs[0].Text
		}
		v.label.Importance = importance(text)
		if l.Quote > 0 {
			v.label.Importance = widget.LowImportance
		}
		v.label.SetText(text)
		return framedBy(l, v.label)
	case l.Rule:
		return kit.Pad(6, inlinePadding, 6, inlinePadding, kit.Rule())
	case l.Picture != nil:
		img := canvas.NewImageFromImage(l.Picture)
		img.FillMode = canvas.ImageFillContain
		img.ScaleMode = canvas.ImageScaleFastest
		return kit.Pad(4, 4, 4, inlinePadding, img)
	case l.Button != "":
		return kit.HBox(0, kit.Space(2, 0), kit.Quiet(l.Button, look.IconMore, l.Tapped), kit.Spacer())
	}
	cells := make([]fyne.CanvasObject, 0, len(l.columns()))
	for _, c := range l.columns() {
		cells = append(cells, richText(c, l))
	}
	if len(cells) == 1 {
		return framedBy(l, cells[0])
	}
	return framedBy(l, kit.Columns(kit.GapSmall, cells...))
}

// framedBy puts a line's mark, indent and bars before it.
func framedBy(l *Line, o fyne.CanvasObject) fyne.CanvasObject {
	if l.Mark != "" {
		mark := widget.NewLabel(l.Mark)
		o = kit.TopBox(0, kit.Box(markWidth, 0, mark), kit.Grow(o))
	}
	if left := float32(l.Indent)*indentStep + float32(l.Quote)*barStep; left > 0 {
		o = kit.Pad(0, 0, 0, left, o)
	}
	if l.Quote == 0 {
		return o
	}
	bars := make([]fyne.CanvasObject, 0, l.Quote+1)
	bars = append(bars, o)
	for range l.Quote {
		bars = append(bars, kit.NewPanel(look.ColorMuted, "", 1, nil))
	}
	return container.New(quoteBars{}, bars...)
}

// quoteBars draws the bars of quotes at the left of a line.
type quoteBars struct{}

// MinSize is called by the toolkit.
func (quoteBars) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// Layout is called by the toolkit.
func (quoteBars) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(s)
	for i, bar := range o[1:] {
		bar.Move(fyne.NewPos(inlinePadding+float32(i)*barStep, 0))
		bar.Resize(fyne.NewSize(2, s.Height))
	}
}

// usual reports whether the letters have no look of their own.
func (r *Run) usual() bool { return !r.Bold && !r.Italic && !r.Mono && !r.Faint && r.Tapped == nil }

// richText is a paragraph of several looks.
func richText(runs []Run, l *Line) *widget.RichText {
	segments := make([]widget.RichTextSegment, 0, len(runs))
	for _, r := range runs {
		style := fyne.TextStyle{Bold: r.Bold || l.Heading, Italic: r.Italic, Monospace: r.Mono}
		if r.Tapped != nil {
			segments = append(segments, &widget.HyperlinkSegment{Text: r.Text, TextStyle: style, OnTapped: r.Tapped})
			continue
		}
		drawn := widget.RichTextStyle{Inline: true, TextStyle: style, ColorName: theme.ColorNameForeground}
		if r.Faint || l.Quote > 0 {
			drawn.ColorName = look.ColorMuted
		}
		if l.Heading {
			drawn.SizeName = theme.SizeNameSubHeadingText
		}
		segments = append(segments, &widget.TextSegment{Text: r.Text, Style: drawn})
	}
	t := widget.NewRichText(segments...)
	t.Wrapping = fyne.TextWrapWord
	return t
}

// height measures a line at a width.
func (l *Line) height(width float32, ruler *widget.Label) float32 {
	width -= float32(l.Indent)*indentStep + float32(l.Quote)*barStep
	if l.Mark != "" {
		width -= markWidth
	}
	width = max(width, 60)
	switch {
	case l.Rule:
		return ruleHeight
	case l.Button != "":
		return buttonHeight
	case l.Picture != nil:
		return pictureHeight(l.Picture, width)
	case l.isPlain():
		if len(l.Runs) == 0 || l.Runs[0].Text == "" {
			return gapHeight
		}
		ruler.Resize(fyne.NewSize(width, 10))
		ruler.SetText(l.Runs[0].Text)
		return ruler.MinSize().Height - partOverlap
	}
	columns := l.columns()
	each := (width - float32(len(columns)-1)*kit.GapSmall) / float32(len(columns))
	most := float32(0)
	for _, c := range columns {
		t := richText(c, l)
		t.Resize(fyne.NewSize(max(each, 40), 10))
		most = max(most, t.MinSize().Height)
	}
	if l.Heading || l.Cells != nil {
		return most - partOverlap + 6
	}
	return most - partOverlap + 3
}

func pictureHeight(img image.Image, width float32) float32 {
	b := img.Bounds()
	w, h := float32(b.Dx()), float32(b.Dy())
	if w > width {
		h *= width / w
	}
	return min(max(h, 16), pictureMost) + 8
}
