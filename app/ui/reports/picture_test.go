package reports

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
)

// TestPictures draws the screen, its top and what is below. With
// KARTOTEKA_PICTURES set it does so in both looks and languages and both sizes
// of window, and keeps the pictures.
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
				st.Show(s.Content())
				suffix := "-" + lang + "-" + string(mode) + "-" + name
				st.Picture(t, "reports"+suffix)
				scroll(t, s).ScrollToOffset(fyne.NewPos(0, 560))
				st.Picture(t, "reports2"+suffix)
				scroll(t, s).ScrollToBottom()
				st.Picture(t, "reports3"+suffix)
			}
		}
	}
}

// scroll finds the place that scrolls.
func scroll(t *testing.T, s *Screen) *container.Scroll {
	t.Helper()
	if box, ok := s.body.Box.Objects[0].(*fyne.Container); ok {
		if found, ok := box.Objects[0].(*container.Scroll); ok {
			return found
		}
	}
	t.Fatal("the report is not shown")
	return nil
}
