package card

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// askCase opens a case that came by phone, at the counter or on paper.
func (c *Card) askCase() {
	tr, id := c.env.Tr, c.id
	kit.Go(c.scope, "categories", func(ctx context.Context) ([]data.Category, error) {
		return c.svc.Categories(ctx, data.ListCategories)
	}, func(all []data.Category, err error) {
		switch {
		case c.id != id: // the answer comes to another's card
		case err != nil:
			dialog.ShowError(c.env, err)
		case c.file != nil:
			c.showCaseForm(parts.CategoryOptions(tr, data.ListCategories, all))
		}
	})
}

func (c *Card) showCaseForm(categories []input.Option) {
	tr, who := c.env.Tr, c.file.contact
	subject := input.NewEntry(tr.T("card.case-subject-hint"))
	text := input.NewTextArea(tr.T("card.case-text-hint"), 4)
	kinds := input.NewChoice(parts.Options(tr, "casekind.", []data.CaseKind{data.CaseComplaint, data.CaseRequest}),
		string(data.CaseComplaint), nil)
	channels := input.NewChoice(parts.ChannelOptions(tr, c.file.channels, data.ChannelPhone, ""), string(data.ChannelPhone), nil)
	category := input.NewChoice(categories, "", nil)
	demand := input.NewChoice(parts.Options(tr, "demand.", data.Demands()), "", nil)
	severity := input.NewChoice(parts.Severities(tr), "2", nil)
	day := input.NewDateEntry(c.env, c.env.Today())
	pair := func(a string, left fyne.CanvasObject, b string, right fyne.CanvasObject) dialog.Field {
		return dialog.Field{Input: kit.Columns(kit.GapRows, input.Labelled(tr.T(a), left), input.Labelled(tr.T(b), right))}
	}
	dialog.ShowForm(c.env, dialog.Form{
		Title: tr.T("card.case-title", "Name", who.Name()), Deed: tr.T("card.case-deed"), Width: 560,
		Fields: []dialog.Field{
			{Label: tr.T("card.case-subject"), Input: subject},
			{Label: tr.T("card.case-text"), Input: text},
			pair("card.case-kind", kinds, "card.case-channel", channels),
			pair("card.case-category", category, "card.case-demand", demand),
			{Input: kit.Weighted(kit.GapRows, []float32{1, 2}, input.Labelled(tr.T("card.case-severity"), severity),
				input.Labelled(tr.T("card.case-received"), day))},
		},
		Submit: func(done func(error)) {
			if err := caseError(subject.Text, day); err != nil {
				done(err)
				return
			}
			c.addCase(data.Case{
				Kind: data.CaseKind(kinds.Code()), ContactID: who.ID, LegalType: who.LegalType,
				Received: received(day.Day(), c.env), Channel: data.Channel(channels.Code()),
				Subject: strings.TrimSpace(subject.Text), Text: strings.TrimSpace(text.Text), Category: category.Code(),
				Demand: data.Demand(demand.Code()), Severity: parts.SeverityOf(severity.Code()),
			}, done)
		},
	})
}

func caseError(subject string, day *input.DateEntry) error {
	if strings.TrimSpace(subject) == "" {
		return data.NewError(data.CodeInvalid, "case-without-subject")
	}
	return day.Check()
}

func (c *Card) addCase(k data.Case, done func(error)) {
	tr := c.env.Tr
	kit.Go(c.scope, "case", func(ctx context.Context) (data.Case, error) {
		return c.svc.AddCase(ctx, k)
	}, func(made data.Case, err error) {
		done(err)
		if err != nil {
			return
		}
		if made.Deadline.Safe.IsZero() {
			c.env.Toast(tr.T("card.case-made", "Number", made.Number), nil)
		} else {
			c.env.Toast(tr.T("card.case-made-by", "Number", made.Number, "Day", made.Deadline.Safe), nil)
		}
		c.env.Navigate(kit.Route{Screen: kit.ScreenCases, ID: made.ID})
	})
}

// received is now on the same day, noon on another.
func received(day data.Date, env *kit.Env) time.Time {
	if day.IsZero() || day == env.Today() {
		return env.Now()
	}
	return day.Time(env.Now().Location()).Add(12 * time.Hour)
}
