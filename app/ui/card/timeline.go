package card

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/quicklog"
	"kartoteka/data"
)

// buildLenses are the chips by which the timeline is narrowed.
func (c *Card) buildLenses() fyne.CanvasObject {
	var chips []fyne.CanvasObject
	for _, l := range lenses() {
		chips = append(chips, kit.NewToggle(c.env.Tr.T("card.lens."+string(l)), l == c.lens, func(bool) { c.look(l) }))
	}
	return parts.Flow(6, chips...)
}

func (c *Card) buildTimeline() *fyne.Container {
	tr, f := c.env.Tr, c.file
	entries := f.shown()
	if len(entries)+len(f.pinned) == 0 {
		word := "card.nothing"
		if c.lens != lensAll {
			word = "card.nothing-such"
		}
		return container.NewStack(kit.Empty(look.IconClock, tr.T(word), nil))
	}
	rows := make([]fyne.CanvasObject, 0, len(entries)+len(f.pinned)+2)
	for i := range f.pinned {
		rows = append(rows, c.entry(&f.pinned[i]))
	}
	if len(f.pinned) > 0 && len(entries) > 0 {
		rows = append(rows, kit.Pad(3, 0, 3, 0, kit.Rule()))
	}
	for i := range entries {
		rows = append(rows, c.entry(&entries[i]))
	}
	if f.more {
		rows = append(rows, kit.HBox(0, kit.Spacer(), kit.Quiet(tr.T("card.older"), look.IconDown, c.older), kit.Spacer()))
	}
	return kit.Scroll(kit.Pad(0, 8, 0, 0, kit.VBox(2, rows...)))
}

func (c *Card) entry(e *data.Entry) fyne.CanvasObject {
	tr := c.env.Tr
	face := entryFace{
		icon: icon(e), title: title(tr, e), about: about(tr, e, c.file.channels), when: tr.When(e.At, c.env.Now()), open: c.way(e),
	}
	face.verbatim, face.own = words(e)
	face.chip, face.ink = chip(tr, e)
	if e.Pinned {
		face.pinned = tr.T("card.pinned")
	}
	if e.Type == data.EntryInteraction && e.Direction == data.Inbound {
		face.tone = kit.ToneInfo
	}
	if e.Type == data.EntryInteraction {
		entry := *e
		face.keys = map[rune]func(){'p': func() { c.pin(entry) }}
		if e.MessageID == 0 {
			face.keys['-'] = func() { c.deleteEntry(entry) }
		}
		face.menu = func(under fyne.CanvasObject) { c.menu(under, c.entryDeeds(entry)) }
	}
	if remove := c.removal(e); remove != nil {
		face.keys = map[rune]func(){'-': remove}
		face.menu = func(under fyne.CanvasObject) {
			c.menu(under, []Deed{{c.env.Tr.T("card.delete-" + string(e.Type)), func(data.Contact) { remove() }}})
		}
	}
	return newEntryView(face)
}

// removal moves a case or an opinion to the trash; nil for anything else.
func (c *Card) removal(e *data.Entry) func() {
	id, do := e.ID, c.svc.DeleteCase
	switch e.Type {
	case data.EntryCase:
	case data.EntryOpinion:
		do = c.svc.DeleteOpinion
	default:
		return nil
	}
	told := c.env.Tr.T("card.deleted-" + string(e.Type))
	return func() { c.deed("delete", told, func(ctx context.Context) error { return do(ctx, id) }) }
}

// way is where an entry leads: to its mail, its case or its order; one that
// was written here opens for correction.
func (c *Card) way(e *data.Entry) func() {
	entry := *e
	switch {
	case e.MessageID != 0:
		return func() { c.env.Navigate(kit.Route{Screen: kit.ScreenMail, ID: entry.MessageID}) }
	case e.Type == data.EntryCase:
		return func() { c.env.Navigate(kit.Route{Screen: kit.ScreenCases, ID: entry.ID}) }
	case e.Type == data.EntryInteraction:
		return func() { c.editEntry(entry) }
	case e.Type == data.EntryOrder:
		return func() { c.editOrder(entry.ID) }
	case e.Type == data.EntryChange:
		return c.showHistory
	case e.CaseID != 0:
		return func() { c.env.Navigate(kit.Route{Screen: kit.ScreenCases, ID: entry.CaseID}) }
	}
	return nil
}

func (c *Card) entryDeeds(e data.Entry) []Deed {
	tr := c.env.Tr
	word := "card.pin"
	if e.Pinned {
		word = "card.unpin"
	}
	out := []Deed{{tr.T(word), func(data.Contact) { c.pin(e) }}}
	if e.ContactID != c.id && e.ContactID != 0 {
		out = append(out, Deed{tr.T("card.open-whose", "Name", e.ContactName), func(data.Contact) { c.visit(e.ContactID)() }})
	}
	if e.CaseID != 0 {
		out = append(out, Deed{tr.T("card.open-case", "Number", e.CaseNumber), func(data.Contact) {
			c.env.Navigate(kit.Route{Screen: kit.ScreenCases, ID: e.CaseID})
		}})
	}
	if e.MessageID != 0 { // mail is taken back where it was filed
		if e.Direction == data.Outbound && !e.Automatic {
			out = append(out, c.redirectDeed(e))
		}
		return append(out, Deed{tr.T("card.open-mail"), func(data.Contact) {
			c.env.Navigate(kit.Route{Screen: kit.ScreenMail, ID: e.MessageID})
		}})
	}
	return append(out, Deed{tr.T("card.correct"), func(data.Contact) { c.editEntry(e) }},
		Deed{tr.T("card.delete-entry"), func(data.Contact) { c.deleteEntry(e) }})
}

// redirectDeed says of a letter of the firm's that it only sends the client
// elsewhere, which is no answer, or takes that back.
func (c *Card) redirectDeed(e data.Entry) Deed {
	word, told, outcome := "card.redirect", "card.redirected-now", data.OutcomeRedirected
	if e.Outcome == data.OutcomeRedirected {
		word, told, outcome = "card.not-redirected", "card.answered-now", data.OutcomeUsual
	}
	return Deed{c.env.Tr.T(word), func(data.Contact) {
		c.deed("outcome", c.env.Tr.T(told), func(ctx context.Context) error { return c.svc.SetOutcome(ctx, e.ID, outcome) })
	}}
}

func (c *Card) pin(e data.Entry) {
	word := "card.pinned-now"
	if e.Pinned {
		word = "card.unpinned-now"
	}
	c.deed("pin", c.env.Tr.T(word), func(ctx context.Context) error { return c.svc.PinInteraction(ctx, e.ID, !e.Pinned) })
}

func (c *Card) deleteEntry(e data.Entry) {
	c.deed("delete", c.env.Tr.T("card.entry-deleted"), func(ctx context.Context) error { return c.svc.DeleteInteraction(ctx, e.ID) })
}

// editEntry opens an entry that was written here for correction.
func (c *Card) editEntry(e data.Entry) {
	hooks := c.hooks.Log
	hooks.Logged = c.load
	quicklog.Edit(c.env, c.svc, hooks, data.Interaction{
		ID: e.ID, ContactID: e.ContactID, At: e.At, Channel: e.Channel, Direction: e.Direction, Kind: e.Kind, Category: e.Category,
		Subject: e.Title, Text: e.Text, Note: e.Note, Minutes: e.Minutes, CaseID: e.CaseID, Automatic: e.Automatic, Pinned: e.Pinned,
		Outcome: e.Outcome,
	})
}

// deed does something that can be taken back, tells it, and shows the card anew.
func (c *Card) deed(name, told string, do func(context.Context) error) {
	kit.Do(c.scope, name, do, func(err error) {
		if err != nil {
			dialog.ShowError(c.env, err)
			return
		}
		c.env.Toast(told, kit.Did)
		c.load()
	})
}
