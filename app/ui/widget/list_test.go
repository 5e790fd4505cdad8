package widget_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/widget"
)

// names is a list of n rows, and what it told.
type names struct {
	*kittest.Stage
	list     *widget.RowList
	n        int
	selected []int
	opened   []int
	checked  []int
	asked    map[int]bool
}

func newNames(t *testing.T, n int) *names {
	t.Helper()
	x := &names{Stage: kittest.New(t, "pl", look.ModeLight), n: n, asked: map[int]bool{}}
	x.list = widget.NewRowList(func() int { return x.n }, func(i int) widget.Row {
		x.asked[i] = true
		return widget.Row{Check: i%2 == 1, Avatar: "Anna", Title: fmt.Sprint("Klient ", i), Subtitle: "temat", Chip: "nowy", Right: "10:42"}
	})
	x.list.OnSelect = func(i int) { x.selected = append(x.selected, i) }
	x.list.OnOpen = func(i int) { x.opened = append(x.opened, i) }
	x.list.OnCheck = func(i int) { x.checked = append(x.checked, i) }
	x.Show(x.list)
	x.Window.Canvas().Focus(x.list.Focusable())
	return x
}

func TestRowListByKeyboard(t *testing.T) {
	x := newNames(t, 500)
	page := 0
	for _, step := range []struct {
		key  fyne.KeyName
		want func() int
	}{
		{fyne.KeyDown, func() int { return 0 }},
		{fyne.KeyDown, func() int { return 1 }},
		{fyne.KeyUp, func() int { return 0 }},
		{fyne.KeyUp, func() int { return 0 }},
		{fyne.KeyPageDown, func() int { page = x.list.Selected(); return page }},
		{fyne.KeyPageUp, func() int { return 0 }},
		{fyne.KeyEnd, func() int { return 499 }},
		{fyne.KeyDown, func() int { return 499 }},
		{fyne.KeyHome, func() int { return 0 }},
	} {
		x.Key(step.key)
		if got := x.list.Selected(); got != step.want() {
			t.Errorf("%s selects %d, want %d", step.key, got, step.want())
		}
	}
	if page < 5 || page > 20 {
		t.Errorf("PageDown went %d rows", page)
	}
	x.Key(fyne.KeyReturn)
	if len(x.opened) != 1 || x.opened[0] != 0 {
		t.Errorf("Enter opened %v", x.opened)
	}
	if len(x.asked) > 120 {
		t.Errorf("%d of 500 rows were asked for: rows out of sight must not exist", len(x.asked))
	}
}

func TestRowListTellsASelectionOnce(t *testing.T) {
	x := newNames(t, 10)
	x.list.Select(3)
	x.list.Select(3)
	x.list.Mark(5)
	x.list.Unselect()
	x.list.Select(99)
	if len(x.selected) != 1 || x.selected[0] != 3 || x.list.Selected() != -1 {
		t.Errorf("told %v, selected %d", x.selected, x.list.Selected())
	}
	x.list.Select(9)
	x.n = 4
	x.list.Refresh()
	if x.list.Selected() != 3 {
		t.Errorf("after the list shrank %d is selected, want the last", x.list.Selected())
	}
}

func TestRowListKeysOfItsOwner(t *testing.T) {
	x := newNames(t, 10)
	var passed []fyne.KeyName
	x.Window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { passed = append(passed, e.Name) })
	letters := ""
	x.list.OnRune = func(r rune) bool { letters += string(r); return true }
	x.list.OnKey = func(e *fyne.KeyEvent) bool { return e.Name == fyne.KeyDelete }
	x.list.Select(1)
	x.Type("rż")
	x.Key(fyne.KeyDelete, fyne.KeyEscape, fyne.KeySpace)
	if letters != "rż" || len(passed) != 1 || passed[0] != fyne.KeyEscape || len(x.checked) != 1 || x.checked[0] != 1 {
		t.Errorf("letters %q, passed %v, checked %v", letters, passed, x.checked)
	}
}

func TestRowListByMouse(t *testing.T) {
	x := newNames(t, 10)
	c := x.Window.Canvas()
	row := func(i int) fyne.Position { return fyne.NewPos(300, float32(i)*58+20) }
	var menu int
	x.list.OnMenu = func(i int, _ fyne.Position) { menu = i }
	test.TapCanvas(c, row(2))
	if x.list.Selected() != 2 || len(x.opened) != 0 {
		t.Fatalf("a tap selects %d and opens %v", x.list.Selected(), x.opened)
	}
	test.TapCanvas(c, row(2))
	if len(x.opened) != 1 || x.opened[0] != 2 {
		t.Errorf("two taps opened %v", x.opened)
	}
	test.TapCanvas(c, fyne.NewPos(20, row(3).Y))
	if len(x.checked) != 1 || x.checked[0] != 3 {
		t.Errorf("the circle checked %v", x.checked)
	}
	test.TapCanvas(c, row(3))
	if len(x.opened) != 1 {
		t.Error("a tick and a tap are no double tap")
	}
	tapRight(x.Stage, row(4))
	if menu != 4 || x.list.Selected() != 4 {
		t.Errorf("menu on %d, selected %d", menu, x.list.Selected())
	}
	test.MoveMouse(c, row(1))
	x.Picture(t, "widget-rowlist")
}

func TestSelectedRowIsRevealedOnceThereIsRoom(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	seen := map[int]bool{}
	l := widget.NewRowList(func() int { return 300 }, func(i int) widget.Row { seen[i] = true; return widget.Row{Title: "x"} })
	l.Select(250)
	st.Show(l)
	if !seen[250] {
		t.Error("the row that was selected before the first layout is out of sight")
	}
}

// tapRight taps with the right button what lies at a place.
func tapRight(st *kittest.Stage, at fyne.Position) {
	for _, o := range kittest.All[fyne.CanvasObject](st) {
		p := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		inside := at.X >= p.X && at.Y >= p.Y && at.X < p.X+o.Size().Width && at.Y < p.Y+o.Size().Height
		if s, ok := o.(fyne.SecondaryTappable); ok && inside {
			test.TapSecondary(s)
			return
		}
	}
}

func newGrid(t *testing.T) (*kittest.Stage, *widget.Grid, *[]string) {
	t.Helper()
	st := kittest.New(t, "pl", look.ModeLight)
	told := &[]string{}
	g := widget.NewGrid([]widget.Column{
		{Title: "Numer", Width: 110, Sorts: true},
		{Title: "Klient", Width: 100, Flex: true},
		{Title: "Dni", Width: 60, Right: true, Ink: func(row int) fyne.ThemeColorName { return look.ColorBad }},
	}, func() int { return 200 }, func(row, col int) string { return fmt.Sprint(row, "/", col) })
	note := func(what string, args ...any) { *told = append(*told, what+fmt.Sprint(args...)) }
	g.OnSelect = func(r int) { note("select ", r) }
	g.OnOpen = func(r int) { note("open ", r) }
	g.OnSort = func(c int, desc bool) { note("sort ", c, " ", desc) }
	g.OnMenu = func(rows []int, _ fyne.Position) { note("menu ", rows) }
	g.Modifier = func() fyne.KeyModifier { return 0 }
	st.Show(g)
	st.Window.Canvas().Focus(g.Focusable())
	return st, g, told
}

func TestGridSelectsRangesAndSingles(t *testing.T) {
	st, g, _ := newGrid(t)
	c := st.Window.Canvas()
	at := func(row int) fyne.Position { return fyne.NewPos(200, 34+4+float32(row)*40+18) }
	test.TapCanvas(c, at(2))
	g.Modifier = func() fyne.KeyModifier { return fyne.KeyModifierShift }
	test.TapCanvas(c, at(5))
	if got := fmt.Sprint(g.Selected()); got != "[2 3 4 5]" {
		t.Errorf("Shift selects %s", got)
	}
	g.Modifier = func() fyne.KeyModifier { return fyne.KeyModifierShortcutDefault }
	test.TapCanvas(c, at(3))
	test.TapCanvas(c, at(8))
	if got := fmt.Sprint(g.Selected()); got != "[2 4 5 8]" {
		t.Errorf("Ctrl selects %s", got)
	}
	g.Focusable().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	if got := len(g.Selected()); got != 200 {
		t.Errorf("Ctrl+A selects %d", got)
	}
	g.Select(7)
	if got := fmt.Sprint(g.Selected(), g.Lead()); got != "[7] 7" {
		t.Errorf("Select: %s", got)
	}
	st.Picture(t, "widget-grid")
}

func TestGridOpensSortsAndResizes(t *testing.T) {
	st, g, told := newGrid(t)
	c := st.Window.Canvas()
	st.Key(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	test.TapCanvas(c, fyne.NewPos(40, 10))
	test.TapCanvas(c, fyne.NewPos(40, 10))
	test.TapCanvas(c, fyne.NewPos(300, 10)) // does not sort
	tapRight(st, fyne.NewPos(200, 60))
	want := []string{"select 0", "select 1", "open 1", "sort 0 false", "sort 0 true", "select 0", "menu [0]"}
	if fmt.Sprint(*told) != fmt.Sprint(want) {
		t.Errorf("told %q, want %q", *told, want)
	}
	test.Drag(c, fyne.NewPos(12+110+40, 10), 40, 0) // it is at the end of the drag
	if got := g.Columns[0].Width; got != 150 {
		t.Errorf("dragged to %.0f, want 150", got)
	}
}
