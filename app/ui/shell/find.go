package shell

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kartoteka/app/core"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

// finder is the search field that is always there, with its results.
type finder struct {
	core     *core.Core
	env      *kit.Env
	scope    *kit.Scope
	field    *input.Entry
	drop     *widget.Dropdown
	commands []deedCommand
	leave    func() // gives the keyboard back to the screen
}

// mostFound is how many results are shown.
const mostFound = 40

// nothing marks the line that says that there is nothing.
const nothing = "nothing"

func newFinder(c *core.Core, env *kit.Env, scope *kit.Scope, leave func()) *finder {
	f := &finder{core: c, env: env, scope: scope, leave: leave}
	f.field = input.NewEntry(env.Tr.T("shell.search", "Key", kit.Command("K")))
	f.field.SetIcon(look.Icon(look.IconSearch, look.ColorSidebarMuted))
	f.drop = widget.NewDropdown(f.field)
	f.drop.Width = 480
	f.drop.OnPick, f.drop.OnEscape = f.pick, f.escape
	f.field.OnChanged = f.search
	f.field.OnKey = f.key
	return f
}

// object is the field, in the sidebar's colours.
func (f *finder) object() fyne.CanvasObject {
	return container.NewThemeOverride(f.field, sideTheme{look.NewTheme(look.ModeAuto)})
}

// focus puts the keyboard into the field, with what it says marked.
func (f *finder) focus() {
	kit.Focus(f.field)
	f.field.TypedShortcut(&fyne.ShortcutSelectAll{})
	if f.field.Text == "" {
		f.drop.Show(f.fitting(""))
	}
}

// close closes the list for something else; what was asked for is not shown over it.
func (f *finder) close() {
	f.scope.Cancel("find")
	f.drop.Close()
}

func (f *finder) key(e *fyne.KeyEvent) bool {
	switch {
	case f.drop.Open() && e.Name != fyne.KeyEscape:
		return false
	case f.drop.Awaits(e):
		return true
	case e.Name == fyne.KeyEscape:
		f.escape()
	case e.Name == fyne.KeyDown, e.Name == fyne.KeyReturn, e.Name == fyne.KeyEnter:
		f.search(f.field.Text)
	default:
		return false
	}
	return true
}

// escape empties the field and gives the keyboard back.
func (f *finder) escape() {
	f.clear()
	f.leave()
}

func (f *finder) clear() {
	f.scope.Cancel("find")
	f.drop.Close()
	f.field.OnChanged = nil
	f.field.SetText("")
	f.field.OnChanged = f.search
}

func (f *finder) search(words string) {
	if len([]rune(strings.TrimSpace(words))) < 2 {
		f.scope.Cancel("find")
		f.drop.Show(nil)
		return
	}
	fitting := f.fitting(words)
	f.drop.Expect()
	kit.Go(f.scope, "find", func(ctx context.Context) ([]data.Hit, error) {
		return f.core.Search(ctx, words, mostFound)
	}, func(hits []data.Hit, err error) {
		if err != nil {
			f.drop.Show([]widget.Match{{Kind: nothing, Note: true, Icon: look.IconAlert, Title: f.env.Tr.Error(err)}})
			return
		}
		if len(hits) > 0 || len(fitting) == 0 {
			fitting = append(fitting, matches(f.env, hits)...)
		}
		f.drop.Show(fitting)
	})
}

var hitOrder = []data.HitType{data.HitContact, data.HitCase, data.HitMessage, data.HitInteraction}

var hitIcons = map[data.HitType]look.IconName{
	data.HitContact: look.IconPerson, data.HitCase: look.IconCases,
	data.HitMessage: look.IconMail, data.HitInteraction: look.IconChat,
}

// matches groups results by what they are, in the order that they have within.
func matches(env *kit.Env, hits []data.Hit) []widget.Match {
	if len(hits) == 0 {
		return []widget.Match{{Kind: nothing, Note: true, Icon: look.IconSearch, Title: env.Tr.T("shell.search-nothing")}}
	}
	sorted := slices.Clone(hits)
	slices.SortStableFunc(sorted, func(a, b data.Hit) int {
		return slices.Index(hitOrder, a.Type) - slices.Index(hitOrder, b.Type)
	})
	out := make([]widget.Match, len(sorted))
	for i, h := range sorted {
		sub := strings.Join(strings.Fields(h.Snippet), " ")
		if !h.Date.IsZero() {
			sub = strings.TrimSuffix(env.Tr.Date(h.Date)+" · "+sub, " · ")
		}
		out[i] = widget.Match{
			ID: h.ID, Kind: string(h.Type), Icon: hitIcons[h.Type], Title: h.Title, Subtitle: sub,
			Group: env.Tr.T("shell.found-" + string(h.Type)),
		}
	}
	return out
}

// pick goes to what was found.
func (f *finder) pick(m widget.Match) {
	if m.Kind == nothing {
		return
	}
	f.clear()
	if m.Kind == command {
		f.leave()
		f.commands[m.ID].do()
		return
	}
	switch data.HitType(m.Kind) {
	case data.HitContact:
		f.env.Navigate(kit.Route{Screen: kit.ScreenContacts, ID: m.ID})
	case data.HitCase:
		f.env.Navigate(kit.Route{Screen: kit.ScreenCases, ID: m.ID})
	case data.HitMessage:
		f.env.Navigate(kit.Route{Screen: kit.ScreenMail, ID: m.ID})
	case data.HitInteraction:
		f.openInteraction(m.ID)
	}
}

// openInteraction goes to the contact whose timeline holds it.
func (f *finder) openInteraction(id int64) {
	kit.Go(f.scope, "owner", func(ctx context.Context) (int64, error) {
		return f.core.InteractionContact(ctx, id)
	}, func(contact int64, err error) {
		if err != nil {
			dialog.ShowError(f.env, err)
			return
		}
		f.env.Navigate(kit.Route{Screen: kit.ScreenContacts, ID: contact})
	})
}
