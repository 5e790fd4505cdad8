package chart_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"kartoteka/app/ui/chart"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
)

// words are the texts that a chart draws.
func words(o fyne.Widget) []string {
	var out []string
	for _, x := range test.WidgetRenderer(o).Objects() {
		if t, ok := x.(*canvas.Text); ok {
			out = append(out, t.Text)
		}
	}
	return out
}

func says(o fyne.Widget, word string) bool {
	for _, w := range words(o) {
		if w == word {
			return true
		}
	}
	return false
}

func heights(o fyne.Widget) []float32 {
	var out []float32
	for _, x := range test.WidgetRenderer(o).Objects() {
		if r, ok := x.(*canvas.Rectangle); ok {
			out = append(out, r.Size().Height)
		}
	}
	return out
}

var three = []chart.Bar{{Label: "wada", Value: 12}, {Label: "dostawa", Value: 6}, {Label: "inne", Value: 3, Tone: kit.ToneWarn}}

func TestColumnsAreAsHighAsTheirValues(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	c := chart.NewColumns(three)
	st.Show(c)
	h := heights(c)
	if len(h) != 3 || math.Abs(float64(h[0]/h[1])-2) > 0.01 || math.Abs(float64(h[1]/h[2])-2) > 0.01 {
		t.Errorf("heights %v, want 12 to 6 to 3", h)
	}
	for _, w := range []string{"0", "12", "wada", "dostawa"} {
		if !says(c, w) {
			t.Errorf("%q is not on the chart: %q", w, words(c))
		}
	}
	st.Picture(t, "chart-columns")
}

func TestParetoEndsAtTheWhole(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	c := chart.NewPareto(three)
	c.Tip = func(i int) []string { return []string{three[i].Label, fmt.Sprint(three[i].Value, " z 21")} }
	st.Show(c)
	test.MoveMouse(st.Window.Canvas(), fyne.NewPos(200, 300))
	if !says(c, "12 z 21") {
		t.Errorf("no tip under the mouse: %q", words(c))
	}
	test.MoveMouse(st.Window.Canvas(), fyne.NewPos(5, 300))
	if says(c, "12 z 21") {
		t.Error("the tip stays when the mouse left")
	}
	if label := c.AccessibilityLabel(); !strings.Contains(label, "wada 12") {
		t.Errorf("a screen reader says %q", label)
	}
}

func TestRunDrawsLimitsGapsAndMarks(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeDark)
	c := chart.NewRun(chart.RunData{
		Labels: []string{"sty", "lut", "mar", "kwi", "maj"}, Values: []float64{3, 5, math.NaN(), 9, 1},
		Center: []float64{4, 4, 4, 4, 4}, High: []float64{8.2, 8.2, 8.2, 7.5, 7.5}, Marked: []bool{false, false, false, true, false},
	})
	c.Alt = "Wykres przebiegu."
	st.Show(c)
	var dots []float32
	for _, x := range test.WidgetRenderer(c).Objects() {
		if d, ok := x.(*canvas.Circle); ok {
			dots = append(dots, d.Size().Width)
		}
	}
	if len(dots) != 4 || dots[2] <= dots[0] || !says(c, "10") {
		t.Errorf("points %v, words %q", dots, words(c))
	}
	if label := c.AccessibilityLabel(); label != "Wykres przebiegu. sty 3. lut 5. kwi 9. maj 1." {
		t.Errorf("a screen reader says %q", label)
	}
	st.Picture(t, "chart-run")
}

// Who uses the keyboard walks from mark to mark and is told the same as under
// the mouse; keys that the chart has no use for stay the window's.
func TestTheKeyboardWalksFromMarkToMark(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	c := chart.NewColumns(three)
	c.Tip = func(i int) []string { return []string{"To " + three[i].Label} }
	came := false
	c.OnFocus = func(fyne.CanvasObject) { came = true }
	st.Show(c)
	var passed []fyne.KeyName
	st.Window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { passed = append(passed, e.Name) })
	st.Window.Canvas().FocusNext()
	if !came || !says(c, "To wada") {
		t.Fatalf("the keyboard came: %v; told %q", came, words(c))
	}
	st.Key(fyne.KeyRight, fyne.KeyRight, fyne.KeyRight)
	if !says(c, "To inne") {
		t.Errorf("at the end: %q", words(c))
	}
	st.Key(fyne.KeyHome)
	if !says(c, "To wada") {
		t.Errorf("at the beginning: %q", words(c))
	}
	st.Key(fyne.KeyDown, fyne.KeyX)
	if len(passed) != 2 {
		t.Errorf("passed on: %v", passed)
	}
	st.Window.Canvas().Unfocus()
	if says(c, "To wada") {
		t.Error("the tip stays when the keyboard left")
	}
	test.TapCanvas(st.Window.Canvas(), fyne.NewPos(900, 300))
	if !says(c, "To inne") {
		t.Errorf("a tap does not bring the keyboard: %q", words(c))
	}
}

func TestLabelsThatWouldTouchAreLeftOut(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	var bars []chart.Bar
	for i := range 36 {
		bars = append(bars, chart.Bar{Label: fmt.Sprintf("lis %d", 2000+i), Value: float64(i % 7)})
	}
	c := chart.NewColumns(bars)
	st.Show(c)
	st.Resize(500, 300)
	n := 0
	for _, w := range words(c) {
		if strings.HasPrefix(w, "lis") {
			n++
		}
	}
	if n < 4 || n > 14 || !says(c, "lis 2035") {
		t.Errorf("%d labels, the last one shown: %v", n, says(c, "lis 2035"))
	}
}

func TestTinyChartDoesNotBreak(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	c := chart.NewPareto(three)
	st.Show(kit.VBox(0, c))
	c.Resize(fyne.NewSize(30, 20))
	if len(words(c)) != 0 {
		t.Error("a chart without room must draw nothing")
	}
	zero := chart.NewPareto([]chart.Bar{{Label: "zero", Value: 0}})
	st.Show(kit.VBox(0, zero))
	zero.Resize(fyne.NewSize(400, 300))
	if !says(zero, "zero") {
		t.Error("a chart of zeros has no labels")
	}
}

// Names of causes are whole words on lines of their own where the columns are
// narrow, and a number that does not fit into its column is left to the tip.
func TestNarrowColumnsStayLegible(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	causes := chart.NewPareto([]chart.Bar{{Label: "błąd po naszej stronie", Value: 9}, {Label: "zbyt długie oczekiwanie na pana z serwisu", Value: 2, Faint: true}})
	st.Show(kit.VBox(0, causes))
	causes.Resize(fyne.NewSize(194, 220))
	for _, w := range []string{"błąd po", "naszej stronie"} {
		if !says(causes, w) {
			t.Errorf("%q is not on a line of its own: %q", w, words(causes))
		}
	}
	narrow := chart.NewColumns([]chart.Bar{{Label: "a", Value: 37.55}, {Label: "b", Value: 12.25}, {Label: "c", Value: 1}})
	st.Show(kit.VBox(0, narrow))
	narrow.Resize(fyne.NewSize(105, 220))
	for _, w := range words(narrow) {
		if strings.HasSuffix(w, "…") {
			t.Errorf("a number is cut: %q", w)
		}
	}
}
