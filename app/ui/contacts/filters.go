package contacts

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// filterBar are the fields by which the list is narrowed. What is narrowed is
// said under them, each with a way to take it back.
type filterBar struct {
	s       *Screen
	search  *input.Entry
	open    *kit.Toggle
	row     *fyne.Container // folded away at first
	active  *fyne.Container // what the list is narrowed by
	top     *fyne.Container
	status  *input.Choice
	legal   *input.Choice
	tag     *input.Choice
	channel *input.Choice
	city    *input.Choice
	silent  *input.Choice
	only    *input.Check
	quiet   bool
}

func newFilterBar(s *Screen) *filterBar {
	tr := s.env.Tr
	b := &filterBar{s: s, search: input.NewEntry(tr.T("contacts.find"))}
	b.search.OnChanged = func(string) { b.changed() }
	b.search.OnSubmitted = func(string) { s.openFirst() }
	b.search.OnKey = b.searchKey
	changed := func(string) { b.changed() }
	b.status = input.NewChoice(anyOf(tr.T("contacts.any-status"), parts.Options(tr, "status.", data.ContactStatuses())), "", changed)
	b.legal = input.NewChoice(anyOf(tr.T("contacts.any-legal"), parts.Options(tr, "legal.", data.LegalTypes())), "", changed)
	b.tag, b.channel, b.city = input.NewChoice(nil, "", changed), input.NewChoice(nil, "", changed), input.NewChoice(nil, "", changed)
	b.silent = input.NewChoice(nil, "", changed)
	b.only = input.NewCheck(tr.T("contacts.open-only"), false, func(bool) { b.changed() })
	b.open = kit.NewToggle(tr.T("contacts.filters"), false, func(on bool) { b.unfold(on) })
	for _, c := range []*input.Choice{b.status, b.tag, b.legal, b.channel, b.city, b.silent} {
		c.Width(172)
	}
	b.fill(words{})
	b.row = parts.Flow(kit.GapSmall, b.status, b.tag, b.legal, b.channel, b.city, b.silent, b.only)
	b.row.Hide()
	b.active = parts.Flow(6)
	b.active.Hide()
	return b
}

func anyOf(word string, options []input.Option) []input.Option {
	return append([]input.Option{{Text: word}}, options...)
}

func (b *filterBar) object(views fyne.CanvasObject) fyne.CanvasObject {
	b.top = kit.VBox(kit.GapSmall, kit.HBox(kit.GapSmall, kit.Grow(b.search), b.open, views), b.row, b.active)
	return b.top
}

// silences are the days that can be chosen.
func silences() []int { return []int{30, 60, 90, 180, 365} }

// fill puts in what there is to choose from; what is chosen stays.
func (b *filterBar) fill(w words) {
	tr, f := b.s.env.Tr, &b.s.roster.filter
	b.tag.SetChoices(choices(tr.T("contacts.any-tag"), w.tags, f.Tag), f.Tag)
	b.city.SetChoices(choices(tr.T("contacts.any-city"), w.cities, f.City), f.City)
	b.channel.SetChoices(parts.ChannelOptions(tr, w.channels, f.Channel, tr.T("contacts.any-channel")), string(f.Channel))
	days := silences()
	if f.SilentFor > 0 && !slices.Contains(days, f.SilentFor) {
		days = append(days, f.SilentFor)
	}
	silent := []input.Option{{Text: tr.T("contacts.any-silence")}}
	for _, n := range days {
		silent = append(silent, input.Option{Code: strconv.Itoa(n), Text: tr.N("contacts.silent", n)})
	}
	b.silent.SetChoices(silent, silentCode(f.SilentFor))
}

func choices(anyWord string, all []string, chosen string) []input.Option {
	out := []input.Option{{Text: anyWord}}
	for _, v := range all {
		out = append(out, input.Option{Code: v, Text: v})
	}
	if chosen != "" && !slices.Contains(all, chosen) {
		out = append(out, input.Option{Code: chosen, Text: chosen})
	}
	return out
}

func silentCode(days int) string {
	if days == 0 {
		return ""
	}
	return strconv.Itoa(days)
}

// words are what was typed.
func (b *filterBar) words() string { return strings.TrimSpace(b.search.Text) }

// changed takes over what the fields say.
func (b *filterBar) changed() {
	if b.quiet {
		return
	}
	f := b.s.roster.filter
	f.Words, f.Status, f.LegalType = b.search.Text, data.ContactStatus(b.status.Code()), data.LegalType(b.legal.Code())
	f.Tag, f.Channel, f.City = b.tag.Code(), data.Channel(b.channel.Code()), b.city.Code()
	f.SilentFor, _ = strconv.Atoi(b.silent.Code()) // "" is any
	f.OpenOnly = b.only.Checked
	b.s.filterBy(f)
}

// show puts the filter into the fields and says what it is.
func (b *filterBar) show() {
	f := &b.s.roster.filter
	b.quiet = true
	if b.search.Text != f.Words {
		b.search.SetText(f.Words)
	}
	b.status.SetCode(string(f.Status))
	b.legal.SetCode(string(f.LegalType))
	b.tag.SetCode(f.Tag)
	b.channel.SetCode(string(f.Channel))
	b.city.SetCode(f.City)
	b.silent.SetCode(silentCode(f.SilentFor))
	b.only.SetOn(f.OpenOnly)
	b.quiet = false
	b.showActive()
}

// showActive says what the list is narrowed by, apart from the words in sight.
func (b *filterBar) showActive() {
	var chips []fyne.CanvasObject
	for _, n := range b.narrowings() {
		chips = append(chips, kit.NewToggle(n.word+"  ×", true, func(bool) {
			f := b.s.roster.filter
			n.off(&f)
			b.s.filterBy(f)
		}))
	}
	b.active.Hidden = len(chips) == 0
	if len(chips) > 0 {
		tr := b.s.env.Tr
		lead := kit.Box(0, 26, kit.VBox(0, kit.Spacer(), kit.HBox(6, kit.Picture(look.IconInfo, 16, look.ColorPrimary),
			kit.NewText(tr.T("contacts.filter-active"), 12, look.ColorPrimary, true)), kit.Spacer()))
		chips = append(append([]fyne.CanvasObject{lead}, chips...), kit.Link(tr.T("contacts.filter-clear"), b.clear))
	}
	b.active.Objects = chips
	b.active.Refresh()
	if b.top != nil {
		b.top.Refresh()
		b.s.page.Refresh()
	}
}

// narrowing is one thing by which the list is narrowed.
type narrowing struct {
	word string
	off  func(*data.ContactFilter)
}

func (b *filterBar) narrowings() []narrowing {
	tr, f := b.s.env.Tr, &b.s.roster.filter
	var out []narrowing
	add := func(on bool, word func() string, off func(*data.ContactFilter)) {
		if on {
			out = append(out, narrowing{word(), off})
		}
	}
	add(f.Status != "", func() string { return tr.T("status." + string(f.Status)) }, func(f *data.ContactFilter) { f.Status = "" })
	add(f.Tag != "", func() string { return tr.T("contacts.tag", "Tag", f.Tag) }, func(f *data.ContactFilter) { f.Tag = "" })
	add(f.LegalType != "", func() string { return parts.Word(tr, "legal.", string(f.LegalType)) },
		func(f *data.ContactFilter) { f.LegalType = "" })
	add(f.Channel != "", func() string {
		return tr.T("contacts.prefers", "Channel", parts.ChannelName(tr, f.Channel, b.s.table.channels))
	}, func(f *data.ContactFilter) { f.Channel = "" })
	add(f.City != "", func() string { return f.City }, func(f *data.ContactFilter) { f.City = "" })
	add(f.SilentFor > 0, func() string { return tr.N("contacts.silent", f.SilentFor) }, func(f *data.ContactFilter) { f.SilentFor = 0 })
	add(f.OpenOnly, func() string { return tr.T("contacts.open-only") }, func(f *data.ContactFilter) { f.OpenOnly = false })
	add(f.NoContact, func() string { return tr.T("contacts.no-contact") }, func(f *data.ContactFilter) { f.NoContact = false })
	add(f.Ended, func() string { return tr.T("contacts.ended") }, func(f *data.ContactFilter) { f.Ended = false })
	return out
}

// clear leaves nobody out.
func (b *filterBar) clear() { b.s.filterBy(plain(b.s.roster.filter)) }

// turn shows the fields, or folds them away.
func (b *filterBar) turn() {
	b.open.SetOn(!b.open.On())
	b.unfold(b.open.On())
}

func (b *filterBar) unfold(on bool) {
	b.row.Hidden = !on
	b.top.Refresh()
	b.s.page.Refresh()
	if on {
		kit.Focus(b.status)
	}
}

// searchKey lets the arrow go down from the field into the list, and Escape
// empty it.
func (b *filterBar) searchKey(e *fyne.KeyEvent) bool {
	switch {
	case e.Name == fyne.KeyDown && b.s.roster.count > 0:
		kit.Focus(b.s.grid.Focusable())
		b.s.grid.Select(max(0, b.s.grid.Lead()))
		return true
	case e.Name == fyne.KeyEscape && b.search.Text != "":
		b.search.SetText("")
		return true
	}
	return false
}
