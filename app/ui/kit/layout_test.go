package kit_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
)

const longText = "Sześć reklamacji w tym miesiącu, zwykle cztery. To może być przypadek: przy tak małych liczbach różnica o dwie nic jeszcze nie znaczy."

func TestParaWrapsToItsWidth(t *testing.T) {
	kittest.New(t, "pl", look.ModeLight)
	p := kit.Sentence(longText)
	one := p.MinSize().Height
	p.Resize(fyne.NewSize(200, one))
	if got := p.MinSize().Height; got < 3*one {
		t.Errorf("the text is %.0f high at a width of 200, want several lines of %.0f", got, one)
	}
	p.Resize(fyne.NewSize(2000, one))
	if got := p.MinSize().Height; got != one {
		t.Errorf("the text is %.0f high at a width of 2000, want one line of %.0f", got, one)
	}
	p.SetText("krótki\ndwa wiersze")
	if got := p.MinSize().Height; got < 2*one {
		t.Errorf("a line break is not kept: %.0f", got)
	}
}

func TestBoxGivesWrappedTextItsHeightAtOnce(t *testing.T) {
	kittest.New(t, "pl", look.ModeLight)
	p, below := kit.Sentence(longText), kit.Body("pod spodem")
	box := kit.VBox(10, p, below)
	box.Resize(fyne.NewSize(220, 400))
	if below.Position().Y < p.MinSize().Height+10 {
		t.Errorf("the next text stands at %.0f, inside the wrapped one of %.0f", below.Position().Y, p.MinSize().Height)
	}
}

func TestSpacerAndGrowTakeWhatIsLeft(t *testing.T) {
	kittest.New(t, "pl", look.ModeLight)
	a, b := kit.Body("a"), kit.Body("b")
	row := kit.HBox(8, a, kit.Spacer(), b)
	row.Resize(fyne.NewSize(300, 40))
	if end := b.Position().X + b.Size().Width; end != 300 {
		t.Errorf("the last one ends at %.0f, want at the edge", end)
	}
	if a.Position().Y <= 0 {
		t.Error("a low object is not centred in a high row")
	}
	grown := kit.Grow(kit.Body("c"))
	row = kit.HBox(8, kit.Space(50, 10), grown)
	row.Resize(fyne.NewSize(300, 40))
	if grown.Size().Width != 242 {
		t.Errorf("grown to %.0f, want 242", grown.Size().Width)
	}
}

func TestHiddenObjectsLeaveNoGap(t *testing.T) {
	kittest.New(t, "pl", look.ModeLight)
	a, b := kit.Body("a"), kit.Body("b")
	with := kit.VBox(10, a, b).MinSize().Height
	b.Hide()
	if without := kit.VBox(10, a, b).MinSize().Height; without >= with-10 {
		t.Errorf("hidden: %.0f, shown: %.0f", without, with)
	}
}

func TestColumnsShareTheWidth(t *testing.T) {
	kittest.New(t, "pl", look.ModeLight)
	a, b := kit.Space(10, 10), kit.Space(10, 30)
	c := kit.Weighted(16, []float32{3, 1}, a, b)
	c.Resize(fyne.NewSize(416, 50))
	if a.Size().Width != 300 || b.Size().Width != 100 || b.Position().X != 316 {
		t.Errorf("widths %.0f and %.0f, second at %.0f", a.Size().Width, b.Size().Width, b.Position().X)
	}
	if a.Size().Height != 50 || b.Size().Height != 50 {
		t.Error("columns are not equally high")
	}
}

func TestScrollKnowsTheHeightOfWrappedText(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	p := kit.Sentence(strings.Repeat(longText+" ", 30))
	s := kit.Scroll(kit.VBox(0, p))
	st.Show(s)
	if p.Size().Height < p.MinSize().Height {
		t.Errorf("the text has %.0f of the %.0f that it needs", p.Size().Height, p.MinSize().Height)
	}
}

// The bar of a page stands beside the cards, not on them, and the cards end
// where the page's buttons end.
func TestThePagesBarStandsInItsMargin(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	card := kit.Card(kit.Box(0, 2000, kit.Body("")))
	s := kit.PageScroll(card)
	st.Show(kit.Pad(0, kit.PageInset, 0, kit.PageInset, s))
	if card.Size().Width != s.Size().Width {
		t.Errorf("a card of %v in a page of %v", card.Size().Width, s.Size().Width)
	}
	if bar := s.Objects[0]; bar.Size().Width <= s.Size().Width || bar.Size().Width > s.Size().Width+kit.PageInset {
		t.Errorf("the bar ends at %v beside a page of %v", bar.Size().Width, s.Size().Width)
	}
}

func TestPageTakesNewActionsAndSubtitle(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	p := kit.NewPage("Sprawy", "")
	p.SetBody(kit.Body("treść"))
	st.Show(p)
	tapped := false
	b := kit.Primary("Zapisz arkusz Excel", look.IconDownload, func() { tapped = true })
	p.SetActions(b)
	p.SetSubtitle("5 otwartych")
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
	if end := at.X + b.Size().Width; end > 1064-kit.PageInset+1 {
		t.Errorf("the button ends at %.0f, outside the page", end)
	}
	st.Tap(t, "Zapisz arkusz Excel")
	if !tapped || !st.Says("5 otwartych") {
		t.Error("the page does not show its new parts")
	}
}

func TestALongAddressBreaksWhereRoomEnds(t *testing.T) {
	kittest.New(t, "pl", look.ModeLight)
	address := "https://przyklad.example/" + strings.Repeat("a", 300)
	p := kit.Sentence("Strona: " + address)
	p.Resize(fyne.NewSize(300, 40))
	said := ""
	for _, o := range test.WidgetRenderer(p).Objects() {
		line := o.(*canvas.Text)
		if w := fyne.MeasureText(line.Text, line.TextSize, line.TextStyle).Width; w > 300 {
			t.Errorf("a line is %v wide", w)
		}
		said += line.Text
	}
	if said != "Strona:"+address {
		t.Errorf("the lines say %q", said)
	}
}

func TestALineOfAMillionLettersIsCut(t *testing.T) {
	kittest.New(t, "pl", look.ModeLight)
	text := kit.Strong(strings.Repeat("ż", 1_000_000))
	line := test.WidgetRenderer(text).Objects()[0].(*canvas.Text)
	if n := len([]rune(line.Text)); n > 700 || !strings.HasSuffix(line.Text, "…") {
		t.Errorf("%d letters are drawn", n)
	}
}
