package cases

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
)

// smallest is the room beside the sidebar of a window of 1000 by 650.
var smallest = fyne.NewSize(784, 650)

// everyLook goes through the looks, languages and sizes of the screen: all of them
// when KARTOTEKA_PICTURES asks for pictures to look at.
func everyLook(each func(lang string, mode kit.Mode, size fyne.Size, name string)) {
	modes, sizes := []kit.Mode{kit.ModeDark}, map[string]fyne.Size{"small": smallest}
	if os.Getenv("KARTOTEKA_PICTURES") != "" {
		modes = []kit.Mode{kit.ModeLight, kit.ModeDark}
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

// fits fails when something needs more room than the smallest window has.
func fits(t *testing.T, what string, o fyne.CanvasObject) {
	t.Helper()
	if m := o.MinSize(); m.Width > smallest.Width || m.Height > smallest.Height {
		t.Errorf("%s needs %v", what, m)
	}
}

func TestTheScreenFitsAndIsDrawn(t *testing.T) {
	everyLook(func(lang string, mode kit.Mode, size fyne.Size, name string) {
		st := kittest.New(t, lang, mode)
		st.Resize(size.Width, size.Height)
		s := New(st.Env, newFake())
		st.Show(s.Content())
		s.Show(0)
		kit.Focus(s.Focus())
		fits(t, "list"+name, s.Content())
		st.Picture(t, "cases"+name)
		s.Show(3)
		fits(t, "case"+name, s.Content())
		st.Picture(t, "case"+name)
	})
}
