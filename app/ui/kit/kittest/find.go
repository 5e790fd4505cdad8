package kittest

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"kartoteka/app/ui/kit"
)

// walk calls f for all that is on the screen, the front first: an open dialog
// hides what is behind it.
func (s *Stage) walk(f func(fyne.CanvasObject)) {
	c := s.Window.Canvas()
	if top := c.Overlays().Top(); top != nil {
		each(top, f)
		return
	}
	each(c.Content(), f)
}

func each(o fyne.CanvasObject, f func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	f(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			each(child, f)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			each(child, f)
		}
	}
}

// All returns what is on the screen of a type, in its order.
func All[T fyne.CanvasObject](s *Stage) []T {
	var out []T
	s.walk(func(o fyne.CanvasObject) {
		if t, ok := o.(T); ok {
			out = append(out, t)
		}
	})
	return out
}

// Tap taps the first button or link that says the text.
func (s *Stage) Tap(t testing.TB, text string) {
	t.Helper()
	var found fyne.Tappable
	s.walk(func(o fyne.CanvasObject) {
		if found != nil {
			return
		}
		switch o := o.(type) {
		case *kit.Button:
			if o.Text == text && !o.Disabled() {
				found = o
			}
		case *kit.LinkText:
			if o.Text.Text() == text {
				found = o
			}
		case *kit.TapText:
			if o.Text.Text() == text {
				found = o
			}
		}
	})
	if found == nil {
		t.Fatalf("nothing on the screen to tap says %q", text)
	}
	test.Tap(found)
}

// Says reports whether a text on the screen contains the words.
func (s *Stage) Says(words string) bool {
	found := false
	s.walk(func(o fyne.CanvasObject) {
		if said, ok := o.(interface{ Text() string }); ok && strings.Contains(said.Text(), words) {
			found = true
		}
	})
	return found
}

// TapMenu taps the entry of an open menu that says the text.
func (s *Stage) TapMenu(t testing.TB, text string) {
	t.Helper()
	var found fyne.Tappable
	s.walk(func(o fyne.CanvasObject) {
		w, isWidget := o.(fyne.Widget)
		tap, canTap := o.(fyne.Tappable)
		if found != nil || !isWidget || !canTap {
			return
		}
		for _, part := range test.WidgetRenderer(w).Objects() {
			if said, ok := part.(*canvas.Text); ok && said.Text == text {
				found = tap
			}
		}
	})
	if found == nil {
		t.Fatalf("no entry of a menu says %q", text)
	}
	test.Tap(found)
}
