package shell

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
)

func TestANoticeStaysOverTheList(t *testing.T) {
	st := kittest.New(t, "pl", kit.ModeLight)
	toasts := newToaster(st.Env, kit.NewScope(st.Env), 0)
	st.Show(toasts.layer)
	for _, size := range []fyne.Size{{Width: 1000, Height: 640}, {Width: 1280, Height: 800}} {
		st.Resize(size.Width, size.Height)
		toasts.show("R/2026/0012: reklamacja, odpowiedź najpóźniej w poniedziałek 7 grudnia 2026",
			func(context.Context) error { return nil })
		o := toasts.layer.Objects[0]
		page := size.Width - SidebarWidth - 2*kit.PageInset
		left, right := o.Position().X, o.Position().X+o.Size().Width
		if left != SidebarWidth+kit.PageInset || right > left+fyne.Max(toastLeast, page*0.35) {
			t.Errorf("at %v it reaches from %v to %v, over the buttons beside the list", size, left, right)
		}
		if low := o.Position().Y + o.Size().Height; low > size.Height || o.Size().Height < o.MinSize().Height {
			t.Errorf("at %v its words are cut off: %v high, ends at %v", size, o.Size().Height, low)
		}
	}
	st.Picture(t, "toast")
}
