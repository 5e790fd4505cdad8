package inbox

import (
	"os"
	"testing"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
)

// TestPictures draws the screen. With KARTOTEKA_PICTURES set it does so in both
// looks and languages and both sizes of window, and keeps the pictures.
func TestPictures(t *testing.T) {
	langs, modes := []string{"pl"}, []kit.Mode{kit.ModeDark}
	if os.Getenv("KARTOTEKA_PICTURES") != "" {
		langs, modes = []string{"pl", "en"}, []kit.Mode{kit.ModeLight, kit.ModeDark}
	}
	for _, lang := range langs {
		for _, mode := range modes {
			t.Run(lang+"-"+string(mode), func(t *testing.T) {
				st := kittest.New(t, lang, mode)
				s := New(st.Env, newFake())
				for name, width := range map[string]float32{"wide": 1064, "narrow": 784} {
					height := float32(800)
					if name == "narrow" {
						height = 650
					}
					st.Resize(width, height)
					st.Show(s.Content())
					s.Show(0)
					kit.Focus(s.Focus())
					st.Picture(t, "inbox-"+lang+"-"+string(mode)+"-"+name)
				}
			})
		}
	}
}
