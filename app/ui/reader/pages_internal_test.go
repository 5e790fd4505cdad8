package reader

import (
	"fmt"
	"image"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// long are many lines of several looks, as a newsletter has them.
func long(n int) []Line {
	out := make([]Line, n)
	for i := range out {
		out[i] = Line{Runs: []Run{{Text: fmt.Sprintf("wiersz %d ", i), Bold: true}, {Text: "oferta", Tapped: func() {}}}}
	}
	return out
}

func TestALongPageComesInPieces(t *testing.T) {
	test.NewTempApp(t)
	r := New()
	r.Resize(fyne.NewSize(500, 400))
	r.SetLines(long(20_000))
	if r.shown > pageRich+1 || r.rows() != r.shown+1 {
		t.Fatalf("%d lines are measured at once, %d rows", r.shown, r.rows())
	}
	before := r.shown
	r.row(r.shown).Tapped()
	if r.shown <= before || r.shown > 2*pageRich+2 {
		t.Errorf("one more page shows %d lines after %d", r.shown, before)
	}
	r.Replace(long(20_000))
	if r.shown <= before {
		t.Errorf("a fold took pages away: %d lines", r.shown)
	}
	r.SetText(strings.Repeat("zamek nie działa\n", 100_000))
	if r.shown > pageLines {
		t.Errorf("%d lines of text are measured at once", r.shown)
	}
	r.SetLines(long(3))
	if r.rows() != 3 {
		t.Errorf("a short page has %d rows", r.rows())
	}
}

func TestEveryKindOfLineHasItsHeight(t *testing.T) {
	test.NewTempApp(t)
	ruler := newPart()
	words := []Run{{Text: strings.Repeat("zamek ", 40)}}
	plain := (&Line{Runs: words}).height(400, ruler)
	for name, l := range map[string]Line{
		"quoted":   {Runs: words, Quote: 3},
		"indented": {Runs: words, Indent: 4, Mark: "•"},
		"narrow":   {Cells: [][]Run{words, words}},
		"heading":  {Runs: words, Heading: true},
	} {
		if h := l.height(400, ruler); h <= plain {
			t.Errorf("%s: %v, a plain line has %v", name, h, plain)
		}
	}
	tall := Line{Picture: image.NewGray(image.Rect(0, 0, 4000, 90_000))}
	if h := tall.height(400, ruler); h > pictureMost+8 {
		t.Errorf("a tall picture takes %v", h)
	}
	for _, l := range []Line{{Rule: true}, {Button: "dalej"}, {Picture: tall.Picture}, Plain(""), {Cells: [][]Run{nil, nil}}} {
		if v := newLineView(); l.height(400, ruler) <= 0 {
			t.Errorf("%+v has no height", l)
		} else if v.show(&l); v.Text() != l.Words() {
			t.Errorf("%q is shown as %q", l.Words(), v.Text())
		}
	}
}
