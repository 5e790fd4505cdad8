package look_test

import (
	"bytes"
	"image/png"
	"math"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/theme"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
)

// Small text has to stand out from its ground by 4.5 to 1 (WCAG 2.1, 1.4.3).
func TestEveryTextIsReadable(t *testing.T) {
	pairs := []struct{ ink, ground fyne.ThemeColorName }{
		{look.ColorText, theme.ColorNameBackground},
		{look.ColorText, look.ColorCard},
		{look.ColorMuted, theme.ColorNameBackground},
		{look.ColorMuted, look.ColorCard},
		{theme.ColorNamePlaceHolder, theme.ColorNameInputBackground},
		{theme.ColorNameHyperlink, look.ColorCard},
		{theme.ColorNameHyperlink, theme.ColorNameBackground},
		{look.ColorGood, look.ColorCard},
		{look.ColorWarn, look.ColorCard},
		{look.ColorBad, look.ColorCard},
		{theme.ColorNameForegroundOnPrimary, look.ColorPrimary},
		{theme.ColorNameForegroundOnError, look.ColorBad},
		{look.ColorOnAccent, look.ColorAccent},
		{look.ColorOnToast, look.ColorToast},
		{look.ColorToastLink, look.ColorToast},
		{look.ColorSidebarText, look.ColorSidebar},
		{look.ColorSidebarMuted, look.ColorSidebar},
		{look.ColorSidebarText, look.ColorSidebarSelected},
		{look.ColorSidebarWarn, look.ColorSidebar},
		{look.ColorSidebarMuted, look.ColorSidebarHover},
	}
	for _, mode := range []look.Mode{look.ModeLight, look.ModeDark} {
		th := look.NewTheme(mode)
		for _, p := range pairs {
			if c := look.Contrast(th.Color(p.ink, 0), th.Color(p.ground, 0)); c < 4.5 {
				t.Errorf("%s: %s on %s has only %.1f to 1", mode, p.ink, p.ground, c)
			}
		}
	}
}

func TestModeDecidesAndAutoFollowsTheSystem(t *testing.T) {
	bg := theme.ColorNameBackground
	light, dark := look.NewTheme(look.ModeLight), look.NewTheme(look.ModeDark)
	auto := look.NewTheme("nonsense")
	if light.Color(bg, theme.VariantDark) != light.Color(bg, theme.VariantLight) {
		t.Error("light changes with the system")
	}
	if auto.Color(bg, theme.VariantDark) != dark.Color(bg, theme.VariantLight) ||
		auto.Color(bg, theme.VariantLight) != light.Color(bg, theme.VariantDark) {
		t.Error("auto does not follow the system")
	}
}

// A switch of theme recolours what is on the screen: nothing is built anew.
func TestTextsAndIconsRecolour(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	text, card := kit.Body("Łucja"), kit.Card(kit.Body("x"))
	icon := look.Icon(look.IconMail, look.ColorText)
	st.Show(container.NewVBox(text, card))
	before := icon.Name()
	fyne.CurrentApp().Settings().SetTheme(look.NewTheme(look.ModeDark))
	img := st.Window.Canvas().Capture()
	if got := img.At(600, 780); look.Luminance(got) > 0.1 {
		t.Errorf("the ground stayed light: %v", got)
	}
	if icon.Name() == before || !strings.Contains(string(icon.Content()), "#E4EAF1") {
		t.Error("the icon kept its colour")
	}
	st.Picture(t, "kit-recoloured")
}

func TestEveryIconIsDrawn(t *testing.T) {
	kittest.New(t, "pl", look.ModeLight)
	for _, name := range look.IconNames() {
		img := canvas.NewImageFromResource(look.Icon(name, look.ColorText))
		c := software.NewCanvas()
		c.SetPadded(false)
		c.SetContent(img)
		c.Resize(fyne.NewSize(48, 48))
		dark := 0
		shot := c.Capture()
		for y := range 48 {
			for x := range 48 {
				if look.Luminance(shot.At(x, y)) < 0.3 {
					dark++
				}
			}
		}
		if dark < 20 || dark > 900 {
			t.Errorf("%s: %d of 2304 points are inked, which is not an outline", name, dark)
		}
		var b bytes.Buffer
		if err := png.Encode(&b, shot); err != nil {
			t.Fatal(err)
		}
	}
}

// The toolkit fills what is not said to be hollow: the icon of a button that is
// switched off was a blob.
func TestAnIconStaysAnOutlineInAButtonThatIsOff(t *testing.T) {
	kittest.New(t, "pl", look.ModeLight)
	b := kit.Secondary("Przywróć", look.IconUndo, nil)
	on := b.Icon.Name()
	b.Disable()
	if b.Icon.Name() == on {
		t.Error("the icon is as dark as before")
	}
	drawn := string(theme.NewDisabledResource(b.Icon).Content())
	for _, shape := range strings.Split(drawn, "<path")[1:] {
		if !strings.Contains(strings.SplitN(shape, ">", 2)[0], `fill="none"`) {
			t.Errorf("a shape is filled: %s", shape)
		}
	}
	b.Enable()
	if b.Icon.Name() != on || b.Disabled() {
		t.Error("the icon does not come back")
	}
}

// What can be pressed or written into has an edge that is seen (WCAG 2.2, 1.4.11).
func TestTheEdgesOfFieldsAreSeen(t *testing.T) {
	for _, mode := range []look.Mode{look.ModeLight, look.ModeDark} {
		th := look.NewTheme(mode)
		edge := look.Luminance(th.Color(theme.ColorNameInputBorder, theme.VariantLight))
		for _, ground := range []fyne.ThemeColorName{look.ColorCard, theme.ColorNameOverlayBackground} {
			under := look.Luminance(th.Color(ground, theme.VariantLight))
			if ratio := (math.Max(edge, under) + 0.05) / (math.Min(edge, under) + 0.05); ratio < 3 {
				t.Errorf("%s: %.2f to 1 on %s", mode, ratio, ground)
			}
		}
	}
}
