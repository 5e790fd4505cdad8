package contacts

import (
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
)

func TestTheScreenFitsAndIsDrawn(t *testing.T) {
	kittest.EveryLook(func(lang string, mode kit.Mode, size fyne.Size, name string) {
		st := kittest.New(t, lang, mode)
		st.Resize(size.Width, size.Height)
		s := New(st.Env, newFake())
		st.Show(s.Content())
		s.Show(0)
		s.list.Select(1)
		kit.Focus(s.Focus())
		kittest.Fits(t, "list"+name, s.Content())
		st.Picture(t, "contacts"+name)
		s.Show(1)
		kittest.Fits(t, "card"+name, s.Content())
		st.Picture(t, "card"+name)
		for form, key := range map[string]fyne.KeyName{"log": fyne.KeyL, "edit": fyne.KeyE, "follow-up": fyne.KeyT, "case": fyne.KeyS} {
			kit.Focus(s.root)
			st.Key(key)
			top := st.Window.Canvas().Overlays().Top()
			if top == nil {
				t.Fatalf("%s opens no form", key)
			}
			kittest.Fits(t, form+name, top)
			if kittest.Picturing() {
				st.Picture(t, form+name)
			}
			st.Key(fyne.KeyEscape)
		}
	})
}
