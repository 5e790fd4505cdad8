package kit

import (
	"slices"

	"fyne.io/fyne/v2"
)

// CloseForms closes the open forms of a window without asking, the newest first:
// the owner chose to go elsewhere.
func CloseForms(w fyne.Window) {
	for _, fd := range slices.Backward(slices.Clone(openForms)) {
		if fd.env.Window == w {
			fd.Close()
		}
	}
}
