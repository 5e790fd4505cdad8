package contacts

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
)

// TestPictures draws the list, a card and the forms. With KARTOTEKA_PICTURES set it does so in both looks
// and languages and both sizes of window, and keeps the pictures.
func TestPictures(t *testing.T) {
	langs, modes := []string{"pl"}, []kit.Mode{kit.ModeDark}
	if os.Getenv("KARTOTEKA_PICTURES") != "" {
		langs, modes = []string{"pl", "en"}, []kit.Mode{kit.ModeLight, kit.ModeDark}
	}
	for _, lang := range langs {
		for _, mode := range modes {
			t.Run(lang+"-"+string(mode), func(t *testing.T) {
				for name, size := range map[string]fyne.Size{"wide": fyne.NewSize(1064, 800), "narrow": fyne.NewSize(784, 650)} {
					st := kittest.New(t, lang, mode)
					suffix := "-" + lang + "-" + string(mode) + "-" + name
					st.Resize(size.Width, size.Height)
					s := New(st.Env, newFake())
					st.Show(s.Content())
					s.Show(0)
					s.list.Select(1)
					kit.Focus(s.Focus())
					st.Picture(t, "contacts"+suffix)
					s.Show(1)
					st.Picture(t, "card"+suffix)
					st.Key(fyne.KeyL)
					st.Picture(t, "log"+suffix)
					st.Key(fyne.KeyEscape)
					kit.Focus(s.root)
					st.Key(fyne.KeyE)
					st.Picture(t, "edit"+suffix)
					st.Key(fyne.KeyEscape)
					kit.Focus(s.root)
					st.Key(fyne.KeyT)
					st.Picture(t, "followup"+suffix)
					st.Key(fyne.KeyEscape)
					kit.Focus(s.root)
					st.Key(fyne.KeyS)
					st.Picture(t, "newcase"+suffix)
				}
			})
		}
	}
}
