package settings

import (
	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// Page is one of the pages of settings after the first, such as backups. It is
// made when it is gone to.
type Page struct {
	Title string // translated
	New   func() kit.Screen
}

// Screen is the screen of the owner's choices: pages under a row of their names.
type Screen struct {
	env   *kit.Env
	pages []Page // the first is the general one
	made  map[int]kit.Screen
	at    int

	page *kit.Page
	tabs []*kit.Button
	slot *parts.Slot
}

var _ kit.Screen = (*Screen)(nil)

// New returns the screen; its first page loads when it is shown.
func New(env *kit.Env, svc Service, hooks Hooks) *Screen {
	s := &Screen{env: env, made: map[int]kit.Screen{}, slot: parts.NewSlot()}
	first := Page{Title: env.Tr.T("settings.general"), New: func() kit.Screen { return newGeneral(env, svc, hooks) }}
	s.pages = append([]Page{first}, hooks.Pages...)
	s.page = kit.NewPage(env.Tr.T("settings.title"), "")
	var body fyne.CanvasObject = s.slot.Box
	if len(s.pages) > 1 {
		names := make([]fyne.CanvasObject, len(s.pages))
		for i, p := range s.pages {
			b := kit.Quiet(p.Title, "", func() { s.Show(int64(i)) })
			s.tabs, names[i] = append(s.tabs, b), b
		}
		body = kit.VBox(kit.GapRows, parts.Flow(kit.GapTiny, names...), kit.Grow(s.slot.Box))
	}
	s.page.SetBody(body)
	return s
}

// Page is the page in front, nil before the first was shown.
func (s *Screen) Page() kit.Screen { return s.made[s.at] }

// Content is the screen.
func (s *Screen) Content() fyne.CanvasObject { return s.page }

// Show opens the page of that number; 0 is the general one.
func (s *Screen) Show(id int64) {
	if id < 0 || int(id) >= len(s.pages) {
		id = 0
	}
	s.at = int(id)
	if s.made[s.at] == nil {
		s.made[s.at] = s.pages[s.at].New()
	}
	for i, b := range s.tabs {
		parts.Choose(b, b.Text, i == s.at)
	}
	s.slot.Set(s.made[s.at].Content())
	s.made[s.at].Show(0)
}

// Changed tells the page in front, as the shell tells screens.
func (s *Screen) Changed(c data.Change) {
	if p := s.made[s.at]; p != nil {
		p.Changed(c)
	}
}

// Focus is that of the page in front.
func (s *Screen) Focus() fyne.Focusable {
	if p := s.made[s.at]; p != nil {
		return p.Focus()
	}
	return nil
}

// Close ends the work of all pages.
func (s *Screen) Close() {
	for _, p := range s.made {
		p.Close()
	}
}
