package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit/look"
)

// ButtonHeight is that of every button and of every field of one line.
const ButtonHeight float32 = 36

// Button is a button of one height everywhere, which Enter presses too and
// which lets the window have the keys that it does not use.
type Button struct {
	widget.Button
	ink fyne.ThemeColorName // of its icon
}

// Primary is the one thing to do on a screen. icon may be "".
func Primary(text string, icon look.IconName, tapped func()) *Button {
	return newButton(text, icon, theme.ColorNameForegroundOnPrimary, widget.HighImportance, tapped)
}

// Secondary is any other deed. icon may be "".
func Secondary(text string, icon look.IconName, tapped func()) *Button {
	return newButton(text, icon, look.ColorText, widget.MediumImportance, tapped)
}

// Quiet is a button without a ground of its own. icon may be "".
func Quiet(text string, icon look.IconName, tapped func()) *Button {
	return newButton(text, icon, look.ColorMuted, widget.LowImportance, tapped)
}

// Danger is a deed that can't be taken back.
func Danger(text string, tapped func()) *Button {
	return newButton(text, "", theme.ColorNameForegroundOnError, widget.DangerImportance, tapped)
}

func newButton(text string, icon look.IconName, ink fyne.ThemeColorName, i widget.Importance, tapped func()) *Button {
	b := &Button{ink: ink}
	b.ExtendBaseWidget(b)
	b.Text, b.Importance, b.OnTapped = text, i, tapped
	if icon != "" {
		b.Icon = look.Icon(icon, ink)
	}
	return b
}

// MinSize keeps all buttons at one height.
func (b *Button) MinSize() fyne.Size {
	m := b.Button.MinSize()
	if b.Text != "" {
		m.Width += 8
	}
	return fyne.NewSize(m.Width, ButtonHeight)
}

// Enable lets the button be pressed.
func (b *Button) Enable() {
	b.tint(b.ink)
	b.Button.Enable()
}

// Disable keeps the button from being pressed and greys its icon.
func (b *Button) Disable() {
	b.tint(theme.ColorNameDisabled)
	b.Button.Disable()
}

func (b *Button) tint(ink fyne.ThemeColorName) {
	if b.Icon != nil {
		b.Icon = look.Tinted(b.Icon, ink)
	}
}

// FocusGained is called by the toolkit.
func (b *Button) FocusGained() {
	b.Button.FocusGained()
	Reveal(b)
}

// TypedKey is called by the toolkit.
func (b *Button) TypedKey(k *fyne.KeyEvent) {
	Press(b, k, func() {
		// Not by Tapped, which takes the keyboard away from the button.
		if !b.Disabled() && b.OnTapped != nil {
			b.OnTapped()
		}
	})
}

// Link is a word that can be pressed, in the colour of links.
func Link(text string, tapped func()) *LinkText {
	l := &LinkText{tapped: tapped}
	l.Text = NewText(text, look.SizeBody, theme.ColorNameHyperlink, true)
	l.ExtendBaseWidget(l)
	return l
}
