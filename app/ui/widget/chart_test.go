package widget_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/widget"
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

var three = []widget.Bar{{Label: "wada", Value: 12}, {Label: "dostawa", Value: 6}, {Label: "inne", Value: 3, Tone: kit.ToneWarn}}

func TestColumnsAreAsHighAsTheirValues(t *testing.T) {
	st := kittest.New(t, "pl", kit.ModeLight)
	c := widget.NewColumnChart(three)
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
	st.Picture(t, "widget-columns")
}

func TestParetoEndsAtTheWhole(t *testing.T) {
	st := kittest.New(t, "pl", kit.ModeLight)
	c := widget.NewParetoChart(three)
	c.Tip = func(i int) []string { return []string{three[i].Label, fmt.Sprint(three[i].Value, " z 21")} }
	tapped := -1
	c.OnTap = func(i int) { tapped = i }
	st.Show(c)
	test.MoveMouse(st.Window.Canvas(), fyne.NewPos(200, 300))
	if !says(c, "12 z 21") {
		t.Errorf("no tip under the mouse: %q", words(c))
	}
	test.TapCanvas(st.Window.Canvas(), fyne.NewPos(900, 300))
	if tapped != 2 {
		t.Errorf("tapped %d, want the last", tapped)
	}
	test.MoveMouse(st.Window.Canvas(), fyne.NewPos(5, 300))
	if says(c, "12 z 21") {
		t.Error("the tip stays when the mouse left")
	}
	if label := c.AccessibilityLabel(); !strings.Contains(label, "wada 12") {
		t.Errorf("a screen reader says %q", label)
	}
}

func TestRunChartDrawsLimitsGapsAndMarks(t *testing.T) {
	st := kittest.New(t, "pl", kit.ModeDark)
	c := widget.NewRunChart(widget.RunData{
		Labels: []string{"sty", "lut", "mar", "kwi", "maj"}, Values: []float64{3, 5, math.NaN(), 9, 1},
		Center: 4, Upper: 8.2, Lower: math.NaN(), Marked: []bool{false, false, false, true}, Open: true,
		CenterWord: "średnia 4", UpperWord: "granica 8,2", LowerWord: "dolna",
	})
	st.Show(c)
	dots := 0
	for _, x := range test.WidgetRenderer(c).Objects() {
		if _, ok := x.(*canvas.Circle); ok {
			dots++
		}
	}
	if dots != 4 || !says(c, "średnia 4") || !says(c, "granica 8,2") || says(c, "dolna") {
		t.Errorf("%d points, words %q", dots, words(c))
	}
	st.Picture(t, "widget-run")
	c.SetData(widget.RunData{Center: math.NaN(), Upper: math.NaN(), Lower: math.NaN()})
	c.Empty = "Brak danych"
	c.Refresh()
	if !says(c, "Brak danych") {
		t.Error("an empty chart has no sentence")
	}
}

func TestLabelsThatWouldTouchAreLeftOut(t *testing.T) {
	st := kittest.New(t, "pl", kit.ModeLight)
	var bars []widget.Bar
	for i := range 36 {
		bars = append(bars, widget.Bar{Label: fmt.Sprintf("lis %d", 2000+i), Value: float64(i % 7)})
	}
	c := widget.NewColumnChart(bars)
	c.SetMinSize(fyne.NewSize(300, 160))
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
	st := kittest.New(t, "pl", kit.ModeLight)
	c := widget.NewParetoChart(three)
	st.Show(kit.VBox(0, c))
	c.Resize(fyne.NewSize(30, 20))
	if len(words(c)) != 0 {
		t.Error("a chart without room must draw nothing")
	}
	c.SetBars([]widget.Bar{{Label: "zero", Value: 0}})
	c.Resize(fyne.NewSize(400, 300))
	if !says(c, "zero") {
		t.Error("a chart of zeros has no labels")
	}
}
