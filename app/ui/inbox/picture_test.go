package inbox

import (
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
)

func TestTheScreenFitsAndIsDrawn(t *testing.T) {
	kittest.EveryLook(func(lang string, mode look.Mode, size fyne.Size, name string) {
		st := kittest.New(t, lang, mode)
		st.Resize(size.Width, size.Height)
		s := New(st.Env, withPage(), func() {})
		st.Show(s.Content())
		s.Show(0)
		kit.Focus(s.Focus())
		kittest.Fits(t, "mail"+name, s.Content())
		st.Picture(t, "inbox"+name)
	})
}
