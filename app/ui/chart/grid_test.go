package chart_test

import (
	"fmt"
	"image/color"
	"math"
	"slices"
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

var days = []string{"poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"}

// week is a firm's week: most on a Tuesday at ten, nothing at night.
func week(most float64) chart.HeatData {
	d := chart.HeatData{Rows: days, ColumnsAre: "godzina"}
	for h := range 24 {
		d.Columns = append(d.Columns, fmt.Sprint(h))
	}
	for day := range days {
		row := make([]float64, 24)
		for h := 7; h < 19; h++ {
			far := math.Abs(float64(h-10))/10 + math.Abs(float64(day-1))/5
			row[h] = math.Max(0, math.Round(most*(1-far)))
		}
		d.Values = append(d.Values, row)
	}
	return d
}

func newHeat(most float64) *chart.Heat {
	c := chart.NewHeat(week(most))
	c.Alt = "Najwięcej we wtorki."
	c.Tip = func(i int) []string { return []string{fmt.Sprintf("%s, %d:00", days[i/24], i%24)} }
	return c
}

func grounds(o fyne.Widget) []color.Color {
	var out []color.Color
	for _, x := range test.WidgetRenderer(o).Objects() {
		if r, ok := x.(*canvas.Rectangle); ok && r.FillColor != color.Transparent {
			out = append(out, r.FillColor)
		}
	}
	return out
}

func grey(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	return 0.299*float64(r) + 0.587*float64(g) + 0.114*float64(b)
}

func TestHeatShowsItsNumbersWhereThereIsRoom(t *testing.T) {
	for _, mode := range []look.Mode{look.ModeLight, look.ModeDark} {
		st := kittest.New(t, "pl", mode)
		c := newHeat(37)
		st.Show(kit.Pad(16, 16, 16, 16, kit.VBox(0, c)))
		for _, w := range []string{"poniedziałek", "0", "23", "godzina", "37", "1–8", "33–37"} {
			if !says(c, w) {
				t.Errorf("%q is not on the chart: %q", w, words(c))
			}
		}
		st.Picture(t, "chart-heat-"+string(mode))
		st.Resize(420, 400)
		if says(c, "37") || says(c, "1") {
			t.Errorf("numbers stand in cells that are too narrow: %q", words(c))
		}
		if !says(c, "0") || !says(c, "12") {
			t.Errorf("the hours are gone: %q", words(c))
		}
		st.Picture(t, "chart-heat-narrow-"+string(mode))
	}
}

// In grey, as on a printer or for who sees no colours, more is still more: each
// step is darker than the one before, in the dark look lighter.
func TestHeatReadsInGrey(t *testing.T) {
	for mode, sign := range map[look.Mode]float64{look.ModeLight: -1, look.ModeDark: 1} {
		st := kittest.New(t, "pl", mode)
		c := newHeat(37)
		st.Show(c)
		all := grounds(c)
		legend := all[len(all)-5:]
		for i := 1; i < len(legend); i++ {
			if (grey(legend[i])-grey(legend[i-1]))*sign < 0x800 {
				t.Errorf("%s: step %d is hardly told from the one before", mode, i)
			}
		}
		for _, x := range test.WidgetRenderer(c).Objects() {
			text, ok := x.(*canvas.Text)
			if !ok || text.Text != "37" && text.Text != "20" && text.Text != "5" {
				continue
			}
			i := slices.IndexFunc(test.WidgetRenderer(c).Objects(), func(o fyne.CanvasObject) bool { return o == x })
			ground, ok := test.WidgetRenderer(c).Objects()[i-1].(*canvas.Rectangle)
			if ok && math.Abs(grey(text.Color)-grey(ground.FillColor)) < 0x5000 {
				t.Errorf("%s: %s can hardly be read", mode, text.Text)
			}
		}
	}
}

func TestHeatOfFewHasAStepForEachNumber(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	c := newHeat(3)
	st.Show(c)
	if said := strings.Join(words(c), " "); !strings.HasSuffix(said, "0 1 2 3") {
		t.Errorf("the legend is not 0 1 2 3: %q", said)
	}
	all := grounds(newNothing(st))
	for _, g := range all {
		if g != all[0] {
			t.Fatalf("of nothing, cells have the colours %v and %v", all[0], g)
		}
	}
}

func newNothing(st *kittest.Stage) *chart.Heat {
	c := newHeat(0)
	st.Show(c)
	return c
}

// The arrows walk over the grid, and the names of the row and the column stand
// out with the tip.
func TestHeatIsWalkedByKeyboard(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	c := newHeat(37)
	st.Show(kit.Pad(16, 16, 16, 16, kit.VBox(0, c)))
	st.Window.Canvas().FocusNext()
	st.Key(fyne.KeyDown, fyne.KeyEnd, fyne.KeyRight, fyne.KeyLeft, fyne.KeyUp, fyne.KeyUp, fyne.KeyDown)
	if !says(c, "wtorek, 22:00") {
		t.Errorf("told %q", words(c)[len(words(c))-1])
	}
	var bold []string
	for _, x := range test.WidgetRenderer(c).Objects() {
		if text, ok := x.(*canvas.Text); ok && text.TextStyle.Bold {
			bold = append(bold, text.Text)
		}
	}
	if !slices.Contains(bold, "wtorek") || !slices.Contains(bold, "22") {
		t.Errorf("bold are %q", bold)
	}
	st.Picture(t, "chart-heat-walked")
	label := c.AccessibilityLabel()
	if !strings.HasPrefix(label, "Najwięcej we wtorki. poniedziałek 7: ") || strings.Contains(label, ": 0") {
		t.Errorf("a screen reader says %.80q", label)
	}
}

func newStacked() *chart.Stacked {
	c := chart.NewStacked(chart.StackedData{
		Rows: []string{"E-mail", "Telefon", "Wiadomość przez formularz na stronie", "Na miejscu"}, Parts: []string{"Pytanie", "Reklamacja", "Pochwała", "Sugestia", "Zamówienie", "Pozostałe"},
		Values: [][]float64{{40, 30, 12, 8, 6, 4}, {3, 1, 0, 0, 0, 0}, {1, 1, 1, 1, 1, 1}, {0, 0, 0, 0, 0, 0}},
		Total:  func(n float64) string { return fmt.Sprintf("n = %.0f", n) },
		Share:  func(v float64) string { return fmt.Sprintf("%.0f %%", 100*v) },
	})
	c.Tip = func(i int) []string { return []string{fmt.Sprintf("znak %d", i)} }
	return c
}

func TestStackedBarsSayTheirSharesAndHowMany(t *testing.T) {
	for _, mode := range []look.Mode{look.ModeLight, look.ModeDark} {
		st := kittest.New(t, "pl", mode)
		c := newStacked()
		st.Show(kit.Pad(16, 16, 16, 16, kit.VBox(0, c)))
		for _, w := range []string{"E-mail", "Pytanie", "Pozostałe", "40 %", "75 %", "17 %", "n = 100", "n = 4", "n = 0"} {
			if !says(c, w) {
				t.Errorf("%q is not on the chart: %q", w, words(c))
			}
		}
		st.Picture(t, "chart-stacked-"+string(mode))
		high := c.MinSize().Height
		st.Resize(330, 500)
		if c.MinSize().Height <= high || says(c, "4 %") {
			t.Errorf("in a narrow place: height %v, words %q", c.MinSize().Height, words(c))
		}
		st.Picture(t, "chart-stacked-narrow-"+string(mode))
	}
}

// Neighbours differ in grey or in their hatching: never by their hue alone.
func TestStackedPartsAreToldApartWithoutColour(t *testing.T) {
	for _, mode := range []look.Mode{look.ModeLight, look.ModeDark} {
		st := kittest.New(t, "pl", mode)
		c := newStacked()
		st.Show(c)
		var parts []float64
		var lines []int
		for _, x := range test.WidgetRenderer(c).Objects() {
			switch x := x.(type) {
			case *canvas.Rectangle:
				parts, lines = append(parts, grey(x.FillColor)), append(lines, 0)
			case *canvas.Line:
				lines[len(lines)-1]++
			}
		}
		for i := 1; i < 6; i++ { // the legend comes first
			if math.Abs(parts[i]-parts[i-1]) < 0x1800 && (lines[i] > 0) == (lines[i-1] > 0) {
				t.Errorf("%s: parts %d and %d look alike in grey", mode, i-1, i)
			}
		}
	}
}

func TestStackedTellsThePartUnderTheMouse(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	c := newStacked()
	st.Show(kit.VBox(0, c))
	y := c.Size().Height - 4*34 + 17 // the first bar, under the legend
	test.MoveMouse(st.Window.Canvas(), fyne.NewPos(c.Size().Width-75, y))
	if !says(c, "znak 5") {
		t.Errorf("under the mouse at the end: %q", words(c))
	}
	test.MoveMouse(st.Window.Canvas(), fyne.NewPos(20, y))
	st.Window.Canvas().FocusNext()
	st.Key(fyne.KeyDown, fyne.KeyDown, fyne.KeyRight)
	if !says(c, "znak 13") {
		t.Errorf("with the keyboard: %q", words(c))
	}
	if label := c.AccessibilityLabel(); !strings.Contains(label, "Telefon, n = 4, Pytanie 75 %, Reklamacja 25 %. ") {
		t.Errorf("a screen reader says %q", label)
	}
}
