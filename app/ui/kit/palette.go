package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Colour names of roles that the toolkit does not know.
const (
	ColorCard            fyne.ThemeColorName = "kartoteka.card"
	ColorBorder          fyne.ThemeColorName = "kartoteka.border"
	ColorText            fyne.ThemeColorName = theme.ColorNameForeground
	ColorMuted           fyne.ThemeColorName = "kartoteka.muted"
	ColorPrimary         fyne.ThemeColorName = theme.ColorNamePrimary
	ColorAccent          fyne.ThemeColorName = "kartoteka.accent" // warm amber of the icon
	ColorOnAccent        fyne.ThemeColorName = "kartoteka.on-accent"
	ColorSkeleton        fyne.ThemeColorName = "kartoteka.skeleton"
	ColorGrid            fyne.ThemeColorName = "kartoteka.grid" // lines of charts
	ColorSidebar         fyne.ThemeColorName = "kartoteka.sidebar"
	ColorSidebarText     fyne.ThemeColorName = "kartoteka.sidebar-text"
	ColorSidebarMuted    fyne.ThemeColorName = "kartoteka.sidebar-muted"
	ColorSidebarSelected fyne.ThemeColorName = "kartoteka.sidebar-selected"
	ColorSidebarHover    fyne.ThemeColorName = "kartoteka.sidebar-hover"
	ColorSidebarWarn     fyne.ThemeColorName = "kartoteka.sidebar-warn"
	ColorToast           fyne.ThemeColorName = "kartoteka.toast"
	ColorOnToast         fyne.ThemeColorName = "kartoteka.on-toast"
	ColorToastLink       fyne.ThemeColorName = "kartoteka.toast-link"
	ColorGood            fyne.ThemeColorName = theme.ColorNameSuccess
	ColorWarn            fyne.ThemeColorName = theme.ColorNameWarning
	ColorBad             fyne.ThemeColorName = theme.ColorNameError
)

func rgb(v uint32) color.Color { return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255} }

func rgba(v uint32, a uint8) color.Color {
	return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), a}
}

// The ink blue and the amber are those of the icon; the greys lean to the blue.
var light = map[fyne.ThemeColorName]color.Color{
	ColorCard:            rgb(0xFFFFFF),
	ColorBorder:          rgb(0xE2E6EC),
	ColorMuted:           rgb(0x5D6B7C),
	ColorAccent:          rgb(0xF2B233),
	ColorOnAccent:        rgb(0x3A2A05),
	ColorSkeleton:        rgb(0xE9EDF2),
	ColorGrid:            rgb(0xE8ECF1),
	ColorSidebar:         rgb(0x17395A),
	ColorSidebarText:     rgb(0xEAF1F8),
	ColorSidebarMuted:    rgb(0xA9C0D6),
	ColorSidebarSelected: rgb(0x2A5580),
	ColorSidebarHover:    rgb(0x21496F),
	ColorSidebarWarn:     rgb(0xF6C667),
	ColorToast:           rgb(0x1B2838),
	ColorOnToast:         rgb(0xF4F7FA),
	ColorToastLink:       rgb(0xF6C667),

	theme.ColorNameBackground:          rgb(0xF4F6F9),
	theme.ColorNameForeground:          rgb(0x15202C),
	theme.ColorNamePrimary:             rgb(0x1F4E79),
	theme.ColorNameForegroundOnPrimary: rgb(0xFFFFFF),
	theme.ColorNameHyperlink:           rgb(0x1F5F99),
	theme.ColorNameButton:              rgb(0xE9EDF2),
	theme.ColorNameDisabledButton:      rgb(0xEFF2F5),
	theme.ColorNameDisabled:            rgb(0x9AA6B4),
	theme.ColorNameInputBackground:     rgb(0xF9FAFC),
	theme.ColorNameInputBorder:         rgb(0xCBD3DD),
	theme.ColorNamePlaceHolder:         rgb(0x667383),
	theme.ColorNameHover:               rgba(0x1F4E79, 0x0E),
	theme.ColorNamePressed:             rgba(0x1F4E79, 0x26),
	theme.ColorNameFocus:               rgba(0x2F7CC0, 0x59),
	theme.ColorNameSelection:           rgba(0x2F7CC0, 0x26),
	theme.ColorNameSeparator:           rgb(0xE6EAEF),
	theme.ColorNameHeaderBackground:    rgb(0xFFFFFF),
	theme.ColorNameSuccess:             rgb(0x13714F),
	theme.ColorNameForegroundOnSuccess: rgb(0xFFFFFF),
	theme.ColorNameWarning:             rgb(0x9A5400),
	theme.ColorNameForegroundOnWarning: rgb(0xFFFFFF),
	theme.ColorNameError:               rgb(0xBA2B22),
	theme.ColorNameForegroundOnError:   rgb(0xFFFFFF),
	theme.ColorNameMenuBackground:      rgb(0xFFFFFF),
	theme.ColorNameOverlayBackground:   rgb(0xFFFFFF),
	theme.ColorNameShadow:              rgba(0x101C28, 0x1A),
	theme.ColorNameScrollBar:           rgba(0x17395A, 0x4D),
	theme.ColorNameScrollBarBackground: rgba(0x17395A, 0x00),
}

var dark = map[fyne.ThemeColorName]color.Color{
	ColorCard:            rgb(0x192028),
	ColorBorder:          rgb(0x2A333E),
	ColorMuted:           rgb(0x9BA9B9),
	ColorAccent:          rgb(0xF2B233),
	ColorOnAccent:        rgb(0x2B1F04),
	ColorSkeleton:        rgb(0x242D37),
	ColorGrid:            rgb(0x28313C),
	ColorSidebar:         rgb(0x0D1620),
	ColorSidebarText:     rgb(0xE2EAF2),
	ColorSidebarMuted:    rgb(0x8FA3B7),
	ColorSidebarSelected: rgb(0x1D3349),
	ColorSidebarHover:    rgb(0x15263A),
	ColorSidebarWarn:     rgb(0xF0B450),
	ColorToast:           rgb(0xE7ECF2),
	ColorOnToast:         rgb(0x16202B),
	ColorToastLink:       rgb(0x1F4E79),

	theme.ColorNameBackground:          rgb(0x11171E),
	theme.ColorNameForeground:          rgb(0xE4EAF1),
	theme.ColorNamePrimary:             rgb(0x7DB2E4),
	theme.ColorNameForegroundOnPrimary: rgb(0x0C1A27),
	theme.ColorNameHyperlink:           rgb(0x8CC0F0),
	theme.ColorNameButton:              rgb(0x26303B),
	theme.ColorNameDisabledButton:      rgb(0x1E262F),
	theme.ColorNameDisabled:            rgb(0x64717F),
	theme.ColorNameInputBackground:     rgb(0x131A22),
	theme.ColorNameInputBorder:         rgb(0x36414E),
	theme.ColorNamePlaceHolder:         rgb(0x8593A3),
	theme.ColorNameHover:               rgba(0xFFFFFF, 0x0D),
	theme.ColorNamePressed:             rgba(0xFFFFFF, 0x26),
	theme.ColorNameFocus:               rgba(0x7DB2E4, 0x66),
	theme.ColorNameSelection:           rgba(0x5E9AD3, 0x40),
	theme.ColorNameSeparator:           rgb(0x28313C),
	theme.ColorNameHeaderBackground:    rgb(0x192028),
	theme.ColorNameSuccess:             rgb(0x52C79A),
	theme.ColorNameForegroundOnSuccess: rgb(0x08231A),
	theme.ColorNameWarning:             rgb(0xF0A93B),
	theme.ColorNameForegroundOnWarning: rgb(0x2B1B02),
	theme.ColorNameError:               rgb(0xF58379),
	theme.ColorNameForegroundOnError:   rgb(0x2E0805),
	theme.ColorNameMenuBackground:      rgb(0x202933),
	theme.ColorNameOverlayBackground:   rgb(0x1D252E),
	theme.ColorNameShadow:              rgba(0x000000, 0x55),
	theme.ColorNameScrollBar:           rgba(0xFFFFFF, 0x40),
	theme.ColorNameScrollBarBackground: rgba(0xFFFFFF, 0x00),
}
