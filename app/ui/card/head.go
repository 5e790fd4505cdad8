package card

import (
	"context"
	"net/url"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// buildHead is who it is, how to reach them, and what is to be minded.
func (c *Card) buildHead() fyne.CanvasObject {
	tr, who := c.env.Tr, &c.file.contact
	name := who.Name()
	more := kit.Quiet("", look.IconMore, nil)
	more.OnTapped = func() { c.menu(more, c.deeds()) }
	top := kit.HBox(kit.GapRows, c.backButton(), kit.Avatar(name, 44),
		kit.Grow(kit.VBox(2, kit.NewText(name, 18, look.ColorText, true).Cut(), kit.Muted(strings.Join(c.under(), " · ")).Cut())),
		kit.Chip(tr.T("status."+string(who.Status)), parts.StatusTone(who.Status)), more)
	rows := []fyne.CanvasObject{top}
	if reach := c.buildReach(); len(reach) > 0 {
		rows = append(rows, parts.Flow(6, reach...))
	}
	if text := endText(tr, &who.End); text != "" {
		rows = append(rows, kit.Note(text))
	}
	if len(c.file.waits) > 0 {
		rows = append(rows, c.buildWaits())
	}
	rows = append(rows, parts.Warnings(tr, standing(who, c.file.warnings))...)
	if who.Arrangements != "" {
		rows = append(rows, parts.Arrangements(tr, who.Arrangements))
	}
	return kit.VBox(10, append(rows, parts.KeyRow(
		parts.NewBestButton("L", tr.T("card.log"), kit.ToneInfo, c.askLog),
		parts.NewKeyButton("T", tr.T("card.follow-up"), c.askFollowUp),
		parts.NewKeyButton("S", tr.T("card.case"), c.askCase),
		parts.NewKeyButton("O", tr.T("card.order"), c.askOrder),
		parts.NewKeyButton("E", tr.T("card.edit"), c.askEdit)))...)
}

// buildWaits says that the client waits for an answer, and leads to the letter
// that waits longest or to the list of all who wait.
func (c *Card) buildWaits() fyne.CanvasObject {
	oldest := &c.file.waits[0]
	to := kit.Route{Screen: kit.ScreenMail, ID: kit.UnansweredMail}
	if oldest.MessageID != 0 {
		to.ID = oldest.MessageID
	}
	text := c.env.Tr.T("card.unanswered", "N", len(c.file.waits), "When", c.env.Tr.When(oldest.At, c.env.Now()))
	return kit.HBox(0, kit.Link(text, func() { c.env.Navigate(to) }), kit.Spacer())
}

// under is the line under the name.
func (c *Card) under() []string {
	tr, who := c.env.Tr, &c.file.contact
	var out []string
	add := func(s string) {
		if s != "" {
			out = append(out, s)
		}
	}
	if who.Kind != data.Company {
		add(who.JobTitle)
		add(who.Company)
	}
	add(who.City)
	if who.PreferredChannel != "" {
		add(tr.T("card.prefers", "Channel", parts.ChannelName(tr, who.PreferredChannel, c.file.channels)))
	}
	if who.BestHours != "" {
		add(tr.T("card.best-hours", "When", who.BestHours))
	}
	if last := c.file.last(); !last.IsZero() {
		add(tr.T("card.last", "When", tr.When(last, c.env.Now())))
	}
	return out
}

// buildReach are the numbers and addresses, each a button with what can be
// done with it, and the tags.
func (c *Card) buildReach() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, h := range c.file.contact.Handles {
		var b *kit.Button
		switch h.Kind {
		case data.HandlePhone:
			b = kit.Secondary(labelled(spoken(h.Value), h.Label), look.IconPhone, nil)
			b.OnTapped = func() { c.menu(b, c.phoneDeeds(h.Value)) }
		case data.HandleEmail:
			b = kit.Secondary(labelled(h.Value, h.Label), look.IconMail, nil)
			b.OnTapped = func() { c.menu(b, c.mailDeeds(h.Value)) }
		case data.HandleOther:
			b = kit.Secondary(labelled(h.Value, h.Label), look.IconChat, nil)
			b.OnTapped = func() { c.copyText(h.Value) }
		default:
			continue
		}
		out = append(out, b)
	}
	for _, t := range c.file.contact.Tags {
		out = append(out, kit.Box(0, 36, kit.VBox(0, kit.Spacer(), kit.Chip(t, kit.ToneNeutral), kit.Spacer())))
	}
	return out
}

func labelled(value, label string) string {
	if label == "" {
		return value
	}
	return value + " (" + label + ")"
}

// menu opens a list of deeds under a button.
func (c *Card) menu(under fyne.CanvasObject, deeds []Deed) {
	id := c.id
	items := make([]*fyne.MenuItem, len(deeds))
	for i, d := range deeds {
		items[i] = fyne.NewMenuItem(d.Text, func() {
			if c.id == id && c.file != nil {
				d.Do(c.file.contact)
			}
		})
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(under).AddXY(0, under.Size().Height+4)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), c.env.Window.Canvas(), at)
}

func (c *Card) phoneDeeds(number string) []Deed {
	tr := c.env.Tr
	deeds := []Deed{{tr.T("card.copy"), func(data.Contact) { c.copyText(spoken(number)) }}}
	if c.hooks.OpenURL != nil {
		deeds = append([]Deed{{tr.T("card.call"), func(data.Contact) {
			c.begin(data.ChannelPhone, tr.T("card.call-anyway"), (&url.URL{Scheme: "tel", Opaque: dialled(number)}).String())
		}}}, deeds...)
	}
	return append(deeds, Deed{tr.T("card.log"), func(data.Contact) { c.askLog() }})
}

func (c *Card) mailDeeds(address string) []Deed {
	tr := c.env.Tr
	deeds := []Deed{{tr.T("card.copy"), func(data.Contact) { c.copyText(address) }}}
	if c.hooks.OpenURL != nil {
		deeds = append([]Deed{{tr.T("card.mail"), func(data.Contact) {
			c.begin(data.ChannelEmail, tr.T("card.mail-anyway"), (&url.URL{Scheme: "mailto", Opaque: url.PathEscape(address)}).String())
		}}}, deeds...)
	}
	return deeds
}

// begin hands an address to the system's own program, after what is to be
// minded was read.
func (c *Card) begin(over data.Channel, anyway, address string) {
	id, name, now := c.id, c.file.contact.Name(), c.env.Now()
	kit.Go(c.scope, "begin", func(ctx context.Context) ([]data.ContactWarning, error) {
		return c.svc.MayContact(ctx, id, over, now)
	}, func(all []data.ContactWarning, err error) {
		switch {
		case c.id != id: // the answer comes to another's card
		case err != nil:
			dialog.ShowError(c.env, err)
		case len(all) == 0:
			c.openURL(address)
		default:
			c.warn(name, all, anyway, func() { c.openURL(address) })
		}
	})
}

// warn tells what is to be minded before a call or a mail is begun.
func (c *Card) warn(name string, all []data.ContactWarning, anyway string, do func()) {
	var d *dialog.Dialog
	leave := kit.Primary(c.env.Tr.T("card.leave-it"), "", func() { d.Close() })
	d = dialog.Show(c.env, c.env.Tr.T("card.mind-title", "Name", name),
		kit.VBox(kit.GapSmall, parts.Warnings(c.env.Tr, all)...), kit.Secondary(anyway, "", func() {
			d.Close()
			do()
		}), leave)
	d.Focus(leave)
}

func (c *Card) openURL(address string) {
	kit.Do(c.scope, "open", func(context.Context) error { return c.hooks.OpenURL(address) }, func(err error) {
		if err != nil {
			dialog.ShowError(c.env, data.NewError(data.CodeInternal, "no-program", "Address", address).Because(err))
		}
	})
}

func (c *Card) copyText(text string) {
	fyne.CurrentApp().Clipboard().SetContent(text)
	c.env.Toast(c.env.Tr.T("card.copied", "Text", text), nil)
}

// deeds are what the card's menu offers.
func (c *Card) deeds() []Deed {
	tr := c.env.Tr
	out := []Deed{{tr.T("card.history"), func(data.Contact) { c.showHistory() }}}
	out = append(out, c.hooks.More...)
	return append(out, Deed{tr.T("card.delete"), func(data.Contact) { c.deleteContact() }})
}
