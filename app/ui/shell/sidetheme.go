package shell

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"kartoteka/app/ui/kit"
)

// sideTheme draws the toolkit's text field in the sidebar's colours.
type sideTheme struct{ fyne.Theme }

var sideColours = map[fyne.ThemeColorName]fyne.ThemeColorName{
	theme.ColorNameInputBackground: kit.ColorSidebarHover,
	theme.ColorNameInputBorder:     kit.ColorSidebarSelected,
	theme.ColorNameForeground:      kit.ColorSidebarText,
	theme.ColorNamePlaceHolder:     kit.ColorSidebarMuted,
	theme.ColorNamePrimary:         kit.ColorAccent,
	theme.ColorNameHover:           kit.ColorSidebarHover,
}

// Color follows the theme in use, whatever its mode.
func (t sideTheme) Color(n fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if own, ok := sideColours[n]; ok {
		n = own
	}
	return kit.Color(n)
}
