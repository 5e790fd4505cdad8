package input

import (
	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
)

// Labelled is an input with a word above it, as forms have them.
func Labelled(label string, input fyne.CanvasObject) fyne.CanvasObject { return Row(label, "", input) }

// Row is an input with a word above it and a small hint under it; both may be "".
func Row(label, hint string, input fyne.CanvasObject) fyne.CanvasObject {
	parts := []fyne.CanvasObject{}
	if label != "" {
		parts = append(parts, kit.NewText(label, 12, look.ColorMuted, true))
	}
	parts = append(parts, input)
	if hint != "" {
		parts = append(parts, kit.Note(hint))
	}
	return kit.VBox(kit.GapTiny, parts...)
}
