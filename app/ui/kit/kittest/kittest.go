// Package kittest sets up a window in memory for the tests of screens: the
// theme, an environment in which work runs at once, keys, and pictures to look
// at. Only tests import it.
package kittest

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// Stage is a window in memory with its environment and what screens told it.
type Stage struct {
	Env    *kit.Env
	Window fyne.Window
	Toasts []string
	Deeds  []kit.Deed // beside each toast, nil where it told of none
	Routes []kit.Route
	Files  []kit.FileAsk // files that were asked for
	Clock  time.Time
}

// Plain returns a light window in Polish with a screen that only says something.
func Plain(t *testing.T) *Stage {
	t.Helper()
	st := New(t, "pl", look.ModeLight)
	st.Show(kit.Body("ekran"))
	return st
}

// New opens a window of 1064 by 800, as wide as a screen is beside the sidebar.
// The day is Tuesday, 24 November 2026, 10:42 in Warsaw.
func New(t testing.TB, lang string, mode look.Mode) *Stage {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.NewTheme(mode))
	w := test.NewTempWindow(t, container.NewStack())
	w.SetPadded(false)
	w.Resize(fyne.NewSize(1064, 800))
	zone := time.FixedZone("Warsaw", 3600)
	s := &Stage{Window: w, Clock: time.Date(2026, 11, 24, 10, 42, 0, 0, zone)}
	s.Env = &kit.Env{
		Tr:       i18n.New(lang, zone),
		Window:   w,
		Spawn:    func(f func()) { f() },
		Post:     func(f func()) { f() },
		Navigate: func(r kit.Route) { s.Routes = append(s.Routes, r) },
		File:     func(ask kit.FileAsk) { s.Files = append(s.Files, ask) },
		Toast: func(text string, deed kit.Deed) {
			s.Toasts = append(s.Toasts, text)
			s.Deeds = append(s.Deeds, deed)
		},
		Now:   func() time.Time { return s.Clock },
		Today: func() data.Date { return data.DateIn(s.Clock, zone) },
	}
	return s
}

// Open opens a window with a screen in front, as one that was gone to.
func Open(t testing.TB, lang string, mode look.Mode, screen func(*kit.Env) kit.Screen) *Stage {
	t.Helper()
	s := New(t, lang, mode)
	front := screen(s.Env)
	t.Cleanup(front.Close)
	front.Show(0)
	s.Show(front.Content())
	return s
}

// Show puts an object into the window. The second Resize lets texts that wrap
// find their height, as the real window's next frame does.
func (s *Stage) Show(o fyne.CanvasObject) {
	s.Window.SetContent(o)
	size := s.Window.Canvas().Size()
	s.Window.Resize(size.AddWidthHeight(1, 0))
	s.Window.Resize(size)
}

// Resize changes the window's size.
func (s *Stage) Resize(width, height float32) { s.Window.Resize(fyne.NewSize(width, height)) }

// PickFile answers the last question for a file.
func (s *Stage) PickFile(t testing.TB, path string) {
	t.Helper()
	if len(s.Files) == 0 {
		t.Fatal("no file was asked for")
	}
	s.Files[len(s.Files)-1].Done(path)
}

// UndoLast does what follows once the deed that the last toast told of was undone.
func (s *Stage) UndoLast(t testing.TB) {
	t.Helper()
	if len(s.Deeds) == 0 || s.Deeds[len(s.Deeds)-1] == nil {
		t.Fatal("the last toast offers no undo")
	}
	s.Deeds[len(s.Deeds)-1]()
}

// Key types a key where the keyboard is: at what has focus, or at the window.
func (s *Stage) Key(names ...fyne.KeyName) {
	for _, n := range names {
		e := &fyne.KeyEvent{Name: n}
		c := s.Window.Canvas()
		if f := c.Focused(); f != nil {
			f.TypedKey(e)
		} else if h := c.OnTypedKey(); h != nil {
			h(e)
		}
	}
}

// Type types letters where the keyboard is.
func (s *Stage) Type(text string) {
	for _, r := range text {
		c := s.Window.Canvas()
		if f := c.Focused(); f != nil {
			f.TypedRune(r)
		} else if h := c.OnTypedRune(); h != nil {
			h(r)
		}
	}
}

// Picture saves the window as <name>.png in the folder that KARTOTEKA_PICTURES
// names; without it nothing is written. The window is drawn in any case.
func (s *Stage) Picture(t testing.TB, name string) {
	t.Helper()
	img := s.Window.Canvas().Capture()
	dir := os.Getenv("KARTOTEKA_PICTURES")
	if dir == "" {
		return
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
