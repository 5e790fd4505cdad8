// Package welcome is what an empty card index shows: try it on a sample firm,
// or connect one's own mail. Both lead on.
//
// It knows neither the use cases nor other screens: the shell does what is
// chosen.
package welcome

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/assets"
)

// Choices are what the shell does for each choice.
type Choices struct {
	// Sample sets up the sample firm. It returns at once; the screen is told
	// how far it is by Progress and, if it did not work, by Failed.
	Sample func()
	// Connect asks for a mailbox.
	Connect func()
	// Skip goes on with nothing.
	Skip func()
	// Language switches the language to the code.
	Language func(code string)
}

// Screen is the first start.
type Screen struct {
	env     *kit.Env
	choices Choices
	root    *fyne.Container
	bar     *kit.Progress
	said    *kit.Text
	first   *kit.Button
}

// New returns the screen.
func New(env *kit.Env, c Choices) *Screen {
	s := &Screen{env: env, choices: c, root: container.NewStack()}
	s.ask()
	return s
}

// Content is the screen.
func (s *Screen) Content() fyne.CanvasObject { return s.root }

// Focus is the button of the first choice.
func (s *Screen) Focus() fyne.Focusable { return s.first }

// Failed tells why the sample firm could not be set up and asks anew.
func (s *Screen) Failed(err error) {
	s.ask()
	dialog.ShowError(s.env, err)
}

// Progress tells how far the sample firm is; phase is the key of a sentence.
func (s *Screen) Progress(phase string, done, total int) {
	if s.bar == nil {
		return
	}
	s.bar.Set(done, total)
	s.said.SetText(s.env.Tr.T(phase, "Done", s.env.Tr.Int(done), "Total", s.env.Tr.Int(total)))
}

func (s *Screen) show(o fyne.CanvasObject) {
	s.root.Objects = []fyne.CanvasObject{
		kit.NewPanel("background", "", 0, nil), container.NewCenter(kit.Box(760, 0, o)),
	}
	s.root.Refresh()
}

func (s *Screen) head() fyne.CanvasObject {
	tr := s.env.Tr
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("kartoteka.png", assets.Icon))
	icon.FillMode = canvas.ImageFillContain
	return kit.VBox(kit.GapSmall,
		container.NewCenter(kit.Box(72, 72, icon)),
		kit.Space(0, 4),
		kit.NewText(tr.T("welcome.title"), 26, look.ColorText, true).Center(),
		kit.NewPara(tr.T("welcome.subtitle"), 14, look.ColorMuted).Center())
}

// ask shows the two ways on.
func (s *Screen) ask() {
	tr := s.env.Tr
	s.bar = nil
	s.first = kit.Primary(tr.T("welcome.sample-deed"), look.IconToday, s.sample)
	connect := kit.Secondary(tr.T("welcome.connect-deed"), look.IconPlug, s.choices.Connect)
	cards := kit.Columns(kit.GapCards,
		s.way(look.IconToday, "welcome.sample", s.first),
		s.way(look.IconMail, "welcome.connect", connect))
	s.show(kit.VBox(28, s.head(), cards, s.foot()))
}

func (s *Screen) way(icon look.IconName, key string, button fyne.CanvasObject) fyne.CanvasObject {
	tr := s.env.Tr
	mark := kit.NewPanel(look.ColorAccent, "", 12, kit.Pad(10, 10, 10, 10, kit.Picture(icon, 24, look.ColorOnAccent)))
	return kit.NewPanel(look.ColorCard, look.ColorBorder, 14, kit.Pad(22, 22, 22, 22, kit.VBox(kit.GapRows,
		kit.HBox(0, mark, kit.Spacer()),
		kit.Heading(tr.T(key+"-title")),
		kit.Grow(kit.NewPara(tr.T(key+"-text"), look.SizeBody, look.ColorMuted)),
		kit.HBox(0, button, kit.Spacer()))))
}

func (s *Screen) foot() fyne.CanvasObject {
	tr := s.env.Tr
	other, word := "en", "English"
	if tr.Lang() == "en" {
		other, word = "pl", "Polski"
	}
	return kit.HBox(kit.GapCards,
		kit.Picture(look.IconKey, 16, look.ColorMuted), kit.Grow(kit.Muted(tr.T("welcome.private")).Cut()),
		kit.Link(tr.T("welcome.skip"), s.choices.Skip),
		kit.Link(word, func() { s.choices.Language(other) }))
}

// sample shows the progress and lets the shell begin.
func (s *Screen) sample() {
	s.bar = kit.NewProgress(look.ColorSkeleton, look.ColorAccent)
	s.said = kit.Muted(s.env.Tr.T("welcome.phase-start")).Center()
	s.show(kit.VBox(28, s.head(), kit.Card(kit.Pad(12, 12, 12, 12, kit.VBox(kit.GapRows,
		kit.Heading(s.env.Tr.T("welcome.sample-busy")).Center(), s.bar, s.said)))))
	s.choices.Sample()
}
