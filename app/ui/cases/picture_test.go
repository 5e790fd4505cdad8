package cases

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
)

// TestPictures draws the list and a case. With KARTOTEKA_PICTURES set it does so
// in both looks and languages and both sizes of window, and keeps the pictures.
func TestPictures(t *testing.T) {
	langs, modes := []string{"pl"}, []kit.Mode{kit.ModeDark}
	if os.Getenv("KARTOTEKA_PICTURES") != "" {
		langs, modes = []string{"pl", "en"}, []kit.Mode{kit.ModeLight, kit.ModeDark}
	}
	for _, lang := range langs {
		for _, mode := range modes {
			for name, size := range map[string]fyne.Size{"wide": fyne.NewSize(1064, 800), "narrow": fyne.NewSize(784, 650)} {
				st := kittest.New(t, lang, mode)
				st.Resize(size.Width, size.Height)
				s := New(st.Env, newFake())
				st.Show(s.Content())
				s.Show(0)
				kit.Focus(s.Focus())
				st.Picture(t, "cases-"+lang+"-"+string(mode)+"-"+name)
				s.Show(3)
				st.Picture(t, "case-"+lang+"-"+string(mode)+"-"+name)
			}
		}
	}
}
