package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	fyneui "fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
)

// Match is one entry of a Dropdown.
type Match struct {
	ID       int64
	Kind     string // for the owner's use
	Icon     look.IconName
	Title    string
	Subtitle string
	Group    string // a heading above the first entry of each group; "" for none
	Note     bool   // it only says something: an Enter that waited does not pick it
}

// Dropdown is a list of matches under a text field while the person types. The
// toolkit moves the keyboard to whatever opens above the window, so the list
// hands every letter and every key that it does not use back to the field.
type Dropdown struct {
	field   *input.Entry
	pop     *fyneui.PopUp
	keys    *keyCatcher
	body    *fyne.Container
	scroll  *container.Scroll
	rows    []*dropRow
	matches []Match
	lead    int
	// OnPick is called when an entry is picked by Enter or tap.
	OnPick func(Match)
	// OnEnter is called on Enter while no entry is marked; nil: the first one
	// is picked.
	OnEnter func()
	// OnEscape is called when Escape has closed the list; nil: it does no more.
	OnEscape func()
	// Width is the list's width; 0 for that of the field.
	Width float32
	// Free lets the list open with nothing marked, so that Enter keeps what
	// was typed.
	Free bool

	awaited bool   // matches for what is typed now are on their way
	entered bool   // Enter was pressed meanwhile
	ahead   []rune // what was typed after it
}

// NewDropdown returns a closed list for a field.
func NewDropdown(field *input.Entry) *Dropdown {
	return &Dropdown{field: field, lead: -1}
}

// Open reports whether the list is in sight.
func (d *Dropdown) Open() bool { return d.pop != nil && d.pop.Visible() }

// Close hides the list; the keyboard goes back to the field.
func (d *Dropdown) Close() {
	d.awaited, d.entered, d.ahead = false, false, nil
	if d.pop != nil {
		d.pop.Hide()
		d.pop = nil
	}
}

// Expect tells that matches for what is typed now will be shown. Enter waits for
// them, and what is typed after it goes to where the pick leads: who knows what
// he wants does not wait for a list.
func (d *Dropdown) Expect() {
	if d.dismissed() {
		d.pop = nil
	}
	d.awaited, d.entered, d.ahead = true, false, nil
	d.field.OnRune = func(r rune) bool {
		if d.entered {
			d.ahead = append(d.ahead, r)
		}
		return d.entered
	}
	d.field.OnLeave = d.forgetEnter
}

// forgetEnter lets what comes late pick nothing: the person goes on by hand. What
// was typed after Enter stays in the field.
func (d *Dropdown) forgetEnter() {
	ahead := d.ahead
	d.entered, d.ahead = false, nil
	for _, r := range ahead {
		d.field.TypedRune(r)
	}
}

// left reports whether the keyboard is neither in the field nor in its list.
func (d *Dropdown) left() bool {
	c := fyne.CurrentApp().Driver().CanvasForObject(d.field)
	if c == nil {
		return true
	}
	at := c.Focused()
	return at != fyne.Focusable(d.field) && (d.keys == nil || at != fyne.Focusable(d.keys))
}

// dismissed reports whether the person closed the open list by a click beside it.
func (d *Dropdown) dismissed() bool { return d.pop != nil && !d.pop.Visible() }

// Awaits notes Enter while matches are on their way; false: none are.
func (d *Dropdown) Awaits(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		d.entered = d.awaited
		return d.awaited
	case fyne.KeyEscape, fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyTab, fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight:
		d.forgetEnter()
	}
	return false // a letter's key comes before the letter
}

// Show opens the list with matches, or closes it when there are none. Where Enter
// was pressed before they came, the first is picked, and what was typed after it
// goes to where that leads. Matches that were waited for are not shown to who left
// the field meanwhile: the list would take the keyboard back.
func (d *Dropdown) Show(matches []Match) {
	if d.awaited && (d.left() || d.dismissed()) {
		ahead := d.ahead
		d.Close()
		for _, r := range ahead { // what was typed after Enter stays in the field
			d.field.TypedRune(r)
		}
		return
	}
	entered, ahead := d.entered, d.ahead
	d.awaited, d.entered, d.ahead = false, false, nil
	d.open(matches)
	to := fyne.Focusable(d.field)
	if entered && len(matches) > 0 && !matches[0].Note {
		c := fyne.CurrentApp().Driver().CanvasForObject(d.field)
		d.pick(0)
		if c == nil || c.Focused() == nil {
			return
		}
		to = c.Focused()
	}
	for _, r := range ahead {
		to.TypedRune(r)
	}
}

func (d *Dropdown) open(matches []Match) {
	d.matches = matches
	if len(matches) == 0 {
		d.Close()
		return
	}
	d.lead = 0
	if d.Free {
		d.lead = -1
	}
	d.fill()
	fresh := !d.Open()
	if fresh && !d.prepare() {
		return
	}
	d.place()
	if fresh {
		d.pop.Canvas.Focus(d.keys)
		d.field.FocusGained() // keeps the caret in sight where the letters go
	}
}

const (
	dropMaxHeight float32 = 420
	dropRowHeight float32 = 44
)

func (d *Dropdown) fill() {
	d.rows = nil
	var objs []fyne.CanvasObject
	group := ""
	for i, m := range d.matches {
		if m.Group != group {
			group = m.Group
			objs = append(objs, kit.Pad(8, 10, 2, 10, kit.NewText(group, look.SizeCaption, look.ColorMuted, true)))
		}
		r := newDropRow(d, i, m)
		d.rows = append(d.rows, r)
		objs = append(objs, r)
	}
	if d.body == nil {
		d.body = kit.VBox(0)
		d.scroll = container.NewVScroll(d.body)
	}
	d.body.Objects = objs
	d.body.Refresh()
	d.scroll.ScrollToTop()
}

// prepare makes the list that will be shown; false when its field is not on
// the screen.
func (d *Dropdown) prepare() bool {
	c := fyne.CurrentApp().Driver().CanvasForObject(d.field)
	if c == nil {
		return false
	}
	d.keys = &keyCatcher{d: d}
	d.keys.ExtendBaseWidget(d.keys)
	d.pop = fyneui.NewPopUp(container.NewStack(d.keys, d.scroll), c)
	d.pop.Hide()
	return true
}

// place puts the list under its field. A pop-up that is shown before it has a
// place would stay in the middle of the window.
func (d *Dropdown) place() {
	width := d.Width
	if width == 0 {
		width = d.field.Size().Width
	}
	height := fyne.Min(d.body.MinSize().Height, dropMaxHeight)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.field)
	room := d.pop.Canvas.Size().Height - at.Y - d.field.Size().Height - 16
	size := fyne.NewSize(width, fyne.Min(height, fyne.Max(room, dropRowHeight*2))+2*theme.InnerPadding())
	d.pop.Resize(size)
	d.pop.ShowAtPosition(at.AddXY(0, d.field.Size().Height+4))
}

func (d *Dropdown) mark(i int) {
	if len(d.rows) == 0 {
		return
	}
	d.lead = min(max(i, 0), len(d.rows)-1)
	for _, r := range d.rows {
		r.Refresh()
	}
	r := d.rows[d.lead]
	top, bottom := r.Position().Y, r.Position().Y+r.Size().Height
	switch {
	case top < d.scroll.Offset.Y:
		d.scroll.ScrollToOffset(fyne.NewPos(0, fyne.Max(0, top-28)))
	case bottom > d.scroll.Offset.Y+d.scroll.Size().Height:
		d.scroll.ScrollToOffset(fyne.NewPos(0, bottom-d.scroll.Size().Height))
	}
}

func (d *Dropdown) pick(i int) {
	if i < 0 || i >= len(d.matches) {
		d.Close()
		if d.OnEnter != nil {
			d.OnEnter()
		}
		return
	}
	m := d.matches[i]
	d.Close()
	if d.OnPick != nil {
		d.OnPick(m)
	}
}

// key handles a key while the list is open; false means it is the field's.
func (d *Dropdown) key(e *fyne.KeyEvent) bool {
	if d.Awaits(e) {
		return true
	}
	switch e.Name {
	case fyne.KeyDown:
		d.mark(d.lead + 1)
	case fyne.KeyUp:
		d.mark(d.lead - 1)
	case fyne.KeyPageDown:
		d.mark(d.lead + 6)
	case fyne.KeyPageUp:
		d.mark(d.lead - 6)
	case fyne.KeyReturn, fyne.KeyEnter:
		d.pick(d.lead)
	case fyne.KeyEscape:
		d.Close()
		if d.OnEscape != nil {
			d.OnEscape()
		}
	default:
		return false
	}
	return true
}

// keyCatcher has the keyboard while the list is open.
type keyCatcher struct {
	fyneui.BaseWidget
	d *Dropdown
}

var (
	_ fyne.Focusable    = (*keyCatcher)(nil)
	_ fyne.Shortcutable = (*keyCatcher)(nil)
	_ fyne.Tabbable     = (*keyCatcher)(nil)
)

// CreateRenderer draws nothing.
func (k *keyCatcher) CreateRenderer() fyne.WidgetRenderer {
	return fyneui.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

// FocusGained is called by the toolkit.
func (k *keyCatcher) FocusGained() {}

// FocusLost is called by the toolkit.
func (k *keyCatcher) FocusLost() { k.d.forgetEnter() }

// AcceptsTab keeps Tab from wandering inside the list: it closes it.
func (k *keyCatcher) AcceptsTab() bool { return true }

// TypedRune is called by the toolkit.
func (k *keyCatcher) TypedRune(r rune) { k.d.field.TypedRune(r) }

// TypedKey is called by the toolkit.
func (k *keyCatcher) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyTab {
		k.d.forgetEnter()
		k.d.Close()
		return
	}
	if !k.d.key(e) {
		k.d.field.TypedKey(e)
	}
}

// TypedShortcut is called by the toolkit.
func (k *keyCatcher) TypedShortcut(s fyne.Shortcut) { k.d.field.TypedShortcut(s) }

// dropRow is one entry of the list.
type dropRow struct {
	fyneui.BaseWidget
	d     *Dropdown
	index int
	panel *kit.Panel
}

func newDropRow(d *Dropdown, i int, m Match) *dropRow {
	r := &dropRow{d: d, index: i}
	texts := kit.VBox(1, kit.Strong(m.Title).Cut())
	if m.Subtitle != "" {
		texts.Add(kit.Caption(m.Subtitle).Cut())
	}
	parts := []fyne.CanvasObject{kit.Grow(texts)}
	if m.Icon != "" {
		parts = []fyne.CanvasObject{kit.Picture(m.Icon, 18, look.ColorMuted), parts[0]}
	}
	r.panel = kit.NewPanel("", "", 8, kit.Pad(5, 10, 5, 10, kit.HBox(10, parts...)))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer draws the entry.
func (r *dropRow) CreateRenderer() fyne.WidgetRenderer { return fyneui.NewSimpleRenderer(r.panel) }

// Refresh shows whether the entry is marked.
func (r *dropRow) Refresh() {
	r.panel.Fill = ""
	if r.index == r.d.lead {
		r.panel.Fill = theme.ColorNameSelection
	}
	r.panel.Refresh()
	r.BaseWidget.Refresh()
}

// Tapped is called by the toolkit.
func (r *dropRow) Tapped(*fyne.PointEvent) { r.d.pick(r.index) }

// MouseIn is called by the toolkit.
func (r *dropRow) MouseIn(*desktop.MouseEvent) { r.d.mark(r.index) }

// MouseOut is called by the toolkit.
func (r *dropRow) MouseOut() {}

// MouseMoved is called by the toolkit.
func (r *dropRow) MouseMoved(*desktop.MouseEvent) {}
