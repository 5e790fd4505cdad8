package kittest

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit/look"
)

// Smallest is the room beside the sidebar of a window of 1000 by 650.
var Smallest = fyne.NewSize(784, 650)

// Picturing reports whether KARTOTEKA_PICTURES asks for pictures to look at.
func Picturing() bool { return os.Getenv("KARTOTEKA_PICTURES") != "" }

// EveryLook goes through both languages in the dark look and the smallest size,
// which shows most; through all looks and sizes when pictures are asked for.
// name tells the pictures of one pass apart from those of another.
func EveryLook(each func(lang string, mode look.Mode, size fyne.Size, name string)) {
	modes, sizes := []look.Mode{look.ModeDark}, map[string]fyne.Size{"small": Smallest}
	if Picturing() {
		modes = []look.Mode{look.ModeLight, look.ModeDark}
		sizes["large"] = fyne.NewSize(1064, 800)
	}
	for _, lang := range []string{"pl", "en"} {
		for _, mode := range modes {
			for name, size := range sizes {
				each(lang, mode, size, "-"+lang+"-"+string(mode)+"-"+name)
			}
		}
	}
}

// Fits fails when something needs more room than the smallest window has.
func Fits(t testing.TB, what string, o fyne.CanvasObject) {
	t.Helper()
	if m := o.MinSize(); m.Width > Smallest.Width || m.Height > Smallest.Height {
		t.Errorf("%s needs %v", what, m)
	}
}
