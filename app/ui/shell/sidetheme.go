package shell

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"kartoteka/app/ui/kit/look"
)

// sideTheme draws the toolkit's text field in the sidebar's colours.
type sideTheme struct{ fyne.Theme }

var sideColours = map[fyne.ThemeColorName]fyne.ThemeColorName{
	theme.ColorNameInputBackground: look.ColorSidebarHover,
	theme.ColorNameInputBorder:     look.ColorSidebarSelected,
	theme.ColorNameForeground:      look.ColorSidebarText,
	theme.ColorNamePlaceHolder:     look.ColorSidebarMuted,
	theme.ColorNamePrimary:         look.ColorAccent,
	theme.ColorNameHover:           look.ColorSidebarHover,
}

// Color follows the theme in use, whatever its mode.
func (t sideTheme) Color(n fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if own, ok := sideColours[n]; ok {
		n = own
	}
	return look.Color(n)
}
