package look

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

// RGB is a colour from its number, 0xRRGGBB.
func RGB(v uint32) color.Color { return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255} }

func rgba(v uint32, a uint8) color.Color {
	return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), a}
}

// The ink blue and the amber are those of the icon; the greys lean to the blue.
var light = map[fyne.ThemeColorName]color.Color{
	ColorCard:            RGB(0xFFFFFF),
	ColorBorder:          RGB(0xE2E6EC),
	ColorMuted:           RGB(0x5D6B7C),
	ColorAccent:          RGB(0xF2B233),
	ColorOnAccent:        RGB(0x3A2A05),
	ColorSkeleton:        RGB(0xE9EDF2),
	ColorGrid:            RGB(0xE8ECF1),
	ColorSidebar:         RGB(0x17395A),
	ColorSidebarText:     RGB(0xEAF1F8),
	ColorSidebarMuted:    RGB(0xA9C0D6),
	ColorSidebarSelected: RGB(0x2A5580),
	ColorSidebarHover:    RGB(0x21496F),
	ColorSidebarWarn:     RGB(0xF6C667),
	ColorToast:           RGB(0x1B2838),
	ColorOnToast:         RGB(0xF4F7FA),
	ColorToastLink:       RGB(0xF6C667),

	theme.ColorNameBackground:          RGB(0xF4F6F9),
	theme.ColorNameForeground:          RGB(0x15202C),
	theme.ColorNamePrimary:             RGB(0x1F4E79),
	theme.ColorNameForegroundOnPrimary: RGB(0xFFFFFF),
	theme.ColorNameHyperlink:           RGB(0x1F5F99),
	theme.ColorNameButton:              RGB(0xE9EDF2),
	theme.ColorNameDisabledButton:      RGB(0xEFF2F5),
	theme.ColorNameDisabled:            RGB(0x9AA6B4),
	theme.ColorNameInputBackground:     RGB(0xF9FAFC),
	theme.ColorNameInputBorder:         RGB(0x87939F),
	theme.ColorNamePlaceHolder:         RGB(0x667383),
	theme.ColorNameHover:               rgba(0x1F4E79, 0x0E),
	theme.ColorNamePressed:             rgba(0x1F4E79, 0x26),
	theme.ColorNameFocus:               rgba(0x2F7CC0, 0x59),
	theme.ColorNameSelection:           rgba(0x2F7CC0, 0x26),
	theme.ColorNameSeparator:           RGB(0xE6EAEF),
	theme.ColorNameHeaderBackground:    RGB(0xFFFFFF),
	theme.ColorNameSuccess:             RGB(0x13714F),
	theme.ColorNameForegroundOnSuccess: RGB(0xFFFFFF),
	theme.ColorNameWarning:             RGB(0x9A5400),
	theme.ColorNameForegroundOnWarning: RGB(0xFFFFFF),
	theme.ColorNameError:               RGB(0xBA2B22),
	theme.ColorNameForegroundOnError:   RGB(0xFFFFFF),
	theme.ColorNameMenuBackground:      RGB(0xFFFFFF),
	theme.ColorNameOverlayBackground:   RGB(0xFFFFFF),
	theme.ColorNameShadow:              rgba(0x101C28, 0x1A),
	theme.ColorNameScrollBar:           rgba(0x17395A, 0x4D),
	theme.ColorNameScrollBarBackground: rgba(0x17395A, 0x00),
}

var dark = map[fyne.ThemeColorName]color.Color{
	ColorCard:            RGB(0x192028),
	ColorBorder:          RGB(0x2A333E),
	ColorMuted:           RGB(0x9BA9B9),
	ColorAccent:          RGB(0xF2B233),
	ColorOnAccent:        RGB(0x2B1F04),
	ColorSkeleton:        RGB(0x242D37),
	ColorGrid:            RGB(0x28313C),
	ColorSidebar:         RGB(0x0D1620),
	ColorSidebarText:     RGB(0xE2EAF2),
	ColorSidebarMuted:    RGB(0x8FA3B7),
	ColorSidebarSelected: RGB(0x1D3349),
	ColorSidebarHover:    RGB(0x15263A),
	ColorSidebarWarn:     RGB(0xF0B450),
	ColorToast:           RGB(0xE7ECF2),
	ColorOnToast:         RGB(0x16202B),
	ColorToastLink:       RGB(0x1F4E79),

	theme.ColorNameBackground:          RGB(0x11171E),
	theme.ColorNameForeground:          RGB(0xE4EAF1),
	theme.ColorNamePrimary:             RGB(0x7DB2E4),
	theme.ColorNameForegroundOnPrimary: RGB(0x0C1A27),
	theme.ColorNameHyperlink:           RGB(0x8CC0F0),
	theme.ColorNameButton:              RGB(0x26303B),
	theme.ColorNameDisabledButton:      RGB(0x1E262F),
	theme.ColorNameDisabled:            RGB(0x64717F),
	theme.ColorNameInputBackground:     RGB(0x131A22),
	theme.ColorNameInputBorder:         RGB(0x66727F),
	theme.ColorNamePlaceHolder:         RGB(0x8593A3),
	theme.ColorNameHover:               rgba(0xFFFFFF, 0x0D),
	theme.ColorNamePressed:             rgba(0xFFFFFF, 0x26),
	theme.ColorNameFocus:               rgba(0x7DB2E4, 0x66),
	theme.ColorNameSelection:           rgba(0x5E9AD3, 0x40),
	theme.ColorNameSeparator:           RGB(0x28313C),
	theme.ColorNameHeaderBackground:    RGB(0x192028),
	theme.ColorNameSuccess:             RGB(0x52C79A),
	theme.ColorNameForegroundOnSuccess: RGB(0x08231A),
	theme.ColorNameWarning:             RGB(0xF0A93B),
	theme.ColorNameForegroundOnWarning: RGB(0x2B1B02),
	theme.ColorNameError:               RGB(0xF58379),
	theme.ColorNameForegroundOnError:   RGB(0x2E0805),
	theme.ColorNameMenuBackground:      RGB(0x202933),
	theme.ColorNameOverlayBackground:   RGB(0x1D252E),
	theme.ColorNameShadow:              rgba(0x000000, 0x55),
	theme.ColorNameScrollBar:           rgba(0xFFFFFF, 0x40),
	theme.ColorNameScrollBarBackground: rgba(0xFFFFFF, 0x00),
}
