package parts

import (
	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
)

// Page is the frame of a page of settings, which embeds it: what it shows now and
// how far that is scrolled, what is focused first, and its work.
type Page struct {
	Scope *kit.Scope
	Slot  *Slot
	First fyne.Focusable // on what was drawn last

	old *fyne.Container // what was drawn last, for its place
}

// NewPage returns a frame in which so many grey lines say that the page is loading.
func NewPage(env *kit.Env, lines int) *Page {
	p := &Page{Scope: kit.NewScope(env), Slot: NewSlot()}
	p.Slot.Set(kit.Loading(lines))
	return p
}

// Content is the page.
func (p *Page) Content() fyne.CanvasObject { return p.Slot.Box }

// Focus is what First is.
func (p *Page) Focus() fyne.Focusable { return p.First }

// Close ends the page's work.
func (p *Page) Close() { p.Scope.Close() }

// Draw shows the page anew, scrolled as it was before.
func (p *Page) Draw(fresh *fyne.Container) {
	KeepScroll(p.old, fresh)
	p.old = fresh
	p.Slot.Set(fresh)
}

// Drawn reports whether the page has been drawn.
func (p *Page) Drawn() bool { return p.old != nil }
