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
)

// began is when the program's own code began.
var began = time.Now()

// timeFirstFrame tells how long the first painted frame took and ends the
// program, when KARTOTEKA_STARTUP asks for it, as "make bench" does. It lays a
// picture over the window that is asked for when that frame is painted.
func (p *program) timeFirstFrame() {
	if os.Getenv("KARTOTEKA_STARTUP") == "" {
		return
	}
	var once sync.Once
	mark := canvas.NewRaster(func(int, int) image.Image {
		once.Do(func() {
			fmt.Printf("first frame after %d ms\n", time.Since(began).Milliseconds())
			fyne.Do(p.app.Quit)
		})
		return image.NewUniform(color.Transparent)
	})
	p.window.SetContent(container.NewStack(p.window.Content(), mark))
}
