package privacy

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

func (s *Screen) requestsCard() fyne.CanvasObject {
	tr := s.env.Tr
	add := kit.Primary(tr.T("privacy.request-add"), look.IconAdd, func() {
		s.askRequest(data.SubjectRequest{Kind: data.RequestAccess, Received: s.env.Today()})
	})
	s.First = add
	rows := kit.VBox(0)
	for i := range s.now.requests {
		if i > 0 {
			rows.Add(kit.Rule())
		}
		rows.Add(s.requestRow(&s.now.requests[i]))
	}
	if len(s.now.requests) == 0 {
		rows.Add(kit.Hint(tr.T("privacy.requests-none")))
	}
	return kit.Section(tr.T("privacy.requests"), add, rows)
}

func (s *Screen) requestRow(r *data.SubjectRequest) fyne.CanvasObject {
	tr := s.env.Tr
	chip := kit.Chip(parts.DaysLeft(tr, r.DaysLeft), parts.DaysTone(r.DaysLeft))
	if !r.Open() {
		chip = kit.Chip(tr.T("privacy.outcome."+string(r.Outcome)), kit.ToneNeutral)
	}
	about := tr.T("privacy.request-when", "Received", r.Received, "Due", r.Due)
	if !r.Open() {
		about = tr.T("privacy.request-answered", "Received", r.Received, "Answered", r.Answered)
	}
	request := *r
	return kit.Pad(6, 0, 6, 0, kit.HBox(kit.GapSmall, kit.Grow(kit.VBox(2,
		kit.HBox(kit.GapSmall, kit.Grow(kit.Strong(who(r)).Cut()), chip),
		kit.Caption(tr.T("privacy.request."+string(r.Kind))+" · "+about).Cut())),
		kit.Quiet(tr.T("privacy.open"), look.IconEdit, func() { s.askRequest(request) })))
}

// requestForm is the dialog of one request.
type requestForm struct {
	s         *Screen
	r         data.SubjectRequest
	name, why *input.Entry
	note      *input.Entry
	kind      *input.Choice
	outcome   *input.Choice
	received  *input.DateEntry
	answered  *input.DateEntry
	extended  *input.DateEntry
}

func (s *Screen) askRequest(r data.SubjectRequest) {
	tr := s.env.Tr
	f := &requestForm{
		s: s, r: r, name: input.NewEntry(tr.T("privacy.who-hint")), why: input.NewEntry(tr.T("privacy.why-hint")),
		note: input.NewTextArea("", 3), received: input.NewDateEntry(s.env, r.Received),
		answered: input.NewDateEntry(s.env, r.Answered), extended: input.NewDateEntry(s.env, r.Extended),
		kind:    input.NewChoice(parts.Options(tr, "privacy.request.", data.RequestKinds()), string(r.Kind), nil),
		outcome: input.NewChoice(parts.Options(tr, "privacy.outcome.", data.RequestOutcomes()), string(r.Outcome), nil),
	}
	f.name.SetText(who(&r))
	f.why.SetText(r.Why)
	f.note.SetText(r.Note)
	if r.ContactID != 0 {
		f.name.Disable()
	}
	dialog.ShowForm(s.env, dialog.Form{
		Title: tr.T("privacy.request-title"), Deed: tr.T("privacy.save"), Fields: f.fields(), Width: 560, Tall: true, Submit: f.submit,
	})
}

// fields are those of a new request, and the answer's once it is in the register.
func (f *requestForm) fields() []dialog.Field {
	tr := f.s.env.Tr
	out := []dialog.Field{
		{Label: tr.T("privacy.who"), Input: f.name},
		{Label: tr.T("privacy.kind"), Input: f.kind},
		{Label: tr.T("privacy.received"), Input: f.received, Hint: tr.T("privacy.clock")},
	}
	if f.r.ID != 0 {
		out = append(out, dialog.Field{Input: kit.Columns(kit.GapSmall,
			input.Labelled(tr.T("privacy.answered"), f.answered), input.Labelled(tr.T("privacy.outcome"), f.outcome))},
			dialog.Field{Label: tr.T("privacy.extended"), Input: f.extended, Hint: tr.T("privacy.extended-hint")},
			dialog.Field{Label: tr.T("privacy.why"), Input: f.why})
	}
	return append(out, dialog.Field{Label: tr.T("privacy.note"), Input: f.note})
}

func (f *requestForm) submit(done func(error)) {
	for _, day := range []*input.DateEntry{f.received, f.answered, f.extended} {
		if err := day.Check(); err != nil {
			done(err)
			return
		}
	}
	r := f.r
	if r.ContactID == 0 {
		r.Who = strings.TrimSpace(f.name.Text)
	}
	r.Kind, r.Received = data.RequestKind(f.kind.Code()), f.received.Day()
	r.Answered, r.Extended, r.Outcome = f.answered.Day(), f.extended.Day(), data.RequestOutcome(f.outcome.Code())
	r.Why, r.Note = strings.TrimSpace(f.why.Text), strings.TrimSpace(f.note.Text)
	if err := checkRequest(&r, f.s.env.Today()); err != nil {
		done(err)
		return
	}
	f.s.save(done, func(ctx context.Context) error {
		_, err := f.s.svc.SaveSubjectRequest(ctx, r)
		return err
	})
}

// save runs a form's work and shows the page anew when it is done.
func (s *Screen) save(done func(error), do func(context.Context) error) {
	kit.Do(s.Scope, "save", do, func(err error) {
		done(err)
		if err == nil {
			s.load()
		}
	})
}

func (s *Screen) breachesCard() fyne.CanvasObject {
	tr := s.env.Tr
	add := kit.Secondary(tr.T("privacy.breach-add"), look.IconAdd, func() {
		s.askBreach(data.Breach{Found: s.env.Now(), Risk: data.RiskSome})
	})
	rows := kit.VBox(0)
	for i := range s.now.breaches {
		if i > 0 {
			rows.Add(kit.Rule())
		}
		rows.Add(s.breachRow(s.now.breaches[i]))
	}
	if len(s.now.breaches) == 0 {
		rows.Add(kit.Hint(tr.T("privacy.breaches-none")))
	}
	return kit.Section(tr.T("privacy.breaches"), add, rows)
}

func (s *Screen) breachRow(b data.Breach) fyne.CanvasObject {
	tr := s.env.Tr
	text, tone := breachState(tr, &b, s.env.Now())
	return kit.Pad(6, 0, 6, 0, kit.HBox(kit.GapSmall, kit.Grow(kit.VBox(2,
		kit.HBox(kit.GapSmall, kit.Grow(kit.Strong(b.What).Cut()), kit.Chip(text, tone)),
		kit.Caption(tr.T("privacy.breach-found", "When", b.Found)).Cut())),
		kit.Quiet(tr.T("privacy.open"), look.IconEdit, func() { s.askBreach(b) })))
}

func (s *Screen) askBreach(b data.Breach) {
	tr := s.env.Tr
	line := func(text string) *input.Entry {
		e := input.NewEntry("")
		e.SetText(text)
		return e
	}
	what, kinds, happened := line(b.What), line(b.Data), line(b.Happened)
	effects, measures := input.NewTextArea("", 2), input.NewTextArea("", 2)
	effects.SetText(b.Effects)
	measures.SetText(b.Measures)
	people := line(figure(b.People))
	risk := input.NewChoice(parts.Options(tr, "privacy.risk.", data.BreachRisks()), string(b.Risk), nil)
	reported := input.NewCheck(tr.T("privacy.breach-reported"), !b.Reported.IsZero(), func(on bool) {
		b.Reported = moment(on, s.env.Now())
	})
	informed := input.NewCheck(tr.T("privacy.breach-informed"), !b.Informed.IsZero(), func(on bool) {
		b.Informed = moment(on, s.env.Now())
	})
	dialog.ShowForm(s.env, dialog.Form{
		Title: tr.T("privacy.breach-title"), Intro: tr.T("privacy.breach-intro"), Deed: tr.T("privacy.save"), Width: 560, Tall: true,
		Fields: []dialog.Field{
			{Label: tr.T("privacy.breach-what"), Input: what},
			{Label: tr.T("privacy.breach-data"), Input: kinds},
			{Input: kit.Columns(kit.GapSmall, input.Labelled(tr.T("privacy.breach-happened"), happened),
				input.Labelled(tr.T("privacy.breach-people"), people), input.Labelled(tr.T("privacy.breach-risk"), risk))},
			{Label: tr.T("privacy.breach-effects"), Input: effects},
			{Label: tr.T("privacy.breach-measures"), Input: measures},
			{Input: kit.VBox(0, reported, informed)},
		},
		Submit: func(done func(error)) {
			b.What, b.Data, b.Happened = strings.TrimSpace(what.Text), strings.TrimSpace(kinds.Text), strings.TrimSpace(happened.Text)
			b.Effects, b.Measures = strings.TrimSpace(effects.Text), strings.TrimSpace(measures.Text)
			b.Risk = data.BreachRisk(risk.Code())
			var err error
			if b.People, err = number(people.Text); err == nil && b.What == "" {
				err = data.NewError(data.CodeInvalid, "breach-without-words")
			}
			if err != nil {
				done(err)
				return
			}
			s.save(done, func(ctx context.Context) error {
				_, err := s.svc.SaveBreach(ctx, b)
				return err
			})
		},
	})
}
