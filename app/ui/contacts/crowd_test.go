package contacts

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kartoteka/app/ui/card/cardtest"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/data"
)

// crowd is a firm with so many clients.
func crowd(n int) *cardtest.Firm {
	f := cardtest.New()
	f.Rows = make([]data.ContactRow, n)
	for i := range f.Rows {
		f.Rows[i] = cardtest.Row(int64(i+1), "Jan", fmt.Sprintf("Kowalski-%06d", i), "Zakład Usługowo-Handlowy „Świt”", "Kraków", data.StatusActive, cardtest.At(1, 8))
	}
	return f
}

// desk counts the work of the window: how many rows were read for it, and how
// many cells its table asked for, in one turn of its event loop.
type desk struct {
	*kittest.Stage
	s     *Screen
	f     *cardtest.Firm
	cells int
	late  []func()        // answers of the store, which come later
	turn  func(do func()) // one turn of the event loop
}

func newDesk(t testing.TB, n int) *desk {
	t.Helper()
	d := &desk{f: crowd(n), turn: func(do func()) { do() }}
	d.Stage = kittest.New(t, "pl", "light")
	d.Env.Spawn = func(work func()) { d.late = append(d.late, work) }
	d.Env.Post = func(do func()) { d.turn(do) }
	d.s = New(d.Env, d.f, Hooks{})
	d.s.grid.Modifier = func() fyne.KeyModifier { return 0 }
	d.watch()
	d.Stage.Show(d.s.Content())
	d.s.Show(0)
	d.Window.Canvas().Focus(d.s.Focus())
	t.Cleanup(d.s.Close)
	return d
}

// watch counts the cells that the table asks for.
func (d *desk) watch() {
	was := d.s.grid.Cell
	d.s.grid.Cell = func(row, col int) string {
		d.cells++
		return was(row, col)
	}
}

// answer lets the store answer everything that was asked.
func (d *desk) answer() {
	for len(d.late) > 0 {
		work := d.late[0]
		d.late = d.late[1:]
		work()
	}
}

// A window of 800 points has room for some 20 rows of 6 columns. Whatever is
// done with 100,000 contacts, one turn may draw a few windows' worth of cells
// and ask for a few pages: work that grew with the list would be seen here.
const (
	mostCells = 6 * 25 * 8
	mostRows  = 6 * listPage
)

func TestNoTurnOfTheWindowWorksThroughAHundredThousandContacts(t *testing.T) {
	d := newDesk(t, 100_000)
	d.answer()
	if d.s.roster.count != 100_000 {
		t.Fatalf("%d contacts", d.s.roster.count)
	}
	steps := map[string]func(){
		"scroll by wheel":       func() { test.Scroll(d.Window.Canvas(), fyne.NewPos(400, 400), 0, -600) },
		"page down":             func() { d.Key(fyne.KeyPageDown, fyne.KeyPageDown) },
		"to the end":            func() { d.Key(fyne.KeyEnd) },
		"back to the top":       func() { d.Key(fyne.KeyHome) },
		"sort":                  func() { d.s.grid.OnSort(0, false) },
		"sort the other way":    func() { d.s.grid.OnSort(0, true) },
		"type words":            func() { d.s.filters.search.SetText("kowalski-05") },
		"words away":            func() { d.s.filters.search.SetText("") },
		"filter by status":      func() { d.s.filters.status.SetSelected("aktywny") },
		"choose all":            func() { d.s.mark(2, 0, 0) },
		"choose none":           func() { d.s.unmark() },
		"come back to the list": func() { d.s.Show(0) },
		"a notice of a change":  func() { d.s.Changed(data.Change{Topics: []data.Topic{data.TopicContacts}}) },
	}
	for _, name := range []string{
		"scroll by wheel", "page down", "to the end", "back to the top", "sort", "sort the other way", "type words", "words away",
		"filter by status", "choose all", "choose none", "come back to the list", "a notice of a change",
	} {
		d.cells, d.f.Filters = 0, nil
		steps[name]()
		d.answer()
		rows := 0
		for _, f := range d.f.Filters {
			if f.Limit == 0 {
				t.Errorf("%s: all contacts were read at once", name)
			}
			rows += f.Limit
		}
		if d.cells > mostCells || rows > mostRows {
			t.Errorf("%s: %d cells drawn, %d rows read", name, d.cells, rows)
		}
	}
	if n := len(d.s.roster.pages); n > keptPages {
		t.Errorf("%d pages are kept", n)
	}
}

// The measure itself must be able to fail.
func TestTheCountSeesWorkThatGrowsWithTheList(t *testing.T) {
	d := newDesk(t, 5_000)
	d.answer()
	d.cells = 0
	for i := range d.s.roster.count {
		d.s.grid.Cell(i, 0)
	}
	if d.cells <= mostCells {
		t.Errorf("5,000 cells count as %d", d.cells)
	}
}

// BenchmarkLongTasks times each turn of the window with 100,000 contacts and
// tells how many took longer than 50 ms, the longest included.
func BenchmarkLongTasks(b *testing.B) {
	d := newDesk(b, 100_000)
	longest, long, turns := time.Duration(0), 0, 0
	// The store's work is not the window's: only what it posts back is timed.
	d.turn = func(do func()) {
		begun := time.Now()
		do()
		took := time.Since(begun)
		turns++
		longest = max(longest, took)
		if took > 50*time.Millisecond {
			long++
		}
	}
	d.answer()
	for b.Loop() {
		for _, step := range []func(){
			func() { test.Scroll(d.Window.Canvas(), fyne.NewPos(400, 400), 0, -600) }, func() { d.Key(fyne.KeyPageDown) },
			func() { d.Key(fyne.KeyEnd) }, func() { d.Key(fyne.KeyHome) }, func() { d.s.grid.OnSort(0, false) },
			func() { d.s.filters.search.SetText("kowalski-05") }, func() { d.s.filters.search.SetText("") },
			func() { d.s.mark(2, 0, 0) }, func() { d.s.unmark() },
		} {
			d.turn(step)
			d.answer()
		}
	}
	b.ReportMetric(float64(longest.Microseconds())/1000, "ms-longest")
	b.ReportMetric(float64(long), "long-tasks")
	b.ReportMetric(float64(turns), "turns")
}
