package inbox

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	fyneui "fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
)

// Widths of the list beside the message.
const (
	listLeast float32 = 236
	listMost  float32 = 400
	listShare float32 = 0.35
)

// split puts the list beside the message: the list takes its share, within
// bounds, so that both stay readable.
func split(left, right fyne.CanvasObject) fyne.CanvasObject {
	return container.New(splitLayout{}, left, right)
}

type splitLayout struct{}

// MinSize is called by the toolkit.
func (splitLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(listLeast+kit.GapCards+o[1].MinSize().Width, 200)
}

// Layout is called by the toolkit.
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

const threadLineHeight float32 = 26

// newThreadLine is another message of the thread: who, first line, when.
func newThreadLine(who, text, when string, tapped func()) fyne.CanvasObject {
	l := &threadLine{tapped: tapped, says: who + ", " + when + ". " + text}
	l.ground = kit.NewPanel("", "", 6, kit.Pad(4, 6, 4, 6, kit.HBox(kit.GapSmall,
		kit.Box(110, 0, kit.NewText(who, 12, look.ColorText, true).Cut()),
		kit.Grow(kit.NewText(text, 12, look.ColorMuted, false).Cut()), kit.Caption(when))))
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
func (l *threadLine) TypedKey(k *fyne.KeyEvent) { kit.Press(l, k, l.tapped) }

// AccessibilityLabel is what a screen reader says.
func (l *threadLine) AccessibilityLabel() string { return l.says }
