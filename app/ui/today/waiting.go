package today

import (
	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

func (s *Screen) buildDeadlines() {
	s.deadlines = widget.NewRowList(func() int { return len(s.now.Deadlines) }, s.deadlineRow)
	s.deadlines.OnOpen = func(i int) { s.open(kit.ScreenCases, s.now.Deadlines[i].ID) }
}

func (s *Screen) deadlinesCard() fyne.CanvasObject {
	tr := s.env.Tr
	if len(s.now.Deadlines) == 0 {
		return kit.Section(tr.T("today.deadlines"), nil, kit.Empty(look.IconCases, tr.T("today.deadlines-none"), nil))
	}
	return s.listCard(tr.T("today.deadlines"), len(s.now.Deadlines),
		kit.Link(tr.T("today.to-cases"), func() { s.open(kit.ScreenCases, 0) }), s.deadlines)
}

// listCard is a card with a heading, a count, a link and a list up to its edges.
func (s *Screen) listCard(heading string, n int, link, list fyne.CanvasObject) fyne.CanvasObject {
	head := kit.HBox(kit.GapSmall, kit.Heading(heading), kit.Badge(s.env.Tr.Int(n)), kit.Spacer(), link)
	return kit.FlatCard(kit.VBox(0, kit.Pad(14, 12, 8, 16, head), kit.Grow(kit.Pad(0, 4, 4, 4, list))))
}

func (s *Screen) deadlineRow(i int) widget.Row {
	k, tr := s.now.Deadlines[i], s.env.Tr
	title := k.Number
	if k.ContactName != "" {
		title += " · " + k.ContactName
	}
	return widget.Row{
		Title: title, Subtitle: s.dates(k.Deadline),
		Chip: parts.DaysLeft(tr, k.DaysLeft), Tone: parts.DaysTone(k.DaysLeft), ChipUp: true,
	}
}

// dates names the safe date, and the latest one where it is another.
func (s *Screen) dates(d data.Deadline) string {
	if d.Latest.IsZero() || d.Latest == d.Safe {
		return s.env.Tr.T("today.deadline-one", "Safe", d.Safe)
	}
	return s.env.Tr.T("today.deadline-two", "Safe", d.Safe, "Latest", d.Latest)
}

func (s *Screen) buildMail() {
	s.mail = widget.NewRowList(func() int { return len(s.now.Newest) }, s.mailRow)
	s.mail.OnOpen = func(i int) { s.open(kit.ScreenMail, s.now.Newest[i].ID) }
}

func (s *Screen) mailCard() fyne.CanvasObject {
	tr := s.env.Tr
	if s.now.Waiting == 0 {
		return kit.Section(tr.T("today.mail"), nil, kit.Empty(look.IconMail, tr.T(noMailKey(s.now.Accounts)), nil))
	}
	return s.listCard(tr.T("today.mail"), s.now.Waiting,
		kit.Link(tr.T("today.to-mail"), func() { s.open(kit.ScreenMail, 0) }), s.mail)
}

func (s *Screen) mailRow(i int) widget.Row {
	m, tr := s.now.Newest[i], s.env.Tr
	name := m.ContactName
	if name == "" {
		name = m.From.Name
	}
	if name == "" {
		name = m.From.Email
	}
	r := widget.Row{Avatar: name, Title: name, Subtitle: m.Subject, Right: tr.When(m.Date, s.env.Now())}
	if m.Suggested != data.KindNone {
		r.Chip, r.Tone = tr.T("kind."+string(m.Suggested)), parts.KindTone(m.Suggested)
	}
	return r
}
