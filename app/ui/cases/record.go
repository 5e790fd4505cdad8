package cases

import (
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// showCase draws the case that is in front.
func (s *Screen) showCase() {
	left, leftScroll := parts.Sections(s.withAnswers(s.buildReceipt(), s.buildFollowUps())...)
	var all []fyne.CanvasObject
	if s.file.row.Kind == data.CaseComplaint {
		all = append(all, s.buildDeadline())
	}
	right, rightScroll := parts.Sections(append(all, s.buildFields())...)
	if s.drawn.id == s.open {
		parts.KeepScroll(s.drawn.left, leftScroll)
		parts.KeepScroll(s.drawn.right, rightScroll)
	}
	s.drawn = drawn{s.open, leftScroll, rightScroll}
	body := kit.Weighted(kit.GapCards, []float32{0.56, 0.44}, left, right)
	s.place.Set(parts.DetailPage(s.buildHead(), body))
	if s.env.Window.Canvas().Focused() == nil {
		kit.Focus(s.root)
	}
}

func (s *Screen) buildHead() fyne.CanvasObject {
	tr, c := s.env.Tr, &s.file.row
	under := []string{c.Number, tr.T("casekind." + string(c.Kind))}
	top := kit.HBox(kit.GapRows, s.backButton(),
		kit.Grow(kit.VBox(2, kit.NewText(subjectOf(tr, &c.Case), 18, look.ColorText, true).Cut(),
			kit.Muted(strings.Join(under, " · ")).Cut())))
	chips := []fyne.CanvasObject{kit.Chip(tr.T("state."+string(c.State)), parts.StateTone(c.State))}
	if c.Severity > 0 {
		chips = append(chips, kit.Chip(tr.T("cases.severity-is", "Severity", tr.T("severity."+parts.SeverityCode(c.Severity))),
			parts.SeverityTone(c.Severity)))
	}
	if c.Decision != data.DecisionNone {
		chips = append(chips, kit.Chip(tr.T("decision."+string(c.Decision)), kit.ToneInfo))
	}
	if !c.Redirected.IsZero() {
		chips = append(chips, kit.Chip(tr.T("outcome.redirected"), kit.ToneWarn))
	}
	var buttons []fyne.CanvasObject
	for _, st := range steps(c.State) {
		move := func() { s.move(st.to) }
		if st.main {
			buttons = append(buttons, kit.Primary(tr.T(st.key), look.IconCheck, move))
		} else {
			buttons = append(buttons, kit.Secondary(tr.T(st.key), "", move))
		}
	}
	if s.answers.Ask != nil {
		buttons = append(buttons, kit.Secondary(tr.T("reply.answer"), look.IconMail, s.answer))
	}
	switch {
	case !c.Redirected.IsZero():
		buttons = append(buttons, kit.Quiet(tr.T("cases.not-redirected"), "", func() { s.redirect(false) }))
	case c.State.Open():
		buttons = append(buttons, kit.Quiet(tr.T("cases.redirect"), "", func() { s.redirect(true) }))
	}
	buttons = append(buttons, kit.Quiet(tr.T("cases.delete"), look.IconTrash, s.delete))
	return kit.VBox(kit.GapRows, kit.HBox(kit.GapRows, kit.Grow(top), kit.HBox(kit.GapSmall, chips...)),
		parts.Flow(kit.GapSmall, buttons...))
}

// buildReceipt is what was received: when, how, from whom, and the words.
func (s *Screen) buildReceipt() fyne.CanvasObject {
	tr, c := s.env.Tr, &s.file.row
	received := tr.LongDate(c.ReceivedOn)
	if c.ReceivedOn.IsZero() {
		received = tr.DateTime(c.Received)
	}
	rows := []fyne.CanvasObject{
		parts.FactText(tr.T("cases.received"), received+" · "+tr.T("channel."+string(c.Channel))),
		parts.Fact(tr.T("cases.client"), s.clientLink()),
		parts.FactText(tr.T("cases.legal"), parts.Word(tr, "legal.", string(c.LegalType))),
	}
	text, cut := verbatim(c.Text)
	if text == "" {
		rows = append(rows, kit.Hint(tr.T("cases.no-text")))
	} else {
		rows = append(rows, kit.Rule(), kit.Sentence(text))
	}
	if cut {
		rows = append(rows, kit.Note(tr.T("cases.cut")))
	}
	var right fyne.CanvasObject
	if c.MessageID != 0 {
		right = kit.Link(tr.T("cases.mail"), func() {
			s.env.Navigate(kit.Route{Screen: kit.ScreenMail, ID: c.MessageID})
		})
	}
	return parts.Part(tr.T("cases.receipt"), right, kit.VBox(kit.GapSmall, rows...))
}

func (s *Screen) clientLink() fyne.CanvasObject {
	c := &s.file.row
	if c.ContactID == 0 {
		return kit.Muted(s.env.Tr.T("cases.no-client"))
	}
	link := kit.Link(c.ContactName, func() {
		s.env.Navigate(kit.Route{Screen: kit.ScreenContacts, ID: c.ContactID})
	})
	return kit.HBox(0, kit.Pad(0, 0, 0, -4, link), kit.Spacer()) // a link has room inside
}

// buildDeadline says by when the law wants an answer, and where that stands.
func (s *Screen) buildDeadline() fyne.CanvasObject {
	tr, c := s.env.Tr, &s.file.row
	disclaimer := kit.Note(tr.T("cases.no-advice"))
	if c.Deadline.Safe.IsZero() {
		return parts.Part(tr.T("cases.deadline"), nil, kit.VBox(kit.GapSmall, kit.Sentence(tr.T("cases.no-term")), disclaimer))
	}
	var chip fyne.CanvasObject
	if c.State.Open() {
		chip = kit.Chip(parts.DaysLeft(tr, c.DaysLeft), parts.DaysTone(c.DaysLeft))
	}
	rows := []fyne.CanvasObject{kit.NewText(tr.LongDate(c.Deadline.Safe), 16, look.ColorText, true).Cut()}
	if !c.Answered.IsZero() {
		rows = append(rows, kit.Sentence(tr.T("cases.answered-on", "Moment", c.Answered)))
	}
	if c.Deadline.Latest.After(c.Deadline.Safe) {
		rows = append(rows, kit.NewPara(tr.T("cases.latest", "Day", tr.LongDate(c.Deadline.Latest)), look.SizeBody, look.ColorWarn))
	}
	rule := "cases.rule." + c.Deadline.Rule
	if tr.Has(rule) {
		rows = append(rows, kit.NewPara(tr.T(rule), 12, look.ColorMuted))
	}
	return parts.Part(tr.T("cases.answer-by"), chip, kit.VBox(kit.GapSmall, append(rows, disclaimer)...))
}

// buildFields is what the firm makes of the case; each field is kept as soon as
// it is changed.
func (s *Screen) buildFields() fyne.CanvasObject {
	tr, c := s.env.Tr, &s.file.row
	choice := func(options []input.Option, code string, change func(code string) data.CaseChange) fyne.CanvasObject {
		return input.NewChoice(options, code, func(code string) { s.change(change(code)) })
	}
	rows := []fyne.CanvasObject{
		parts.Fact(tr.T("cases.state"), choice(parts.Options(tr, "state.", data.CaseStates()), string(c.State),
			func(code string) data.CaseChange { return data.CaseChange{State: ref(data.CaseState(code))} })),
		parts.Fact(tr.T("cases.decision"), choice(
			parts.Options(tr, "decision.", append([]data.Decision{data.DecisionNone}, data.Decisions()...)), string(c.Decision),
			func(code string) data.CaseChange { return data.CaseChange{Decision: ref(data.Decision(code))} })),
		parts.Fact(tr.T("cases.demand"), choice(parts.Options(tr, "demand.", data.Demands()), string(c.Demand),
			func(code string) data.CaseChange { return data.CaseChange{Demand: ref(data.Demand(code))} })),
		parts.Fact(tr.T("cases.category"), choice(parts.CategoryOptions(tr, data.ListCategories, s.categories), c.Category,
			func(code string) data.CaseChange { return data.CaseChange{Category: &code} })),
		parts.Fact(tr.T("cases.cause"), choice(parts.CategoryOptions(tr, data.ListCauses, s.causes), c.Cause,
			func(code string) data.CaseChange { return data.CaseChange{Cause: &code} })),
		parts.Fact(tr.T("cases.severity"), choice(parts.Severities(tr), parts.SeverityCode(c.Severity),
			func(code string) data.CaseChange { return data.CaseChange{Severity: ref(parts.SeverityOf(code))} })),
		parts.Fact(tr.T("cases.product"), s.textField(c.Product, func(text string) (data.CaseChange, error) {
			return data.CaseChange{Product: &text}, nil
		})),
		parts.Fact(tr.T("cases.cost"), s.textField(parts.Amount(c.Cost), func(text string) (data.CaseChange, error) {
			m, err := parts.ReadAmount(text)
			return data.CaseChange{Cost: &m}, err
		})),
		parts.Fact(tr.T("cases.reason"), s.textField(c.Reason, func(text string) (data.CaseChange, error) {
			return data.CaseChange{Reason: &text}, nil
		})),
	}
	if !c.State.Open() && c.State != data.CaseWithdrawn && c.Decision == data.DecisionNone {
		rows = append(rows, kit.NewPara(tr.T("cases.decide"), 12, look.ColorWarn))
	}
	return parts.Part(tr.T("cases.handling"), nil, kit.VBox(kit.GapSmall, rows...))
}

// textField is a field that is kept on Enter; a button shows while it is not.
func (s *Screen) textField(text string, change func(string) (data.CaseChange, error)) fyne.CanvasObject {
	e := input.NewEntry("")
	e.SetText(text)
	save := func() {
		typed := strings.TrimSpace(e.Text)
		if typed == text {
			return
		}
		ch, err := change(typed)
		if err != nil {
			dialog.ShowError(s.env, err)
			return
		}
		s.change(ch)
	}
	button := kit.Secondary("", look.IconCheck, save)
	button.Hide()
	row := kit.HBox(kit.GapTiny, kit.Grow(e), button)
	field := kit.VBox(kit.GapTiny, row)
	e.OnSubmitted = func(string) { save() }
	e.OnChanged = func(typed string) {
		if dirty := strings.TrimSpace(typed) != text; dirty != button.Visible() {
			button.Hidden = !dirty
			row.Refresh()
		}
	}
	risk := input.NewRisk(s.env, field.Refresh)
	risk.Watch(e)
	field.Add(risk)
	return field
}

func (s *Screen) buildFollowUps() fyne.CanvasObject {
	tr := s.env.Tr
	add := kit.Quiet(tr.T("parts.add"), look.IconAdd, s.askFollowUp)
	if len(s.file.followUps) == 0 {
		return parts.Part(tr.T("cases.to-do"), add, kit.Hint(tr.T("cases.nothing-to-do")))
	}
	rows := make([]fyne.CanvasObject, len(s.file.followUps))
	for i := range s.file.followUps {
		rows[i] = parts.FollowUpLine(s.env, &s.file.followUps[i], s.done)
	}
	return parts.Part(tr.T("cases.to-do"), add, kit.VBox(2, rows...))
}

func ref[T any](v T) *T { return &v }
