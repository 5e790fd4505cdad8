package shell

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/assets"
	"kartoteka/data"
)

// SidebarWidth is the width of the sidebar, in Fyne's units.
const SidebarWidth float32 = 216

var navIcons = map[kit.ScreenName]look.IconName{
	kit.ScreenToday: look.IconToday, kit.ScreenMail: look.IconMail, kit.ScreenContacts: look.IconContacts,
	kit.ScreenCases: look.IconCases, kit.ScreenReports: look.IconReports, kit.ScreenSettings: look.IconSettings,
}

// sidebar is the left edge of the window.
type sidebar struct {
	items map[kit.ScreenName]*navItem
	firm  *kit.Text
	root  fyne.CanvasObject
}

// newSidebar builds the sidebar. search and status are put into it; sample
// stands above the status, nil for none.
func newSidebar(env *kit.Env, search, status, sample fyne.CanvasObject) *sidebar {
	b := &sidebar{items: map[kit.ScreenName]*navItem{}}
	upper := []fyne.CanvasObject{}
	for i, name := range screens() {
		word := env.Tr.T("shell.screen-" + string(name))
		item := newNavItem(navIcons[name], word, kit.Command(strconv.Itoa(i+1)), func() { env.Navigate(kit.Route{Screen: name}) })
		b.items[name] = item
		if name != kit.ScreenSettings {
			upper = append(upper, item)
		}
	}
	foot := []fyne.CanvasObject{}
	if sample != nil {
		foot = append(foot, sample)
	}
	foot = append(foot, status, b.items[kit.ScreenSettings])
	body := kit.VBox(kit.GapRows, b.head(), search, kit.VBox(kit.GapTiny, upper...), kit.Spacer(), kit.VBox(kit.GapRows, foot...))
	b.root = kit.Box(SidebarWidth, 0, kit.NewPanel(look.ColorSidebar, "", 0, kit.Pad(16, 12, 12, 12, body)))
	return b
}

func (b *sidebar) head() fyne.CanvasObject {
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("kartoteka.png", assets.Icon))
	icon.FillMode = canvas.ImageFillContain
	b.firm = kit.NewText("", look.SizeCaption, look.ColorSidebarMuted, false).Cut()
	b.firm.Hide()
	return kit.Pad(0, 4, 2, 4, kit.HBox(10, kit.Box(32, 32, icon),
		kit.Grow(kit.VBox(0, kit.NewText("Kartoteka", 15, look.ColorSidebarText, true), b.firm))))
}

func (b *sidebar) setFirm(name string) {
	b.firm.SetText(name)
	if name == "" {
		b.firm.Hide()
	} else {
		b.firm.Show()
	}
}

func (b *sidebar) setCurrent(name kit.ScreenName) {
	for n, item := range b.items {
		if item.on != (n == name) {
			item.setOn(n == name)
		}
	}
}

func (b *sidebar) setBadges(n data.Badges) {
	b.items[kit.ScreenToday].setBadge(n.Due)
	b.items[kit.ScreenMail].setBadge(n.Waiting)
	b.items[kit.ScreenCases].setBadge(n.Cases)
}

func badgeText(n int) string {
	switch {
	case n <= 0:
		return ""
	case n > 99:
		return "99+"
	}
	return strconv.Itoa(n)
}

// beside puts the sidebar at the left of what is in front.
type beside struct{}

func (beside) MinSize(o []fyne.CanvasObject) fyne.Size {
	m := o[1].MinSize()
	return fyne.NewSize(SidebarWidth+fyne.Max(m.Width, 560), fyne.Max(m.Height, 480))
}

func (beside) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(SidebarWidth, s.Height))
	o[1].Move(fyne.NewPos(SidebarWidth, 0))
	o[1].Resize(fyne.NewSize(s.Width-SidebarWidth, s.Height))
}
