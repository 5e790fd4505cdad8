// Package look is how the window looks, light and dark: colours by their role,
// sizes, and the icons. It must not know what is drawn with them.
package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Mode is the owner's choice of light or dark, as the settings keep it.
type Mode string

// The modes. ModeAuto follows the system.
const (
	ModeAuto  Mode = "auto"
	ModeLight Mode = "light"
	ModeDark  Mode = "dark"
)

// Theme is Kartoteka's own look, complete in light and dark.
type Theme struct{ mode Mode }

var _ fyne.Theme = (*Theme)(nil)

// NewTheme returns the theme in a mode; an unknown mode follows the system.
func NewTheme(m Mode) *Theme { return &Theme{mode: m} }

// Mode returns the mode that was chosen.
func (t *Theme) Mode() Mode { return t.mode }

// Color returns a role's colour.
func (t *Theme) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	switch t.mode {
	case ModeLight:
		v = theme.VariantLight
	case ModeDark:
		v = theme.VariantDark
	}
	colours := light
	if v == theme.VariantDark {
		colours = dark
	}
	if c, ok := colours[n]; ok {
		return c
	}
	return theme.DefaultTheme().Color(n, v)
}

// Font returns the toolkit's bundled Noto Sans, which has every Polish letter.
func (t *Theme) Font(s fyne.TextStyle) fyne.Resource { return theme.DefaultTheme().Font(s) }

// Icon returns the toolkit's own icons, for its own widgets only; screens take
// theirs from Icon in this package.
func (t *Theme) Icon(n fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(n) }

// Size returns a role's size.
func (t *Theme) Size(n fyne.ThemeSizeName) float32 {
	if s, ok := sizes[n]; ok {
		return s
	}
	return theme.DefaultTheme().Size(n)
}

var sizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameText:            SizeBody,
	theme.SizeNameHeadingText:     SizeTitle,
	theme.SizeNameSubHeadingText:  SizeHeading,
	theme.SizeNameCaptionText:     SizeCaption,
	theme.SizeNamePadding:         4,
	theme.SizeNameInnerPadding:    8,
	theme.SizeNameInlineIcon:      18,
	theme.SizeNameInputRadius:     8,
	theme.SizeNameButtonRadius:    8,
	theme.SizeNameSelectionRadius: 8,
	theme.SizeNameCardRadius:      12,
	theme.SizeNameDialogRadius:    14,
	theme.SizeNamePopupRadius:     10,
	theme.SizeNameMenuRadius:      10,
	theme.SizeNameInputBorder:     1,
	theme.SizeNameScrollBar:       10,
	theme.SizeNameScrollBarSmall:  4,
}

// Color returns a role's colour in the theme that is in use now. Outside this
// package's theme (a bare test application) it falls back to the light one.
func Color(n fyne.ThemeColorName) color.Color {
	if app := fyne.CurrentApp(); app != nil {
		if c := app.Settings().Theme().Color(n, app.Settings().ThemeVariant()); c != nil {
			return c
		}
	}
	if c, ok := light[n]; ok {
		return c
	}
	return color.Black
}

// Faint returns a role's colour at a given opacity.
func Faint(n fyne.ThemeColorName, alpha uint8) color.Color {
	r, g, b, _ := Color(n).RGBA()
	return color.NRGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), alpha}
}
