//go:build !ci

package app

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"kartoteka/app/core"
	"kartoteka/app/core/folder"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/shell"
	"kartoteka/assets"
)

const (
	appID  = "pl.kartoteka.desktop"
	width  = 1280
	height = 800

	pullEvery    = 10 * time.Minute
	noticeStays  = 7 * time.Second
	gatherFor    = 150 * time.Millisecond
	sampleFolder = "demo" // in the owner's folder, as the command line has it
)

// program is a window and the card index that it shows: the owner's, or the
// sample firm's beside it.
type program struct {
	ctx    context.Context
	app    fyne.App
	window fyne.Window
	opts   Options
	own    *core.Core
	sample *core.Core // nil unless the sample firm was chosen in the window
	shell  *shell.Shell
}

// Run opens the window on a card index and returns when it was closed. It is
// called on the main goroutine.
func Run(ctx context.Context, c *core.Core, o Options) error {
	if f, err := folder.CrashFile(c.Dir()); err == nil {
		// Where the file can't be had, a crash is still told on standard error.
		_ = debug.SetCrashOutput(f, debug.CrashOptions{})
		_ = f.Close()
	}
	start, err := shell.Read(ctx, c)
	if err != nil {
		return err
	}
	// The key of Fyne's thread migration is left out on purpose: a release is
	// built with the tag migrated_fynedo, every other build keeps the checks.
	fyneapp.SetMetadata(fyne.AppMetadata{
		ID: appID, Name: "Kartoteka", Version: o.Version,
		Icon: fyne.NewStaticResource("kartoteka.png", assets.Icon),
	})
	p := &program{ctx: ctx, app: fyneapp.NewWithID(appID), opts: o, own: c}
	p.app.SetIcon(fyne.NewStaticResource("kartoteka.png", assets.Icon))
	p.window = p.app.NewWindow("Kartoteka")
	p.window.SetMaster()
	p.window.SetPadded(false)
	p.window.SetContent(p.curtain(start, func() {
		if timing() {
			tellTime("first frame")
		}
		p.show(c, start, false)
		if timing() {
			p.timeFirstScreen()
		}
	}))
	p.window.Resize(fyne.NewSize(width, height))
	p.window.CenterOnScreen()
	defer context.AfterFunc(ctx, func() { fyne.Do(p.app.Quit) })()
	p.window.ShowAndRun()
	if p.shell != nil {
		p.shell.Close()
		p.shell.Wait()
	}
	if p.sample != nil {
		return p.sample.Close()
	}
	return nil
}

// show fills the window with a card index. connect asks for a mailbox at once.
func (p *program) show(c *core.Core, start shell.Start, connect bool) {
	if p.shell != nil {
		p.shell.Close()
	}
	o := shell.Options{
		Lang: p.opts.Lang, Mode: look.Mode(os.Getenv("KARTOTEKA_THEME")), Version: p.opts.Version,
		Every: pullEvery, Linger: noticeStays, Gather: gatherFor,
		Spawn: func(f func()) { go f() }, Post: fyne.Do,
		Open: p.openFolder, OpenURL: p.openURL, Quit: p.app.Quit, Connect: connect,
		Notify: func(title, text string) { p.app.SendNotification(fyne.NewNotification(title, text)) },
	}
	if c == p.own {
		o.Sample = p.openSample
	} else {
		o.Own = p.backToOwn
	}
	p.shell = shell.New(c, p.window, start, o)
}

// openSample sets up the sample firm in a folder of its own and shows it. It
// runs off the UI thread.
func (p *program) openSample(ctx context.Context, o core.DemoOptions) error {
	c, err := core.Open(ctx, core.Options{Dir: filepath.Join(p.own.Dir(), sampleFolder)})
	if err != nil {
		return err
	}
	start, err := setUpSample(ctx, c, o)
	if err != nil {
		_ = c.Close() // the first failure is the one to tell
		return err
	}
	fyne.Do(func() {
		p.sample = c
		p.show(c, start, false)
	})
	return nil
}

func setUpSample(ctx context.Context, c *core.Core, o core.DemoOptions) (shell.Start, error) {
	if err := c.Alone(); err != nil {
		return shell.Start{}, err
	}
	if _, err := c.Demo(ctx, o); err != nil {
		return shell.Start{}, err
	}
	return shell.Read(ctx, c)
}

// backToOwn leaves the sample firm and asks for the owner's mailbox.
func (p *program) backToOwn() {
	go func() {
		start, err := shell.Read(p.ctx, p.own)
		if err != nil {
			p.own.LogError("back to the own folder", err)
			return
		}
		fyne.Do(func() {
			sample := p.sample
			if sample == nil {
				return // asked for twice
			}
			p.sample = nil
			before := p.shell
			p.show(p.own, start, true)
			go func() {
				before.Wait()
				if err := sample.Close(); err != nil {
					p.own.LogError("close the sample firm", err)
				}
			}()
		})
	}()
}

// openURL hands an address to the system's program for it.
func (p *program) openURL(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("read address: %w", err)
	}
	return p.app.OpenURL(u)
}

func (p *program) openFolder(dir string) {
	go func() {
		u := &url.URL{Scheme: "file", Path: filepath.ToSlash(dir)}
		if err := p.app.OpenURL(u); err != nil {
			p.own.LogError("open folder", err)
		}
	}()
}
