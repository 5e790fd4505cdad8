package reply

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kartoteka/app/ui/kit"
)

// hold keeps keys and clicks from the window until what was asked for is there:
// who goes on typing means the answer, and letters are deeds on the screen behind.
// Escape calls it off. What is returned lets go and may be called again.
func hold(env *kit.Env, off func()) (release func()) {
	c := env.Window.Canvas()
	cover, before, held := canvas.NewRectangle(color.Transparent), c.OnTypedKey(), true
	release = func() {
		if !held {
			return
		}
		held = false
		if c.Overlays().Top() == fyne.CanvasObject(cover) { // else another dialog gives the keys back
			c.SetOnTypedKey(before)
		}
		c.Overlays().Remove(cover)
	}
	c.SetOnTypedKey(func(e *fyne.KeyEvent) {
		switch {
		case !held && before != nil:
			before(e)
		case held && e.Name == fyne.KeyEscape:
			release()
			off()
		}
	})
	c.Overlays().Add(cover)
	return release
}
