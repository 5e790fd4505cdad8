//go:build !ci

package app

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"

	"kartoteka/app/ui/kit"
)

// began is when the program's own code began.
var began = time.Now()

// developerRuns starts what two variables ask for; both end the program.
// KARTOTEKA_STARTUP=1 tells how long the first painted frame took.
// KARTOTEKA_WALK=DIR goes through every screen in both languages, light and
// dark, and keeps a picture of each.
func (p *program) developerRuns() {
	if os.Getenv("KARTOTEKA_STARTUP") != "" {
		p.timeFirstFrame()
	}
	if dir := os.Getenv("KARTOTEKA_WALK"); dir != "" {
		p.app.Lifecycle().SetOnStarted(func() {
			go func() {
				err := p.walk(dir)
				fyne.Do(func() {
					p.failed = err
					p.app.Quit()
				})
			}()
		})
	}
}

// timeFirstFrame lays a picture over the window that is asked for when the
// first frame is painted.
func (p *program) timeFirstFrame() {
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

// settle is how long a screen is given to load and to be painted.
const settle = 900 * time.Millisecond

func (p *program) walk(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make %s: %w", dir, err)
	}
	time.Sleep(settle)
	for _, lang := range []string{"pl", "en"} {
		for _, mode := range []kit.Mode{kit.ModeLight, kit.ModeDark} {
			fyne.DoAndWait(func() { p.shell.Look(lang, mode) })
			for _, screen := range []kit.ScreenName{
				kit.ScreenToday, kit.ScreenMail, kit.ScreenContacts, kit.ScreenCases, kit.ScreenReports, kit.ScreenSettings,
			} {
				fyne.DoAndWait(func() { p.shell.Go(kit.Route{Screen: screen}) })
				time.Sleep(settle)
				name := fmt.Sprintf("%s-%s-%s.png", lang, mode, screen)
				if err := p.picture(filepath.Join(dir, name)); err != nil {
					return fmt.Errorf("picture of %s: %w", name, err)
				}
			}
		}
	}
	return nil
}

func (p *program) picture(path string) error {
	var img image.Image
	fyne.DoAndWait(func() {
		if img = p.window.Canvas().Capture(); blank(img) {
			img = drawn(p.window.Canvas())
		}
	})
	if blank(img) {
		return fmt.Errorf("%s shows next to nothing", path)
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := png.Encode(f, img); err != nil {
		_ = f.Close() // the first failure is the one to tell
		return err
	}
	return f.Close()
}

// drawn draws the window's content in memory, for displays that don't give a
// painted frame back, as Xvfb doesn't.
func drawn(c fyne.Canvas) image.Image {
	memory := software.NewCanvas()
	memory.SetPadded(false)
	memory.SetContent(c.Content())
	memory.Resize(c.Size())
	return memory.Capture()
}

// fewColours is what a window shows on which nothing was drawn.
const fewColours = 60

// blank reports whether a picture has next to nothing on it.
func blank(img image.Image) bool {
	seen := map[color.Color]bool{}
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y += 2 {
		for x := b.Min.X; x < b.Max.X; x += 2 {
			seen[img.At(x, y)] = true
			if len(seen) > fewColours {
				return false
			}
		}
	}
	return true
}
