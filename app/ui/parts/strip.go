package parts

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
)

// Press is one of the words of a KeyStrip with the one key that picks it.
type Press struct {
	Code string
	Key  string // one letter or digit, "" for none
	Word string
}

// KeyStrip is a row of words of which one is picked by one key. It is a single
// stop of Tab; the arrows move to the neighbour.
type KeyStrip struct {
	widget.BaseWidget
	// OnPick is called when the person picked a word by its key or by tap.
	OnPick func(code string)
	// OnOther is given a letter that is no key, and a capital: whoever types one
	// has begun a sentence. nil drops it.
	OnOther func(r rune)

	presses []Press
	picked  int
	focused bool
	box     *fyne.Container
	faces   []*stripFace
	save    func()
}

var (
	_ fyne.Focusable   = (*KeyStrip)(nil)
	_ dialog.Submitter = (*KeyStrip)(nil)
)

// NewKeyStrip returns a row of words, the one with the code picked.
func NewKeyStrip(presses []Press, code string) *KeyStrip {
	s := &KeyStrip{box: Flow(6)}
	s.ExtendBaseWidget(s)
	s.SetPresses(presses, code)
	return s
}

// Presses are the words.
func (s *KeyStrip) Presses() []Press { return s.presses }

// SetPresses replaces the words.
func (s *KeyStrip) SetPresses(presses []Press, code string) {
	s.presses, s.faces, s.picked = presses, nil, 0
	objs := make([]fyne.CanvasObject, len(presses))
	for i, p := range presses {
		f := newStripFace(p, func() { s.pick(i) })
		s.faces = append(s.faces, f)
		objs[i] = f
		if p.Code == code {
			s.picked = i
		}
	}
	s.box.Objects = objs
	s.box.Refresh()
	s.paint()
}

// Code is the code of the picked word, "" when there are none.
func (s *KeyStrip) Code() string {
	if s.picked < len(s.presses) {
		return s.presses[s.picked].Code
	}
	return ""
}

// SetCode picks a word without calling OnPick.
func (s *KeyStrip) SetCode(code string) {
	for i, p := range s.presses {
		if p.Code == code {
			s.picked = i
		}
	}
	s.paint()
}

// WireSubmit makes Enter save the form.
func (s *KeyStrip) WireSubmit(save func()) { s.save = save }

// First is the strip itself.
func (s *KeyStrip) First() fyne.Focusable { return s }

// CreateRenderer draws the words.
func (s *KeyStrip) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.box) }

// FocusGained is called by the toolkit.
func (s *KeyStrip) FocusGained() { s.focused = true; s.paint() }

// FocusLost is called by the toolkit.
func (s *KeyStrip) FocusLost() { s.focused = false; s.paint() }

// TypedRune picks the word of a letter.
func (s *KeyStrip) TypedRune(r rune) {
	for i, p := range s.presses {
		if p.Key != "" && !(unicode.IsUpper(r) && s.OnOther != nil) && strings.EqualFold(p.Key, string(unicode.ToUpper(r))) {
			s.pick(i)
			return
		}
	}
	if s.OnOther != nil {
		s.OnOther(r)
	}
}

// TypedKey is called by the toolkit.
func (s *KeyStrip) TypedKey(k *fyne.KeyEvent) {
	n := len(s.presses)
	switch k.Name {
	case fyne.KeyRight, fyne.KeyDown:
		s.picked = min(s.picked+1, max(0, n-1))
		s.paint()
	case fyne.KeyLeft, fyne.KeyUp:
		s.picked = max(0, s.picked-1)
		s.paint()
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		s.pick(s.picked)
	default:
		kit.PassKey(s, k)
	}
}

func (s *KeyStrip) pick(i int) {
	s.picked = i
	s.paint()
	if s.OnPick != nil {
		s.OnPick(s.Code())
	}
}

func (s *KeyStrip) paint() {
	for i, f := range s.faces {
		f.paint(i == s.picked, s.focused)
	}
}

// stripFace is one word with its key.
type stripFace struct {
	widget.BaseWidget
	ground *kit.Panel
	word   *kit.Text
	tapped func()
}

func newStripFace(p Press, tapped func()) *stripFace {
	f := &stripFace{tapped: tapped, word: kit.NewText(p.Word, 12, look.ColorText, true)}
	inside := []fyne.CanvasObject{f.word}
	if p.Key != "" {
		inside = append([]fyne.CanvasObject{KeyCap(p.Key)}, inside...)
	}
	f.ground = kit.NewPanel("", theme.ColorNameInputBorder, 8, kit.Pad(5, 9, 5, 6, kit.HBox(6, inside...)))
	f.ExtendBaseWidget(f)
	return f
}

// Tapped is called by the toolkit.
func (f *stripFace) Tapped(*fyne.PointEvent) { f.tapped() }

// CreateRenderer draws the word.
func (f *stripFace) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.ground) }

func (f *stripFace) paint(on, focused bool) {
	f.ground.Fill, f.ground.Alpha, f.ground.Stroke = "", 0, theme.ColorNameInputBorder
	ink := look.ColorMuted
	if on {
		ink = look.ColorPrimary
		f.ground.Fill, f.ground.Alpha, f.ground.Stroke = look.ColorPrimary, 0x1C, look.ColorPrimary
		if focused {
			f.ground.Fill, f.ground.Alpha = theme.ColorNameSelection, 0
		}
	}
	f.word.Tint(ink)
	f.ground.Refresh()
}
