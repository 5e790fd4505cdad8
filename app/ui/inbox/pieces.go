package inbox

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	fyneui "fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
)

// Widths of the list beside the message.
const (
	listLeast float32 = 270
	listMost  float32 = 400
	listShare float32 = 0.37
)

// split puts the list beside the message: the list takes its share, within
// bounds, so that both stay readable.
func split(left, right fyne.CanvasObject) fyne.CanvasObject {
	return container.New(splitLayout{}, left, right)
}

type splitLayout struct{}

func (splitLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(listLeast+kit.GapCards+o[1].MinSize().Width, 200)
}

func (splitLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := fyne.Max(listLeast, fyne.Min(listMost, s.Width*listShare))
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(w, s.Height))
	o[1].Move(fyne.NewPos(w+kit.GapCards, 0))
	o[1].Resize(fyne.NewSize(s.Width-w-kit.GapCards, s.Height))
}

// listBox is the list with a way to older rows under it.
func listBox(list, older fyne.CanvasObject) *fyne.Container {
	return kit.Pad(4, 4, 4, 4, container.NewBorder(nil, older, nil, nil, list))
}

// rightColumn puts two objects above each other, aligned to the right.
func rightColumn(top, low fyne.CanvasObject) fyne.CanvasObject {
	return kit.VBox(3, kit.HBox(0, kit.Spacer(), top), kit.HBox(0, kit.Spacer(), low))
}

// keyCap is a key as it lies on the keyboard.
func keyCap(key string) fyne.CanvasObject {
	return kit.NewPanel(kit.ColorCard, kit.ColorBorder, 5,
		kit.Pad(1, 6, 1, 6, kit.NewText(key, kit.SizeCaption, kit.ColorMuted, true).Center()))
}

// fileKey is a kind to file as, with the key that does it.
type fileKey struct {
	fyneui.BaseWidget
	ground  *kit.Panel
	label   string
	best    bool // the suggested one
	tone    kit.Tone
	hover   bool
	focused bool
	tapped  func()
}

var (
	_ fyne.Tappable     = (*fileKey)(nil)
	_ fyne.Focusable    = (*fileKey)(nil)
	_ desktop.Hoverable = (*fileKey)(nil)
)

const fileKeyHeight float32 = 34

func newFileKey(key, label string, best bool, tone kit.Tone, tapped func()) *fileKey {
	ink := kit.ColorText
	if best {
		ink = tone.Color()
	}
	f := &fileKey{label: label, best: best, tone: tone, tapped: tapped}
	f.ground = kit.NewPanel("", kit.ColorBorder, 8, kit.Pad(0, 6, 0, 8, kit.HBox(kit.GapSmall,
		kit.Box(22, 20, keyCap(key)), kit.Grow(kit.NewText(label, kit.SizeBody, ink, best).Cut()))))
	f.ExtendBaseWidget(f)
	f.paint()
	return f
}

// CreateRenderer draws the key.
func (f *fileKey) CreateRenderer() fyne.WidgetRenderer {
	return fyneui.NewSimpleRenderer(kit.Box(0, fileKeyHeight, f.ground))
}

// Tapped is called by the toolkit.
func (f *fileKey) Tapped(*fyne.PointEvent) { f.tapped() }

// MouseIn is called by the toolkit.
func (f *fileKey) MouseIn(*desktop.MouseEvent) { f.hover = true; f.paint() }

// MouseOut is called by the toolkit.
func (f *fileKey) MouseOut() { f.hover = false; f.paint() }

// MouseMoved is called by the toolkit.
func (f *fileKey) MouseMoved(*desktop.MouseEvent) {}

// FocusGained is called by the toolkit.
func (f *fileKey) FocusGained() { f.focused = true; f.paint() }

// FocusLost is called by the toolkit.
func (f *fileKey) FocusLost() { f.focused = false; f.paint() }

// TypedRune is called by the toolkit.
func (f *fileKey) TypedRune(rune) {}

// TypedKey is called by the toolkit.
func (f *fileKey) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		f.tapped()
	default:
		kit.PassKey(f, k)
	}
}

// AccessibilityLabel is what a screen reader says.
func (f *fileKey) AccessibilityLabel() string { return f.label }

func (f *fileKey) paint() {
	f.ground.Fill, f.ground.Alpha, f.ground.Stroke = "", 0, kit.ColorBorder
	switch {
	case f.focused:
		f.ground.Fill, f.ground.Stroke = theme.ColorNameSelection, kit.ColorPrimary
	case f.best:
		f.ground.Fill, f.ground.Alpha, f.ground.Stroke = f.tone.Color(), 0x1C, f.tone.Color()
	case f.hover:
		f.ground.Fill = theme.ColorNameHover
	}
	f.ground.Refresh()
}

// keyGrid lays the keys out four in a row.
func keyGrid(keys []fyne.CanvasObject) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for ; len(keys) > 4; keys = keys[4:] {
		rows = append(rows, kit.Columns(6, keys[:4]...))
	}
	return kit.VBox(6, append(rows, kit.Columns(6, keys...))...)
}

const threadLineHeight float32 = 26

// newThreadLine is another message of the thread: who, first line, when.
func newThreadLine(who, text, when string, tapped func()) fyne.CanvasObject {
	l := &threadLine{tapped: tapped, says: who + ", " + when + ". " + text}
	l.ground = kit.NewPanel("", "", 6, kit.Pad(4, 6, 4, 6, kit.HBox(kit.GapSmall,
		kit.Box(110, 0, kit.NewText(who, 12, kit.ColorText, true).Cut()),
		kit.Grow(kit.NewText(text, 12, kit.ColorMuted, false).Cut()), kit.Caption(when))))
	l.ExtendBaseWidget(l)
	return l
}

type threadLine struct {
	fyneui.BaseWidget
	ground *kit.Panel
	says   string
	tapped func()
}

var (
	_ fyne.Tappable  = (*threadLine)(nil)
	_ fyne.Focusable = (*threadLine)(nil)
)

// CreateRenderer draws the line.
func (l *threadLine) CreateRenderer() fyne.WidgetRenderer {
	return fyneui.NewSimpleRenderer(kit.Box(0, threadLineHeight, l.ground))
}

// Tapped is called by the toolkit.
func (l *threadLine) Tapped(*fyne.PointEvent) { l.tapped() }

// Cursor is called by the toolkit.
func (l *threadLine) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained is called by the toolkit.
func (l *threadLine) FocusGained() { l.fill(theme.ColorNameSelection) }

// FocusLost is called by the toolkit.
func (l *threadLine) FocusLost() { l.fill("") }

func (l *threadLine) fill(c fyne.ThemeColorName) {
	l.ground.Fill = c
	l.ground.Refresh()
}

// TypedRune is called by the toolkit.
func (l *threadLine) TypedRune(rune) {}

// TypedKey is called by the toolkit.
func (l *threadLine) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.tapped()
	default:
		kit.PassKey(l, k)
	}
}

// AccessibilityLabel is what a screen reader says.
func (l *threadLine) AccessibilityLabel() string { return l.says }
