package card

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
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
			kit.ShowError(c.env, err)
		case c.file != nil:
			c.showCaseForm(parts.CategoryOptions(tr, data.ListCategories, all))
		}
	})
}

func (c *Card) showCaseForm(categories []kit.Option) {
	tr, who := c.env.Tr, c.file.contact
	subject := kit.NewEntry(tr.T("card.case-subject-hint"))
	text := kit.NewTextArea(tr.T("card.case-text-hint"), 4)
	kinds := kit.NewChoice(parts.Options(tr, "casekind.", []data.CaseKind{data.CaseComplaint, data.CaseRequest}),
		string(data.CaseComplaint), nil)
	channels := kit.NewChoice(parts.ChannelOptions(tr, c.file.channels, data.ChannelPhone, ""), string(data.ChannelPhone), nil)
	category := kit.NewChoice(categories, "", nil)
	demand := kit.NewChoice(parts.Options(tr, "demand.", data.Demands()), "", nil)
	severity := kit.NewChoice(parts.Severities(tr), "2", nil)
	day := kit.NewDateEntry(c.env, c.env.Today())
	pair := func(a string, left fyne.CanvasObject, b string, right fyne.CanvasObject) kit.Field {
		return kit.Field{Input: kit.Columns(kit.GapRows, kit.Labelled(tr.T(a), left), kit.Labelled(tr.T(b), right))}
	}
	kit.ShowForm(c.env, kit.Form{
		Title: tr.T("card.case-title", "Name", who.Name()), Deed: tr.T("card.case-deed"), Width: 560,
		Fields: []kit.Field{
			{Label: tr.T("card.case-subject"), Input: subject},
			{Label: tr.T("card.case-text"), Input: text},
			pair("card.case-kind", kinds, "card.case-channel", channels),
			pair("card.case-category", category, "card.case-demand", demand),
			{Input: kit.Weighted(kit.GapRows, []float32{1, 2}, kit.Labelled(tr.T("card.case-severity"), severity),
				kit.Labelled(tr.T("card.case-received"), day))},
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

func caseError(subject string, day *kit.DateEntry) error {
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
