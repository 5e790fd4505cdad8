package twins

import (
	"cmp"
	"context"
	"maps"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// Hooks are what others do when two cards were decided on. Each may be nil.
type Hooks struct {
	Reasons []data.Reason    // why they are taken for one client's, if that is known
	Merged  func(data.Merge) // the cards are one now
	Differ  func()           // they were said to be two clients'
	Undone  func()           // either was taken back by its toast
}

// merging is the open dialog with two cards side by side.
type merging struct {
	env    *kit.Env
	svc    Service
	hooks  Hooks
	scope  *kit.Scope
	dialog *dialog.Dialog

	keep, gone         data.Contact
	keepHas, goneHas   data.MergeCounts
	facts              facts
	merge              data.Merge
	busy               bool
	rows               []*choiceRow // those in which one is chosen
	scroll             *container.Scroll
	place, result      *parts.Slot
	deed, swap, differ *kit.Button
}

// ShowMerge lays two cards side by side, in which the owner chooses what is
// kept, and merges them. The first card is the one that stays, until they are
// changed round.
func ShowMerge(env *kit.Env, svc Service, keep, gone int64, hooks Hooks) {
	m := &merging{env: env, svc: svc, hooks: hooks, scope: kit.NewScope(env)}
	kit.Do(m.scope, "load", func(ctx context.Context) error { return m.load(ctx, keep, gone) }, func(err error) {
		if err != nil {
			m.scope.Close()
			dialog.ShowError(env, err)
			return
		}
		m.open()
	})
}

// load reads all that the dialog shows.
func (m *merging) load(ctx context.Context, keep, gone int64) (err error) {
	if m.keep, err = m.svc.Contact(ctx, keep); err != nil {
		return err
	}
	if m.gone, err = m.svc.Contact(ctx, gone); err != nil {
		return err
	}
	if m.keepHas, err = m.svc.MergeCounts(ctx, keep); err != nil {
		return err
	}
	if m.goneHas, err = m.svc.MergeCounts(ctx, gone); err != nil {
		return err
	}
	if m.facts.fields, err = m.svc.CustomFields(ctx); err != nil {
		return err
	}
	if m.facts.channels, err = m.svc.Categories(ctx, data.ListChannels); err != nil {
		return err
	}
	m.facts.people = map[int64]string{}
	for _, id := range []int64{m.keep.ReferredBy, m.gone.ReferredBy} {
		if id == 0 {
			continue
		}
		c, err := m.svc.Contact(ctx, id)
		if err != nil && data.CodeOf(err) != data.CodeNotFound {
			return err
		}
		m.facts.people[id] = c.Name()
	}
	m.merge = data.Merge{Keep: keep, Gone: gone, Choices: map[data.MergeField]data.MergeSide{}}
	return nil
}

// mergeWidth leaves both cards enough room in the smallest window.
const mergeWidth float32 = 744

func (m *merging) open() {
	tr := m.env.Tr
	m.place, m.result = parts.NewSlot(), parts.NewSlot()
	m.deed = kit.Primary("", "", m.do)
	m.swap = kit.Secondary(tr.T("twins.swap"), look.IconRefresh, m.turn)
	m.differ = kit.Secondary(tr.T("twins.differ"), "", m.notSame)
	cancel := kit.Secondary(tr.T("ui.cancel"), "", func() { m.dialog.Close() })
	body := []fyne.CanvasObject{m.place.Box, m.result.Box}
	if len(m.hooks.Reasons) > 0 {
		body = append([]fyne.CanvasObject{kit.NewPara(reasonsLine(tr, m.hooks.Reasons), 12, look.ColorMuted)}, body...)
	}
	m.fill()
	m.dialog = dialog.ShowWide(m.env, tr.T("twins.merge-title"), mergeWidth, kit.VBox(kit.GapSmall, body...),
		m.differ, m.swap, cancel, m.deed)
	m.dialog.OnClosed = m.scope.Close
	m.focus(0)
}

// focus gives the keyboard to a row, or to the deed where there is nothing to
// choose or no row further down.
func (m *merging) focus(i int) {
	if i >= len(m.rows) {
		m.dialog.Focus(m.deed)
		return
	}
	m.dialog.Focus(m.rows[max(i, 0)])
}

// fill draws the two cards and what they become.
func (m *merging) fill() {
	tr := m.env.Tr
	m.rows = nil
	head := func(key string, c *data.Contact, has data.MergeCounts) fyne.CanvasObject {
		under := cmp.Or(moves(tr, has), tr.T("twins.nothing-hangs"))
		return kit.HBox(kit.GapSmall, kit.Avatar(c.Name(), 30), kit.Grow(kit.VBox(0,
			kit.Strong(c.Name()).Cut(), kit.Caption(tr.T(key)+" · "+under).Cut())))
	}
	heads := kit.Pad(0, 4, 2, 0, kit.HBox(kit.GapSmall, kit.Space(labelWidth, 1), kit.Grow(kit.Columns(kit.GapSmall,
		head("twins.stays", &m.keep, m.keepHas), head("twins.goes", &m.gone, m.goneHas)))))
	var lines []fyne.CanvasObject
	for _, r := range data.MergeRows(&m.keep, &m.gone) {
		lines = append(lines, m.line(r))
	}
	lines = append(lines, m.union("twins.emails", m.keep.Emails(), m.gone.Emails())...)
	lines = append(lines, m.union("twins.phones", m.keep.Phones(), m.gone.Phones())...)
	lines = append(lines, m.union("twins.tags", m.keep.Tags, m.gone.Tags)...)
	m.scroll = container.NewVScroll(kit.Pad(0, 12, 0, 0, kit.VBox(2, lines...)))
	height := fyne.Max(150, fyne.Min(420, m.env.Window.Canvas().Size().Height-dialogRest))
	m.place.Set(kit.VBox(kit.GapSmall, heads, kit.Rule(), kit.Box(0, height, m.scroll), kit.Rule()))
	m.preview()
}

// dialogRest is the height of the dialog without the rows.
const dialogRest float32 = 320

// line is one field of the two cards.
func (m *merging) line(r data.MergeRow) fyne.CanvasObject {
	tr := m.env.Tr
	label, a, b := m.facts.label(tr, r.Field), m.facts.value(tr, r.Field, r.A), m.facts.value(tr, r.Field, r.B)
	if !r.Differs {
		return plainRow(label, a, b)
	}
	c := newChoiceRow(label, a, b, tr.T("twins.both"), r, m.merge.Side(r))
	at := len(m.rows)
	c.picked = func(side data.MergeSide) {
		m.merge.Choices[r.Field] = side
		m.preview()
	}
	c.move = func(step int) { m.focus(at + step) }
	c.reveal = func() { m.reveal(c) }
	m.rows = append(m.rows, c)
	return c
}

// union shows what both cards have of something of which all is kept.
func (m *merging) union(key string, a, b []string) []fyne.CanvasObject {
	if len(a)+len(b) == 0 {
		return nil
	}
	return []fyne.CanvasObject{plainRow(m.env.Tr.T(key), strings.Join(a, ", "), strings.Join(b, ", "))}
}

// reveal scrolls so that a row is in sight.
func (m *merging) reveal(c *choiceRow) {
	top, height := c.Position().Y, m.scroll.Size().Height
	switch {
	case top < m.scroll.Offset.Y:
		m.scroll.ScrollToOffset(fyne.NewPos(0, top))
	case top+c.Size().Height > m.scroll.Offset.Y+height:
		m.scroll.ScrollToOffset(fyne.NewPos(0, top+c.Size().Height-height))
	}
}

// preview says what the card will be that comes of the two.
func (m *merging) preview() {
	tr := m.env.Tr
	c := m.merge.Result(&m.keep, &m.gone)
	card := data.CardOf(&c)
	under := []string{cardLine(&card)}
	if n := len(c.Handles); n > 0 {
		under = append(under, tr.N("twins.handles", n))
	}
	if c.NoContact {
		under = append(under, tr.T("twins.no-contact"))
	}
	under = nonEmpty(under)
	what := tr.T("twins.moves-nothing")
	if n := moves(tr, m.goneHas); n != "" {
		what = tr.T("twins.moves", "What", n)
	}
	m.result.Set(kit.HBox(kit.GapRows, kit.Avatar(c.Name(), 34), kit.Grow(kit.VBox(0,
		kit.NewText(tr.T("twins.result", "Name", c.Name()), look.SizeBody, look.ColorText, true).Cut(),
		kit.NewText(strings.Join(under, " · "), 12, look.ColorMuted, false).Cut(),
		kit.NewText(what, 12, look.ColorMuted, false).Cut()))))
	m.deed.SetText(tr.T("twins.merge", "Name", short(c.Name())))
}

func nonEmpty(all []string) []string {
	var out []string
	for _, s := range all {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// turn changes the cards round; the values that were chosen stay chosen.
func (m *merging) turn() {
	m.merge = m.merge.Turned()
	m.keep, m.gone = m.gone, m.keep
	m.keepHas, m.goneHas = m.goneHas, m.keepHas
	m.fill()
	m.dialog.Focus(m.swap)
}

// do merges the cards; a second press while that runs does nothing.
func (m *merging) do() {
	if m.busy {
		return
	}
	m.busy = true
	m.deed.Disable()
	deed := data.Merge{Keep: m.merge.Keep, Gone: m.merge.Gone, Choices: maps.Clone(m.merge.Choices)}
	result := m.merge.Result(&m.keep, &m.gone)
	kit.Go(m.scope, "merge", func(ctx context.Context) (int64, error) {
		return m.svc.Merge(ctx, deed)
	}, func(action int64, err error) {
		m.busy = false
		m.deed.Enable()
		if err != nil {
			dialog.ShowError(m.env, err)
			return
		}
		m.dialog.Close()
		m.env.Toast(m.env.Tr.T("twins.merged", "Name", result.Name()), undoable(action, m.hooks.Undone))
		if m.hooks.Merged != nil {
			m.hooks.Merged(deed)
		}
	})
}

func (m *merging) notSame() {
	differ(m.env, m.svc, m.scope, m.keep.ID, m.gone.ID, func() {
		m.dialog.Close()
		if m.hooks.Differ != nil {
			m.hooks.Differ()
		}
	}, m.hooks.Undone)
}
