package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
)

// navItem is an entry of the sidebar. It is not in the order of Tab, which
// would have to pass six of them on every screen: Ctrl+1 to Ctrl+6 are its keys.
type navItem struct {
	widget.BaseWidget
	icon   look.IconName
	tapped func()
	on     bool
	hover  bool

	ground *kit.Panel
	mark   *kit.Panel
	word   *kit.Text
	keys   *kit.Text
	badge  *kit.Text
	pill   *kit.Panel
	image  *widget.Icon
	row    *fyne.Container
}

var (
	_ desktop.Hoverable  = (*navItem)(nil)
	_ desktop.Cursorable = (*navItem)(nil)
)

func newNavItem(icon look.IconName, word, keys string, tapped func()) *navItem {
	n := &navItem{icon: icon, tapped: tapped}
	n.word = kit.NewText(word, look.SizeBody, look.ColorSidebarText, true).Cut()
	n.keys = kit.NewText(keys, look.SizeCaption, look.ColorSidebarMuted, false)
	n.keys.Hide()
	n.badge = kit.NewText("", look.SizeCaption, look.ColorOnAccent, true)
	n.pill = kit.NewPanel(look.ColorAccent, "", 9, kit.Pad(1, 7, 1, 7, n.badge))
	n.pill.Hide()
	n.image = widget.NewIcon(look.Icon(icon, look.ColorSidebarMuted))
	n.mark = kit.NewPanel("", "", 2, nil)
	n.row = kit.HBox(10, kit.Box(18, 18, n.image), kit.Grow(n.word), n.keys, n.pill)
	n.ground = kit.NewPanel("", "", 8, kit.HBox(0, kit.Box(3, 18, n.mark), kit.Grow(kit.Pad(0, 10, 0, 9, n.row))))
	n.ExtendBaseWidget(n)
	return n
}

// CreateRenderer draws the entry.
func (n *navItem) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(kit.Box(0, 38, n.ground))
}

// Tapped is called by the toolkit.
func (n *navItem) Tapped(*fyne.PointEvent) { n.tapped() }

// Cursor is called by the toolkit.
func (n *navItem) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MouseIn is called by the toolkit.
func (n *navItem) MouseIn(*desktop.MouseEvent) { n.setHover(true) }

// MouseMoved is called by the toolkit.
func (n *navItem) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by the toolkit.
func (n *navItem) MouseOut() { n.setHover(false) }

func (n *navItem) setHover(on bool) {
	n.hover = on
	n.show()
}

func (n *navItem) setOn(on bool) {
	n.on = on
	n.show()
}

// setBadge shows a count; 0 shows none. More than 99 is "99+".
func (n *navItem) setBadge(count int) {
	text := badgeText(count)
	n.badge.SetText(text)
	if text == "" {
		n.pill.Hide()
	} else {
		n.pill.Show()
	}
	n.row.Refresh()
}

func (n *navItem) show() {
	n.ground.Fill, n.mark.Fill = "", ""
	ink := look.ColorSidebarMuted
	switch {
	case n.on:
		n.ground.Fill, n.mark.Fill, ink = look.ColorSidebarSelected, look.ColorAccent, look.ColorSidebarText
	case n.hover:
		n.ground.Fill = look.ColorSidebarHover
	}
	if n.hover {
		n.keys.Show()
	} else {
		n.keys.Hide()
	}
	n.image.SetResource(look.Icon(n.icon, ink))
	n.ground.Refresh()
	n.mark.Refresh()
	n.row.Refresh()
}
