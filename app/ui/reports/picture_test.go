package reports

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
)

func TestTheScreenFitsAndIsDrawn(t *testing.T) {
	kittest.EveryLook(func(lang string, mode look.Mode, size fyne.Size, name string) {
		st := kittest.New(t, lang, mode)
		st.Resize(size.Width, size.Height)
		f := newFake()
		f.channels = true
		s := New(st.Env, f)
		st.Show(s.Content())
		s.Show(0)
		st.Show(s.Content())
		kittest.Fits(t, "reports"+name, s.Content())
		if w := scroll(t, s).Content.MinSize().Width; w > kittest.Smallest.Width-2*kit.PageInset {
			t.Errorf("the report%s is %v wide", name, w)
		}
		st.Picture(t, "reports"+name)
		scroll(t, s).ScrollToOffset(fyne.NewPos(0, 560))
		st.Picture(t, "reports-middle"+name)
		scroll(t, s).ScrollToOffset(fyne.NewPos(0, 1150))
		st.Picture(t, "reports-channels"+name)
		scroll(t, s).ScrollToBottom()
		st.Picture(t, "reports-end"+name)
	})
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
