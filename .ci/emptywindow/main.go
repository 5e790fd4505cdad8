// Command emptywindow opens an empty Fyne window, says so when its first frame is
// painted, and ends. `make bench` holds Kartoteka's own start against it.
package main

import (
	"fmt"
	"image"
	"image/color"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
)

func main() {
	a := app.NewWithID("pl.kartoteka.emptywindow")
	w := a.NewWindow("empty")
	var once sync.Once
	w.SetContent(canvas.NewRaster(func(int, int) image.Image {
		once.Do(func() {
			fmt.Println("first frame")
			fyne.Do(a.Quit)
		})
		return image.NewUniform(color.White)
	}))
	w.Resize(fyne.NewSize(1280, 800))
	w.ShowAndRun()
}
