package widget

import (
	"time"

	"fyne.io/fyne/v2"
	fyneui "fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
)

// Row is what a RowList shows of one thing, on two lines.
type Row struct {
	Avatar   string        // a name, shown as a circle with initials; "" for none
	Icon     look.IconName // instead of an avatar; "" for none
	Title    string
	Subtitle string
	Chip     string // "" for none
	Tone     kit.Tone
	ChipUp   bool   // the chip stands by the title, and the subtitle has all the width
	Right    string // small text at the right of the title
	Unread   bool   // a dot before the title
	Check    bool   // a circle to tick instead of an avatar
	Checked  bool
}

// RowList is a list of two-line rows of which only those in sight exist. The
// arrows, PageUp and PageDown, Home and End move the selection, Enter or a
// double tap opens it.
type RowList struct {
	fyneui.BaseWidget
	// Length and Row give what is shown. Row is asked for rows in sight only.
	Length func() int
	Row    func(i int) Row
	// OnSelect is called when another row is selected, by key or tap.
	OnSelect func(i int)
	// OnOpen is called on Enter and on a double tap; nil: Enter does nothing.
	OnOpen func(i int)
	// OnCheck is called when a row's circle is tapped, or Space pressed on it.
	OnCheck func(i int)
	// OnMenu is called on a right tap, after the row is selected.
	OnMenu func(i int, at fyne.Position)
	// OnKey sees keys first; true means used.
	OnKey func(e *fyne.KeyEvent) bool
	// OnRune sees typed letters.
	OnRune func(r rune) bool

	list     *keyList
	selected int
	taps     taps
}

// NewRowList returns a list over what length and row give.
func NewRowList(length func() int, row func(i int) Row) *RowList {
	l := &RowList{Length: length, Row: row, selected: -1, taps: taps{row: -1, tick: time.Now}}
	l.ExtendBaseWidget(l)
	k := &keyList{step: rowHeight + 4}
	k.List.Length = func() int { return l.Length() }
	k.HideSeparators = true
	k.CreateItem = func() fyne.CanvasObject { return newListRow(l) }
	k.UpdateItem = func(id int, o fyne.CanvasObject) {
		if r, ok := o.(*listRow); ok {
			r.set(id)
		}
	}
	k.lead = func() int { return l.selected }
	k.move = l.Select
	k.open = l.open
	k.onKey = l.key
	k.onRune = func(r rune) bool { return l.OnRune != nil && l.OnRune(r) }
	k.lit = func() { l.list.List.Refresh() }
	k.ExtendBaseWidget(k)
	l.list = k
	return l
}

// CreateRenderer draws the list.
func (l *RowList) CreateRenderer() fyne.WidgetRenderer { return fyneui.NewSimpleRenderer(l.list) }

// Focusable is what to focus to give the list the keyboard.
func (l *RowList) Focusable() fyne.Focusable { return l.list }

// Focused reports whether the list has the keyboard.
func (l *RowList) Focused() bool { return l.list.focused }

// Selected returns the selected row, -1 for none.
func (l *RowList) Selected() int { return l.selected }

// Select selects a row, brings it into sight and calls OnSelect if it is
// another one than before.
func (l *RowList) Select(i int) {
	if i < 0 || i >= l.Length() {
		l.Unselect()
		return
	}
	changed := i != l.selected
	l.selected = i
	l.list.List.Refresh()
	l.list.reveal(i)
	if changed && l.OnSelect != nil {
		l.OnSelect(i)
	}
}

// Mark selects a row without calling OnSelect.
func (l *RowList) Mark(i int) {
	if i >= l.Length() {
		i = -1
	}
	l.selected = i
	l.list.List.Refresh()
	if i >= 0 {
		l.list.reveal(i)
	}
}

// Unselect takes the selection away without calling OnSelect.
func (l *RowList) Unselect() { l.Mark(-1) }

// Refresh shows the rows anew, with the selection kept where it still is.
func (l *RowList) Refresh() {
	if l.selected >= l.Length() {
		l.selected = l.Length() - 1
	}
	l.list.List.Refresh()
	l.BaseWidget.Refresh()
}

// ScrollToTop shows the first rows.
func (l *RowList) ScrollToTop() { l.list.reveal(0) }

// key gives its owner the first word, then ticks on Space.
func (l *RowList) key(e *fyne.KeyEvent) bool {
	if l.OnKey != nil && l.OnKey(e) {
		return true
	}
	if e.Name != fyne.KeySpace || l.OnCheck == nil || l.selected < 0 {
		return false
	}
	l.OnCheck(l.selected)
	return true
}

func (l *RowList) open() {
	if l.OnOpen != nil && l.selected >= 0 {
		l.OnOpen(l.selected)
	}
}

func (l *RowList) tapped(i int, tick bool) {
	kit.Focus(l.list)
	if tick && l.OnCheck != nil {
		l.Mark(i)
		l.OnCheck(i)
		return
	}
	l.Select(i)
	if l.taps.tap(i) {
		l.open()
	}
}
