package contacts

import (
	"context"
	"reflect"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// openCard brings a contact's card in front.
func (s *Screen) openCard(id int64) {
	if s.open != id || s.card == nil {
		s.open, s.card = id, nil
		s.place.Set(parts.DetailPage(kit.HBox(kit.GapRows, s.backButton(), kit.Spacer()), kit.Loading(6)))
	}
	kit.Focus(s.root)
	s.loadCard(id)
}

// back leads to the list. It is a step of its own, so that the window's way
// back leads to the card again.
func (s *Screen) back() { s.env.Navigate(kit.Route{Screen: kit.ScreenContacts}) }

func (s *Screen) backButton() *kit.Button { return kit.Quiet("", kit.IconBack, s.back) }

// loadCard reads all that a card shows. As much of the timeline as was shown
// before is read again.
func (s *Screen) loadCard(id int64) {
	limit := timelinePage
	if s.card != nil && s.card.contact.ID == id {
		limit = max(limit, len(s.card.timeline))
	}
	kit.Go(s.scope, "card", func(ctx context.Context) (*card, error) {
		c := &card{}
		var err error
		if c.contact, err = s.svc.Contact(ctx, id); err != nil {
			return nil, err
		}
		rows, err := s.svc.Timeline(ctx, id, data.TimelineCursor{}, limit)
		if err != nil {
			return nil, err
		}
		c.grow(rows, limit)
		if c.cases, err = s.svc.Cases(ctx, data.CaseFilter{ContactID: id, OpenOnly: true}); err != nil {
			return nil, err
		}
		c.followUps, err = s.svc.FollowUps(ctx, data.FollowUpFilter{ContactID: id})
		return c, err
	}, func(c *card, err error) {
		if s.open != id {
			return
		}
		if err != nil {
			s.place.Set(parts.DetailPage(kit.HBox(0, s.backButton(), kit.Spacer()),
				kit.Trouble(s.env, err, func() { s.loadCard(id) })))
			return
		}
		if s.card == nil || !reflect.DeepEqual(s.card, c) {
			s.card = c
			s.showCard()
		}
	})
}

// loadOlder adds a page to the timeline.
func (s *Screen) loadOlder() {
	c := s.card
	kit.Go(s.scope, "older", func(ctx context.Context) ([]data.TimelineRow, error) {
		return s.svc.Timeline(ctx, c.contact.ID, c.cursor(), timelinePage)
	}, func(rows []data.TimelineRow, err error) {
		switch {
		case s.card != c:
		case err != nil:
			kit.ShowError(s.env, err)
		default:
			c.grow(rows, timelinePage)
			s.showCard()
		}
	})
}

func (s *Screen) showCard() {
	history := s.buildTimeline()
	side, scroll := s.buildSide()
	if s.drawn == s.open {
		parts.KeepScroll(s.history, history)
		parts.KeepScroll(s.side, scroll)
	}
	s.history, s.side, s.drawn = history, scroll, s.open
	heading := s.env.Tr.T("contacts.history")
	body := kit.Weighted(kit.GapCards, []float32{0.62, 0.38}, kit.Section(heading, nil, history), side)
	s.place.Set(parts.DetailPage(s.buildHead(), body))
	if f := s.env.Window.Canvas().Focused(); f == nil {
		kit.Focus(s.root)
	}
}

func (s *Screen) buildHead() fyne.CanvasObject {
	tr, c := s.env.Tr, &s.card.contact
	name := c.Name()
	var under []string
	if c.Kind != data.Company && c.Company != "" {
		under = append(under, c.Company)
	}
	if c.City != "" {
		under = append(under, c.City)
	}
	if last := s.card.last(); !last.IsZero() {
		under = append(under, tr.T("contacts.last", "When", tr.When(last, s.env.Now())))
	}
	chips := []fyne.CanvasObject{
		kit.Chip(tr.T("status."+string(c.Status)), parts.StatusTone(c.Status)),
		kit.Chip(tr.T("legal."+string(c.LegalType)), kit.ToneNeutral),
	}
	if c.PreferredChannel != "" {
		chips = append(chips, kit.Chip(tr.T("contacts.prefers", "Channel", tr.T("channel."+string(c.PreferredChannel))), kit.ToneInfo))
	}
	top := kit.HBox(kit.GapRows, s.backButton(), kit.Avatar(name, 44),
		kit.Grow(kit.VBox(2, kit.NewText(name, 18, kit.ColorText, true).Cut(), kit.Muted(strings.Join(under, " · ")).Cut())))
	actions := parts.KeyRow(
		parts.NewBestButton("L", tr.T("contacts.log"), kit.ToneInfo, s.askLog),
		parts.NewKeyButton("T", tr.T("contacts.follow-up"), s.askFollowUp),
		parts.NewKeyButton("S", tr.T("contacts.new-case"), s.askCase),
		parts.NewKeyButton("E", tr.T("contacts.edit"), s.askEdit))
	return kit.VBox(kit.GapRows, top, parts.Flow(kit.GapSmall, chips...), actions)
}

func (s *Screen) buildTimeline() *fyne.Container {
	tr, c := s.env.Tr, s.card
	if len(c.timeline) == 0 {
		return container.NewStack(kit.Empty(kit.IconClock, tr.T("contacts.no-history"), nil))
	}
	rows := make([]fyne.CanvasObject, 0, len(c.timeline)+1)
	for i := range c.timeline {
		rows = append(rows, s.entry(&c.timeline[i]))
	}
	if c.more {
		rows = append(rows, kit.HBox(0, kit.Spacer(), kit.Quiet(tr.T("contacts.older"), kit.IconDown, s.loadOlder), kit.Spacer()))
	}
	return kit.Scroll(kit.Pad(0, 6, 0, 0, kit.VBox(2, rows...)))
}

func (s *Screen) entry(r *data.TimelineRow) fyne.CanvasObject {
	tr := s.env.Tr
	line := parts.Line{
		Icon: parts.ChannelIcon(r.Channel), Title: entryTitle(tr, r), Sub: entryText(tr, r), Wrap: true,
		Right: tr.When(r.At, s.env.Now()), OnTap: s.way(r),
	}
	if r.Direction == data.Inbound {
		line.Tone = kit.ToneInfo
	}
	switch {
	case r.Automatic:
		line.Chip = tr.T("contacts.automatic")
	case r.Kind != data.KindNone && r.Kind != data.KindOther:
		line.Chip, line.Ink = tr.T("kind."+string(r.Kind)), parts.KindTone(r.Kind)
	}
	return parts.NewLine(line)
}

// way is where an entry leads: to its mail or to its case, if it has one.
func (s *Screen) way(r *data.TimelineRow) func() {
	switch {
	case r.MessageID != 0:
		return func() { s.env.Navigate(kit.Route{Screen: kit.ScreenMail, ID: r.MessageID}) }
	case r.CaseID != 0:
		return func() { s.env.Navigate(kit.Route{Screen: kit.ScreenCases, ID: r.CaseID}) }
	}
	return nil
}

func (s *Screen) buildSide() (side fyne.CanvasObject, scroll *fyne.Container) {
	tr, c := s.env.Tr, s.card
	all := []fyne.CanvasObject{s.buildReach()}
	if len(c.cases) > 0 {
		rows := make([]fyne.CanvasObject, len(c.cases))
		for i := range c.cases {
			rows[i] = s.caseLine(&c.cases[i])
		}
		all = append(all, parts.Part(tr.T("contacts.cases"), nil, kit.VBox(2, rows...)))
	}
	if len(c.followUps) > 0 {
		rows := make([]fyne.CanvasObject, len(c.followUps))
		for i := range c.followUps {
			rows[i] = parts.FollowUpLine(s.env, &c.followUps[i], s.done)
		}
		all = append(all, parts.Part(tr.T("contacts.to-do"), nil, kit.VBox(2, rows...)))
	}
	if c.contact.Note != "" {
		all = append(all, parts.Part(tr.T("contacts.note"), nil, kit.Sentence(c.contact.Note)))
	}
	return parts.Sections(all...)
}

// buildReach is how the client is reached: numbers and addresses to copy.
func (s *Screen) buildReach() fyne.CanvasObject {
	tr, c := s.env.Tr, &s.card.contact
	var rows []fyne.CanvasObject
	add := func(icon kit.IconName, values []string) {
		for _, v := range values {
			rows = append(rows, kit.HBox(kit.GapSmall, kit.Picture(icon, 16, kit.ColorMuted),
				kit.Grow(kit.Body(v).Cut()), kit.Link(tr.T("contacts.copy"), func() { s.copyText(v) })))
		}
	}
	add(kit.IconPhone, c.Phones())
	add(kit.IconMail, c.Emails())
	for _, h := range c.Handles {
		if h.Kind == data.HandleDomain {
			rows = append(rows, kit.HBox(kit.GapSmall, kit.Picture(kit.IconCompany, 16, kit.ColorMuted),
				kit.Grow(kit.Body(tr.T("contacts.domain", "Domain", h.Value)).Cut())))
		}
	}
	if len(rows) == 0 {
		rows = append(rows, kit.Hint(tr.T("contacts.no-reach")))
	}
	if c.NIP != "" {
		rows = append(rows, parts.FactText("NIP", c.NIP))
	}
	return parts.Part(tr.T("contacts.reach"), nil, kit.VBox(6, rows...))
}

func (s *Screen) copyText(text string) {
	fyne.CurrentApp().Clipboard().SetContent(text)
	s.env.Toast(s.env.Tr.T("contacts.copied", "Text", text), nil)
}

func (s *Screen) caseLine(k *data.CaseRow) fyne.CanvasObject {
	chip, tone := parts.CaseChip(s.env.Tr, k)
	return parts.NewLine(parts.Line{
		Title: k.Number, Sub: k.Subject, Chip: chip, Ink: tone,
		OnTap: func() { s.env.Navigate(kit.Route{Screen: kit.ScreenCases, ID: k.ID}) },
	})
}

// done ticks a follow-up off; the toast takes it back.
func (s *Screen) done(f *data.FollowUpRow) {
	id, what := f.ID, f.What
	kit.Do(s.scope, "done", func(ctx context.Context) error {
		return s.svc.DoneFollowUp(ctx, id, true)
	}, func(err error) {
		if err != nil {
			kit.ShowError(s.env, err)
			return
		}
		s.env.Toast(s.env.Tr.T("parts.done", "What", what), func(ctx context.Context) error {
			return s.svc.DoneFollowUp(ctx, id, false)
		})
		s.refreshCard()
	})
}

// refreshCard reads the card again that is in front.
func (s *Screen) refreshCard() {
	if s.open != 0 {
		s.loadCard(s.open)
	}
}
