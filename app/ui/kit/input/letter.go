package input

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// forWindow reports whether a shortcut typed in a text field is the window's:
// a command letter, a digit or a function key. Ctrl+Alt is how Windows writes
// Polish letters, so it is never a shortcut; the field keeps its own word moves.
func forWindow(s fyne.Shortcut) bool {
	c, ok := s.(*desktop.CustomShortcut)
	if !ok || c.Modifier&fyne.KeyModifierAlt != 0 && c.Modifier&fyne.KeyModifierControl != 0 {
		return false
	}
	if c.Modifier == fyne.KeyModifierAlt {
		return c.KeyName == fyne.KeyLeft || c.KeyName == fyne.KeyRight
	}
	return len(c.KeyName) == 1 || isFunctionKey(c.KeyName)
}

// letterModifier goes with a letter that does something though a text field has
// the keyboard. On a Mac the Alt key writes letters.
func letterModifier() fyne.KeyModifier {
	if runtime.GOOS == "darwin" {
		return fyne.KeyModifierControl
	}
	return fyne.KeyModifierAlt
}

// Letter is the shortcut of a letter or digit that does something though a text
// field has the keyboard; nil for anything else. LetterKey is how it is written.
func Letter(key string) fyne.Shortcut {
	if len(key) != 1 || !(key[0] >= 'A' && key[0] <= 'Z' || key[0] >= '0' && key[0] <= '9') {
		return nil
	}
	return &desktop.CustomShortcut{KeyName: fyne.KeyName(key), Modifier: letterModifier()}
}

// LetterKey writes the shortcut of Letter as the system's people know it.
func LetterKey(key string) string {
	if runtime.GOOS == "darwin" {
		return "Ctrl+" + key
	}
	return "Alt+" + key
}

func isFunctionKey(k fyne.KeyName) bool {
	return len(k) > 1 && strings.HasPrefix(string(k), "F") && k[1] >= '0' && k[1] <= '9'
}

// forWindowKey reports whether a plain key typed in a text field is the
// window's.
func forWindowKey(k fyne.KeyName) bool { return k == fyne.KeyEscape || isFunctionKey(k) }
