package reports

import (
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
)

// smallest is the room beside the sidebar of a window of 1000 by 650.
var smallest = fyne.NewSize(784, 650)

// drawn goes through the looks, languages and sizes of the screen: all of them
// when KARTOTEKA_PICTURES asks for pictures to look at.
func drawn(each func(lang string, mode kit.Mode, size fyne.Size, name string)) {
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
	drawn(func(lang string, mode kit.Mode, size fyne.Size, name string) {
		st := kittest.New(t, lang, mode)
		st.Resize(size.Width, size.Height)
		s := New(st.Env, newFake())
		st.Show(s.Content())
		s.Show(0)
		st.Show(s.Content())
		fits(t, "reports"+name, s.Content())
		if w := scroll(t, s).Content.MinSize().Width; w > smallest.Width-2*kit.PageInset {
			t.Errorf("the report%s is %v wide", name, w)
		}
		st.Picture(t, "reports"+name)
		scroll(t, s).ScrollToOffset(fyne.NewPos(0, 560))
		st.Picture(t, "reports-middle"+name)
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
