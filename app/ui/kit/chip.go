package kit

import (
	"hash/fnv"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"kartoteka/app/ui/kit/look"
)

// Tone is the weight that a chip's word carries. The word always says it too:
// nothing is told by colour alone.
type Tone int

// The tones.
const (
	ToneNeutral Tone = iota
	ToneInfo
	ToneGood
	ToneWarn
	ToneBad
)

// Color returns the tone's colour name.
func (t Tone) Color() fyne.ThemeColorName {
	switch t {
	case ToneInfo:
		return look.ColorPrimary
	case ToneGood:
		return look.ColorGood
	case ToneWarn:
		return look.ColorWarn
	case ToneBad:
		return look.ColorBad
	}
	return look.ColorMuted
}

// Chip is a word on a soft ground of its tone's colour.
func Chip(text string, tone Tone) fyne.CanvasObject {
	p := NewPanel(tone.Color(), "", 10, Pad(3, 9, 3, 9, NewText(text, look.SizeCaption, tone.Color(), true)))
	p.Alpha = 0x22
	return p
}

// Badge is a small count on amber, for the sidebar and headings.
func Badge(text string) fyne.CanvasObject {
	return NewPanel(look.ColorAccent, "", 9, Pad(1, 7, 1, 7, NewText(text, look.SizeCaption, look.ColorOnAccent, true)))
}

// AvatarColor returns the colour that belongs to a name: always the same one,
// dark enough for white letters.
func AvatarColor(name string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name)) // a hash never fails
	return avatarColours[h.Sum32()%uint32(len(avatarColours))]
}

var avatarColours = []uint32{0x2F6690, 0x5B5EA6, 0x2C7A6B, 0x8A5A24, 0x9B4A5A, 0x4F6F3A, 0x6B4E8E, 0x3B6C8C}

// Avatar is a circle with a name's initials.
func Avatar(name string, side float32) fyne.CanvasObject {
	circle := canvas.NewCircle(look.RGB(AvatarColor(name)))
	letters := canvas.NewText(Initials(name), look.RGB(0xFFFFFF))
	letters.Alignment, letters.TextSize, letters.TextStyle.Bold = fyne.TextAlignCenter, side*0.38, true
	return Box(side, side, container.NewStack(circle, letters))
}

// Initials returns one or two letters that stand for a name. Small words after
// the first ("z o.o.") do not count.
func Initials(name string) string {
	var letters []rune
	for _, word := range strings.Fields(name) {
		r := firstLetter(word)
		if r == 0 || (len(letters) == 1 && unicode.IsLower([]rune(word)[0])) {
			continue
		}
		letters = append(letters, unicode.ToUpper(r))
		if len(letters) == 2 {
			break
		}
	}
	if len(letters) == 0 {
		return "?"
	}
	return string(letters)
}

func firstLetter(word string) rune {
	for _, r := range word {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
	}
	return 0
}
