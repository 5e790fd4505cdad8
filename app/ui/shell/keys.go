package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// addKeys makes the window's keys work. Ctrl+Alt with a letter is how Windows
// writes Polish letters and is never used.
func (s *Shell) addKeys() {
	on := func(key fyne.Shortcut, do func()) {
		s.keys.AddShortcut(key, func(fyne.Shortcut) { do() })
		s.window.Canvas().AddShortcut(key, s.Shortcut)
	}
	command := func(key fyne.KeyName, do func()) {
		on(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}, do)
	}
	digits := []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6}
	for i, name := range screens() {
		command(digits[i], func() { s.inFront(func() { s.goTo(name) }) })
	}
	command(fyne.KeyF, func() { s.inFront(func() { s.find.focus() }) })
	command(fyne.KeyK, func() { s.inFront(func() { s.find.focus() }) })
	command(fyne.KeyL, func() { s.inFront(s.log) })
	command(fyne.KeyR, func() { s.inFront(func() { s.pull.start(true) }) })
	command(fyne.KeyQ, s.quit)
	on(&fyne.ShortcutUndo{}, func() { s.inFront(func() { s.toasts.undo() }) })
	redo := func() { s.inFront(func() { s.toasts.redo() }) }
	on(&fyne.ShortcutRedo{}, redo) // Ctrl+Y
	on(&desktop.CustomShortcut{KeyName: fyne.KeyZ, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}, redo)
	on(&desktop.CustomShortcut{KeyName: fyne.KeyLeft, Modifier: fyne.KeyModifierAlt}, func() { s.inFront(s.back) })
	on(&desktop.CustomShortcut{KeyName: fyne.KeyRight, Modifier: fyne.KeyModifierAlt}, func() { s.inFront(s.forward) })
	s.window.Canvas().SetOnTypedKey(s.typed)
}

// Shortcut does what a shortcut of the window does.
func (s *Shell) Shortcut(key fyne.Shortcut) { s.keys.TypedShortcut(key) }

// inFront does something unless a dialog is open or nothing was chosen yet.
func (s *Shell) inFront(do func()) {
	if s.greeting != nil {
		return
	}
	s.find.close()
	if s.window.Canvas().Overlays().Top() == nil {
		do()
	}
}

// typed sees the keys for which nothing that has focus has a use: first the
// screen in front, then the window.
func (s *Shell) typed(e *fyne.KeyEvent) {
	if s.greeting != nil || s.window.Canvas().Overlays().Top() != nil {
		return
	}
	if k, ok := s.front().(interface{ Key(*fyne.KeyEvent) bool }); ok && k.Key(e) {
		return
	}
	switch e.Name {
	case fyne.KeyEscape:
		s.back()
	case fyne.KeyF5:
		s.pull.start(true)
	case fyne.KeyDown, fyne.KeyUp, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageDown, fyne.KeyPageUp:
		if f := s.front().Focus(); f != nil && s.window.Canvas().Focused() == nil {
			s.window.Canvas().Focus(f)
			f.TypedKey(e)
		}
	}
}
