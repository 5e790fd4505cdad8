//go:build !ci

package app

import (
	"fmt"
	"image"
	"image/color"
	"os"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/shell"
)

// began is when the program's own code began.
var began = time.Now()

// curtain is the first frame: the window in its own colours, without a word,
// since measuring the first text takes longer than all that comes before it.
// then is called on the UI thread as soon as it is painted.
func (p *program) curtain(start shell.Start, then func()) fyne.CanvasObject {
	mode := look.Mode(os.Getenv("KARTOTEKA_THEME"))
	if mode == "" {
		mode = look.Mode(start.Settings.Theme)
	}
	own, variant := look.NewTheme(mode), p.app.Settings().ThemeVariant()
	side := canvas.NewRectangle(own.Color(look.ColorSidebar, variant))
	side.SetMinSize(fyne.NewSize(shell.SidebarWidth, 0))
	page := canvas.NewRectangle(own.Color(theme.ColorNameBackground, variant))
	return container.NewStack(page, container.NewBorder(nil, nil, side, nil), painted(func() { fyne.Do(then) }))
}

// painted is a picture of nothing that calls f once, when it is painted.
func painted(f func()) fyne.CanvasObject {
	var once sync.Once
	return canvas.NewRaster(func(int, int) image.Image {
		once.Do(f)
		return image.NewUniform(color.Transparent)
	})
}

// timing reports whether KARTOTEKA_STARTUP asks how long the start takes, as
// "make bench" does.
func timing() bool { return os.Getenv("KARTOTEKA_STARTUP") != "" }

func tellTime(what string) {
	fmt.Printf("%s after %d ms\n", what, time.Since(began).Milliseconds())
}

// timeFirstScreen tells when the first screen's frame is painted, and ends the
// program.
func (p *program) timeFirstScreen() {
	p.window.SetContent(container.NewStack(p.window.Content(), painted(func() {
		tellTime("first screen")
		fyne.Do(p.app.Quit)
	})))
}
