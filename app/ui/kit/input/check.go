package input

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
)

// Check is a box to tick with a word at its right. It lets the window have the
// keys that it does not use.
type Check struct {
	widget.Check
	// OnPick is called when the person ticks it or takes the tick away.
	OnPick func(on bool)
	quiet  bool
}

// NewCheck returns a box, ticked or not.
func NewCheck(text string, on bool, picked func(bool)) *Check {
	c := &Check{}
	c.ExtendBaseWidget(c)
	c.Text = text
	c.OnChanged = func(on bool) {
		if !c.quiet && c.OnPick != nil {
			c.OnPick(on)
		}
	}
	c.SetOn(on)
	c.OnPick = picked
	return c
}

// SetOn ticks it, or takes the tick away, without calling OnPick.
func (c *Check) SetOn(on bool) {
	c.quiet = true
	defer func() { c.quiet = false }()
	c.SetChecked(on)
}

// FocusGained is called by the toolkit.
func (c *Check) FocusGained() {
	c.Check.FocusGained()
	kit.Reveal(c)
}

// TypedRune is called by the toolkit; a space is a key here, too.
func (c *Check) TypedRune(rune) {}

// TypedKey is called by the toolkit.
func (c *Check) TypedKey(k *fyne.KeyEvent) {
	if k.Name == fyne.KeySpace {
		c.SetChecked(!c.Checked)
		return
	}
	kit.PassKey(c, k)
}
